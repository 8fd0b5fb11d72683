"""A portfolio changes hands whole; projects that nobody speaks for come to light."""

import threading
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pghistory
import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from adam.demo.makers import (
    get_partner,
    make_alert,
    make_focal_point,
    make_follow_up,
    make_invitation,
    make_notification,
    make_position,
    make_project,
    make_recommendation,
    make_user,
)
from adam.people import unowned, waiting
from adam.people.handing import hand_over, settle_hand_overs
from partners.models import FocalPoint, HandOver, Invitation, Notification, Partner, User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_day")]
ClientFor = Callable[[User], Client]


def point_of(user: User) -> FocalPoint:
    return FocalPoint.objects.select_related("partner", "user").get(user=user)


def speaking(partner: Partner) -> dict[str, bool]:
    return {point.user.email: point.is_primary for point in FocalPoint.objects.active().filter(partner=partner)}


def unread(user: User) -> set[str]:
    return set(Notification.objects.visible_to(user).unread().exclude(kind="account").values_list("key", flat=True))


def asked(**fields: Any) -> dict[str, Any]:
    return {"day": timezone.localdate().isoformat(), "action": "confirmed", **fields}


# -- The process -------------------------------------------------------------------------------------------------------
def test_the_new_person_has_the_place_of_the_old_one(focal_point: User, reader: User, germany: Partner) -> None:
    hand_over(point_of(focal_point), reader, timezone.localdate(), "Call the embassy first.", focal_point)
    assert speaking(germany) == {reader.email: True}
    assert "Call the embassy first." in Notification.objects.get(user=reader).text
    assert Notification.objects.get(user=focal_point).subject.startswith("Reader, Germany takes over")


def test_a_deputy_takes_the_first_place(focal_point: User, germany: Partner, coordinator: User) -> None:
    deputy = make_focal_point("DE")
    hand_over(point_of(focal_point), deputy, timezone.localdate(), "", coordinator)
    assert speaking(germany) == {deputy.email: True}


def test_what_waits_unread_moves_and_nothing_else(focal_point: User, reader: User, coordinator: User) -> None:
    own, other = make_alert(make_project("DE"), make_project("GB")), make_alert(make_project("FR"), make_project("GB"))
    for alert in (own, other):
        make_notification(focal_point, key=f"alert:{alert.pk}", url=alert.get_absolute_url())
    make_notification(focal_point, key="read", url=own.get_absolute_url(), read_at=timezone.now())
    hand_over(point_of(focal_point), reader, timezone.localdate(), "", coordinator)
    assert unread(reader) == {f"alert:{own.pk}"}
    assert unread(focal_point) == {f"alert:{other.pk}"}


def test_on_a_later_day_it_moves_then(focal_point: User, reader: User, germany: Partner, coordinator: User) -> None:
    alert = make_alert(make_project("DE"), make_project("GB"))
    make_notification(focal_point, key="waits", url=alert.get_absolute_url())
    hand_over(point_of(focal_point), reader, timezone.localdate() + timedelta(days=5), "", coordinator)
    assert speaking(germany) == {focal_point.email: True}
    assert settle_hand_overs.call() == 0
    HandOver.objects.update(day=timezone.localdate())  # as it will be
    assert (settle_hand_overs.call(), settle_hand_overs.call()) == (1, 0)
    assert (unread(reader), unread(focal_point)) == ({"waits"}, set())


def test_whoever_has_no_account_takes_over_on_accepting(focal_point: User, germany: Partner, coordinator: User) -> None:
    alert = make_alert(make_project("DE"), make_project("GB"))
    make_notification(focal_point, key="waits", url=alert.get_absolute_url())
    handed = hand_over(
        point_of(focal_point), "new@adam.example", timezone.localdate(), "Call the embassy.", coordinator
    )
    assert speaking(germany) == {focal_point.email: True}
    client = Client()
    said = {"name": "New", "password": "seven mules cross slowly"}
    client.post(reverse("invitations:accept", args=[Invitation.objects.get().token]), said)
    handed.refresh_from_db()
    user = User.objects.get(email="new@adam.example")
    assert (handed.incoming, speaking(germany), unread(user)) == (user, {user.email: True}, {"waits"})
    assert "Call the embassy." in Notification.objects.get(user=user, kind="account").text
    assert handed.get_absolute_url() in client.get("/").content.decode()


