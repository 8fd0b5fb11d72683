"""Words that were relied on are corrected in sight of everybody, and two who edit at once overwrite nothing."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from adam.demo.makers import make_follow_up, make_recommendation, make_round_table
from partners.models import Notification, User
from roundtables.amending.considering import Decided, consider, take_back
from roundtables.amending.corrections import corrections
from roundtables.models import Recommendation, Translation
from tests.entering import fields_of

ClientFor = Callable[[User], Client]


@pytest.fixture
def made(db: None) -> Recommendation:
    meeting = make_round_table(start=date(2024, 5, 1), end=date(2024, 5, 2))
    return make_recommendation(meeting, text="Open an office.")


def edit(client: Client, made: Recommendation, said: dict[str, list[str]] | None = None, **fields: str) -> str:
    address = f"/round-tables/recommendations/{made.pk}/edit/"
    said = said or fields_of(client.get(address).content.decode())
    return client.post(address, {**said, **fields}, follow=True).content.decode()


def test_what_nobody_relies_on_yet_is_corrected_without_a_word(
    made: Recommendation, coordinator: User, client_for: ClientFor
) -> None:
    edit(client_for(coordinator), made, text="Open two offices.")
    Recommendation.objects.filter(pk=made.pk).update(endorsed_on=date(2024, 6, 1))
    assert corrections(made) == ([], [], [])


def test_a_correction_of_what_is_endorsed_keeps_the_earlier_words_and_tells_those_who_are_to_act(
    made: Recommendation, coordinator: User, recipient: User, client_for: ClientFor
) -> None:
    Recommendation.objects.filter(pk=made.pk).update(endorsed_on=date(2024, 6, 1))
    make_follow_up(made, recipient, partner=recipient.partner)
    client = client_for(coordinator)
    edit(client, made, text="Open no office.")
    [step] = corrections(made).words
    assert (step.replaced, step.who) == ("Open an office.", coordinator)
    page = client_for(recipient).get(made.get_absolute_url()).content.decode()
    assert "Words corrected by the coordinators" in page
    assert "<del>an </del><ins>no </ins>" in page
    assert "Until now: Open an office." in Notification.objects.get(user=recipient, kind="due:words").text


def test_an_amendment_and_what_is_taken_back_of_it_are_no_corrections(
    made: Recommendation, coordinator: User, client_for: ClientFor
) -> None:
    later = make_round_table(start=date(2025, 5, 4), end=date(2025, 5, 5))
    Recommendation.objects.filter(pk=made.pk).update(endorsed_on=date(2024, 6, 1))
    client, address = client_for(coordinator), f"/round-tables/{later.pk}/take-up/{made.pk}/"
    client.post(address, {"text": "Open two offices."})
    client.post(f"{address}undo/")
    made.refresh_from_db()
    assert (made.text, corrections(made)) == ("Open an office.", ([], [], []))


def test_what_two_change_at_once_is_decided_and_the_rest_goes_together(
    made: Recommendation, coordinator: User, client_for: ClientFor
) -> None:
    client = client_for(coordinator)
    second = fields_of(client.get(f"/round-tables/recommendations/{made.pk}/edit/").content.decode())
    edit(client, made, source="Report, page 4", text="Theirs.")
    html = edit(client, made, second, text="Mine.", priority="1")
    assert "changed while you had the form open" in html
    assert Recommendation.objects.get(pk=made.pk).text == "Theirs."
    said = fields_of(html)
    edit(client, made, said, **{"keep-text": "mine"})
    now = Recommendation.objects.get(pk=made.pk)
    assert (now.text, now.source, now.priority) == ("Mine.", "Report, page 4", 1)


def test_another_due_date_and_translation_stand_on_the_way_with_what_was_before(
    made: Recommendation, coordinator: User, client_for: ClientFor
) -> None:
    Recommendation.objects.filter(pk=made.pk).update(endorsed_on=date(2024, 6, 1), due_on=date(2027, 5, 1))
    Translation.objects.create(recommendation=made, language="fr", text="Ouvrir un bureau.")
    client = client_for(coordinator)
    edit(client, made, **{"due_on": "2028-05-01", "translations-0-text": "Ouvrir le bureau."})
    page = client.get(made.get_absolute_url()).content.decode()
    assert "Due date moved to 1 May 2028 by the coordinators" in page
    assert "Until then it was due on 1 May 2027." in page
    assert "Translation into French corrected by the coordinators" in page
    assert '<p class="words" lang="fr" dir="auto">Ouvrir <del>un </del><ins>le </ins>bureau.' in page

    edit(client, made, **{"due_on": "", "translations-0-DELETE": "on"})
    page = client.get(made.get_absolute_url()).content.decode()
    assert "Due date taken away by the coordinators" in page
    assert "Translation into French taken away by the coordinators" in page


def test_translations_that_a_meeting_replaced_are_no_corrections(made: Recommendation, coordinator: User) -> None:
    Translation.objects.create(recommendation=made, language="fr", text="Ouvrir un bureau.")
    Recommendation.objects.filter(pk=made.pk).update(endorsed_on=date(2024, 6, 1))
    made.refresh_from_db()
    later = make_round_table(start=date(2025, 5, 4), end=date(2025, 5, 5))
    decided = Decided("Open two offices.", date(2032, 1, 1), translations={"fr": "Ouvrir deux bureaux."})
    take_back(consider(made, later, coordinator, decided))
    assert corrections(made) == ([], [], [])
