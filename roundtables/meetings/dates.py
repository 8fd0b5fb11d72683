"""The days of a meeting against what is recorded of it: nothing is decided before the first one."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Max, Min

from partners.text import day_in_words, plural
from projects import clock
from roundtables.models import Consideration, FollowUp, Recommendation, RoundTable

LONGEST = timedelta(days=31)


def begins_later(meeting: RoundTable) -> str:
    day = day_in_words(meeting.start)
    return f"This meeting begins on {day}. What it decides can be recorded from that day."


def contradictions(meeting: RoundTable, start: date, end: date) -> Iterator[tuple[str, str]]:
    """What these days of a meeting on record contradict, by the name of the field."""
    own = meeting.recommendations
    if start > clock.today():
        yield from (("start", f"{text} That cannot be before it begins.") for text in decided(meeting))
    endorsed = Recommendation.objects.filter(endorsed_at=meeting)
    days = endorsed.aggregate(first=Min("endorsed_on"), last=Max("endorsed_on"), made=Max("round_table__start"))
    if days["first"] and days["first"] < start:
        yield (
            "start",
            f"It endorsed a recommendation on {day_in_words(days['first'])}. Enter that day or an earlier one.",
        )
    if days["last"] and days["last"] > end:
        yield "end", f"It endorsed a recommendation on {day_in_words(days['last'])}. Enter that day or a later one."
    if days["made"] and days["made"] > end:
        of = endorsed.filter(round_table__start=days["made"]).select_related("round_table")[0].round_table
        yield "end", f"It endorsed what {of} recommended, which began on {day_in_words(of.start)}."
    earlier = RoundTable.objects.filter(recommendations__considerations__round_table=meeting).exclude(pk=meeting.pk)
    if (one := earlier.order_by("-start").first()) and one.start > start:
        yield "start", f"It took up what {one} recommended, which began on {day_in_words(one.start)}."
    later = RoundTable.objects.filter(considerations__recommendation__round_table=meeting).exclude(pk=meeting.pk)
    if (one := later.order_by("start").first()) and one.start < start:
        yield "start", f"{one} took up what it recommended, and began on {day_in_words(one.start)}."
    soonest = own.aggregate(day=Min("endorsed_on"))["day"]
    if soonest and soonest < start:
        yield "start", f"What it recommended was endorsed on {day_in_words(soonest)}. Enter that day or an earlier one."


def decided(meeting: RoundTable) -> Iterator[str]:
    """What stands on record as done there, or since."""
    taken_up = Consideration.objects.filter(round_table=meeting).count()
    reports = FollowUp.objects.filter(recommendation__round_table=meeting).count()
    if taken_up:
        yield f"It took up {plural(taken_up, 'recommendation')}."
    if reports:
        yield f"Its recommendations have {plural(reports, 'entry', 'entries')} of follow-up."
