"""Who: countries, partners, organizations, people and what they are told."""

from .country import Country
from .designation import FocalPoint
from .handover import HandOver
from .merge import Merge, NotTheSame
from .notification import Notification
from .organization import Organization, OrganizationAlias, OrganizationIdentifier
from .partner import Invitation, Partner, Pillar
from .preference import Preference, Rhythm
from .user import User

__all__ = [
    "Country",
    "FocalPoint",
    "HandOver",
    "Invitation",
    "Merge",
    "NotTheSame",
    "Notification",
    "Organization",
    "OrganizationAlias",
    "OrganizationIdentifier",
    "Partner",
    "Pillar",
    "Preference",
    "Rhythm",
    "User",
]
