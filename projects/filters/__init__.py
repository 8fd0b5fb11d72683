"""The query string of everything that shows projects: page, chart, export and API.

A wrong value is said in words and left out; the other filters stay. Several values: the name is repeated.
"""

from .counted import CountedFilter
from .query import followed, tidy
from .register import ProjectFilter, all_stored, stored
from .told import Chip

__all__ = ["Chip", "CountedFilter", "ProjectFilter", "all_stored", "followed", "stored", "tidy"]
