"""The two projects of an alert field by field, each row saying in words whether they agree."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from duplication.matching.text import LONGEST, STOP_WORDS, WORD, fold, read, stem
from partners.models import Partner, User
from partners.text import day_in_words, money
from projects.history.periods import could_read
from projects.history.versions import as_of
from projects.models import Participation, Project

from .alerts import AlertView
from .stake import NO_RATE, Budget

Values = Callable[[Project], list[str]]
PARTS = (
    "places__country",
    "contributions__partner",
    "participations__organization",
    "activities__type",
    "activities__place__country",
    "identifiers",
)
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


def taking_part(role: str) -> Values:
    return lambda project: [str(p.organization) for p in project.participations.all() if p.role == role]


def period(project: Project) -> list[str]:
    first, last = (day_in_words(day) if day else "…" for day in (project.start, project.end))
    return [f"{first} to {last}"] if project.start or project.end else []


def budget(project: Project) -> list[str]:
    """An amount without a rate in its own currency."""
    stated = Budget.of(project)
    return [str(stated)] if stated.is_stated else []


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
    facts = [row(label, values(first), values(second)) for label, values in FIELDS.items()]
    facts = [replace(fact, agreement=more_exactly(fact, first, second)) for fact in facts]
    in_two = first.language != second.language
    rows = [
        text_row("Title", first.title, second.title, in_two),
        *facts,
        text_row("Objective", first.objective, second.objective, in_two),
    ]
    return [marked_values(one) for one in rows if one.first or one.second]


def as_decided(view: AlertView, user: User) -> list[Row]:
    """Today's record would be compared with its own part. Nothing where nobody decided, or one is or was hidden."""
    if view.verdict is None or view.has_hidden:
        return []
    said, at = view.verdict.material, view.verdict.created_at
    then = could_read([(side.pk, at) for side in view.sides], user)
    known = [side.pk for side in view.sides if (side.pk, at) in then and str(side.pk) in said]
    if len(known) < len(view.sides):
        return []
    first, second = (said[str(pk)] | recorded(pk, at) for pk in known)
    facts = [row(label, values(first), values(second)) for label, values in DECIDED.items()]
    rows = [
        text_row("Title", first["title"], second["title"]),
        *facts,
        text_row("Objective", first["objective"], second["objective"]),
    ]
    return [marked_values(one) for one in rows if one.first or one.second]


def recorded(project: int, at: datetime) -> dict[str, Any]:
    """What its history tells of that time: it is not material, and a verdict does not keep it. Two queries."""
    stood = as_of(project, at)
    rows = stood.parts["contribution"]
    names = Partner.objects.in_bulk({row["partner_id"] for row in rows})
    return {
        "identifiers": [f"{row['scheme']} {row['value']}" for row in stood.parts["identifier"]],
        "status": str(Project.Status(stood.state["status"]).label) if stood.project else "",
        "contributions": [
            f"{names[row['partner_id']]}: {money(Decimal(str(row['amount'])), row['currency'])}"
            for row in rows
            if row["partner_id"] in names
        ],
    }


def period_then(said: dict[str, Any]) -> list[str]:
    days = [day_in_words(date.fromisoformat(day)) if day else "…" for day in said["period"]]
    return [" to ".join(days)] if any(said["period"]) else []


DECIDED: dict[str, Callable[[dict[str, Any]], list[str]]] = {
    "Other identifiers": lambda said: said["identifiers"],
    "Country": lambda said: list(said["countries"].values()),
    "Place": lambda said: list(said["places"].values()),
    "Theme": lambda said: list(said["themes"].values()),
    "Period": period_then,
    "Status": lambda said: [said["status"]] if said["status"] else [],
    "Budget": lambda said: [money(Decimal(amount), currency) for currency, amount in said["amount"].items()],
    "Contributions": lambda said: said["contributions"],
    "Implemented by": lambda said: list(said["implementers"].values()),
    "For": lambda said: list(said["beneficiaries"].values()),
    "Activities": lambda said: [activity["words"] for activity in said["activities"]],
}


def row(label: str, first: Collection[str], second: Collection[str]) -> Row:
    return Row(label, list(first), list(second), agreement(first, second))


def more_exactly(fact: Row, first: Project, second: Project) -> str:
    """How far periods, budgets and activities differ that are not the same."""
    if fact.agreement != "different" or fact.label not in {"Period", "Budget", "Activities"}:
        return fact.agreement
    if fact.label == "Activities":
        ours, theirs = ({activity.type_id for activity in project.activities.all()} for project in (first, second))
        return SAME_KIND if ours & theirs else fact.agreement
    return compared(first, second) if fact.label == "Budget" else touching(first, second)


def touching(first: Project, second: Project) -> str:
    """Whether the two periods have days in common."""
    if not (first.start and first.end and second.start and second.end):
        return "different"
    return "overlapping" if max(first.start, second.start) <= min(first.end, second.end) else "different"


def compared(first: Project, second: Project) -> str:
    ours, theirs = Budget.of(first), Budget.of(second)
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
