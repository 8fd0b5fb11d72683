"""Which kinds of overlap two projects may have, read off the names of their levels.

The match weight says how strong the evidence is, and whether it is enough; the kind says what it is evidence of, and so
what to do about it. Only what both state can rule a kind out: what one of them leaves open hides nothing.
"""

from enum import StrEnum
from typing import Protocol

from .records import Record
from .substance import amount, country
from .times import is_past, period, start


class Kind(StrEnum):
    SAME_PROJECT = "same_project"
    SAME_WORK = "same_work"
    COMPLEMENTARY = "complementary"
    TIMING_CLASH = "timing_clash"


OWN_DOUBLE = "own_double"  # the same project twice, by one partner
SENTENCES = {  # by case
    Kind.SAME_PROJECT: "This looks like one project, reported twice.",
    Kind.SAME_WORK: "Both seem to pay for the same kind of work: compare for whom and where.",
    Kind.COMPLEMENTARY: "Work on one matter for the same body or at the same place: worth joining up.",
    Kind.TIMING_CLASH: "Both ask for the same people or unit in the same weeks.",
    OWN_DOUBLE: "This looks like one project of one partner, entered twice.",
}
PERHAPS = "This may be one project: the facts that both state agree, and the words hardly do. Ask what each pays for."
OVER = "Both asked for the same people or unit in the same weeks, which are over."

ALIKE = {"same", "nearly_same", "very_similar"}
AKIN = ALIKE | {"quite_similar", "similar"}
KIN = AKIN | {"akin", "related"}
ONE_THEME = {"equal", "same"}
ONE_SUM = {"equal", "close"}
ABOUT_ONE_SUM = ONE_SUM | {"near"}
ABOUT_ONE_DAY = {"same", "month", "near"}
TOGETHER = {"same", "overlap"}  # periods
APART = {"follow", "apart"}  # periods
TITLED = AKIN | {"akin"}
TOLD = {"all", "90", "78", "65", "52", "42"}  # of a title in the other description

DIGITS = 6  # in what two numbers have in common before the last dash, to be one number with two parts


class Names(Protocol):
    """Names of levels by field."""

    def get(self, field: str, /) -> str | None: ...

    def __contains__(self, field: str, /) -> bool: ...


def worth_comparing(first: Record, second: Record) -> bool:
    """Whether an overlap is possible at all, told from a few plain fields: the texts cost fifty times as much.

    Never false for a pair of which `kinds_of` finds a kind, save one partner's own that its register keeps apart.
    """
    if first.partner == second.partner:
        if first.countries != second.countries or numbered_apart(first.reference, second.reference):
            return False  # so most differ, told at once
        return agrees_plainly({name: level.name for name, of in PLAIN.items() if (level := of(first, second))})
    if first.countries and second.countries and first.countries.isdisjoint(second.countries):
        return False
    if not first.identifiers.isdisjoint(second.identifiers):
        return True
    return not is_past(first, second) and not is_past(second, first)


def numbered_apart(reference: str, other: str) -> bool:
    """Whether one partner's register has the two under two numbers; parts of one number do not count as two."""
    is_one_number = trunk(reference) == trunk(other) != ""
    return bool(reference and other) and reference != other and not is_one_number


def trunk(reference: str) -> str:
    """What the parts of one number have in common; empty where that is too little to tell."""
    before = reference.rpartition("-")[0]
    return before if sum(sign.isdigit() for sign in before) >= DIGITS else ""


def kinds_of(names: Names, same_partner: bool) -> tuple[Kind, ...]:
    """Those that nothing stated rules out, the gravest first; the first of which the evidence is enough counts."""
    if succeeds(names):
        return ()
    if same_partner:
        return (Kind.SAME_PROJECT,) if is_double_entry(names) else ()
    possible = {
        Kind.SAME_PROJECT: is_same_project,
        Kind.TIMING_CLASH: clashes,
        Kind.SAME_WORK: is_same_work,
        Kind.COMPLEMENTARY: is_complementary,
    }
    found = [kind for kind, may_be in possible.items() if may_be(names)]
    if Kind.SAME_PROJECT in found and Kind.SAME_WORK in found:
        found.remove(Kind.SAME_WORK)  # or a higher threshold for the one would only rename it
    return tuple(found)


