"""What a reader must know to quote the figures: how shared projects are counted and what is left out."""

from dataclasses import dataclass

from projects.filters import ProjectFilter
from projects.models import Contribution

from .tables import Table

EXAMPLES = 5
LINKING = {
    "partners": "of", "implementing organizations": "of", "kinds of activity": "with", "kinds of beneficiary": "with",
}  # fmt: skip
PARTIAL = ("country", "region", "partner", "theme", "pillar", "activity_type", "beneficiary_kind", "implementer")


@dataclass(frozen=True, slots=True)
class Note:
    text: str
    unrated: tuple[Contribution, ...] = ()  # contributions that the text speaks of


def notes(table: Table, narrowed: ProjectFilter) -> list[Note]:
    """Three queries, whatever the table."""
    found = remarks(table)
    if table.question.is_money:
        found += on_money(table, narrowed)
    if twice := narrowed.qs.reported_twice().count():
        words = "1 project is" if twice == 1 else f"{plural(twice, 'project')} are"
        found.append(Note(f"{words} reported by another partner too. “Each project once” leaves that out."))
    if drafts := narrowed.qs.filter(published_at__isnull=True).count():
        found.append(Note(f"{plural(drafts, 'draft')} of your own partner included, which others do not see yet."))
    return found


def remarks(table: Table) -> list[Note]:
    """How projects are counted that stand in several rows, columns or years."""
    return [*on_sharing(table), *on_years(table)]


def on_sharing(table: Table) -> list[Note]:
    shared = [d.plural for d in table.question.axes if d.is_shared and d.name != "year"]
    if not shared or not table.parts_exceed_total:
        return []
    if table.question.is_money:
        divided = [plural for plural in shared if plural != "partners"]
        said = (
            f"The budget of a project in several {' or '.join(divided)} is divided by the shares stated, else equally."
        )
        given = "Contributions count with the partner who gives them."
        return [Note(text) for text in ([said] if divided else []) + ([given] if "partners" in shared else [])]
    several = " or ".join(f"{LINKING.get(plural, 'in')} several {plural}" for plural in shared)
    return [Note(f"A project {several} is counted in each; the totals count it once.")]


def on_years(table: Table) -> list[Note]:
    found = []
    if table.years:
        found.append(
            "Budgets are spread evenly over the days of a project; with one date only, they lie in its year."
            if table.question.is_money
            else "A project is counted in every year in which it is active; the totals count it once."
        )
    if table.within and table.question.is_money:
        first, last = table.within.first, table.within.last
        years = f"{first}" if first == last else f"{first} to {last}"
        years = f"the time until {last}" if first == 1 else f"the time from {first}" if last == 9999 else years
        found.append(f"Of each budget only the part that falls into {years} is counted.")
    return [Note(text) for text in found]


def on_money(table: Table, narrowed: ProjectFilter) -> list[Note]:
    found = []
    if without := table.total.projects - table.with_money:
        found.append(Note(f"{plural(without, 'project')} without a budget in US dollars, which add nothing."))
    if any(narrowed.form.cleaned_data.get(name) for name in PARTIAL):
        found.append(Note("The filter picks whole projects: their budgets include other countries, themes and givers."))
    unrated = Contribution.objects.filter(usd__isnull=True, project__in=narrowed.qs.order_by().values("pk"))
    some = tuple(unrated.select_related("project", "partner").order_by("pk")[: EXAMPLES + 1])
    if some:
        among = ", among them" if len(some) > EXAMPLES else ""
        text = f"Left out, as no exchange rate is known for their currency and month{among}:"
        found.append(Note(text, some[:EXAMPLES]))
    return found


def plural(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}".replace(",", "\u00a0")
