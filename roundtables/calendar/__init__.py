"""The calendar: meetings, and the trainings, study visits and missions of projects, as far as a person may see them."""

from .entries import Entry, entries
from .hints import Course, Hint, hints

__all__ = ["Course", "Entry", "Hint", "entries", "hints"]
