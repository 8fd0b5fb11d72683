"""How names are compared, so that "Agência Федеральная" is found however typed; how numbers are read and written."""

import re
import unicodedata
from datetime import date
from decimal import Decimal

from django.utils.formats import date_format

SYMBOLS = {"USD": "US$", "EUR": "€", "GBP": "£", "JPY": "¥"}
SPACE = "\u00a0"  # does not break
WORD = re.compile(r"[^\W_]+")


def fold(text: str) -> str:
    """Lower case, without accents, every run of other signs one space: the form in which names are compared."""
    plain = text.casefold()
    if not plain.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    return " ".join(WORD.findall(plain))


# Control signs but tab and line's end, halves of pairs, and what Unicode says is no sign: no XML and no PDF takes them.
UNREADABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def readable(text: str) -> str:
    """As a file for others may hold it, without signs that stand for nothing."""
    return UNREADABLE.sub("", text)


SEEN = "LNPS"  # letters, numbers, punctuation and symbols leave something to be read
BLANK = "\u115f\u1160\u2800\u3164\uffa0"  # but for these letters and this symbol


def is_seen(text: str) -> bool:
    """Whether anything of it can be read."""
    return any(unicodedata.category(sign)[0] in SEEN and sign not in BLANK for sign in text)


def row_id(text: str) -> int:
    """The number of a row as addresses and forms carry it; 0, which no row has, for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def thousands(number: int) -> str:
    """4 200 000, with spaces that do not break."""
    return f"{number:,}".replace(",", SPACE)


def noun(number: int, one: str, several: str = "") -> str:
    """The word that follows the number, which may stand elsewhere: project, projects; country, countries."""
    return one if number == 1 else several or f"{one}s"


def plural(number: int, one: str, several: str = "") -> str:
    """1 project, 4 200 projects."""
    return f"{thousands(number)} {noun(number, one, several)}"


def of_unit(unit: str, number: Decimal | float | None) -> str:
    """The unit as somebody wrote it in the plural; of one, "units" reads "unit" and "laboratories" "laboratory"."""
    if number != 1 or not unit.endswith("s") or unit.endswith(("ss", "us", "is")):
        return unit
    if unit.endswith("ies"):
        return f"{unit[:-3]}y"
    return unit[:-2] if unit.endswith(("sses", "xes", "ches", "shes")) else unit[:-1]


def day_in_words(day: date) -> str:
    """25 November 2026."""
    return date_format(day, "j F Y")


def money(amount: Decimal, currency: str = "USD") -> str:
    """4200000 with "EUR" reads "€ 4 200 000"; cents only where there are any."""
    digits = f"{amount:,.0f}" if amount == amount.to_integral_value() else f"{amount:,.2f}"
    return f"{SYMBOLS.get(currency, currency)}{SPACE}{digits.replace(',', SPACE)}"
