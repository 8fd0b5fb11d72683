"""What projects can be sorted by: each dimension tells, in SQL, in which of its members a project is and how heavily.

`members` selects (id, key, weight) for all projects of the query `picked`, with a key of NULL where nothing is stated.
The weights of one project need no common scale: they are turned into shares that add up to one. Weights of nought alone
mean equal shares. In which years a project is stands in `periods`.
"""

# ruff: noqa: S608 - the SQL is put together from texts of this file only

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from partners.models import Country, Organization, Pillar
from projects.models import Project
from projects.models.project import ProjectQuerySet

from . import naming

NONE, OTHERS, EARLIER, LATER = "none", "others", "earlier", "later"
NO_SINGLE_VALUE = frozenset({NONE, OTHERS, EARLIER, LATER})  # keys of such members


@dataclass(frozen=True, slots=True)
class Years:
    """The years that count, and those among them that are shown one by one."""

    first: int
    last: int
    shown_from: int
    shown_to: int


@dataclass(frozen=True, slots=True)
class Scope:
    """What one table asks of a dimension: the members it keeps apart (None: all), and the years."""

    kept: tuple[str, ...] | None = None
    years: Years | None = None


Sql = tuple[str, list[Any]]
COLUMNS = ("id", "partner_id", "status", "oda", "start", "end")  # of the projects that are counted
PICKED = ", ".join(f'"{column}"' for column in COLUMNS)


def picked_from(projects: ProjectQuerySet) -> Sql:
    """The query `picked`. Raises EmptyResultSet where there can be no project."""
    sql, parameters = projects.order_by().values_list(*COLUMNS).query.sql_with_params()
    return sql, list(parameters)


@dataclass(frozen=True, slots=True)
class Dimension:
    """The limits are the greatest numbers of members shown by themselves; the rest become "others"."""

    name: str
    label: str
    plural: str
    members: Callable[[Scope], Sql] | None  # None: `periods` knows them
    labels: naming.Labels
    always: Callable[[], Iterable[str]] = tuple  # keys that are rows even without a project: a gap is an answer too
    missing: str = ""
    is_shared: bool = True  # a project can be in several members
    repeats: bool = False  # `members` can name a member of a project several times
    is_ordered: bool = False  # members have an order of their own, in which `labels` returns them
    is_coded: bool = False  # members have codes, in the order of which `labels` returns them
    is_time: bool = False
    row_limit: int = 0  # 0: none
    column_limit: int = 0


def fixed(sql: str) -> Callable[[Scope], Sql]:
    return lambda scope: (sql, [])


# -- Members -----------------------------------------------------------------------------------------------------------
# Shares stated are taken as stated; countries without one divide the rest among them equally.
COUNTRY_WEIGHT = """
    CASE WHEN count(NULLIF(r.share, 0)) OVER project = 0
              AND count(r.share) OVER project IN (0, count(*) OVER project) THEN 1
         ELSE COALESCE(r.share, GREATEST(100 - sum(r.share) OVER project, 0)
              / NULLIF(count(*) FILTER (WHERE r.share IS NULL) OVER project, 0)) END"""
COUNTRIES = f"""
    SELECT p.id, r.country_id AS key, {COUNTRY_WEIGHT} AS weight
    FROM picked p LEFT JOIN projects_recipient r ON r.project_id = p.id
    WINDOW project AS (PARTITION BY p.id)"""
REGIONS = f"""
    SELECT p.id, c.region AS key, {COUNTRY_WEIGHT} AS weight
    FROM picked p LEFT JOIN projects_recipient r ON r.project_id = p.id
    LEFT JOIN partners_country c ON c.iso2 = r.country_id
    WINDOW project AS (PARTITION BY p.id)"""
PARTNERS = """
    SELECT p.id, a.code AS key, 0 AS weight FROM picked p JOIN partners_partner a ON a.id = p.partner_id
    UNION ALL
    SELECT p.id, a.code, COALESCE((c.usd * 100)::bigint, 0)
    FROM picked p JOIN projects_contribution c ON c.project_id = p.id JOIN partners_partner a ON a.id = c.partner_id"""
PILLARS = """
    SELECT p.id, one.key, 1.0 / cardinality(t.pillars) AS weight FROM picked p LEFT JOIN (
        projects_project_themes pt JOIN projects_theme t ON t.code = pt.theme_id
        CROSS JOIN unnest(t.pillars) one(key)) ON pt.project_id = p.id"""
ACTIVITY_TYPES = """
    SELECT DISTINCT p.id, a.type_id AS key, 1 AS weight
    FROM picked p LEFT JOIN projects_activity a ON a.project_id = p.id"""
BENEFICIARY_KINDS = """
    SELECT p.id, o.kind AS key, 1 AS weight FROM picked p LEFT JOIN (
        SELECT r.project_id, o.kind FROM picked q JOIN projects_participation r ON r.project_id = q.id AND r.role = 'b'
        JOIN partners_organization o ON o.id = r.organization_id
        UNION
        SELECT a.project_id, o.kind FROM picked q JOIN projects_activity a ON a.project_id = q.id
        JOIN partners_organization o ON o.id = a.beneficiary_id
    ) o ON o.project_id = p.id"""
IMPLEMENTERS = """
    SELECT p.id, r.organization_id::text AS key, 1 AS weight
    FROM picked p LEFT JOIN projects_participation r ON r.project_id = p.id AND r.role = '4'"""
