"""Which of some projects are one and the same, as two partners report it, and which record of them is counted: the one
recorded first, but if what that one states has no value in US dollars, the first that has some.

Reports of the same are a relation between two projects. What is the same as a third is the same as the second, as far
as all of them are among the projects asked about: what the others do not know of is not used.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping


def repeated(pairs: Iterable[tuple[int, int]], in_dollars: Mapping[int, bool]) -> dict[int, int]:
    """For each project that another record reports too, which is counted: that one, which leads. `in_dollars`: of those
    that state money, whether any of it has a value in US dollars.
    """
    leads: dict[int, int] = {}

    def lead(project: int) -> int:
        while project in leads:
            project = leads[project]
        return project

    for pair in pairs:
        first, second = sorted(map(lead, pair))
        if first != second:
            leads[second] = first
    others: dict[int, list[int]] = defaultdict(list)
    for project in leads:
        others[lead(project)].append(project)
    found: dict[int, int] = {}
    for first, rest in others.items():
        leader = counted(first, rest, in_dollars)
        found |= {project: leader for project in (first, *rest) if project != leader}
    return found


def counted(first: int, others: Iterable[int], in_dollars: Mapping[int, bool]) -> int:
    """So that money without a rate takes none out of the totals but itself."""
    known = [project for project in others if in_dollars.get(project)]
    return min(known) if known and in_dollars.get(first) is False else first
