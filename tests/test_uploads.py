"""Bringing in: limits that hold while it arrives, many files at once, dropped ones with their progress."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from playwright.sync_api import Page, expect
from pytest_django import DjangoAssertNumQueries, Settings

from adam.demo.makers import make_document, make_round_table
from partners.models import User
from projects.content import clean_name
from projects.models import Document, Project
from roundtables.models import MeetingDocument
from tests.test_documents import PDF, picture
from tests.waiting import press

pytestmark = pytest.mark.django_db
Clients = Callable[[User], Client]
FIELDS = {"kind": "other", "visibility": "project"}


@pytest.fixture
def client(client_for: Clients, focal_point: User) -> Client:
    return client_for(focal_point)


def address_of(project: Project) -> str:
    return f"/projects/{project.pk}/documents/new/"


def files(number: int) -> list[SimpleUploadedFile]:
    return [SimpleUploadedFile(f"{at}.pdf", PDF + str(at).encode()) for at in range(number)]


# -- Limits ------------------------------------------------------------------------------------------------------------
class Endless:
    """A body that never ends, and how much of it was read."""

    taken = 0

    def read(self, size: int = 1 << 16) -> bytes:
        self.taken += size
        return b"x" * size

    readline = read


@pytest.mark.parametrize("who", ["focal_point", None])
def test_two_gigabytes_are_refused_before_they_are_read(
    request: pytest.FixtureRequest, project: Project, who: str | None
) -> None:
    client, body = Client(enforce_csrf_checks=True), Endless()
    if who:
        client.force_login(request.getfixturevalue(who))
    extra = {"CONTENT_LENGTH": str(2 << 30), "wsgi.input": body}
    response = client.generic("POST", address_of(project), CONTENT_TYPE=MULTIPART_CONTENT, **extra)  # type: ignore[arg-type]
    assert response.status_code == 413
    assert "What you sent is 2 GB in all" in response.content.decode().replace("\xa0", " ")
    assert f", and one file {'25 MB' if who else '2.5 MB'}." in response.content.decode().replace("\xa0", " ")
    assert body.taken == 0


def test_a_file_beyond_the_limit_costs_itself_only(client: Client, project: Project, settings: Settings) -> None:
    settings.DOCUMENT_MAX_BYTES = 100_000
    large = SimpleUploadedFile("large.pdf", PDF + b"x" * 5_000_000)
    response = client.post(address_of(project), {"files": [*files(1), large], **FIELDS})

    assert [document.name for document in project.documents.all()] == ["0.pdf"]
    assert "large.pdf: the file is 4.8 MB; the limit is 97.7 KB." in response.content.decode().replace("\xa0", " ")


def test_more_files_than_fit_at_one_time(client: Client, project: Project, settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 3
    response = client.post(address_of(project), {"files": files(4), **FIELDS})
    assert response.status_code == 413
    assert "more than 3 files at one time" in response.content.decode()


def test_a_project_holds_so_many_documents(client: Client, project: Project, settings: Settings) -> None:
    settings.DOCUMENTS_MAX = 2
    response = client.post(address_of(project), {"files": files(3), **FIELDS})
    assert project.documents.count() == 2
    assert "2.pdf: there is room for 2 documents here" in response.content.decode()


@pytest.mark.parametrize("declared", [None, 1_000_000])
@pytest.mark.parametrize("fields_first", [True, False])
def test_an_upload_that_breaks_off_leaves_nothing(
    client: Client, project: Project, declared: int | None, fields_first: bool
) -> None:
    parts = [FIELDS, {"files": files(1)}] if fields_first else [{"files": files(1)}, FIELDS]
    body = encode_multipart(BOUNDARY, {name: value for part in parts for name, value in part.items()})
    extra = {"CONTENT_LENGTH": str(declared or len(body)), "wsgi.input": BytesIO(body[:-80])}
    response = client.generic("POST", address_of(project), CONTENT_TYPE=MULTIPART_CONTENT, **extra)  # type: ignore[arg-type]
    assert response.status_code == 400
    assert not project.documents.exists()


# -- Many --------------------------------------------------------------------------------------------------------------
def test_sixty_files_in_one_go(
    client: Client, project: Project, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(20 + 60 * 4):  # the row, its job, and the savepoint around them
        response = client.post(address_of(project), {"files": files(60), **FIELDS})
    assert response.status_code == 302
    assert project.documents.count() == 60


@pytest.mark.parametrize("holder", ["projects", "round-tables"])
def test_pages_ask_the_database_no_more_often_for_five_hundred(
    client: Client, project: Project, holder: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    meeting, small = make_round_table(), {"file": "documents/x", "content_type": "application/pdf", "size": 1}
    for at in range(250):
        for name, kind in ("paper.pdf", "application/pdf"), ("photo.jpg", "image/jpeg"):
            row = {**small, "name": name, "content_type": kind, "sha256": f"{at}{name}"}
            Document.objects.create(project=project, **row)
            MeetingDocument.objects.create(round_table=meeting, **row)
    of = f"/{holder}/{project.pk if holder == 'projects' else meeting.pk}/"
    last = (project.documents if holder == "projects" else meeting.documents).filter(name="photo.jpg").last()
    for address, most in [
        (of, 40),
        (f"{of}documents/", 12),
        (f"{of}documents/?show=pictures&page=3", 12),
        (f"/{holder}/documents/{last.pk}/about/", 12),
    ]:
        with django_assert_max_num_queries(most):
            assert client.get(address).status_code == 200


def test_a_file_that_is_here_already_is_told_by_its_title(client: Client, project: Project) -> None:
    make_document(project, PDF + b"0", title="Minutes of May", sha256=digest_of(PDF + b"0"))
    response = client.post(address_of(project), {"files": files(1), **FIELDS})
    assert "0.pdf: this very file is here already, as “Minutes of May”." in response.content.decode()


def digest_of(content: bytes) -> str:
    from hashlib import sha256

    return sha256(content).hexdigest()


# -- Dropped -----------------------------------------------------------------------------------------------------------
DROP = """([names]) => {
    const data = new DataTransfer();
    for (const [name, text] of names) data.items.add(new File([text], name));
    for (const type of ["dragenter", "dragover", "drop"])
        document.querySelector("fieldset").dispatchEvent(
            new DragEvent(type, {dataTransfer: data, bubbles: true, cancelable: true}));
}"""


@pytest.fixture
def upload_page(page: Page, sign_in: Callable[[Page, Any], None], focal_point: User, project: Project) -> Page:
    sign_in(page, focal_point)
    page.goto(address_of(project))
    return page


def test_dropped_files_are_sent_with_progress_and_each_has_its_verdict(upload_page: Page, project: Project) -> None:
    upload_page.evaluate(DROP, [[["a.pdf", "%PDF-1.7 a"], ["page.html", "<p>"]]])
    upload_page.evaluate(DROP, [[["b.pdf", "%PDF-1.7 b"]]])
    expect(upload_page.locator(".arrivals [role=status]")).to_contain_text("3 files chosen.")
    upload_page.get_by_role("button", name="Add").click()

    expect(upload_page.locator(".arrivals [role=status]")).to_contain_text("2 files added, 1 not taken in.")
    expect(upload_page.get_by_text("page.html: this kind of file is not taken in.")).to_be_visible()
    expect(upload_page.get_by_text("100 %")).to_be_visible()
    assert {document.name for document in project.documents.all()} == {"a.pdf", "b.pdf"}
    upload_page.get_by_role("link", name="Title, kind, who sees it of a.pdf").click()
    expect(upload_page.get_by_role("heading", name="Describe the document")).to_be_visible()


def test_a_file_too_large_is_not_even_sent(upload_page: Page, project: Project, settings: Settings) -> None:
    settings.DOCUMENT_MAX_BYTES = 10
    upload_page.reload()
    upload_page.evaluate(DROP, [[["a.pdf", "%PDF-1.7 longer than that"]]])
    upload_page.get_by_role("button", name="Add").click()
    expect(upload_page.get_by_text("a.pdf: the limit is 10")).to_be_visible()


def test_a_broken_connection_is_told_and_sent_again(upload_page: Page, project: Project) -> None:
    upload_page.evaluate(DROP, [[["a.pdf", "%PDF-1.7 a"]]])
    upload_page.context.set_offline(True)
    upload_page.get_by_role("button", name="Add").click()
    expect(upload_page.get_by_text("a.pdf: the connection broke.")).to_be_visible()

    upload_page.context.set_offline(False)
    upload_page.get_by_role("button", name="Send 1 file again").click()
    expect(upload_page.locator(".arrivals [role=status]")).to_contain_text("1 file added.")
    assert project.documents.get().name == "a.pdf"


def test_arrow_keys_lead_through_the_gallery(upload_page: Page, client: Client, project: Project) -> None:
    for name, size in ("first.png", (40, 30)), ("second.png", (60, 30)):
        client.post(address_of(project), {"files": SimpleUploadedFile(name, picture("PNG", size)), **FIELDS})
    upload_page.goto(f"/projects/{project.pk}/")
    upload_page.get_by_role("link", name="second.png").click()
    expect(upload_page.get_by_role("img", name="second.png")).to_have_js_property("naturalWidth", 60)

    press(upload_page, "ArrowRight")
    expect(upload_page.get_by_role("heading", name="first.png")).to_be_visible()
    press(upload_page, "ArrowLeft")
    expect(upload_page.get_by_role("heading", name="second.png")).to_be_visible()


def test_a_line_break_in_the_name_of_a_file_is_left_out() -> None:
    assert clean_name(SimpleUploadedFile("d%0D%0AX-Evil: 1.pdf", b"")) == "dX-Evil: 1.pdf"
