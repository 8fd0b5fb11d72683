"""Recommendations as they are written down: one by one, and whole lists that are pasted."""
