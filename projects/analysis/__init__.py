"""Graphs and tables: a question in the query string becomes a table of figures that add up."""

from .dimensions import DIMENSIONS, Dimension
from .notes import Note, notes, plural, remarks
from .questions import asked
from .tables import Cell, Member, Question, Table, answer

__all__ = [
    "DIMENSIONS",
    "Cell",
    "Dimension",
    "Member",
    "Note",
    "Question",
    "Table",
    "answer",
    "asked",
    "notes",
    "plural",
    "remarks",
]