def test_an_invitation_that_is_withdrawn_leaves_the_old_one(
    client_for: ClientFor, focal_point: User, germany: Partner, coordinator: User, reader: User
) -> None:
    client, address = client_for(coordinator), reverse("people:hand-over", args=[germany.pk])
    said = asked(designation=point_of(focal_point).pk, email="new@adam.example")
    preview = client.post(address, {name: value for name, value in said.items() if name != "action"})
    assert "until the invitation is accepted" in preview.content.decode()
    client.post(address, said)
    again = client.post(address, asked(designation=point_of(focal_point).pk, person=reader.pk)).content.decode()
    assert "is invited to take over already" in again
    client.post(reverse("invitations:withdraw", args=[Invitation.objects.get().pk]))
    assert speaking(germany) == {focal_point.email: True}


# -- The pages ---------------------------------------------------------------------------------------------------------
def test_first_it_is_shown_then_done(client_for: ClientFor, focal_point: User, reader: User, germany: Partner) -> None:
    client, address = client_for(focal_point), reverse("people:hand-over", args=[germany.pk])
    said = asked(designation=point_of(focal_point).pk, person=reader.pk)
    shown = {name: value for name, value in said.items() if name != "action"}
    assert "Yes, hand over" in client.post(address, shown).content.decode()
    assert speaking(germany) == {focal_point.email: True}
    client.post(address, said)
    assert speaking(germany) == {reader.email: True}


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_hand_over_once(
    client_for: ClientFor, focal_point: User, reader: User, germany: Partner
) -> None:
    address = reverse("people:hand-over", args=[germany.pk])
    said = asked(designation=point_of(focal_point).pk, person=reader.pk)
    together = threading.Barrier(2)

    def press(client: Client) -> None:
        try:
            together.wait(20)
            client.post(address, said)
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=[client_for(focal_point)]) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert HandOver.objects.count() == 1
    assert speaking(germany) == {reader.email: True}


def test_a_focal_point_hands_over_the_own_place_to_colleagues_only(
    client_for: ClientFor, focal_point: User, other_focal_point: User, germany: Partner
) -> None:
    deputy = make_focal_point("DE")
    client, address = client_for(focal_point), reverse("people:hand-over", args=[germany.pk])
    for said in (
        asked(designation=point_of(deputy).pk, person=deputy.pk),
        asked(designation=point_of(focal_point).pk, person=other_focal_point.pk),
        asked(designation=point_of(focal_point).pk, email="stranger@adam.example"),
    ):
        assert "There is a problem" in client.post(address, said).content.decode()
    assert not HandOver.objects.exists()


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"day": date(2020, 1, 1)}, "That day is over."),
        ({"email": "a@adam.example"}, "Choose a person or write an address, not both."),
        ({"person": ""}, "Choose who takes over."),
    ],
)
def test_what_is_wrong_is_said(
    said: dict[str, Any], sentence: str, client_for: ClientFor, coordinator: User, focal_point: User, reader: User
) -> None:
    address = reverse("people:hand-over", args=[get_partner("DE").pk])
    data = asked(designation=point_of(focal_point).pk, person=reader.pk, note="Kept") | said
    page = client_for(coordinator).post(address, data).content.decode()
    assert sentence in page
    assert "Kept" in page


