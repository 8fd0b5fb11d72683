"""Positions are recorded in one way, whichever door they come through."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from adam.demo.makers import make_alert, make_project, make_verdict
from duplication.models import Alert, Position, Verdict
from duplication.notices import mail_links
from duplication.queue.attending import say
from partners.models import User
from projects.models import Project

ClientFor = Callable[[User], Client]
DOORS = ["page", "several", "mail"]


@pytest.fixture
def alert(focal_point: User) -> Alert:
    return make_alert(make_project("DE"), make_project("GB"))


def answer(door: str, alert: Alert, user: User, client_for: ClientFor, *, after_verdict: bool = False) -> str:
    """By this door; what is said to it."""
    said = {"partner": user.partner_id, "stance": "same", "text": ""}
    if door == "several":
        return str(say(user, [alert.pk], "same", "").not_done)
    if door == "page":
        said |= {"decided_on": Verdict.objects.get().pk} if after_verdict else {}
        return client_for(user).post(f"{alert.get_absolute_url()}position/", said, follow=True).content.decode()
    return Client().post(mail_links.path(alert.pk, user.pk), said).content.decode()


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("end", ["merged", "withdrawn"])
def test_what_closes_it_closes_every_door(
    alert: Alert, focal_point: User, client_for: ClientFor, door: str, end: str
) -> None:
    if end == "merged":
        Project.objects.filter(pk=alert.second_id).update(merged_into=alert.first_id, published_at=None)
    else:
        Alert.objects.update(withdrawn_at=timezone.now())
    assert f"{end} in the meantime" in answer(door, alert, focal_point, client_for)
    assert not Position.objects.exists()


@pytest.mark.parametrize(("door", "is_taken"), [("page", True), ("several", True), ("mail", False)])
def test_a_verdict_closes_the_mail_alone_which_does_not_show_it(
    alert: Alert, focal_point: User, client_for: ClientFor, door: str, is_taken: bool
) -> None:
    make_verdict(alert)
    answer(door, alert, focal_point, client_for, after_verdict=True)
    assert Position.objects.exists() is is_taken


def test_who_answers_from_a_page_of_before_is_asked_once_and_hears_that_it_has_been_decided(
    alert: Alert, focal_point: User, coordinator: User, client_for: ClientFor
) -> None:
    make_verdict(alert, coordinator, outcome="joint", reason="", text="One list.")
    asked = answer("page", alert, focal_point, client_for)
    assert f"Decided meanwhile by {coordinator} on " in asked
    assert ": Joint programme. “One list.” Nothing is recorded yet." in asked
    assert not Position.objects.exists()
    again = answer("page", alert, focal_point, client_for, after_verdict=True)
    assert again.count("It has been decided: Joint programme.") == 2  # as it is recorded, and beside the form
    assert Position.objects.exists()
