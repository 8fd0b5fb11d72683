"""Reads the text of a document: `python -m projects.children.text BYTES SECONDS CHARACTERS MEDIA-TYPE < file`.

Out: a line with the language's code, or an empty one, and then the text.
"""

import codecs
import re
import sys

from kreuzberg import ExtractionConfig, KreuzbergError, LanguageDetectionConfig, extract_bytes_sync

from projects.children import LOCKED, UNREADABLE, confine

LIBRARY = 16_000_000  # bytes; the reader of PDF unpacks one of 8 MB into TMPDIR when it is first used
SURE = 0.9  # below this the language stays open
KEPT = "\n\u200c\u200d"  # line ends, and the joiners that Persian and Urdu are written with
# Codes of the languages that partners write in, as the reader has them and as pages have them.
LANGUAGES = {
    "eng": "en", "fra": "fr", "spa": "es", "rus": "ru", "ara": "ar", "arb": "ar", "zho": "zh", "cmn": "zh", "deu": "de",
    "ita": "it", "por": "pt", "tur": "tr", "pes": "fa", "fas": "fa", "jpn": "ja", "ukr": "uk", "pol": "pl", "nld": "nl",
    "swe": "sv", "dan": "da", "nob": "nb", "fin": "fi", "ell": "el", "bul": "bg", "ron": "ro", "ces": "cs", "hun": "hu",
    "srp": "sr", "hrv": "hr", "urd": "ur", "hin": "hi", "uzb": "uz", "tuk": "tk", "kaz": "kk", "aze": "az", "hye": "hy",
    "kat": "ka", "kor": "ko", "est": "et", "lav": "lv", "lit": "lt", "slk": "sk", "slv": "sl", "mkd": "mk", "bel": "be",
}  # fmt: skip


def main(memory: int, seconds: int, characters: int, media_type: str) -> int:
    confine(memory, seconds, output=max(LIBRARY, 4 * characters + 64))
    recognition = LanguageDetectionConfig(enabled=True, min_confidence=SURE)
    config = ExtractionConfig(use_cache=False, disable_ocr=True, language_detection=recognition)  # type: ignore[call-arg]
    if media_type in {"text/plain", "text/csv"}:  # in any of the encodings that are taken in
        content, media_type = decoded(sys.stdin.buffer.read(4 * characters)).encode(), "text/plain"
    else:
        content = sys.stdin.buffer.read()
    try:
        found = extract_bytes_sync(content, media_type, config)
    except KreuzbergError as error:
        return LOCKED if "password" in str(error).lower() or "encrypt" in str(error).lower() else UNREADABLE
    languages = found.detected_languages or [""]
    text = f"{LANGUAGES.get(languages[0], '')}\n{readable(found.content[: 2 * characters])[:characters]}"
    sys.stdout.buffer.write(text.encode(errors="ignore"))
    return 0


def decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return codecs.getincrementaldecoder("utf-8-sig")().decode(content)  # the last letter may be cut in two
    except UnicodeDecodeError:
        return content.decode("cp1251", errors="replace")


def readable(text: str) -> str:
    """Without signs that nobody reads: control characters, marks of bold type, and runs of space."""
    text = re.sub(r"[^\S\n]+", " ", text.replace("\r\n", "\n").replace("**", ""))
    text = "".join(sign for sign in text if sign in KEPT or sign.isprintable())
    return re.sub(r" ?\n\s*\n\s*", "\n\n", text).strip()


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]))
