"""Which verdict ended another, and when."""

from collections.abc import Iterable

from .review import Reopening, Verdict


def reopening_of(verdict: Verdict) -> Reopening | None:
    return getattr(verdict, "reopening", None)


def replaced_by(verdict: Verdict, verdicts: Iterable[Verdict]) -> Verdict | None:
    """The one whose place it took. If it was undone, that stood on: it ended later, by something else, or stands."""
    earlier = [one for one in verdicts if one.pk < verdict.pk]
    ends = {one.pk: end.created_at for one in earlier if (end := reopening_of(one))}
    stood_on = [one for one in earlier if one.pk not in ends or ends[one.pk] > verdict.created_at]
    if stood_on:
        return stood_on[-1]
    last = max(earlier, key=lambda one: ends[one.pk], default=None)
    return last if last and last.reopening.is_by_next_verdict else None
