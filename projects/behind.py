"""Filters behind the figures of the analysis: projects by conditions on one of their activities, on the part of one of
their partners, or on the members of a dimension that were shown together. They use the very SQL of the counting.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.db.models.expressions import RawSQL

OF = {"activity": "activity", "involved": "part", "member": "project"}
SUBJECTS = {"activity": "One activity", "involved": "One partner", "member": "Projects"}
LONGEST_UNIT, LONGEST = 40, 2_000
ROLES = [
    ("lead", "A partner leads"),
    ("funding", "A partner funds"),
    ("1", "A partner is funding body"),
    ("2", "A partner is accountable"),
    ("3", "A partner is extending"),
    ("4", "A partner is implementing"),
    ("b", "A partner is beneficiary"),
]


def behind(name: str, texts: Iterable[str]) -> Q:
    """Projects with one activity ("activity"), or one partner's part ("involved"), for which all of this holds; or
    that are themselves so ("member").
    """
    from projects.analysis.entities import ENTITIES, projects_with, term

    entity = ENTITIES[OF[name]]
    terms = [found for text in texts if (found := term(text, entity))]
    sql, parameters = projects_with(terms, entity)
    return Q(pk__in=RawSQL(sql, parameters))  # noqa: S611 - put together there from texts of its own


def named_choices(name: str, texts: list[str]) -> list[tuple[str, str]]:
    """Those of the values in an address that mean something, each with its words."""
    from projects.analysis.dimensions import DIMENSIONS

    texts = [text.strip() for text in texts]
    if name == "unit":
        return [(text.lower(), f"Counted in {text.lower()}") for text in texts if text and len(text) <= LONGEST_UNIT]
    if name == "place":
        return list(DIMENSIONS["place"].labels(texts).items())
    return [(text, words) for text in texts if len(text) <= LONGEST and (words := in_words(name, text))]


def in_words(name: str, text: str) -> str:
    """The condition as a chip says it; empty for what is none."""
    from projects.analysis.entities import ANY, ENTITIES, STATED, term

    found = term(text, ENTITIES[OF[name]])
    if found is None:
        return ""
    if found.dimension is None:
        return {ANY: "With activities", STATED: "With quantities"}[found.key]
    subject, label = SUBJECTS[name], found.dimension.label
    if found.kept:
        named = found.dimension.labels(found.kept)
        if name == "member":
            return f"{label}: another than {listed(list(named.values()))}"
        return f"{subject}: {label.lower()} another than {listed(list(named.values()))}" if named else ""
    if found.key == "none":
        return f"{subject}: {label.lower()} not stated"
    if found.dimension.name == "year":
        first, last = found.years
        return f"{subject}: {years_in_words(first, last)}"
    known: dict[str, Any] = found.dimension.labels([found.key])
    return f"{subject}: {known[found.key]}" if found.key in known else ""


def years_in_words(first: int, last: int) -> str:
    if first == last:
        return f"in {first}"
    return f"until {last}" if first == 1 else f"from {first}" if last == 9999 else f"in {first} to {last}"


def listed(names: list[str]) -> str:
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
