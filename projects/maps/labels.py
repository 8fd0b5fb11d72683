"""Names on a map: put down one after the other, each where nothing stands yet, or not at all."""

from dataclasses import dataclass

LETTER, LINE = 7.0, 15.0  # pixels that a sign takes in width and a line in height
DESK, PHONE = 480, 320  # usual widths in pixels at which names must not touch one another


@dataclass(frozen=True, slots=True)
class Label:
    lines: tuple[str, ...]
    x: float  # percent of the picture
    y: float
    anchor: str  # start, middle, end
    kind: str  # place, here, around
    narrow: bool  # whether it has room on a phone too


class Labels:
    def __init__(self, width: int, height: int, desk: int = DESK) -> None:
        self.shape, self.desk = height / width, desk
        self.placed: list[Label] = []
        self.taken: dict[int, list[tuple[float, float, float, float]]] = {desk: [], PHONE: []}

    def keep_clear(self, x: float, y: float, radius: float) -> None:
        """Room for a dot; x and y in percent, the radius in pixels."""
        for wide, taken in self.taken.items():
            at_x, at_y = x / 100 * wide, y / 100 * wide * self.shape
            taken.append((at_x - radius, at_y - radius, at_x + radius, at_y + radius))

    def put(self, name: str, x: float, y: float, kind: str, anchors: tuple[str, ...] = ("middle",)) -> bool:
        lines = broken(name)
        for anchor in anchors:
            fits = {wide: self._box(lines, x, y, anchor, wide) for wide in self.taken}
            free = {wide: self._is_free(box, wide) for wide, box in fits.items()}
            if free[self.desk]:
                for wide in self.taken:
                    if free[wide]:
                        self.taken[wide].append(fits[wide])
                self.placed.append(Label(lines, round(x, 1), round(y, 1), anchor, kind, free[PHONE]))
                return True
        return False

    def _box(
        self, lines: tuple[str, ...], x: float, y: float, anchor: str, wide: int
    ) -> tuple[float, float, float, float]:
        length, tall = max(map(len, lines)) * LETTER, len(lines) * LINE
        at_x, at_y = x / 100 * wide, y / 100 * wide * self.shape
        left = {"start": at_x + 9, "middle": at_x - length / 2, "end": at_x - 9 - length}[anchor]
        return left, at_y - LINE / 2, left + length, at_y - LINE / 2 + tall

    def _is_free(self, box: tuple[float, float, float, float], wide: int) -> bool:
        left, top, right, bottom = box
        if left < 2 or top < 2 or right > wide - 2 or bottom > wide * self.shape - 2:
            return False
        return all(left >= r or right <= l or top >= b or bottom <= t for l, t, r, b in self.taken[wide])  # noqa: E741


def broken(name: str) -> tuple[str, ...]:
    """ "Iran (Islamic Republic of)" in two lines; a line break stays one."""
    name, _, below = name.partition("\n")
    first, bracket, rest = name.partition(" (")
    lines = (first, f"({rest}") if bracket else (name,)
    return (*lines, below) if below else lines
