"""How the review goes: ages, times to answer, outcomes, and money given up after an alert."""

import csv
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from adam.demo.makers import make_alert, make_merge, make_position, make_project, make_verdict
from adam.oversight import money, review
from adam.oversight.views import taking_part
from adam.people.quarters import Quarter, latest
from adam.people.scores import ANSWERED_WITHIN
from duplication.models import Alert, Assignment, Verdict
from duplication.review.contradicting import contradicting
from duplication.review.deciding import reopen
from partners.models import User
from projects import merges
from projects.models import Contribution, Project

pytestmark = pytest.mark.django_db
ClientFor = Callable[[User], Client]


def raised(days: float, first: str = "DE", second: str = "GB", **fields: Any) -> Alert:
    """An alert of so many days ago."""
    alert = make_alert(make_project(first, amount=1000), make_project(second, amount=400), **fields)
    Alert.objects.filter(pk=alert.pk).update(raised_at=timezone.now() - timedelta(days=days))
    alert.refresh_from_db()
    return alert


def test_open_alerts_are_counted_by_age_and_lead_to_the_queue(client_for: ClientFor, coordinator: User) -> None:
    raised(1)
    raised(8)
    old = raised(95)
    make_verdict(raised(40), coordinator)
    found = {kind: [number for _, number in numbers] for kind, _, numbers in review.waiting(coordinator)}
    assert found == {
        "same_project": [0] * 4,
        "same_work": [3, 2, 1, 1],
        "complementary": [0] * 4,
        "timing_clash": [0] * 4,
        "own_double": [0] * 4,
    }
    client = client_for(coordinator)
    link = f"{reverse('alerts:list')}?state=open&amp;kind=same_work&amp;age=90"
    assert link in client.get(reverse("oversight:page")).content.decode()
    assert old.get_absolute_url() in client.get(link.replace("&amp;", "&")).content.decode()


def test_the_latest_quarter_stands_first_where_a_phone_shows_it(client_for: ClientFor, coordinator: User) -> None:
    make_verdict(raised(1), coordinator)
    page = client_for(coordinator).get("/oversight/").content.decode()
    oldest, *_, newest = map(str, latest(8))
    for table in ("Verdicts given by people", "Alerts by the quarter"):
        shown = page.partition(table)[2].partition("</table>")[0]
        assert shown.index(newest) < shown.index(oldest)
    assert page.index("Together</th>") < page.index(f"{newest}</th>", page.index("Verdicts given by people"))


def test_times_are_medians_of_what_was_answered(coordinator: User, focal_point: User, other_focal_point: User) -> None:
    last, now = Quarter.now().before(), timezone.now()
    since = [(now - last.start) / timedelta(days=1) - days for days in (2, 9, 4)]
    for days in since:
        alert = raised(days)
        make_position(alert, focal_point)
    make_position(alert, other_focal_point)
    raised(since[0])
    (row,) = review.answered(coordinator, [last])
    assert (row.raised, row.open, row.verdict) == (4, 4, None)
    assert row.first_answer == row.both_answers == pytest.approx(since[2], abs=0.1)
    make_verdict(alert, coordinator)
    (row,) = review.answered(coordinator, [last])
    assert (row.decided, row.open) == (1, 3)
    assert row.verdict == pytest.approx(since[2], abs=0.1)
    reopen(alert.verdicts.get(), coordinator, "The place was wrong.")
    (row,) = review.answered(coordinator, [last])
    assert (row.decided, row.verdict) == (0, None)


def test_answers_in_time_are_of_the_last_quarter_whose_time_is_over(
    client_for: ClientFor, coordinator: User, focal_point: User
) -> None:
    over = next(one for one in latest(4)[::-1] if one.end + ANSWERED_WITHIN <= timezone.now())
    raised((timezone.now() - over.start) / timedelta(days=1) - 1)
    make_position(raised(0), focal_point)
    found = taking_part(coordinator)
    assert (found["over"], found["answered"].in_time_share, found["answered"].judged) == (over, 0, 1)
    assert (found["total"].in_time, found["total"].judged, found["total"].not_due) == (1, 1, 0)
    page = client_for(coordinator).get(reverse("oversight:page")).content.decode()
    assert f"0 of 1 due in {over}, within 21 days" in page


