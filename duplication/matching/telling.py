"""Whether a text tells anything of its project: not if its source took it out, nor if it suits any other."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from .levels import Level, levels
from .nations import names_one
from .records import Record
from .text import COMMON, STOP_WORDS, WORD, fold, stem, word_list
from .whereabouts import Name, names_by_first_word

GENERAL = word_list("general_words.txt")
LATIN = "\u024f"  # the last of its letters
RUSSIAN = frozenset(stem(word) for word in GENERAL if word > LATIN)  # as endings leave them
OUT = (
    r"(?:redacted|withheld|masked|anonymi[sz]ed|undisclosed|confidential|classified|not disclosed|caviarde\w*|masque\w*"
    r"|confidentiel\w*|non (?:communique|divulgue)\w*|скрыт\w*|засекречен\w*|конфиденциальн\w*|не разглаша\w*)"
)
SENTENCE = re.compile(r"[.!?;:]\s+|\n")
TAKEN_OUT = re.compile(  # of a whole sentence: "Our team redacted this field in accordance with …"
    rf"\b{OUT} (?:this|the) field\b"
    rf"|(?:^|\b(?:this|the) )(?:field|title|name|text|information|description) has been {OUT}\b"
    rf"|\b(?:this|the) (?:field|title|name|text|description) (?:is|was) {OUT}\b"
)
PHRASE = re.compile(
    rf"\b(?:(?:information|title|name|data|field|text|titre|intitule|nom|название|информация|данные) )?"
    rf"(?:is |was )?{OUT}\b"
)
LEFT_OPEN = re.compile(
    r"\b(?:not (?:applicable|available|specified|known|provided)|no (?:title|name)|без названия|нет данных"
    r"|to be (?:determined|defined|confirmed|announced|decided)|a (?:determiner|definir|preciser|confirmer)"
    r"|sans (?:titre|objet)|non (?:precise|disponible|applicable)\w*|не (?:указан|применим|определен)\w*)\b"
)
SHORTEST = 2  # letters of a word that tells something

UNTOLD = levels(nothing="One of the two is taken out, or so general that it suits any project.")


def untitled(first: Record, second: Record) -> Level | None:
    titles = first.title, second.title
    return UNTOLD["nothing"] if all(titles) and any(is_general(title.raw) for title in titles) else None


def undescribed(first: Record, second: Record) -> Level | None:
    both = first.description, second.description
    return UNTOLD["nothing"] if all(both) and any(is_general(one.raw) for one in both) else None


@lru_cache(maxsize=2_000)
def is_general(text: str) -> bool:
    """Read as far as the first sentence that tells something: of most texts one."""
    return all(map(is_general_word, said(text)))


@lru_cache(maxsize=20_000)
def is_general_word(word: str) -> bool:
    """Or a number, or a country's name."""
    return word in GENERAL or stem(word) in RUSSIAN or word.isdecimal() or is_only_of_a_country(stem(word))


def is_only_of_a_country(word: str) -> bool:
    """Its whole name, or a word that only names of countries and peoples have: neither African nor Union."""
    return (word,) in single_names() or (word not in COMMON and names_one(word))


@cache
def single_names() -> frozenset[Name]:
    return frozenset(name for several in names_by_first_word().values() for name, _ in several if len(name) == 1)


def said(text: str) -> Iterator[str]:
    """The folded words of a text that tell something, without what says only that something is left out."""
    sentences = (" ".join(WORD.findall(fold(sentence))) for sentence in SENTENCE.split(text))
    left = (LEFT_OPEN.sub(" ", PHRASE.sub(" ", one)) for one in sentences if not TAKEN_OUT.search(one))
    return (word for one in left for word in one.split() if word not in STOP_WORDS and len(word) >= SHORTEST)
