"""The filters of graphs and tables: a draft that others do not see counts for nobody who does not ask for it.

Drafts are seen by their own partner alone, so they count only where they are asked for: `drafts=on` counts them too,
`draft=on` nothing else.
"""

from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from projects.models import Project
from projects.models.project import ProjectQuerySet

from .kinds import Marked
from .register import ProjectFilter

ASKED = {"drafts", "draft"}  # names that ask for drafts


class CountedFilter(ProjectFilter):
    queryset: Any
    drafts = Marked(label="Drafts of my own partner too", method="with_drafts")

    @property
    def qs(self) -> ProjectQuerySet:
        """Drafts are left out before anything else is asked."""
        seen: ProjectQuerySet = self.queryset
        if not hasattr(self, "_qs") and not self.counts_drafts:
            self.queryset = seen.published()
        found: ProjectQuerySet = super().qs
        return found

    @property
    def counts_drafts(self) -> bool:
        return not ASKED.isdisjoint(self.cleaned)

    def with_drafts(self, projects: QuerySet[Project], name: str, value: bool) -> QuerySet[Project]:
        return projects

    @cached_property
    def drafts_left_out(self) -> int:
        """Those that the same filter would let through."""
        if self.counts_drafts or not self.user.own_partners:
            return 0
        return self.filter_queryset(Project.objects.visible_to(self.user).filter(published_at__isnull=True)).count()
