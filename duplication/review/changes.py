"""What has changed in a project since a verdict, as far as it matters to one.

Spelling and a word of many do not, nor days of a month or a twentieth of the money: the comparisons hardly see them.

Both come in as JSON, as `material.material_of` writes it; out go the changes, each in words.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from rapidfuzz.distance import OSA

from duplication.matching.text import INFORMATION, STOP_WORDS, UNLISTED, WORD, stem
from partners.text import day_in_words, fold, money

Material = Mapping[str, Any]

TEXTS = {"title": "Title", "objective": "Objective"}
LISTS = {
    "countries": "Countries",
    "places": "Places",
    "themes": "Themes",
    "purposes": "Purpose codes",
    "implementers": "Implemented by",
    "beneficiaries": "For",
    "numbers": "Numbers",  # the own and those in other registers
}
NOTHING = "not stated"
MONEY = Decimal("0.05")  # share of an amount that may move
DAYS = 31  # by which a start or an end may move
WORDS = 0.1  # share of the words of a text that may come or go; of them none that is a number or a name
TELLING = 11.0  # bits: a word that one project of aid in two thousand has
SHORT, MIDDLING = 6, 9  # letters: a shorter word is spelt one way, a longer one may differ in two letters


@dataclass(frozen=True, slots=True)
class Change:
    project: int
    visibility: str  # of the project when it was judged
    visibility_after: str  # when the change was found
    label: str
    before: str
    after: str

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def changes(project: int, before: Material, after: Material) -> Iterator[Change]:
    """Of one project, in the order in which it is read."""

    def change(label: str, was: str, now: str) -> Change:
        return Change(project, before["visibility"], after["visibility"], label, was, now)

    for name, label in TEXTS.items():
        if not is_same_text(before[name], after[name]):
            yield change(label, before[name] or NOTHING, after[name] or NOTHING)
    for name, label in LISTS.items():
        if before[name].keys() != after[name].keys():
            yield change(label, listed(before[name]), listed(after[name]))
    gone, come = Counter(map(key_of, before["activities"])), Counter(map(key_of, after["activities"]))
    if gone != come:
        was = worded(before["activities"], gone - come)
        yield change("Activities", was, worded(after["activities"], come - gone))
    if not is_same_period(before["period"], after["period"]):
        yield change("Period", period(before["period"]), period(after["period"]))
    if not is_same_money(before["amount"], after["amount"]):
        yield change("Amount", amounts(before["amount"]), amounts(after["amount"]))


# -- Texts -------------------------------------------------------------------------------------------------------------
def is_same_text(before: str, after: str) -> bool:
    ours, theirs = fold(before).split(), fold(after).split()
    if ours == theirs or "".join(ours) == "".join(theirs):
        return True
    if len(ours) == len(theirs) and all(map(is_same_word, ours, theirs)):
        return True
    one, other = (frozenset(stem(word) for word in WORD.findall(" ".join(text))) for text in (ours, theirs))
    come_or_gone = (one ^ other) - STOP_WORDS
    is_replaced = not one - STOP_WORDS <= other and not other - STOP_WORDS <= one
    return not is_replaced and not any(map(is_telling, come_or_gone)) and len(come_or_gone) <= WORDS * len(one | other)


def is_telling(word: str) -> bool:
    """A number, or what few projects of aid have in their texts, as a name."""
    return any(sign.isdigit() for sign in word) or INFORMATION.get(word, UNLISTED) >= TELLING


def is_same_word(one: str, other: str) -> bool:
    """Whether the two are spellings of one word. Numbers and short words have one; so has what begins differently."""
    if one == other:
        return True
    length = min(len(one), len(other))
    if length < SHORT or one[0] != other[0] or any(sign.isdigit() for sign in one + other):
        return False
    return OSA.distance(one, other) <= (1 if length < MIDDLING else 2)


# -- The rest ----------------------------------------------------------------------------------------------------------
def listed(named: Mapping[str, str]) -> str:
    return ", ".join(sorted(named.values())) or NOTHING


def key_of(activity: Material) -> tuple[str, ...]:
    return tuple(activity["key"])


def worded(activities: list[Material], wanted: Counter[tuple[str, ...]]) -> str:
    """Those of the activities that are wanted, each as often as it is; the others are as they were."""
    left, words = Counter(wanted), []
    for activity in activities:
        if left[key_of(activity)] > 0:
            left[key_of(activity)] -= 1
            words.append(activity["words"])
    if stay := 0 if words else len(activities):
        return f"none but the {stay} that stay{'s' if stay == 1 else ''}"
    return "; ".join(words) or "none"


def period(days: Sequence[str | None]) -> str:
    first, last = (day_in_words(date.fromisoformat(day)) if day else "…" for day in days)
    return NOTHING if not any(days) else first if first == last else f"{first} to {last}"


def is_same_period(before: list[str | None], after: list[str | None]) -> bool:
    pairs = [
        (was and date.fromisoformat(was), now and date.fromisoformat(now))
        for was, now in zip(before, after, strict=True)
    ]
    return all(was == now or (was and now and abs((now - was).days) <= DAYS) for was, now in pairs)


def is_same_money(before: Mapping[str, str], after: Mapping[str, str]) -> bool:
    """By currency; a little is no change, nor is a rate of exchange."""
    if before.keys() != after.keys():
        return False
    pairs = [(Decimal(before[currency]), Decimal(after[currency])) for currency in before]
    return all(abs(was - now) <= max(was, now) * MONEY for was, now in pairs)


def amounts(sums: Mapping[str, str]) -> str:
    return " + ".join(money(Decimal(amount), currency) for currency, amount in sorted(sums.items())) or NOTHING
