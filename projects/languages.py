"""Languages that a text may be in, by the names under which people choose and read them."""

from django.utils.translation import get_language_info

LANGUAGES = [
    ("en", "English"), ("fr", "French"), ("ru", "Russian"), ("es", "Spanish"), ("ar", "Arabic"), ("fa", "Persian"),
    ("tg", "Tajik"), ("uz", "Uzbek"), ("tr", "Turkish"), ("de", "German"), ("it", "Italian"), ("zh", "Chinese"),
    ("und", "Not stated"),
]  # fmt: skip


def languages_with(code: str) -> list[tuple[str, str]]:
    """The languages offered, and the one that an import brought."""
    return LANGUAGES if code in dict(LANGUAGES) else [*LANGUAGES, (code, language_name(code))]


def language_name(code: str) -> str:
    """An unknown code stands for itself."""
    if name := dict(LANGUAGES).get(code):
        return name
    try:
        return str(get_language_info(code)["name"])
    except KeyError:
        return code
