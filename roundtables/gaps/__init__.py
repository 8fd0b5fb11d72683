"""The gap map: by country and theme, what is asked for against what is being done. `with read(query, user) ...`."""

from .asks import Ask
from .cells import GapCell, GapMap, Line
from .reading import Reading, read

__all__ = ["Ask", "GapCell", "GapMap", "Line", "Reading", "read"]
