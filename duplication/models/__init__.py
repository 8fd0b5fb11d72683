"""Overlaps found, what the two partners say of them, and what was decided."""

from .alert import Alert, AlertQuerySet, alerted_projects, open_pairs
from .attention import Assignment
from .calibration import Calibration
from .hint import Hint
from .review import Position, Reopening, Verdict
from .stored import BlockingKey, CommonKey, StoredFacts
from .talk import Attachment, AttachmentText, Contact, Message

__all__ = [
    "Alert",
    "AlertQuerySet",
    "Assignment",
    "Attachment",
    "AttachmentText",
    "BlockingKey",
    "Calibration",
    "CommonKey",
    "Contact",
    "Hint",
    "Message",
    "Position",
    "Reopening",
    "StoredFacts",
    "Verdict",
    "alerted_projects",
    "open_pairs",
]