def sentence_of(case: str, names: Names, *, is_over: bool) -> str:
    """`is_over`: nothing of a clash can be moved any more."""
    if case == Kind.SAME_PROJECT and is_in_other_words(names):
        return PERHAPS
    return OVER if is_over and case == Kind.TIMING_CLASH else SENTENCES[case]


def is_in_other_words(names: Names) -> bool:
    """Titles of one language, of other things as far as they tell, and descriptions that do not say otherwise."""
    if "identifier" in names or names.get("subject") in {"same", "shared"}:
        return False
    return names.get("title") not in KIN | {None} and names.get("description") not in KIN


def case_of(kind: Kind, same_partner: bool) -> str:
    """Which of the calibration's priors and thresholds counts."""
    return OWN_DOUBLE if same_partner else kind.value


def succeeds(names: Names) -> bool:
    """Phases of one programme, serial grants, and work elsewhere: alike by design, and no overlap."""
    if names.get("country") == "different" or names.get("numbers") == "different":
        return True
    return (names.get("period") in APART and "identifier" not in names) or is_named_apart(names) or goes_on(names)


def goes_on(names: Names) -> bool:
    """Where one title names a phase and the other none, periods that hardly meet tell that it is the next one."""
    titled = names.get("title") in KIN | {None}
    return "sequel" in names and titled and names.get("period") == "touch" and "identifier" not in names


def is_named_apart(names: Names) -> bool:
    """Of two towns, persons or months in else equal titles, unless both state one place, which may be called so; or two
    of one series. Never if both state one number all the same.
    """
    if "identifier" in names:
        return False
    return (names.get("name") == "different" and names.get("place") != "shared") or names.get("series") == "different"


def contradicts(names: Names, *fields: str) -> bool:
    return any(names.get(field) == "different" for field in fields)


def title_told(names: Names) -> str | None:
    """How alike the titles are, if both tell something: a title that is taken out, or suits any project, is none."""
    return None if "untitled" in names else names.get("title")


def description_told(names: Names) -> str | None:
    return None if "undescribed" in names else names.get("description")


def is_same_text(names: Names) -> bool:
    title, description = title_told(names), description_told(names)
    if title is None and names.get("title") in ALIKE:
        return description in ALIKE
    if title in ALIKE:
        return description is None or description in KIN
    if description in ALIKE:
        return title in KIN or names.get("title_in_description") == "all"
    return title in AKIN and description in AKIN


def is_double_entry(names: Names) -> bool:
    """One partner's own project typed or imported twice. Sister grants share texts, so all else must agree."""
    if contradicts(names, "place", "beneficiary", "activity") or names.get("theme") not in ONE_THEME | {None}:
        return False
    if names.get("implementer") not in AKIN | {None} or not agrees_plainly(names):
        return False
    title, description = title_told(names), description_told(names)
    at_one = names.get("place") == "shared" and names.get("activity") == "same_receiver"
    if title is None and names.get("title") in ALIKE:
        texts = description in ALIKE
    else:
        texts = title in ALIKE and description in TITLED | {None}
    return texts or (at_one and (title in KIN or description in ALIKE)) or names.get("work") == "same"


def agrees_plainly(names: Names) -> bool:
    """In one country, for about the time and the money; what one of them does not state may still be typed."""
    at_once = names.get("start") in ABOUT_ONE_DAY | {None} and names.get("period") in TOGETHER | {None}
    return names.get("country") == "same" and at_once and names.get("amount") in ABOUT_ONE_SUM | {None}


PLAIN = {"country": country, "start": start, "period": period, "amount": amount}


def is_same_project(names: Names) -> bool:
    if contradicts(names, "place", "beneficiary", "activity", "theme"):
        return False
    if clashes(names) and is_in_other_words(names):
        return False  # two courses for one unit agree in nearly all facts
    return "identifier" in names or is_same_text(names) or is_same_undertaking(names)


