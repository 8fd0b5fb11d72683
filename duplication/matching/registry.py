"""Published projects as records: one query, however many projects and parts.

Prepared SQL, because Django needs longer to compose this query than PostgreSQL to answer it.
"""

# ruff: noqa: S608  the only insertions are texts and numbers of our own

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from projects.models.project import STALE_AFTER, Project
from projects.numbers import compared

from .bodies import helped
from .mentions import days_in, sums_in
from .prepared import Call, Prepared
from .records import Activity, Record
from .text import LONGEST, NO_TEXT, Text, read
from .works import things_in, works

RUNNING = ", ".join(f"'{status.value}'" for status in Project.RUNNING)

MONEY = """
    SELECT sum(usd) AS usd, sum(amount) AS amount,
           CASE WHEN min(currency) = max(currency) THEN min(currency) END AS currency
    FROM projects_contribution WHERE project_id = p.id"""
BODIES = """
    (SELECT json_agg(json_build_array(id, name_key, country_id)) FROM partners_organization WHERE id IN (
        SELECT organization_id FROM projects_participation WHERE project_id = p.id AND role = 'b'
        UNION ALL SELECT beneficiary_id FROM projects_activity WHERE project_id = p.id
    ))"""
WHOLE = Prepared(
    f"""
    SELECT p.id, p.partner_id, p.title, left(p.objective, {LONGEST}), p.language, p.start, p.end, p.purpose_codes,
           ARRAY(SELECT country_id FROM projects_recipient WHERE project_id = p.id),
           ARRAY(SELECT place_id FROM projects_project_places WHERE project_id = p.id),
           ARRAY(SELECT theme_id FROM projects_project_themes WHERE project_id = p.id),
           ARRAY(SELECT o.name_key FROM projects_participation JOIN partners_organization o ON o.id = organization_id
                 WHERE project_id = p.id AND role = '4'),
           ARRAY(SELECT organization_id FROM projects_participation WHERE project_id = p.id AND role = 'b'),
           {BODIES},
           money.usd, money.amount, money.currency, p.reference,
           ARRAY(SELECT value FROM projects_projectidentifier WHERE project_id = p.id)
               || ARRAY(SELECT identifier::varchar FROM projects_projectsource WHERE project_id = p.id),
           (SELECT json_agg(json_build_array(type_id, quantity, beneficiary_id, place_id, start, "end") ORDER BY id)
            FROM projects_activity WHERE project_id = p.id),
           p.status IN ({RUNNING}) AND coalesce(p.confirmed_at < now() - interval '{STALE_AFTER.days} days', true)
    FROM projects_project p CROSS JOIN LATERAL ({MONEY}) money
    WHERE p.id = ANY(%(projects)s) AND p.published_at IS NOT NULL
    ORDER BY p.id""",
    projects="bigint[]",
)


class Row(NamedTuple):
    id: int
    partner: int
    title: str
    description: str
    language: str
    start: date | None
    end: date | None
    purposes: list[str]
    countries: list[str]
    places: list[int]
    themes: list[str]
    implementers: list[str]
    beneficiaries: list[int]
    bodies: list[tuple[int, str, str | None]] | None
    usd: Decimal | None
    amount: Decimal | None
    currency: str | None
    reference: str
    numbers: list[str]
    activities: list[list[Any]] | None
    is_stale: bool


def rows(project_ids: Collection[int], after: Sequence[Call] = ()) -> list[Row]:
    """What detection reads of those projects among these that are published, by id."""
    return [Row(*values) for values in WHOLE.rows({"projects": list(project_ids)}, after)]


def records(project_ids: Collection[int], after: Sequence[Call] = ()) -> dict[int, Record]:
    if not project_ids:
        return {}
    return {row.id: facts(row, read(row.title), read(row.description)) for row in rows(project_ids, after)}


def with_texts(facts: Record, title: str, description: str) -> Record:
    return facts.with_texts(read(title), read(description))


def facts(row: Row, title: Text = NO_TEXT, description: Text = NO_TEXT) -> Record:
    """The record; without its texts, whose reading costs more than all the rest, if they are not given."""
    countries = frozenset(row.countries)
    numbers, bodies = helped(row.bodies or (), countries)
    return Record(
        id=row.id,
        partner=row.partner,
        title=title,
        description=description,
        countries=countries,
        places=frozenset(row.places),
        themes=frozenset(row.themes),
        purposes=frozenset(row.purposes),
        activities=tuple(activity(numbers, *values) for values in row.activities or ()),
        implementers=frozenset(row.implementers),
        beneficiaries=frozenset(numbers[id] for id in row.beneficiaries),
        bodies=bodies,
        start=row.start,
        end=row.end,
        amount=as_float(row.usd),
        stated=stated(row.amount, row.currency),
        reference=row.reference.lower(),
        identifiers=compared([row.reference, *row.numbers]),
        works=works(row.title, countries),
        things=things_in(row.title),
        days_named=days_in(row.title, row.description),
        sums_named=sums_in(row.title, row.description),
        language=row.language,
        is_stale=row.is_stale,
    )


def activity(
    numbers: Mapping[int, int],
    type: str,
    quantity: float | None,
    beneficiary: int | None,
    place: int | None,
    start: str | None,
    end: str | None,
) -> Activity:
    body = None if beneficiary is None else numbers[beneficiary]
    return Activity(type, quantity, body, place, day(start), day(end))


def as_float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def stated(amount: Decimal | None, currency: str | None) -> tuple[str, float] | None:
    return (currency, float(amount)) if currency and amount is not None else None


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