def test_verdicts_are_counted_as_given_also_when_reopened(coordinator: User) -> None:
    alert = raised(3)
    make_verdict(alert, coordinator, outcome=Verdict.Outcome.JOINT, reason="")
    make_verdict(alert, coordinator, outcome=Verdict.Outcome.DIVIDED, reason="")
    found = {row.label: row.total for row in review.outcomes(coordinator, latest(2)) if row.total}
    assert found == {"Joint programme": 1, "Divided by place, time or agency": 1, "Of these reopened since": 1}


def given_up(user: User) -> list[tuple[int, Decimal, str]]:
    return [(one.project.pk, one.amount, one.why) for one in money.redirected(user)[0]]


def told(outcome: str = Verdict.Outcome.DIVIDED, **fields: Any) -> Alert:
    """A decided alert on projects whose money was recorded before it."""
    alert = make_alert(make_project("DE", amount=1000), make_project("GB", amount=400))
    pair, before = [alert.first_id, alert.second_id], timezone.now() - timedelta(days=9)
    Contribution.pgh_event_model.objects.filter(project_id__in=pair).update(pgh_created_at=before)
    Project.pgh_event_model.objects.filter(pgh_obj__in=pair).update(pgh_created_at=before)
    Alert.objects.filter(pk=alert.pk).update(raised_at=timezone.now() - timedelta(days=5))
    make_verdict(alert, outcome=outcome, **{"reason": "", **fields})
    return alert


def test_a_budget_that_fell_since_the_alert_was_given_up(coordinator: User) -> None:
    alert = told()
    assert given_up(coordinator) == []
    contribution = alert.first.contributions.get()
    contribution.amount = 250
    contribution.save()
    assert given_up(coordinator) == [(alert.first_id, Decimal(750), "Budget reduced")]
    contribution.amount = 5000
    contribution.save()
    assert given_up(coordinator) == []


def test_a_cancelled_project_gives_up_all_of_it_and_once(coordinator: User) -> None:
    alert = told()
    make_verdict(make_alert(alert.first, make_project("FR")), outcome=Verdict.Outcome.JOINT, reason="")
    Project.objects.filter(pk=alert.first_id).update(status=Project.Status.CANCELLED)
    assert given_up(coordinator) == [(alert.first_id, Decimal(1000), "Cancelled")]


@pytest.mark.parametrize(("amount", "less"), [(1000, 1000), (400, 0)])
def test_of_a_merge_only_what_left_the_total_is_no_longer_counted_twice(
    coordinator: User, amount: int, less: int
) -> None:
    """Like amounts are taken for one; of two that differ both are kept, and the total is what it was."""
    alert = told(Verdict.Outcome.MERGED)
    kept = make_project("FR", amount=amount)
    make_merge(kept, alert.first, coordinator)
    ((one,), given_up) = reversed(money.redirected(coordinator))
    assert (one.project, one.amount, given_up) == (alert.first, Decimal(less), [])


def test_what_net_totals_take_out_stands_beside_what_was_merged(coordinator: User, client_for: ClientFor) -> None:
    told(Verdict.Outcome.MERGED)
    make_merge(make_project("FR", amount=1000), told(Verdict.Outcome.MERGED).first, coordinator)
    net, client = money.net(coordinator), client_for(coordinator)
    listed = client.get(net.address).context
    assert (net.money, net.pairs) == (listed["table"].taken_together, listed["pairs"].number) == (800, 2)
    page = client.get("/oversight/").content.decode().replace("\u00a0", " ")
    assert "<b>US$ 1 000</b><span>no longer recorded twice" in page
    assert "<b>US$ 800</b><span>taken out of net totals" in page


