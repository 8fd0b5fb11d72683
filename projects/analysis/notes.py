"""What a reader must know to quote the figures: how shared projects are counted and what is left out."""

from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from partners.text import money, plural, thousands
from projects.filters import CountedFilter
from projects.models import Contribution, Project
from projects.provisional import provisionally
from projects.search.register import ids_of

from .entities import ENTITIES
from .links import address
from .measures import ACTIVITY
from .past import RULE
from .tables import Table
from .totals import COFUNDING, GROSS, NET

EXAMPLES = 5
LINKING = {
    "partners": "of", "implementing organizations": "of", "kinds of activity": "with", "kinds of beneficiary": "with",
    "units": "with", "roles": "with",
}  # fmt: skip
PARTIAL = (
    "country", "region", "place", "partner", "role", "theme", "sub_theme", "pillar", "activity_type",
    "beneficiary_kind", "implementer",
)  # fmt: skip
AS_RECORDED = (
    "as the record made first has it; if no exchange rate is known for the money of that one, as the first record does "
    "that has money in US dollars"
)
FALLS_BACK = ENTITIES[ACTIVITY].falls_back


@dataclass(frozen=True, slots=True)
class Note:
    text: str
    unrated: tuple[Contribution, ...] = ()  # contributions that the text speaks of
    project: Project | None = None  # that it speaks of
    instead: str = ""  # the query of what all partners see


def in_words(note: Note) -> str:
    left_out = (f"{one.project.number} ({money(one.amount, one.currency)}, {one.committed_on})" for one in note.unrated)
    named = f"It is {note.project.number}." if note.project else ""
    return " ".join(filter(None, [note.text, "; ".join(left_out), named]))


def notes(table: Table, narrowed: CountedFilter) -> list[Note]:
    """At most ten queries, whatever the table."""
    found = [*on_restricted(table, narrowed), *remarks(table), *on_largest(table)]
    if table.question.is_money:
        found += on_money(table, narrowed)
    if table.question.measure.of == ACTIVITY and any(narrowed.cleaned.get(name) for name in PARTIAL):
        found.append(Note("The filter picks whole projects: all of their activities count, also those that differ."))
    if table.question.totals == GROSS and (twice := len(narrowed.qs.same_as_earlier())):
        words = "1 project is" if twice == 1 else f"{plural(twice, 'project')} are"
        found.append(Note(f"{words} recorded elsewhere too. Net totals count each project once."))
    if table.question.totals != GROSS and (number := narrowed.qs.counted_elsewhere(narrowed.queryset.published())):
        found.append(Note(counted_elsewhere(number)))
    return [*found, *on_drafts(narrowed), *on_drafts_left_out(narrowed)]


def counted_elsewhere(number: int) -> str:
    """Why the net totals of several filters may add up to more than that of all."""
    words = "1 project counts" if number == 1 else f"{plural(number, 'project')} count"
    return f"{words} here, of which another record is not among these: net totals of all have that record instead."


def quoted(table: Table, narrowed: CountedFilter) -> list[Note]:
    """What a picture needs beside it, that is shown to others than who made it."""
    restricted, largest = on_restricted(table, narrowed), on_largest(table)
    return [*restricted, *remarks(table), *largest, *without_budget(table), *on_drafts(narrowed)]


def on_restricted(table: Table, narrowed: CountedFilter) -> list[Note]:
    """Whoever quotes the figures tells others of these projects too."""
    found = ids_of(narrowed.qs.not_for_all().order_by().values("pk"))
    number = int(np.isin(found, table.counted).sum())
    text = f"Includes {plural(number, 'restricted project')}, which not all partners may see."
    everybody = address(table.question, narrowed)
    everybody["visibility"] = Project.Visibility.ALL_PARTNERS.value
    return [Note(text, instead=everybody.urlencode())] if number else []


def on_largest(table: Table) -> list[Note]:
    """One amount far beyond all others may be right, or a slip: who quotes the total must know of it."""
    if table.largest is None:
        return []
    pk, amount = table.largest
    total = Decimal(table.total.value or 0)
    part, rest = amount / total * 100, money((total - amount).quantize(Decimal(1)))
    text = f"One project makes {'more than 99' if part > 99 else round(part)} % of the total; without it {rest}."
    return [Note(text, project=Project.objects.get(pk=pk))]


def on_drafts(narrowed: CountedFilter) -> list[Note]:
    """Those that count though others do not see them. What is left out changes no figure: only the page tells of it."""
    drafts = narrowed.qs.filter(published_at__isnull=True).count() if narrowed.counts_drafts else 0
    text = f"{plural(drafts, 'draft')} of your own partner included, which others do not see yet."
    return [Note(text)] if drafts else []


def on_drafts_left_out(narrowed: CountedFilter) -> list[Note]:
    drafts = narrowed.drafts_left_out
    said = "1 draft of your own partner is" if drafts == 1 else f"{plural(drafts, 'draft')} of your own partner are"
    text = (
        f"{said} not counted, as others do not see {'it' if drafts == 1 else 'them'}. "
        "The page of graphs can count them too, under “How to count and show it”."
    )
    return [Note(text)] if drafts else []


def remarks(table: Table) -> list[Note]:
    """What a figure needs beside it wherever it is quoted: how things are counted that stand in several places."""
    how = [*on_measure(table), *on_sharing(table), *on_shares(table), *on_years(table), *on_totals(table)]
    return [*how, *([Note(RULE)] if table.question.is_past else [])]


