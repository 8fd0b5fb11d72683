"""What became of a file: counts, rejected activities, and what was kept without having a place."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from projects.iati import Notice, Rejected


@dataclass(slots=True)
class Report:
    file: str = ""
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: list[Rejected] = field(default_factory=list)
    notices: Counter[str] = field(default_factory=Counter)
    project_ids: list[int] = field(default_factory=list)  # created and updated ones
    overlaps: list[str] = field(default_factory=list)  # what whoever looked for them found

    def __str__(self) -> str:
        return (
            f"created {self.created}, updated {self.updated}, unchanged {self.unchanged}, rejected {len(self.rejected)}"
        )

    def __add__(self, other: "Report") -> "Report":
        return Report(
            created=self.created + other.created,
            updated=self.updated + other.updated,
            unchanged=self.unchanged + other.unchanged,
            rejected=self.rejected + other.rejected,
            notices=self.notices + other.notices,
            project_ids=self.project_ids + other.project_ids,
        )

    @property
    def accepted(self) -> int:
        return self.created + self.updated + self.unchanged

    def note(self, notices: Iterable[Notice]) -> None:
        """Count each kind once for the activity."""
        self.notices.update({notice.kind for notice in notices})
