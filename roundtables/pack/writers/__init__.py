"""The three forms of a pack: each draws the same content."""
