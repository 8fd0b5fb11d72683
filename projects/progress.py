"""Tells how far a long job is: a bar on a terminal, and elsewhere a line now and then."""

import sys
import time
from typing import TextIO

WIDTH, EVERY = 30, 0.1  # characters of the bar; seconds between two drawings
LINE_EVERY = 2.0  # seconds between two lines, and before the first: what is soon done tells nothing


class Bar:
    """Call it with what is being done, how much of it is done, and how much there is."""

    def __init__(self, label: str, stream: TextIO | None = None) -> None:
        self.label, self.stream, self.doing = label, stream or sys.stderr, ""
        self.draws = self.stream.isatty()
        self.told_at, self.told = 0.0 if self.draws else time.monotonic(), ("", -1)

    def __call__(self, doing: str, done: int, total: int) -> None:
        now, part = time.monotonic(), min(done / total, 1) if total else 1.0
        if self.draws and (doing != self.doing or now - self.told_at >= EVERY):
            full = round(part * WIDTH)
            bar = "█" * full + "░" * (WIDTH - full)
            self._write(f"\r\x1b[K{self.label}  {bar} {part:4.0%}  {doing}", now)
        tenth = (doing, int(part * 10))
        if not self.draws and tenth != self.told and now - self.told_at >= LINE_EVERY:
            self._write(f"{self.label}: {doing}, {part:.0%}\n", now)
            self.told = tenth
        self.doing = doing

    def clear(self) -> None:
        if self.draws:
            self._write("\r\x1b[K", time.monotonic())

    def _write(self, text: str, now: float) -> None:
        self.stream.write(text)
        self.stream.flush()
        self.told_at = now
