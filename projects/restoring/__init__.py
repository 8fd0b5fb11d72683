"""Putting back what a project was: a plan that can be looked at first, then one save through the ordinary checks."""

from .plan import Plan, is_taken, plan_of, restore
from .rows import PartStep, Row, Successors, cleaned, put_back, row_values, values_of

__all__ = [
    "PartStep", "Plan", "Row", "Successors", "cleaned", "is_taken", "plan_of", "put_back", "restore", "row_values",
    "values_of",
]  # fmt: skip
