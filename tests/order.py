"""The order of the tests: those without a database come first, while it is being made; those that really commit last.

Each of several processes begins with its share of every kind, as pytest-xdist gives each of them one piece of the list.
"""

import pytest

WITHOUT, READS, COMMITS = range(3)
DATABASE = {"db", "django_db_setup"}
COMMITTING = {"live_server", "transactional_db"}


def kind(test: pytest.Item) -> int:
    marker = test.get_closest_marker("django_db")
    fixtures = set(getattr(test, "fixturenames", ()))
    if fixtures & COMMITTING or (marker and marker.kwargs.get("transaction")):
        return COMMITS
    return READS if marker or fixtures & DATABASE else WITHOUT


def in_shares(tests: list[pytest.Item], processes: int) -> list[pytest.Item]:
    """Only the kind that is quick to set up is cut within a file, so that the pieces are as long as pytest-xdist's."""
    left: dict[int, list[pytest.Item]] = {number: [] for number in (WITHOUT, READS, COMMITS)}
    for test in tests:
        left[kind(test)].append(test)
    found: list[pytest.Item] = []
    for others in range(processes, 0, -1):
        whole = sum(map(len, left.values())) // others
        sizes = {number: end_of_file(left[number], len(left[number]) // others) for number in (WITHOUT, COMMITS)}
        sizes[READS] = max(0, whole - sum(sizes.values())) if others > 1 else len(left[READS])
        for number in (WITHOUT, READS, COMMITS):
            found += left[number][: sizes[number]]
            del left[number][: sizes[number]]
    return found


def end_of_file(tests: list[pytest.Item], size: int) -> int:
    """At most so many that no file is cut; its fixtures would be made twice."""
    while 0 < size < len(tests) and tests[size].path == tests[size - 1].path:
        size -= 1
    return size
