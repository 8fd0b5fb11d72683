"""Overlaps found, what the two partners say of them, and what was decided."""

from .alert import Alert, AlertQuerySet, alerted_projects
from .blocking import BlockingKey
from .calibration import Calibration
from .review import Position, Reopening, Verdict

__all__ = [
    "Alert",
    "AlertQuerySet",
    "BlockingKey",
    "Calibration",
    "Position",
    "Reopening",
    "Verdict",
    "alerted_projects",
]
