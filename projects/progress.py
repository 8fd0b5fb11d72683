"""A line on the terminal that tells how far a long job is. Without a terminal nothing is drawn."""

import sys
import time
from typing import TextIO

WIDTH, EVERY = 30, 0.1  # characters of the bar; seconds between two drawings


class Bar:
    """Call it with what is being done, how much of it is done, and how much there is."""

    def __init__(self, label: str, stream: TextIO | None = None) -> None:
        self.label, self.stream, self.doing = label, stream or sys.stderr, ""
        self.draws, self.drawn_at = self.stream.isatty(), 0.0

    def __call__(self, doing: str, done: int, total: int) -> None:
        now = time.monotonic()
        if self.draws and (doing != self.doing or now - self.drawn_at >= EVERY):
            part = min(done / total, 1) if total else 1
            full = round(part * WIDTH)
            bar = "█" * full + "░" * (WIDTH - full)
            self.stream.write(f"\r\x1b[K{self.label}  {bar} {part:4.0%}  {doing}")
            self.stream.flush()
            self.drawn_at = now
        self.doing = doing

    def clear(self) -> None:
        if self.draws:
            self.stream.write("\r\x1b[K")
            self.stream.flush()
