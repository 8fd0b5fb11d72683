"""Positions and verdicts: who may give them, what is kept, who is told."""

from collections.abc import Callable

import pytest
from django.db import InternalError, transaction
from django.test import Client

from adam.demo.makers import make_alert, make_focal_point, make_position, make_project, make_verdict
from duplication.forms.positions import MOST_SAID
from duplication.models import Alert, Position, Verdict
from duplication.review.deciding import reopen
from partners.models import Notification, User

ClientFor = Callable[[User], Client]
Said = Callable[[User], dict[str, object]]


@pytest.fixture
def alert(db: None) -> Alert:
    """Between an open project of Germany and one of the United Kingdom."""
    return make_alert(make_project("DE", title="Dogs for Nizhny Panj"), make_project("GB", title="Canine unit"))


def position(user: User, **fields: object) -> dict[str, object]:
    return {"partner": user.partner_id or "", "stance": "overlapping", "text": "We pay for kennels too.", **fields}


def verdict(**fields: object) -> dict[str, object]:
    return {"outcome": "not_overlap", "reason": "place", "text": "One is at the river.", "anyway": "on", **fields}


def test_a_focal_point_takes_a_position_for_the_own_partner(
    alert: Alert, focal_point: User, client_for: ClientFor
) -> None:
    answer = client_for(focal_point).post(f"/alerts/{alert.pk}/position/", position(focal_point), follow=True)
    html = answer.content.decode()
    assert "Your position is recorded." in html
    assert "Germany (you): The work overlaps" in html
    assert Position.objects.get().author == focal_point


def test_a_position_in_the_name_of_another_partner_is_refused(
    alert: Alert, focal_point: User, other_focal_point: User, client_for: ClientFor
) -> None:
    data = position(focal_point, partner=other_focal_point.partner_id)
    answer = client_for(focal_point).post(f"/alerts/{alert.pk}/position/", data)
    assert "Choose a partner for which you are focal point." in answer.content.decode()
    assert not Position.objects.exists()


def test_so_many_positions_an_hour_are_taken(alert: Alert, focal_point: User, client_for: ClientFor) -> None:
    client = client_for(focal_point)
    for number in range(MOST_SAID + 1):
        answer = client.post(f"/alerts/{alert.pk}/position/", position(focal_point, text=f"Number {number}"))
    assert f"Your partner has taken {MOST_SAID} positions on this alert within an hour" in answer.content.decode()
    assert Position.objects.count() == MOST_SAID


def test_the_other_side_and_the_coordinators_are_told_of_a_position(
    alert: Alert, focal_point: User, other_focal_point: User, coordinator: User, analyst: User, client_for: ClientFor
) -> None:
    client_for(focal_point).post(f"/alerts/{alert.pk}/position/", position(focal_point))
    told = Notification.objects.all()
    assert {row.user for row in told} == {other_focal_point, coordinator}
    assert {row.key for row in told} == {f"position:{Position.objects.get().pk}"}
    assert told[0].subject.startswith("Please answer. Germany: The work overlaps. ")
    assert "Canine unit" in told[0].subject
    assert "The work overlaps" not in told[0].text  # said once
    assert "We pay for kennels too." in told[0].text
    assert told[0].url == alert.get_absolute_url()


def test_who_sees_no_overlap_says_why(alert: Alert, focal_point: User, client_for: ClientFor) -> None:
    data = position(focal_point, stance="not_overlap", text=" \u200b")
    html = client_for(focal_point).post(f"/alerts/{alert.pk}/position/", data).content.decode()
    assert "Say in a sentence why there is no overlap." in html
    assert not Position.objects.exists()


@pytest.mark.parametrize(
    ("name", "route", "said"), [("focal_point", "position", position), ("coordinator", "verdict", lambda _: verdict())]
)
def test_what_is_too_long_is_told_and_not_cut(
    alert: Alert, client_for: ClientFor, request: pytest.FixtureRequest, name: str, route: str, said: Said
) -> None:
    user = request.getfixturevalue(name)
    client, text = client_for(user), "We pay. " * 800 + "The end."
    page = client.get(alert.get_absolute_url()).content.decode()
    assert 'maxlength="5000"' not in page  # which would cut in silence what is pasted
    html = client.post(f"/alerts/{alert.pk}/{route}/", {**said(user), "text": text}).content.decode()
    assert "This has 6408 characters; the limit is 5000. Shorten it" in html
    assert "The end.</textarea>" in html
    assert not Position.objects.exists()
    assert not Verdict.objects.exists()


