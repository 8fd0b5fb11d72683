"""Two records in, one level of agreement per field out. Each level carries the sentence a reviewer reads.

Every comparison is symmetric, and says nothing (None) when one side does not state the field. What the register tells
besides, how many projects have what the two have in common, is given from outside.
"""

from . import apart, mentions, rarity, series, subject, substance, telling, times, wording
from .levels import Comparison, Levels
from .rarity import Shared
from .records import Record

FIELDS: dict[str, tuple[Comparison, Levels]] = {
    "identifier": (substance.identifier, substance.IDENTIFIER),
    "title": (wording.title, wording.TITLE),
    "title_part": (wording.title_part, wording.TITLE_PART),
    "description": (wording.description, wording.DESCRIPTION),
    "contained": (wording.contained, wording.CONTAINED),
    "title_in_description": (wording.title_in_description, wording.CROSSWISE),
    "in_common": (rarity.in_common, rarity.IN_COMMON),
    "rarest": (rarity.rarest, rarity.RAREST),
    "coincidence": (rarity.coincidence, rarity.COINCIDENCE),
    "numbers": (wording.numbers, wording.NUMBERS),
    "country": (substance.country, substance.COUNTRY),
    "place": (substance.place, substance.PLACE),
    "theme": (substance.theme, substance.THEME),
    "subject": (subject.subject, subject.SUBJECT),
    "activity": (substance.activity, substance.ACTIVITY),
    "quantity": (substance.quantity, substance.QUANTITY),
    "beneficiary": (substance.beneficiary, substance.BENEFICIARY),
    "timing": (times.timing, times.TIMING),
    "implementer": (substance.implementer, substance.IMPLEMENTER),
    "abroad": (substance.abroad, substance.ABROAD),
    "namesake": (substance.namesake, substance.NAMESAKE),
    "body_kind": (substance.body_kind, substance.BODY_KIND),
    "period": (times.period, times.PERIOD),
    "start": (times.start, times.START),
    "amount": (substance.amount, substance.AMOUNT),
    "day_named": (mentions.day_named, mentions.DAY_NAMED),
    "sum_named": (mentions.sum_named, mentions.SUM_NAMED),
}

SIGNS: dict[str, Comparison] = {  # tell the kind, and weigh nothing
    "name": apart.name,
    "series": series.series,
    "sequel": wording.sequel,
    "work": substance.work,
    "building": subject.building,
    "whom": subject.whom,
    "way": subject.way,
    "untitled": telling.untitled,
    "undescribed": telling.undescribed,
}

COUNTED = {  # told by the register besides
    "in_common": rarity.in_common,
    "rarest": rarity.rarest_in_words,
    "coincidence": rarity.coincidence,
}
TELLING = {  # sentences with the things, the numbers or the dates of the two
    "subject": subject.subject_in_words,
    "quantity": substance.quantity_in_words,
    "timing": times.clash_in_words,
    "period": times.period_in_words,
    "day_named": mentions.day_in_words,
}


class Names:
    """The names of the levels of two records by field, each found when it is asked for: a few tell most pairs apart."""

    __slots__ = ("first", "found", "second")

    def __init__(self, first: Record, second: Record) -> None:
        self.first, self.second = first, second
        self.found: dict[str, str | None] = {}

    def get(self, field: str) -> str | None:
        if field not in self.found:
            comparison = SIGNS[field] if field in SIGNS else FIELDS[field][0]
            level = comparison(self.first, self.second)
            self.found[field] = level.name if level else None
        return self.found[field]

    def __contains__(self, field: str) -> bool:
        return self.get(field) is not None


def compare(first: Record, second: Record, shared: Shared | None = None) -> Levels:
    """The level of every field both records state. `shared`: how rare is what these two have in common."""
    found = {field: comparison(first, second) for field, (comparison, _) in FIELDS.items()}
    levels = {field: level for field, level in found.items() if level is not None}
    levels |= {field: telling(first, second, levels[field]) for field, telling in TELLING.items() if field in levels}
    return counted(levels, first, second, shared)


def counted(levels: Levels, first: Record, second: Record, shared: Shared | None) -> Levels:
    """The levels of the two with those that the register tells."""
    told = {field: comparison(first, second, shared) for field, comparison in COUNTED.items()}
    return levels | {field: level for field, level in told.items() if level is not None}
