"""Where detection hears of saved projects: the one signal receiver of the repository; the seams to form and list."""

import logging
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.apps import AppConfig
from django.db import connections, transaction
from django.db.models.signals import post_save

logger = logging.getLogger(__name__)


class DuplicationConfig(AppConfig):
    name = "duplication"
    verbose_name = "Duplication"

    def ready(self) -> None:
        from duplication.models import alerted_projects, open_pairs
        from duplication.models.hint import limit_of
        from duplication.notices.publishing import changed_of, raised_of
        from duplication.presentation.statements import heard_alerts, told_verdicts
        from duplication.queue.watchers import names_of_pages
        from duplication.review.own_alerts import otherwise
        from duplication.review.relating import held
        from duplication.suggestions import look_alikes
        from duplication.why_merged import why_merged
        from partners.notifications import READABLE
        from projects import checks, relations, watching
        from projects.analysis import pairs
        from projects.merges import why
        from projects.models import Project
        from projects.signals import projects_imported

        checks.look_alike_finder = look_alikes
        checks.limit_teller = limit_of
        checks.alerted_finder = alerted_projects
        checks.pairs_finder = open_pairs
        checks.raised_teller = raised_of
        checks.change_teller = changed_of
        relations.held_finder = held
        pairs.own_alert_finder = otherwise
        why.why_finder = why_merged
        watching.page_finder = names_of_pages
        READABLE["alert"], READABLE["verdict"] = heard_alerts, told_verdicts
        post_save.connect(check_on_commit, sender=Project, dispatch_uid="check_on_commit")
        projects_imported.connect(check_import, dispatch_uid="check_import")


def check_on_commit(instance: Any, using: str, **signal: Any) -> None:
    """Check the project once its transaction is through: only then are its countries, money and activities there.

    A failing check never fails the save: Django logs it (robust), and the sweep repairs it.
    """
    from duplication.detection import check

    project_id = instance.pk
    waiting = (entry[1] for entry in connections[using].run_on_commit)
    if any(getattr(function, "checked_project", None) == project_id for function in waiting):
        return

    def run() -> None:
        check(project_id)

    run.checked_project = project_id  # type: ignore[attr-defined]
    transaction.on_commit(run, using=using, robust=True)


def check_import(project_ids: Sequence[int], batch: UUID, **signal: Any) -> str:
    """Imports write in bulk, which sends no post_save. Returns what became of alerts."""
    from duplication.detection import check_many

    return str(check_many(project_ids, batch))
