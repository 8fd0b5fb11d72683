"""How far a long job is, on a terminal and where there is none."""

from io import StringIO

import pytest

from projects import progress
from projects.progress import Bar


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    at = [100.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: at[0])
    return at


def test_a_terminal_shows_a_bar_that_goes_again(clock: list[float]) -> None:
    out = Terminal()
    bar = Bar("Pairs", out)
    bar("Comparing", 1, 2)
    assert "Pairs  " + "█" * 15 + "░" * 15 + "  50%  Comparing" in out.getvalue()
    bar.clear()
    assert out.getvalue().endswith("\r\x1b[K")


def test_elsewhere_a_line_tells_each_tenth_and_nothing_of_what_is_soon_done(clock: list[float]) -> None:
    out = StringIO()
    bar = Bar("Pairs", out)
    bar("Reading", 9, 10)
    assert out.getvalue() == ""
    for done in (10, 11, 19, 20, 21):
        clock[0] += progress.LINE_EVERY
        bar("Comparing", done, 100)
    bar.clear()
    assert out.getvalue().splitlines() == ["Pairs: Comparing, 10%", "Pairs: Comparing, 20%"]
