"""What is divided is divided by place, time or agency: which of them is asked, kept, and told wherever it is told."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from adam.demo.makers import make_alert, make_position, make_project, make_verdict
from duplication.models import Alert, Verdict
from duplication.review.deciding import reopen, reopen_changed
from partners.models import User
from projects.models import Project

pytestmark = pytest.mark.django_db
ClientFor = Callable[[User], Client]
BY_TIME: dict[str, Any] = {"outcome": "divided", "divided_by": "time", "reason": ""}
SENT = {"outcome": "divided", "text": "Spring and autumn.", "anyway": "on"}


def test_it_is_told_on_the_page_in_the_mail_in_the_queue_in_the_file_and_to_programs(
    client_for: ClientFor, coordinator: User, focal_point: User
) -> None:
    alert, client = make_alert(make_project("DE"), make_project("GB")), client_for(coordinator)
    client.post(f"/alerts/{alert.pk}/verdict/", {**SENT, "divided_by": "time"})

    assert "Divided by time" in focal_point.notifications.get().subject
    page = client_for(focal_point).get(alert.get_absolute_url()).content.decode()
    assert "Decided: Divided by time." in page
    assert "Coordinator: Divided by time" in page
    assert "Divided by time" in client.get("/alerts/?state=decided").content.decode()
    assert "Divided by time" in client.get(alert.first.get_absolute_url()).content.decode()
    rows: Any = client.get(reverse("oversight:alerts-csv"))
    assert b"Divided by time" in b"".join(rows.streaming_content)
    told = client.get(reverse("api:alert-detail", args=[alert.pk])).json()["statements"]
    assert [one["said"] for one in told] == ["Divided by time"]


def test_a_cluster_asks_for_it_too(client_for: ClientFor, coordinator: User) -> None:
    first, second, third = (make_project(partner) for partner in ("DE", "GB", "FR"))
    alerts = [make_alert(first, second), make_alert(first, third)]
    client, address = client_for(coordinator), f"/alerts/{alerts[0].pk}/cluster/verdict/"
    sent = {**SENT, "alerts": [alert.pk for alert in alerts]}
    page = client.post(address, sent).content.decode()
    assert "Choose by what they are divided." in page
    assert "Spring and autumn." in page

    client.post(address, {**sent, "divided_by": "agency"})
    assert {str(verdict) for verdict in Verdict.objects.all()} == {"Divided by agency"}


def test_what_was_divided_is_decided_as_before_by_the_same(
    client_for: ClientFor, coordinator: User, focal_point: User
) -> None:
    alert = make_alert(make_project("DE", title="Dogs"), make_project("GB"))
    verdict, client = make_verdict(alert, coordinator, **BY_TIME, text="In turns."), client_for(coordinator)
    Project.objects.filter(pk=alert.first_id).update(title="Boats")
    reopen_changed([verdict])
    Project.objects.filter(pk=alert.first_id).update(title="Dogs")
    page = client.get(alert.get_absolute_url()).content.decode()
    assert "Decide as before: Divided by time" in page
    assert '<input type="hidden" name="divided_by" value="time">' in page

    client.post(f"/alerts/{alert.pk}/verdict/", {**SENT, **BY_TIME, "text": verdict.text})
    said = date_format(timezone.localdate(), "j F Y")
    page = client.get(alert.get_absolute_url()).content.decode()
    assert f"The same verdict as on {said}, before it was opened again." in page


def test_of_what_another_verdict_replaced_it_is_not_said_that_it_was_opened_again(
    client_for: ClientFor, coordinator: User
) -> None:
    alert, client = make_alert(make_project("DE"), make_project("GB")), client_for(coordinator)
    same = {"outcome": "joint", "reason": "", "text": "One programme."}
    make_verdict(alert, coordinator, **same)
    verdict = make_verdict(alert, coordinator, **BY_TIME, text="In turns.")
    reopen(verdict, coordinator, "New plans.")
    make_verdict(alert, coordinator, **same)
    assert "before it was opened again" not in client.get(alert.get_absolute_url()).content.decode()


def test_it_belongs_to_nothing_else(client_for: ClientFor, coordinator: User) -> None:
    """One from before it was asked says what it said."""
    alert = make_alert(make_project("DE"), make_project("GB"))
    assert str(make_verdict(alert, coordinator, outcome="divided", reason="")) == "Divided by place, time or agency"
    with pytest.raises(IntegrityError):
        make_verdict(alert, coordinator, outcome="joint", reason="", divided_by="time")


def test_who_takes_what_is_said_with_it(client_for: ClientFor, coordinator: User) -> None:
    alert = make_alert(make_project("DE"), make_project("GB"))
    sent = {**SENT, "divided_by": "time", "text": " "}
    page = client_for(coordinator).post(f"/alerts/{alert.pk}/verdict/", sent)
    assert page.context["verdict_form"].errors == {"text": ["Say in a sentence which partner takes what."]}
    assert not Verdict.objects.exists()


@pytest.mark.parametrize(("say", "is_asked"), [("yes", True), ("no", False)])
def test_the_dialog_asks_for_it_where_there_is_an_overlap(
    client_for: ClientFor, coordinator: User, say: str, is_asked: bool
) -> None:
    alert: Alert = make_alert(make_project("DE"), make_project("GB"))
    make_position(alert, coordinator, alert.first.partner)
    page = client_for(coordinator).get(f"/alerts/{alert.pk}/quick/?say={say}").content.decode()
    assert ('name="divided_by"' in page) == is_asked
