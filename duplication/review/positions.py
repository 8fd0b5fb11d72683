"""What a partner says of an alert: what closes that, how it is recorded, and whose answer is missing still."""

from collections import defaultdict
from collections.abc import Collection

from duplication.models import Alert, Position, Verdict
from duplication.notices.verdicts import tell_of_position
from partners.models import Partner, User

OVERLAPS = {Position.Stance.SAME, Position.Stance.OVERLAPPING}
MERGED = "the two were merged in the meantime"
ONCE_PUBLISHED = "once both projects are published again"  # the coordinators read what is said beside a draft
WITHDRAWN = "the alert was withdrawn in the meantime"


def agreed_among(alerts: Collection[Alert]) -> list[Alert]:
    """Those on which all partners say that there is an overlap."""
    return [alert for alert, stances in said_by_all(alerts) if stances <= OVERLAPS]


def said_otherwise(alerts: Collection[Alert], outcome: str) -> dict[str, list[Alert]]:
    """Those on which all partners say something else than this outcome, by what they say."""
    found: dict[str, list[Alert]] = defaultdict(list)
    for alert, stances in said_by_all(alerts):
        if words := against(outcome, stances):
            found[words].append(alert)
    return found


def against(outcome: str, stances: Collection[str]) -> str:
    """What of it speaks against the outcome, as all say it; empty where nothing does."""
    if outcome == Verdict.Outcome.NOT_OVERLAP:
        return "there is an overlap" if OVERLAPS.issuperset(stances) else ""
    [said, *others] = map(Position.Stance, stances)
    is_said_of = {Position.Stance.SAME: outcome == Verdict.Outcome.MERGED, Position.Stance.NOT_OVERLAP: False}
    fits = is_said_of.get(said, outcome != Verdict.Outcome.MERGED)
    return "" if others or fits else str(said.label)[0].lower() + str(said.label)[1:]


def said_by_all(alerts: Collection[Alert]) -> list[tuple[Alert, set[str]]]:
    """Those on which every partner has said something, each with all that was said last."""
    said = Position.objects.in_force().filter(alert__in=alerts).order_by("pk")
    last = {(alert, partner): stance for alert, partner, stance in said.values_list("alert", "partner", "stance")}
    sides = {alert: (alert.first.partner_id, alert.second.partner_id) for alert in alerts}
    found = [(alert, {last.get((alert.pk, one)) for one in both}) for alert, both in sides.items()]
    return [(alert, {one for one in stances if one}) for alert, stances in found if None not in stances]


def closed(alert: Alert) -> str:
    """Why nothing can be said of it any more; empty while it can. A verdict closes nothing to who sees it."""
    if alert.is_merged:
        return MERGED
    return WITHDRAWN if alert.withdrawn_at else ""


def give(position: Position) -> Position:
    """The one way in which it is recorded: whom it concerns is told."""
    position.save()
    tell_of_position(position)
    return position


def read_all_the_same(verdict: Verdict | None) -> str:
    """To who answers: what stands, and that an answer is read; of a draft the coordinators read nothing as yet."""
    if verdict is None:
        return ""
    when = ONCE_PUBLISHED if verdict.alert.has_draft else "all the same"
    return f"It has been decided: {verdict}. The coordinators read your answer {when}."


def still_missing(alert: Alert, user: User) -> str:
    """To who speaks for both partners, in a sentence: which one has not answered yet. Empty where none is missing."""
    sides = alert.sides_of(user)
    silent = Position.objects.in_force().unsaid(alert, sides) if len(sides) > 1 else set()
    if not silent:
        return ""
    names = Partner.objects.filter(pk__in=silent).values_list("name", flat=True)
    return f"You speak for {names[0]} too, which has not answered yet."
