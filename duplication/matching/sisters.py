"""One partner's projects under one title: by what both state they are grants of one series, and not one typed twice."""

from .comparison import Names
from .kinds import ABOUT_ONE_DAY, AKIN, APART, contradicts, is_named_apart, numbered_apart
from .records import Record


def are_of_one_title(one: Record, other: Record) -> bool:
    """Case, accents, endings and stop words aside."""
    return bool(words := one.title.stems) and words == other.title.stems


def what_parts(one: Record, other: Record) -> list[str]:
    """What tells two of one title apart, in words that end a sentence; nothing where both carry one number all the
    same.
    """
    names = Names(one, other)
    if "identifier" in names:
        return []
    told = {
        "in another period": is_of_another_period(names),
        "in another country": contradicts(names, "country"),
        "at another place": contradicts(names, "place"),
        "for another body": contradicts(names, "beneficiary"),
        "through another organization": names.get("implementer") not in AKIN | {None},
        "as the descriptions say": is_named_apart(names),
        "under another number": numbered_apart(one.reference, other.reference),
    }
    return [words for words, is_so in told.items() if is_so]


def is_of_another_period(names: Names) -> bool:
    """Of two that begin at about the same time one may only be shorter."""
    if names.get("period") == "touch":
        return names.get("start") not in ABOUT_ONE_DAY
    return names.get("period") in APART
