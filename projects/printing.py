"""What every PDF set by typst shares: the typefaces, and that what people wrote goes in as data, never as source."""

import json
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import typst

from partners.text import readable


@cache
def font_folders() -> list[str]:
    """The typeface of the pages; for what it lacks matplotlib's, with Arabic letters, and one with Chinese ones."""
    beside = files("matplotlib") / "mpl-data" / "fonts" / "ttf"
    return [str(files("font_source_sans_pro") / "files"), str(beside), str(files("cvttf_NotoSansCJK_Regular"))]


def cleaned(content: Any) -> Any:
    """The same, every text in it fit for a file."""
    if isinstance(content, str):
        return readable(content)
    if isinstance(content, dict):
        return {name: cleaned(value) for name, value in content.items()}
    return [cleaned(value) for value in content] if isinstance(content, list | tuple) else content


def printed(source: Path, name: str, content: dict[str, Any], root: Path | None = None) -> bytes:
    """A tagged PDF (PDF/UA-1). The source finds its content under `name`; files that it shows lie below the root."""
    found: bytes = typst.compile(
        str(source),
        format="pdf",
        root=str(root or source.parent),
        font_paths=font_folders(),
        ignore_system_fonts=True,
        sys_inputs={name: json.dumps(cleaned(content))},
        pdf_standards=["ua-1"],
    )
    return found
