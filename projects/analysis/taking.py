"""Money that stands in two records and counts in one: the rows of the other without it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from partners.models import Partner

from .columns import Coded, Numbers, Rows, Source, added, in_places, places

LEAD, FUNDING = "lead", "funding"  # roles of who gives money


class Money(NamedTuple):
    """US cents that a partner gives a project, by their ids."""

    project: int
    partner: int
    cents: int


def less(source: Source, read: Mapping[str, Rows], taken: tuple[Money, ...]) -> dict[str, Rows]:
    """What of the rows tells of money, by the names under which it was read."""
    if not taken:
        return dict(read)
    projects, partners, cents = (np.array(column) for column in zip(*taken, strict=True))
    at, there = places(source.ids, projects)
    at, partners, cents = at[there], partners[there], cents[there].astype(float)
    found = dict(read)
    if "money" in read:
        found["money"] = added(read["money"], Rows(at, {}, {"partner_id": partners, "cents": -cents}))
    if "partner" in read:
        found["partner"] = weighing(read["partner"], at, codes_of(partners), cents)
    leads = in_places(read["projects"], source.ids.size).numbers["lead"][at] == partners
    if "role" in read:
        found["role"] = weighing(read["role"], at, Coded([LEAD, FUNDING], np.where(leads, 0, 1)), cents)
    if "things" in read and "cents" in read["things"].numbers:
        found["things"] = parts_without(read["things"], at, partners, cents)
    return found


def weighing(rows: Rows, at: Numbers, keys: Coded, cents: Numbers) -> Rows:
    return added(rows, Rows(at, {"key": keys}, {"weight": -cents}))


def codes_of(partners: Numbers) -> Coded:
    ids, at = np.unique(partners, return_inverse=True)
    codes = dict(Partner.objects.filter(pk__in=ids.tolist()).values_list("pk", "code"))
    return Coded([codes[pk] for pk in ids.tolist()], at)


def parts_without(rows: Rows, at: Numbers, partners: Numbers, cents: Numbers) -> Rows:
    """A partner's money stands in one of its parts in a project."""
    having = np.flatnonzero(~np.isnan(rows.numbers["cents"]))
    span = int(max(partners.max(), rows.numbers["partner_id"].max())) + 1
    part = rows.at[having].astype(np.int64) * span + rows.numbers["partner_id"][having].astype(np.int64)
    order = np.argsort(part)
    place = having[order[np.searchsorted(part, at.astype(np.int64) * span + partners, sorter=order)]]
    left = rows.numbers["cents"].copy()
    np.subtract.at(left, place, cents)
    return replace(rows, numbers=rows.numbers | {"cents": left})
