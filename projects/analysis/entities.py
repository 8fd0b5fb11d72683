"""What else than projects is counted: their activities, and the parts that partners have in them.

Each is a query of rows with `project_id` over the projects of `picked`. In some dimensions such a row stands by itself
(an activity has a kind and a country of its own), in all others it stands with its project. The same queries answer for
the filters behind figures, there as conditions on one row.
"""

# ruff: noqa: S608 - the SQL is put together from texts of this package only

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from partners.models import Organization, Partner
from partners.models.organization import name_key
from projects.models import ActivityType
from projects.search import register as registers

from .columns import Wanted, kept_rows, members_of
from .dimensions import DIMENSIONS, PICKED, Dimension, Scope, Sql
from .measures import ACTIVITY, PART, PROJECT
from .spellings import END, NAMES, named

ITEMS = "items"  # unit of a quantity for which nobody says it and whose kind of activity has none

# A date of its own makes the period of an activity; without any it is the project's.
ACTIVITIES = """
    SELECT a.id, a.project_id, a.type_id, COALESCE(a.country_id, l.country_id) AS country, c.region,
        a.place_id::text AS place, o.kind, a.quantity,
        CASE WHEN a.quantity IS NOT NULL
             THEN COALESCE(s.unit, NULLIF(lower(btrim(a.unit)), ''), NULLIF(u.unit, ''), %s) END AS unit,
        CASE WHEN a.start IS NULL AND a."end" IS NULL THEN q.start ELSE a.start END AS start,
        CASE WHEN a.start IS NULL AND a."end" IS NULL THEN q."end" ELSE a."end" END AS "end"
    FROM picked q JOIN projects_activity a ON a.project_id = q.id
    LEFT JOIN projects_place l ON l.id = a.place_id
    LEFT JOIN partners_country c ON c.iso2 = COALESCE(a.country_id, l.country_id)
    LEFT JOIN partners_organization o ON o.id = a.beneficiary_id
    LEFT JOIN unnest(%s::text[], %s::text[]) u(type, unit) ON u.type = a.type_id
    LEFT JOIN unnest(%s::text[], %s::text[]) s(spelling, unit) ON s.spelling = btrim(lower(a.unit), %s)"""

# A partner leads, funds, or is there as one of the organizations, by its name or acronym.
PARTS = """
    SELECT row_number() OVER () AS id, r.project_id, r.partner_id, r.code, r.role, r.cents FROM (
        SELECT q.id AS project_id, q.partner_id, w.code, 'lead' AS role, g.cents
        FROM picked q JOIN partners_partner w ON w.id = q.partner_id
        LEFT JOIN ({given}) g ON g.project_id = q.id AND g.partner_id = q.partner_id
        UNION ALL
        SELECT g.project_id, g.partner_id, w.code, 'funding', CASE WHEN g.partner_id <> q.partner_id THEN g.cents END
        FROM picked q JOIN ({given}) g ON g.project_id = q.id JOIN partners_partner w ON w.id = g.partner_id
        UNION ALL
        SELECT DISTINCT q.id, b.partner_id, b.code, r.role, NULL::numeric
        FROM picked q JOIN projects_participation r ON r.project_id = q.id
        JOIN unnest(%s::bigint[], %s::bigint[], %s::text[]) b(organization_id, partner_id, code)
            ON b.organization_id = r.organization_id
    ) r"""
GIVEN = """
    SELECT project_id, partner_id, (sum(usd) * 100)::bigint AS cents FROM projects_contribution
    GROUP BY project_id, partner_id"""

TOUCHES = """(extract(year FROM e.start) <= %s OR e.start IS NULL)
    AND (extract(year FROM e."end") >= %s OR e."end" IS NULL) AND (e.start IS NOT NULL OR e."end" IS NOT NULL)"""


def activities() -> Sql:
    kinds = [(kind.code, kind.usual_unit) for kind in ActivityType.objects.all()]
    usual = [code for code, _ in kinds], [unit for _, unit in kinds]
    return ACTIVITIES, [ITEMS, *usual, list(NAMES), list(NAMES.values()), END]


