"""What: projects with their money, activities, places and documents, and the vocabularies they are described in."""

from .document import AbstractDocument, Document
from .parts import Activity, Contribution, Participation, ProjectIdentifier, ProjectSource, Recipient
from .project import Project
from .taxonomy import ActivityType, Place, Theme

__all__ = [
    "AbstractDocument",
    "Activity",
    "ActivityType",
    "Contribution",
    "Document",
    "Participation",
    "Place",
    "Project",
    "ProjectIdentifier",
    "ProjectSource",
    "Recipient",
    "Theme",
]
