"""The typeface for pages: from the package's complete files (290 KB each) come the letters that pages use (18 KB each).

A staticfiles finder, so that runserver, tests and collectstatic see the files like any other; they are made once and
kept below VAR. The package is under the Open Font License, which allows this.
"""

from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

ALPHABETS = {
    "latin": [*range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x2010, 0x203B), 0x20AC, *range(0x2190, 0x2194), 0x2212],
    "cyrillic": range(0x400, 0x500),
}
WEIGHTS = {"regular": "SourceSansPro-Regular.ttf", "semibold": "SourceSansPro-Semibold.ttf"}
NAMES = {f"fonts/{weight}-{alphabet}.woff": (weight, alphabet) for weight in WEIGHTS for alphabet in ALPHABETS}


class Finder(BaseFinder):
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__()
        self.storage = FileSystemStorage(settings.VAR / "made-static")

    def find(self, path: str, find_all: bool = False, **kwargs: object) -> Any:
        if path not in NAMES:
            return []
        found = str(made(path, self.storage))
        return [found] if find_all else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        for name in NAMES:
            made(name, self.storage)
            yield name, self.storage


def made(name: str, storage: FileSystemStorage) -> Path:
    """Path of the font file, written on first use; a rename makes it appear whole."""
    target = Path(storage.path(name))
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        half = target.with_suffix(".half")
        subset(*NAMES[name], half)
        half.replace(target)
    return target


def subset(weight: str, alphabet: str, target: Path) -> None:
    from fontTools import subset as font  # slow to import, and needed once in an installation's life

    options = font.Options(
        flavor="woff", hinting=False, layout_features=["kern", "liga", "tnum", "ccmp", "mark", "locl"]
    )
    source = font.load_font(str(files("font_source_sans_pro") / "files" / WEIGHTS[weight]), options)
    chosen = font.Subsetter(options)
    chosen.populate(unicodes=ALPHABETS[alphabet])
    chosen.subset(source)
    font.save_font(source, str(target), options)