def parts() -> Sql:
    """The codes of bodies are values of the query: no trigger marks their projects when such a code changes."""
    bodies = bodies_of_partners()
    partners = [(partner.pk, partner.code) for partner in bodies.values()]
    pks, codes = [pk for pk, _ in partners], [code for _, code in partners]
    return PARTS.format(given=GIVEN), [list(bodies), pks, codes]


def bodies_of_partners() -> dict[int, Partner]:
    """Organizations that are partners themselves, under the same name, or the acronym of an organization."""
    by_name, by_code = {}, {}
    for partner in Partner.objects.all():
        by_name[name_key(partner.name)] = partner
        if partner.country_id is None:
            by_code[partner.code.upper()] = partner
    named = Organization.objects.filter(Q(name_key__in=by_name) | Q(acronym__in=by_code))
    found = named.values_list("pk", "name_key", "acronym")
    return {pk: by_name.get(key) or by_code[acronym] for pk, key, acronym in sorted(found)}


# -- As columns: days as numbers, hundredths of quantities ------------------------------------------------------------
DAYS = """r.start - date '1970-01-01' AS begins, r."end" - date '1970-01-01' AS ends"""
ROWS = {
    ACTIVITY: "SELECT r.project_id AS project, r.*, r.quantity * 100 AS hundredths, " + DAYS + " FROM ({}) r",
    PART: "SELECT r.project_id AS project, r.* FROM ({}) r",
}
NUMBERS = {ACTIVITY: ("hundredths", "begins", "ends"), PART: ("cents", "partner_id")}
LEADING = f"SELECT r.id AS project, r.partner_id AS lead, {DAYS} FROM picked r"
PROJECTS = Wanted((LEADING, []), (), ("begins", "ends", "lead"))
MONEY = """SELECT p.id AS project, c.partner_id, (c.usd * 100)::bigint AS cents
    FROM picked p JOIN projects_contribution c ON c.project_id = p.id WHERE c.usd IS NOT NULL"""
CONTRIBUTIONS = Wanted((MONEY, []), (), ("partner_id", "cents"))


def keep_usual(register: "registers.Register") -> None:
    """Reads what most tables ask for before somebody does."""
    for one in usual():
        kept_rows(register, one)


def usual() -> list[Wanted]:
    """What most tables ask for."""
    members = [members_of(DIMENSIONS[name], Scope()) for name in ("country", "theme", "partner", "status")]
    return [PROJECTS, CONTRIBUTIONS, *members]


# -- Where they stand --------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Entity:
    """`own`: columns with the member of a dimension; `falls_back`: without one, those of the project."""

    name: str
    rows: Callable[[], Sql] | None
    own: dict[str, str]
    falls_back: frozenset[str] = frozenset()

    def stands_alone(self, dimension: Dimension) -> bool:
        """Whether a row has its own members, which are not those of its project."""
        return dimension.name in self.own or (self.name == ACTIVITY and dimension.is_time)

    def asks_project(self, dimension: Dimension) -> bool:
        """Whether it stands where its project stands, always or where it says nothing itself."""
        falls_back = dimension.name in self.falls_back
        return dimension.name != "year" and (falls_back or not self.stands_alone(dimension))

    @property
    def wanted(self) -> Wanted:
        assert self.rows is not None  # noqa: S101 - projects are what all else hangs on
        sql, parameters = self.rows()
        return Wanted((ROWS[self.name].format(sql), parameters), tuple(self.own.values()), NUMBERS[self.name])

    def members(self, dimension: Dimension, scope: Scope, source: str = "entity") -> Sql:
        """(id, key, weight) for all rows of the source."""
        assert dimension.members is not None  # noqa: S101 - a condition on years asks for days
        sql, parameters = dimension.members(scope)
        if self.rows is None:
            return sql, parameters
        if self.name == ACTIVITY and dimension.is_time:
            return sql.replace("picked p", f"{source} p"), parameters
        column = self.own.get(dimension.name)
        of_projects = f"SELECT e.id, m.key, m.weight FROM {source} e JOIN ({sql}) m ON m.id = e.project_id"
        if column is None:
            return of_projects, parameters
        alone = f"SELECT e.id, e.{column} AS key, 1 AS weight FROM {source} e"
        if dimension.name not in self.falls_back:
            return alone, []
        return (
            f"{alone} WHERE e.{column} IS NOT NULL UNION ALL ({of_projects} WHERE e.{column} IS NULL)",
            parameters,
        )


