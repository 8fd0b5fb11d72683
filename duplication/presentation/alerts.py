"""Alerts as this person may see them. Pages, tags, mails and the API show these views, never the alert's own fields.

Of a project the person may not see, only countries and themes leave this module (`sides`): no other evidence and no
strength, since both could be led back to what was compared.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, prefetch_related_objects

from duplication.matching.kinds import OWN_DOUBLE, Kind, case_of
from duplication.matching.scoring import is_below
from duplication.models import Alert, Verdict
from duplication.models.alert import CASE_LABELS
from duplication.models.replacing import reopening_of
from partners.models import User

from .compared import compared_unseen
from .evidence import Evidence, band, evidence_of, signed, strongest
from .sides import Side, sides_of
from .stake import Budget, Stake, stake_of
from .statements import (
    Answer,
    Statement,
    answers_of,
    hears,
    reopened,
    statements_of,
)

HEADINGS = {
    Alert.Kind.SAME_PROJECT: "This may be one project, reported twice",
    Alert.Kind.SAME_WORK: "The same work may be funded twice",
    Alert.Kind.COMPLEMENTARY: "These projects could be joined up",
    Alert.Kind.TIMING_CLASH: "The same people may be asked for at the same time",
}
OVER_HEADING = "The same people may have been asked for at the same time"
OWN_HEADING = "This may be one project, entered twice"
UNLIKE = "No longer alike"
UNLIKE_SENTENCE = "One of the two changed since they were decided on. By what both say today they are not alike enough."
KEPT_SENTENCE = (
    "One of the two changed. By what both say today they are not alike enough. This waits for a decision all the same: "
    "to withdraw it would tell the partner that may not see the other project when the two are alike."
)


@dataclass(frozen=True, slots=True)
class AlertView:
    alert: Alert
    first: Side
    second: Side
    evidence: tuple[Evidence, ...]
    statements: tuple[Statement, ...]
    is_heard: bool  # whether the person may read what the partners and the coordinators say
    answers: tuple[Answer, ...]
    verdict: Verdict | None  # the one that stands
    reopened: Statement | None  # why the last one stands no longer
    is_of_before: bool  # whether the evidence is of a time when one of the two was closed to the person

    @property
    def pk(self) -> int:
        return self.alert.pk

    @property
    def url(self) -> str:
        return self.alert.get_absolute_url()

    @property
    def sides(self) -> tuple[Side, Side]:
        return self.first, self.second

    @property
    def answered_sides(self) -> list[tuple[Side, Answer | None]]:
        """Each project with what its partner has said or not."""
        by_name = {answer.partner: answer for answer in self.answers}
        return [(side, by_name.get(side.partner)) for side in self.sides]

    @property
    def is_disputed(self) -> bool:
        """Whether the two partners answer differently, for those who may read what they say."""
        return len({answer.stance for answer in self.answers if answer.stance}) > 1

    @property
    def has_hidden(self) -> bool:
        return self.first.is_hidden or self.second.is_hidden

    @property
    def closed(self) -> Side | None:
        """The one of the two that was merged into a project; what a hidden one was called is not told then either."""
        return next((side for side in self.sides if side.kept_id), None)

    @property
    def is_one(self) -> bool:
        """Whether the two are one record now, not only one of them part of a third, and the person may see that one."""
        return self.first.today is not None and self.first.today == self.second.today

    @property
    def is_one_left(self) -> bool:
        """Whether one of the two was merged and the other is still a project of its own, as far as the person sees."""
        return not (self.is_one or self.has_hidden) and any(side.kept_id is None for side in self.sides)

    @property
    def was_restricted(self) -> bool:
        """Whether what is not told is of a time that is over: the one was opened since, or merged."""
        return self.is_of_before or bool(self.closed and self.closed.is_hidden)

    @property
    def has_draft(self) -> bool:
        """Whether one side is a draft of another partner."""
        return self.first.is_draft or self.second.is_draft

    @property
    def kind(self) -> str:
        return UNLIKE if self.is_unlike else CASE_LABELS[self.case]

    @property
    def case(self) -> str:
        """By which it has a threshold. Of a hidden side nothing is told."""
        partners = {side.project.partner_id if side.project else None for side in self.sides}
        return case_of(Kind(self.alert.kind), same_partner=len(partners) == 1 and partners != {None})

    @property
    def heading(self) -> str:
        if self.is_withdrawn:
            return "Withdrawn"
        if self.case == OWN_DOUBLE and not self.is_unlike:
            return OWN_HEADING
        if self.is_unlike:
            return UNLIKE
        return OVER_HEADING if self.is_over else HEADINGS[Alert.Kind(self.alert.kind)]

    @property
    def is_over(self) -> bool:
        """Whether it is a clash of the past. Of a hidden side that would tell of its days."""
        return self.case == Kind.TIMING_CLASH and self.alert.is_over and self.weight is not None

    @property
    def kind_sentence(self) -> str:
        then = "What was found before it was withdrawn: " if self.is_withdrawn else ""
        said = self.alert.sentence(self.case, is_seen=self.weight is not None)
        return f"{then}{self.unlike_sentence if self.is_unlike else said}"

    @property
    def unlike_sentence(self) -> str:
        return UNLIKE_SENTENCE if self.has_changed else KEPT_SENTENCE

    @property
    def why(self) -> str:
        """The strongest evidence, in its own sentences; of two that are unlike it would say the opposite."""
        return "" if self.is_unlike else " ".join(strongest(self.evidence))

    @property
    def strength(self) -> str:
        """Such as "very strong"; nothing when one side is hidden, since it moves with what is not told."""
        if self.is_unlike:
            return "below the threshold"
        return "" if self.weight is None else band(self.weight)

    @property
    def weight(self) -> float | None:
        """The match weight (log2); None when one side is hidden, or was when the two were compared."""
        return None if self.has_hidden or self.is_of_before else self.alert.match_weight

    @property
    def stake(self) -> int | None:
        """Whole US dollars that would be spent twice: the smaller of the two budgets; None unless both are known."""
        if self.is_unlike:
            return None
        known = [budget.usd for budget in self.budgets if budget.usd is not None]
        return min(map(round, known)) if len(known) == len(self.sides) else None

    @property
    def stake_words(self) -> Stake:
        if self.is_one:
            return Stake("none: the two are one record now")
        if self.is_unlike:
            return Stake("none: no longer alike")
        return stake_of(self.budgets) if self.budgets else Stake("not shown")

    @property
    def budgets(self) -> list[Budget]:
        """Of both; none when one side is hidden, or of a merged pair: the one's money is the other's, in part."""
        if self.has_hidden or self.is_one:
            return []
        known = [budget for side in self.sides if (budget := side.budget)]
        return known if len(known) == len(self.sides) else []

    @property
    def is_unlike(self) -> bool:
        """Whether it only waits because what it was decided on has changed, or because it is of a project that is not
        for all (`alerts.half_told`). Of a hidden side nothing is told.
        """
        if self.verdict or self.has_hidden:
            return False
        if self.alert.is_kept and not self.is_withdrawn:
            return True
        if not self.has_changed:
            return False
        least = self.alert.calibration.table.get("thresholds", {}).get(self.case, float("-inf"))
        return is_below(self.alert.before_fading, least)

    @property
    def has_changed(self) -> bool:
        """Since it was decided."""
        return bool(self.reopened and self.reopened.changes)

    @property
    def was_related(self) -> bool:
        """Whether a relation came with the verdict that stands no longer, and went with it."""
        return bool(self.reopened and self.fallen and self.fallen.relation)

    @property
    def is_told_why_open(self) -> bool:
        """Whether a change opened it again, and the person is told all of it."""
        changes = self.reopened.changes if self.reopened else ()
        return bool(changes) and all(change.label for change in changes)

    @property
    def fallen(self) -> Verdict | None:
        """The last one that was meant and stands no longer."""
        ended = [(end, one) for one in self.alert.verdicts.all() if (end := reopening_of(one)) and not end.is_undo]
        return ended[-1][1] if ended else None

    @property
    def state(self) -> str:
        if self.verdict:
            return "Decided"
        if self.is_withdrawn:
            return "Withdrawn"
        return "Open again" if self.reopened else "Open"

    @property
    def is_withdrawn(self) -> bool:
        """And not decided: its evidence is of before."""
        return not self.verdict and self.alert.withdrawn_at is not None

    @property
    def is_open(self) -> bool:
        """Whether it waits for a verdict, the first or another."""
        return not self.verdict and not self.alert.withdrawn_at

    @property
    def recommendation(self) -> str:
        """What the two partners are advised to do, for those who may read what is said."""
        return self.verdict.recommendation if self.verdict and self.is_heard else ""

    @property
    def not_stated(self) -> list[str]:
        """Fields that say nothing, because one of the two does not state them."""
        return [line.label for line in self.evidence if not line.is_stated and not self.is_unrated(line)]

    @property
    def not_compared(self) -> list[str]:
        """Fields that both state and that say nothing all the same."""
        return [line.label for line in self.evidence if not line.is_stated and self.is_unrated(line)]

    def is_unrated(self, line: Evidence) -> bool:
        """Whether it is of money that both state, in currencies between which no rate is known."""
        both = bool(self.budgets) and all(budget.is_stated for budget in self.budgets)
        return line.field == "amount" and both

    @property
    def undecided(self) -> list[str]:
        """Sentences that speak neither for nor against."""
        said = [line for line in self.evidence if line.is_stated and line.is_nought]
        return [line.sentence for line in said if self.weight is None or not line.weight]  # others have a step

    @property
    def bars(self) -> list[tuple[str, str, float]]:
        """Label, sentence and weight of what speaks for or against."""
        weighing = [line for line in self.evidence if not line.is_nought]
        return [(f"{line.label}: {signed(line.weight)}", line.sentence, line.weight) for line in weighing]


VERDICTS = Verdict.objects.with_carried_out().select_related("decided_by", "reopening__by")


def present(alerts: Iterable[Alert], user: User, opened: Collection[int] = ()) -> list[AlertView]:
    """The alerts in their order. Six queries, however many they are; two more where some of their projects are merged,
    and two where some are compared no more.

    Expects alerts the person may see (`Alert.objects.visible_to`). `opened`: projects shown though the person may not
    see them elsewhere (duplication/review/contacts.py).
    """
    alerts = list(alerts)
    prefetch_related_objects(alerts, "positions__partner", Prefetch("verdicts", VERDICTS), "calibration")
    sides = sides_of({pk for alert in alerts for pk in (alert.first_id, alert.second_id)}, user, opened)
    unseen = compared_unseen(alerts, sides, user)
    return [view_of(one, sides[one.first_id], sides[one.second_id], user, one.pk in unseen) for one in alerts]


def view_of(alert: Alert, first: Side, second: Side, user: User, is_of_before: bool) -> AlertView:
    verdicts = list(alert.verdicts.all())
    standing = [verdict for verdict in verdicts if reopening_of(verdict) is None]
    reopenings = [reopening_of(verdict) for verdict in verdicts]
    last = next((one for one in reversed(reopenings) if one is None or not one.is_undo), None)
    hidden = first.is_hidden or second.is_hidden
    names = {side.project.partner_id: side.partner for side in (first, second) if side.project}
    return AlertView(
        alert=alert,
        first=first,
        second=second,
        evidence=() if first.is_draft or second.is_draft else tuple(evidence_of(alert, hidden or is_of_before)),
        statements=tuple(statements_of(alert, (first, second), names, user)) if hears(user, first, second) else (),
        is_heard=hears(user, first, second),
        answers=tuple(answers_of(alert, (first, second), names, user)),
        verdict=standing[-1] if standing else None,
        reopened=reopened(last, (first, second), user) if last and hears(user, first, second) else None,
        is_of_before=is_of_before,
    )
