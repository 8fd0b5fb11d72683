"""The content of an activity as JSON and back: what is stored as published, and what tells a changed activity."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any, get_args

from .records import (
    ActivityDate,
    Amount,
    Area,
    Description,
    DocumentLink,
    IatiActivity,
    Identifier,
    Location,
    Participant,
    Related,
    Sector,
)

NOT_CONTENT = {"line", "last_updated", "notices"}
PARTS: dict[str, Any] = {
    "descriptions": Description,
    "dates": ActivityDate,
    "countries": Area,
    "regions": Area,
    "sectors": Sector,
    "participants": Participant,
    "amounts": Amount,
    "identifiers": Identifier,
    "related": Related,
    "documents": DocumentLink,
    "locations": Location,
}


def published(activity: IatiActivity) -> str:
    """The activity as canonical JSON: the same text for the same content, wherever it stands in the file."""
    return json.dumps(activity, default=_plain, sort_keys=True, ensure_ascii=False)


def content_hash(published: str) -> str:
    return hashlib.sha256(published.encode()).hexdigest()


def from_published(content: Mapping[str, Any]) -> IatiActivity:
    """The activity of `published`, read back; what else stands beside it is left out."""
    names = {one.name for one in fields(IatiActivity)} - NOT_CONTENT
    given: dict[str, Any] = {name: content[name] for name in names & content.keys()}
    for name, value in given.items():
        if name in PARTS:
            given[name] = tuple(_part(PARTS[name], row) for row in value)
        elif isinstance(value, list):
            given[name] = tuple(value)
    return IatiActivity(**{"titles": {}, **given})


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, date):
        return value.isoformat()
    names = (name for name in value.__slots__ if name not in NOT_CONTENT)
    return {name: got for name in names if (got := getattr(value, name)) not in (None, "", (), {})}


def _part(kind: Any, row: Mapping[str, Any]) -> Any:
    """One part, with the empty values that JSON leaves out."""
    values = {}
    for one in fields(kind):
        types, value = get_args(one.type) or (one.type,), row.get(one.name)
        if value is None:
            value = None if type(None) in types else () if one.name == "also" else ""
        elif one.name == "also":
            value = tuple(value)
        elif Decimal in types:
            value = Decimal(value)
        elif date in types:
            value = date.fromisoformat(value)
        values[one.name] = value
    return kind(**values)
