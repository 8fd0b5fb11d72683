"""Heat map on the page: a strip of squares for each row, beside its name and on a phone below it."""

from dataclasses import dataclass

from projects.charts.heat import Heat, Square

from .sizes import percent

HEIGHT = 30
DESK, LETTER = 800, 6.6  # pixels of all columns on a desk, and of a letter: names are written across where they fit
ROOMY, ROOM = 16, 8  # most columns with numbers in their squares: on a desk, on a phone


@dataclass(frozen=True, slots=True)
class Placed:
    x: float
    middle: float
    square: Square
    text: str


@dataclass(frozen=True, slots=True)
class Strip:
    label: str
    query: str | None
    total: str
    squares: list[Placed]


@dataclass(frozen=True, slots=True)
class HeatPicture:
    height: int
    width: float  # of a square
    strips: list[Strip]
    look: str  # classes


def heat_picture(heat: Heat) -> HeatPicture:
    columns = len(heat.columns)
    width = 100 / max(columns, 1)

    def placed(at: int, square: Square) -> Placed:
        text = square.text or (heat.unit.brief(square.value) if square.value else "")
        return Placed(percent(at * width), percent((at + 0.5) * width), square, text)

    strips = [
        Strip(row.label, row.query, row.total, [placed(at, square) for at, square in enumerate(row.squares)])
        for row in heat.rows
    ]
    longest = max((len(word) for column in heat.columns for word in column.label.split()), default=0)
    looks = {
        "across": longest * LETTER < DESK / max(columns, 1),
        "crowded": columns > ROOM or not heat.unit.is_whole,
        "full": columns > ROOMY,
    }
    return HeatPicture(HEIGHT, percent(width), strips, " ".join(name for name, holds in looks.items() if holds))
