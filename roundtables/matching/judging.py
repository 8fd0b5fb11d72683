"""A recommendation and a project in, whether the second fits well, is worth a look or does not answer: rules in words.

Pure functions. What is proposed must make sense at first sight: rather nothing than a project of another field.
"""

from collections.abc import Collection, Iterable, Mapping
from enum import Enum
from functools import cache

from duplication.matching.glossary import DRUGS, FIELD, OTHER, Thing, first_named, things, told
from roundtables.matching.evidence import SAME_THEME, family, has_word
from roundtables.matching.subjects import Subject

LEAST_WORDS = 6.0  # weight of words that name half of what is wanted: country and theme alone are no answer
ON_THEME = 3.5  # the same where the theme is the recommendation's own
MOST_OF_IT = 0.6  # of what it is mostly about, by what its words tell
ON_DRUGS = frozenset({"12330", "16063", "31165", "43050"})  # purpose codes that are of nothing else


class Fit(Enum):
    WELL = "fits well"
    LOOK = "worth a look"


def judged(wanted: Subject, given: Subject, weights: Mapping[str, float]) -> Fit | None:
    """By the weights of the reasons. None when it answers nothing."""
    if cannot(wanted, given) or is_of_another_field(wanted, given):
        return None
    if wanted.manner and not any(way.named_in(given.text) for way in wanted.manner):
        return None
    main = {one for one in wanted.main if one.named_in(given.text)}
    if fits_well(wanted, given, weights, main):
        return Fit.WELL
    return Fit.LOOK if is_worth_a_look(wanted, given, weights, main) else None


def cannot(wanted: Subject, given: Subject) -> bool:
    """It works elsewhere, was over before it was wanted, or is of another theme."""
    elsewhere = wanted.countries and given.countries and not wanted.countries & given.countries
    nowhere = wanted.there and not given.countries and not any(has_word(given.text, one) for one in wanted.there)
    before = given.end and wanted.start and given.end < wanted.start
    return bool(elsewhere or nowhere or before or has_other_theme(wanted, given))


def is_of_another_field(wanted: Subject, given: Subject) -> bool:
    """Such as weapons: named, and no drugs beside them."""
    if given.themes or is_on_drugs(given) or first_named(OTHER, wanted.text):
        return False
    return bool(first_named(OTHER, given.text))


def has_other_theme(wanted: Subject, given: Subject) -> bool:
    """Of quite another family, and its title names nothing of what is wanted."""
    families = [{family(code) for code in one.themes} for one in (wanted, given)]
    apart = all(families) and families[0].isdisjoint(families[1])
    return apart and not any(one.named_in(given.title) for one in wanted.things if not one.is_way)


def fits_well(wanted: Subject, given: Subject, weights: Mapping[str, float], main: Collection[Thing]) -> bool:
    least = ON_THEME if weights.get("theme", 0.0) >= SAME_THEME else LEAST_WORDS
    together = not wanted.is_between or "together" in weights
    of_it = not wanted.main or (has_most(wanted, main) and is_of_the_field(given, main))
    return weights.get("words", 0.0) >= least and together and of_it


def has_most(wanted: Subject, main: Iterable[Thing]) -> bool:
    """Not only what is wanted by the way: border posts, where it is about precursors."""
    bits = {one: told(wanted.things[one].split()) for one in wanted.main}
    return sum(bits[one] for one in main) >= MOST_OF_IT * sum(bits.values())


def is_worth_a_look(wanted: Subject, given: Subject, weights: Mapping[str, float], main: Collection[Thing]) -> bool:
    """In the same country or region: of the same theme, or it plainly names what is wanted or what is near to it."""
    if "country" not in weights:
        return False
    plain = any(one.named_in(given.title) for one in main) or (main and has_most(wanted, main))
    if weights.get("theme", 0.0) >= SAME_THEME:
        return True
    if plain and is_of_the_field(given, main):
        return not wanted.is_between or "together" in weights or not all(one.is_wide for one in main)
    if any(one.named_in(given.text) and not one.is_wide for one in wanted.near):
        return True
    things = (one for one in wanted.things if not one.is_way and not one.is_field)
    return is_on_drugs(given) and any(one.named_in(given.text if not one.is_wide else given.title) for one in things)


def is_of_the_field(given: Subject, named: Iterable[Thing]) -> bool:
    """What is named is of drugs or borders or money by itself, or something else says so of the project."""
    if given.themes or any(not one.is_wide for one in named):
        return True
    return is_on_drugs(given) or any(one.named_in(given.text) for one in sharp())


@cache
def sharp() -> tuple[Thing, ...]:
    """Things that work of no other field is about."""
    return tuple(one for one in things() if not one.is_way and not one.is_wide)


def is_on_drugs(given: Subject) -> bool:
    return bool(given.purposes & ON_DRUGS or first_named(DRUGS, given.text) or first_named(FIELD, given.text))
