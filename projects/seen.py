""" "I have seen this": found look-alikes in, the same out with what the person has said of each, now or earlier.

A look-alike once seen does not ask again unless the evidence has grown much since. What a form says of them: `shown`
are those that stood on it, `seen` those that were ticked, `warned` those that held up a save, and `seen_before` those
ticked on a page that did not show them again.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from functools import cached_property

from django.http import QueryDict
from django.utils import timezone

from partners.models import User
from projects.checks import LookAlike
from projects.forms.once import token_in
from projects.models import Project, SeenLookAlike

GROWN = 4.0  # match weight: the evidence is sixteen times as strong as when it was seen
FORGOTTEN = timedelta(days=30)  # after which a form that was never saved is given up


class Seen:
    """What one person says of the look-alikes of one project, or of the new one in this form."""

    def __init__(self, user: User, project: Project, posted: QueryDict) -> None:
        self.user, self.project, self.posted = user, project, posted
        shown = set(posted.getlist("shown"))
        self.ticked = set(posted.getlist("seen")) | set(posted.getlist("seen_before")) - shown
        self.unticked = shown - self.ticked
        self.form = None if project.pk else token_in(posted)  # once saved, the project is its own name

    def marked(self, found: Iterable[LookAlike]) -> list[LookAlike]:
        """Records what the form says, and returns the look-alikes with it."""
        return [replace(one, is_seen=self._settle(one)) for one in found]

    def move_to(self, project: Project) -> None:
        """The form has become a project."""
        if self.form:
            SeenLookAlike.objects.filter(user=self.user, form=self.form).update(project=project, form=None)

    def missing(self, found: Iterable[LookAlike]) -> list[tuple[str, str]]:
        """Boxes left empty although they held up the save before: each with its sentence."""
        warned = set(self.posted.getlist("warned"))
        text = "tick the box to say that you have seen it, or change the project."
        return [(one.box, f"{one.heading}: {text}") for one in found if not one.is_seen and one.key in warned]

    @cached_property
    def rows(self) -> dict[int, SeenLookAlike]:
        if not self.project.pk and not self.form:
            return {}
        mine = SeenLookAlike.objects.filter(user=self.user, project=self.project.pk, form=self.form)
        return {row.other_id: row for row in mine}

    def _settle(self, one: LookAlike) -> bool:
        row = self.rows.get(one.other_id or 0)
        if row and (one.key in self.unticked or one.strength >= row.strength + GROWN):
            row.delete()
            return False
        if row is None and one.key in self.ticked:
            self._remember(one)
            return True
        return row is not None

    def _remember(self, one: LookAlike) -> None:
        if one.other_id is None or not (self.project.pk or self.form):
            return
        if self.form:
            SeenLookAlike.objects.filter(user=self.user, project=None, seen_at__lt=timezone.now() - FORGOTTEN).delete()
        SeenLookAlike.objects.get_or_create(
            user=self.user,
            project=self.project if self.project.pk else None,
            form=self.form,
            other_id=one.other_id,
            defaults={"strength": one.strength},
        )


def unseen(found: Iterable[LookAlike]) -> list[LookAlike]:
    return [one for one in found if not one.is_seen]
