"""Folding of names, so that "Agência Федеральная" is found however it is typed."""

import unicodedata


def fold(text: str) -> str:
    """Lower case, without accents, every run of other signs one space: the form in which names are compared."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in plain).split())