def test_the_letter_lists_what_waits_until_it_is_put_aside(
    client_for: ClientFor, focal_point: User, reader: User, coordinator: User
) -> None:
    make_project("DE", title="Begun", draft=True)
    make_project("DE", title="Fading", confirmed_at=timezone.now() - timedelta(days=300))
    make_alert(make_project("DE", reference="BMZ-7"), make_project("GB"))
    make_recommendation(text="Open an office").addressed_partners.add(get_partner("DE"))
    handed = hand_over(point_of(focal_point), reader, timezone.localdate(), "", coordinator)
    client = client_for(reader)
    assert handed.get_absolute_url() in client.get("/").content.decode()
    page = client.get(handed.get_absolute_url()).content.decode()
    for text in ("Begun", "Fading", "BMZ-7", "Open an office"):
        assert text in page
    assert "Begun" not in client_for(coordinator).get(handed.get_absolute_url()).content.decode()
    client.post(reverse("people:hand-over-seen", args=[handed.pk]))
    assert handed.get_absolute_url() not in client.get("/").content.decode()


def test_the_list_behind_a_number_has_as_many(client_for: ClientFor, focal_point: User, germany: Partner) -> None:
    long_ago = timezone.now() - timedelta(days=300)
    for _ in range(2):
        make_project("DE", draft=True)
        make_project("DE", confirmed_at=long_ago)
        make_project("DE", start=date(2020, 1, 1), end=date(2021, 1, 1))
        make_alert(make_project("DE"), make_project("GB"))
        make_recommendation().addressed_partners.add(germany)
    make_position(make_alert(make_project("DE"), make_project("GB")), focal_point)
    make_follow_up(make_recommendation(), focal_point, partner=germany, progress="implemented")
    panels = waiting.lists(germany, focal_point)
    assert {panel.title: panel.more for panel in panels} == dict.fromkeys(
        [
            "Alerts to answer", "Projects to confirm", "End date has passed, still running", "Drafts",
            "Recommendations to follow",
        ], "",
    )  # fmt: skip
    client = client_for(focal_point)
    listed = {panel.title: client.get(panel.url).context["page"].paginator.count for panel in panels}
    assert listed == {panel.title: panel.total for panel in panels}


# -- Nobody ------------------------------------------------------------------------------------------------------------
def test_projects_nobody_speaks_for(client_for: ClientFor, coordinator: User, focal_point: User) -> None:
    make_alert(make_project("FR", amount=1000), make_project("FR", amount=500, status="4"))
    make_project("FR", draft=True)
    make_project("DE")
    make_invitation("FR")
    [row] = unowned.rows()
    assert (row.partner.code, row.projects, row.running, row.alerts, row.drafts) == ("FR", 2, 1, 1, 1)
    assert (row.money, row.invited) == (1500, True)
    assert "France" in client_for(coordinator).get(reverse("people:unowned")).content.decode()


def test_drafts_whose_author_has_left_are_counted(germany: Partner, focal_point: User) -> None:
    gone = make_user(partner=germany)
    for author in (gone, focal_point):
        with pghistory.context(user=author.pk):
            make_project("DE", draft=True)
    assert unowned.drafts_left_behind() == [(germany, 1)]


def test_every_project_has_somebody(client_for: ClientFor, coordinator: User) -> None:
    assert "Every project has somebody" in client_for(coordinator).get(reverse("people:unowned")).content.decode()


def test_the_number_of_queries_does_not_grow(
    client_for: ClientFor, coordinator: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for code in ("FR", "JP", "GB", "US", "IT"):
        make_alert(make_project(code), make_project("FR"))
    client = client_for(coordinator)
    client.get(reverse("people:unowned"))
    with django_assert_max_num_queries(12):
        client.get(reverse("people:unowned"))


def test_who_was_invited_is_known_to_those_who_invite(
    client_for: ClientFor, coordinator: User, reader: User, germany: Partner
) -> None:
    make_invitation(partner=germany)
    client_for(reader).get("/api/schema/")  # describes the filter as it is for everybody
    assert "somebody invited" not in client_for(reader).get("/partners/").content.decode()
    assert client_for(reader).get("/api/partners/?designated=invited").status_code == 400
    assert client_for(coordinator).get("/api/partners/?designated=invited").status_code == 200