STATUSES = "SELECT p.id, p.status AS key, 1 AS weight FROM picked p"
ODA = "SELECT p.id, p.oda AS key, 1 AS weight FROM picked p"
PLACES = """
    SELECT p.id, l.place_id::text AS key, 1 AS weight FROM picked p LEFT JOIN (
        SELECT project_id, place_id FROM projects_project_places
        UNION
        SELECT project_id, place_id FROM projects_activity WHERE place_id IS NOT NULL) l ON l.project_id = p.id"""
SUB_THEMES = """
    SELECT p.id, pt.theme_id AS key, 1 AS weight
    FROM picked p LEFT JOIN projects_project_themes pt ON pt.project_id = p.id"""
START_YEARS = "SELECT p.id, extract(year FROM p.start)::int::text AS key, 1 AS weight FROM picked p"


def themes(scope: Scope) -> Sql:
    """Sub-themes count with their theme, unless they were asked for by themselves."""
    sql = """
    SELECT p.id, CASE WHEN t.code = ANY(%s) THEN t.code ELSE COALESCE(t.parent_id, t.code) END AS key, 1 AS weight
    FROM picked p LEFT JOIN projects_project_themes pt ON pt.project_id = p.id
    LEFT JOIN projects_theme t ON t.code = pt.theme_id"""
    return sql, [[code for code in scope.kept or () if "." in code]]


def roles(scope: Scope) -> Sql:
    """Money lies with the role of who gives it."""
    from .entities import parts

    sql, parameters = parts()
    return f"SELECT r.project_id AS id, r.role AS key, COALESCE(r.cents, 0) AS weight FROM ({sql}) r", parameters


def units(scope: Scope) -> Sql:
    """What the quantities of the project's activities count."""
    from .entities import activities

    sql, parameters = activities()
    return (
        f"""SELECT DISTINCT p.id, a.unit AS key, 1 AS weight
        FROM picked p LEFT JOIN ({sql}) a ON a.project_id = p.id AND a.unit IS NOT NULL""",
        parameters,
    )


ALL = [
    Dimension(
        "country",
        "Country",
        "countries",
        fixed(COUNTRIES),
        naming.countries,
        missing="country",
        column_limit=15,
    ),
    Dimension(
        "region",
        "Region",
        "regions",
        fixed(REGIONS),
        naming.of_choices(Country.Region),
        missing="country",
        repeats=True,
    ),
    Dimension(
        "place",
        "Place",
        "places",
        fixed(PLACES),
        naming.places,
        missing="place",
        row_limit=50,
        column_limit=15,
    ),
    Dimension(
        "partner",
        "Partner",
        "partners",
        fixed(PARTNERS),
        naming.partners,
        repeats=True,
        column_limit=15,
    ),
    Dimension(
        "role",
        "Role of partners",
        "roles",
        roles,
        naming.roles,
        is_ordered=True,
        repeats=True,
    ),
    Dimension(
        "theme",
        "Theme",
        "themes",
        themes,
        naming.themes,
        always=naming.main_themes,
        missing="theme",
        repeats=True,
        is_coded=True,
    ),
    Dimension(
        "sub_theme",
        "Sub-theme",
        "sub-themes",
        fixed(SUB_THEMES),
        naming.sub_themes,
        missing="theme",
        column_limit=15,
        is_coded=True,
    ),
    Dimension(
        "pillar",
        "Pillar",
        "pillars",
        fixed(PILLARS),
        naming.of_choices(Pillar),
        missing="pillar",
        is_ordered=True,
        repeats=True,
    ),
    Dimension(
        "activity_type",
        "Activity",
        "kinds of activity",
        fixed(ACTIVITY_TYPES),
        naming.activity_types,
        missing="activity_type",
        is_coded=True,
    ),
    Dimension(
        "unit",
        "Unit",
        "units",
        units,
        naming.themselves,
        missing="unit",
        row_limit=50,
        column_limit=15,
    ),
    Dimension(
        "beneficiary_kind",
        "Beneficiary",
        "kinds of beneficiary",
        fixed(BENEFICIARY_KINDS),
        naming.of_choices(Organization.Kind),
        missing="beneficiary_kind",
    ),
    Dimension(
        "implementer",
        "Implementing organization",
        "implementing organizations",
        fixed(IMPLEMENTERS),
        naming.organizations,
        missing="implementer",
        row_limit=50,
        column_limit=15,
    ),
    Dimension(
        "status",
        "Status",
        "statuses",
        fixed(STATUSES),
        naming.of_choices(Project.Status),
        is_shared=False,
        is_ordered=True,
    ),
    Dimension(
        "oda",
        "ODA",
        "ODA flags",
        fixed(ODA),
        naming.of_choices(Project.OdaFlag),
        is_shared=False,
        is_ordered=True,
    ),
    Dimension(
        "start_year",
        "Start year",
        "start years",
        fixed(START_YEARS),
        naming.numbers,
        missing="start",
        is_shared=False,
        is_ordered=True,
        is_time=True,
    ),
    Dimension(
        "year",
        "Year",
        "years",
        None,
        naming.numbers,
        missing="dates",
        is_ordered=True,
        is_time=True,
        repeats=True,
    ),
]
DIMENSIONS = {dimension.name: dimension for dimension in ALL}
