"""What is asked back before something is recorded that may not be meant, in sentences."""

from collections.abc import Collection, Sequence
from typing import Any

from django.forms import BaseForm
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import get_text_list

from duplication.models import Alert, Verdict
from duplication.review.implying import Opposed
from partners.text import noun

ALL_THE_SAME = "Record yours all the same? Then send it again."
MOST_NAMED = 5  # alerts in one sentence


def ask_back(form: BaseForm, words: str, **seen: Any) -> None:
    """The form comes back with the question and with what its person has seen by that: sent again it is meant."""
    form.data = {**dict(form.data.items()), **seen}
    form.add_error(None, words)


def opposite(opposed: Opposed, *, is_one: bool) -> str:
    """What is asked before the opposite of what follows from other alerts is said of one alert, or of several."""
    decided = named([f"alert {one.alert_id} on {pair(one.alert)} (“{one}”)" for one in opposed.decided])
    choice = "Open one of these again" if len(opposed.decided) > 1 else "Open that one again"
    of = "The opposite"
    if not is_one:
        of, choice = (
            f"For {named([pair(one) for one in opposed.alerts])} the opposite",
            f"Untick what you do not mean. {choice}",
        )
    with_it = ", and from what you say of the others that are ticked" if opposed.by_one_another else ""
    return (
        f"{of} follows from what was decided of {decided}{with_it}. Nothing is recorded yet. "
        f"{choice}, or record yours all the same: then send it again."
    )


def agreed(alerts: Sequence[Alert], on: str = "there is an overlap", *, is_one: bool = False) -> str:
    """What is asked before alerts are decided of which all partners say something else."""
    if is_one:
        asked = "If you mean it all the same, send it again"
        return f"All partners say that {on}. Nothing is recorded yet. {asked}."
    of = "one of these" if len(alerts) == 1 else f"{len(alerts)} of these"
    return (
        f"On {of} all partners say that {on}: {named([pair(one) for one in alerts])}. "
        "Nothing is recorded yet. Untick what you do not mean, or record yours all the same: then send it again."
    )


def decided_meanwhile(standing: Verdict) -> str:
    return f"Decided meanwhile {told(standing)} Nothing is recorded yet. {ALL_THE_SAME}"


def told(standing: Verdict) -> str:
    """The verdict that stands, by whom and when, with its words."""
    who = f"by {standing.decided_by}" if standing.decided_by else "as it follows from other alerts,"
    reason = f" ({standing.reason_words})" if standing.reason_words else ""
    on = date_format(timezone.localtime(standing.created_at), "j F Y, H:i")
    return f"{who} on {on}: {standing}{reason}." + (f" “{standing.text}”" if standing.text else "")


def pair(alert: Alert) -> str:
    one, other = ("a draft" if side.is_draft else side.number for side in (alert.first, alert.second))
    return f"{one} with {other}"


def named(some: Sequence[str]) -> str:
    """The first of them, and how many more."""
    more = len(some) - MOST_NAMED
    return get_text_list([*some[:MOST_NAMED], *([f"{more} more"] if more > 0 else [])], "and")


def not_answered(partners: Collection[str], of: int = 1) -> str:
    """`of`: so many alerts, some of which they may have answered."""
    who = f"{get_text_list(sorted(partners), 'and')} {noun(len(partners), 'has', 'have')}"
    return f"{who} not answered {'all of these ' if of > 1 else ''}yet"
