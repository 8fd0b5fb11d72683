"""The money at stake of many alerts at once, as their pages and the entries of clusters show it.

The budgets come from the register in memory, which the marks of the database keep in step with every contribution: to
sum them up for each of a hundred thousand alerts took seconds. Who sees which project comes from there too.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Self

import numpy as np
from django.db.models import QuerySet

from duplication.models import Alert
from duplication.review.unlike import unlike_among
from partners.models import User
from projects.models import Project
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

    @classmethod
    def of(cls, register: Register) -> Self:
        merged = Project.objects.filter(merged_into__isnull=False).order_by().values_list("pk", flat=True)
        pairs = sorted(kept_of(list(merged)).items())
        return cls(register, *(np.array([pair[side] for pair in pairs], dtype=np.int64) for side in (0, 1)))

    def stakes(self, alerts: QuerySet[Alert], user: User) -> Stakes:
        """The smaller of the two budgets where both projects are seen and stated; of what was merged that of the record
        today, and none of two that are one now or no longer alike.
        """
        ids, first, second = columns_of(alerts.order_by().values_list("pk", "first", "second"), 3)
        readable, visible = self.register.readable_by(user), self.register.visible_to(user)
        ours, theirs = self.today(first), self.today(second)
        is_told = ours != theirs
        for sides, seen in ((first, readable), (second, readable), (ours, visible), (theirs, visible)):
            is_told &= self.register.among(seen, sides)
        is_told &= ~np.isin(ids, unlike_among(ids, user))
        least = np.minimum(*(self.register.measured("budget", sides) for sides in (ours, theirs)))
        return Stakes(ids, np.where(is_told, least, np.nan))

    def today(self, projects: Numbers) -> Numbers:
        if not len(self.merged):
            return projects
        slots = np.searchsorted(self.merged, projects).clip(max=len(self.merged) - 1)
        return np.where(self.merged[slots] == projects, self.kept[slots], projects)

    def of_clusters(self, clusters: Sequence[Collection[int]]) -> list[int | None]:
        """Whole US dollars of each, as `presentation.stake.dollars_of`."""
        if not clusters:
            return []
        projects = np.array([project for cluster in clusters for project in cluster])
        starts = np.cumsum([0, *(len(cluster) for cluster in clusters[:-1])])
        dollars = np.rint(self.register.measured("budget", projects) / 100)
        known = ~np.isnan(dollars)
        unrated = self.register.among(self.register.members["unrated"].get("", 0), projects)
        is_known = ~np.logical_or.reduceat(~known & unrated, starts) & (np.add.reduceat(known.astype(int), starts) > 1)
        sums = np.add.reduceat(np.where(known, dollars, 0), starts)
        most = np.maximum.reduceat(np.where(known, dollars, 0), starts)
        pairs = zip((sums - most).tolist(), is_known.tolist(), strict=True)
        return [int(sum) if known else None for sum, known in pairs]
