"""The way from a figure of the gap map to the lists of the recommendations and the needs behind it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from projects.analysis.links import encoded

ANY = "any"  # key of the row, and of the column, of asks that name none
ASKED_FOR_NONE = "none"  # the same in the filters of recommendations


@dataclass(frozen=True, slots=True)
class Lists:
    """Its filters take one value each, and know today only: where that does not tell it there is no way."""

    by: str
    chosen: Mapping[str, Any]
    is_past: bool

    def __call__(self, row: str | None, column: str | None) -> str | None:
        parts = [("state", "unfinished"), self.one("country", row), self.theme(column), self.one("pillar", None)]
        if self.is_past or None in parts or (row is None and self.chosen.get("region")):
            return None
        return "&".join(encoded(*part) for part in parts if part and part[1])

    def needs(self, row: str | None, column: str | None) -> str | None:
        """By sub-theme a main theme has no list of its own: the filter has what is below it too."""
        kind, theme = (column, None) if self.by == "activity_type" else (None, column)
        narrowed = [name for name in ("pillar", "activity_type", "region") if self.chosen.get(name)]
        parts = [("state", "open"), self.one("country", row), self.one("theme", theme)]
        whole = self.by == "sub_theme" and theme and "." not in theme
        if self.is_past or None in parts or ANY in {row, column} or narrowed or whole:
            return None
        return "&".join(encoded(*part) for part in (*parts, ("activity", kind or "")) if part and part[1])

    def alerts(self, row: str, column: str) -> str:
        return "&".join((encoded("state", "open"), encoded("country", row), encoded("theme", column)))

    def theme(self, column: str | None) -> tuple[str, str] | None:
        if self.by == "activity_type" or column in {None, ANY}:
            return self.one("theme", ANY if column == ANY and self.by != "activity_type" else None)
        return ("sub_theme" if self.by == "sub_theme" else "theme", str(column))

    def one(self, name: str, key: str | None) -> tuple[str, str] | None:
        """The row or the column, else what the filter has chosen, if that is one value or none."""
        if key is not None:
            return name, ASKED_FOR_NONE if key == ANY else key
        values = self.chosen.get(name) or [""]
        return (name, str(values[0])) if len(values) == 1 else None
