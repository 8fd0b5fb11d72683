"""What was published or changed in the register within a time, by whom, and what was to be seen before.

Read from `updated_at`, which every save and import sets, and from the history of just those projects. A transaction
that has not ended yet may hold changes of any time since it began, so the time never reaches past its beginning.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection

from projects.history.tables import FIELDS
from projects.models import Contribution, Project, Recipient, Theme
from projects.models.merge import UNDONE
from projects.models.project import ProjectQuerySet

CLOCKS = 5  # seconds: a transaction shows itself a moment after it began


@dataclass(slots=True)
class Change:
    """All that happened to one project. The states are events of its history, oldest first."""

    project: Project
    before: Any = None  # the latest state before the time; None when there was none
    was_public: bool = False  # open to all partners at any time before
    states: list[Any] = field(default_factory=list)

    def is_told_to(self, user: int, since: datetime) -> bool:
        """Whether somebody else changed it after this moment, to something else than it was."""
        by_others = any(state.updated_at > since and author(state) != user for state in self.states)
        return by_others and not self.is_led_back(since)

    def is_led_back(self, since: datetime) -> bool:
        """Whether it was merged since, and the merge undone, and no more: nothing in it is different."""
        steps = [notes_of(state) for state in self.states if state.updated_at > since]
        is_of_merges = len(steps) > 1 and all(steps) and UNDONE not in steps[0] and UNDONE in steps[-1]
        return is_of_merges and not self.fields(since)

    def is_new_to(self, since: datetime, own: bool) -> bool:
        """Whether the person could not see it at this moment; `own`: of an own partner, or all is seen."""
        past = [self.before, *(state for state in self.states if state.updated_at <= since)]
        seen = [state for state in past if state and state.published_at]
        if self.was_public or any(state.visibility == Project.Visibility.ALL_PARTNERS for state in seen):
            return False
        return not seen or (not own and seen[-1].visibility != self.project.visibility)

    def fields(self, since: datetime) -> list[str]:
        """Names of what has changed since, for a person who could see it then."""
        past = [self.before, *(state for state in self.states if state.updated_at <= since)]
        columns: list[Any] = [Project._meta.get_field(name) for name in FIELDS]
        return [
            str(column.verbose_name)
            for column in columns
            if past[-1] and getattr(past[-1], column.attname) != getattr(self.project, column.attname)
        ]


def notes_of(state: Any) -> list[str]:
    """Of the merge, or its undoing, by which it came to be."""
    return [*state.pgh_context.metadata.get("notes", {}).values()] if state.pgh_context else []


def author(state: Any) -> int | None:
    return state.pgh_context.metadata.get("user") if state.pgh_context else None


def settled_until() -> datetime:
    """Up to when every change is committed, and so to be seen."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT least(clock_timestamp() - make_interval(secs => %s), min(xact_start)) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()",
            [CLOCKS],
        )
        return cursor.fetchone()[0]


def saved_between(start: datetime, end: datetime) -> ProjectQuerySet:
    return Project.objects.published().filter(updated_at__gt=start, updated_at__lte=end)


def changes_between(start: datetime, end: datetime) -> dict[int, Change]:
    """By project, published ones only. Four queries, however many projects."""
    events: Any = Project.pgh_event_model  # type: ignore[attr-defined]
    saved = saved_between(start, end)
    found = {project.pk: Change(project) for project in saved.select_related("partner")}
    if not found:
        return {}
    history = events.objects.filter(pgh_obj__in=saved.order_by().values("pk"))
    earlier = history.filter(updated_at__lte=start)

    during = history.filter(updated_at__gt=start, updated_at__lte=end).select_related("pgh_context")
    for state in during.order_by("pgh_id"):
        states = found[state.pgh_obj_id].states
        if not states or states[-1].updated_at != state.updated_at:  # else it was confirmed, no more
            states.append(state)
    for state in earlier.order_by("pgh_obj_id", "-pgh_id").distinct("pgh_obj_id"):
        found[state.pgh_obj_id].before = state
    public = earlier.filter(published_at__isnull=False, visibility=Project.Visibility.ALL_PARTNERS)
    for pk in public.order_by().values_list("pgh_obj_id", flat=True).distinct():
        found[pk].was_public = True
    return found


def by_subject(saved: ProjectQuerySet) -> dict[tuple[str, str], set[int]]:
    """Which of these projects have this country, partner or theme, as the register's filter understands it."""
    found: dict[tuple[str, str], set[int]] = defaultdict(set)
    ids = saved.order_by().values("pk")
    for pk, country in Recipient.objects.filter(project__in=ids).values_list("project", "country"):
        found["country", country].add(pk)
    for pk, partner in saved.order_by().values_list("pk", "partner__code"):
        found["partner", partner].add(pk)
    for pk, partner in Contribution.objects.filter(project__in=ids).values_list("project", "partner__code"):
        found["partner", partner].add(pk)
    parents = dict(Theme.objects.values_list("code", "parent"))
    for pk, theme in Project.themes.through.objects.filter(project__in=ids).values_list("project", "theme"):
        found["theme", theme].add(pk)
        if parent := parents[theme]:
            found["theme", parent].add(pk)
    return found
