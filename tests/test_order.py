"""The order of the tests themselves: each process has its share of every kind, and no file is cut where that costs."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.order import in_shares


def some(letter: str, file: str, number: int, *fixtures: str) -> list[Any]:
    return [
        SimpleNamespace(name=letter, path=Path(file), fixturenames=fixtures, get_closest_marker=lambda name: None)
        for _ in range(number)
    ]


@pytest.mark.parametrize(
    ("processes", "order"),
    [
        (1, "aaabbbbbccccccccccdeee"),
        (2, "aaacccccccdbbbbbccceee"),
    ],
)
def test_each_process_has_a_share_of_every_kind(processes: int, order: str) -> None:
    tests = [
        *some("c", "reads.py", 10, "db"),
        *some("d", "writes.py", 1, "live_server"),
        *some("a", "plain.py", 3),
        *some("e", "commits.py", 3, "db", "transactional_db"),
        *some("b", "bare.py", 5),
    ]
    assert "".join(test.name for test in in_shares(tests, processes)) == order