def test_a_mail_that_quotes_ends_with_a_whole_word_and_says_that_there_is_more(
    alert: Alert, focal_point: User, other_focal_point: User, client_for: ClientFor
) -> None:
    data = position(focal_point, text="Собаки " * 400)
    client_for(focal_point).post(f"/alerts/{alert.pk}/position/", data)
    told = Notification.objects.get(user=other_focal_point, kind="position").text
    assert told.startswith("Собаки Собаки")
    assert "Собаки … (More of it is in the alert.)" in told


def test_later_positions_add_to_the_earlier(alert: Alert, focal_point: User, client_for: ClientFor) -> None:
    client = client_for(focal_point)
    client.post(f"/alerts/{alert.pk}/position/", position(focal_point))
    seen = Position.objects.get().pk
    client.post(f"/alerts/{alert.pk}/position/", position(focal_point, stance="not_overlap", opened_on=seen))
    html = client.get(alert.get_absolute_url()).content.decode()
    assert html.index("Germany (you): The work overlaps") < html.rindex("Germany (you): There is no overlap")
    assert "Taken back on " in html
    assert html.count("stands no longer") == 1


def test_what_was_said_meanwhile_for_the_same_partner_is_seen_before_it_is_overruled(
    alert: Alert, focal_point: User, client_for: ClientFor
) -> None:
    client, address = client_for(focal_point), f"/alerts/{alert.pk}/position/"
    client.get(alert.get_absolute_url())
    client_for(make_focal_point("DE", name="Deputy")).post(
        address, position(focal_point, stance="same", text="One project.")
    )

    page = client.post(address, position(focal_point, stance="not_overlap"))
    shown = page.content.decode()
    assert Position.objects.get().stance == "same"
    assert "Said meanwhile for Germany by Deputy" in shown
    assert "One project." in shown

    again = page.context["position_form"]["opened_on"].value()
    client.post(address, position(focal_point, stance="not_overlap", opened_on=again))
    assert Position.objects.count() == 2


def test_at_a_glance_each_says_what_it_said_and_who_decides_sees_that_they_disagree(
    alert: Alert, focal_point: User, other_focal_point: User, coordinator: User, client_for: ClientFor
) -> None:
    make_position(alert, focal_point, stance="same")
    make_position(alert, other_focal_point, stance="not_overlap")
    make_verdict(alert, outcome="joint", reason="")

    html = client_for(coordinator).get(alert.get_absolute_url()).content.decode()
    glance = html.split('id="h-facts"')[1].split("</dl>")[0]
    assert "Germany: It is the same project (" in glance
    assert "There is no overlap (" in glance
    assert html.count("The partners disagree") == 3  # at a glance, beside the verdict, and where it is decided


def test_a_double_click_leaves_one_position_and_one_verdict(
    alert: Alert, focal_point: User, coordinator: User, client_for: ClientFor
) -> None:
    for _ in range(2):
        client_for(focal_point).post(f"/alerts/{alert.pk}/position/", position(focal_point))
        client_for(coordinator).post(f"/alerts/{alert.pk}/verdict/", verdict())
    assert Position.objects.count() == 1
    assert Verdict.objects.count() == 1
    assert Notification.objects.filter(user=focal_point).count() == 1


def test_who_goes_back_to_the_first_answer_within_a_minute_has_said_so(
    alert: Alert, focal_point: User, client_for: ClientFor
) -> None:
    for stance in ("same", "overlapping", "same"):
        said = alert.positions.order_by("pk").last()
        data = position(focal_point, stance=stance, opened_on=said.pk if said else "")
        client_for(focal_point).post(f"/alerts/{alert.pk}/position/", data)
    assert [one.stance for one in alert.positions.order_by("pk")] == ["same", "overlapping", "same"]


def test_a_coordinator_decides_and_both_sides_are_told(
    alert: Alert, focal_point: User, other_focal_point: User, coordinator: User, client_for: ClientFor
) -> None:
    answer = client_for(coordinator).post(f"/alerts/{alert.pk}/verdict/", verdict(), follow=True)
    assert "Decided: Not an overlap." in answer.content.decode()
    assert {row.user for row in Notification.objects.all()} == {focal_point, other_focal_point}
    row = Notification.objects.first()
    assert "Not an overlap" in row.subject
    assert "Different place" in row.text
    assert "One is at the river." in row.text


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"reason": ""}, "Choose why it is not an overlap."),
        ({"outcome": ""}, "Choose the outcome."),
        ({"outcome": "divided", "reason": ""}, "Choose by what they are divided."),
    ],
)
def test_an_incomplete_verdict_is_refused_and_keeps_what_was_typed(
    alert: Alert, coordinator: User, client_for: ClientFor, fields: dict[str, str], sentence: str
) -> None:
    html = client_for(coordinator).post(f"/alerts/{alert.pk}/verdict/", verdict(**fields)).content.decode()
    assert sentence in html
    assert "One is at the river." in html
    assert "<title>Error: " in html
    assert not Verdict.objects.exists()


