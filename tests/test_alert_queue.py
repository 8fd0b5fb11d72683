"""The queue: what is found and in which order gives nothing away; it is counted on every page."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from adam.demo.makers import (
    make_alert,
    make_calibration,
    make_position,
    make_project,
    make_relation,
    make_verdict,
)
from duplication.models import Alert, Assignment
from duplication.queue.ordering import in_order
from duplication.review.changes import Change
from duplication.review.contradicting import contradicting
from duplication.review.deciding import end_one
from partners.kinds import offered_to
from partners.models import Notification, Partner, User
from projects.models import Project, Watch

pytestmark = pytest.mark.django_db

ClientFor = Callable[[User], Client]


def listed(client: Client, query: str = "") -> list[int]:
    """Numbers of the alerts on the page, in order."""
    return [view.pk for view in client.get(f"/alerts/?state=all&{query}").context["alerts"]]


def pair(ours: int = 1000, theirs: int = 1000, *, hidden: bool = False, **fields: Any) -> Alert:
    visibility = Project.Visibility.RESTRICTED if hidden else Project.Visibility.ALL_PARTNERS
    return make_alert(
        make_project("DE", amount=ours), make_project("GB", amount=theirs, visibility=visibility), **fields
    )


# -- Narrowed down and ordered -----------------------------------------------------------------------------------------
def test_the_most_money_at_stake_comes_first_and_hidden_money_last(
    coordinator: User, focal_point: User, client_for: ClientFor
) -> None:
    small, large, secret = pair(50, 10**9), pair(500, 600), pair(10**8, 10**8, hidden=True)
    unstated = make_alert(make_project("DE", amount=None), make_project("GB", amount=None))
    at_most = make_alert(make_project("DE", amount=None), make_project("GB", amount=550))
    order = [large.pk, small.pk, unstated.pk]
    assert listed(client_for(coordinator), "sort=money") == [secret.pk, at_most.pk, *order]
    assert listed(client_for(focal_point), "sort=money") == [at_most.pk, *order, secret.pk]


def test_money_goes_by_what_the_rows_show(coordinator: User, client_for: ClientFor) -> None:
    """Of a cluster that of all its projects, of a merged project that of the record that stays."""
    one, two, three = (make_project(code, amount=400) for code in ("DE", "GB", "FR"))
    tied = make_alert(one, two, match_weight=9)
    make_alert(two, three)
    alone, merged = pair(500, 600), pair(900, 900)
    into = make_project("GB", amount=450)
    Project.objects.filter(pk=merged.second_id).update(merged_into=into, published_at=None)
    both = pair(10**6, 10**6)
    Project.objects.filter(pk=both.second_id).update(merged_into=both.first_id, published_at=None)
    client = client_for(coordinator)
    assert listed(client, "sort=money")[:2] == [alone.pk, merged.pk]
    assert listed(client, "sort=money")[-1] == both.pk
    assert listed(client, "state=open&sort=money")[:2] == [tied.pk, alone.pk]


def test_who_asks_for_money_is_shown_clusters_by_their_own(coordinator: User, client_for: ClientFor) -> None:
    """Its pairs may have less, and the pair that leads none; what is no longer alike ties nothing."""
    one, two, three = (make_project(code, amount=80_000) for code in ("DE", "GB", "FR"))
    lead, _ = make_alert(one, two, match_weight=9), make_alert(two, three)
    alone, _ = pair(100_000, 200_000), pair(90_000, 90_000)
    client = client_for(coordinator)
    assert set(listed(client, "state=open&stake=100000")) == {lead.pk, alone.pk}
    assert "160\u00a0000" in client.get("/alerts/?stake=100000").content.decode()
    assert listed(client, "state=open&stake=100000&sort=money") == [lead.pk, alone.pk]
    assert listed(client, "state=open&stake=1000000") == []
    assert listed(client, "state=all&stake=100000") == [alone.pk]  # there each pair is an entry

    make_relation(two, three, "third-party")
    assert listed(client, "state=open&stake=100000") == [alone.pk]
    assert "80\u00a0000" in client.get("/alerts/?stake=50000").content.decode()
    page = client.get(f"/alerts/{lead.pk}/cluster/").content.decode().replace("\u00a0", " ")
    assert "US$ 80 000 of US$ 160 000 together. What is reported twice counts once." in page


def test_two_no_longer_alike_tie_no_cluster_and_count_in_none(coordinator: User, client_for: ClientFor) -> None:
    table = make_calibration(table={"thresholds": {"same_work": 0.0}})
    one, two, three, four = (make_project(code, amount=80_000) for code in ("DE", "GB", "FR", "JP"))
    for first, second in ((one, two), (two, three)):
        make_alert(first, second, calibration=table)
    unlike = make_alert(three, four, calibration=table, match_weight=-9, contributions=[])
    change = Change(three.pk, "all", "all", "Title", "A", "B")
    end_one(make_verdict(unlike, outcome="joint", reason=""), None, changes=[change])
    page = client_for(coordinator).get("/alerts/").content.decode()
    assert "3 projects that may be one" in page
    assert "No longer alike" in page
    assert "160\u00a0000" in page  # of three


def test_who_asks_for_much_money_is_not_told_of_hidden_money(
    coordinator: User, focal_point: User, client_for: ClientFor
) -> None:
    large, secret = pair(2_000_000, 3_000_000), pair(10**8, 10**8, hidden=True)
    at_most = make_alert(make_project("DE", amount=None), make_project("GB", amount=1_000_000))
    pair(500, 10**9)
    assert set(listed(client_for(coordinator), "stake=1000000")) == {large.pk, secret.pk, at_most.pk}
    assert set(listed(client_for(focal_point), "stake=1000000")) == {large.pk, at_most.pk}


def test_what_is_found_under_another_state_is_led_to(coordinator: User, client_for: ClientFor) -> None:
    decided = pair()
    make_verdict(decided)
    page = client_for(coordinator).get(f"/alerts/?q={decided.first.number}").content.decode()
    assert f'<a href="?q={decided.first.number}&amp;state=decided">1 under Decided</a>.' in page
    assert "under Withdrawn" not in page


def test_a_wrong_value_narrows_nothing_down(coordinator: User, client_for: ClientFor) -> None:
    pair()
    client = client_for(coordinator)
    page = client.get("/alerts/?state=xx&sort=abc&country=TJK&q=" + "x" * 201)
    assert page.context["filter"].problems == [
        "Search: This has more than 200 characters. It was left out.",
        "Country: “TJK” is not known here. It was left out.",
        "State: “xx” is not known here. It was left out.",
        "Order: “abc” is not known here. It was left out.",
    ]
    assert "State: “xx” is not known here. It was left out." in page.content.decode()
    [problem] = client.get("/alerts/?state=open&sort=verdict").context["filter"].problems
    assert problem == "Order: “verdict” is not known here. It was left out."
    decided = client.get("/alerts/?state=decided&sort=verdict").content.decode()
    assert 'href="?state=open"' in decided  # the order stays behind
    assert "There is no page “99”, as the list has 1" in client.get("/alerts/?page=99").content.decode()
    assert "narrowed down" not in page.content.decode()
    assert "narrowed down" in client.get("/alerts/?kind=same_work").content.decode()


def test_who_may_not_open_a_page_is_not_told_to_read_it(focal_point: User, client_for: ClientFor) -> None:
    for address in ("/alerts/thresholds/", "/oversight/"):
        refused = client_for(focal_point).get(address)
        assert refused.status_code == 403
        assert "This page is not for you" in refused.content.decode()


def test_nobody_is_called_you_who_cannot_answer(unodc: Partner, coordinator: User, client_for: ClientFor) -> None:
    alert = make_alert(make_project("UNODC"), make_project("GB"))
    assert "UNODC (you)" not in client_for(coordinator).get(alert.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("own", "No open alert on your partner’s projects"),
        ("watched", "You watch no alert"),
        ("mine", "at once on strong evidence, else once a day"),
    ],
)
def test_an_empty_list_says_what_would_be_in_it(
    focal_point: User, client_for: ClientFor, state: str, words: str
) -> None:
    page = unescape(client_for(focal_point).get(f"/alerts/?state={state}").content.decode()).replace("'", "’")
    assert words in page


def test_the_queue_goes_on_where_its_alert_was_decided(coordinator: User, client_for: ClientFor) -> None:
    alerts = [pair(ours=money, theirs=money) for money in (100, 300, 200)]
    pair(match_weight=9.0)
    client = client_for(coordinator)
    [most, middle, least] = [alerts[1], alerts[2], alerts[0]]
    query = "state=open&sort=money&strength=strong"
    page = client.get(f"/alerts/?{query}").content.decode()
    [address] = re.findall(rf'href="({most.get_absolute_url()}\?from=[^"]+)"', page)
    assert f'href="{middle.get_absolute_url()}?from=' in client.get(address).content.decode()

    came = client.get(address).context["came"]
    form = {"outcome": "not_overlap", "reason": "place", "text": "In another town.", "anyway": "on"}
    form["back"] = f"{most.get_absolute_url()}{came.suffix}"
    after = client.post(f"{most.get_absolute_url()}verdict/", form, follow=True).context
    assert after["alert"].state == "Decided"
    assert after["came"].next.startswith(f"{middle.get_absolute_url()}?from=")
    last = client.get(client.get(after["came"].next).context["came"].next).context
    assert (last["alert"].pk, last["came"].next) == (least.pk, "")
    assert dict(QueryDict(urlsplit(last["came"].back).query).items()) == {
        **dict(QueryDict(query).items()),
        "page": "1",
    }


def test_countries_are_offered_where_somebody_works_and_the_one_that_was_chosen(
    coordinator: User, client_for: ClientFor
) -> None:
    make_alert(make_project("DE", countries=["TJ"]), make_project("GB", countries=["TJ"]))
    form = client_for(coordinator).get("/alerts/?country=KG").context["filter"].form
    assert [code for code, _ in form.fields["country"].choices] == ["", "KG", "TJ"]
    assert not form.errors


def test_alerts_are_found_by_who_has_not_answered(
    coordinator: User, focal_point: User, other_focal_point: User, client_for: ClientFor
) -> None:
    answered, silent, secret = pair(), pair(), pair(hidden=True)
    make_position(answered, other_focal_point)
    assert set(listed(client_for(coordinator), "silent=GB")) == {silent.pk, secret.pk}
    assert listed(client_for(focal_point), "silent=GB") == [silent.pk]


def test_only_coordinators_narrow_down_by_who_sees_to_it(
    coordinator: User, focal_point: User, client_for: ClientFor
) -> None:
    mine, nobodys = pair(), pair()
    Assignment.objects.create(alert=mine, coordinator=coordinator, assigned_by=coordinator)
    client = client_for(coordinator)
    assert listed(client, f"assigned={coordinator.pk}") == [mine.pk]
    assert listed(client, "assigned=nobody") == [nobodys.pk]
    assert len(listed(client_for(focal_point), "assigned=nobody")) == 2
    assert "sees to it" not in client_for(focal_point).get("/alerts/?state=open").content.decode()


def test_what_open_alerts_tie_together_is_one_entry_whose_box_stands_for_all(
    coordinator: User, focal_point: User, client_for: ClientFor
) -> None:
    projects = [make_project(code) for code in ("DE", "GB", "FR")]
    tied = [
        make_alert(*two, match_weight=weight)
        for two, weight in ((projects[:2], 9), (projects[1:], 8), ([projects[0], projects[2]], 7))
    ]
    alone, client = pair(), client_for(coordinator)
    page = client.get("/alerts/")
    assert [view.pk for view in page.context["alerts"]] == [tied[0].pk, alone.pk]
    html = page.content.decode()
    assert "<b>4</b> alerts in 2 entries" in html
    assert "3 projects that may be one" in html
    assert f'href="/alerts/{tied[0].pk}/cluster/?from=' in html
    box = ",".join(str(alert.pk) for alert in tied)
    assert f'value="{box}"' in html
    client.post("/alerts/several/", {"do": "mine", "alert": [box]})
    assert Assignment.objects.count() == 3
    assert len(listed(client)) == 4  # every alert by itself where not all are open


def test_what_lies_beside_an_alert_is_what_the_person_sees_there(
    coordinator: User, focal_point: User, client_for: ClientFor
) -> None:
    """In the queue as it opens; of an alert that is not in there the next is the first one."""
    first, hidden, last = pair(match_weight=9), pair(hidden=True, match_weight=8), pair(match_weight=7)
    foreign = make_alert(make_project("FR"), make_project("GB"), match_weight=8.5)
    decided = pair()
    make_verdict(decided)

    def leads(user: User, alert: Alert, way: str) -> str:
        return urlsplit(client_for(user).get(f"/alerts/{alert.pk}/{way}/")["Location"]).path

    assert leads(coordinator, first, "next") == foreign.get_absolute_url()
    assert leads(coordinator, last, "previous") == hidden.get_absolute_url()
    assert leads(coordinator, decided, "next") == first.get_absolute_url()
    assert leads(coordinator, decided, "previous") == decided.get_absolute_url()
    assert leads(focal_point, foreign, "next") == leads(focal_point, decided, "next") != foreign.get_absolute_url()
    assert leads(focal_point, last, "next") == hidden.get_absolute_url()  # where nothing is told of its strength
    assert leads(focal_point, hidden, "next") == hidden.get_absolute_url()


# -- Counted on every page ---------------------------------------------------------------------------------------------
def waiting(client: Client) -> Any:
    return client.get("/help/").context["alerts_waiting"]


def test_every_page_counts_what_waits_for_a_focal_point(focal_point: User, client_for: ClientFor) -> None:
    alert, client = pair(), client_for(focal_point)
    pair(hidden=True)
    make_alert(make_project("FR"), make_project("GB"))
    assert waiting(client) == 2
    make_position(alert, focal_point)
    assert waiting(client) == 1
    assert '<span class="count">1</span><span class="hide"> waiting for you' in client.get("/help/").content.decode()
    assert "Main menu, 1 alert waiting for you" in client.get("/help/").content.decode()
    pair()
    assert "Main menu, 2 alerts waiting for you" in client.get("/help/").content.decode()


def test_every_page_counts_what_waits_for_a_coordinator(
    coordinator: User, second_coordinator: User, focal_point: User, other_focal_point: User, client_for: ClientFor
) -> None:
    mine, ready, theirs = pair(), pair(), pair()
    pair()
    for alert in (ready, theirs):
        make_position(alert, focal_point)
        make_position(alert, other_focal_point)
    Assignment.objects.create(alert=mine, coordinator=coordinator)
    Assignment.objects.create(alert=theirs, coordinator=second_coordinator)
    client = client_for(coordinator)
    assert waiting(client) == 2
    assert set(listed(client, "state=waiting")) == {mine.pk, ready.pk}
    make_verdict(mine)
    assert waiting(client) == 1


def test_the_count_is_one_query_with_that_of_notifications(
    coordinator: User, focal_point: User, analyst: User, client_for: ClientFor
) -> None:
    pair()
    for user in (coordinator, focal_point, analyst):
        client = client_for(user)
        with CaptureQueriesContext(connection) as queries:
            client.get("/help/")
        assert sum("partners_notification" in query["sql"] for query in queries) == 1
        assert sum("duplication_alert" in query["sql"] for query in queries) == (0 if user == analyst else 1)


# -- Many --------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("sort", ["strength", "money", "newest"])
def test_the_queue_costs_the_same_with_all_that_can_stand_in_it(
    coordinator: User, client_for: ClientFor, sort: str
) -> None:
    client, costs = client_for(coordinator), []
    contradicting()  # known until something is decided
    for number in range(1, 13):
        alert = pair(hidden=number % 3 == 0)
        Assignment.objects.create(alert=alert, coordinator=coordinator)
        Watch.objects.create(user=coordinator, page=alert.get_absolute_url())
        if number in {3, 12}:
            with CaptureQueriesContext(connection) as queries:
                assert len(client.get(f"/alerts/?sort={sort}").context["alerts"]) == number
            costs.append(len(queries))
    # Seven of them to keep the clusters until an alert changes, and six to read the register, which a process has.
    assert costs[0] == costs[1] <= 42


def test_the_index_gives_the_order_to_who_sees_everything(coordinator: User) -> None:
    pair()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
        plan = in_order(Alert.objects.standing(), "strength", coordinator)[:25].explain()
    assert "alert_listed" in plan


def test_notifications_of_assignments_are_offered_to_coordinators_only(coordinator: User, focal_point: User) -> None:
    assert "assigned" in {kind.name for kind in offered_to(coordinator)}
    assert "assigned" not in {kind.name for kind in offered_to(focal_point)}
    assert not Notification.objects.exists()


def test_the_queue_of_who_never_had_an_alert_opens_on_those_of_others(
    recipient: User, focal_point: User, client_for: ClientFor
) -> None:
    alert = pair()
    client = client_for(recipient)
    page = client.get("/alerts/")
    assert [view.pk for view in page.context["alerts"]] == [alert.pk]
    assert page.context["tabs"][0] == ("open", "Open")
    waits = client.get("/alerts/?state=waiting").content.decode()
    assert "No alert was ever about your partner" in unescape(waits)
    assert "has been answered for it" not in unescape(waits)
    assert client_for(focal_point).get("/alerts/").context["tabs"][0] == ("waiting", "Waiting for me")


def test_of_an_empty_list_no_more_is_claimed_than_that_nothing_is_open(
    focal_point: User, coordinator: User, client_for: ClientFor
) -> None:
    """What was decided unasked was not answered, and what was withdrawn not decided."""
    make_verdict(pair())
    Alert.objects.filter(pk=pair().pk).update(withdrawn_at=timezone.now())
    waits = client_for(focal_point).get("/alerts/?state=waiting").content.decode()
    assert "Every open alert on your partner's projects has been answered for it." in unescape(waits)
    assert (
        "Every pair that was found is decided or withdrawn." in client_for(coordinator).get("/alerts/").content.decode()
    )
