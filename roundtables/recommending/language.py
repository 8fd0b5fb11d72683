"""In which language a text is written, as far as its letters and smallest words tell."""

import re

SMALL_WORDS = {
    "en": re.compile(r"\b(?:the|of|and|to|in|for|with|by|on|at|from|should|be|their)\b"),
    "fr": re.compile(r"\b(?:le|la|les|des|du|de|et|aux|en|pour|avec|dans|par|sur|leurs)\b"),
    "es": re.compile(r"\b(?:el|los|las|del|y|en|para|con|por|sus|al|entre)\b"),
    "de": re.compile(r"\b(?:der|die|das|und|den|von|zu|mit|für|im|zwischen)\b"),
}
SCRIPTS = {
    "ru": re.compile("[\u0400-\u04ff]"),
    "ar": re.compile("[\u0600-\u06ff]"),
    "zh": re.compile("[\u4e00-\u9fff]"),
}
PERSIAN = re.compile("[پچژگ]")


def language_of(text: str, otherwise: str = "en") -> str:
    """A code of two letters; the other one where nothing tells."""
    letters = sum(one.isalpha() for one in text)
    for code, script in SCRIPTS.items():
        if letters and len(script.findall(text)) > letters / 2:
            return "fa" if code == "ar" and PERSIAN.search(text) else code
    counts = {code: len(small.findall(text.casefold())) for code, small in SMALL_WORDS.items()}
    return max(counts, key=lambda code: counts[code]) if any(counts.values()) else otherwise
