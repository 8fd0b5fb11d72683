"""What was decided of the alerts beside one: on what its verdict rests, and with which third project one of its two is
the same. For who sees both projects of each.
"""

from collections.abc import Collection
from dataclasses import dataclass

from duplication.models import Alert, Verdict
from duplication.models.review import merged_pair
from partners.models import User
from projects.models import Project

from .alerts import AlertView


@dataclass(frozen=True, slots=True)
class SameAsOther:
    """By which verdict one of the two is the same as which other project."""

    verdict: Verdict
    own: Project
    other: Project


def rests_on(view: AlertView, user: User) -> list[Verdict]:
    """The verdicts that decided this alert too, where the person sees both sides of it and of theirs."""
    seen = Alert.objects.seen_in_full_by(user)
    if view.verdict is None or not view.verdict.is_implied or not seen.filter(pk=view.pk).exists():
        return []
    grounds = view.verdict.rests_on.filter(alert__in=seen).select_related("alert", "reopening")
    return list(grounds.order_by("alert_id"))


def same_as_others(view: AlertView, user: User, named: Collection[Verdict]) -> list[SameAsOther]:
    """Of each of the two, of which third project it was decided that it is the same, where the person sees both; but
    for verdicts that the page names already. What was merged is one record.
    """
    pair = {view.alert.first_id, view.alert.second_id}
    seen = Alert.objects.seen_in_full_by(user).about(*pair).exclude(pk=view.pk)
    same = Verdict.objects.standing().filter(alert__in=seen, outcome=Verdict.Outcome.MERGED).exclude(merged_pair())
    found = same.exclude(pk__in=[one.pk for one in named]).select_related("alert__first", "alert__second")
    ways = [(one, one.alert.first, one.alert.second) for one in found.order_by("alert_id")]
    return [
        SameAsOther(one, first, second) if first.pk in pair else SameAsOther(one, second, first)
        for one, first, second in ways
    ]
