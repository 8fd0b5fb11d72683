"""The marks before the items of a list: 1. 2) (a) iv. • Recommendation 3: and the like."""

import re
from dataclasses import dataclass
from enum import StrEnum

ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
LATIN, CYRILLIC = "abcdefghijklmnopqrstuvwxyz", "абвгдежзиклмнопрстуфхцчшщэюя"  # without й, ё, ъ, ы and ь, as lists go
NAMED = r"(?:recommendations?|recommandations?|рекомендаци[яи]|recomendaci[oó]n(?:es)?|rec\.?|r\.?)"
NUMBER = r"(?P<number>\d{1,3})"
BULLET = re.compile(r"(?:[•·▪▫◦‣⁃●○■□◆➢➤✓✔§\uf0b7\uf0a7\uf0d8*]|[-–—](?=\s)|o(?=\s))\s*(?P<rest>.*)", re.S)
PATTERNS = (  # the first that fits
    re.compile(rf"{NAMED}\s*(?:no\.?|n°|№)?\s*{NUMBER}\s*(?:[.:)\]–—-]\s*|$)(?P<rest>.*)", re.I | re.S),
    re.compile(rf"(?:no\.?|n°|№)\s*{NUMBER}\s*[.:)\]–—-]?\s*(?P<rest>.*)", re.I | re.S),
    re.compile(rf"\d{{1,2}}\.{NUMBER}(?:[.)](?!\d)\s*|\s+|$)(?P<rest>[^\W\d_].*|$)", re.S),  # 4.1 and 4.2 of chapter 4
    re.compile(rf"{NUMBER}\s?[.):\]°º](?!\d)\s*(?P<rest>.*)", re.S),
    re.compile(rf"{NUMBER}\s*[–—-]\s+(?P<rest>.*)", re.S),
)
ENCLOSED = re.compile(r"[(\[](\d{1,3})[)\]]\s*(.*)", re.S)
BARE = re.compile(r"\d{1,3}")  # alone in its line, as tables come out
LETTERS = re.compile(
    r"(?:\((?P<both>[ivxlc]{1,7}|[a-zа-я])\)|(?P<one>[ivxlc]{1,7}|[a-zа-я])[.)](?!\w\.))\s*(?P<rest>.*)", re.I | re.S
)


class Style(StrEnum):
    NUMBER = "number"
    ENCLOSED = "enclosed"
    BARE = "bare"
    DOTTED = "dotted"
    LETTER = "letter"
    ROMAN = "roman"
    BULLET = "bullet"


@dataclass(frozen=True, slots=True)
class Mark:
    style: Style
    number: int | None
    rest: str  # the line behind it


def marks(line: str) -> list[Mark]:
    """How the beginning of the line may be read: "(i)" is the roman one, or the letter after h. Mostly one or none."""
    if bullet := BULLET.fullmatch(line):
        return [Mark(Style.BULLET, None, bullet["rest"])]
    if enclosed := ENCLOSED.fullmatch(line):
        return [Mark(Style.ENCLOSED, int(enclosed[1]), enclosed[2])]
    if BARE.fullmatch(line):
        return [Mark(Style.BARE, int(line), "")]
    for pattern in PATTERNS:
        if found := pattern.fullmatch(line):
            dotted = re.match(r"\d{1,2}\.\d", line)
            return [Mark(Style.DOTTED if dotted else Style.NUMBER, int(found["number"]), found["rest"])]
    found = LETTERS.fullmatch(line)
    if not found:
        return []
    sign = (found["both"] or found["one"]).lower()
    read = {Style.ROMAN: roman(sign), Style.LETTER: letter(sign)}
    return [Mark(style, number, found["rest"]) for style, number in read.items() if number]


def roman(sign: str) -> int:
    """4 for iv; 0 for what is no roman number below 100."""
    values = [ROMAN.get(one, 0) for one in sign]
    if 0 in values:
        return 0
    total = sum(-value if value < max(values[at:]) else value for at, value in enumerate(values))
    return total if 0 < total < 100 and written_roman(total) == sign else 0


def written_roman(number: int) -> str:
    tens = ("", "x", "xx", "xxx", "xl", "l", "lx", "lxx", "lxxx", "xc")
    ones = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
    return tens[number // 10] + ones[number % 10]


def letter(sign: str) -> int:
    """1 for a; 0 for what is no single letter."""
    for alphabet in (LATIN, CYRILLIC):
        if len(sign) == 1 and sign in alphabet:
            return alphabet.index(sign) + 1
    return 0
