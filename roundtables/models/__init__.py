"""What was agreed: meetings, their numbered recommendations, what came of them; what is needed and offered."""

from .calendar import CalendarKey
from .document import MeetingDocument, MeetingDocumentText, MeetingDocumentVersion
from .follow_up import FollowUp
from .meeting import Attendance, RoundTable, Series
from .need import MatchStatement, Need, Offer, Outcome
from .proposal import ProposalDecision
from .recommendation import Consideration, Recommendation, RecommendationQuerySet, Translation

__all__ = [
    "Attendance",
    "CalendarKey",
    "Consideration",
    "FollowUp",
    "MatchStatement",
    "MeetingDocument",
    "MeetingDocumentText",
    "MeetingDocumentVersion",
    "Need",
    "Offer",
    "Outcome",
    "ProposalDecision",
    "Recommendation",
    "RecommendationQuerySet",
    "RoundTable",
    "Series",
    "Translation",
]