def test_what_the_kept_one_gave_up_is_told_to_who_could_see_it_when_they_were_merged(
    coordinator: User, analyst: User
) -> None:
    alert = told(Verdict.Outcome.MERGED)
    kept = make_project("FR", amount=777, visibility=Project.Visibility.RESTRICTED)
    merging, own = merges.merging_of(kept, alert.first, coordinator), f"contribution:{kept.contributions.get().pk}"
    data = QueryDict(mutable=True)
    data.setlist("rows", [row.key for part in merging.parts for row in part.rows if row.key != own])
    merges.merge(merges.merging_of(kept, alert.first, coordinator, data), coordinator)
    ((one,), _) = reversed(money.redirected(coordinator))
    assert (one.then, one.now, one.amount) == (1777, 1000, 777)
    assert money.redirected(analyst)[1] == []
    Project.objects.filter(pk=kept.pk).update(visibility=Project.Visibility.ALL_PARTNERS)
    Project.pgh_event_model.objects.filter(pgh_obj=kept.pk).update(visibility=Project.Visibility.RESTRICTED)
    assert money.redirected(analyst)[1] == []


def test_a_budget_of_a_time_when_the_project_was_restricted_is_not_told(
    client_for: ClientFor, coordinator: User, analyst: User
) -> None:
    alert = told()
    Project.pgh_event_model.objects.filter(pgh_obj=alert.first_id).update(visibility=Project.Visibility.RESTRICTED)
    Contribution.objects.filter(project=alert.first).update(amount=100, usd=100)
    assert [one.then for one in money.redirected(coordinator)[0]] == [1000]
    files = [b"".join(client_for(user).get(reverse("oversight:redirected-csv"))) for user in (coordinator, analyst)]
    assert [b"1000.00" in file for file in files] == [True, False]


def test_a_project_cancelled_before_the_alert_gives_up_nothing_after_it(coordinator: User) -> None:
    alert = told()
    Project.objects.filter(pk=alert.first_id).update(status=Project.Status.CANCELLED)
    Project.pgh_event_model.objects.update(pgh_created_at=timezone.now() - timedelta(days=8))
    assert given_up(coordinator) == []


def test_what_was_no_overlap_says_nothing_of_money(coordinator: User) -> None:
    alert = told(Verdict.Outcome.NOT_OVERLAP, reason="place")
    alert.first.contributions.all().delete()
    assert given_up(coordinator) == []


def test_an_analyst_counts_what_he_or_she_may_see(coordinator: User, analyst: User) -> None:
    alert = told()
    alert.first.contributions.all().delete()
    Project.objects.filter(pk=alert.first_id).update(visibility=Project.Visibility.RESTRICTED)
    assert len(given_up(coordinator)) == 1
    assert given_up(analyst) == []
    assert [sum(row.raised for row in review.answered(user, latest(2))) for user in (coordinator, analyst)] == [1, 0]


def test_evaluators_get_a_row_an_alert(client_for: ClientFor, analyst: User, focal_point: User) -> None:
    alert = raised(3)
    make_position(alert, focal_point)
    make_verdict(alert, outcome=Verdict.Outcome.JOINT, reason="")
    silent = make_alert(alert.first, make_project("FR", amount=None))
    response: Any = client_for(analyst).get(reverse("oversight:alerts-csv"))
    row, other = csv.DictReader(b"".join(response.streaming_content).decode("utf-8-sig").splitlines())
    assert (row["First partner"], row["Days to first answer"], row["Days to both answers"]) == ("Germany", "3.0", "")
    assert (row["Latest verdict"], row["Verdict stands"], row["At stake (US$)"]) == ("Joint programme", "yes", "400.00")
    assert [one["At stake at most, as one states no sum (US$)"] for one in (row, other)] == ["", "1000.00"]
    assert (other["Alert"], other["At stake (US$)"]) == (str(silent.pk), "")


