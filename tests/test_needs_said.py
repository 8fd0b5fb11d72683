"""What each side says of a need and of what may meet it, and what comes of that."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from adam.demo.makers import make_focal_point, make_need, make_offer, make_project
from partners.models import Notification, User
from roundtables.models import MatchStatement, Need, Offer, Outcome
from roundtables.needs.telling import tell_of_need

pytestmark = pytest.mark.django_db
For = Callable[[User], Client]


@pytest.fixture
def recipient() -> User:
    return make_focal_point("TJ")


def say(client: Client, need: Need, offer: Offer, says: str, note: str = "", **more: str) -> int:
    address = reverse("roundtables:say_of_offer", args=[need.pk, offer.pk])
    return client.post(address, {"says": says, "note": note, **more}).status_code


def test_each_side_says_what_comes_of_it_and_the_other_hears(
    recipient: User, focal_point: User, reader: User, client_for: For
) -> None:
    need, offer = make_need("TJ"), make_offer("DE")

    assert say(client_for(focal_point), need, offer, "in_touch", "We call on Monday") == 302
    assert Notification.objects.get(user=recipient).subject.startswith("We are in touch")
    shown = [client_for(user).get(need.get_absolute_url()).content.decode() for user in (recipient, reader)]
    assert ["We call on Monday" in page for page in shown] == [True, False]
    assert say(client_for(make_focal_point("GB")), need, offer, "in_touch") == 403


def test_need_is_met_when_the_country_says_so_and_not_when_the_donor_does(
    recipient: User, focal_point: User, client_for: For
) -> None:
    need, offer = make_need("TJ"), make_offer("DE")

    say(client_for(focal_point), need, offer, "met")
    assert Need.objects.get().is_open
    assert say(client_for(recipient), need, offer, "met") == 200  # asked whether all of it is
    assert Need.objects.get().is_open
    say(client_for(recipient), need, offer, "met", how="met")
    need = Need.objects.get()
    assert (need.outcome, need.closing_note) == (Outcome.MET, "Met by Germany: Equipment for border crossing points")


def test_the_note_of_a_need_met_by_a_project_tells_nothing_of_it(recipient: User, client_for: For) -> None:
    need = make_need("TJ")
    project = make_project(
        "DE", title="Hidden", status="1", countries=["TJ"], themes=[need.theme_id], shared_with=["TJ"]
    )
    address = reverse("roundtables:say_of_project", args=[need.pk, project.pk])
    client_for(recipient).post(address, {"says": "met", "note": "", "how": "met"})
    need = Need.objects.get()
    assert (need.outcome, need.closing_note) == (Outcome.MET, "Met by a planned project")


def test_a_second_press_says_and_states_nothing_twice(recipient: User, client_for: For) -> None:
    need, offer, client = make_need("TJ"), make_offer("DE"), client_for(recipient)
    for _ in range(2):
        say(client, need, offer, "in_touch")
    assert MatchStatement.objects.count() == 1
    page = client.get(reverse("roundtables:need_create"))
    typed = page.context["typed"]
    data = {"country": "TJ", "title": "Dogs", "language": "en", "theme": need.theme_id, "token": typed.token}
    answers = [client.post(reverse("roundtables:need_create"), data) for _ in range(2)]
    assert answers[0].url == answers[1].url == Need.objects.get(title="Dogs").get_absolute_url()


def test_need_met_in_part_stays_open_and_its_offer_is_asked_about(
    recipient: User, focal_point: User, client_for: For
) -> None:
    need, offer, client = make_need("TJ", quantity=4, unit="dogs"), make_offer("DE"), client_for(recipient)
    assert say(client, need, offer, "met", how="partly") == 200
    assert say(client, need, offer, "met", how="partly", quantity="4") == 200
    for _ in range(2):  # the second is a double click
        say(client, need, offer, "met", how="partly", quantity="2")
    assert Need.objects.get().is_open
    assert "2 of them met so far" in client.get(need.get_absolute_url()).content.decode()
    assert "2 of 4 dogs. Is the offer of Germany used up?" in Notification.objects.get(user=focal_point).text
    donor = client_for(focal_point)
    assert "Is this offer used up?" in donor.get(offer.get_absolute_url()).content.decode()
    donor.post(reverse("roundtables:offer_confirm", args=[offer.pk]))
    assert "Is this offer used up?" not in donor.get(offer.get_absolute_url()).content.decode()


def test_a_word_that_is_too_long_loses_nothing_else_that_was_said_of_a_need_met(
    recipient: User, client_for: For
) -> None:
    need, offer = make_need("TJ", quantity=4, unit="dogs"), make_offer("DE")
    address = reverse("roundtables:say_of_offer", args=[need.pk, offer.pk])
    said = {"says": "met", "how": "partly", "quantity": "2", "note": "x" * 1001}
    page = client_for(recipient).post(address, said)
    form = page.context["form"]
    assert (form["how"].value(), form["quantity"].value()) == ("partly", "2")
    assert "Shorten it to 1000 characters: it has 1001." in page.content.decode()
    assert not MatchStatement.objects.exists()


def test_what_does_not_fit_comes_last_and_is_not_told_again(recipient: User, client_for: For) -> None:
    need, offer, other = make_need("TJ"), make_offer("DE"), make_offer("GB", title="Other equipment")
    say(client_for(recipient), need, offer, "not_fitting")

    shown = client_for(recipient).get(need.get_absolute_url()).context["matches"]
    assert [one.answer for one in shown] == [other, offer]
    make_focal_point("DE")
    tell_of_need.func(need.pk)
    assert not Notification.objects.filter(key=f"match:{need.pk}:offer:{offer.pk}").exists()


@pytest.mark.parametrize(
    ("says", "note", "sentence"),
    [
        ("perhaps", "We call on Monday", "Choose one of these answers."),
        ("in_touch", "We call. " * 120, "Shorten it to 1000 characters: it has 1079."),
    ],
)
def test_what_cannot_be_recorded_is_refused_in_words_and_stays_written(
    recipient: User, client_for: For, says: str, note: str, sentence: str
) -> None:
    need, offer = make_need("TJ"), make_offer("DE")
    address = reverse("roundtables:say_of_offer", args=[need.pk, offer.pk])
    html = client_for(recipient).post(address, {"says": says, "note": note}).content.decode()
    assert sentence in html
    assert f"{note}</textarea>" in html
    assert 'href="/round-tables/needs/" aria-current="true"' in html
    assert not MatchStatement.objects.exists()
