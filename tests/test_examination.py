"""What the worker finds out about a file: its text, read by a limited child, and whether it is harmful."""

import os
from pathlib import Path

import pytest
from pytest_django import Settings

from adam.demo import makers
from adam.demo.world import sheets
from projects.examination import examine
from projects.models import Document, DocumentText

pytestmark = pytest.mark.django_db
SHARED = os.environ.get("ADAM_SHARED", "")
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SENTENCES = "The border liaison office at the crossing was opened, and the officers of both sides were trained there."


def examined(content: bytes, content_type: str, **fields: object) -> DocumentText:
    document = makers.make_document(makers.make_project("DE"), content, content_type=content_type, **fields)
    examine(document)
    return DocumentText.objects.get(document=document)


def test_the_text_and_the_language_are_read() -> None:
    found = examined(sheets.docx("Minutes", [SENTENCES]), WORD)

    assert SENTENCES in found.text
    assert (found.language, found.failure) == ("en", "")


def test_a_pdf_is_read_on_a_machine_that_has_never_read_one(settings: Settings, tmp_path: Path) -> None:
    settings.VAR = tmp_path  # the reader unpacks its library here first

    found = examined(sheets.pdf("Minutes", [SENTENCES]), "application/pdf")

    assert "border liaison office" in found.text
    assert list((tmp_path / "unpacked").iterdir())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
def test_text_in_any_encoding_that_is_taken_in(encoding: str) -> None:
    sentence = (
        "Пограничные посты получили оборудование, и сотрудники прошли обучение в течение одного года. Стороны "
        "договорились о том, что следующая встреча рабочей группы состоится в Душанбе весной."
    )
    found = examined(sentence.encode(encoding), "text/plain")

    assert (found.text, found.language) == (sentence, "ru")


def test_what_the_settings_leave_out_is_cut(settings: Settings) -> None:
    settings.DOCUMENT_TEXT_MAX = 1000
    assert len(examined(b"word " * 5000, "text/plain").text) == 1000


def test_a_picture_has_nothing_to_read() -> None:
    found = examined(b"picture", "image/jpeg")
    assert (found.text, found.failure) == ("", "")


def test_a_broken_file_says_so() -> None:
    assert examined(b"no such thing", WORD).failure == "It is damaged, or not quite what its name says."


def test_a_file_missing_from_the_store_says_so() -> None:
    document = makers.make_document(makers.make_project("DE"))
    document.file.storage.delete(document.file.name)
    examine(document)
    assert "missing" in DocumentText.objects.get().failure


def test_nothing_is_read_twice() -> None:
    document = makers.make_document(makers.make_project("DE"), b"first", content_type="text/plain")
    examine(document)
    document.file.storage.delete(document.file.name)

    examine(Document.objects.get(pk=document.pk))

    assert DocumentText.objects.get(document=document).text == "first"


def test_the_text_of_a_file_that_was_replaced_meanwhile_is_dropped() -> None:
    document = makers.make_document(makers.make_project("DE"), b"first", content_type="text/plain")
    Document.objects.update(file="documents/another")

    examine(document)

    assert not DocumentText.objects.exists()


@pytest.mark.skipif(not SHARED, reason="ADAM_SHARED names no folder with real files in data/documents")
@pytest.mark.parametrize(
    ("name", "content_type", "words", "language"),
    [
        ("cyprus-cooperation.xlsx", SHEET, "Co-Financing Agency", "en"),
        ("iati-cdfd-guidance-es.pdf", "application/pdf", "Orientación de la IATI", "es"),
        ("oecd-dac-crs-codes-2014.xls", "application/vnd.ms-excel", "List of DAC members", "fr"),
        ("undp-ice-reporting.docx", WORD, "Name of Programme: SE4ALL", "en"),
    ],
)  # fmt: skip
def test_real_documents_are_read(name: str, content_type: str, words: str, language: str) -> None:
    found = examined((Path(SHARED) / "data/documents" / name).read_bytes(), content_type)
    assert words in found.text
    assert (found.language, found.failure) == (language, "")
