"""Query strings as texts, before anything is asked of the register."""

from collections.abc import Collection

from django.http import QueryDict

from partners.merging import survivors
from partners.text import row_id
from projects.forms.narrowing import MOST_CODES


def followed(query: QueryDict) -> QueryDict:
    """The same query with the bodies into which those that it names were merged: what was linked, saved or watched
    before a merge goes on, and after its undoing too.
    """
    named = query.getlist("implementer")
    kept = survivors(pk for text in named[:MOST_CODES] if (pk := row_id(text.strip())))
    if not kept:
        return query
    query = query.copy()
    query.setlist("implementer", list(dict.fromkeys(str(kept.get(row_id(text.strip()), text)) for text in named)))
    return query


def tidy(query: QueryDict, without: Collection[str] = ()) -> QueryDict:
    """The same query without these names and without any that say nothing, so that addresses read well."""
    kept = QueryDict(mutable=True)
    for name, values in query.lists():
        if name not in without and (said := [value for value in values if value]):
            kept.setlist(name, said)
    return kept
