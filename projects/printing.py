"""What every PDF set by typst shares: the typefaces, and that what people wrote goes in as data, never as source."""

import json
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import typst


@cache
def font_folders() -> list[str]:
    """The typeface of the pages, and matplotlib's for what it lacks, such as Arabic letters."""
    return [str(files("font_source_sans_pro") / "files"), str(files("matplotlib") / "mpl-data" / "fonts" / "ttf")]


def printed(source: Path, name: str, content: dict[str, Any], root: Path | None = None) -> bytes:
    """A tagged PDF (PDF/UA-1). The source finds its content under `name`; files that it shows lie below the root."""
    found: bytes = typst.compile(
        str(source),
        format="pdf",
        root=str(root or source.parent),
        font_paths=font_folders(),
        ignore_system_fonts=True,
        sys_inputs={name: json.dumps(content)},
        pdf_standards=["ua-1"],
    )
    return found
