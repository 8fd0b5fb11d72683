"""Who: countries, partners, organizations, people and what they are told."""

from .country import Country
from .notification import Notification
from .organization import Organization, OrganizationAlias, OrganizationIdentifier
from .partner import FocalPoint, Invitation, Partner, Pillar
from .preference import Preference, Rhythm
from .user import User

__all__ = [
    "Country",
    "FocalPoint",
    "Invitation",
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
