"""The way of one recommendation: from the meeting that made it to what came of it, each step with its meeting."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Min
from django.utils import timezone

from partners.models import Notification, User
from partners.text import day_in_words, plural
from projects.history.difference import Piece, word_difference
from projects.languages import language_name
from projects.models import Project
from roundtables.amending.corrections import Correction, Corrections, Moved, corrections, is_amendment
from roundtables.following.reminding import MONTH, anniversary
from roundtables.following.telling import named, report_form
from roundtables.models import Consideration, FollowUp, Recommendation, RoundTable
from roundtables.models.follow_up import DONE


@dataclass(frozen=True, slots=True)
class Step:
    day: date
    title: str
    text: str = ""
    pieces: Sequence[Piece] = ()  # earlier words and later ones as one, the differences marked
    entry: FollowUp | None = None
    projects: Sequence[Project] = ()
    decision: Consideration | None = None  # the latest one, which can be taken back
    language: str = ""  # of the pieces, where it is not that of the words
    link: Any = None  # a recommendation or a meeting that the step leads to
    is_later: bool = False
    at: datetime | None = None  # the moment, where it is known

    @property
    def order(self) -> tuple[date, float]:
        """Of one day, first what has no moment."""
        return self.day, self.at.timestamp() if self.at else 0.0


@dataclass(frozen=True, slots=True)
class Stretch:
    """From one meeting that had it before it to the next."""

    meeting: RoundTable
    steps: list[Step] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Way:
    stretches: list[Stretch]
    outcome: str  # what came of it, in a sentence
    replaces: list[Recommendation]  # those whose place it takes


def way_of(one: Any) -> Way:
    """`one` is complete: with its state, entries and answers as the person sees them, and its considerations."""
    entries, taken_up, corrected = one.entries, list(one.considerations.all()), corrections(one)
    said = f"For decision at {one.round_table}" if one.is_draft else f"Recommended by {one.round_table}"
    first = Step(one.round_table.end, said, is_later=one.is_draft)
    stretches = [Stretch(one.round_table, [first])]
    for decision, decided in zip(taken_up, decisions(one, taken_up, corrected.words), strict=True):
        stretches.append(Stretch(decision.round_table, [decided]))
    others = [
        *endorsed(one),
        *corrected_steps(corrected),
        *map(reported, entries),
        *begun(one, one.answers),
        *reminded(one),
        *coming(one),
    ]
    for step in sorted(others, key=lambda step: step.order):
        at = [stretch for stretch in stretches if stretch.meeting.start <= step.day]
        (at or stretches)[-1 if at else 0].steps.append(step)
    return Way(stretches, outcome(one, entries), replaced(one))


def words_after(
    one: Recommendation, taken_up: Sequence[Consideration], corrected: Sequence[Correction]
) -> dict[datetime, str]:
    """By the time of each change of the words, those that it brought."""
    amended = [(step.created_at, step.replaced_text) for step in taken_up if is_amendment(step)]
    changes = sorted([*amended, *((step.at, step.replaced) for step in corrected)])
    later = [*(text for _, text in changes[1:]), one.text]
    return {at: text for (at, _), text in zip(changes, later, strict=True)} if changes else {}


def corrected_steps(corrected: Corrections) -> Iterator[Step]:
    for one in corrected.words:
        pieces = word_difference(one.replaced, one.now)
        yield Step(one.day, "Words corrected by the coordinators", by(one.who), pieces, at=one.at)
    for one in corrected.translations:
        how = "corrected" if one.now else "taken away"
        pieces = word_difference(one.replaced, one.now) if one.now else [Piece("gone", one.replaced)]
        title = f"Translation into {language_name(one.language)} {how} by the coordinators"
        yield Step(one.day, title, by(one.who), pieces, language=one.language, at=one.at)
    for moved in corrected.due:
        until = f"Until then it was due on {day_in_words(moved.replaced)}." if moved.replaced else "It had none before."
        text = f"{by(moved.who)} {until}".strip()
        yield Step(moved.day, f"Due date {how_moved(moved)} by the coordinators", text, at=moved.at)


def how_moved(moved: Moved) -> str:
    if moved.now is None:
        return "taken away"
    return f"{'moved' if moved.replaced else 'set'} to {day_in_words(moved.now)}"


def by(who: User | None) -> str:
    return f"By {who}." if who else ""


def decisions(
    one: Recommendation, taken_up: Sequence[Consideration], corrected: Sequence[Correction]
) -> Iterator[Step]:
    """What each later meeting made of it; of an amendment the words before and after it."""
    after, latest = words_after(one, taken_up, corrected), max((step.pk for step in taken_up), default=0)
    for step in taken_up:
        last = step if step.pk == latest else None
        due = f"Until then it was due on {day_in_words(step.replaced_due_on)}." if step.replaced_due_on else ""
        text = " ".join(filter(None, [step.note, due]))
        if is_amendment(step):
            pieces = word_difference(step.replaced_text, after[step.created_at])
            yield Step(step.round_table.end, f"Amended by {step.round_table}", text, pieces, decision=last)
        else:
            yield Step(step.round_table.end, f"Carried over by {step.round_table}", text, decision=last)


def endorsed(one: Recommendation) -> Iterator[Step]:
    if one.endorsed_on:
        yield Step(one.endorsed_on, "Endorsed", link=one.endorsed_at)


def reported(entry: FollowUp) -> Step:
    return Step(timezone.localdate(entry.created_at), said(entry), entry=entry, at=entry.created_at)


def said(entry: FollowUp) -> str:
    what = entry.get_progress_display().lower()
    return f"Assessed by the coordinators: {what}" if entry.is_assessment else f"{entry.partner} reports: {what}"


def begun(one: Recommendation, answers: Iterable[Project]) -> Iterator[Step]:
    """Projects that answer it, those of a year together; what was under way before stands with the meeting."""
    by_year: dict[int, list[Project]] = defaultdict(list)
    for project in answers:
        if project.start:
            by_year[max(project.start, one.round_table.end).year].append(project)
    for year, projects in by_year.items():
        first = max(min(project.start for project in projects if project.start), one.round_table.end)
        title = "A project that answers it" if len(projects) == 1 else f"{len(projects)} projects that answer it"
        under_way = all(project.start and project.start <= one.round_table.end for project in projects)
        done = "under way already" if under_way else f"under way in {year}"
        yield Step(first, f"{title}, {done}", projects=projects, is_later=first > timezone.localdate())


def reminded(one: Recommendation) -> Iterator[Step]:
    """The reminders that went out, and to how many people."""
    told = Notification.objects.filter(kind="due", url=report_form(one)).order_by().values("key")
    for row in told.annotate(first=Min("created_at"), people=Count("pk")).order_by("first"):
        people = plural(row["people"], "person", "people")
        yield Step(timezone.localdate(row["first"]), f"Those who are to act were reminded: {people}")


def coming(one: Recommendation) -> Iterator[Step]:
    """What its dates bring; reminders only as long as it is not done."""
    today, is_done = timezone.localdate(), one.state in DONE
    if one.due_on and not (is_done and one.due_on > today):
        yield Step(one.due_on, "Due", is_later=one.due_on > today)
    if is_done or one.is_draft:
        return
    if one.due_on:
        days = [one.due_on - MONTH, one.due_on, one.due_on + MONTH]
    else:
        last = anniversary(one.endorsed_on or one.round_table.end, today)
        days = [next_year(last or one.endorsed_on or one.round_table.end)]
    for day in days:
        if day > today:
            yield Step(day, "Reminder to those who are to act and have not reported", is_later=True)


def next_year(day: date) -> date:
    return day.replace(year=day.year + 1) if (day.month, day.day) != (2, 29) else day + timedelta(days=366)


def outcome(one: Recommendation, entries: Sequence[FollowUp]) -> str:
    last = next((entry for entry in reversed(entries) if entry.is_assessment), None)
    reports = len([entry for entry in entries if not entry.is_assessment])
    if last and last.progress in DONE:
        by = f" by {named(last.successor)}" if last.successor else ""
        on = day_in_words(timezone.localdate(last.created_at))
        return f"{last.get_progress_display()}{by}, as coordinators found on {on}."
    if one.is_draft:
        return f"For decision. It counts from the first day of the meeting, {day_in_words(one.round_table.start)}."
    waits = " The last report waits for the coordinators." if one.awaits_assessment else ""
    heard = f"{plural(reports, 'report')} so far." if reports else "Nobody has reported yet."
    return f"{one.state.label}. {heard}{waits}"


def replaced(one: Recommendation) -> list[Recommendation]:
    """Those of which the coordinators' last word is that this one takes their place."""
    named_by = Recommendation.objects.filter(follow_ups__successor=one).with_state().select_related("round_table")
    return [other for other in named_by.distinct() if other.state == Recommendation.State.SUPERSEDED]
