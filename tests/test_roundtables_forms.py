"""Meetings, recommendations and answers as they are written."""

from collections.abc import Callable
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from adam.demo.makers import (
    make_meeting_document,
    make_organization,
    make_project,
    make_recommendation,
    make_round_table,
    make_series,
)
from partners.models import User
from roundtables.models import MeetingDocument, Recommendation, RoundTable, Series
from tests.entering import fields_of

ClientFor = Callable[[User], Client]
THIS_YEAR = timezone.localdate().year  # of meetings that have begun, and are later than those of makers
MEETING = {
    "kind": "expert_round_table",
    "number": "31",
    "focus": "Crystal routes",
    "start": "2024-05-13",
    "end": "2024-05-14",
    "city": "Dushanbe",
    "country": "TJ",
    "participants": [],
}


def recommendation(**fields: object) -> dict[str, object]:
    said = {"number": "1", "text": "Share seizure data monthly.", "countries": ["TJ"], "pillars": ["I"]}
    rows = {"translations-TOTAL_FORMS": "0", "translations-INITIAL_FORMS": "0"}
    return {**said, "language": "en", "priority": "2", **rows, **fields}


def test_a_coordinator_records_a_meeting(coordinator: User, client_for: ClientFor, germany: object) -> None:
    answer = client_for(coordinator).post("/round-tables/new/", {**MEETING, "participants": [germany.pk]}, follow=True)
    assert "Crystal routes" in answer.content.decode()
    meeting = RoundTable.objects.get(focus="Crystal routes")
    assert list(meeting.participants.all()) == [germany]


@pytest.mark.parametrize(
    ("fields", "start", "end"),
    [
        ({"end": ""}, date(2024, 5, 13), date(2024, 5, 13)),
        ({"month_only": "on", "end": ""}, date(2024, 5, 1), date(2024, 5, 31)),
    ],
)
def test_the_last_day_follows_from_what_is_known(
    coordinator: User, client_for: ClientFor, fields: dict[str, str], start: date, end: date
) -> None:
    client_for(coordinator).post("/round-tables/new/", {**MEETING, **fields})
    meeting = RoundTable.objects.get(focus="Crystal routes")
    assert (meeting.start, meeting.end) == (start, end)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"end": "2024-05-01"}, "The last day is before the first."),
        ({"kind": "expert_round_table", "number": "8"}, "Another meeting of this kind has this number."),
        ({"kind": "x"}, "There is a problem"),
        ({"number": "99999999999"}, "There is a problem"),
        ({"start": "\0"}, "There is a problem"),
        ({"country": "\0"}, "There is a problem"),
        ({"participants": ["abc", "9" * 40]}, "There is a problem"),
        ({"city": "a" * 10_000}, "There is a problem"),
        ({"city": ""}, "Enter the town."),
    ],
)
def test_a_wrong_meeting_is_refused_in_words_and_kept_as_typed(
    coordinator: User, client_for: ClientFor, fields: dict[str, object], sentence: str
) -> None:
    html = client_for(coordinator).post("/round-tables/new/", {**MEETING, **fields}).content.decode()
    assert sentence in html
    assert "Crystal routes" in html
    assert not RoundTable.objects.filter(focus="Crystal routes").exists()


def test_a_coordinator_records_and_corrects_a_recommendation(coordinator: User, client_for: ClientFor) -> None:
    client, meeting = client_for(coordinator), make_round_table()
    client.post(f"/round-tables/{meeting.pk}/recommendations/new/", recommendation(themes=["T1.1"]))
    made = Recommendation.objects.get(round_table=meeting)
    assert made.pillars == ["I"]
    assert 'value="2"' in client.get(f"/round-tables/{meeting.pk}/recommendations/new/").content.decode()
    client.post(f"/round-tables/recommendations/{made.pk}/edit/", recommendation(text="Share seizure data weekly."))
    assert "weekly" in client.get(meeting.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    "fields",
    [
        {"number": ""},
        {"number": "-1"},
        {"number": "5"},
        {"text": ""},
        {"due_on": "soon"},
        {"due_on": "1999-05-31"},
        {"pillars": ["X"]},
        {"themes": ["\0"]},
    ],
)
def test_a_wrong_recommendation_is_refused(coordinator: User, client_for: ClientFor, fields: dict[str, object]) -> None:
    meeting = make_round_table()
    make_recommendation(meeting, number=5)
    address = f"/round-tables/{meeting.pk}/recommendations/new/"
    assert "There is a problem" in client_for(coordinator).post(address, recommendation(**fields)).content.decode()
    assert meeting.recommendations.count() == 1


