"""Pages of meetings, of their documents, and of what they recommended."""
