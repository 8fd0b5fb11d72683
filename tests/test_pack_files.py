"""The files of a pack open cleanly, say the same in each form and language, and are kept with their meeting."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import BytesIO
from threading import Event
from typing import Any
from zipfile import ZipFile

import pytest
from django.db import connection, transaction
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks import TaskContext, TaskResultStatus
from django_tasks_db.models import DBTaskResult
from docx import Document
from kreuzberg import ExtractionConfig, extract_bytes_sync
from lxml import etree
from openpyxl import load_workbook
from pytest_django import Settings

from adam.demo.makers import (
    make_activity,
    make_alert,
    make_project,
    make_recommendation,
    make_round_table,
)
from partners.models import Notification, User
from projects.exports.making import make_export
from projects.models import Export, Project
from projects.versions import versions_seen
from roundtables.models import MeetingDocument, RoundTable
from roundtables.pack.asking import asked_of
from roundtables.pack.building import pack
from roundtables.pack.content import Column, Table
from roundtables.pack.language import Language
from roundtables.pack.making import keep_with
from roundtables.pack.subject import about_meeting
from roundtables.pack.writers.shown import length, widths_of

pytestmark = pytest.mark.django_db
ClientFor = Callable[[User], Client]
PERSIAN, RUSSIAN = "پوسته مرزی اسلام قلعه", "Пограничный пост"


@pytest.fixture
def meeting() -> RoundTable:
    found = make_round_table(agenda="Opening\nPrecursors")
    make_recommendation(found, text="Train together.", countries=["TJ"], themes=["T1"])
    project = make_project("DE", title=PERSIAN, language="fa", countries=["TJ"], themes=["T1"], amount=1000)
    make_activity(project, start=timezone.localdate() + timedelta(days=9), description=f"{RUSSIAN} #strong[x] & <b>")
    make_project("GB", title=RUSSIAN, language="ru", countries=["TJ"], themes=["T1.1"], amount=50)
    return found


def taken(client: Client, meeting: RoundTable, form: str, **query: str) -> bytes:
    response: Any = client.get(f"/round-tables/{meeting.pk}/pack.{form}", query)
    assert response.status_code == 200
    return b"".join(response.streaming_content) if response.streaming else response.content


def work() -> None:
    """What the worker does with the jobs that wait."""
    for job in DBTaskResult.objects.filter(task_path=make_export.module_path, status=TaskResultStatus.READY):
        job.claim("1")
        make_export.call(TaskContext(task_result=job.task_result), *job.task_result.args)
        job.set_successful(None)


def text_of(content: bytes, kind: str) -> str:
    return extract_bytes_sync(content, kind, ExtractionConfig(use_cache=False, disable_ocr=True)).content


# -- The forms ---------------------------------------------------------------------------------------------------------
def test_the_docx_is_whole_and_its_contents_are_filled_in(
    client_for: ClientFor, coordinator: User, meeting: Any
) -> None:
    content = taken(client_for(coordinator), meeting, "docx")
    with ZipFile(BytesIO(content)) as parts:
        assert parts.testzip() is None
        xml = {
            name: etree.fromstring(parts.read(name)) for name in parts.namelist() if name.endswith((".xml", ".rels"))
        }
    found = Document(BytesIO(content))
    styles = [one.style.name for one in found.paragraphs if one.style]
    assert found.core_properties.language == "en-GB"
    assert "Title" in styles
    headings = [one.text for one in found.paragraphs if one.style and one.style.name == "Heading 1"]
    listed = [one.text for one in found.paragraphs if one.style and one.style.name == "toc 1"]
    assert [line.removesuffix("\t").split("  ", 1)[1] for line in listed] == headings
    body = etree.tostring(xml["word/document.xml"]).decode()
    marks = set(re.findall(r'w:bookmarkStart [^>]*w:name="(_Toc\d+)"', body))
    assert set(re.findall(r'w:anchor="(_Toc\d+)"', body)) == marks == set(re.findall(r"PAGEREF (_Toc\d+)", body))
    assert "w:dirty" not in body
    assert "updateFields" not in etree.tostring(xml["word/settings.xml"]).decode()
    assert body.count("<w:tblHeader/>") == body.count('w:tblStyle w:val="PackTable"')
    assert all('descr="' in picture for picture in re.findall(r"<wp:docPr [^>]*>", body))


def test_what_people_wrote_is_as_they_wrote_it_and_in_its_direction(
    client_for: ClientFor, coordinator: User, meeting: Any
) -> None:
    client = client_for(coordinator)
    with ZipFile(BytesIO(taken(client, meeting, "docx"))) as parts:
        body = parts.read("word/document.xml").decode()
    assert f"{RUSSIAN} #strong[x] &amp; &lt;b&gt;" in body
    run = body[: body.index(PERSIAN)].rsplit("<w:p>", 1)[1]
    assert "<w:bidi/>" in run
    assert "<w:rtl/>" in run
    words = text_of(taken(client, meeting, "pdf"), "application/pdf")
    assert RUSSIAN in words
    assert "#strong[x]" in words


def test_a_column_is_as_wide_as_its_longest_number_and_word() -> None:
    columns = (Column("Тема", width=6), Column("Осуществляются", "number", 0.2), Column("Бюджет", "money", 0.2))
    table = Table("", "", columns, (("Контроль", 3, 1_242_736),))
    _, running, money = widths_of(table, Language("ru"))
    assert running >= length("Осуществляются") * 1.08
    assert money >= length("1\N{NO-BREAK SPACE}242\N{NO-BREAK SPACE}736") > length("242") * 2


@pytest.mark.parametrize("form", ["docx", "pdf", "xlsx"])
def test_signs_that_no_file_can_hold_break_no_pack(
    client_for: ClientFor, coordinator: User, meeting: Any, form: str
) -> None:
    RoundTable.objects.filter(pk=meeting.pk).update(focus="Pre\x7fcursors\uffff\x01")
    Project.objects.filter(title=RUSSIAN).update(title="Границы\x7f\ufffe\x02 边境")
    assert taken(client_for(coordinator), meeting, form)


def test_the_pdf_is_tagged_with_an_outline(client_for: ClientFor, coordinator: User, meeting: Any) -> None:
    content = taken(client_for(coordinator), meeting, "pdf")
    for tag in (b"/StructTreeRoot", b"/Outlines", b"/MarkInfo", b"pdfuaid:part", b"/Lang"):
        assert tag in content or tag.split(b":")[-1] in content


def test_the_workbook_has_a_sheet_for_each_table_with_typed_cells(
    client_for: ClientFor, coordinator: User, meeting: Any
) -> None:
    book = load_workbook(BytesIO(taken(client_for(coordinator), meeting, "xlsx")))
    assert {"Partners", "Projects by theme", "Money", "Recommendations", "Notes"} <= set(book.sheetnames)
    rows = list(book["Projects by theme"].iter_rows(values_only=True))
    assert rows[0][:3] == ("Theme", "Partner", "Project")
    agreed = list(book["Recommendations"].iter_rows(values_only=True))
    assert agreed[0][4] == "Countries"
    assert agreed[1][1:3] + agreed[1][4:5] == (1, "Train together.", "Tajikistan")
    assert {row[2]: row[8] for row in rows[1:]} == {PERSIAN: 1000, RUSSIAN: 50}
    assert rows[0][3:7] == ("Reference number", "Countries", "First year", "Last year")
    assert all(row[3] and isinstance(row[5], int) for row in rows[1:])
    assert all("/projects/" in book["Projects by theme"].cell(2, at).hyperlink.target for at in (3, 4))


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", ["Dossier de séance", "Qui fait quoi, par thème", "Allemagne", "Tadjikistan", "Gestion des frontières"]),
        ("ru", ["Подборка материалов", "Кто чем занимается", "Германия", "Таджикистан", "Управление границами"]),
    ],
)
def test_headings_names_and_notes_are_in_the_language_chosen(
    client_for: ClientFor, coordinator: User, meeting: Any, language: str, said: list[str]
) -> None:
    client = client_for(coordinator)
    word = Document(BytesIO(taken(client, meeting, "docx", language=language)))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    words = "\n".join([*(one.text for one in word.paragraphs), *cells])
    for one in said:
        assert one in words
    assert "Train together." in words
    assert "Partners" not in words
    assert said[0] in text_of(taken(client, meeting, "pdf", language=language), "application/pdf")


# -- Addresses ---------------------------------------------------------------------------------------------------------
def test_what_is_not_understood_is_said(client_for: ClientFor, coordinator: User, meeting: Any) -> None:
    client = client_for(coordinator)
    address = f"/round-tables/{meeting.pk}/pack"
    for query, said in ({"language": "tlh"}, "not known here"), ({"as_of": "yesterday"}, "is not a day"):
        refused = client.get(f"{address}.docx", query)
        assert (refused.status_code, said in refused.content.decode()) == (400, True)
        assert said in client.get(f"{address}/", query).content.decode()


def test_the_pages_of_all_three_kinds(client_for: ClientFor, focal_point: User, meeting: Any) -> None:
    client = client_for(focal_point)
    for home in (f"/round-tables/{meeting.pk}/", "/sheets/countries/TJ/", "/round-tables/pillars/I/"):
        assert f'{home}pack/"' in client.get(home).content.decode()
        assert f'formaction="{home}pack.docx"' in client.get(f"{home}pack/").content.decode()
        assert client.get(f"{home}pack.xlsx").status_code == 200
    assert client.get("/round-tables/pillars/V/pack.docx").status_code == 404


def test_queries_do_not_grow_with_the_register(client_for: ClientFor, coordinator: User, meeting: Any) -> None:
    client, counts = client_for(coordinator), []
    for more in (2, 6):
        for number in range(more):
            one = make_project("FR", countries=["TJ"], themes=["T1", "T2"], amount=number)
            make_alert(one, make_project("JP", countries=["TJ"], themes=["T1"]))
            make_activity(one, start=timezone.localdate() + timedelta(days=3))
            make_recommendation(meeting, countries=["TJ"], themes=["T2"], projects=[one])
        with CaptureQueriesContext(connection) as asked:
            taken(client, meeting, "docx")
        counts.append(len(asked))
    assert counts[0] == counts[1] < 150


# -- By the worker -----------------------------------------------------------------------------------------------------
def test_a_long_one_is_made_by_the_worker_and_had_again_while_nothing_changes(
    client_for: ClientFor, focal_point: User, meeting: Any, settings: Settings
) -> None:
    settings.EXPORT_ROWS = 1
    client, address = client_for(focal_point), f"/round-tables/{meeting.pk}/pack.pdf"
    asked = client.get(address)
    export = Export.objects.get()
    assert asked["Location"] == export.get_absolute_url()
    assert "parts" in client.get(export.get_absolute_url()).content.decode() or export.begun_at is None
    work()
    export.refresh_from_db()
    assert (export.ready_at is not None, export.done) == (True, export.total)
    assert Notification.objects.get(user=focal_point, kind="export").url == export.get_absolute_url()
    assert taken(client, meeting, "pdf").startswith(b"%PDF")
    assert (
        "Meeting pack as PDF"
        in client.get("/projects/exports/").content.decode() + client.get(export.get_absolute_url()).content.decode()
    )
    make_project("DE", countries=["TJ"])
    assert client.get(address).status_code == 302


def test_one_is_kept_with_the_meeting_for_everybody_and_shows_what_everybody_may_see(
    client_for: ClientFor, coordinator: User, focal_point: User, meeting: Any
) -> None:
    make_project("GB", title="Secret", countries=["TJ"], themes=["T1"], visibility=Project.Visibility.RESTRICTED)
    client = client_for(coordinator)
    for keep, is_restricted in (("everybody", False), ("coordinators", True)):
        client.post("/round-tables/packs/", {"pack": f"meeting-{meeting.pk}", "language": "en", "keep": keep})
        work()
        visibility = MeetingDocument.Visibility.RESTRICTED if is_restricted else MeetingDocument.Visibility.AS_PROJECT
        kept = MeetingDocument.objects.filter(round_table=meeting, visibility=visibility)
        assert {one.name.rsplit(".", 1)[1] for one in kept} == {"docx", "pdf", "xlsx"}
        assert {one.pack_of for one in kept} == {timezone.localdate()}
        word = next(one for one in kept if one.name.endswith("docx"))
        with word.file.open() as file, ZipFile(file) as parts:
            assert (b"Secret" in parts.read("word/document.xml")) is is_restricted
    page = client_for(focal_point).get(f"/round-tables/{meeting.pk}/pack/").content.decode()
    assert page.count("Make it again") == 3
    assert f"as_of={timezone.localdate()}" in page or "pack/?" not in page


def test_the_same_day_replaces_what_is_kept_of_it(
    client_for: ClientFor, coordinator: User, focal_point: User, meeting: Any
) -> None:
    client = client_for(coordinator)
    for number in (1, 2):
        client.post("/round-tables/packs/", {"pack": f"meeting-{meeting.pk}", "keep": "everybody"})
        make_project("DE", countries=["TJ"], themes=["T1"])
        work()
        kept = list(MeetingDocument.objects.filter(round_table=meeting))
        assert {one.version for one in kept} == {number}
    assert all("for everybody, English" in one.title and "-en-everybody." in one.name for one in kept)
    assert all(len(versions_seen(one, coordinator, may_edit=False)) == 1 for one in kept)
    assert not any(versions_seen(one, focal_point, may_edit=False) for one in kept)


@pytest.mark.django_db(transaction=True)
def test_of_two_kept_at_once_the_later_one_replaces_the_first(coordinator: User, meeting: Any) -> None:
    asked = asked_of(about_meeting(meeting, coordinator), QueryDict())
    made = pack(asked.subject, coordinator, Language("en"))
    there, both_begun = Event(), Event()

    def first() -> None:
        with transaction.atomic():
            keep_with(asked, coordinator, made, {"pdf": b"%PDF-1.7 first"}, "coordinators")
            there.set()
            both_begun.wait(1)  # the other one ends within this time if it waits for nobody
        connection.close()

    def second() -> None:
        there.wait(60)
        with transaction.atomic():
            keep_with(asked, coordinator, made, {"pdf": b"%PDF-1.7 second"}, "coordinators")
        both_begun.set()
        connection.close()

    with ThreadPoolExecutor() as people:
        for one in [people.submit(first), people.submit(second)]:
            one.result()
    [kept] = MeetingDocument.objects.filter(round_table=meeting)
    with kept.file.open() as file:
        assert (kept.version, file.read()) == (2, b"%PDF-1.7 second")


@pytest.mark.django_db(transaction=True)
def test_coordinators_are_told_of_a_kept_pack_that_names_what_was_restricted_since(
    client_for: ClientFor, coordinator: User, focal_point: User, meeting: Any
) -> None:
    client, page = client_for(coordinator), f"/round-tables/{meeting.pk}/pack/"
    client.post("/round-tables/packs/", {"pack": f"meeting-{meeting.pk}", "keep": "everybody"})
    work()
    assert "not everybody sees any more" not in client.get(page).content.decode()
    project = Project.objects.get(title=RUSSIAN)
    project.visibility = Project.Visibility.RESTRICTED
    project.save()
    assert client.get(page).content.decode().count("not everybody sees any more") == 3
    assert "not everybody sees any more" not in client_for(focal_point).get(page).content.decode()


def test_only_coordinators_keep_one(client_for: ClientFor, focal_point: User, meeting: Any) -> None:
    client = client_for(focal_point)
    refused = client.post("/round-tables/packs/", {"pack": f"meeting-{meeting.pk}", "keep": "everybody"})
    assert refused.status_code == 403
    assert "Make and keep" not in client.get(f"/round-tables/{meeting.pk}/pack/").content.decode()
    assert not Export.objects.exists()
