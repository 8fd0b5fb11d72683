"""How many projects each further choice would leave: every list of choices is counted under all other active filters,
not under its own, so that several of its choices may be ticked. Counts obey what the person may see.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from projects import checks, clock
from projects.filters import Chip, ProjectFilter
from projects.models import Project, ProjectRelation
from projects.models.project import STALE_AFTER
from projects.models.sameness import repeated

from . import register as registers
from .looked_at import looked_at
from .register import Bits, Numbers, packed, union

LISTS = (
    "country", "partner", "theme", "status", "activity_type", "beneficiary_kind", "region", "pillar", "oda",
    "visibility",
)  # fmt: skip
MARKS = ("alerts", "stale", "mine", "draft")
WORDS_TRIED = 5  # of a search that finds nothing, each left out once
Counts = dict[str, dict[str, int]]


@dataclass(frozen=True, slots=True)
class Looser:
    """Something to take away, and how many projects there would then be."""

    text: str
    query: str
    count: int


class Facets:
    """Counts for one filter, as its person may see them."""

    def __init__(self, narrowed: ProjectFilter) -> None:
        self.narrowed, self.register = narrowed, looked_at()
        self.visible = self.register.visible_to(narrowed.user)
        self.marks: dict[str, Bits] = {}
        self.worded: tuple[Numbers, ...] = ()  # projects and their documents in which the words were found
        self.chosen = {name: self._meant(name, value) for name, value in narrowed.cleaned.items()}

    def under(self, without: str = "") -> Bits:
        """The visible projects that all active filters, or all but one, let through."""
        bits = self.visible
        for name, own in self.chosen.items():
            if name not in {without, "cell"}:
                bits &= own
        if "once" in self.chosen and without != "once":
            bits = self._once(bits)
        return bits & self.chosen["cell"] if "cell" in self.chosen and without != "cell" else bits

    @cached_property
    def found(self) -> Bits:
        return self.under()

    @property
    def total(self) -> int:
        return self.found.bit_count()

    def latest_first(self) -> Numbers:
        """Ids of what was found."""
        return self.register.latest_first(self.found)

    @cached_property
    def counts(self) -> Counts:
        """By filter and choice. Choices in which the person sees no project at all are left out."""
        lists = {name: self._counted(name) for name in LISTS}
        marks = {name: {"on": (self.under(name) & self._mark(name)).bit_count()} for name in MARKS}
        return {**lists, **marks, "year": self._years()}

    def alerts_of(self, ids: Sequence[int]) -> dict[int, int]:
        """Open alerts that the person sees, by project."""
        return {pk: int((self._alerted == pk).sum()) for pk in ids}

    def documents_of(self, ids: Sequence[int]) -> list[int]:
        """Those of these projects in which the words were found."""
        if not self.worded:
            return []
        projects, documents = self.worded
        return documents[np.isin(projects, ids) & (documents > 0)].tolist()

    def looser(self) -> list[Looser]:
        """Each active choice and each word without which there would be results; the most results first."""
        words = self._words_left_out() if "q" in self.chosen else []
        found = [Looser(chip.text, chip.query, self._without(chip)) for chip in self.narrowed.chips]
        return sorted((one for one in [*found, *words] if one.count), key=lambda one: -one.count)

    # -- What the filters mean, as bits --------------------------------------------------------------------------------
    def _meant(self, name: str, value: Any) -> Bits:
        if name in LISTS:
            return union(self.register.members[name].get(code, 0) for code in value)
        if name == "year":
            return self._active_in(value)
        if name == "once":
            return self.register.everything  # it asks what the others have left
        if name == "q":
            self.worded = registers.columns_of(self.narrowed.worded(value, with_documents=True), 2)
            return self.register.bits(self.worded[0])
        return self._mark(name) if name in MARKS else self._asked(name, value)

    def _once(self, bits: Bits) -> Bits:
        """Without the projects of which another record among these counts."""
        flags = self.register.flags(bits)
        twice = repeated(map(tuple, self._reports[flags[self._reports].all(axis=1)].tolist()), self._in_dollars)
        flags[list(twice)] = False
        return packed(flags)

    @cached_property
    def _reports(self) -> Numbers:
        """Slots of the projects that are reported by several partners, two by two."""
        relations = ProjectRelation.objects.filter(kind=ProjectRelation.Kind.THIRD_PARTY).order_by("pk")
        pairs = np.array(list(relations.values_list("first", "second")), dtype=np.int64).reshape(-1, 2)
        ids = self.register.ids
        slots = np.searchsorted(ids, pairs).clip(max=max(len(ids) - 1, 0))
        return slots[(ids[slots] == pairs).all(axis=1)] if len(ids) else slots[:0]

    @cached_property
    def _in_dollars(self) -> dict[int, bool]:
        """Of those that state money, by their slots, whether any of it has a value in US dollars."""
        slots = np.unique(self._reports)
        is_known = ~np.isnan(self.register.measures["budget"][slots])
        is_unrated = self.register.flags(self.register.members["unrated"].get("", 0))[slots]
        is_stated = is_known | is_unrated
        return dict(zip(slots[is_stated].tolist(), is_known[is_stated].tolist(), strict=True))

    def _asked(self, name: str, value: Any) -> Bits:
        """By the filter itself, from the database."""
        narrow: Callable[..., Any] = self.narrowed.filters[name].filter
        return self.register.found(narrow(Project.objects.order_by(), value).values("pk"))

    def _mark(self, name: str) -> Bits:
        if name not in self.marks:
            self.marks[name] = self._marked(name)
        return self.marks[name]

    def _marked(self, name: str) -> Bits:
        user = self.narrowed.user
        if name == "alerts":
            return self.register.bits(self._alerted)
        if name == "stale":
            limit = (clock.now() - STALE_AFTER).timestamp() * 1e6
            return packed(self.register.measures["confirmed"] < limit)  # not so where there is no moment
        if name == "mine":
            return packed(np.isin(self.register.measures["lead"], list(user.own_partners)))
        return self.register.members["draft"].get("on", 0)

    @cached_property
    def _alerted(self) -> Numbers:
        """Both sides of each open alert that the person sees: who sees both projects, or speaks for the partner of one.
        Asked of each pair, this would be most of what a list costs.
        """
        sides = np.stack(registers.columns_of(checks.pairs_finder(), 2))
        seen = self.register.among(self.register.readable_by(self.narrowed.user), sides)
        own = self.register.among(self._mark("mine"), sides)
        return sides[:, seen.all(axis=0) | own.any(axis=0)].ravel()

    def _active_in(self, year: int) -> Bits:
        starts, ends = self.register.members["start_year"], self.register.members["end_year"]
        later = union(bits for key, bits in starts.items() if int(key) > year)
        earlier = union(bits for key, bits in ends.items() if int(key) < year)
        return self._dated & ~later & ~earlier

    @cached_property
    def _dated(self) -> Bits:
        members = self.register.members
        return union(members["start_year"].values()) | union(members["end_year"].values())

    # -- Counting ------------------------------------------------------------------------------------------------------
    def _counted(self, name: str) -> dict[str, int]:
        under = self.under(name)
        members = self.register.members[name]
        counts = {key: (under & bits).bit_count() for key, bits in members.items()}
        return {key: number for key, number in counts.items() if number or members[key] & self.visible}

    def _years(self) -> dict[str, int]:
        """From the last to the first year that a visible project names."""
        starts, ends = by_year(self.register.members["start_year"]), by_year(self.register.members["end_year"])
        known = [year for year, bits in [*starts.items(), *ends.items()] if bits & self.visible]
        dated = self.under("year") & self._dated
        over, later, found = 0, union(starts.values()), {}
        for year in range(min(known), max(known) + 1) if known else ():
            over |= ends.get(year - 1, 0)  # what only hidden projects have, before or after, is in no count
            later &= ~starts.get(year, 0)
            found[str(year)] = (dated & ~later & ~over).bit_count()
        return dict(reversed(found.items()))

    def _without(self, chip: Chip) -> int:
        value, bits = self.narrowed.cleaned[chip.name], self.under(chip.name)
        others = [code for code in value if code != chip.value] if isinstance(value, list) else []
        return (bits & self._meant(chip.name, others) if others else bits).bit_count()

    def _words_left_out(self) -> list[Looser]:
        terms, others = self.narrowed.asked.terms, self.under("q")
        if not 1 < len(terms) <= WORDS_TRIED:
            return []
        found = []
        for term in terms:
            fewer = " ".join(str(one) for one in terms if one is not term)
            query = self.narrowed.data.copy()
            query["q"] = fewer
            query.pop("page", None)
            count = (others & self.register.found(self.narrowed.worded(fewer))).bit_count()
            found.append(
                Looser(f"the word “{term.text}”" if not term.is_excluded else f"“{term}”", query.urlencode(), count)
            )
        return found


def by_year(members: dict[str, Bits]) -> dict[int, Bits]:
    return {int(year): bits for year, bits in members.items()}