def test_the_file_names_no_project_hidden_from_an_analyst_of_the_other_partner(
    client_for: ClientFor, analyst: User
) -> None:
    alert = raised(3)
    Project.objects.filter(pk=alert.second_id).update(visibility=Project.Visibility.RESTRICTED)
    User.objects.filter(pk=analyst.pk).update(partner=alert.first.partner)
    analyst = User.objects.get(pk=analyst.pk)
    assert Alert.objects.visible_to(analyst).exists()
    response: Any = client_for(analyst).get(reverse("oversight:alerts-csv"))
    assert list(csv.DictReader(b"".join(response.streaming_content).decode("utf-8-sig").splitlines())) == []
    assert [row.raised for row in review.answered(analyst, [Quarter.now().before(), Quarter.now()])] == [0, 0]


def test_the_number_of_queries_does_not_grow(
    client_for: ClientFor, coordinator: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = client_for(coordinator)
    told().first.contributions.all().delete()
    client.get(reverse("oversight:page"))
    with django_assert_max_num_queries(31) as few:
        client.get(reverse("oversight:page"))
    with django_assert_max_num_queries(17) as few_of_file:
        list(client.get(reverse("oversight:alerts-csv")))
    for _ in range(3):
        told().first.contributions.all().delete()
    contradicting()  # known until something is decided
    with django_assert_max_num_queries(len(few)):
        page = client.get(reverse("oversight:page")).content.decode()
    assert page.count("Budget reduced") == 4
    with django_assert_max_num_queries(len(few_of_file)):
        list(client.get(reverse("oversight:alerts-csv")))


def test_the_file_of_a_queue_has_what_the_queue_lists(coordinator: User, client_for: ClientFor) -> None:
    decided, waiting = (make_alert(make_project("DE"), make_project("GB")) for _ in range(2))
    make_verdict(decided)
    client = client_for(coordinator)
    page = client.get("/alerts/?state=decided&sort=newest").content.decode()
    address = page.partition("/oversight/alerts.csv")[2].partition('"')[0]
    assert address == "?state=decided&amp;sort=newest"
    for state, alert in (("decided", decided), ("open", waiting)):
        response: Any = client.get(f"{reverse('oversight:alerts-csv')}?state={state}")
        _, row = b"".join(response).decode().splitlines()
        assert row.startswith(f"{alert.pk},")


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("", "adam-review-"),
        ("?state=waiting", "adam-alerts-waiting-for-me-"),
        ("?state=open&stake=100000", "adam-alerts-open-money-at-stake-at-least-us-100-000-"),
        (f"?state=decided&q={'dogs+' * 30}", f"adam-alerts-decided-search-{'dogs-' * 27}"),
    ],
)
def test_files_of_queues_are_told_apart_by_their_names(
    coordinator: User, client_for: ClientFor, query: str, name: str
) -> None:
    response = client_for(coordinator).get(f"{reverse('oversight:alerts-csv')}{query}")
    assert response["Content-Disposition"] == f'attachment; filename="{name}{timezone.localdate()}.csv"'


def test_the_file_of_a_queue_has_its_order_and_names_projects_state_and_who_sees_to_it(
    coordinator: User, analyst: User, client_for: ClientFor
) -> None:
    poor, rich = (
        make_alert(make_project("DE", title="=1+1", amount=sum, countries=["KE"]), make_project("GB", amount=sum))
        for sum in (1_000, 9_000)
    )
    Assignment.objects.create(alert=rich, coordinator=coordinator)
    reopen(make_verdict(poor), coordinator, "Both have changed.")
    address = f"{reverse('oversight:alerts-csv')}?state=open&sort=money"
    files = [b"".join(client_for(user).get(address)).decode("utf-8-sig") for user in (coordinator, analyst)]
    first, second = csv.DictReader(files[0].splitlines())
    assert [first["Alert"], second["Alert"]] == [str(rich.pk), str(poor.pk)]
    assert [first["State"], second["State"]] == ["Open", "Open again"]
    assert (first["First title"], first["First countries"]) == ("'=1+1", "Kenya")
    assert first["Second may be seen by"] == "All partners"
    assert first["Assigned to"] == coordinator.name
    assert first["Link"].endswith(rich.get_absolute_url())
    assert coordinator.name not in files[1]
