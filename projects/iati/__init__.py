"""IATI activity files, versions 1.01 to 2.03, read as a stream of records. Knows neither Django nor ADAM's models."""

from .reading import read
from .records import Amount, IatiActivity, Notice, Participant, Refused, Rejected, content_hash, prefer, published

__all__ = [
    "Amount",
    "IatiActivity",
    "Notice",
    "Participant",
    "Refused",
    "Rejected",
    "content_hash",
    "prefer",
    "published",
    "read",
]
