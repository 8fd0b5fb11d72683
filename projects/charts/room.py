"""How much has room where a picture is drawn."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Room:
    bars: int
    rows: int  # of a heat map, and below its columns
    spans: int  # projects on a time line
    lanes: int  # groups of them
    left: int  # ends of a flow
    right: int
    columns: int = 60


SCREEN = Room(bars=15, rows=40, spans=40, lanes=12, left=8, right=10)
WIDE = Room(bars=15, rows=15, spans=17, lanes=6, left=8, right=10, columns=40)
SQUARE = Room(bars=20, rows=30, spans=26, lanes=9, left=10, right=13, columns=28)
ROOMS = {"wide": WIDE, "square": SQUARE}  # of files; the first one is the usual one
