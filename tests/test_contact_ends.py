"""Contact over a restricted project: what ends it, or opens nothing any more."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from adam.demo.makers import make_alert, make_contact, make_project, make_user, make_verdict
from duplication.detection import check
from duplication.models import Alert, Contact, Verdict
from duplication.notices.verdicts import tell_of_undoing, tell_of_verdicts
from duplication.notices.words import CLOSED
from duplication.review.contacts import opened_to
from duplication.review.deciding import end_one, reopen
from duplication.review.undoing import undo
from duplication.views.verdict import CONTACT_OVER
from partners.models import FocalPoint, Partner, User
from projects.models import Project
from tests import test_alerts_contact
from tests.reading import read
from tests.test_alerts_contact import SECRETS, ClientFor, answer, ask, end, leaked, shown_to

alert, ours, theirs = test_alerts_contact.alert, test_alerts_contact.ours, test_alerts_contact.theirs


def accepted(alert: Alert, by: User, ago: timedelta = timedelta()) -> Contact:
    return make_contact(alert, by, accepted_at=timezone.now() - ago, answered_by=make_user())


def test_who_no_longer_speaks_for_the_partner_sees_nothing(alert: Alert, ours: Client, focal_point: User) -> None:
    accepted(alert, focal_point)
    assert leaked(shown_to(ours, alert))
    FocalPoint.objects.filter(user=focal_point).update(ended=timezone.localdate())
    assert leaked(shown_to(ours, alert)) == []


def test_consent_does_not_pass_to_another_owner(alert: Alert, ours: Client, focal_point: User, france: Partner) -> None:
    accepted(alert, focal_point)
    Project.objects.filter(pk=alert.first_id).update(partner=france)
    html = shown_to(ours, alert)
    assert leaked(html) == []
    assert "Ask for contact" in html


def test_a_project_that_is_a_draft_again_is_closed(alert: Alert, ours: Client, focal_point: User) -> None:
    accepted(alert, focal_point)
    Project.objects.filter(pk=alert.first_id).update(published_at=None)
    assert leaked(shown_to(ours, alert)) == []


def test_of_a_draft_it_is_not_said_that_coordinators_see_it(alert: Alert, ours: Client, focal_point: User) -> None:
    make_contact(alert, focal_point, declined_at=timezone.now(), answered_by=make_user())
    see_both = "and the coordinators see both projects"
    assert see_both in shown_to(ours, alert)
    Project.objects.filter(pk=alert.second_id).update(published_at=None)
    html = shown_to(ours, alert)
    assert ("prefers not to open its project now" in html, see_both in html) == (True, False)


@pytest.mark.parametrize("end", ["withdrawn", "dismissed", "fallen", "restricted"])
def test_contact_ends_with_its_reason_and_is_asked_for_again(
    alert: Alert, ours: Client, theirs: Client, focal_point: User, end: str
) -> None:
    accepted(alert, focal_point, ago=timedelta(hours=1))
    assert "Both projects are open" in shown_to(ours, alert)
    if end == "withdrawn":
        Alert.objects.update(withdrawn_at=timezone.now())
    elif end == "dismissed":
        make_verdict(alert)
    elif end == "fallen":
        end_one(make_verdict(alert, outcome="joint", reason=""), None, text="Another place.")
    else:
        Project.objects.filter(pk=alert.second_id).update(visibility=Project.Visibility.RESTRICTED)
    over = {"withdrawn": "is over: the alert is withdrawn.", "dismissed": "is over: it is decided that the two do not"}
    over["fallen"] = "a decision fell as a project had changed"
    html = shown_to(ours, alert)
    assert (leaked(html), over.get(end, "You may ask again.") in html) == ([], True)
    assert "Both projects are open" not in shown_to(theirs, alert)
    if end == "dismissed":
        reopen(alert.verdicts.get(), make_user(User.Role.COORDINATOR), "New papers.")
    Alert.objects.update(withdrawn_at=None)
    assert leaked(shown_to(ours, alert)) == []
    assert "is asked" in ask(ours, alert)
    answer(theirs, alert)
    assert leaked(shown_to(ours, alert)) == SECRETS


def test_who_is_to_coordinate_stays_in_contact_and_either_side_ends_it(
    alert: Alert, theirs: Client, focal_point: User
) -> None:
    accepted(alert, focal_point, ago=timedelta(hours=1))
    for outcome in set(Verdict.Outcome) - {Verdict.Outcome.NOT_OVERLAP}:
        make_verdict(alert, outcome=outcome, reason="")
        assert opened_to([alert], focal_point) == {alert.first_id, alert.second_id}, outcome
    assert "closed to each other again" in end(theirs, alert)
    assert opened_to([alert], focal_point) == set()


def test_a_verdict_that_ends_contact_says_so_before_and_to_both(
    alert: Alert, ours: Client, focal_point: User, coordinator: User, client_for: ClientFor
) -> None:
    accepted(alert, focal_point, ago=timedelta(hours=1))
    client = client_for(coordinator)
    for page in ("", "quick/?say=no"):
        html = client.get(f"/alerts/{alert.pk}/{page}").content.decode()
        assert "by contact, which “Not an overlap” ends" in read(html)
    tell_of_verdicts([verdict := make_verdict(alert, coordinator)])
    assert f"With it contact between the two partners is over. {CLOSED}" in focal_point.notifications.get().text
    assert "ends contact: the verdict sees no overlap" in shown_to(ours, alert)
    undone = undo([verdict])  # once they have read of it
    assert "ends contact" not in shown_to(ours, alert)
    tell_of_undoing(undone)
    told = focal_point.notifications.get(key__startswith="verdict:undone")
    assert "Contact between the two partners is open again." in told.text


def test_undoing_a_verdict_says_that_contact_is_open_again_and_opening_anew_that_it_is_not(
    alert: Alert, focal_point: User, coordinator: User, client_for: ClientFor
) -> None:
    Project.objects.update(title="Scanners for Kulma", objective="Undisclosed purpose.", start=None, end=None)
    accepted(alert, focal_point, ago=timedelta(hours=1))
    client, page = client_for(coordinator), f"/alerts/{alert.pk}/"
    verdict = make_verdict(alert, coordinator)
    assert "the alert is as before, contact between the two partners is open again," in read(
        client.get(page).content.decode()
    )
    question = f"{alert}: Not an overlap. Contact between the two partners is then open again"
    assert all(question in client.get(address).content.decode() for address in (page, "/alerts/?state=decided"))
    undone = client.post("/alerts/undo/", {"verdicts": verdict.pk, "back": page}, follow=True)
    assert "Contact between the two partners is open again." in undone.content.decode()

    make_verdict(alert, coordinator)
    assert "It stays closed until one asks for it anew" in read(client.get(page).content.decode())
    opened = client.post(f"{page}reopen/", {"text": "New papers."}, follow=True)
    assert CONTACT_OVER in opened.content.decode()
    assert opened_to([alert], focal_point) == set()


@pytest.mark.parametrize("way", ["undo", "reopen"])
def test_where_a_project_was_narrowed_since_it_is_said_that_contact_stays_closed(
    alert: Alert, focal_point: User, coordinator: User, client_for: ClientFor, way: str
) -> None:
    """Whether the dismissal is taken back or the alert opened again."""
    accepted(alert, focal_point, ago=timedelta(hours=1))
    verdict, client, page = make_verdict(alert, coordinator), client_for(coordinator), f"/alerts/{alert.pk}/"
    Project.objects.filter(pk=alert.second_id).update(visibility=Project.Visibility.RESTRICTED)
    html = read(client.get(page).content.decode())
    assert "the alert is as before, contact between the two partners stays closed," in html
    assert "Contact between the two partners is over. It stays closed until one asks for it anew" in html
    assert "is then open again" not in html
    ways = {"undo": ("/alerts/undo/", {"verdicts": verdict.pk}), "reopen": (f"{page}reopen/", {"text": "New papers."})}
    address, sent = ways[way]
    assert CONTACT_OVER in client.post(address, {**sent, "back": page}, follow=True).content.decode()
    assert opened_to([alert], focal_point) == set()


def test_contact_ends_where_a_decision_falls_because_a_project_has_changed(
    alert: Alert, ours: Client, focal_point: User, coordinator: User
) -> None:
    accepted(alert, focal_point, ago=timedelta(hours=1))
    make_verdict(alert, coordinator, outcome=Verdict.Outcome.JOINT, reason="")
    Project.objects.filter(pk=alert.second_id).update(title="Other work", objective="Courses for judges.")
    Project.objects.get(pk=alert.second_id).countries.clear()
    check(alert.second_id)
    assert opened_to([alert], focal_point) == set()
    assert "ends contact: what was decided stands no longer, as a project has changed" in shown_to(ours, alert)


def test_contact_ends_with_the_first_verdict_that_sees_no_overlap(
    alert: Alert, focal_point: User, coordinator: User
) -> None:
    accepted(alert, focal_point, ago=timedelta(hours=1))
    first = make_verdict(alert, coordinator)
    reopen(first, coordinator, "New papers.")
    tell_of_verdicts([make_verdict(alert, coordinator)])
    assert "contact" not in focal_point.notifications.get().text


def test_who_is_no_longer_named_sees_nothing(
    alert: Alert, theirs: Client, focal_point: User, united_kingdom: Partner
) -> None:
    named = make_project("DE", visibility=Project.Visibility.NAMED_PARTNERS)
    named.shared_with.add(united_kingdom)
    alert = make_alert(alert.first, named)
    accepted(alert, focal_point, ago=timedelta(hours=1))
    assert "Both projects are open" in shown_to(theirs, alert)
    named.shared_with.remove(united_kingdom)
    assert "Both projects are open" not in shown_to(theirs, alert)


@pytest.mark.parametrize("answered", [True, False])
def test_contact_with_a_former_owner_gives_way_to_a_new_request(
    alert: Alert, ours: Client, focal_point: User, france: Partner, answered: bool
) -> None:
    earlier = accepted(alert, focal_point) if answered else make_contact(alert, focal_point)
    Project.objects.filter(pk=alert.first_id).update(partner=france)
    assert "is asked" in ask(ours, alert)
    earlier.refresh_from_db()
    assert earlier.ended_at
    assert Contact.objects.standing().get().asked_of == france
