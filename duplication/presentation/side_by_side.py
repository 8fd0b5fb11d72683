"""The two projects of an alert field by field, each row saying in words whether they agree."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import prefetch_related_objects
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from duplication.matching.text import LONGEST, STOP_WORDS, WORD, fold, read, stem
from partners.models import User
from projects.history.periods import could_read

from .alerts import AlertView
from .stake import NO_RATE, Budget
from .stated import PARTS, Stated, stated, stated_then

NOT_STATED, ABOUT = "not stated by one of them", "about the same"
SAME_KIND = "the same kind"  # of activities that differ otherwise
IN_TWO_LANGUAGES = "in two languages"
CLOSE = 1.1  # budgets that differ by less are about the same
SIMILAR = 0.25  # share of the words of both texts that is in both


@dataclass(frozen=True, slots=True)
class Row:
    label: str
    first: list[str]
    second: list[str]
    agreement: str

    @property
    def is_identical(self) -> bool:
        return bool(self.first) and self.first == self.second

    @property
    def lean(self) -> str:
        """Whether it speaks for an overlap or against one."""
        if self.agreement in {"the same", "partly the same", "overlapping", "similar wording", SAME_KIND, ABOUT}:
            return "for"
        return "neither" if self.agreement in {NOT_STATED, NO_RATE, IN_TWO_LANGUAGES} else "against"


def rows_of(view: AlertView, user: User) -> list[Row]:
    """All fields either side states, but for those in the heading; when one is hidden, country and theme only; when
    one is another partner's draft, none. Of two that were merged what they said when that was decided, to whoever could
    read them then.
    """
    if view.has_draft:
        return []
    first, second = view.first.project, view.second.project
    if view.closed:
        return as_decided(view, user)
    if first is None or second is None:
        told = [
            row("Country", view.first.countries, view.second.countries),
            row("Theme", view.first.themes, view.second.themes),
        ]
        return [one for one in told if one.first or one.second]
    prefetch_related_objects([first, second], *PARTS)
    return compared_rows(stated(first), stated(second))


def as_decided(view: AlertView, user: User) -> list[Row]:
    """Today's record would be compared with its own part. Nothing where nobody decided, or one is or was hidden."""
    if view.verdict is None or view.has_hidden:
        return []
    said, at = view.verdict.material, view.verdict.created_at
    then = could_read([(side.pk, at) for side in view.sides], user)
    known = [side.pk for side in view.sides if (side.pk, at) in then and str(side.pk) in said]
    if len(known) < len(view.sides):
        return []
    first, second = (stated_then(pk, said[str(pk)], at) for pk in known)
    return compared_rows(first, second)


def compared_rows(first: Stated, second: Stated) -> list[Row]:
    in_two = first.language != second.language
    theirs = second.fields
    facts = [row(label, values, theirs[label]) for label, values in first.fields.items()]
    rows = [
        text_row("Title", first.title, second.title, in_two),
        *(replace(fact, agreement=more_exactly(fact, first, second)) for fact in facts),
        text_row("Objective", first.objective, second.objective, in_two),
    ]
    return [marked_values(one) for one in rows if one.first or one.second]


def row(label: str, first: Collection[str], second: Collection[str]) -> Row:
    return Row(label, list(first), list(second), agreement(first, second))


def more_exactly(fact: Row, first: Stated, second: Stated) -> str:
    """How far periods, budgets and activities differ that are not the same."""
    if fact.agreement != "different" or fact.label not in {"Period", "Budget", "Activities"}:
        return fact.agreement
    if fact.label == "Activities":
        return SAME_KIND if first.types & second.types else fact.agreement
    return compared(first.budget, second.budget) if fact.label == "Budget" else touching(first, second)


def touching(first: Stated, second: Stated) -> str:
    """Whether the two periods have days in common."""
    if not (first.start and first.end and second.start and second.end):
        return "different"
    return "overlapping" if max(first.start, second.start) <= min(first.end, second.end) else "different"


def compared(ours: Budget, theirs: Budget) -> str:
    if not ours.only_currency or ours.only_currency != theirs.only_currency:
        return NO_RATE
    less, more = sorted(one.usd or one.unrated.get(one.only_currency, Decimal(0)) for one in (ours, theirs))
    if not less:
        return "different"
    times = more / less
    if times < CLOSE:
        return ABOUT
    return f"different: {times:.1f} times as much" if times < 10 else f"different: {times:.0f} times as much"


def agreement(first: Collection[str], second: Collection[str]) -> str:
    if not first or not second:
        return NOT_STATED
    ours, theirs = ({value.casefold().strip() for value in values} for values in (first, second))
    if ours == theirs:
        return "the same"
    return "partly the same" if ours & theirs else "different"


def text_row(label: str, first: str, second: str, in_two_languages: bool = False) -> Row:
    """Two wordings; as far as they resemble each other, what stands in one only is marked."""
    ours, theirs = read(first).words, read(second).words
    both = ours & theirs
    agrees = agreement([first] if first else [], [second] if second else [])
    if agrees == "different":
        alike = len(both) >= SIMILAR * len(ours | theirs)
        unlike = IN_TWO_LANGUAGES if in_two_languages else "different wording"
        agrees = "similar wording" if both and alike else unlike
    common = both if agrees == "similar wording" else ours | theirs
    return Row(label, [marked(first, common)] if first else [], [marked(second, common)] if second else [], agrees)


def marked(text: str, common: frozenset[str]) -> SafeString:
    """The text as HTML, every run of words whose stems are not common in <mark>."""
    parts, end = [], 0
    for start, stop in runs(text, common):
        parts += [escape(text[end:start]), mark(text[start:stop])]
        end = stop
    return mark_safe("".join([*parts, escape(text[end:])]))  # noqa: S308 - every part is escaped


def runs(text: str, common: frozenset[str]) -> list[tuple[int, int]]:
    """Where in the text its own words stand; stop words between two of them belong to the run, others to none."""
    found: list[tuple[int, int]] = []
    goes_on = False
    for word in WORD.finditer(text[:LONGEST]):
        token = fold(word[0])
        if token in STOP_WORDS:
            continue
        own = stem(token) not in common
        if own and goes_on:
            found[-1] = (found[-1][0], word.end())
        elif own:
            found.append(word.span())
        goes_on = own
    return found


def mark(text: object) -> SafeString:
    """Colour and underline for the eye; who listens hears where it begins and ends."""
    return format_html('<mark><span class="hide"> [only here: </span>{}<span class="hide">] </span></mark>', text)


def marked_values(row: Row) -> Row:
    """Of two lists with something in common, what stands in one only is marked."""
    if row.agreement != "partly the same":
        return row
    both = {one.casefold().strip() for one in row.first} & {one.casefold().strip() for one in row.second}
    return replace(
        row,
        first=[one if one.casefold().strip() in both else mark(one) for one in row.first],
        second=[one if one.casefold().strip() in both else mark(one) for one in row.second],
    )
