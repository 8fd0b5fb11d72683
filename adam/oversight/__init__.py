"""How the review is doing: what coordinators look at before a meeting, and evaluators afterwards."""
