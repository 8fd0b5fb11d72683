"""Which of some projects are one and the same, as two partners report it, and which record of them is counted.

Reports of the same are a relation between two projects. What is the same as a third is the same as the second, as far
as all of them are among the projects asked about: what the others do not know of is not used.
"""

from collections.abc import Iterable


def repeated(pairs: Iterable[tuple[int, int]]) -> dict[int, int]:
    """For each project that an earlier recorded one reports too: the earliest of them, which leads."""
    leads: dict[int, int] = {}

    def lead(project: int) -> int:
        while project in leads:
            project = leads[project]
        return project

    for pair in pairs:
        first, second = sorted(map(lead, pair))
        if first != second:
            leads[second] = first
    return {project: lead(project) for project in leads}
