"""What was agreed: meetings, their numbered recommendations, and what came of them."""

from .document import MeetingDocument, MeetingDocumentText, MeetingDocumentVersion
from .follow_up import FollowUp
from .meeting import Attendance, RoundTable, Series
from .recommendation import Consideration, Recommendation, RecommendationQuerySet, Translation

__all__ = [
    "Attendance",
    "Consideration",
    "FollowUp",
    "MeetingDocument",
    "MeetingDocumentText",
    "MeetingDocumentVersion",
    "Recommendation",
    "RecommendationQuerySet",
    "RoundTable",
    "Series",
    "Translation",
]
