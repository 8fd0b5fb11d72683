"""The calendar: meetings, and the trainings, study visits and missions of projects, as far as a person may see them."""

from .entries import Entry, read
from .finding import Asked, Line, found
from .hints import Course, Hint, hints

__all__ = ["Asked", "Course", "Entry", "Hint", "Line", "found", "hints", "read"]
