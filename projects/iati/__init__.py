"""IATI activity files, versions 1.01 to 2.03, read as a stream of records. Knows neither Django nor ADAM's models."""

from .content import content_hash, from_published, published
from .reading import read
from .records import Amount, IatiActivity, Notice, Participant, Refused, Rejected, prefer

__all__ = [
    "Amount",
    "IatiActivity",
    "Notice",
    "Participant",
    "Refused",
    "Rejected",
    "content_hash",
    "from_published",
    "prefer",
    "published",
    "read",
]
