"""A later meeting carries recommendations over and amends them; what was replaced can be read."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from adam.demo.makers import make_follow_up, make_recommendation, make_round_table, make_series
from partners.models import User
from roundtables.amending.considering import Decided, consider
from roundtables.amending.wordings import wordings
from roundtables.models import Consideration, Recommendation, RoundTable, Translation
from tests.entering import fields_of

ClientFor = Callable[[User], Client]
THIS_YEAR = timezone.localdate().year  # of meetings that have begun, and are later than those of makers


@pytest.fixture
def earlier(db: None) -> RoundTable:
    return make_round_table(series=make_series(), start=date(2024, 5, 1), end=date(2024, 5, 2))


@pytest.fixture
def later(earlier: RoundTable) -> RoundTable:
    return make_round_table(series=earlier.series, start=date(THIS_YEAR, 1, 1), end=date(THIS_YEAR, 1, 2))


def address(meeting: RoundTable, recommendation: Recommendation | None = None) -> str:
    one = f"{recommendation.pk}/" if recommendation else ""
    return f"/round-tables/{meeting.pk}/take-up/{one}"


def test_the_unfinished_of_the_series_are_offered_and_others_by_search(
    coordinator: User, client_for: ClientFor, earlier: RoundTable, later: RoundTable
) -> None:
    make_recommendation(earlier, text="Still to be done")
    make_follow_up(make_recommendation(earlier, text="All done"), coordinator, progress="implemented")
    make_recommendation(make_round_table(), text="Of another series")
    client = client_for(coordinator)
    page = client.get(address(later)).content.decode()
    assert "Still to be done" in page
    assert "All done" not in page
    assert "Of another series" not in page
    assert "Of another series" in client.get(f"{address(later)}?q=another").content.decode()
    assert "Still to be done" not in client.get(address(earlier)).content.decode()


def test_the_page_of_the_first_meeting_says_who_amended_the_words(
    coordinator: User, client_for: ClientFor, earlier: RoundTable, later: RoundTable
) -> None:
    made = make_recommendation(earlier)
    consider(made, later, coordinator, Decided("Other words", made.due_on))
    page = client_for(coordinator).get(earlier.get_absolute_url()).content.decode()
    assert f'As amended by <a href="{later.get_absolute_url()}">' in page
    assert f"{made.get_absolute_url()}#earlier" in page


def test_the_page_of_a_recommendation_leads_to_the_later_meetings_of_its_series(
    coordinator: User, recipient: User, client_for: ClientFor, earlier: RoundTable, later: RoundTable
) -> None:
    made = make_recommendation(earlier)
    leads_there = f'href="{address(later, made)}"'
    assert leads_there in client_for(coordinator).get(made.get_absolute_url()).content.decode()
    assert leads_there not in client_for(recipient).get(made.get_absolute_url()).content.decode()
    client_for(coordinator).post(address(later), {"carry": [made.pk]})
    page = client_for(coordinator).get(made.get_absolute_url()).content.decode()
    assert leads_there not in page
    client_for(coordinator).post(f"{address(later, made)}undo/", {"from": "recommendation"})
    assert f'action="{address(later, made)}undo/"' in page
    assert leads_there in client_for(coordinator).get(made.get_absolute_url()).content.decode()


def test_several_are_carried_over_at_once_and_only_once(
    coordinator: User, client_for: ClientFor, earlier: RoundTable, later: RoundTable
) -> None:
    made = [make_recommendation(earlier, text=f"Number {at}") for at in range(3)]
    said = {"carry": [made[0].pk, made[1].pk, "x"], "note": "No progress."}
    for _ in range(2):
        client_for(coordinator).post(address(later), said)
    entries = Consideration.objects.filter(round_table=later)
    assert {(one.recommendation_id, one.decision, one.note) for one in entries} == {
        (made[0].pk, "carried", "No progress."),
        (made[1].pk, "carried", "No progress."),
    }


def test_an_amendment_keeps_the_earlier_words_their_translations_and_the_due_date(
    coordinator: User, client_for: ClientFor, earlier: RoundTable, later: RoundTable
) -> None:
    made = make_recommendation(earlier, text="Open an office", due_on=date(2026, 1, 1))
    Translation.objects.create(recommendation=made, language="ru", text="Открыть отделение")
    Translation.objects.create(recommendation=made, language="fr", text="Ouvrir un bureau")
    said = {"text": "Open two offices", "due_on": "2031-01-01", "note": "One is not enough."}
    client = client_for(coordinator)
    client.post(address(later, made), said | {"translation_fr": "Ouvrir deux bureaux"})
    made.refresh_from_db()
    entry = made.considerations.get()
    assert (made.text, made.due_on) == ("Open two offices", date(2031, 1, 1))
    assert (entry.decision, entry.replaced_text, entry.replaced_due_on) == (
        "amended",
        "Open an office",
        date(2026, 1, 1),
    )
    assert entry.replaced_translations == {"ru": "Открыть отделение", "fr": "Ouvrir un bureau"}
    assert {one.language: one.text for one in made.translations.all()} == {"fr": "Ouvrir deux bureaux"}
    assert [one.text for one in wordings(made)] == ["Open two offices", "Open an office"]
    for page in (made.get_absolute_url(), later.get_absolute_url()):
        assert "One is not enough." in client.get(page).content.decode()


def test_a_new_due_date_alone_amends_no_words(
    coordinator: User, client_for: ClientFor, earlier: RoundTable, later: RoundTable
) -> None:
    made = make_recommendation(earlier, text="First line\nsecond line")
    client = client_for(coordinator)
    said = fields_of(client.get(address(later, made)).content.decode())
    client.post(address(later, made), said | {"text": "First line\r\nsecond line", "due_on": "2031-01-01"})
    entry = made.considerations.get()
    assert (entry.decision, entry.due_changed, entry.replaced_due_on) == ("carried", True, None)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"text": ""}, "Enter the text."),
        ({"text": "x" * 10_001}, "There is a problem"),
        ({"due_on": "2024-06-01"}, "This is before the meeting"),
        ({"due_on": "soon"}, "There is a problem"),
        ({"note": "\0"}, "There is a problem"),
    ],
)
def test_a_wrong_entry_is_refused_and_kept_as_typed(
    coordinator: User,
    client_for: ClientFor,
    earlier: RoundTable,
    later: RoundTable,
    fields: dict[str, str],
    sentence: str,
) -> None:
    made = make_recommendation(earlier)
    said = {"text": made.text, "note": "Typed by hand", "due_on": ""}
    html = client_for(coordinator).post(address(later, made), said | fields).content.decode()
    assert sentence in html
    assert "Typed by hand" in html or "note" in fields
    assert not made.considerations.exists()


def test_what_a_later_meeting_amended_is_not_amended_before_it(
    coordinator: User, client_for: ClientFor, earlier: RoundTable, later: RoundTable
) -> None:
    made, between = make_recommendation(earlier), make_round_table(start=date(2025, 1, 1), end=date(2025, 1, 1))
    client = client_for(coordinator)
    client.post(address(later, made), {"text": "Newer words"})
    html = client.post(address(between, made), {"text": "Words of the year before"}).content.decode()
    assert "has taken it up since" in html
    client.post(address(between, made), {"text": "Newer words"})
    assert [one.decision for one in made.considerations.order_by("pk")] == ["amended", "carried"]


def test_the_latest_entry_can_be_taken_back(
    coordinator: User, client_for: ClientFor, earlier: RoundTable, later: RoundTable
) -> None:
    made, last = (
        make_recommendation(earlier, text="First"),
        make_round_table(start=date(THIS_YEAR, 1, 3), end=date(THIS_YEAR, 1, 3)),
    )
    Translation.objects.create(recommendation=made, language="fr", text="Premier")
    client = client_for(coordinator)
    client.post(address(later, made), {"text": "Second", "due_on": "2031-01-01"})
    client.post(address(last, made), {"text": "Second", "due_on": "2031-01-01"})
    client.post(f"{address(later, made)}undo/")
    assert made.considerations.count() == 2
    for meeting in (last, later):
        client.post(f"{address(meeting, made)}undo/")
    made.refresh_from_db()
    assert (made.text, made.due_on, made.considerations.count()) == ("First", None, 0)
    assert made.translations.get().text == "Premier"


def test_the_page_costs_the_same_for_few_and_many(
    coordinator: User, client_for: ClientFor, earlier: RoundTable, later: RoundTable
) -> None:
    client, costs = client_for(coordinator), []
    for _ in range(2):
        made = [make_recommendation(earlier) for _ in range(6)]
        client.post(address(later), {"carry": [one.pk for one in made[:3]]})
        with CaptureQueriesContext(connection) as queries:
            client.get(address(later))
        costs.append(len(queries))
    assert costs[0] == costs[1]
