"""How much of a project is stated, and what is still missing: the most useful first, each with its use in one sentence.

What many projects rightly do not have (reference numbers, substances, a route, the ODA flag) is not asked for here, so
that an ordinary project reaches 100.
"""

from collections.abc import Callable
from dataclasses import dataclass

from projects.checks import Draft

ENOUGH = 70  # percent


@dataclass(frozen=True, slots=True)
class Missing:
    what: str
    why: str
    section: str  # of the form
    points: int
    is_core: bool = False  # what a project says little without


@dataclass(frozen=True, slots=True)
class Completeness:
    percent: int
    missing: tuple[Missing, ...]

    @property
    def is_thin(self) -> bool:
        """So little that whoever publishes is asked once more."""
        return self.percent < ENOUGH or any(one.is_core for one in self.missing)


Asked = tuple[Missing, Callable[[Draft], object]]
ASKED: tuple[Asked, ...] = (
    (
        Missing("The countries", "Others look for projects by country, and nothing is published without.", "where", 15),
        lambda draft: draft.countries,
    ),
    (
        Missing("What is done", "The type of activity is what overlaps are found by.", "activities", 15, is_core=True),
        lambda draft: draft.activities,
    ),
    (
        Missing("For whom", "Two projects for the same service are the commonest overlap.", "where", 12),
        lambda draft: draft.beneficiaries or any(one.beneficiary for one in draft.activities),
    ),
    (
        Missing("Start and end", "They tell whether two projects meet in time.", "essentials", 12, is_core=True),
        lambda draft: draft.start and draft.end,
    ),
    (
        Missing("The money", "Totals and graphs count only what is stated.", "money", 12, is_core=True),
        lambda draft: draft.paid,
    ),
    (
        Missing("The themes", "Tables, graphs and the search for gaps go by theme.", "themes", 10),
        lambda draft: draft.themes,
    ),
    (
        Missing("How much is done", "A quantity tells twelve scanners from one.", "activities", 6),
        lambda draft: any(one.quantity is not None for one in draft.activities),
    ),
    (
        Missing(
            "The objective",
            "A sentence or two tell others whether they work on the same.",
            "essentials",
            6,
            is_core=True,
        ),
        lambda draft: draft.objective.strip(),
    ),
    (
        Missing("The places", "Work in one province does not repeat work in another.", "where", 4),
        lambda draft: draft.places or any(one.place for one in draft.activities),
    ),
    (
        Missing("Who does the work", "Whoever plans something similar knows whom to ask.", "organizations", 3),
        lambda draft: draft.implementers or draft.implementer_names,
    ),
)  # fmt: skip


def completeness(draft: Draft) -> Completeness:
    missing = tuple(asked for asked, said in ASKED if not said(draft))
    return Completeness(100 - sum(one.points for one in missing), missing)
