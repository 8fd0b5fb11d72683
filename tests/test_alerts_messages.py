"""Messages in an alert: who writes, who reads, who is told, and the files that go with them."""

from collections.abc import Callable, Sequence
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import InternalError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image
from pytest_django import Settings

from adam.demo.makers import (
    make_alert,
    make_attachment,
    make_message,
    make_position,
    make_project,
    make_verdict,
)
from duplication.forms import talk as talk_forms
from duplication.models import Alert, Assignment, Attachment, Message
from partners.models import Notification, User
from projects.models import Project
from tests.conftest import HARMFUL

ClientFor = Callable[[User], Client]


@pytest.fixture
def alert(db: None) -> Alert:
    """Between an open project of Germany and one of the United Kingdom."""
    return make_alert(make_project("DE", title="Dogs for Nizhny Panj"), make_project("GB", title="Canine unit"))


def pdf(name: str = "timetable.pdf", content: bytes = b"%PDF-1.7 timetable") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def send(
    client: Client,
    alert: Alert,
    user: User,
    text: str = "When do you begin?",
    files: Sequence[SimpleUploadedFile] = (),
    form: UUID | None = None,
) -> str:
    partner = "" if user.is_coordinator else user.partner_id
    data = {"partner": partner, "text": text, "files": list(files), "token": str(form or uuid4())}
    return client.post(f"/alerts/{alert.pk}/messages/", data, follow=True).content.decode()


def test_a_message_is_read_by_both_sides_and_told_to_the_other(
    alert: Alert, focal_point: User, other_focal_point: User, coordinator: User, client_for: ClientFor
) -> None:
    assert "Your message is sent." in send(client_for(focal_point), alert, focal_point)
    html = client_for(other_focal_point).get(alert.get_absolute_url()).content.decode()
    assert "When do you begin?" in html
    assert focal_point.name in html
    told = Notification.objects.get()
    assert (told.user, told.kind, told.url) == (other_focal_point, "message", alert.get_absolute_url())
    assert told.subject.startswith("Germany writes on ")
    assert "When do you begin?" in told.text


def test_coordinators_write_to_both_and_are_told_of_answers_once_they_have(
    alert: Alert, focal_point: User, other_focal_point: User, coordinator: User, client_for: ClientFor
) -> None:
    send(client_for(coordinator), alert, coordinator, "Please speak with each other.")
    assert Message.objects.get().partner is None
    assert {row.user for row in Notification.objects.all()} == {focal_point, other_focal_point}
    send(client_for(focal_point), alert, focal_point)
    assert Notification.objects.filter(user=coordinator).count() == 1


def test_the_coordinator_who_sees_to_the_alert_is_told(
    alert: Alert, focal_point: User, coordinator: User, client_for: ClientFor
) -> None:
    Assignment.objects.create(alert=alert, coordinator=coordinator, assigned_by=coordinator)
    send(client_for(focal_point), alert, focal_point)
    assert {row.user for row in Notification.objects.all()} == {coordinator}


@pytest.mark.parametrize("name", ["reader", "analyst", "administrator", "recipient"])
def test_nobody_else_writes(alert: Alert, client_for: ClientFor, request: pytest.FixtureRequest, name: str) -> None:
    user = request.getfixturevalue(name)
    assert client_for(user).post(f"/alerts/{alert.pk}/messages/", {"text": "Hello"}).status_code == 403
    assert 'id="write"' not in client_for(user).get(alert.get_absolute_url()).content.decode()
    assert not Message.objects.exists()


def test_third_parties_neither_read_messages_nor_get_their_files(
    alert: Alert, focal_point: User, analyst: User, client_for: ClientFor
) -> None:
    file = make_attachment(make_message(alert, focal_point, text="Between us."))
    client = client_for(analyst)
    assert "Between us." not in client.get(alert.get_absolute_url()).content.decode()
    assert client.get(file.get_absolute_url()).status_code == 404
    assert client.get("/alerts/attachments/999999/").status_code == 404


