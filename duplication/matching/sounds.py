"""Names as they sound, so that one town is one in Russian and in Latin letters, whoever wrote it down.

The letters follow the romanization of BGN/PCGN (1947) without what is written in several ways: Ayvaj, Aivadj and
Айвадж are one.
"""

import re
from functools import lru_cache

CYRILLIC = str.maketrans(
    dict(zip("абвгдезийклмнопрстуфыэіәғқҳҷӯӣңөүұ", "abvgdeziiklmnoprstufieiagkhjuinouu", strict=True))
    | {
        "ё": "e",
        "ж": "zh",
        "х": "kh",
        "ц": "ts",
        "ч": "ch",
        "ш": "sh",
        "щ": "shch",
        "ъ": "",
        "ь": "",
        "ю": "iu",
        "я": "ia",
    }
)
ALIKE = (
    *(("dzh", "j"), ("dj", "j"), ("zh", "j"), ("kh", "h"), ("gh", "g"), ("sch", "sh"), ("shch", "sh"), ("tch", "sh")),
    *(("ch", "sh"), ("ph", "f")),  # in French ch is what sh is in English
    *(("ck", "k"), ("q", "k"), ("w", "v"), ("x", "ks"), ("ou", "u"), ("y", "i")),
)
TWICE = re.compile(r"(.)\1+")
CYRILLIC_LETTER = re.compile("[\u0400-\u04ff]")
LATIN_LETTER = re.compile("[a-z]")
ENDING = re.compile("[aeiou]+$")  # as Russian declines a name: в Айвадже


@lru_cache(maxsize=20_000)
def sound(word: str) -> str:
    """Of a folded word; the word itself where nothing would be left."""
    heard = word.translate(CYRILLIC)
    for written, one in ALIKE:
        heard = heard.replace(written, one)
    return ENDING.sub("", TWICE.sub(r"\1", heard)) or word


def in_latin(name: str) -> str:
    """The words of a folded name as they sound."""
    return " ".join(map(sound, name.split()))


def is_in_two_scripts(*names: str) -> bool:
    """Whether some of the folded names are in Russian letters and others in Latin ones."""
    return any(map(CYRILLIC_LETTER.search, names)) and any(map(LATIN_LETTER.search, names))
