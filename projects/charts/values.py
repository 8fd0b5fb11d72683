"""How values are read in pictures: in words, in short, in a cell; and round values where an axis or a tone ends."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from partners.text import thousands
from projects.analysis import MEASURES, Cell, Measure, Member, Table
from projects.analysis.dimensions import EARLIER, LATER, OTHERS

Value = int | Decimal
Number = Value | float  # a tick, a limit
GAP = 6  # the tone of what is asked for where nothing is
TONES = 5  # of one colour, from light to dark: more are not told apart
NOTHING = "None of these projects has a figure above nought, so there is nothing to draw."
STEEP = 6  # times: where the greatest value is so much more than where its tone begins, tones go by round steps instead
LADDERS = ((1, 2, 5), (1, 5), (1,))  # of each power of ten, from fine to coarse
ROUND = (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10)


def shown_of(shown: int, members: Sequence[Member], plural: str, which: str = "") -> list[str]:
    """How many of how many; where the table itself puts small ones together, it does not know of how many."""
    if len(members) <= shown:
        return []
    if any(member.key in {OTHERS, EARLIER, LATER} for member in members):
        return [f"Shown: the {shown} {which or 'first'} {plural}."]
    which = f"the {shown} {which}" if which else f"{shown}"
    return [f"Shown: {which} of {len(members)} {plural}."]


@dataclass(frozen=True, slots=True)
class Unit:
    """What a picture counts: a measure, of quantities with their unit; or its shares in per cent."""

    measure: Measure = MEASURES["projects"]
    unit: str = ""
    is_share: bool = False

    @property
    def sign(self) -> str:
        """What stands once before the numbers of a legend or an axis."""
        return "US$ " if self.measure.kind == "money" and not self.is_share else ""

    @property
    def is_whole(self) -> bool:
        return self.measure.kind == "count" and not self.is_share

    def named(self, value: Number) -> str:
        return f"{tenths(value)} %" if self.is_share else self.measure.worded(exact(value), self.unit)

    def short(self, value: Number) -> str:
        """4 200 000 as "4.2 million"; whole numbers of projects as they are."""
        if self.is_share:
            return f"{tenths(value)} %"
        for size, word in ((1e9, "billion"), (1e6, "million")):
            if not self.is_whole and value >= size:
                return f"{three_digits(float(value) / size)} {word}"
        return self.measure.shown(exact(value))

    def brief(self, value: Number) -> str:
        """For a cell: "4.2m", "850k"."""
        if self.is_share:
            return tenths(value)
        for size, sign in ((1e9, "bn"), (1e6, "m"), (1e3, "k")):
            if not self.is_whole and value >= size * 0.9995:
                return f"{three_digits(float(value) / size)}{sign}"
        if self.measure.kind == "money":
            return "<1" if 0 < value < 1 else thousands(round(value))
        return self.measure.shown(exact(value))


def exact(value: Number) -> Value:
    return Decimal(str(value)) if isinstance(value, float) else value


def tenths(value: Number) -> str:
    return f"{float(value):.1f}".removesuffix(".0")


def in_percent(table: Table) -> Table:
    """The table with the shares in place of the figures, where shares were asked for."""

    def turned(cell: Cell) -> Cell:
        return replace(cell, value=cell.share or 0)

    return replace(
        table,
        cells=[[turned(cell) for cell in line] for line in table.cells],
        row_totals=[turned(cell) for cell in table.row_totals],
        column_totals=[turned(cell) for cell in table.column_totals],
        total=turned(table.total),
    )


def value_of(cell: Cell) -> Value:
    """Nought where there is no figure, as of unlike units together."""
    return cell.value or 0


def three_digits(number: float) -> str:
    return f"{number:.3g}" if number < 999.5 else thousands(round(number))


@dataclass(frozen=True, slots=True)
class Scale:
    """Tones 1 to `TONES` of values above nought, each up to one of the limits."""

    limits: tuple[float, ...]
    unit: Unit

    def tone(self, value: Value) -> int:
        if value <= 0:
            return 0
        return next((at for at, limit in enumerate(self.limits, 1) if value <= limit), len(self.limits))

    @property
    def legend(self) -> list[tuple[int, str]]:
        """Tones and what they stand for; the last one is open above, as its limit is the greatest value."""
        found = []
        for at, limit in enumerate(self.limits, 1):
            below = self.limits[at - 2] if at > 1 else 0.0
            if self.unit.is_whole:
                first = thousands(int(below) + 1)
                words = first if int(below) + 1 == limit else f"{first} to {thousands(int(limit))}"
            else:
                is_last = at == len(self.limits) > 1
                words = f"over {self.unit.short(below)}" if is_last else f"up to {self.unit.short(limit)}"
            found.append((at, f"{self.unit.sign if at == 1 else ''}{words}"))
        return found


def scale_of(values: Iterable[Value], unit: Unit) -> Scale:
    """About as many different values in each tone, with round limits between them; but a few very great values stand
    apart from the rest: then each tone begins at a round step up to the greatest."""
    found = sorted({float(value) for value in values if value > 0})
    if not found:
        return Scale((), unit)
    if len(found) <= TONES and unit.is_whole:
        return Scale(tuple(found), unit)
    parts = [found[max(0, round(len(found) * part / TONES) - 1)] for part in range(1, TONES)]
    limits = sorted({limit for part in parts if (limit := rounded_up(part)) < found[-1]})
    if limits and found[-1] > STEEP * limits[-1]:
        limits = steps_below(found[-1], found[len(found) // 2])
    return Scale((*limits, found[-1]), unit)


def steps_below(highest: float, middle: float) -> list[float]:
    """The finest round steps below the highest value that have half of the values in the lowest tone, or fewer."""
    for ladder in LADDERS:
        steps = [10**power * factor for power in range(len(str(int(highest)))) for factor in ladder]
        limits = [float(step) for step in steps if step < highest][1 - TONES :]
        if limits[0] <= middle:
            break
    return limits


def rounded_up(value: float) -> float:
    """The next round value; below ten the next whole one."""
    if value <= 10:
        return float(-(-value // 1))
    size = 10.0 ** (len(str(int(value))) - 1)
    return next(size * factor for factor in ROUND if size * factor >= value and (size * factor) % 1 == 0)


def nice_ticks(highest: float, steps: int = 4) -> list[float]:
    """Round values from nought to at least the highest: 0, 50, 100, 150, 200."""
    if highest <= 0:
        return [0, 1]
    rough = highest / steps
    size = 10 ** (len(str(int(rough))) - 1) if rough >= 1 else 1
    step = next(
        size * factor for factor in (1, 2, 2.5, 5, 10, 20) if size * factor >= rough and (size * factor) % 1 == 0
    )
    count = -(-highest // step)
    return [step * index for index in range(int(count) + 1)]
