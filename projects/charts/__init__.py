"""Pictures of a table: what to draw (plan), drawn for the page (screen) and for a file (picture)."""

from .plan import Bars, Lines, plan

__all__ = ["Bars", "Lines", "plan"]
