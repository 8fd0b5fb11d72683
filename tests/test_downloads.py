"""Files handed out: whole or in part, under their right names, harmless, from disk and from S3."""

from collections.abc import Callable
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from pytest_django import Settings

from adam.demo.makers import make_document, make_earlier_version, make_project
from partners.models import User
from projects.models import Document, Project

pytestmark = pytest.mark.django_db
Clients = Callable[[User], Client]
CONTENT = bytes(range(256)) * 1000


@pytest.fixture
def client(client_for: Clients, focal_point: User) -> Client:
    return client_for(focal_point)


@pytest.fixture(params=["disk", "s3"])
def document(request: pytest.FixtureRequest, db: None) -> Document:
    if request.param == "s3":
        request.getfixturevalue("s3")
    return make_document(make_project("DE"), CONTENT, name="minutes.pdf")


def content_of(response: Any) -> bytes:
    return b"".join(response.streaming_content)


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-99", 0, 99),
        ("bytes=1000-", 1000, 255_999),
        ("bytes=-500", 255_500, 255_999),
        ("bytes=255999-", 255_999, 255_999),
        ("bytes=100000-999999999", 100_000, 255_999),
        ("bytes=-999999999", 0, 255_999),
    ],
)
def test_a_part_of_the_file(client: Client, document: Document, asked: str, first: int, last: int) -> None:
    response = client.get(document.get_absolute_url(), headers={"range": asked})

    assert response.status_code == 206
    assert response["Content-Range"] == f"bytes {first}-{last}/256000"
    assert response["Content-Length"] == str(last - first + 1)
    assert content_of(response) == CONTENT[first : last + 1]


@pytest.mark.parametrize("asked", ["", "bytes=", "bytes=-", "bytes=5-1", "bytes=0-1,5-9", "lines=1-2", "bytes=x-y"])
def test_words_that_name_no_part_get_the_whole(client: Client, document: Document, asked: str) -> None:
    response = client.get(document.get_absolute_url(), headers={"range": asked})
    assert (response.status_code, content_of(response)) == (200, CONTENT)
    assert response["Accept-Ranges"] == "bytes"


@pytest.mark.parametrize("asked", ["bytes=256000-", "bytes=999999999-", "bytes=-0"])
def test_a_part_beyond_the_end(client: Client, document: Document, asked: str) -> None:
    response = client.get(document.get_absolute_url(), headers={"range": asked})
    assert (response.status_code, response["Content-Range"]) == (416, "bytes */256000")


def test_an_interrupted_download_goes_on_if_the_file_is_the_same(client: Client, document: Document) -> None:
    address, rest = document.get_absolute_url(), {"range": "bytes=255990-"}
    first = client.get(address)
    same = client.get(address, headers={**rest, "if-range": first["ETag"]})
    by_date = client.get(address, headers={**rest, "if-range": first["Last-Modified"]})
    other = client.get(address, headers={**rest, "if-range": '"another"'})

    assert [answer.status_code for answer in (same, by_date, other)] == [206, 206, 200]
    assert content_of(same) == CONTENT[-10:]


def test_what_the_browser_has_is_not_sent_again(client: Client, document: Document) -> None:
    address = document.get_absolute_url()
    known = client.get(address)["ETag"]
    assert client.get(address, headers={"if-none-match": known}).status_code == 304


def test_a_question_about_the_file_sends_none_of_it(client: Client, document: Document) -> None:
    response = client.head(document.get_absolute_url())
    assert (response.status_code, response["Content-Length"]) == (200, "256000")
    assert content_of(response) == b""


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("minutes.pdf", 'attachment; filename="minutes.pdf"'),
        ("Протокол №5.pdf", "attachment; filename*=utf-8''%D0%9F%D1%80%D0%BE%D1%82%D0%BE%D0%BA%D0%BE%D0%BB"),
        ("محضر الاجتماع.pdf", "attachment; filename*=utf-8''%D9%85%D8%AD%D8%B6%D8%B1"),
        ("گزارش.pdf", "attachment; filename*=utf-8''%DA%AF%D8%B2%D8%A7%D8%B1%D8%B4.pdf"),
        ("会议纪要.pdf", "attachment; filename*=utf-8''%E4%BC%9A%E8%AE%AE%E7%BA%AA%E8%A6%81.pdf"),
        ("Ҷаласаи ғайринавбатӣ.pdf", "attachment; filename*=utf-8''%D2%B6"),
    ],
)  # fmt: skip
def test_the_name_in_any_script(client: Client, name: str, told: str) -> None:
    document = make_document(make_project("DE"), name=name)
    assert client.get(document.get_absolute_url())["Content-Disposition"].startswith(told)


# -- Pictures ----------------------------------------------------------------------------------------------------------
def test_a_picture_is_shown_and_runs_nothing(client: Client) -> None:
    document = make_document(make_project("DE"), b"drawn", name="p.jpg", content_type="image/jpeg")
    response = client.get(f"/projects/documents/{document.pk}/picture/")

    assert response["Content-Type"] == "image/jpeg"
    assert response["Content-Disposition"].startswith("inline")
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("content_type", ["application/pdf", "image/tiff", "text/plain"])
def test_nothing_else_is_shown(client: Client, content_type: str) -> None:
    document = make_document(make_project("DE"), content_type=content_type)
    assert client.get(f"/projects/documents/{document.pk}/picture/").status_code == 404


# -- By a signed address of the store ----------------------------------------------------------------------------------
@pytest.fixture
def public_store(settings: Settings, s3: dict[str, str]) -> None:
    settings.S3_PUBLIC_ENDPOINT = s3["endpoint_url"]
    settings.STORAGES = {**settings.STORAGES, "public": settings.STORAGES["default"]}


@pytest.mark.usefixtures("public_store")
def test_the_store_hands_the_file_out_after_the_access_check(
    client: Client, client_for: Clients, other_focal_point: User
) -> None:
    project = make_project("DE", visibility=Project.Visibility.RESTRICTED)
    document = make_document(project, CONTENT, name="Протокол.pdf")
    response = client.get(document.get_absolute_url())

    assert (response.status_code, response["Cache-Control"]) == (302, "no-store")
    assert "X-Amz-Expires=60" in response["Location"]
    with urlopen(response["Location"]) as answer:  # noqa: S310 - of our own store
        assert answer.read() == CONTENT
        assert answer.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''%D0%9F")
        assert answer.headers["Content-Type"] == "application/pdf"
    with pytest.raises(HTTPError, match="403"):
        urlopen(response["Location"].replace(document.file.name[-6:], "000000"))  # noqa: S310
    assert client_for(other_focal_point).get(document.get_absolute_url()).status_code == 404


@pytest.mark.usefixtures("public_store")
def test_versions_go_the_same_way_and_pictures_on_pages_do_not(client: Client) -> None:
    document = make_document(
        make_project("DE"), b"drawn", content_type="image/jpeg", thumbnail=ContentFile(b"small", "small.jpg")
    )
    make_earlier_version(document)

    assert client.get(f"/projects/documents/{document.pk}/versions/1/").status_code == 302
    assert content_of(client.get(f"/projects/documents/{document.pk}/picture/")) == b"drawn"
    assert content_of(client.get(f"/projects/documents/{document.pk}/thumbnail/")) == b"small"


@pytest.mark.usefixtures("public_store")
def test_no_address_is_signed_for_a_file_that_is_missing(client: Client) -> None:
    document = make_document(make_project("DE"))
    document.file.storage.delete(document.file.name)
    assert client.get(document.get_absolute_url()).status_code == 404
