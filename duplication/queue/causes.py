"""Why an alert waits for a coordinator: a few words for its row under "Waiting for me" (review/waiting.py)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.text import capfirst, get_text_list

from duplication.models import Alert, Assignment
from duplication.models.alert import both_have_said
from duplication.notices.reminding import UNANSWERED
from duplication.presentation.alerts import AlertView
from duplication.review.clusters import Cluster
from duplication.review.waiting import asked_before
from partners.models import FocalPoint, User


@dataclass(frozen=True, slots=True)
class Causes:
    """Of some alerts, by number: what is the case."""

    mine: Collection[int]
    answered: Collection[int]  # by all partners: one, where both projects are its own
    overdue: Collection[int]
    voiced: Collection[int]  # partners for which somebody speaks

    @classmethod
    def of(cls, alerts: Collection[int], partners: Collection[int], user: User) -> "Causes":
        """Two queries, however many they are."""
        own = Assignment.objects.filter(alert=OuterRef("pk"), coordinator=user.pk)
        overdue = asked_before(timezone.now() - UNANSWERED)
        found: Any = Alert.objects.filter(pk__in=alerts).order_by()
        rows = found.values_list("pk", Exists(own), both_have_said(), overdue)
        mine, answered, late = ({row[0] for row in rows if row[place]} for place in (1, 2, 3))
        voiced = FocalPoint.objects.active().filter(partner__in=partners).values_list("partner", flat=True)
        return cls(mine, answered, late, set(voiced))

    def of_one(self, view: AlertView) -> list[str]:
        said = ["assigned to you"] if view.pk in self.mine else []
        if view.is_unlike:
            return [*said, "changed since it was decided" if view.has_changed else "no longer alike"]
        if view.pk in self.answered:
            answered = "both have answered" if len(view.answers) > 1 else "its partner has answered"
            return [*said, "the partners disagree" if view.is_disputed else answered]
        silent = [answer.partner for answer in view.answers if not answer.given]
        mute = [side.partner for side in view.sides if side.project and side.project.partner_id not in self.voiced]
        said += [f"nobody speaks for {name}" for name in dict.fromkeys(mute) if name in silent]
        late = f"no answer of {get_text_list(silent, 'and')} in {UNANSWERED.days} days"
        return [*said, *([late] if view.pk in self.overdue else [])]

    def of_cluster(self, cluster: Cluster) -> list[str]:
        """How many of its alerts wait for which; what waits for nothing else is of a partner that cannot answer."""
        answered = set(cluster.alerts).intersection(self.answered)
        late = set(cluster.alerts).intersection(self.overdue) - answered
        mine = set(cluster.alerts).intersection(self.mine)
        mute = set(cluster.alerts) - answered - late - mine
        counted = {
            "assigned to you": mine,
            "answered by all partners": answered,
            f"not answered by all in {UNANSWERED.days} days": late,
            "of a partner for which nobody speaks": mute,
        }
        return [f"{len(some)} {words}" for words, some in counted.items() if some]


def why_waiting(views: Collection[AlertView], tied: Mapping[int, Cluster], user: User) -> dict[int, str]:
    """For the entries of one page; the focal point knows why: the own answer is missing."""
    if not user.is_coordinator:
        return {}
    clusters = {view.pk: tied[view.pk] for view in views if view.pk in tied}
    alerts = {view.pk for view in views}.union(*(one.alerts for one in clusters.values()))
    projects = (side.project for view in views for side in view.sides)
    causes = Causes.of(alerts, {project.partner_id for project in projects if project}, user)
    said = {
        view.pk: causes.of_cluster(clusters[view.pk]) if view.pk in clusters else causes.of_one(view) for view in views
    }
    return {pk: capfirst("; ".join(words)) for pk, words in said.items()}
