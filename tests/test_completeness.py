"""The completeness figure: what is missing, the most useful first; what an ordinary project rightly lacks is not."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from adam.demo.makers import make_project
from projects.checks import Draft, DraftActivity
from projects.completeness import ASKED, completeness
from projects.drafts import PARTS, draft_of
from projects.forms.sections import SECTIONS
from projects.models import Project
from projects.templatetags.completeness import percent_complete

WHOLE = Draft(
    title="Dogs",
    objective="Handlers find opiates.",
    countries=frozenset({"TJ"}),
    places=frozenset({1}),
    themes=frozenset({"T2.2"}),
    implementer_names=("GIZ",),
    activities=(DraftActivity("A08", quantity=Decimal(12), beneficiary=3),),
    start=date(2026, 1, 1),
    end=date(2027, 1, 1),
    paid=(("USD", Decimal(1000)),),
)


def test_an_ordinary_project_is_complete() -> None:
    assert completeness(WHOLE).percent == 100
    assert completeness(WHOLE).missing == ()


def test_a_title_alone() -> None:
    figure = completeness(Draft(title="Dogs"))
    assert figure.percent == 5
    assert [one.points for one in figure.missing] == sorted((one.points for one, _ in ASKED), reverse=True)


@pytest.mark.parametrize(
    ("without", "what", "section"),
    [
        ({"countries": frozenset()}, ["The countries"], "where"),
        ({"activities": ()}, ["What is done", "For whom", "How much is done"], "activities"),
        ({"end": None}, ["Start and end"], "essentials"),
        ({"paid": ()}, ["The money"], "money"),
        ({"objective": " "}, ["The objective"], "essentials"),
        ({"implementer_names": ()}, ["Who does the work"], "organizations"),
    ],
)
def test_what_is_missing_is_named_with_its_section(without: dict, what: list[str], section: str) -> None:
    missing = completeness(replace(WHOLE, **without)).missing
    assert [one.what for one in missing] == what
    assert missing[0].section == section


def test_every_section_named_exists_and_every_reason_is_one_sentence() -> None:
    for one, _ in ASKED:
        assert one.section in SECTIONS
        assert one.why.endswith(".")
        assert one.why.count(".") == 1


@pytest.mark.django_db
def test_an_amount_without_a_rate_is_stated(django_assert_max_num_queries: object) -> None:
    project = make_project("DE", contributions=[("DE", 5, "AFN")])
    project.contributions.update(usd=None)
    assert "The money" not in [one.what for one in completeness(draft_of(project)).missing]


@pytest.mark.django_db
def test_a_list_reads_nothing_twice(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    for _ in range(3):
        make_project("DE", implementing=["GIZ"])
    projects = list(Project.objects.prefetch_related(*PARTS))
    with django_assert_num_queries(0):
        assert len([percent_complete(project) for project in projects]) == 3
