"""The money at stake of many alerts at once, as their pages and the entries of clusters show it.

The budgets come from the register in memory, which the marks of the database keep in step with every contribution: to
sum them up for each of a hundred thousand alerts took seconds. Who sees which project comes from there too.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Self

import numpy as np
from django.db.models import QuerySet

from duplication.models import Alert
from duplication.review.unlike import unlike_among
from partners.models import User
from projects import provisional
from projects.models import Contribution, Project
from projects.models.merge import kept_of
from projects.search.register import Numbers, Register, columns_of


@dataclass(frozen=True, slots=True)
class Stakes:
    """Of alerts, by their numbers: cents of US dollars that would be spent twice. NaN where that is not told."""

    alerts: Numbers
    cents: Numbers

    def at_least(self, dollars: int) -> Self:
        """All of them with nought."""
        return self._only(self.cents >= 100 * dollars) if dollars else self

    def without(self, alerts: Collection[int]) -> Self:
        return self._only(~np.isin(self.alerts, np.array(list(alerts), np.int64)))

    def _only(self, wanted: Numbers) -> Self:
        return type(self)(self.alerts[wanted], self.cents[wanted])

    def with_clusters(self, dollars: Mapping[int, int | None]) -> Self:
        """Of those that stand for a cluster its own; less than nothing where that is not known."""
        cents, leads = self.cents.copy(), np.array(sorted(dollars), np.int64)
        of_clusters = np.isin(self.alerts, leads)
        known = np.array([-1.0 if (sum := dollars[lead]) is None else 100.0 * sum for lead in leads.tolist()])
        cents[of_clusters] = known[np.searchsorted(leads, self.alerts[of_clusters])] if len(leads) else known
        return type(self)(self.alerts, cents)

    def in_order(self) -> Numbers:
        """Numbers of the alerts, the most money first, what is not told at the end; of equals the latest first."""
        return self.alerts[np.lexsort((-self.alerts, -self.cents))]

    def by_alert(self) -> dict[int, Decimal]:
        """US dollars, where they are told."""
        told = ~np.isnan(self.cents)
        pairs = zip(self.alerts[told].tolist(), self.cents[told].astype(np.int64).tolist(), strict=True)
        return {alert: Decimal(cents).scaleb(-2) for alert, cents in pairs}


@dataclass(frozen=True, slots=True)
class Budgets:
    """Of all projects as they are now, and into which ones the merged ones went."""

    register: Register
    merged: Numbers  # ascending
    kept: Numbers  # the record that each is today
    is_as_said: bool  # as entries say it: "at most", where one states no sum, and what has no rate at the latest one

    @classmethod
    def of(cls, register: Register, *, is_as_said: bool = False) -> Self:
        merged = Project.objects.filter(merged_into__isnull=False).order_by().values_list("pk", flat=True)
        pairs = sorted(kept_of(list(merged)).items())
        closed, kept = (np.array([pair[side] for pair in pairs], dtype=np.int64) for side in (0, 1))
        return cls(register, closed, kept, is_as_said)

    def stakes(self, alerts: QuerySet[Alert], user: User) -> Stakes:
        """The smaller of the two budgets where both projects are seen and stated, or one as entries say it; of what
        was merged that of the record today, and none of two that are one now or no longer alike.
        """
        ids, both, is_told = self.told(alerts, user)
        cents = self.register.measured("budget", both)
        least = cents.min(axis=0)
        if self.is_as_said:
            is_silent = (np.isnan(cents) & ~self.unrated_among(both)).any(axis=0)
            about, least = (
                np.where(is_silent, np.fmax(*sums), sums.min(axis=0))  # of one that states no sum, the other's
                for sums in (self.about(both), cents)
            )
            least = np.where(np.isnan(about), least, about)
        return Stakes(ids, np.where(is_told, least, np.nan))

    def apart(self, alerts: QuerySet[Alert], user: User) -> tuple[Stakes, Stakes]:
        """For a file: those of two that are stated, which add up; and, where one of the two states no sum, what the
        other states, if it is all in US dollars.
        """
        ids, both, is_told = self.told(alerts, user)
        cents, is_unrated = self.register.measured("budget", both), self.unrated_among(both).any(axis=0)
        is_silent = np.isnan(cents).any(axis=0) & ~is_unrated
        told = (np.where(is_told, cents.min(axis=0), np.nan), np.where(is_told & is_silent, np.fmax(*cents), np.nan))
        return Stakes(ids, told[0]), Stakes(ids, told[1])

    def told(self, alerts: QuerySet[Alert], user: User) -> tuple[Numbers, Numbers, Numbers]:
        """Their numbers, the two projects of each as they are today, and whether their money is told."""
        ids, first, second = columns_of(alerts.order_by().values_list("pk", "first", "second"), 3)
        readable, visible = self.register.readable_by(user), self.register.visible_to(user)
        ours, theirs = self.today(first), self.today(second)
        is_told = ours != theirs
        for sides, seen in ((first, readable), (second, readable), (ours, visible), (theirs, visible)):
            is_told &= self.register.among(seen, sides)
        is_told &= ~np.isin(ids, unlike_among(ids, user))
        return ids, np.stack([ours, theirs]), is_told

    def about(self, projects: Numbers) -> Numbers:
        """Cents of each, provisionally with what has no rate yet; NaN where a part of it has none at all."""
        cents, is_unrated = self.register.measured("budget", projects), self.unrated_among(projects)
        at_latest = latest_of(np.unique(projects[is_unrated]).tolist()) if is_unrated.any() else {}
        without = np.array([at_latest.get(project, np.nan) for project in projects[is_unrated].tolist()], np.float64)
        cents[is_unrated] = np.nan_to_num(cents[is_unrated]) + 100 * without
        return cents

    def unrated_among(self, projects: Numbers) -> Numbers:
        return self.register.among(self.register.members["unrated"].get("", 0), projects)

    def today(self, projects: Numbers) -> Numbers:
        if not len(self.merged):
            return projects
        slots = np.searchsorted(self.merged, projects).clip(max=len(self.merged) - 1)
        return np.where(self.merged[slots] == projects, self.kept[slots], projects)

    def of_clusters(self, clusters: Sequence[Collection[int]]) -> list[int | None]:
        """Whole US dollars of each, as `presentation.stake.dollars_of`, or as `provisionally` says them."""
        if not clusters:
            return []
        projects = np.array([project for cluster in clusters for project in cluster])
        starts = np.cumsum([0, *(len(cluster) for cluster in clusters[:-1])])
        is_unrated = self.unrated_among(projects)
        least = but_the_most(np.rint(self.register.measured("budget", projects) / 100), is_unrated, starts)
        if self.is_as_said:
            about = but_the_most(self.about(projects) / 100, is_unrated, starts)
            least = np.where(np.isnan(about), least, np.rint(about))
        return [None if np.isnan(one) else int(one) for one in least.tolist()]


def but_the_most(dollars: Numbers, is_unrated: Numbers, starts: Numbers) -> Numbers:
    """Of each cluster all but the largest, which may be one that states no sum; NaN where one that is stated is not
    known, or none is.
    """
    is_known = ~np.isnan(dollars)
    known = np.where(is_known, dollars, 0)
    is_silent = np.logical_or.reduceat(~is_known & ~is_unrated, starts)
    least = np.add.reduceat(known, starts) - np.where(is_silent, 0, np.maximum.reduceat(known, starts))
    is_told = np.logical_or.reduceat(is_known, starts)
    return np.where(is_told & ~np.logical_or.reduceat(~is_known & is_unrated, starts), least, np.nan)


def latest_of(projects: Collection[int]) -> dict[int, float]:
    """By project, US dollars that its amounts without a rate come to at the latest one, where one is for each."""
    without: dict[int, list[tuple[Decimal, str, date]]] = defaultdict(list)
    rows = Contribution.objects.filter(project__in=projects, usd__isnull=True).order_by()
    for project, amount, currency, day in rows.values_list("project", "amount", "currency", "committed_on"):
        without[project].append((amount, currency, day))
    found = {project: provisional.together(amounts) for project, amounts in without.items()}
    return {project: float(sum) for project, (sum, is_all) in found.items() if sum is not None and is_all}