def is_same_undertaking(names: Names) -> bool:
    """In other words, but the same thing for the same body or place, and the same hands or money."""
    if is_twin(names) or (is_about_one_thing(names) and is_of_one_budget(names)):
        return True
    if names.get("activity") != "same_receiver":
        return False
    money = names.get("amount") in ONE_SUM
    if names.get("period") == "same":
        hands = names.get("implementer") == "same"
        return (hands and money) or (names.get("title") in ALIKE and (hands or money))
    worded_alike = names.get("title") in AKIN or names.get("description") in AKIN
    whole = is_of_one_body_there(names) and names.get("period") != "touch"
    return whole and worded_alike and (money or names.get("amount") == "near")


def is_of_one_budget(names: Names) -> bool:
    """For all that their titles say; dogs for two towns may well cost the same."""
    at_once = names.get("period") == "same" and names.get("amount") in ONE_SUM
    return at_once and "building" not in names and not contradicts(names, "work", "whom", "way")


def is_of_one_body_there(names: Names) -> bool:
    return names.get("place") == names.get("beneficiary") == "shared"


def is_twin(names: Names) -> bool:
    """In whatever words or language: what is done where, when, and for how much as far as both say. What titles call
    other things are two works, though of one kind.
    """
    titled = names.get("work") == "same" and "building" not in names
    work = titled or (names.get("activity") == "same_receiver" and not contradicts(names, "subject"))
    money = names.get("amount") in ABOUT_ONE_SUM or (titled and "amount" not in names)
    return work and money and names.get("place") == "shared" and names.get("period") == "same"


def clashes(names: Names) -> bool:
    return "timing" in names


def is_same_work(names: Names) -> bool:
    """Neither another place nor other work, nor, in other words, for others; and tied by words or by what they do
    where, or for whom.
    """
    if contradicts(names, "work") and names.get("place") != "shared":
        return False
    for_others = contradicts(names, "beneficiary") or ("beneficiary" not in names and contradicts(names, "whom"))
    if for_others and names.get("place") != "shared" and not is_titled_as_one(names):
        return False
    if contradicts(names, "theme") and contradicts(names, "subject") and not is_of_one_body_there(names):
        return False
    return not contradicts(names, "place", "activity") and (is_worded_alike(names) or is_tied(names))


def is_titled_as_one(names: Names) -> bool:
    """And described alike, as far as both are; not where titles differ by a word, which may be who is helped."""
    return names.get("title") in ALIKE and is_same_text(names)


def is_worded_alike(names: Names) -> bool:
    crosswise = "untitled" not in names and names.get("title_in_description") in TOLD
    return title_told(names) in TITLED or description_told(names) in KIN or crosswise or is_about_one_thing(names)


def is_about_one_thing(names: Names) -> bool:
    """In whatever language, if both also do the same kind of thing about it; or in two of them, as far as their titles
    say, in the same way for the same people.
    """
    if names.get("subject") != "same":
        return False
    if names.get("activity") in {"same_type", "same_receiver"}:
        return True
    return not contradicts(names, "whom", "way")


def is_tied(names: Names) -> bool:
    """In whatever words. At a body's seat much is done: another theme, or body, needs more than the seat."""
    theme, money = names.get("theme"), names.get("amount") in ONE_SUM
    at_one, for_one = names.get("place") == "shared", names.get("beneficiary") == "shared"
    if money or theme in ONE_THEME:
        return at_one or for_one
    at_once = names.get("period") != "touch" or theme is None
    alike = names.get("activity") != "same_type" or names.get("work") == "same"
    same = alike and not contradicts(names, "theme", "beneficiary")
    return at_one and same and at_once


def is_complementary(names: Names) -> bool:
    """At one time on one theme, or on the one thing that both titles name, at one place or for one body; both where
    nothing of this is stated. But another activity.
    """
    at_one, for_one = names.get("place") == "shared", names.get("beneficiary") == "shared"
    if names.get("theme") in ONE_THEME or names.get("work") == "same":
        together = at_one or for_one
    else:
        together = at_one and for_one and "theme" not in names
    another = names.get("activity") in {"different", "same_type"}
    return another and together and names.get("period") in TOGETHER | {None}
