"""Before the first request: what each request needs is read in, once."""

import gc

from django.urls import get_resolver, reverse

from duplication.matching import common_keys, nations, offices, whereabouts, works
from projects.analysis.entities import keep_usual
from projects.search import register


def warm() -> None:
    """Routes with their views and names, the lists of words and keys with which a save is checked, and the register
    with what most tables ask for, are read and left out of later garbage collections.

    A full collection went through 170,000 objects that never go away: 80 to 120 ms on 2 cores, in the middle of
    somebody's request.
    """
    _ = get_resolver().url_patterns
    _ = reverse("alerts:list")  # as the first link of all, it takes 60 to 120 ms
    for words in (works.done, works.besides, works.towns_by_first_word, whereabouts.names_by_first_word):
        _ = words()
    _ = nations.beginnings()
    _ = offices.known()
    common_keys.known.prepare()
    register.prepare(keep_usual)
    gc.collect()
    gc.freeze()