@pytest.mark.parametrize("name", ["focal_point", "recipient", "reader", "analyst", "administrator"])
def test_only_coordinators_write_meetings(client_for: ClientFor, request: pytest.FixtureRequest, name: str) -> None:
    client, document = client_for(request.getfixturevalue(name)), make_meeting_document(make_round_table())
    made = make_recommendation(document.round_table, countries=[])
    for address in (
        "/round-tables/new/",
        f"/round-tables/{made.round_table_id}/edit/",
        f"/round-tables/{made.round_table_id}/documents/new/",
        f"/round-tables/documents/{document.pk}/delete/",
        f"/round-tables/{made.round_table_id}/recommendations/new/",
        f"/round-tables/recommendations/{made.pk}/edit/",
    ):
        assert client.get(address).status_code == 403
        assert client.post(address).status_code == 403


def test_a_focal_point_links_own_projects_and_no_others(focal_point: User, client_for: ClientFor) -> None:
    client, made = client_for(focal_point), make_recommendation(countries=["TJ"])
    own, foreign = make_project("DE", title="Ours in Tajikistan"), make_project("GB", title="Theirs in Tajikistan")
    base = f"/round-tables/recommendations/{made.pk}/projects/"
    offered = client.get(base).content.decode()
    assert "Ours in Tajikistan" in offered
    assert "Theirs in Tajikistan" not in offered
    assert client.post(f"{base}{foreign.pk}/link/").status_code == 404
    client.post(f"{base}{own.pk}/link/")
    assert list(made.projects.all()) == [own]
    made.projects.add(foreign)
    assert client.post(f"{base}{foreign.pk}/unlink/").status_code == 404
    client.post(f"{base}{own.pk}/unlink/")
    assert list(made.projects.all()) == [foreign]


def test_a_coordinator_finds_any_project_by_words(coordinator: User, client_for: ClientFor) -> None:
    client, made = client_for(coordinator), make_recommendation(countries=["AF"])
    wanted = make_project("GB", title="Kennels at Spin Boldak")
    base = f"/round-tables/recommendations/{made.pk}/projects/"
    assert "Kennels" in client.get(f"{base}?q=kennels").content.decode()
    assert client.get(f"{base}?q=%00" + "a" * 10_000).status_code == 200
    client.post(f"{base}{wanted.pk}/link/")
    assert list(made.projects.all()) == [wanted]


def test_readers_and_analysts_link_nothing(reader: User, analyst: User, client_for: ClientFor) -> None:
    made, project = make_recommendation(), make_project("DE")
    for user in (reader, analyst):
        base = f"/round-tables/recommendations/{made.pk}/projects/"
        assert client_for(user).get(base).status_code == 403
        assert client_for(user).post(f"{base}{project.pk}/link/").status_code == 403


def test_a_document_is_added_refused_twice_and_deleted(coordinator: User, client_for: ClientFor) -> None:
    client, meeting = client_for(coordinator), make_round_table()
    address = f"/round-tables/{meeting.pk}/documents/new/"

    def sent() -> str:
        file = SimpleUploadedFile("agenda.pdf", b"%PDF-1.4 agenda", "application/pdf")
        data = {"files": [file], "kind": "other", "visibility": "project"}
        return client.post(address, data, follow=True).content.decode()

    assert "Added: agenda.pdf." in sent()
    assert "this very file is here already" in sent()
    document = MeetingDocument.objects.get()
    assert "Delete this document?" in client.get(f"/round-tables/documents/{document.pk}/delete/").content.decode()
    client.post(f"/round-tables/documents/{document.pk}/delete/")
    assert not MeetingDocument.objects.exists()


@pytest.mark.parametrize(
    "route",
    ["{pk}/", "{pk}/edit/", "{pk}/documents/new/", "documents/{pk}/", "documents/{pk}/delete/",
     "{pk}/recommendations/new/", "recommendations/{pk}/edit/", "recommendations/{pk}/follow-up/",
     "recommendations/{pk}/projects/"],
)  # fmt: skip
def test_what_is_not_there_is_not_found(coordinator: User, client_for: ClientFor, route: str) -> None:
    for pk in ("0", "99999999999999999999"):
        assert client_for(coordinator).get(f"/round-tables/{route.format(pk=pk)}").status_code == 404