def test_the_file_of_another_and_no_file_cost_the_same(
    alert: Alert, focal_point: User, analyst: User, client_for: ClientFor
) -> None:
    file, client, costs = make_attachment(make_message(alert, focal_point)), client_for(analyst), []
    client.get("/alerts/")
    for address in (file.get_absolute_url(), "/alerts/attachments/999999/"):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 404
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_what_was_said_stands_in_one_line_of_time(
    alert: Alert, focal_point: User, other_focal_point: User, client_for: ClientFor
) -> None:
    make_message(alert, focal_point, text="First words.")
    make_position(alert, other_focal_point, text="Second words.")
    make_message(alert, other_focal_point, text="Third words.")
    make_verdict(alert, text="Fourth words.")
    html = client_for(focal_point).get(alert.get_absolute_url()).content.decode()
    places = [html.index(f"{number} words.") for number in ("First", "Second", "Third", "Fourth")]
    assert places == sorted(places)


def test_messages_cannot_be_changed_afterwards(alert: Alert, focal_point: User) -> None:
    said = make_message(alert, focal_point)
    with pytest.raises(InternalError), transaction.atomic():
        Message.objects.filter(pk=said.pk).update(text="Never said")


def test_a_double_click_sends_once_and_other_files_send_again(
    alert: Alert, focal_point: User, client_for: ClientFor
) -> None:
    client, form = client_for(focal_point), uuid4()
    for _ in range(2):
        send(client, alert, focal_point, "See this.", [pdf()], form)
    assert (Message.objects.count(), Attachment.objects.count()) == (1, 1)
    send(client, alert, focal_point, "See this.", [pdf("other.pdf", b"%PDF-1.7 other")], form)
    assert (Message.objects.count(), Attachment.objects.count()) == (2, 2)


def test_the_same_words_in_another_form_are_another_message(
    alert: Alert, focal_point: User, other_focal_point: User, client_for: ClientFor
) -> None:
    client, other = client_for(focal_point), client_for(other_focal_point)
    send(other, alert, other_focal_point, "Is May right?")
    send(client, alert, focal_point, "Yes.")
    send(other, alert, other_focal_point, "And is the Drug Control Agency the host?")
    assert "Your message is sent." in send(client, alert, focal_point, "Yes.")
    assert [one.text for one in alert.messages.order_by("pk")][1::2] == ["Yes.", "Yes."]
    assert Notification.objects.filter(user=other_focal_point, kind="message").count() == 2


@pytest.mark.parametrize("with_held", [False, True])
def test_the_very_form_sent_again_later_is_one_message(
    alert: Alert,
    focal_point: User,
    other_focal_point: User,
    client_for: ClientFor,
    with_held: bool,
) -> None:
    """From the history of the browser, when it is no double click any more."""
    client, address = client_for(focal_point), f"/alerts/{alert.pk}/messages/"
    said = {"partner": focal_point.partner_id, "text": "When do you begin?", "token": str(uuid4())}
    if with_held:
        page = client.post(address, {**said, "files": [pdf(), SimpleUploadedFile("empty.txt", b"")]})
        said["held"] = page.context["message_form"].held[0].note
    for _ in range(2):
        assert "Your message is sent." in client.post(address, said, follow=True).content.decode()
    assert (Message.objects.count(), Notification.objects.count()) == (1, 1)
    assert Attachment.objects.count() == with_held


# -- Files -------------------------------------------------------------------------------------------------------------
def test_a_file_is_handed_out_to_be_saved_and_never_shown(
    alert: Alert, focal_point: User, other_focal_point: User, client_for: ClientFor
) -> None:
    send(client_for(focal_point), alert, focal_point, "See this.", [pdf()])
    answer = client_for(other_focal_point).get(Attachment.objects.get().get_absolute_url())
    assert b"".join(answer) == b"%PDF-1.7 timetable"
    assert answer["Content-Disposition"] == 'attachment; filename="timetable.pdf"'
    assert "sandbox" in answer["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (("page.pdf", b"<html><script>alert(1)</script>"), "page.pdf: the content is not that of a .pdf file"),
        (("run.exe", b"MZ"), "run.exe: this kind of file is not taken in"),
        (("empty.txt", b""), "empty.txt: the file is empty"),
        (("broken.png", b"\x89PNG\r\n\x1a\n" + b"0" * 40), "broken.png"),
    ],
)
def test_a_hostile_file_is_refused_in_words_and_the_message_kept(
    alert: Alert, focal_point: User, client_for: ClientFor, settings: Settings, file: tuple[str, bytes], sentence: str
) -> None:
    files = [pdf(), SimpleUploadedFile(*file)]
    html = send(client_for(focal_point), alert, focal_point, "With the plan.", files)
    assert sentence in html
    assert "With the plan." in html
    assert "<title>Error: " in html
    assert not Message.objects.exists()
    assert not Notification.objects.exists()
    assert [path.parent.name for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()] == ["held"]  # the good one


