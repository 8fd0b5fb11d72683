"""Three and more projects that open alerts tie together as one project or one work: they are shown as one entry.

In go pairs with the number of their alert, the strongest first; out come the clusters. Pairs of which a person sees one
side only belong to none: that two alerts concern the same hidden project is not told; nor do two no longer alike.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

import numpy as np
from django.core.cache import cache
from django.db import connection

from duplication.models import Alert, AlertQuerySet
from partners.models import User
from projects.models import ProjectRelation
from projects.models.parts import in_dollars
from projects.models.sameness import repeated
from projects.search.register import columns_of

from .unlike import unlike_among

LEAST = 3  # projects
MOST = 60  # projects looked at around one alert

KEPT = 24 * 3600  # seconds
STAMP = """
    SELECT count(*), count(withdrawn_at), (SELECT max(pgh_id) FROM duplication_alertevent),
        (SELECT max(id) FROM duplication_verdict), (SELECT max(id) FROM duplication_reopening)
    FROM duplication_alert"""  # whatever opens, closes or changes an alert changes it; of indexes alone

Tie = tuple[int, int, int]  # alert, first, second


@dataclass(frozen=True, slots=True)
class Cluster:
    alerts: tuple[int, ...]  # numbers, the strongest first
    projects: tuple[int, ...]  # numbers

    @property
    def lead(self) -> int:
        """The alert that stands for all of them in a list."""
        return self.alerts[0]


def clusters(ties: Iterable[Tie]) -> Iterator[Cluster]:
    """Those of three and more projects, in the order of their strongest ties."""
    above: dict[int, int] = {}

    def root(project: int) -> int:
        while (parent := above.setdefault(project, project)) != project:
            above[project] = project = above[parent]
        return project

    ties = list(ties)
    for _, first, second in ties:
        above[root(second)] = root(first)
    groups: dict[int, list[Tie]] = defaultdict(list)
    for tie in ties:
        groups[root(tie[1])].append(tie)
    for group in groups.values():
        projects = sorted({project for _, *pair in group for project in pair})
        if len(projects) >= LEAST:
            yield Cluster(tuple(alert for alert, _, _ in group), tuple(projects))


def counted_once(clusters: Sequence[Collection[int]]) -> list[list[int]]:
    """Of the projects of each those whose money counts: of some that are decided, or said, to be one the record that
    counts in totals without duplicates. Two queries at most.
    """
    cluster_of = {project: number for number, projects in enumerate(clusters) for project in projects}
    same = ProjectRelation.objects.filter(kind=ProjectRelation.Kind.THIRD_PARTY).order_by()
    pairs = list(same.values_list("first", "second")) if clusters else []
    within = [(one, other) for one, other in pairs if cluster_of.get(one, -1) == cluster_of.get(other, -2)]
    again = repeated(within, in_dollars({project for pair in within for project in pair}))
    return [[project for project in projects if project not in again] for projects in clusters]


def clusters_in(alerts: AlertQuerySet, user: User) -> list[Cluster]:
    """Among these alerts. One query."""
    return list(clusters(ties_of(alerts, user)))


def open_clusters(user: User) -> list[Cluster]:
    """Among all open alerts, for those who see everything: worked out anew when an alert, a verdict or a reopening has
    come or changed since.
    """
    with connection.cursor() as cursor:
        cursor.execute(STAMP)
        key = f"clusters:{sha256(repr(cursor.fetchone()).encode()).hexdigest()}"
    if (found := cache.get(key)) is None:
        found = [(one.alerts, one.projects) for one in clusters_in(Alert.objects.all(), user)]
        cache.set(key, found, KEPT)
    return [Cluster(*one) for one in found]


def ties_of(alerts: AlertQuerySet, user: User) -> list[Tie]:
    """Without the pairs, mostly the most, of which neither project is part of another one."""
    tying = alerts.tying().seen_in_full_by(user).order_by("-match_weight", "pk")
    numbers, *sides = columns_of(tying.values_list("pk", "first", "second"), 3)
    is_alike = ~np.isin(numbers, unlike_among(numbers, user))
    numbers, first, second = (column[is_alike] for column in (numbers, *sides))
    _, projects, pairs = np.unique(np.concatenate([first, second]), return_inverse=True, return_counts=True)
    is_tied = (pairs[projects] > 1).reshape(2, -1).any(axis=0)
    return list(zip(*(column[is_tied].tolist() for column in (numbers, first, second)), strict=True))


def cluster_of(alert: Alert, user: User) -> Cluster | None:
    """The one that the alert is part of. A query for each step away from it."""
    near, ties = {alert.first_id, alert.second_id}, list[Tie]()
    while True:
        ties = ties_of(Alert.objects.about(*near), user)
        reached = {project for _, *pair in ties for project in pair} | near
        if reached == near or len(near) >= MOST:
            break
        near = reached
    return next((one for one in clusters(ties) if alert.pk in one.alerts), None)
