"""What two titles say is done, in whatever words: "sniffer dogs", "canine unit" and "chiens renifleurs" are one thing.

Things are those of the glossary of the field, in English, French and Russian. A title that names none says nothing.
"""

from dataclasses import replace

from .levels import Level, levels
from .records import Record
from .works import things_in

SUBJECT = levels(
    same="Both titles are about the same things of the field.",
    shared="Both titles are about one thing of the field, and one of them about others too.",
    different="Their titles are about different things of the field.",
)


def subject(first: Record, second: Record) -> Level | None:
    ours, theirs = things_in(first.title.raw), things_in(second.title.raw)
    if not ours or not theirs:
        return None
    if ours == theirs:
        return SUBJECT["same"]
    return SUBJECT["shared" if ours & theirs else "different"]


def subject_in_words(first: Record, second: Record, level: Level) -> Level:
    """With the names of the things."""
    ours, theirs = (sorted(things_in(record.title.raw)) for record in (first, second))
    both = [thing for thing in ours if thing in theirs]
    said = ", ".join(both) if both else " and ".join(sorted([", ".join(ours), ", ".join(theirs)]))
    return replace(level, sentence=f"{level.sentence[:-1]}: {said}.")
