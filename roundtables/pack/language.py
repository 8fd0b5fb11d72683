"""The language of a pack: its phrases, plural forms, days and numbers, and the names of what the registry names itself.

Phrases stand in words.toml, names of themes, activities and countries in names.csv; what people wrote is never
translated.
"""

import csv
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.formats import date_format

HERE = Path(__file__).parent
THIN, WIDE = "\u202f", "\u00a0"  # spaces that do not break
Phrase = str | list[str]


def of_two(number: int) -> int:
    return 0 if number == 1 else 1


def of_two_with_nought(number: int) -> int:
    return 0 if number < 2 else 1


def of_three(number: int) -> int:
    """1 проект, 2 проекта, 5 проектов; 11 проектов."""
    last, last_two = number % 10, number % 100
    if last == 1 and last_two != 11:
        return 0
    return 1 if 2 <= last <= 4 and not 12 <= last_two <= 14 else 2


@dataclass(frozen=True, slots=True)
class Rules:
    name: str  # of the language, in itself
    locale: str
    group: str  # between thousands
    point: str
    colon: str
    form: Callable[[int], int]
    day: str
    month: str


RULES = {
    "en": Rules("English", "en-GB", WIDE, ".", ": ", of_two, "j F Y", "F Y"),
    "fr": Rules("Français", "fr-FR", THIN, ",", f"{WIDE}: ", of_two_with_nought, "j F Y", "F Y"),
    "ru": Rules("Русский", "ru-RU", WIDE, ",", ": ", of_three, "j E Y года", "F Y года"),
}
USUAL = "en"
CHOICES = [(code, rules.name) for code, rules in RULES.items()]


@cache
def catalogue() -> dict[str, dict[str, Phrase]]:
    with (HERE / "words.toml").open("rb") as file:
        return tomllib.load(file)


@cache
def names() -> dict[tuple[str, str], dict[str, str]]:
    with (HERE / "names.csv").open(encoding="utf-8", newline="") as file:
        return {(row["kind"], row["code"]): row for row in csv.DictReader(file)}


class Language:
    def __init__(self, code: str) -> None:
        self.code, self.rules = code, RULES[code]

    # -- Phrases -------------------------------------------------------------------------------------------------------
    def say(self, key: str, **values: object) -> str:
        phrase = str(catalogue()[key][self.code])
        return phrase.format(**values) if values else phrase

    def count(self, key: str, number: int, **values: object) -> str:
        """The phrase in the form that goes with the number, which it may name as `n`."""
        forms = catalogue()[key][self.code]
        return forms[self.rules.form(number)].format(n=self.number(number), **values)

    def choice(self, group: str, code: Any, usual: str = "") -> str:
        """What a code is called: `status`, `kind` of an alert, and the like."""
        phrase = catalogue().get(f"{group}.{code}", {}).get(self.code, "")
        return phrase if phrase and isinstance(phrase, str) else usual or str(code)

    def name(self, kind: str, code: str, usual: str) -> str:
        """Of a `theme`, an `activity`, a `country` or a `partner`; as it was entered where there is no translation."""
        if self.code == USUAL:
            return usual
        return names().get((kind, code), {}).get(self.code) or usual

    def place(self, name: str, country: str, usual: str) -> str:
        """A place with its country, both in the language of the pack or both as they were entered."""
        known = self.name("city", name, "")
        if self.code == USUAL or not known:
            return f"{name}, {usual}"
        return f"{known}, {self.name('country', country, usual)}"

    def fact(self, label: str, value: str) -> str:
        return f"{label}{self.rules.colon}{value}"

    def joined(self, parts: "list[str] | tuple[str, ...]", most: int = 0) -> str:
        """The parts in a line; where there are more than `most`, how many more."""
        if most and len(parts) > most + 1:
            return f"{', '.join(parts[:most])} {self.say('and_more', n=self.number(len(parts) - most))}"
        return ", ".join(parts)

    # -- Numbers and days ----------------------------------------------------------------------------------------------
    def number(self, value: int) -> str:
        return f"{value:,}".replace(",", self.rules.group)

    def money(self, value: Decimal | int) -> str:
        """Whole US dollars."""
        return self.say("dollars", amount=self.number(round(value)))

    def day(self, day: date) -> str:
        with translation.override(self.code):
            words = date_format(day, self.rules.day)
        return words.replace("1 ", "1er ", 1) if self.code == "fr" and day.day == 1 else words

    def short_day(self, day: date) -> str:
        return (
            f"{day:%d.%m.%Y}"
            if self.code == "ru"
            else f"{day:%d/%m/%Y}"
            if self.code == "fr"
            else f"{day.day} {day:%b %Y}"
        )

    def month(self, day: date) -> str:
        with translation.override(self.code):
            return date_format(day, self.rules.month).lower() if self.code == "ru" else date_format(day, "F Y")

    def period(self, first: date, last: date, *, month_only: bool = False) -> str:
        """From the first to the last day, as short as can be."""
        told = self.month if month_only else self.day
        if first == last or (month_only and told(first) == told(last)):
            return told(first)
        if last - first < timedelta(days=28) and first.month == last.month and not month_only:
            return self.say("days", first="1er" if self.code == "fr" and first.day == 1 else first.day, last=told(last))
        return self.say("from_to", first=told(first), last=told(last))

    def short_money(self, value: Decimal, sign: str = "") -> str:
        """For a graph: "4.2 million"."""
        for size, key in ((Decimal(10**9), "billions"), (Decimal(10**6), "millions")):
            if value >= size:
                return self.say(f"{sign}{key}", n=f"{value / size:.1f}".replace(".", self.rules.point))
        return self.money(value) if sign else self.number(round(value))

    def money_in_short(self, value: Decimal) -> str:
        """ "US$ 4.2 million"."""
        return self.short_money(value, "dollars_")
