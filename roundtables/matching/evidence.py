"""Two subjects in, what speaks for it that the second answers the first: a sentence and a weight for each reason.

The first is wanted (a recommendation, a need), the second is given (a project, an offer). Pure functions; the names of
countries, themes and types come with the call. A weight of 1 is a hint, of 3 a good reason; words weigh up to TEN.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from duplication.matching.glossary import COUNTRIES, FURTHER, STRONGEST, first_named, told, types_in
from partners.text import day_in_words
from roundtables.matching.subjects import Subject, bits

TEN = 10.0  # what the words weigh when all that is wanted is named in the title of what is given
IN_BODY = 0.7  # of that, for what only the description names
WAY_IN_BODY = 0.25  # and for a way of working there, which is often that of something else
BEND = 0.7  # half of what is wanted is worth more than half
SHOWN = 4  # words or names in a sentence
SPOKEN_OF = 8.0  # bits: a word that is no thing of the field and tells less is too common to be quoted
SAME_THEME = 3.0
NEARBY = 2.5  # what the words weigh when the title names only what is near to what is wanted
MANY_COUNTRIES = 12  # a project in more is about none of them

Names = Mapping[str, str]  # of countries, themes and types of activity, by code


@dataclass(frozen=True, slots=True)
class Evidence:
    field: str
    weight: float
    sentence: str


def listed(names: Iterable[str], most: int = SHOWN) -> str:
    every = sorted(names)
    rest = len(every) - most
    if rest > 1:
        return f"{', '.join(every[:most])} and {rest} more"
    return " and ".join(filter(None, [", ".join(every[:-1]), *every[-1:]]))


def quoted(words: Iterable[str]) -> list[str]:
    return [f"“{word}”" for word in words]


def country(wanted: Subject, given: Subject, names: Names) -> Evidence | None:
    common = wanted.countries & given.countries
    if not common:
        return Evidence("country", 1.0, "It is for any country.") if given.is_anywhere else None
    weight = 2.0 if len(given.countries) <= MANY_COUNTRIES else 0.5
    return Evidence("country", weight, f"It is for {listed(names[code] for code in common)}.")


def region(wanted: Subject, given: Subject, names: Names) -> Evidence | None:
    """Where no country is stated, what the text says of one of them or of their region stands for it."""
    if given.countries or given.is_anywhere:
        return None
    said = [word for word in given.text.split() if any(word.startswith(one) for one in wanted.there if " " not in one)]
    said += [one for one in wanted.there if " " in one and has_word(given.text, one)]
    return Evidence("country", 1.0, f"No country is stated; it speaks of “{said[0]}”.") if said else None


def together(wanted: Subject, given: Subject, names: Names) -> Evidence | None:
    """Of what countries are to do together: that it is done with more than one."""
    if not wanted.is_between:
        return None
    if len(wanted.countries & given.countries) > 1:
        return Evidence("together", 1.0, "It is for more than one of the countries.")
    said = first_named(COUNTRIES, given.text)
    return Evidence("together", 1.0, f"Countries work together: it speaks of “{said}”.") if said else None


def theme(wanted: Subject, given: Subject, names: Names) -> Evidence | None:
    if same := wanted.themes & given.themes:
        weight = SAME_THEME if any("." in code for code in same) else 2.0
        return Evidence("theme", weight, f"The theme is the same: {listed(names[code] for code in same)}.")
    families = {family(code) for code in wanted.themes}
    if near := {code for code in given.themes if family(code) in families}:
        whole = any("." not in code for code in wanted.themes | near)
        return Evidence(
            "theme", 2.0 if whole else 1.0, f"The theme is related: {listed(names[code] for code in near)}."
        )
    return None


def family(code: str) -> str:
    return code.partition(".")[0]


def purpose(wanted: Subject, given: Subject, names: Names) -> Evidence | None:
    """Where no theme is stated, the purpose code of the aid stands for it."""
    common = wanted.purposes & given.purposes
    if given.themes or not common:
        return None
    return Evidence("purpose", 1.0, f"Its purpose code, {listed(common)}, is one of the theme’s.")


def words(wanted: Subject, given: Subject, names: Names) -> Evidence | None:
    """Things of the field under any of their names, and unusual words.

    The share of what it is about, by what its words tell, and half of that rests on the ways of working, if any.
    """
    about, ways = shared(wanted, given, is_way=False), shared(wanted, given, is_way=True)
    if not about.found or not about.share:
        return None
    weight = TEN * about.share**BEND * (1.0 if ways.share is None else 0.5 + 0.5 * ways.share)
    found = about.found | ways.found
    whole = (word for word in found if not any(word != other and has_word(other, word) for other in found))
    first = sorted(set(whole) - about.common, key=lambda word: (-found[word], word))
    quotes = listed(quoted(first[:SHOWN]))
    return Evidence("words", weight, f"It speaks of {quotes}." if first else "Some common words are the same.")


@dataclass(frozen=True, slots=True)
class Shared:
    found: dict[str, float]  # bits by what both say, as the given one writes it
    share: float | None  # of the bits of all that is wanted; None when nothing is
    common: frozenset[str]  # those that count, and are not worth quoting


def shared(wanted: Subject, given: Subject, *, is_way: bool) -> Shared:
    """Things of one sort that both name; words that are no things say what it is about."""
    found, all_of_it, in_body = {}, 0.0, WAY_IN_BODY if is_way else IN_BODY
    for thing, said in wanted.things.items():
        if thing.is_way == is_way:
            all_of_it += told(said.split())
            in_title = thing.named_in(given.title)
            if heard := in_title or thing.named_in(given.body):
                value = min(told(said.split()), told(heard.split()))
                found[heard] = value if in_title else value * in_body
    for root, word in {} if is_way else wanted.words.items():
        value = min(bits(word), STRONGEST)
        all_of_it += value
        if has_word(given.text, root):
            found[word] = value if has_word(given.title, root) else value * IN_BODY
    common = frozenset(word for word in wanted.words.values() if word in found and bits(word) < SPOKEN_OF)
    return Shared(found, sum(found.values()) / all_of_it if all_of_it else None, common)


def nearby(wanted: Subject, given: Subject, names: Names) -> Evidence | None:
    """Where none of the very things is named, what is near to them."""
    named = {thing: heard for thing in wanted.near if (heard := thing.named_in(given.text))}
    if not named or is_about(wanted, given):
        return None
    is_in_title = any(thing.named_in(given.title) for thing in named)
    weight = (NEARBY if is_in_title else NEARBY * IN_BODY) + FURTHER * min(len(named) - 1, SHOWN)
    found = listed(quoted(named.values()))
    return Evidence("nearby", weight, f"It speaks of what is near to it: {found}.")


def is_about(wanted: Subject, given: Subject) -> bool:
    """Whether it names a thing of the field that is wanted, ways of working aside."""
    return any(thing.named_in(given.text) for thing in wanted.things if not thing.is_way)


def has_word(text: str, root: str) -> bool:
    return f" {root}" in f" {text}"


def activity(wanted: Subject, given: Subject, names: Names) -> Evidence | None:
    """Kinds of activity that are asked for, or that the words of what is wanted stand for."""
    asked = wanted.types or types_in(wanted.things)
    if not (common := asked & given.types):
        differ = bool(wanted.types and given.types)
        return Evidence("activity", -1.5, "The kinds of activity differ.") if differ else None
    weight = 2.0 if wanted.types else 1.0
    return Evidence("activity", weight, f"The kind of activity fits: {listed(names[code] for code in common)}.")


def place(wanted: Subject, given: Subject, names: Names) -> Evidence | None:
    return Evidence("place", 3.0, "It is for the same place.") if wanted.places & given.places else None


def body(wanted: Subject, given: Subject, names: Names) -> Evidence | None:
    if wanted.bodies & given.bodies:
        return Evidence("body", 3.0, "It is for the same organization.")
    return Evidence("body", 1.0, "It is for the same kind of organization.") if wanted.kinds & given.kinds else None


def period(wanted: Subject, given: Subject, names: Names) -> Evidence | None:
    """Of dates that both state: whether the two can meet."""
    if wanted.start and given.end and given.end < wanted.start:
        return Evidence("period", -3.0, f"It ends on {day_in_words(given.end)}, before it is wanted.")
    if wanted.end and given.start and given.start > wanted.end:
        return Evidence("period", -3.0, f"It begins on {day_in_words(given.start)}, after it is wanted.")
    if (wanted.start or wanted.end) and (given.start or given.end):
        return Evidence("period", 1.0, "The time fits.")
    return None


def quantity(wanted: Subject, given: Subject, names: Names) -> Evidence | None:
    """How much of what is wanted; only where both count the same."""
    offered = given.quantity if same_unit(wanted, given) else None
    if not wanted.quantity or not offered:
        return None
    told_so = f"{offered:g} offered, {wanted.quantity:g} wanted"
    return Evidence("quantity", 1.0 if offered >= wanted.quantity / 2 else 0.5, f"The quantity: {told_so}.")


def same_unit(wanted: Subject, given: Subject) -> bool:
    return bool(wanted.unit) and wanted.unit.casefold() == given.unit.casefold()


Reason = Callable[[Subject, Subject, Names], Evidence | None]


def gathered(wanted: Subject, given: Subject, names: Names, reasons: Iterable[Reason]) -> list[Evidence]:
    """What there is of these, the strongest first."""
    found = [evidence for reason in reasons if (evidence := reason(wanted, given, names))]
    return sorted(found, key=lambda evidence: (-evidence.weight, evidence.field))