def test_translations_are_added_changed_and_removed(coordinator: User, client_for: ClientFor) -> None:
    made, client = make_recommendation(text="Open an office"), client_for(coordinator)
    address = f"/round-tables/recommendations/{made.pk}/edit/"
    for language, words in (("ru", "Открыть отделение"), ("fr", "Ouvrir un bureau")):
        row = {"translations-0-language": language, "translations-0-text": words, "translations-TOTAL_FORMS": "1"}
        client.post(address, recommendation(**row))
    said = fields_of(client.get(address).content.decode())
    assert said["translations-0-language"] == ["fr"]
    client.post(address, said | {"translations-0-text": "Ouvrir deux bureaux", "translations-1-DELETE": "on"})
    assert [(one.language, one.text) for one in made.translations.all()] == [("fr", "Ouvrir deux bureaux")]


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ({"translations-0-language": "en", "translations-0-text": "X"}, "The text itself is in this language."),
        ({"translations-0-language": "", "translations-0-text": "X"}, "Choose the language of the translation."),
        ({"translations-0-language": "fr", "translations-0-text": ""}, "Enter the text."),
        (
            {f"translations-{at}-{name}": text for at in (0, 1) for name, text in (("language", "fr"), ("text", "X"))},
            "There is another translation into this language.",
        ),
    ],
)
def test_a_wrong_translation_is_refused(
    coordinator: User, client_for: ClientFor, row: dict[str, str], sentence: str
) -> None:
    made = make_recommendation()
    said = recommendation(text="Typed by hand", **row) | {"translations-TOTAL_FORMS": "2"}
    html = client_for(coordinator).post(f"/round-tables/recommendations/{made.pk}/edit/", said).content.decode()
    assert sentence in html
    assert "Typed by hand" in html
    assert not made.translations.exists()


def test_a_row_for_a_translation_is_added_without_scripts(coordinator: User, client_for: ClientFor) -> None:
    meeting, said = make_round_table(), recommendation(text="Typed by hand", more="translations")
    html = client_for(coordinator).post(f"/round-tables/{meeting.pk}/recommendations/new/", said).content.decode()
    assert "Typed by hand" in html
    assert 'name="translations-0-text"' in html
    assert "There is a problem" not in html


def test_a_recommendation_sent_twice_is_recorded_once(coordinator: User, client_for: ClientFor) -> None:
    meeting, client = make_round_table(), client_for(coordinator)
    said = recommendation(token="5f1b7e0a-3c55-4b6e-9f39-0d6cf1d3a001")
    answers = [client.post(f"/round-tables/{meeting.pk}/recommendations/new/", said).url for _ in range(2)]
    assert answers == [meeting.recommendations.get().get_absolute_url()] * 2


def test_endorsement_at_a_meeting_is_dated_by_it_and_bodies_are_addressed(
    coordinator: User, client_for: ClientFor
) -> None:
    meeting, body = make_round_table(), make_organization("Customs Service")
    policy = make_round_table(
        kind="policy_consultative_group", number=40, start=date(THIS_YEAR, 1, 1), end=date(THIS_YEAR, 1, 2)
    )
    said = recommendation(endorsed_at=policy.pk, bodies=["customs service", ""])
    client_for(coordinator).post(f"/round-tables/{meeting.pk}/recommendations/new/", said)
    made = meeting.recommendations.get()
    assert (made.endorsed_on, list(made.addressed_organizations.all())) == (date(THIS_YEAR, 1, 2), [body])


def test_a_series_is_chosen_begun_and_renamed(coordinator: User, client_for: ClientFor) -> None:
    client = client_for(coordinator)
    client.post("/round-tables/new/", {**MEETING, "new_series": "  Northern   route "})
    first = RoundTable.objects.get(focus="Crystal routes")
    assert str(first.series) == "Northern route"
    next_one = {"number": "32", "start": "2025-05-13", "end": "", "new_series": "northern ROUTE"}
    client.post("/round-tables/new/", {**MEETING, **next_one})
    second = RoundTable.objects.get(number=32, kind="expert_round_table")
    assert second.series == first.series
    assert str(first) in client.get(second.get_absolute_url()).content.decode()
    client.post(f"/round-tables/series/{first.series_id}/edit/", {"name": "Northern routes"})
    assert "Northern routes" in client.get(first.get_absolute_url()).content.decode()
    both = client.post("/round-tables/new/", {**MEETING, "series": first.series_id, "new_series": "X"})
    assert "Choose a series or begin a new one, not both." in both.content.decode()


def test_a_series_is_deleted_only_when_it_is_empty(coordinator: User, client_for: ClientFor) -> None:
    series, client = make_series(), client_for(coordinator)
    address, meeting = f"/round-tables/series/{series.pk}/edit/", make_round_table(series=series)
    client.post(address, {"delete": "1"})
    assert Series.objects.filter(pk=series.pk).exists()
    meeting.delete()
    client.post(address, {"delete": "1"})
    assert not Series.objects.filter(pk=series.pk).exists()


def test_papers_of_a_meeting_are_of_kinds_of_their_own(coordinator: User, client_for: ClientFor) -> None:
    client, meeting, project = client_for(coordinator), make_round_table(), make_project("GB")
    of_meeting = client.get(f"/round-tables/{meeting.pk}/documents/new/").content.decode()
    of_project = client.get(f"/projects/{project.pk}/documents/new/").content.decode()
    for kind in ("Report of the meeting", "List of participants"):
        assert kind in of_meeting
        assert kind not in of_project
    assert "Contract" not in of_meeting
    made = make_meeting_document(meeting, kind="report")
    assert "Report of the meeting" in client.get(f"/round-tables/documents/{made.pk}/about/").content.decode()
