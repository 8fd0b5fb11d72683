"""Documents and pictures: told by content, refused in words, handed out through the access check."""

import struct
import zlib
from collections.abc import Callable
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from PIL import Image
from pytest_django import Settings

from adam.demo.makers import make_document, make_project
from partners.models import User
from projects.models import Document, Project

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_folder")]
Clients = Callable[[User], Client]
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"


@pytest.fixture
def client(client_for: Clients, focal_point: User) -> Client:
    return client_for(focal_point)


def file(name: str, content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/octet-stream")


def add(client: Client, project: Project, *files: SimpleUploadedFile, **fields: str) -> HttpResponse:
    data = {"files": list(files), "kind": "other", "visibility": "project", **fields}
    return client.post(f"/projects/{project.pk}/documents/new/", data)


def zipped(**entries: str) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for name, content in entries.items():
            archive.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def old_office(stream: str) -> bytes:
    """As much of Microsoft's older container as tells what it holds."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 70_000 + stream.encode("utf-16-le") + b"\0" * 600


def picture(format: str = "JPEG", size: tuple[int, int] = (800, 600), **options: Any) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "steelblue").save(out, format, **options)
    return out.getvalue()


def content_of(response: Any) -> bytes:
    return b"".join(response.streaming_content)


# -- Bringing in -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("paper.pdf", PDF),
        ("Paper.PDF", PDF + b"2"),
        ("old.doc", old_office("WordDocument")),
        ("old.xls", old_office("Workbook")),
        ("old.ppt", old_office("PowerPoint Document")),
        ("new.docx", zipped(**{"[Content_Types].xml": "<Types/>", "word__document.xml": "<w/>"})),
        ("sheet.xlsx", zipped(**{"[Content_Types].xml": "<Types/>", "xl__workbook.xml": "<w/>"})),
        ("slides.pptx", zipped(**{"[Content_Types].xml": "<Types/>", "ppt__presentation.xml": "<w/>"})),
        ("text.odt", zipped(mimetype="application/vnd.oasis.opendocument.text")),
        ("text.rtf", b"{\\rtf1 minutes}"),
        ("notes.txt", "Протокол".encode()),
        ("table.csv", "страна;сумма\nТаджикистан;5".encode("cp1251")),
        ("wide.txt", "résumé".encode("utf-16")),
        ("photo.jpg", picture()),
        ("plan.png", picture("PNG")),
        ("scan.tiff", picture("TIFF")),
        ("photo.webp", picture("WEBP")),
    ],
)
def test_what_is_taken_in(client: Client, project: Project, name: str, content: bytes) -> None:
    response = add(client, project, file(name, content))
    assert response.status_code == 302, response.context["refused"]
    assert project.documents.get().name == name


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("empty.pdf", b"", "the file is empty"),
        ("page.html", b"<html><script>alert(1)</script>", "this kind of file is not taken in"),
        ("drawing.svg", b"<svg/>", "this kind of file is not taken in"),
        ("tool.exe", b"MZ\x90", "this kind of file is not taken in"),
        ("noextension", PDF, "this kind of file is not taken in"),
        ("page.pdf", b"<html><script>alert(1)</script>", "not that of a .pdf file"),
        ("paper.docx", PDF, "not that of a .docx file"),
        ("installer.doc", old_office("Property"), "not that of a .doc file"),
        ("sheet.doc", old_office("Workbook"), "not that of a .doc file"),
        ("also an archive.pdf", PDF + zipped(a="x"), "not that of a .pdf file"),
        ("archive.docx", zipped(readme="x"), "not that of a .docx file"),
        ("torn.docx", zipped(**{"word__document.xml": "x" * 500})[:200], "not that of a .docx file"),
        ("table.xlsx", zipped(**{"word__document.xml": "<w/>"}), "not that of a .xlsx file"),
        ("page.txt", b"  <html><script>alert(1)</script>", "not that of a .txt file"),
        ("drawing.csv", b'\xef\xbb\xbf<svg onload="alert(1)"/>', "not that of a .csv file"),
        ("binary.txt", b"a\0b\0c", "not that of a .txt file"),
        ("photo.txt", picture(), "not that of a .txt file"),
        ("photo.png", picture(), "not that of a .png file"),
        ("torn.jpg", picture()[:400], "it cannot be read as a picture"),
    ],
)
def test_what_is_refused(client: Client, project: Project, name: str, content: bytes, sentence: str) -> None:
    response = add(client, project, file(name, content))
    assert response.status_code == 200
    assert f"{name}: " in response.context["refused"][0]
    assert sentence in response.context["refused"][0]
    assert sentence in response.content.decode()
    assert not project.documents.exists()


def test_a_picture_bomb_costs_its_own_refusal_only(client: Client, project: Project) -> None:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 60_000, 60_000, 1, 0, 0, 0, 0)
    bomb = (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 9000))
        + chunk(b"IEND", b"")
    )
    response = add(client, project, file("bomb.png", bomb))
    assert "more points than a picture here may have" in response.context["refused"][0]


def test_a_large_file_is_refused(client: Client, project: Project, settings: Settings) -> None:
    settings.DOCUMENT_MAX_BYTES = 1000
    response = add(client, project, file("big.pdf", PDF + b"x" * 2000))
    assert "the limit is 1000" in response.context["refused"][0].replace("\xa0", " ")


def test_a_bad_file_does_not_cost_the_others(client: Client, project: Project) -> None:
    response = add(client, project, file("a.pdf"), file("b.html", b"<p>"), file("c.pdf", PDF + b"c"))
    assert {document.name for document in project.documents.all()} == {"a.pdf", "c.pdf"}
    assert len(response.context["refused"]) == 1
    assert "Added: a.pdf, c.pdf." in response.content.decode()


def test_the_same_file_twice_is_refused(client: Client, project: Project) -> None:
    add(client, project, file("a.pdf"))
    response = add(client, project, file("copy of a.pdf"))
    assert "this very file is here already" in response.context["refused"][0]
    assert project.documents.count() == 1


def test_the_same_picture_twice_is_refused(client: Client, project: Project) -> None:
    add(client, project, file("a.jpg", picture()))
    assert "here already" in add(client, project, file("b.jpg", picture())).context["refused"][0]


def test_another_project_may_have_the_same_file(client: Client, project: Project) -> None:
    add(client, project, file("a.pdf"))
    assert add(client, make_project("DE"), file("a.pdf")).status_code == 302


def test_no_file_chosen(client: Client, project: Project) -> None:
    assert "Choose at least one file." in add(client, project).content.decode()


def test_kind_and_visibility_are_kept(client: Client, project: Project) -> None:
    add(client, project, file("a.pdf"), kind="A09", visibility="restricted")
    document = project.documents.get()
    assert (document.kind, document.visibility) == ("A09", "restricted")


# -- Pictures ----------------------------------------------------------------------------------------------------------
def stored_picture(client: Client, project: Project, name: str, content: bytes) -> tuple[Document, Image.Image]:
    add(client, project, file(name, content))
    document = project.documents.get()
    return document, Image.open(BytesIO(document.file.read()))


def test_a_picture_loses_what_the_camera_noted(client: Client, project: Project) -> None:
    exif = Image.Exif()
    exif[0x0110] = "Camera of an officer"
    exif.get_ifd(0x8825)[2] = (34.0, 7.0, 0.0)
    original = picture(exif=exif, comment=b"taken at the post")
    assert b"officer" in original
    document, image = stored_picture(client, project, "p.jpg", original)
    document.file.seek(0)
    stored = document.file.read()
    assert not image.getexif()
    assert b"officer" not in stored
    assert b"taken at" not in stored
    assert document.kind == Document.Kind.PICTURE


def test_a_turned_picture_is_stored_upright(client: Client, project: Project) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    _, image = stored_picture(client, project, "p.jpg", picture(size=(800, 600), exif=exif))
    assert image.size == (600, 800)


def test_all_pages_of_a_scan_are_kept(client: Client, project: Project) -> None:
    pages = [Image.new("L", (100, 140), shade) for shade in (0, 128, 255)]
    _, image = stored_picture(client, project, "s.tif", picture("TIFF", (100, 140), save_all=True, append_images=pages))
    assert image.n_frames == 4


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGBA", "LA", "I;16", "CMYK"])
def test_every_kind_of_picture_gets_a_thumbnail(client: Client, project: Project, mode: str) -> None:
    out, format = BytesIO(), "JPEG" if mode == "CMYK" else "PNG"
    Image.new(mode, (1000, 500)).save(out, format)
    add(client, project, file(f"p.{format.lower()}", out.getvalue()))
    response = client.get(f"/projects/documents/{project.documents.get().pk}/thumbnail/")
    assert response.headers["Content-Type"] == "image/jpeg"
    assert Image.open(BytesIO(content_of(response))).size == (480, 240)


# -- Handing out -------------------------------------------------------------------------------------------------------
def test_a_download_is_the_file_under_its_name_and_harmless(client: Client, project: Project) -> None:
    document = make_document(project, PDF, name="Протокол встречи №5.pdf")
    response = client.get(document.get_absolute_url())
    assert content_of(response) == PDF
    disposition = response.headers["Content-Disposition"]
    assert disposition.startswith("attachment; filename*=utf-8''%D0%9F")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "private" in response.headers["Cache-Control"]


def test_a_name_cannot_break_the_header(client: Client, project: Project) -> None:
    document = make_document(project, name='a"\\; filename=evil.exe.pdf')
    disposition = client.get(document.get_absolute_url()).headers["Content-Disposition"]
    assert disposition == r'attachment; filename="a\"\\; filename=evil.exe.pdf"'


@pytest.mark.parametrize(
    ("who", "restricted", "status"),
    [
        ("focal_point", "restricted", 200),
        ("reader", "restricted", 200),
        ("coordinator", "restricted", 200),
        ("other_focal_point", "project", 200),
        ("other_focal_point", "restricted", 404),
        ("analyst", "restricted", 404),
    ],
)
def test_who_gets_a_document(
    request: pytest.FixtureRequest, client_for: Clients, project: Project, who: str, restricted: str, status: int
) -> None:
    document = make_document(project, visibility=restricted)
    assert client_for(request.getfixturevalue(who)).get(document.get_absolute_url()).status_code == status


def test_nobody_gets_a_document_without_logging_in(project: Project) -> None:
    response = Client().get(make_document(project).get_absolute_url())
    assert "/accounts/login/" in response.headers["Location"]


def test_a_file_missing_from_the_store_is_not_found(client: Client, project: Project) -> None:
    document = make_document(project)
    document.file.storage.delete(document.file.name)
    assert client.get(document.get_absolute_url()).status_code == 404


@pytest.mark.usefixtures("s3")
@pytest.mark.parametrize("size", [0, 3_000_000])
def test_from_s3_through_the_site(client: Client, client_for: Clients, other_focal_point: User, size: int) -> None:
    project, content = make_project("DE", visibility=Project.Visibility.RESTRICTED), PDF + b"x" * size
    add(client, project, file("Протокол.pdf", content))
    address = project.documents.get().get_absolute_url()

    response = client.get(address)

    assert response.status_code == 200
    assert response.headers["Content-Length"] == str(len(content))
    assert response.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''%D0%9F")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert content_of(response) == content
    assert client_for(other_focal_point).get(address).status_code == 404


@pytest.mark.usefixtures("s3")
def test_a_file_missing_from_s3_is_not_found(client: Client, project: Project) -> None:
    add(client, project, file("a.pdf"))
    document = project.documents.get()
    document.file.storage.delete(document.file.name)
    assert client.get(document.get_absolute_url()).status_code == 404
