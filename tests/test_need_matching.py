"""Needs against offers and planned projects: what fits, who is told."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from adam.demo.makers import make_focal_point, make_need, make_offer, make_project
from partners.models import Notification, User
from roundtables.models import Need, Offer, Outcome
from roundtables.needs.matching import matches_of_need, matches_of_offer, matches_of_project
from roundtables.needs.telling import tell_of_matches, tell_of_need, tell_of_offer
from tests.test_needs_said import say

pytestmark = pytest.mark.django_db
For = Callable[[User], Client]


@pytest.fixture
def recipient() -> User:
    return make_focal_point("TJ")


def test_offer_of_the_theme_for_the_country_fits_and_says_why() -> None:
    need = make_need("TJ", theme_id="T1.1", activity_type_id="A05", quantity=60, unit="document readers")
    offer = make_offer(themes=["T1.1"], activity_types=["A05"], quantity=40, unit="document readers")

    [found] = matches_of_need(need)
    assert found.offer == offer.pk
    assert "It is for Tajikistan." in found.sentences
    assert "The quantity: 40 offered, 60 wanted." in found.sentences
    assert [one.pair for one in matches_of_offer(offer)] == [found.pair]


@pytest.mark.parametrize(
    "fields",
    [
        {"countries": ["PK"]},
        {"themes": ["T5.1"]},
        {"closed_at": "2026-01-01T00:00Z", "outcome": Outcome.WITHDRAWN},
        {"end": date(2020, 1, 1), "title": "Vehicles"},
    ],
    ids=["another country", "another theme", "withdrawn", "over before"],
)
def test_what_cannot_meet_it_does_not_fit(fields: dict[str, object]) -> None:
    need = make_need("TJ", start=date(2026, 1, 1))
    make_offer(**fields)

    assert matches_of_need(need) == []


def test_better_offer_comes_first_and_one_for_any_country_counts() -> None:
    need = make_need("TJ", theme_id="T1.3", activity_type_id="A05", title="Radios for liaison officers")
    plain = make_offer(themes=["T1.3"], activity_types=["A05"], countries=(), title="Whatever is wanted")
    better = make_offer(themes=["T1.3"], activity_types=["A05"], title="Radios for liaison offices")

    assert [one.offer for one in matches_of_need(need)] == [better.pk, plain.pk]


def test_planned_project_counts_as_an_offer_and_a_running_one_does_not() -> None:
    need = make_need("TJ", theme_id="T1.3")
    planned = make_project("DE", status="1", countries=["TJ"], themes=["T1.3"], title="Radios", end=None, start=None)
    running = make_project("DE", status="2", countries=["TJ"], themes=["T1.3"], title="Radios", end=None, start=None)

    assert [one.project for one in matches_of_need(need)] == [planned.pk]
    assert [one.need for one in matches_of_project(planned)] == [need.pk]
    assert matches_of_project(running) == []


def test_page_of_a_planned_project_names_the_needs_for_those_who_may_answer(
    focal_point: User, reader: User, client_for: For
) -> None:
    need = make_need("TJ", theme_id="T1.3")
    planned = make_project("DE", status="1", countries=["TJ"], themes=["T1.3"], title="Radios", end=None, start=None)

    pages = [client_for(user).get(planned.get_absolute_url()).content.decode() for user in (focal_point, reader)]
    assert [need.get_absolute_url() in page for page in pages] == [True, False]


def test_what_names_the_thing_comes_first_and_a_weak_fit_is_shown_and_not_told(
    focal_point: User, recipient: User
) -> None:
    need = make_need("TJ", theme_id="T1.3", activity_type_id="A05", quantity=24, unit="document readers",
                     text="Two posts read passports by eye.")  # fmt: skip
    planned = make_project("GB", status="1", countries=["TJ"], themes=["T1.3"], start=None, end=None,
                           title="A liaison office at the crossing points", activities=[{"type": "A05"}])  # fmt: skip
    readers = make_offer(activity_types=["A05"], quantity=30, unit="document readers", title="Readers from a stock")
    vehicles = make_offer(activity_types=["A05"], quantity=9, unit="vehicles", title="Vehicles for customs")
    found = matches_of_need(need)
    assert found[0].offer == readers.pk
    assert {one.pair[1:] for one in found} >= {(readers.pk, None), (None, planned.pk)}
    tell_of_need.func(need.pk)
    told = " ".join(Notification.objects.filter(kind="match", user=recipient).values_list("text", flat=True))
    assert "Readers from a stock" in told
    assert vehicles.title not in told


def test_what_the_other_side_says_is_met_waits_on_the_first_page(
    focal_point: User, recipient: User, client_for: For
) -> None:
    need, offer = make_need("TJ"), make_offer("DE")
    say(client_for(focal_point), need, offer, "met")
    assert "Needs to confirm as met" in client_for(recipient).get("/").content.decode()
    say(client_for(recipient), need, offer, "in_touch")
    assert "Needs to confirm as met" not in client_for(recipient).get("/").content.decode()


# -- Told --------------------------------------------------------------------------------------------------------------
def test_both_sides_are_told_once_whatever_is_found_again(focal_point: User, recipient: User) -> None:
    need, offer = make_need("TJ"), make_offer("DE")

    for tell in (lambda: tell_of_need.func(need.pk), lambda: tell_of_offer.func(offer.pk), tell_of_matches.func):
        tell()

    told = {one.user: one.subject for one in Notification.objects.filter(kind="match")}
    assert told == {
        recipient: "Germany may meet your need: Document readers for border crossing points",
        focal_point: "Tajikistan needs what you offer: Document readers for border crossing points",
    }


def test_country_does_not_hear_of_a_restricted_project_and_its_partner_hears_of_the_need(
    focal_point: User, recipient: User, client_for: For
) -> None:
    need = make_need("TJ", theme_id="T1.3")
    make_project(
        "DE",
        status="1",
        countries=["TJ"],
        themes=["T1.3"],
        visibility="restricted",
        title="Secret document readers",
        start=None,
        end=None,
    )

    tell_of_need.func(need.pk)

    assert [one.user for one in Notification.objects.filter(kind="match")] == [focal_point]
    pages = [client_for(user).get(need.get_absolute_url()).content.decode() for user in (recipient, focal_point)]
    assert ["Secret" in page for page in pages] == [False, True]


def test_stating_a_need_tells_by_itself(
    recipient: User,
    focal_point: User,
    client_for: For,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    data = {
        "country": "TJ",
        "title": "Vehicles",
        "theme": "T1.3",
        "language": "en",
        "quantity": "4",
        "unit": "vehicles",
    }
    with django_capture_on_commit_callbacks(execute=True):
        answer = client_for(recipient).post(reverse("roundtables:need_create"), data)

    need = Need.objects.get()
    assert answer.status_code == 302
    assert (need.author, need.country_id, need.quantity) == (recipient, "TJ", 4)


# -- Pages -------------------------------------------------------------------------------------------------------------
def test_pages_take_the_same_queries_however_long(
    coordinator: User, client_for: For, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = client_for(coordinator)
    need = make_need("TJ")

    def queries() -> list[int]:
        counts = []
        for page in (reverse("roundtables:needs"), reverse("roundtables:offers"), need.get_absolute_url()):
            with django_assert_num_queries(60, exact=False) as captured:
                client.get(page)
            counts.append(len(captured))
        return counts

    def five_more() -> None:
        for _ in range(5):
            make_need("TJ")
            make_offer("DE")
            make_project("DE", status="1", countries=["TJ"], themes=["T1.3"], start=None, end=None)

    five_more()
    queries()
    few = queries()
    five_more()
    assert queries() == few
    two_thousand_more(need, coordinator)
    assert all(now <= before for now, before in zip(queries(), few, strict=True))  # fewer, with no project on the page


def two_thousand_more(need: Need, author: User) -> None:
    """Open needs like this one, and offers for any country that may meet it."""
    fields = {"title": "Document readers", "author": author}
    Need.objects.bulk_create(Need(country_id="TJ", theme_id=need.theme_id, **fields) for _ in range(2_000))
    germany = make_offer("DE").partner
    offers = Offer.objects.bulk_create(Offer(partner=germany, **fields) for _ in range(2_000))
    on = Offer.themes.through
    on.objects.bulk_create(on(offer=offer, theme_id=need.theme_id) for offer in offers)


def test_list_is_narrowed_and_taken_along(client_for: For, reader: User) -> None:
    make_need("TJ", title="Radios", theme_id="T1.3", quantity=12, unit="radios")
    make_need("UZ", title="Dogs", theme_id="T2.2", closed_at="2026-01-01T00:00Z", outcome=Outcome.MET)
    client = client_for(reader)

    for query, title in {"country=TJ": "Radios", "theme=T2": "Dogs", "state=met": "Dogs", "q=adio": "Radios"}.items():
        page = client.get(f"{reverse('roundtables:needs')}?{query}")
        assert [one.title for one in page.context["page"].object_list] == [title]
    lines = b"".join(client.get(reverse("roundtables:needs_csv"), {"country": "TJ"})).decode().splitlines()
    assert len(lines) == 2
    assert ",Tajikistan,Radios,," in lines[1]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"title": ""}, "Say in a few words what it is."),
        ({"theme": ""}, "Choose the theme that fits best."),
        ({"quantity": "4", "unit": ""}, "Say what the quantity counts, such as trainees."),
        ({"start": "2026-05-02", "end": "2026-05-01"}, "The last day is before the first."),
        ({"country": "PK"}, "Select a valid choice"),
        ({"place_name": "Torkham, Pakistan"}, "is not in Tajikistan"),
    ],
)
def test_wrong_input_is_said_and_what_was_typed_stays(
    data: dict[str, str], message: str, recipient: User, client_for: For
) -> None:
    typed = {"country": "TJ", "title": "Radios", "theme": "T1.3", "language": "en", "text": "Typed words", **data}
    page = client_for(recipient).post(reverse("roundtables:need_create"), typed).content.decode()

    assert message in page
    assert "Typed words" in page
    assert not Need.objects.exists()


def test_need_is_edited_confirmed_closed_and_opened_again_by_its_country(recipient: User, client_for: For) -> None:
    need, client = make_need("TJ", confirmed_at="2025-01-01T00:00Z"), client_for(recipient)

    client.post(reverse("roundtables:need_confirm", args=[need.pk]))
    assert Need.objects.get().confirmed_at.year > 2025
    assert "Choose how it ended." in client.post(reverse("roundtables:need_close", args=[need.pk])).content.decode()
    client.post(reverse("roundtables:need_close", args=[need.pk]), {"outcome": "withdrawn", "closing_note": "Bought"})
    assert (Need.objects.get().outcome, Need.objects.get().closing_note) == ("withdrawn", "Bought")
    edited = {"country": "TJ", "title": "Kits, with a word more", "theme": need.theme_id, "language": "en", "text": ""}
    said = client.post(reverse("roundtables:need_edit", args=[need.pk]), edited, follow=True).content.decode()
    assert "The need is recorded." in said
    assert "Whoever may fit is told." not in said  # nobody is, of what is closed
    client.post(reverse("roundtables:need_reopen", args=[need.pk]))
    assert Need.objects.get().is_open


def test_what_met_a_need_that_is_open_again_is_shown_as_earlier(recipient: User, client_for: For) -> None:
    need, offer, client = make_need("TJ"), make_offer("DE"), client_for(recipient)
    say(client, need, offer, "met", how="met")
    assert "Earlier: The need is met by this" not in client.get(need.get_absolute_url()).content.decode()

    client.post(reverse("roundtables:need_reopen", args=[need.pk]))
    assert "Earlier: The need is met by this" in client.get(need.get_absolute_url()).content.decode()


def test_offer_is_made_in_a_few_words(focal_point: User, client_for: For) -> None:
    data = {"title": "Radios", "themes": ["T1.3"], "language": "en", "partner": focal_point.partner_id}
    answer = client_for(focal_point).post(reverse("roundtables:offer_create"), data)

    assert answer.status_code == 302
    assert [theme.pk for theme in Offer.objects.get().themes.all()] == ["T1.3"]
