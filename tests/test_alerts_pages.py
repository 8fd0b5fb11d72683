"""The alert queue and the alert page: who gets what, in which order, at what cost."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import Max
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from adam.demo.makers import (
    make_activity,
    make_alert,
    make_focal_point,
    make_merge,
    make_notification,
    make_position,
    make_project,
    make_verdict,
)
from duplication.models import Alert
from duplication.review.contradicting import contradicting
from partners.models import User
from projects.models import Activity, Contribution, Project, ProjectIdentifier

ClientFor = Callable[[User], Client]
Money = tuple[int | None, str]


@pytest.fixture
def alert(db: None) -> Alert:
    """Between a project of Germany and one of the United Kingdom."""
    return make_alert(make_project("DE", title="Dogs for Nizhny Panj"), make_project("GB", title="Canine unit, Panj"))


def test_the_queue_shows_a_coordinator_all_open_alerts(alert: Alert, coordinator: User, client_for: ClientFor) -> None:
    html = client_for(coordinator).get("/alerts/").content.decode()
    assert "Dogs for Nizhny Panj" in html
    assert "Canine unit, Panj" in html
    assert "Same work funded twice" in html
    assert "strong, 6.0" in html


def test_the_queue_of_a_focal_point_opens_with_what_waits_for_the_answer(
    alert: Alert, focal_point: User, client_for: ClientFor
) -> None:
    client = client_for(focal_point)
    assert "Dogs for Nizhny Panj" in client.get("/alerts/").content.decode()
    make_position(alert, focal_point)
    assert "Nothing waits for you" in client.get("/alerts/").content.decode()
    assert "Dogs for Nizhny Panj" in client.get("/alerts/?state=mine").content.decode()


def test_a_decided_alert_leaves_the_queue(alert: Alert, coordinator: User, client_for: ClientFor) -> None:
    make_verdict(alert)
    client = client_for(coordinator)
    assert "No open alert" in client.get("/alerts/").content.decode()
    assert "Dogs for Nizhny Panj" in client.get("/alerts/?state=decided").content.decode()


def test_an_alert_is_ready_when_both_partners_have_answered(
    alert: Alert, focal_point: User, other_focal_point: User, coordinator: User, client_for: ClientFor
) -> None:
    client = client_for(coordinator)
    make_position(alert, focal_point)
    assert "Dogs" not in client.get("/alerts/?state=ready").content.decode()
    assert "Dogs" in client.get("/alerts/?state=unanswered").content.decode()
    make_position(alert, other_focal_point)
    assert "Dogs" in client.get("/alerts/?state=ready").content.decode()
    assert "Dogs" not in client.get("/alerts/?state=unanswered").content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=canine", True),
        ("q=helicopter", False),
        ("q=border Nizh", True),
        ("q=Tajik", True),
        ('q="Nizh"', False),
        ("q=Ni", False),
        ("kind=same_work", True),
        ("kind=timing_clash", False),
        ("country=TJ", True),
        ("country=AF", False),
        ("partner=GB", True),
        ("partner=FR", False),
        ("age=7", True),
        ("age=30", False),
    ],
)
def test_filters_narrow_the_queue_down(
    alert: Alert, coordinator: User, client_for: ClientFor, query: str, found: bool
) -> None:
    Alert.objects.update(raised_at=timezone.now() - timedelta(days=10))
    assert ("Dogs" in client_for(coordinator).get(f"/alerts/?{query}").content.decode()) is found


@pytest.mark.parametrize(("sort", "order"), [("", "CAB"), ("strength", "CAB"), ("newest", "BCA"), ("oldest", "ACB")])
def test_the_queue_is_ordered_as_asked(coordinator: User, client_for: ClientFor, sort: str, order: str) -> None:
    now = timezone.now()
    for name, weight, days in (("A", 5, 3), ("B", 4, 1), ("C", 9, 2)):
        made = make_alert(make_project("DE", title=f"Name-{name}"), make_project("GB"), match_weight=weight)
        Alert.objects.filter(pk=made.pk).update(raised_at=now - timedelta(days=days))
    html = client_for(coordinator).get(f"/alerts/?sort={sort}").content.decode()
    assert sorted("ABC", key=lambda name: html.index(f"Name-{name}")) == list(order)


@pytest.mark.parametrize(
    "query",
    [
        "page=abc",
        "page=999",
        "state=nonsense",
        "sort=x",
        "kind=x",
        "country=%00",
        "q=%00",
        "q=" + "a" * 10_000,
        "age=-1",
    ],
)
def test_a_wrong_query_is_never_an_error(alert: Alert, coordinator: User, client_for: ClientFor, query: str) -> None:
    assert client_for(coordinator).get(f"/alerts/?{query}").status_code == 200


@pytest.mark.parametrize("address", ["/alerts/", "/alerts/?state=decided&q=border&country=TJ&partner=DE"])
def test_the_queue_costs_the_same_for_ten_and_twenty_alerts(
    coordinator: User, client_for: ClientFor, address: str
) -> None:
    client, costs = client_for(coordinator), []
    contradicting()  # known until something is decided
    for _ in range(2):
        for _ in range(10):
            made = make_alert(make_project("DE"), make_project("GB"))
            if "decided" in address:
                make_verdict(made, coordinator)
        with CaptureQueriesContext(connection) as queries:
            assert f"<b>{10 * len(costs) + 10}</b> alerts" in client.get(address).content.decode()
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_the_page_compares_the_two_projects_and_says_why(
    alert: Alert, focal_point: User, client_for: ClientFor
) -> None:
    html = client_for(focal_point).get(alert.get_absolute_url()).content.decode()
    assert "The same work may be funded twice" in html
    assert "The titles use nearly the same words." in html
    assert "<b>+5.0</b>" in html
    assert "32 times as likely" in html
    assert "<b>−0.5</b>" in html
    assert "1.4 times less likely" in html
    assert "the same" in html
    assert alert.calibration.name in html


def test_words_of_one_title_only_are_marked_and_escaped(coordinator: User, client_for: ClientFor) -> None:
    pair = make_project("DE", title="Dogs & <cars>"), make_project("GB", title="Dogs <script>")
    html = client_for(coordinator).get(make_alert(*pair).get_absolute_url()).content.decode()
    assert 'Dogs &amp; &lt;<mark><span class="hide"> [only here: </span>cars<span class="hide">] </span></mark>' in html
    assert '<script>"' not in html


def test_a_withdrawn_alert_says_so_and_takes_no_position(
    alert: Alert, focal_point: User, client_for: ClientFor
) -> None:
    Alert.objects.update(withdrawn_at=timezone.now())
    client = client_for(focal_point)
    page = client.get(alert.get_absolute_url()).content.decode()
    assert "Withdrawn on" in page
    assert f'<h1>Withdrawn: <span class="whole">{alert.first.number}</span> and' in page
    assert "What was found before it was withdrawn: Both seem to pay for" in page
    assert "<dt>Strength then</dt>" in page
    answer = client.post(f"/alerts/{alert.pk}/position/", {"partner": "1", "stance": "same"}, follow=True)
    assert "nothing was recorded" in answer.content.decode()
    assert not alert.positions.exists()


def test_the_project_page_block_shows_five_alerts_and_folds_the_rest(coordinator: User, rf: RequestFactory) -> None:
    ours = make_project("DE")
    for number in range(7):
        make_alert(ours, make_project("GB", title=f"Other {number}"), match_weight=number)
    request = rf.get("/")
    request.user = coordinator
    html = Template("{% load alerts %}{% project_alerts project %}").render(
        Context({"request": request, "project": ours})
    )
    shown, folded = html.split("2 more")
    assert "Other 6" in shown
    assert "Other 1" in folded
    assert "Other 1" not in shown


def test_the_project_page_names_a_decided_pair_by_its_verdict(coordinator: User, client_for: ClientFor) -> None:
    ours, theirs = make_project("DE"), make_project("GB", title="Dogs")
    make_verdict(make_alert(ours, theirs), recommendation="Tell each other of what comes.")
    page = client_for(coordinator).get(ours.get_absolute_url()).content.decode()
    advised = page.partition("<h3>Recommendations</h3>")[2].partition("</section>")[0]
    assert '">Not an overlap<span class="hide">, with ' in advised
    assert Alert.Kind.SAME_WORK.label not in advised


def test_open_alerts_are_counted_for_a_whole_list_in_one_query(
    coordinator: User, rf: RequestFactory, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    ours, theirs = make_project("DE"), make_project("GB")
    make_alert(ours, theirs)
    make_verdict(make_alert(ours, make_project("FR")))
    request = rf.get("/")
    request.user = coordinator
    template = Template("{% load alerts %}{% alert_counts projects as counts %}{{ counts|alerts_of:project }}")
    assert coordinator.writes_for == frozenset()
    with django_assert_num_queries(1):
        said = template.render(Context({"request": request, "project": ours, "projects": [ours, theirs]}))
    assert said == "1"


def test_opening_an_alert_reads_what_was_told_of_it(
    client_for: ClientFor, other_focal_point: User, focal_point: User
) -> None:
    alert = make_alert(make_project("DE"), make_project("GB"))
    make_notification(focal_point, url=alert.get_absolute_url())
    client_for(focal_point).get(alert.get_absolute_url())
    assert not focal_point.notifications.unread().exists()


@contextmanager
def next_day(*models: Any) -> Iterator[None]:
    """What is done with these is recorded as of tomorrow: the database has one time for all of a test."""
    before = [one.pgh_event_model.objects.aggregate(last=Max("pgh_id"))["last"] or 0 for one in models]
    yield
    for one, last in zip(models, before, strict=True):
        later = one.pgh_event_model.objects.filter(pgh_id__gt=last)
        later.update(pgh_created_at=timezone.now() + timedelta(days=1))


def test_of_a_merged_pair_what_was_decided_is_shown_and_nobody_is_asked(
    client_for: ClientFor, focal_point: User, coordinator: User
) -> None:
    first, second = make_project("DE", amount=1000), make_project("GB", amount=400)
    first.identifiers.create(scheme="Grant", value="A-1")
    alert = make_alert(first, second)
    make_verdict(alert, coordinator, outcome="merged", reason="")
    with next_day(Contribution, ProjectIdentifier):
        make_merge(first, second, coordinator)
    page = client_for(focal_point).get(alert.get_absolute_url())
    html = page.content.decode()
    budget = next(row for row in page.context["rows"] if row.label == "Budget")
    assert (budget.first, budget.second) == (["US$\u00a01\u00a0000"], ["US$\u00a0400"])
    told = {row.label: (row.first, row.second) for row in page.context["rows"]}
    assert told["Contributions"] == (["Germany: US$\u00a01\u00a0000"], ["United Kingdom: US$\u00a0400"])
    assert told["Status"] == (["Running"], ["Running"])
    assert told["Other identifiers"] == (["Grant A-1"], [])
    assert "What the two said when they were decided to be one" in html
    assert "Former number" not in html.partition("h-both")[2].partition("</section>")[0]
    assert " together</span>" not in html
    assert "no answer yet" not in html
    assert page.context["position_form"] is None
    client_for(focal_point).post(f"{alert.get_absolute_url()}position/", {"stance": "same"})
    assert not alert.positions.exists()


def test_what_the_two_said_before_is_compared_as_it_was_then(client_for: ClientFor, coordinator: User) -> None:
    period = {"start": date(2026, 1, 15), "end": date(2027, 6, 30)}
    first = make_project("DE", title="Dogs", language="en", amount=1000, **period)
    second = make_project("GB", title="Собаки", language="ru", amount=1010, **period | {"end": date(2027, 10, 31)})
    for project, words, number in ((first, "Course", 25), (second, "Two courses", 50)):
        make_activity(project, description=words, quantity=number, unit="trainees")
    alert, client = make_alert(first, second), client_for(coordinator)
    make_verdict(alert, coordinator, outcome="merged", reason="")
    before = client.get(alert.get_absolute_url()).context["rows"]
    with next_day(Contribution, Activity, Project, ProjectIdentifier):
        make_merge(first, second, coordinator)
    assert client.get(alert.get_absolute_url()).context["rows"] == before
    told = {row.label: row.agreement for row in before}
    assert next(row.first for row in before if row.label == "Activities") == ["Course, 25 trainees"]
    assert (told["Title"], told["Period"], told["Budget"]) == ("in two languages", "overlapping", "about the same")


def test_of_a_pair_one_of_which_is_part_of_a_third_nothing_false_is_said(
    client_for: ClientFor, focal_point: User, coordinator: User
) -> None:
    merged, other, third = make_project("DE", amount=1000), make_project("GB", amount=400), make_project("FR", amount=3)
    alert = make_alert(merged, other)
    make_verdict(alert, coordinator, outcome="merged", reason="")
    make_merge(third, merged, coordinator)

    page = client_for(coordinator).get(alert.get_absolute_url()).content.decode()
    assert "one record now" not in page
    assert f"/projects/{third.pk}/merge/?other={other.pk}" in page
    assert "not open to the other partner" not in client_for(focal_point).get(alert.get_absolute_url()).content.decode()


def test_a_merge_is_offered_the_way_round_that_is_accepted_or_it_is_said_why_there_is_none(
    client_for: ClientFor, coordinator: User
) -> None:
    secret, open_to_all = make_project("DE", visibility=Project.Visibility.RESTRICTED), make_project("GB")
    alert, client = make_alert(secret, open_to_all), client_for(coordinator)
    make_verdict(alert, coordinator, outcome="merged", reason="")
    address = client.get(alert.get_absolute_url()).context["merge"]
    assert f"Merge {secret.number} into {open_to_all.number}" in client.get(address).content.decode()

    Project.objects.filter(pk=open_to_all.pk).update(visibility=Project.Visibility.RESTRICTED)
    page = client.get(alert.get_absolute_url())
    why = f"United Kingdom does not see {secret.number}. Share it with United Kingdom first."
    assert f"They cannot be merged yet.</b> {why}" in page.content.decode()
    assert "merge" not in page.context
    assert "instead</a>" not in client.get(address).content.decode()


def test_of_a_pair_that_went_into_a_hidden_record_nobody_learns_that_it_was_one(
    client_for: ClientFor, coordinator: User
) -> None:
    first, second = make_project("GB"), make_project("GB")
    kept, outsider = make_project("GB", visibility=Project.Visibility.RESTRICTED), make_focal_point("FR")
    alert = make_alert(first, second)
    make_verdict(alert, coordinator, outcome="merged", reason="")
    for closed in (first, second):
        make_merge(kept, closed, coordinator)
    pages = [client_for(user).get(alert.get_absolute_url()).content.decode() for user in (coordinator, outsider)]
    assert ["the two are one record now" in page for page in pages] == [True, False]
    assert all("still a project of its own" not in page for page in pages)


def test_what_a_project_said_while_it_was_restricted_is_not_told_of_the_pair_once_it_is_merged(
    client_for: ClientFor, coordinator: User, focal_point: User
) -> None:
    first, second = make_project("DE", amount=6543), make_project("GB", amount=400)
    alert = make_alert(first, second)
    make_verdict(alert, coordinator, outcome="merged", reason="")
    make_merge(second, first, coordinator)
    Project.pgh_event_model.objects.filter(pgh_obj=first.pk).update(visibility="restricted")
    for user, is_told in ((coordinator, True), (focal_point, True), (make_focal_point("FR"), False)):
        page = client_for(user).get(alert.get_absolute_url()).content.decode()
        assert ("What the two said when they were decided" in page) == is_told


@pytest.mark.parametrize(
    ("ours", "theirs", "said"),
    [
        ((200, "USD"), (300, "USD"), ("US$ 200", "of US$ 500 together")),
        ((7000, "XAU"), (300, "USD"), ("US$ 300 and XAU 7 000 together", "(no rate known to compare them)")),
        ((7000, "XAU"), (9000, "XAU"), ("XAU 7 000, no rate known", "of XAU 16 000 together")),
        ((None, "USD"), (9000, "XAU"), ("at most XAU 9 000", "(the other states no sum)")),
        ((None, "USD"), (None, "USD"), ("not stated", "")),
    ],
)
def test_money_without_a_rate_is_stated_in_its_own_currency(
    ours: Money, theirs: Money, said: tuple[str, str], client_for: ClientFor, coordinator: User
) -> None:
    projects = [make_project(partner, amount=None) for partner in ("DE", "GB")]
    for project, (amount, currency) in zip(projects, (ours, theirs), strict=True):
        if amount:
            project.contributions.create(partner=project.partner, amount=amount, currency=currency)
    alert = make_alert(*projects)

    page = client_for(coordinator).get(alert.get_absolute_url())
    stake = page.context["alert"].stake_words
    assert (stake.least.replace("\u00a0", " "), stake.of.replace("\u00a0", " ")) == said
    assert stake.least in client_for(coordinator).get("/alerts/").content.decode()


def test_a_withdrawn_alert_asks_nobody(client_for: ClientFor, focal_point: User, coordinator: User) -> None:
    alert = make_alert(make_project("DE"), make_project("GB"), withdrawn_at=timezone.now())
    for user in (focal_point, coordinator):
        page = client_for(user).get(alert.get_absolute_url()).content.decode()
        assert "Record the" not in page


def test_one_that_was_withdrawn_by_a_merge_says_so(client_for: ClientFor, coordinator: User) -> None:
    merged, other, third = (make_project(code) for code in ("DE", "GB", "FR"))
    alert = make_alert(merged, other)
    make_merge(third, merged, coordinator)
    alert.withdrawn_at = timezone.now()
    alert.save()
    page = client_for(coordinator).get(alert.get_absolute_url())
    assert page.context["withdrawn"] == "One of the two was merged into another record."
    assert "Its reason went away" not in page.content.decode()


def test_periods_that_overlap_are_not_called_different(client_for: ClientFor, coordinator: User) -> None:
    first = make_project("DE", start=date(2025, 8, 1), end=date(2027, 4, 30))
    alert = make_alert(first, make_project("GB", start=date(2025, 9, 1), end=date(2027, 3, 31)))
    page = client_for(coordinator).get(alert.get_absolute_url()).content.decode()
    assert 'Period <span class="agrees for">overlapping</span>' in page
