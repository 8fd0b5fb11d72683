"""Who speaks for whom, and what comes of it: designations, hand-over, unowned projects, participation."""
