"""What is done from the queue: several decided or answered at once, assigned, watched."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from adam.demo.makers import make_alert, make_position, make_project, make_user, make_verdict
from duplication.models import Alert, Assignment, Position, Verdict
from duplication.queue.attending import say
from partners.models import User
from projects.models import Project, Watch
from projects.watching import tell, watched_by
from tests.test_alert_queue import listed, pair

pytestmark = pytest.mark.django_db

ClientFor = Callable[[User], Client]


# -- Several at once ---------------------------------------------------------------------------------------------------
def do(client: Client, what: str, *alerts: Alert, **more: Any) -> str:
    data = {"do": what, "alert": [alert.pk for alert in alerts], **more}
    return client.post("/alerts/several/?state=all", data, follow=True).content.decode()


def test_several_are_dismissed_with_one_reason_and_the_result_says_which_not(
    coordinator: User, focal_point: User, client_for: ClientFor
) -> None:
    one, other, gone, decided = pair(), pair(), pair(withdrawn_at=timezone.now()), pair()
    make_verdict(decided)
    page = do(
        client_for(coordinator), "dismiss", one, other, gone, decided, reason="place", text="Two towns.", anyway="on"
    )
    assert "2 alerts are decided: not an overlap." in page
    assert "Not done for 2" in page
    assert f'<li><a href="{gone.get_absolute_url()}">{gone}</a>: withdrawn in the meantime</li>' in page
    assert f"{decided}</a>: decided already: {decided.verdicts.get()}</li>" in page
    said = Verdict.objects.filter(alert__in=[one, other]).values_list("outcome", "reason", "text", "decided_by")
    assert list(said) == [("not_overlap", "place", "Two towns.", coordinator.pk)] * 2
    assert focal_point.notifications.filter(kind="verdict").count() == 2


def test_of_many_that_are_not_done_the_most_are_folded(coordinator: User, client_for: ClientFor) -> None:
    gone = [pair(withdrawn_at=timezone.now()) for _ in range(7)]
    page = do(client_for(coordinator), "dismiss", *gone, reason="place", text="Two towns.", anyway="on")
    shown, _, folded = page.partition("Not done for 7:")[2].partition("<summary>2 more</summary>")
    assert [part.count("withdrawn in the meantime</li>") for part in (shown, folded)] == [5, 2]


def test_who_dismisses_says_why_and_that_a_partner_has_not_answered(coordinator: User, client_for: ClientFor) -> None:
    alert, client = pair(), client_for(coordinator)
    assert "Say in a sentence why they are not an overlap." in do(client, "dismiss", alert, reason="place")
    assert "have not answered yet</li>" in do(client, "dismiss", alert, reason="place", text="Two towns.")
    page = client.post(f"/alerts/{alert.pk}/verdict/", {"outcome": "not_overlap", "reason": "place"}).content.decode()
    assert "Say in a sentence why it is not an overlap." in page
    assert "have not answered yet. Tick this to decide all the same." in page
    assert not Verdict.objects.exists()


def test_what_a_partner_s_silence_leaves_open_stays_ticked_with_what_was_typed(
    coordinator: User, focal_point: User, other_focal_point: User, client_for: ClientFor
) -> None:
    answered, silent, client = pair(), pair(), client_for(coordinator)
    for one in (focal_point, other_focal_point):
        make_position(answered, one, stance="not_overlap")
    said = {"reason": "place", "text": "Two towns."}
    page = do(client, "dismiss", answered, silent, **said)
    assert "1 alert is decided" in page
    assert "One of those ticked is still open, as a partner has not answered yet." in page
    ticked = [part.partition('"')[0] for part in page.split('id="tick-')[1:] if " checked>" in part[:200]]
    assert ticked == [str(silent.pk)]
    assert "Two towns.</textarea>" in page
    assert '<option value="place" selected>' in page
    assert "1 alert is decided" in do(client, "dismiss", silent, **said, anyway="on")


def test_no_position_is_recorded_on_what_was_merged(focal_point: User, client_for: ClientFor) -> None:
    alert = pair()
    Project.objects.filter(pk=alert.second_id).update(merged_into=alert.first_id, published_at=None)
    result = say(focal_point, [alert.pk], "overlapping", "")
    assert [why for _, why in result.not_done] == ["the two were merged in the meantime"]
    assert not Position.objects.exists()
    assert client_for(focal_point).get(f"/alerts/{alert.pk}/quick/?say=yes").status_code == 404


@pytest.mark.parametrize(
    ("what", "more", "complaint"),
    [
        ("dismiss", {}, "Choose why they are not an overlap."),
        ("dismiss", {"reason": "x"}, "Select a valid choice"),
        ("", {}, "Choose what to do with them."),
        ("nonsense", {}, "Select a valid choice"),
        ("assign", {"coordinator": "99999999"}, "Select a valid choice"),
    ],
)
def test_what_is_missing_is_asked_for_and_the_ticks_stay(
    coordinator: User, client_for: ClientFor, what: str, more: dict[str, str], complaint: str
) -> None:
    alert = pair()
    pair()
    page = do(client_for(coordinator), what, alert, text="Kept words", **more)
    assert complaint in page
    assert f'id="tick-{alert.pk}"' in page
    assert page.count(" checked") - page.count('id="keys-on" checked') == 1
    assert "Kept words" in page
    assert not Verdict.objects.exists()


def test_decided_alerts_come_latest_verdict_first_with_date_and_author(
    coordinator: User, client_for: ClientFor
) -> None:
    first, second = pair(match_weight=9), pair(match_weight=5)
    make_verdict(first)
    make_verdict(second, make_user(User.Role.COORDINATOR, name="Mirzo Tursunov"))
    page = client_for(coordinator).get("/alerts/?state=decided").content.decode()
    assert "<b>Latest verdict</b>" in page
    assert page.index(f'data-alert="{second.pk}"') < page.index(f'data-alert="{first.pk}"')
    assert ", Mirzo Tursunov</span>" in page


def test_nothing_ticked_is_said(coordinator: User, client_for: ClientFor) -> None:
    assert "Tick the alerts that you mean" in do(client_for(coordinator), "watch")


def test_a_focal_point_answers_several_for_its_own_partner(
    focal_point: User, other_focal_point: User, client_for: ClientFor
) -> None:
    one, other = pair(), pair(hidden=True)
    foreign = make_alert(make_project("FR"), make_project("GB"))
    page = do(client_for(focal_point), "say", one, other, foreign, stance="complementary", text="Known.")
    assert "2 alerts are answered" in page
    assert ": not about a project you write for</li>" in page
    assert set(Position.objects.values_list("alert", "partner__code")) == {(one.pk, "DE"), (other.pk, "DE")}
    assert other_focal_point.notifications.filter(kind="position").count() == 2


def test_who_sees_no_overlap_in_several_says_why_too(focal_point: User, client_for: ClientFor) -> None:
    page = do(client_for(focal_point), "say", pair(), stance="not_overlap")
    assert "Say in a sentence why there is no overlap." in page
    assert not Position.objects.exists()


@pytest.mark.parametrize("what", ["dismiss", "assign", "mine"])
def test_who_does_not_coordinate_neither_decides_nor_assigns(
    focal_point: User, client_for: ClientFor, what: str
) -> None:
    answer = client_for(focal_point).post("/alerts/several/", {"do": what, "alert": [pair().pk], "reason": "place"})
    assert answer.status_code == 403
    assert not Verdict.objects.exists()
    assert not Assignment.objects.exists()


def test_an_alert_that_is_not_for_the_person_is_not_there(recipient: User, client_for: ClientFor) -> None:
    secret = pair(hidden=True)
    assert "None of these alerts is there any more." in do(client_for(recipient), "watch", secret)
    assert not Watch.objects.exists()


# -- Assigned ----------------------------------------------------------------------------------------------------------
def test_a_coordinator_assigns_and_the_other_is_told(
    coordinator: User, second_coordinator: User, client_for: ClientFor
) -> None:
    alert, client = pair(), client_for(coordinator)
    assert "1 alert is assigned to Other coordinator." in do(client, "assign", alert, coordinator=second_coordinator.pk)
    assert ": so already</li>" in do(client, "assign", alert, coordinator=second_coordinator.pk)
    [told] = second_coordinator.notifications.filter(kind="assigned")
    title, other = alert.first.title, alert.second.title
    assert told.subject == f"For you to see to: same work funded twice. {title} / {other} (Germany, United Kingdom)"
    for words in (
        f"{coordinator} assigned",
        alert.second.number,
        "Why: The titles use",
        "Still to answer: Germany and",
    ):
        assert words in told.text
    assert "assigned to you." in do(client, "mine", alert)
    assert Assignment.objects.get().coordinator == coordinator
    assert not coordinator.notifications.filter(kind="assigned").exists()
    assert "assigned to nobody." in do(client, "assign", alert, coordinator="")
    assert not Assignment.objects.exists()


# -- Watched -----------------------------------------------------------------------------------------------------------
def test_who_watches_an_alert_is_told_of_the_verdict_and_not_of_the_words(
    recipient: User, focal_point: User, coordinator: User, client_for: ClientFor
) -> None:
    alert = pair()
    assert "1 alert is watched." in do(client_for(recipient), "watch", alert)
    client_for(focal_point).post(
        f"/alerts/{alert.pk}/position/", {"partner": focal_point.partner_id, "stance": "same", "text": "Ours."}
    )
    assert not recipient.notifications.exists()
    do(client_for(coordinator), "dismiss", alert, reason="place", text="Between us.", anyway="on")
    [told] = recipient.notifications.all()
    assert told.subject.startswith("Decided: Not an overlap")
    assert told.kind == Watch.objects.get().kind
    assert "Between us" not in told.text
    assert "1 alert is no longer watched." in do(client_for(recipient), "unwatch", alert)
    assert "you did not watch it" in do(client_for(recipient), "unwatch", alert)
    assert not Watch.objects.exists()


def test_one_who_is_told_anyway_is_told_once(focal_point: User, coordinator: User, client_for: ClientFor) -> None:
    alert = pair()
    do(client_for(focal_point), "watch", alert)
    do(client_for(coordinator), "watch", alert)
    do(client_for(coordinator), "dismiss", alert, reason="place", text="Two towns.", anyway="on")
    assert focal_point.notifications.count() == 1
    assert not coordinator.notifications.exists()


def test_a_watched_alert_stands_among_all_that_is_watched(recipient: User, client_for: ClientFor) -> None:
    alert, client = pair(), client_for(recipient)
    do(client, "watch", alert)
    do(client, "watch", alert)
    [watch] = watched_by(recipient)
    name = f"Same work funded twice: {alert.first.number} and {alert.second.number}"
    assert (watch.name, watch.get_absolute_url()) == (name, alert.get_absolute_url())
    assert name in client.get("/projects/watches/").content.decode()
    assert listed(client, "state=watched") == [alert.pk]
    assert tell(timezone.now() + timedelta(days=30)) == 0
    Project.objects.filter(pk=alert.second_id).update(visibility=Project.Visibility.RESTRICTED)
    assert watched_by(recipient)[0].name == ""


def test_the_page_of_an_alert_has_the_button_and_a_page_of_nobody_is_not_watched(
    recipient: User, client_for: ClientFor
) -> None:
    alert, client = pair(), client_for(recipient)
    data = {"page": alert.get_absolute_url(), "back": alert.get_absolute_url()}
    assert "Stop watching" in client.post("/projects/watches/new/", data, follow=True).content.decode()
    secret = pair(hidden=True).get_absolute_url()
    for page in (secret, "/alerts/99999/", "/alerts/x/", "https://elsewhere.example/", "/alerts/"):
        assert client.post("/projects/watches/new/", {"page": page}).status_code == 404
    assert Watch.objects.count() == 1
