"""The register as it stood on a past day: what is in it, who sees it, and that nothing else comes of looking back."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.http import urlencode

from adam.demo.makers import (
    get_partner,
    make_merge,
    make_organization,
    make_place,
    make_project,
    make_relation,
    recorded_on,
)
from partners.merging import merge as merge_bodies
from partners.models import User
from projects.analysis import Table, answer, asked
from projects.analysis.past import past_of
from projects.filters import ProjectFilter
from projects.history.past import first_day, looking_back
from projects.models import Contribution, Project, Recipient
from projects.search import register as registers

pytestmark = pytest.mark.django_db
For = Callable[[User], Client]

MARCH, JUNE = date(2025, 3, 10), date(2025, 6, 10)
APRIL, JULY = date(2025, 4, 1), date(2025, 7, 1)  # days of which figures are asked


def seen(user: User, day: date, query: str = "") -> set[int]:
    with looking_back(day, user):
        return set(ProjectFilter(QueryDict(query), user=user).qs.values_list("pk", flat=True))


def figures(user: User, day: date, query: str) -> Table:
    with looking_back(day, user):
        return answer(asked(QueryDict(query))[0], ProjectFilter(QueryDict(query), user=user))


# -- What stood then ---------------------------------------------------------------------------------------------------
def test_projects_come_and_change_as_they_were_recorded(focal_point: User) -> None:
    project = make_project(amount=100, countries=["TJ"])
    recorded_on(MARCH)
    Project.objects.filter(pk=project.pk).update(status="4")
    project.recipients.all().delete()
    Recipient.objects.create(project=project, country_id="AF")
    Contribution.objects.update(usd=Decimal(250))
    make_project(amount=7)
    recorded_on(JUNE)

    assert seen(focal_point, MARCH - timedelta(days=1)) == set()
    assert seen(focal_point, MARCH) == {project.pk}
    then, later = (figures(focal_point, day, "rows=country&columns=status&measure=budget") for day in (APRIL, JULY))
    assert [(row.key, column.key) for row in then.rows for column in then.columns] == [("TJ", "2")]
    assert (then.total.value, later.total.value) == (100, 257)
    assert {row.key for row in later.rows} == {"AF", "TJ"}
    assert seen(focal_point, APRIL, "country=TJ&status=2") == {project.pk}


def test_every_part_stands_as_it_was(focal_point: User) -> None:
    body = make_organization("Customs Academy", kind="customs")
    project = make_project(implementing=[body], beneficiaries=[body], activities=[{}], identifiers=[("CRS", "1")])
    make_relation(project, make_project(), "third-party")
    recorded_on(MARCH)
    for part in ("recipients", "participations", "contributions", "activities", "identifiers", "relations_as_first"):
        getattr(project, part).all().delete()
    project.themes.clear()

    wanted = f"country=TJ&theme=T1&partner=DE&implementer={body.pk}&beneficiary_kind=customs&activity_type=A01"
    assert seen(focal_point, APRIL, wanted) == {project.pk}
    assert len(seen(focal_point, APRIL, "once=on")) == 1
    assert not Project.objects.filter(recipients__country="TJ", pk=project.pk).exists()


def test_what_was_merged_counts_as_it_did(focal_point: User, coordinator: User) -> None:
    kept, closed = make_project(), make_project("GB")
    recorded_on(MARCH)
    make_merge(kept, closed)
    recorded_on(JUNE)
    for person in (focal_point, coordinator):
        assert seen(person, APRIL) == {kept.pk, closed.pk}
        assert seen(person, JULY) == {kept.pk}


def test_what_was_merged_into_a_project_restricted_since_is_left_out(
    focal_point: User, other_focal_point: User, coordinator: User
) -> None:
    kept, closed = make_project("GB"), make_project("GB")
    recorded_on(MARCH)
    make_merge(kept, closed)
    assert seen(focal_point, APRIL) == {kept.pk, closed.pk}
    Project.objects.filter(pk=kept.pk).update(visibility="restricted")
    assert seen(focal_point, APRIL) == set()
    assert seen(other_focal_point, APRIL) == seen(coordinator, APRIL) == {kept.pk, closed.pk}


def test_the_first_day_is_that_of_what_the_person_may_see(focal_point: User, other_focal_point: User) -> None:
    make_project("GB", visibility="restricted")
    recorded_on(MARCH)
    make_project("GB")
    recorded_on(JUNE)
    assert (first_day(focal_point), first_day(other_focal_point)) == (JUNE, MARCH)


def test_a_merged_organization_counts_under_the_name_of_then(focal_point: User, coordinator: User) -> None:
    gone, kept = make_organization("Border Office"), make_organization("Border Service")
    project = make_project(implementing=[gone])
    recorded_on(MARCH)
    number = gone.pk
    merge_bodies(kept.pk, gone.pk, coordinator)

    then = figures(focal_point, APRIL, "rows=implementer")
    assert [row.label for row in then.rows] == ["Border Office"]
    assert seen(focal_point, APRIL, f"implementer={number}") == {project.pk}
    assert seen(focal_point, APRIL, f"implementer={kept.pk}") == set()


def test_stale_means_stale_on_that_day(focal_point: User) -> None:
    confirmed = timezone.make_aware(datetime(2024, 12, 1))
    project = make_project(confirmed_at=confirmed)
    recorded_on(MARCH)
    assert seen(focal_point, APRIL, "stale=on") == set()
    assert seen(focal_point, JULY, "stale=on") == {project.pk}


# -- Who sees it -------------------------------------------------------------------------------------------------------
THEN_AND_NOW = [  # how it stood then, how it stands today; whether another focal point and UNODC see it as it was
    ({}, {}, True, True),
    ({"published_at": None}, {"published_at": timezone.now()}, False, False),
    ({"visibility": "restricted"}, {"visibility": "all"}, False, True),
    ({"visibility": "named"}, {"visibility": "all"}, False, True),
    ({}, {"visibility": "restricted"}, False, True),
    ({}, {"visibility": "named"}, False, True),
    ({}, {"published_at": None}, False, False),
]


@pytest.mark.parametrize(("then", "now", "other_sees", "unodc_sees"), THEN_AND_NOW)
def test_nobody_sees_more_than_then_and_than_today(
    then: dict[str, Any],
    now: dict[str, Any],
    other_sees: bool,
    unodc_sees: bool,
    focal_point: User,
    other_focal_point: User,
    coordinator: User,
) -> None:
    project = make_project("DE", **then)
    recorded_on(MARCH)
    Project.objects.filter(pk=project.pk).update(**now)
    assert [bool(seen(person, APRIL)) for person in (focal_point, other_focal_point, coordinator)] == [
        True,
        other_sees,
        unodc_sees,
    ]


def test_named_partners_are_those_named_then_and_today(other_focal_point: User) -> None:
    named_then = make_project("DE", visibility="named", shared_with=["GB"])
    named_since = make_project("DE", visibility="named")
    recorded_on(MARCH)
    assert seen(other_focal_point, APRIL) == {named_then.pk}
    named_since.shared_with.add(get_partner("GB"))
    assert seen(other_focal_point, APRIL) == {named_then.pk}
    named_then.shared_with.clear()
    assert seen(other_focal_point, APRIL) == set()


def test_a_deleted_project_is_seen_by_those_who_saw_it_last(
    focal_point: User, other_focal_point: User, coordinator: User
) -> None:
    public, hidden = make_project("DE"), make_project("DE")
    recorded_on(MARCH)
    Project.objects.filter(pk=hidden.pk).update(visibility="restricted")
    everything = {public.pk, hidden.pk}
    public.delete()
    hidden.delete()
    assert seen(focal_point, APRIL) == everything
    assert seen(coordinator, APRIL) == everything
    assert seen(other_focal_point, APRIL) == everything - {max(everything)}
    recorded_on(JUNE)
    assert seen(focal_point, JULY) == set()


# -- Nothing else comes of it ------------------------------------------------------------------------------------------
def test_nothing_can_be_written_and_today_is_back_afterwards(focal_point: User) -> None:
    project = make_project()
    recorded_on(MARCH)
    Project.objects.filter(pk=project.pk).update(title="Of today")
    with looking_back(APRIL, focal_point):
        assert Project.objects.get().title != "Of today"
        with pytest.raises(DatabaseError), transaction.atomic():
            User.objects.filter(pk=focal_point.pk).update(name="Written")
    assert Project.objects.get().title == "Of today"
    focal_point.save()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_class WHERE relnamespace = pg_my_temp_schema()")
        assert cursor.fetchone() == (0,)


def test_an_error_inside_brings_today_back(focal_point: User) -> None:
    make_project()
    with pytest.raises(DatabaseError), looking_back(APRIL, focal_point), connection.cursor() as cursor:
        cursor.execute("SELECT nonsense")
    assert Project.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_register_in_memory_never_holds_the_past(focal_point: User) -> None:
    make_project()
    with looking_back(APRIL, focal_point):
        assert registers.current().everything == 0
    assert registers.current().everything.bit_count() == 1


# -- The day in the address --------------------------------------------------------------------------------------------
@pytest.mark.parametrize("text", ["yesterday", "2026-02-31", "0001-01-01", "31.3.2025", "2025-3", "\0", "9" * 500])
def test_what_is_no_day_is_said(text: str) -> None:
    past = past_of(QueryDict(urlencode({"as_of": text})))
    assert past.day is None
    assert "is not a day" in past.problems[0]


def test_a_day_to_come_is_refused_and_today_is_no_past_day() -> None:
    today = timezone.localdate()
    assert "still to come" in past_of(QueryDict(f"as_of={today + timedelta(days=1)}")).problems[0]
    past = past_of(QueryDict(f"as_of={today}"))
    assert (past.day, past.problems, asked(QueryDict(f"as_of={today}"))[0].as_of) == (None, [], None)


def test_words_and_alerts_are_of_today_only() -> None:
    past = past_of(QueryDict("as_of=2025-04-01&q=dogs&alerts=on&country=TJ"))
    assert past.query.urlencode() == "as_of=2025-04-01&country=TJ"
    assert [text.split(":")[0] for text in past.problems] == ["Search", "With open alerts"]


def test_the_list_of_a_past_day(client_for: For, focal_point: User) -> None:
    project = make_project(title="As it was called")
    gone = make_project(title="Gone since")
    recorded_on(MARCH)
    Project.objects.filter(pk=project.pk).update(title="As it is called")
    gone.delete()
    page = client_for(focal_point).get(f"/projects/?as_of={APRIL}").content.decode()
    assert "As it was called" in page
    assert "As it is called" not in page
    assert "Deleted since" in page
    assert f'href="/projects/{gone.pk}/"' not in page
    assert "As of the end of 1 April 2025." in page
    file = client_for(focal_point).get(f"/projects/export.csv?as_of={APRIL}")
    assert b"As it was called" in b"".join(file.streaming_content)
    empty = client_for(focal_point).get("/projects/?as_of=2024-01-01").content.decode()
    assert "The first project was recorded on 10 March 2025" in empty


QUESTIONS = [
    "rows=country&columns=status",
    "rows=theme&columns=country&measure=budget&totals=cofunding",
    "rows=partner&columns=role&measure=budget",
    "rows=implementer&columns=year&measure=activities",
    "rows=activity_type&measure=quantity",
    "rows=place&measure=duration",
    "rows=beneficiary_kind&columns=start_year&measure=partners&totals=net",
]


@pytest.mark.parametrize("question", QUESTIONS)
def test_behind_every_past_figure_are_exactly_its_projects(question: str, client_for: For, focal_point: User) -> None:
    body = make_organization("Border Service", kind="border-guard")
    many = {"countries": ["TJ", "AF"], "implementing": [body], "beneficiaries": [body]}
    first = make_project(**many, activities=[{"quantity": 3, "place": make_place()}])
    make_relation(first, make_project("GB", contributions=[("DE", 5, "USD"), ("GB", 7, "USD")]), "third-party")
    recorded_on(MARCH)
    Project.objects.update(status="4", published_at=None)
    Project.objects.update(published_at=timezone.now())
    first.recipients.all().delete()
    client, address = client_for(focal_point), f"/projects/analysis.json?{question}&as_of={APRIL}"
    assert client.get(address).status_code == 200
    then = figures(focal_point, APRIL, f"{question}&as_of={APRIL}")
    cells = [cell for _, line, total in then.lines for cell in (*line, total)]
    links = {cell.query: cell.projects for cell in (*cells, *then.column_totals, then.total) if cell.query}
    assert links
    for link, number in links.items():
        page = client.get(f"/projects/?{link}")
        assert page.context["past"].day == APRIL
        assert page.context["page"].paginator.count == number


def test_the_page_and_the_files_tell_the_day(client_for: For, focal_point: User) -> None:
    make_project()
    recorded_on(MARCH)
    client = client_for(focal_point)
    page = client.get(f"/projects/analysis/?as_of={APRIL}").content.decode()
    assert "As of the end of 1 April 2025." in page
    assert "taken back to a draft since are left out" in page
    assert f'value="{APRIL}"' in page
    assert client.get(f"/projects/analysis.json?as_of={APRIL}").json()["as_of"] == "2025-04-01"
    assert "2025-04-01.csv" in client.get(f"/projects/analysis.csv?as_of={APRIL}")["Content-Disposition"]
    assert client.get(f"/projects/analysis.svg?as_of={APRIL}").status_code == 200
    early = client.get("/projects/analysis/?as_of=2024-01-01").content.decode()
    assert "The first project was recorded on 10 March 2025" in early
    assert client.get("/projects/analysis.csv?as_of=2999-01-01").status_code == 400
    assert "still to come" in client.get("/projects/analysis/?as_of=2999-01-01").content.decode()


def test_more_projects_cost_no_more_queries_of_the_past(client_for: For, focal_point: User) -> None:
    client = client_for(focal_point)
    for number, address in ((1, f"/projects/?as_of={APRIL}"), (2, f"/projects/analysis/?as_of={APRIL}&measure=budget")):
        make_project()
        recorded_on(MARCH)
        client.get(address)
        with CaptureQueriesContext(connection) as few:
            client.get(address)
        for _ in range(5 * number):
            make_project()
        recorded_on(MARCH)
        with CaptureQueriesContext(connection) as many:
            client.get(address)
        assert len(many) <= len(few) <= 60
