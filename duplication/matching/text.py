"""Wording made comparable: case, accents and endings folded, stop words dropped, years and numbers read out."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

STEM = 7  # letters kept of a word: enough to tell words apart, few enough to forget most endings in all four languages
LONGEST = 1500  # characters of a text that are compared; the rest of a long description is mostly boilerplate

COMBINING = re.compile("[\u0300-\u036f]+")
WORD = re.compile(r"[^\W_]+")
YEAR = re.compile(r"(?:19|20)\d\d")


def word_list(name: str) -> frozenset[str]:
    """The words of a file in data/; a line that begins with # is a heading."""
    lines = (Path(__file__).parents[1] / "data" / name).read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def word_information(name: str) -> dict[str, float]:
    """Bits by word, from a file in data/ whose lines are a number and the words that tell so much."""
    lines = (Path(__file__).parents[1] / "data" / name).read_text(encoding="utf-8").splitlines()
    found: dict[str, float] = {}
    for line in lines:
        if not line.startswith("#"):
            bits, *words = line.split(" ")
            found |= dict.fromkeys(words, float(bits))
    return found


STOP_WORDS = word_list("stop_words.txt")
INFORMATION = word_information("word_information.txt")
UNLISTED = 17.0  # bits of a word that at most two of 214,045 aid projects have
ONE_IN_TWO_HUNDRED = 7.75  # bits, rounded up
COMMON = frozenset(word for word, bits in INFORMATION.items() if bits < ONE_IN_TWO_HUNDRED)
DOUBTFUL = word_list("doubtful_names.txt")  # of countries
ARTICLES = {"reunion": "la", "salvado": "el"}  # without which they are a meeting, and a person or a city
APART = re.compile(r"[^\s-]")


@dataclass(frozen=True)
class Text:
    """One text as the comparisons read it, each part when it is first asked for: of most pairs a few tell enough."""

    raw: str = ""

    def __bool__(self) -> bool:
        return bool(self.folded)

    @cached_property
    def folded(self) -> str:
        raw = self.raw[:LONGEST]
        return " ".join(WORD.findall(fold(raw)))[: len(raw) * 5 // 4]  # of one sign folding makes up to eighteen

    @cached_property
    def stems(self) -> list[str]:
        """Without stop words, in their order, each once."""
        return list(dict.fromkeys([token[:STEM] for token in self.folded.split() if token not in STOP_WORDS]))

    @cached_property
    def words(self) -> frozenset[str]:
        """The same, in no order."""
        return frozenset(self.stems)

    @cached_property
    def bits(self) -> float:
        """What the words tell together."""
        return bits(self.words)

    @cached_property
    def rare(self) -> frozenset[str]:
        """The words that few descriptions of aid contain: names, places, things."""
        return frozenset([word for word in self.words - COMMON if len(word) > 2])

    @property
    def meant(self) -> frozenset[str]:
        """Stems of doubtful names that stand as the country's name."""
        return frozenset() if DOUBTFUL.isdisjoint(self.words) else frozenset(names_meant(self.raw[:LONGEST]))


NO_TEXT = Text()


def fold(text: str) -> str:
    """Lower case, without accents."""
    text = text.casefold()
    return text if text.isascii() else COMBINING.sub("", unicodedata.normalize("NFKD", text))


def read(text: str) -> Text:
    return Text(text) if text else NO_TEXT


def names_meant(text: str) -> Iterator[str]:
    """With a capital, and no part of a longer name: neither of New Mexico nor of somebody called Jordan."""
    words = [(m[0], stem(fold(m[0])), m.start(), m.end()) for m in WORD.finditer(text)]
    for n, (word, name, start, end) in enumerate(words):
        if name in DOUBTFUL and word[0].isupper():
            before = words[n - 1][0] if n and not APART.search(text, words[n - 1][3], start) else ""
            after = words[n + 1][0] if n + 1 < len(words) and not APART.search(text, end, words[n + 1][2]) else ""
            whole = not any(is_name(one) for one in (before, after)) and not is_sea(words[:n])
            if whole and ARTICLES.get(name, fold(before)) == fold(before):
                yield name


def is_name(word: str) -> bool:
    return word[:1].isupper() and fold(word) not in STOP_WORDS


def is_sea(before: list[tuple[str, str, int, int]]) -> bool:
    return [name for _, name, *_ in before[-2:]] == ["gulf", "of"]


def bits(words: frozenset[str]) -> float:
    """What the words tell together."""
    return sum([INFORMATION.get(word, UNLISTED) for word in words])


def stem(word: str) -> str:
    return word[:STEM]


def years(folded: str) -> frozenset[int]:
    return frozenset(int(token) for token in folded.split() if YEAR.fullmatch(token))


def numbers(folded: str) -> frozenset[int]:
    """Other numbers of a folded title, such as a course, a lot or a post."""
    tokens = (token for token in folded.split() if token.isdecimal() and len(token) <= 4)
    return frozenset(int(token) for token in tokens if not YEAR.fullmatch(token))
