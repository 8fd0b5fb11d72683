"""Graphs and tables: a question in the query string becomes a table of figures that add up."""

from partners.text import plural

from .answers import answer
from .dimensions import DIMENSIONS, Dimension
from .links import address
from .measures import MEASURES, Measure, Value
from .notes import Note, in_words, notes, on_drafts, on_restricted, quoted, remarks
from .pairs import Pair, Pairs, pairs_of
from .questions import asked
from .tables import Cell, Member, Question, Table

__all__ = [
    "DIMENSIONS",
    "MEASURES",
    "Cell",
    "Dimension",
    "Measure",
    "Member",
    "Note",
    "Pair",
    "Pairs",
    "Question",
    "Table",
    "Value",
    "address",
    "answer",
    "asked",
    "in_words",
    "notes",
    "on_drafts",
    "on_restricted",
    "pairs_of",
    "plural",
    "quoted",
    "remarks",
]
