"""Where two records work, on what, for whom, with whom and for how much."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

from rapidfuzz import fuzz

from . import text
from .bodies import Body, may_be_one
from .levels import Level, levels, shared, step, worded
from .offices import are_apart
from .records import Activity, Record
from .sounds import in_latin, is_in_two_scripts
from .times import start
from .wording import title
from .works import called

NOBODY = text.word_list("nobody.txt")

COUNTRY = levels(
    same="They work in the same country.",
    overlap="They have some countries in common.",
    different="They work in different countries.",
)


def country(first: Record, second: Record) -> Level | None:
    if not first.countries or not second.countries:
        return None
    if first.countries == second.countries:
        return COUNTRY["same"]
    return COUNTRY["overlap" if first.countries & second.countries else "different"]


PLACE = levels(shared="They work at the same place.", different="They work at different places.")


def place(first: Record, second: Record) -> Level | None:
    """By what both state; else by their titles, if these name a town and one thing that is done there."""
    if first.sites and second.sites:
        return shared(first.sites, second.sites, PLACE)
    if not (both := first.works & second.works):
        return None
    town, thing = min(both)
    named = called(town, first.title.raw, second.title.raw)
    return replace(PLACE["shared"], sentence=f"Both titles name {named} and the same thing there: {thing}.")


WORK = levels(same="Both titles name one thing at one place.", different="Their titles name other things or places.")


def work(first: Record, second: Record) -> Level | None:
    if not first.works or not second.works:
        return None
    return WORK["same" if first.works & second.works else "different"]


THEME = levels(
    equal="All their themes are the same.",
    same="They have a theme in common.",
    related="Their themes are related.",
    different="Their themes differ.",
)


def theme(first: Record, second: Record) -> Level | None:
    """By themes where both state them, else by purpose codes; a whole theme or sector is written shorter."""
    if first.themes and second.themes:
        return hierarchy(first.themes, second.themes, lambda code: code.split(".")[0])
    return hierarchy(first.purposes, second.purposes, lambda code: code[:3])


def hierarchy(ours: frozenset[str], theirs: frozenset[str], parent: Callable[[str], str]) -> Level | None:
    if not ours or not theirs:
        return None
    if ours & theirs:
        return THEME["equal" if ours == theirs else "same"]
    return THEME["related" if {parent(c) for c in ours} & {parent(c) for c in theirs} else "different"]


ACTIVITY = levels(
    same_receiver="The same kind of activity for the same body or at the same place.",
    same_type="They have a kind of activity in common.",
    different="Their kinds of activity differ.",
)


def activity(first: Record, second: Record) -> Level | None:
    if not first.activities or not second.activities:
        return None
    if not first.activity_types & second.activity_types:
        return ACTIVITY["different"]
    alike = [(a, b) for a in first.activities for b in second.activities if a.type == b.type]
    same = any(at_one(a, b) for a, b in alike) or (
        is_one_body(first, second) and any(None in (a.beneficiary, b.beneficiary) for a, b in alike)
    )
    return ACTIVITY["same_receiver" if same else "same_type"]


QUANTITY = levels(
    equal="They plan as many of one kind of activity.",
    near="They plan about as many of one kind of activity.",
    different="Of one kind of activity one plans more than four times as many.",
)
QUANTITY_STEPS = ((0.999, "equal"), (0.75, "near"))
FEWEST = 2  # most activities are one course or one purchase: that two plan one each says nothing
FAR = 0.25


def quantity(first: Record, second: Record) -> Level | None:
    """Each kind of activity has its unit."""
    if not first.activities or not second.activities:  # as of most reports from elsewhere, and told at once
        return None
    if not (numbers := most_alike(first, second)):
        return None
    share = numbers[0] / numbers[1]
    return None if FAR <= share < QUANTITY_STEPS[-1][0] else step(share, QUANTITY, QUANTITY_STEPS)


def quantity_in_words(first: Record, second: Record, level: Level) -> Level:
    """With the numbers, the smaller one first."""
    fewer, more = most_alike(first, second)
    both = f"{fewer:g} each" if fewer == more else f"{fewer:g} and {more:g}"
    return replace(level, sentence=f"{level.sentence[:-1]}: {both}.")


def most_alike(first: Record, second: Record) -> tuple[float, ...]:
    """What both plan of the kind of activity of which they plan the most alike; empty where there is none."""
    ours, theirs = planned(first), planned(second)
    both = [tuple(sorted((ours[one], theirs[one]))) for one in ours.keys() & theirs.keys()]
    return max(both, key=lambda numbers: numbers[0] / numbers[1], default=())


def planned(record: Record) -> dict[str, float]:
    """How many of each kind of activity, over all that say so."""
    numbers: dict[str, float] = defaultdict(float)
    for one in record.activities:
        numbers[one.type] += one.quantity or 0.0
    return {type: number for type, number in numbers.items() if number >= FEWEST}


BENEFICIARY = levels(shared="They help the same body.", different="They help different bodies.")


def beneficiary(first: Record, second: Record) -> Level | None:
    """By their numbers, else by their names: whose names may be one body's says nothing, also as far as the one may
    translate the other.
    """
    if not first.receivers or not second.receivers:
        return None
    if is_one_body(first, second):
        return BENEFICIARY["shared"]
    doubtful = any(
        may_be_one(one, other)
        or (are_in_two_languages(first, second, one, other) and not are_apart(one.kinds, other.kinds))
        for one in first.bodies
        for other in second.bodies
    )
    return None if doubtful else BENEFICIARY["different"]


def are_in_two_languages(first: Record, second: Record, one: Body, other: Body) -> bool:
    """As far as the projects say, or the letters of the two names."""
    return len({first.language, second.language} - {""}) > 1 or is_in_two_scripts(*one.words, *other.words)


def is_one_body(first: Record, second: Record) -> bool:
    return bool(first.receivers & second.receivers or first.bodies & second.bodies)


IMPLEMENTER = levels(
    same="The same body carries them out.",
    very_similar="Bodies with nearly the same name carry them out.",
    similar="Bodies with similar names carry them out.",
    partly="The names of the bodies that carry them out share some words.",
    different="Different bodies carry them out.",
    unlike="Bodies with wholly different names carry them out.",
)
SURELY = 0.8  # names in two languages, or scripts, that are less alike say nothing: the one may translate the other
IMPLEMENTER_STEPS = ((0.95, "very_similar"), (0.8, "similar"), (0.6, "partly"), (0.4, "different"))


def implementer(first: Record, second: Record) -> Level | None:
    ours, theirs = named(first.implementers), named(second.implementers)
    if not ours or not theirs:
        return None
    if ours & theirs:
        return IMPLEMENTER["same"]
    best = max(likeness(one, other) for one in ours for other in theirs)
    if best < SURELY and any(is_in_two_scripts(one, other) for one in ours for other in theirs):
        return None
    return worded(best, IMPLEMENTER, IMPLEMENTER_STEPS, SURELY, first, second)


def likeness(one: str, other: str) -> float:
    """Of two folded names, from 0 to 1: in two scripts as they sound."""
    if is_in_two_scripts(one, other):
        one, other = in_latin(one), in_latin(other)
    return fuzz.token_set_ratio(one, other) / 100


BODY_KIND = levels(
    same="The same kind of body, which is not named, carries them out.",
    different="Different kinds of bodies carry them out.",
)


def body_kind(first: Record, second: Record) -> Level | None:
    """Where a report says no more than "a national NGO" of who carries it out."""
    ours, theirs = first.implementers, second.implementers
    if not ours or not theirs or (named(ours) and named(theirs)):
        return None
    return BODY_KIND["same" if ours & theirs else "different"]


ABROAD = levels(together="In different countries, the same body begins both in the same month: perhaps one programme.")


def abroad(first: Record, second: Record) -> Level | None:
    """Takes back a part of what different countries weigh against: for reports in files and for what is still typed.

    Between saved projects of different countries no overlap is told.
    """
    if not first.countries or not second.countries or first.countries & second.countries:
        return None
    by, begun = implementer(first, second), start(first, second)
    if by and begun and by.name in {"same", "very_similar"} and begun.name in {"same", "month"}:
        return ABROAD["together"]
    return None


NAMESAKE = levels(elsewhere="Their titles are nearly the same in different countries: often one programme's in each.")


def namesake(first: Record, second: Record) -> Level | None:
    """The same course or campaign is held in many countries: there a title tells less than within one."""
    if not first.countries or not second.countries or first.countries & second.countries:
        return None
    titled = title(first, second)
    is_one = titled is not None and titled.name in {"same", "nearly_same", "very_similar"}
    return NAMESAKE["elsewhere"] if is_one else None


AMOUNT = levels(
    equal="Their budgets are equal or all but equal.",
    close="Their budgets are nearly equal.",
    near="One budget is up to a tenth larger than the other.",
    similar="One budget is up to a quarter larger than the other.",
    half="One budget is up to half larger than the other.",
    double="One budget is up to twice the other.",
    triple="One budget is up to four times the other.",
    different="One budget is up to ten times the other.",
    far="One budget is more than ten times the other.",
)
AMOUNT_STEPS = (
    *((0.999, "equal"), (0.97, "close"), (0.9, "near"), (0.8, "similar"), (0.667, "half"), (0.5, "double")),
    *((0.25, "triple"), (0.1, "different")),
)


def amount(first: Record, second: Record) -> Level | None:
    """In the currency of both, as rates move from month to month; else in US dollars, as far as rates are known."""
    ours, theirs = first.amount, second.amount
    if first.stated and second.stated and first.stated[0] == second.stated[0]:
        ours, theirs = first.stated[1], second.stated[1]
    if not ours or not theirs or min(ours, theirs) <= 0:
        return None
    return step(min(ours, theirs) / max(ours, theirs), AMOUNT, AMOUNT_STEPS)


IDENTIFIER = levels(same="They carry the same number in another register.")


def identifier(first: Record, second: Record) -> Level | None:
    """Different numbers say nothing: every register numbers anew."""
    return IDENTIFIER["same"] if first.identifiers & second.identifiers else None


def at_one(a: Activity, b: Activity) -> bool:
    same_body = a.beneficiary is not None and a.beneficiary == b.beneficiary
    return same_body or (a.place is not None and a.place == b.place)


def names_somebody(name: str) -> bool:
    return not NOBODY.issuperset(name.split())


@lru_cache(maxsize=20_000)
def named(implementers: frozenset[str]) -> frozenset[str]:
    return frozenset(name for name in implementers if names_somebody(name))