def on_measure(table: Table) -> list[Note]:
    """What the figure is, where its name does not say it."""
    question, projects, stated = table.question, table.total.projects, table.stated
    found = []
    if question.measure.name == "duration":
        found.append(
            f"Months from start to end: half of the projects take less, half more. The {plural(stated, 'project')} "
            "with both dates count. The totals are medians of all, not sums."
        )
    if question.measure.name == "partners":
        found.append(
            "Partners that lead, fund, or take part as an organization. The totals count each partner once, so they "
            "are no sums."
        )
    if question.measure.of == ACTIVITY:
        counted = "quantities stated" if question.measure.kind == "quantity" else "activities"
        found.append(f"Of the {plural(projects, 'project')} that have {counted}.")
        if any(dimension.name in FALLS_BACK for dimension in question.axes):
            found.append("What an activity does not say itself is taken from its project.")
    if question.measure.kind == "quantity":
        found.append("Spellings of one unit count together, as “кг” with “kg”.")
    if question.by_unit:
        found.append("Quantities of unlike units are not added up, so there is no total of them.")
    return [Note(text) for text in found]


def on_sharing(table: Table) -> list[Note]:
    shared = [d.plural for d in table.question.axes if d.is_shared and d.name != "year"]
    if not shared or not table.parts_exceed_total or not table.question.measure.adds_up:
        return []
    if table.question.measure.is_divided:
        divided = [plural for plural in shared if plural not in {"partners", "roles", "units"}]
        what = "budget of a project" if table.question.is_money else "quantity of an activity"
        said = f"The {what} in several {' or '.join(divided)} is divided by the shares stated, else equally."
        given = "Contributions count with the partner who gives them."
        by_role = "Contributions count under “Lead” where their giver leads the project, else under “Funding”."
        given_to = "The quantity of an activity is divided among {} by the money given to its project, else equally."
        others = " and ".join(plural for plural in shared if plural in {"partners", "roles"})
        money = table.question.is_money
        return [
            *([Note(given_to.format(others))] if others and not money else []),
            *([Note(said)] if divided else []),
            *([Note(given)] if money and "partners" in shared else []),
            *([Note(by_role)] if money and "roles" in shared else []),
        ]
    one = "An activity" if table.question.measure.of == ACTIVITY else "A project"
    several = " or ".join(f"{LINKING.get(plural, 'in')} several {plural}" for plural in shared)
    return [Note(f"{one} {several} is counted in each; the totals count it once.")]


def on_shares(table: Table) -> list[Note]:
    if not table.base:
        return []
    shares, number = table.question.shares, thousands(table.base)
    parts = {"row": "columns", "column": "rows", "total": "cells"}[shares]
    if shares == "total" or not table.question.columns:
        text = f"Shares are of {number}, the sum of the {parts}"
    else:
        text = f"Shares of a {shares} are of the sum of its {parts}, in the last {shares} of {number}"
    one = "an activity" if table.question.measure.of == ACTIVITY else "a project"
    once = thousands(int(table.total.value or 0))
    return [Note(f"{text}: {one} in several {parts} counts in each. The total, {once}, counts it once.")]


def on_totals(table: Table) -> list[Note]:
    found = {
        NET: f"Net: a project that several partners report counts once, {AS_RECORDED}.",
        COFUNDING: f"Net, and co-funding once: a project that several partners report counts once, {AS_RECORDED}. "
        "Money that a partner has recorded in two co-funded projects counts once too: as much as both "
        "records state stays with the project that the giver leads, else with the one recorded first.",
    }.get(table.question.totals)
    if found and table.question.is_past:
        found += " What was found to be the same only after that day counts as often as it was reported."
    return [Note(found)] if found else []


def on_years(table: Table) -> list[Note]:
    found = []
    measure = table.question.measure
    if table.years:
        what, thing = ("Budgets", "a project") if measure.kind == "money" else ("Quantities", "an activity")
        found.append(
            f"{what} are spread evenly over the days of {thing}; with one date only, they lie in its year."
            if measure.is_divided
            else f"{'An activity' if measure.of == ACTIVITY else 'A project'} is counted in every year in which it is "
            "active; the totals count it once."
        )
    if table.within and measure.is_divided:
        first, last = table.within.first, table.within.last
        years = f"{first}" if first == last else f"{first} to {last}"
        years = f"the time until {last}" if first == 1 else f"the time from {first}" if last == 9999 else years
        each = "budget" if measure.kind == "money" else "quantity"
        found.append(f"Of each {each} only the part that falls into {years} is counted.")
    return [Note(text) for text in found]


def on_money(table: Table, narrowed: CountedFilter) -> list[Note]:
    found = without_budget(table)
    if any(narrowed.cleaned.get(name) for name in PARTIAL):
        found.append(Note("The filter picks whole projects: their budgets include other countries, themes and givers."))
    unrated = Contribution.objects.filter(usd__isnull=True, project__in=narrowed.qs.order_by().values("pk"))
    some = tuple(unrated.select_related("project", "partner").order_by("pk")[: EXAMPLES + 1])
    if some:
        among = ", among them" if len(some) > EXAMPLES else ""
        text = f"Left out, as no exchange rate is known for their currency and month{among}:"
        found.append(Note(text, some[:EXAMPLES]))
        if about := provisionally(unrated):
            found.append(Note(f"What is left out for want of a rate comes to {about}."))
    return found


def without_budget(table: Table) -> list[Note]:
    without = table.total.projects - table.stated if table.question.is_money else 0
    text = f"{plural(without, 'project')} without a budget in US dollars, which add nothing."
    return [Note(text)] if without else []
