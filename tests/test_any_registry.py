"""Whatever is in the register: figures add up to the cent, and behind each are exactly its projects."""

from datetime import date
from itertools import combinations
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adam.demo.makers import make_organization, make_place, make_project, make_relation
from partners.models import Organization, User
from projects.analysis import DIMENSIONS, MEASURES
from projects.models import Project
from tests.test_analysis import adds_up, narrowed, shares, table

pytestmark = pytest.mark.django_db
TOTALS = ["gross", "net", "cofunding"]
days = st.none() | st.dates(date(2018, 1, 1), date(2025, 12, 31))
periods = st.tuples(days, days).map(lambda pair: sorted(pair) if all(pair) else pair)
activities = st.fixed_dictionaries(
    {
        "type": st.sampled_from(["A01", "A02", "A05"]),
        "quantity": st.none() | st.decimals(0, 1000, places=2),
        "unit": st.sampled_from(["", "trainees", "Kits"]),
        "country_id": st.sampled_from([None, "AF", "RS"]),
        "place": st.sampled_from([None, "Post", "Town"]),
        "beneficiary": st.sampled_from([None, "Police"]),
        "dates": periods,
    }
)
project_plans = st.fixed_dictionaries(
    {
        "partner": st.sampled_from(["DE", "GB", "FR"]),
        "countries": st.lists(st.sampled_from(["AF", "KG", "TJ", "RS", "OM"]), unique=True, max_size=3),
        "shares": st.lists(st.none() | st.integers(0, 40), min_size=3, max_size=3),
        "themes": st.lists(st.sampled_from(["T1", "T1.1", "T1.4", "T2.6", "T3"]), unique=True, max_size=3),
        "contributions": st.lists(
            st.tuples(
                st.sampled_from(["DE", "GB", "JP"]),
                st.decimals(0, 10**6, places=2),
                st.sampled_from(["USD", "USD", "XXX"]),
            ),
            max_size=2,
        ),
        "dates": periods,
        "status": st.sampled_from(Project.Status.values),
        "oda": st.sampled_from(Project.OdaFlag.values),
        "implementing": st.lists(st.sampled_from(["Alpha", "Germany"]), unique=True, max_size=2),
        "beneficiaries": st.lists(st.sampled_from(["Police", "Customs"]), unique=True, max_size=2),
        "places": st.lists(st.sampled_from(["Post", "Town"]), unique=True, max_size=2),
        "activities": st.lists(activities, max_size=3),
        "related": st.lists(st.tuples(st.integers(0, 4), st.sampled_from(["third-party", "co-funded"])), max_size=2),
    }
)
registries = st.lists(project_plans, min_size=1, max_size=5)
slow_and_shared = settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def build(plans: list[dict[str, Any]]) -> None:
    bodies = {
        name: make_organization(name, kind=kind)
        for name, kind in (("Police", Organization.Kind.POLICE), ("Customs", Organization.Kind.CUSTOMS))
    }
    places = {"Post": make_place("Post A", "AF"), "Town": make_place("Post B", "RS", "city")}
    made: list[Project] = []
    for plan in plans:
        plan = dict(plan)
        stated, (start, end), related = plan.pop("shares"), plan.pop("dates"), plan.pop("related")
        done = [
            {
                **{name: value for name, value in activity.items() if name != "dates"},
                "place": places.get(activity["place"]),
                "beneficiary": bodies.get(activity["beneficiary"]),
                "start": activity["dates"][0],
                "end": activity["dates"][1],
            }
            for activity in plan.pop("activities")
        ]
        plan["places"] = [places[name] for name in plan["places"]]
        project = make_project(amount=None, start=start, end=end, activities=done, **plan)
        shares(project, *stated[: len(plan["countries"])])
        for other, role in dict(related).items():
            if other < len(made):
                make_relation(project, made[other], role)
        made.append(project)


@pytest.mark.parametrize("totals", TOTALS)
@pytest.mark.parametrize("measure", ["budget", "quantity&unit=trainees"])
@settings(slow_and_shared, max_examples=2)
@given(plans=registries)
def test_what_is_divided_adds_up_in_every_pair_of_dimensions(
    coordinator: User, measure: str, totals: str, plans: list[dict[str, Any]]
) -> None:
    names = [name for name in DIMENSIONS if name != "unit" or measure == "budget"]
    with transaction.atomic():
        build(plans)
        for rows, columns in [*combinations(names, 2), *((name, "none") for name in names)]:
            query = f"rows={rows}&columns={columns}&measure={measure}&totals={totals}"
            assert adds_up(table(coordinator, query)), query
        transaction.set_rollback(True)


@settings(slow_and_shared, max_examples=40)
@given(
    plans=registries,
    rows=st.sampled_from(list(DIMENSIONS)),
    columns=st.sampled_from(list(DIMENSIONS)),
    measure=st.sampled_from([*MEASURES, "quantity&unit=trainees"]),
    totals=st.sampled_from(TOTALS),
    narrowing=st.sampled_from(
        ["", "country=AF&country=TJ", "theme=T1.1", "theme=T1&status=2", "year=2021", "from_year=2020&to_year=2023",
         "partner=DE", "region=gulf&country=TJ", "missing=theme", "pillar=I", "to_year=2016", "role=funding",
         "activity=activity_type:A01&activity=country:AF", "involved=partner:DE&involved=role:4"]
    ),
)  # fmt: skip
def test_behind_every_figure_are_exactly_its_projects(
    coordinator: User,
    plans: list[dict[str, Any]],
    rows: str,
    columns: str,
    measure: str,
    totals: str,
    narrowing: str,
) -> None:
    columns = "none" if columns == rows else columns
    if measure == "quantity":
        columns = "unit" if rows != "unit" else columns
    if "unit" in (rows, columns):
        measure = measure.partition("&")[0]
    with transaction.atomic():
        build(plans)
        query = f"rows={rows}&columns={columns}&measure={measure}&totals={totals}&{narrowing}"
        found = table(coordinator, query)
        cells = [*found.row_totals, *found.column_totals, found.total, *(c for line in found.cells for c in line)]
        for cell in cells:
            if measure == "projects":
                assert cell.value == cell.projects
            if cell.projects:
                assert cell.query is not None, (query, cell)
                assert narrowed(coordinator, cell.query).qs.count() == cell.projects, (query, cell)
        transaction.set_rollback(True)