def test_only_a_dismissal_keeps_a_reason(alert: Alert, coordinator: User, client_for: ClientFor) -> None:
    """As it is chosen on a page that shows it with that outcome alone."""
    client_for(coordinator).post(f"/alerts/{alert.pk}/verdict/", verdict(outcome="joint", divided_by="time"))
    given = Verdict.objects.get()
    assert (given.outcome, given.reason, given.divided_by) == ("joint", "", "")


@pytest.mark.parametrize("name", ["focal_point", "analyst", "administrator"])
def test_nobody_but_a_coordinator_decides(
    alert: Alert, client_for: ClientFor, request: pytest.FixtureRequest, name: str
) -> None:
    client = client_for(request.getfixturevalue(name))
    assert client.post(f"/alerts/{alert.pk}/verdict/", verdict()).status_code == 403
    assert not Verdict.objects.exists()


@pytest.mark.parametrize("name", ["reader", "analyst", "coordinator", "administrator", "recipient"])
def test_who_speaks_for_neither_side_takes_no_position(
    alert: Alert, client_for: ClientFor, request: pytest.FixtureRequest, name: str
) -> None:
    user = request.getfixturevalue(name)
    assert client_for(user).post(f"/alerts/{alert.pk}/position/", position(user)).status_code == 403
    assert 'id="say"' not in client_for(user).get(alert.get_absolute_url()).content.decode()
    assert not Position.objects.exists()


@pytest.mark.parametrize("route", ["", "position/", "verdict/"])
def test_an_alert_that_is_not_there_is_not_found(coordinator: User, client_for: ClientFor, route: str) -> None:
    client = client_for(coordinator)
    for pk in ("0", "99999999999999999999"):
        answer = client.post(f"/alerts/{pk}/{route}") if route else client.get(f"/alerts/{pk}/")
        assert answer.status_code == 404


@pytest.mark.parametrize(
    "fields",
    [{"text": "a" * 10_000}, {"text": "\0"}, {"stance": "nonsense"}, {"partner": "abc"}, {"partner": "9" * 30}],
)
def test_wrong_input_is_refused_in_words(
    alert: Alert, focal_point: User, client_for: ClientFor, fields: dict[str, str]
) -> None:
    answer = client_for(focal_point).post(f"/alerts/{alert.pk}/position/", position(focal_point, **fields))
    assert answer.status_code == 200
    assert "There is a problem" in answer.content.decode()
    assert not Position.objects.exists()


def test_positions_and_verdicts_cannot_be_changed_afterwards(alert: Alert, focal_point: User) -> None:
    for said in (make_position(alert, focal_point), make_verdict(alert)):
        with pytest.raises(InternalError), transaction.atomic():
            type(said).objects.filter(pk=said.pk).update(text="Never said")


def test_a_later_verdict_counts_and_the_earlier_stays(alert: Alert, coordinator: User, client_for: ClientFor) -> None:
    client = client_for(coordinator)
    client.post(f"/alerts/{alert.pk}/verdict/", verdict())
    seen = Verdict.objects.get().pk
    client.post(f"/alerts/{alert.pk}/verdict/", verdict(outcome="joint", reason="", opened_on=seen))
    html = client.get(alert.get_absolute_url()).content.decode()
    assert "Decided: Joint programme." in html
    assert "Coordinator: Not an overlap" in html


def test_the_answer_of_one_partner_settles_an_alert_within_it(
    focal_point: User, coordinator: User, client_for: ClientFor
) -> None:
    own = make_alert(make_project("DE"), make_project("DE"))
    client_for(focal_point).post(f"/alerts/{own.pk}/position/", position(focal_point, stance="same"))
    assert own.get_absolute_url() in client_for(coordinator).get("/alerts/?state=ready").content.decode()
    assert {row.user for row in Notification.objects.all()} == {coordinator}


def test_what_is_said_is_not_for_third_parties(
    alert: Alert, focal_point: User, analyst: User, client_for: ClientFor
) -> None:
    make_position(alert, focal_point, text="Between us: the money is not yet certain.")
    page = client_for(analyst).get(alert.get_absolute_url()).content.decode()
    assert "Between us" not in page
    assert "between the two partners and the coordinators" in page


def test_rows_say_who_has_not_answered_also_of_an_alert_that_is_open_again(
    alert: Alert, focal_point: User, coordinator: User, client_for: ClientFor
) -> None:
    make_position(alert, focal_point)
    reopen(make_verdict(alert, coordinator), coordinator, "New plans.")
    assert "your answer is missing" in client_for(focal_point).get("/alerts/").content.decode()
    assert client_for(coordinator).get("/alerts/").content.decode().count("no answer</b>") == 2