def test_a_held_file_that_goes_while_the_message_is_sent_is_asked_for_again(
    alert: Alert, focal_point: User, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, address = client_for(focal_point), f"/alerts/{alert.pk}/messages/"
    said = {"partner": focal_point.partner_id, "text": "With the plan."}
    page = client.post(address, {**said, "files": [pdf(), SimpleUploadedFile("empty.txt", b"")]})
    [held] = page.context["message_form"].held
    default_storage.delete(held.stored)
    monkeypatch.setattr(FileSystemStorage, "exists", lambda store, name: True)  # it goes just after it was seen
    answer = client.post(address, {**said, "held": held.note})
    assert "timetable.pdf: it is not kept here any more. Choose it again." in answer.content.decode()
    assert "With the plan." in answer.content.decode()
    assert not Message.objects.exists()


def test_the_good_files_of_a_refused_message_are_not_chosen_again(
    alert: Alert, focal_point: User, other_focal_point: User, client_for: ClientFor, settings: Settings
) -> None:
    client, address = client_for(focal_point), f"/alerts/{alert.pk}/messages/"
    said = {"partner": focal_point.partner_id, "text": "With the plan."}
    page = client.post(address, {**said, "files": [pdf(), SimpleUploadedFile("empty.txt", b"")]})
    [held] = page.context["message_form"].held
    assert "timetable.pdf" in page.content.decode()
    other = {**said, "partner": other_focal_point.partner_id, "held": held.note}
    client_for(other_focal_point).post(address, other)  # a note is good for its person alone
    assert not Attachment.objects.exists()
    again = client.post(address, {**said, "partner": "", "held": held.note})
    assert [file.closed for file in again.wsgi_request.FILES.getlist("held")] == [True]
    client.post(address, {**said, "held": held.note, "files": [pdf("annex.pdf", b"%PDF-1.7 annex")]})
    assert [file.name for file in Attachment.objects.order_by("name")] == ["annex.pdf", "timetable.pdf"]
    assert list((settings.MEDIA_ROOT / "held").iterdir()) == []


def test_the_api_tells_messages_as_the_page_does(
    alert: Alert, focal_point: User, other_focal_point: User, analyst: User, client_for: ClientFor
) -> None:
    send(client_for(focal_point), alert, focal_point, files=[pdf()])

    def told(user: User) -> list[dict[str, Any]]:
        client = client_for(user)
        [listed] = client.get("/api/alerts/?state=all").json()["results"]
        assert client.get(f"/api/alerts/{alert.pk}/").json()["messages"] == listed["messages"]
        return listed["messages"]

    [said] = told(focal_point)
    assert (said["text"], said["who"], said["is_own"]) == ("When do you begin?", "Germany", True)
    assert told(analyst) == []
    Project.objects.filter(pk=alert.first_id).update(visibility="restricted")
    [said] = told(other_focal_point)
    assert (said["who"], said["person"], said["files"][0]["name"]) == ("The other partner", "", "attachment-1.pdf")
    assert focal_point.name not in str(said)


def test_too_many_files_and_the_same_file_twice_are_refused(
    alert: Alert, focal_point: User, client_for: ClientFor
) -> None:
    many = [pdf(f"{number}.pdf", f"%PDF-1.7 {number}".encode()) for number in range(6)]
    assert "Choose at most 5 files." in send(client_for(focal_point), alert, focal_point, files=many)
    twice = [pdf("one.pdf"), pdf("two.pdf")]
    assert "two.pdf: the same file is there more than once. Choose it once." in send(
        client_for(focal_point), alert, focal_point, files=twice
    )
    assert not Attachment.objects.exists()


def test_a_picture_is_drawn_anew_without_what_the_camera_wrote(
    alert: Alert, focal_point: User, client_for: ClientFor
) -> None:
    exif = Image.Exif()
    exif[0x010F] = "Secret camera"
    content = BytesIO()
    Image.new("RGB", (40, 30), "red").save(content, "JPEG", exif=exif)
    send(client_for(focal_point), alert, focal_point, files=[SimpleUploadedFile("post.jpg", content.getvalue())])
    file = Attachment.objects.get()
    assert file.content_type == "image/jpeg"
    assert b"Secret camera" not in file.file.read()


def test_what_the_scanner_finds_harmful_nobody_gets(
    alert: Alert, clamd: str, focal_point: User, other_focal_point: User, client_for: ClientFor
) -> None:
    from projects.examination import examine

    file = make_attachment(make_message(alert, focal_point), HARMFUL, name="plan.txt", uploaded_by=focal_point)
    client = client_for(other_focal_point)
    assert client.get(file.get_absolute_url()).status_code == 409
    examine(file)
    assert "harmful" in client.get(file.get_absolute_url()).content.decode()
    assert "harmful" in Notification.objects.get(user=focal_point).subject


@pytest.mark.parametrize("fields", [{"text": ""}, {"text": "  "}, {"text": "a" * 6000}, {"partner": "999"}])
def test_wrong_input_is_refused_in_words(
    alert: Alert, focal_point: User, client_for: ClientFor, fields: dict[str, str]
) -> None:
    data = {"partner": focal_point.partner_id, "text": "Hello", **fields}
    answer = client_for(focal_point).post(f"/alerts/{alert.pk}/messages/", data)
    assert "There is a problem" in answer.content.decode()
    assert not Message.objects.exists()


def test_limits_are_told_in_words_and_keep_what_was_typed(
    alert: Alert, focal_point: User, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_for(focal_point)
    long = send(client, alert, focal_point, "a" * 5001)
    assert "The message has 5001 characters; the limit is 5000." in long
    assert "a" * 5001 in long
    monkeypatch.setattr(talk_forms, "MOST_KEPT", 1)
    assert "this one has room for 1 more" in send(
        client, alert, focal_point, files=[pdf(), pdf("b.pdf", b"%PDF-1.7 b")]
    )
    monkeypatch.setattr(talk_forms, "MOST_WRITTEN", 1)
    assert "Your message is sent." in send(client, alert, focal_point, "First.")
    assert "You have sent 1 messages within an hour" in send(client, alert, focal_point, "Second.")
    assert Message.objects.count() == 1


# -- A restricted project ----------------------------------------------------------------------------------------------
def test_who_wrote_for_a_hidden_project_and_how_the_files_are_called_stays_hidden(
    focal_point: User, other_focal_point: User, client_for: ClientFor
) -> None:
    secret = make_project("GB", title="Scanners for Kulma", visibility=Project.Visibility.RESTRICTED)
    alert = make_alert(make_project("DE"), secret)
    page = send(client_for(other_focal_point), alert, other_focal_point, "Let us talk.", [pdf("GB Kulma plan.pdf")])
    assert "GB Kulma plan.pdf" in page
    assert "Your project is not open to the other partner" in page
    assert "the properties, comments and tracked changes of a document, which may name its author" in page
    client = client_for(focal_point)
    html = client.get(alert.get_absolute_url()).content.decode()
    assert "Let us talk." in html
    assert "The other partner" in html
    answer = client.get(Attachment.objects.get().get_absolute_url())
    assert answer["Content-Disposition"] == 'attachment; filename="attachment-1.pdf"'
    told = Notification.objects.get(user=focal_point)
    assert "With 1 file." in told.text
    for text in (html, f"{told.subject} {told.text}", str(answer.headers)):
        assert [word for word in ("Kulma", "United Kingdom", other_focal_point.name) if word in text] == []


def test_the_page_costs_the_same_for_few_and_many_messages(
    alert: Alert, focal_point: User, other_focal_point: User, client_for: ClientFor
) -> None:
    client, costs = client_for(focal_point), []
    client.get(alert.get_absolute_url())
    for _ in range(2):
        for _ in range(5):
            make_attachment(make_message(alert, focal_point))
            make_message(alert, other_focal_point)
        with CaptureQueriesContext(connection) as queries:
            client.get(alert.get_absolute_url())
        costs.append(len(queries))
    assert costs[0] == costs[1]
