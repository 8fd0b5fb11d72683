"""The two projects of an alert field by field, each row saying in words whether they agree."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

from django.db.models import prefetch_related_objects
from django.utils.formats import date_format
from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe

from duplication.presentation import AlertView
from duplication.text import STOP_WORDS, WORD, fold, read, stem
from partners.text import money
from projects.models import Participation, Project

Values = Callable[[Project], list[str]]
PARTS = (
    "places__country",
    "contributions__partner",
    "participations__organization",
    "activities__type",
    "activities__place__country",
    "identifiers",
)
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
    def is_same(self) -> bool:
        return self.agreement in {"the same", "partly the same", "overlapping", "similar wording"}


def taking_part(role: str) -> Values:
    return lambda project: [str(p.organization) for p in project.participations.all() if p.role == role]


def period(project: Project) -> list[str]:
    first, last = (date_format(day, "j F Y") if day else "…" for day in (project.start, project.end))
    return [f"{first} to {last}"] if project.start or project.end else []


def budget(project: Project) -> list[str]:
    return [] if project.budget is None else [money(project.budget)]  # type: ignore[attr-defined]


def contributions(project: Project) -> list[str]:
    return [f"{c.partner}: {money(c.amount, c.currency)}" for c in project.contributions.all()]


def activities(project: Project) -> list[str]:
    return [
        ", ".join(filter(None, [str(activity), str(activity.place or "")])) for activity in project.activities.all()
    ]


FIELDS: dict[str, Values] = {
    "Other identifiers": lambda project: [str(identifier) for identifier in project.identifiers.all()],
    "Country": lambda project: [str(country) for country in project.countries.all()],
    "Place": lambda project: [str(place) for place in project.places.all()],
    "Theme": lambda project: [str(theme) for theme in project.themes.all()],
    "Period": period,
    "Status": lambda project: [project.get_status_display()],
    "Budget": budget,
    "Contributions": contributions,
    "Implemented by": taking_part(Participation.Role.IMPLEMENTING),
    "For": taking_part(Participation.Role.BENEFICIARY),
    "Activities": activities,
}


def rows_of(view: AlertView) -> list[Row]:
    """All fields either side states, but for those in the heading; when one side is hidden, country and theme only."""
    first, second = view.first.project, view.second.project
    if first is None or second is None:
        return [
            row("Country", view.first.countries, view.second.countries),
            row("Theme", view.first.themes, view.second.themes),
        ]
    prefetch_related_objects([first, second], *PARTS)
    facts = [row(label, values(first), values(second)) for label, values in FIELDS.items()]
    facts = [replace(fact, agreement="overlapping") if touch(fact, first, second) else fact for fact in facts]
    rows = [
        text_row("Title", first.title, second.title),
        *facts,
        text_row("Objective", first.objective, second.objective),
    ]
    return [one for one in rows if one.first or one.second]


def row(label: str, first: Collection[str], second: Collection[str]) -> Row:
    return Row(label, list(first), list(second), agreement(first, second))


def touch(fact: Row, first: Project, second: Project) -> bool:
    """Whether the row is that of two periods which differ and have days in common."""
    if fact.label != "Period" or fact.agreement != "different":
        return False
    if not (first.start and first.end and second.start and second.end):
        return False
    return max(first.start, second.start) <= min(first.end, second.end)


def agreement(first: Collection[str], second: Collection[str]) -> str:
    if not first or not second:
        return "not stated by one of them"
    ours, theirs = ({value.casefold().strip() for value in values} for values in (first, second))
    if ours == theirs:
        return "the same"
    return "partly the same" if ours & theirs else "different"


def text_row(label: str, first: str, second: str) -> Row:
    """Two wordings, the words that are in both marked."""
    ours, theirs = read(first).words, read(second).words
    both = ours & theirs
    agrees = agreement([first] if first else [], [second] if second else [])
    if agrees == "different":
        alike = len(both) >= SIMILAR * len(ours | theirs)
        agrees = "similar wording" if both and alike else "different wording"
    return Row(label, marked(first, both), marked(second, both), agrees)


def marked(text: str, words: frozenset[str]) -> list[str]:
    """The text as HTML with these words (stems) in <mark>; empty when there is no text."""
    parts, end = [], 0
    for found in WORD.finditer(text):
        token = fold(found[0])
        if token not in STOP_WORDS and stem(token) in words:
            parts += [escape(text[end : found.start()]), format_html("<mark>{}</mark>", found[0])]
            end = found.end()
    return [mark_safe("".join([*parts, escape(text[end:])]))] if text else []  # noqa: S308 - every part is escaped
