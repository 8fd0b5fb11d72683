"""In which parts a project is entered: a short first page, then sections, each saved by itself."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Section:
    """`fields` are the project's own; `rows` names its repeated parts and what is asked of each row."""

    name: str
    title: str
    about: str
    fields: tuple[str, ...] = ()
    rows: dict[str, tuple[str, ...]] = field(default_factory=dict)


FIRST = Section(
    "first",
    "The project in brief",
    "Title, where, for whom, what, when and how much.",
    ("partner", "title", "countries", "beneficiaries", "start", "end"),
    {"activities": ("type", "quantity", "unit"), "contributions": ("partner", "amount", "currency")},
)
ESSENTIALS = Section(
    "essentials",
    "The essentials",
    "Title, objective, status and dates.",
    ("title", "partner", "objective", "language", "status", "start", "end"),
)
WHERE = Section(
    "where",
    "Where and for whom",
    "Countries, places and beneficiaries.",
    ("countries", "place_names", "beneficiaries"),
)
ACTIVITIES = Section(
    "activities",
    "Activities",
    "What is done: how much of it, for whom, where and when.",
    rows={
        "activities": (
            "type", "description", "quantity", "unit", "country", "start", "end", "beneficiary_name", "place_name",
        )
    },
)  # fmt: skip
MONEY = Section(
    "money",
    "Money",
    "Who pays how much, and whether it is official development assistance.",
    ("oda",),
    {"contributions": ("partner", "amount", "currency", "committed_on")},
)
ORGANIZATIONS = Section("organizations", "Who does the work", "Implementing organizations.", ("implementers",))
THEMES = Section(
    "themes", "Themes and substances", "By which graphs and tables are drawn.", ("themes", "substances", "route")
)
NUMBERS = Section(
    "numbers",
    "Numbers",
    "Your own reference number, and numbers in other registers.",
    ("reference",),
    {"identifiers": ("scheme", "value")},
)
VISIBILITY = Section(
    "visibility", "Who may see it", "All partners, some, or your own only.", ("visibility", "shared_with")
)

LATER = (ESSENTIALS, WHERE, ACTIVITIES, MONEY, ORGANIZATIONS, THEMES, NUMBERS, VISIBILITY)
SECTIONS = {section.name: section for section in (FIRST, *LATER)}


def after(section: Section) -> Section | None:
    """The section that comes next on the way through all of them."""
    following = LATER[LATER.index(section) + 1 :] if section in LATER else ()
    return following[0] if following else None