ENTITIES = {
    PROJECT: Entity(PROJECT, None, {}),
    ACTIVITY: Entity(
        ACTIVITY,
        activities,
        {
            "activity_type": "type_id",
            "country": "country",
            "region": "region",
            "place": "place",
            "beneficiary_kind": "kind",
            "unit": "unit",
        },
        frozenset({"country", "region", "place", "beneficiary_kind"}),
    ),
    PART: Entity(PART, parts, {"partner": "code", "role": "role"}),
}


def entity_of(of: str, axes: Iterable[Dimension]) -> Entity:
    """A partner and its role belong together, whatever is counted."""
    if of == PROJECT and {"partner", "role"} <= {dimension.name for dimension in axes}:
        return ENTITIES[PART]
    return ENTITIES[of]


# -- Terms: "country:TJ", "country:none", "country:others:AF,TJ", "year:2020-2023", "quantity:stated" ------------------
STATED, ANY = "quantity:stated", "any"


@dataclass(frozen=True, slots=True)
class Term:
    """One condition on one row, as an address carries it."""

    text: str
    dimension: Dimension | None
    key: str
    kept: tuple[str, ...] = ()

    @property
    def years(self) -> tuple[int, int]:
        first, _, last = self.key.partition("-")
        return int(first or 1), int((last or 9999) if "-" in self.key else first)


def term(text: str, entity: Entity) -> Term | None:
    """None for what is no condition on such rows."""
    if entity.name == ACTIVITY and text in {STATED, ANY}:
        return Term(text, None, text)
    name, _, key = text.partition(":")
    dimension = DIMENSIONS.get(name)
    if dimension is None or not key or (entity.rows is not None and not entity.stands_alone(dimension)):
        return None
    if key.startswith("others:") and name != "year":
        kept = tuple(one for one in key.removeprefix("others:").split(",") if one)
        return Term(text, dimension, "others", kept) if kept else None
    found = Term(text, dimension, named(key) if name == "unit" else key)
    if name == "year" and key != "none":
        first, _dash, last = key.partition("-")
        years = [year for year in (first, last) if year]
        if not years or not all(year.isascii() and year.isdigit() and 0 < int(year) < 10_000 for year in years):
            return None
    return found


def condition(term: Term, entity: Entity, source: str) -> Sql:
    """What the term asks of the row `e` of the source."""
    if term.dimension is None:
        return ("true" if term.key == ANY else "e.quantity IS NOT NULL"), []
    if term.dimension.name == "year" and term.key != "none":
        first, last = term.years
        return TOUCHES, [last, first]
    if term.dimension.name == "year":
        return 'e.start IS NULL AND e."end" IS NULL', []
    sql, parameters = entity.members(term.dimension, Scope(kept=term.kept or None), source)
    chosen: str = "m.key = %s"
    values: list[Any] = [term.key]
    if term.key == "none":
        chosen, values = "m.key IS NULL", []
    elif term.kept:
        chosen, values = "m.key <> ALL(%s)", [list(term.kept)]
    return f"e.id IN (SELECT m.id FROM ({sql}) m WHERE {chosen})", [*parameters, *values]


def together(terms: Iterable[Term], entity: Entity, source: str) -> Sql:
    """All of the terms of one row."""
    found = [condition(term, entity, source) for term in terms]
    if not found:
        return "true", []
    return " AND ".join(f"({sql})" for sql, _ in found), [one for _, parameters in found for one in parameters]


def projects_with(terms: list[Term], entity: Entity) -> Sql:
    """The ids of the projects that have such a row, or are such projects: for a filter of the register."""
    picked = f"WITH picked AS (SELECT {PICKED} FROM projects_project)"
    rows: tuple[str, list[Any]] = entity.rows() if entity.rows else ("", [])
    if entity.rows is None:
        sql, parameters = together(terms, entity, "picked")
        return f"{picked} SELECT e.id FROM picked e WHERE {sql}", parameters
    sql, parameters = together(terms, entity, "all_rows")
    return f"{picked}, all_rows AS ({rows[0]}) SELECT e.project_id FROM all_rows e WHERE {sql}", [*rows[1], *parameters]
