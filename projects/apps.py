"""What projects add where others ask: which of them a notification may name to its reader."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from partners.models import User


class ProjectsConfig(AppConfig):
    name = "projects"
    verbose_name = "Projects"

    def ready(self) -> None:
        from partners.notifications import READABLE

        READABLE["project"] = readable_projects


def readable_projects(user: "User", pks: Collection[int]) -> Collection[int]:
    from projects.models import Project

    return Project.objects.readable_by(user).filter(pk__in=pks).values_list("pk", flat=True)
