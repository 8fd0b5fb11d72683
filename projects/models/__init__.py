"""What: projects with their money, activities, places and documents, and the vocabularies they are described in."""

from .document import (
    AbstractDocument,
    AbstractFile,
    AbstractText,
    AbstractVersion,
    Document,
    DocumentText,
    DocumentVersion,
)
from .export import Export
from .kept import KeptForm
from .letter import Letter, LetterText
from .links import PlaceOfProject, ShownTo, ThemeOfProject
from .merge import ProjectMerge
from .parts import Activity, Contribution, Participation, ProjectIdentifier, ProjectSource, Recipient
from .project import Project
from .relations import ProjectRelation
from .reminder import Reminder
from .report import Embed, Pin, Report
from .saved_search import SavedSearch
from .seen import SeenLookAlike
from .taxonomy import ActivityType, Place, Theme
from .watch import Watch
from .words import DocumentWords, KnownWord, ProjectChange, ProjectWords

__all__ = [
    "AbstractDocument",
    "AbstractFile",
    "AbstractText",
    "AbstractVersion",
    "Activity",
    "ActivityType",
    "Contribution",
    "Document",
    "DocumentText",
    "DocumentVersion",
    "DocumentWords",
    "Embed",
    "Export",
    "KeptForm",
    "KnownWord",
    "Letter",
    "LetterText",
    "Participation",
    "Pin",
    "Place",
    "PlaceOfProject",
    "Project",
    "ProjectChange",
    "ProjectIdentifier",
    "ProjectMerge",
    "ProjectRelation",
    "ProjectSource",
    "ProjectWords",
    "Recipient",
    "Reminder",
    "Report",
    "SavedSearch",
    "SeenLookAlike",
    "ShownTo",
    "Theme",
    "ThemeOfProject",
    "Watch",
]
