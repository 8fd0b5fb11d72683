"""Files of the register as it stood on a past day: at once, or made by the worker."""

from collections.abc import Callable
from datetime import date
from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook
from pytest_django import Settings

from adam.demo.makers import make_project, recorded_on
from partners.models import User
from projects.models import Contribution, Project
from tests.test_making import asked, run, taken

pytestmark = pytest.mark.django_db
For = Callable[[User], Client]
MARCH, JUNE = date(2025, 3, 10), date(2025, 6, 10)
QUERY = "country=TJ&as_of=2025-04-01&column=title,budget,contributors"


@pytest.fixture
def client(client_for: For, focal_point: User) -> Client:
    """In March a project of 100 dollars; in June another title, another sum, and a second project."""
    project = make_project("DE", title="As it began", amount=100)
    recorded_on(MARCH)
    Project.objects.filter(pk=project.pk).update(title="As it went on")
    Contribution.objects.update(amount=250, usd=250)
    make_project("GB", title="A later one")
    recorded_on(JUNE)
    return client_for(focal_point)


@pytest.mark.parametrize("kind", ["csv", "jsonl"])
def test_lines_are_those_of_the_day(client: Client, kind: str) -> None:
    answer = client.get(f"/projects/export.{kind}?{QUERY}")
    text = b"".join(answer.streaming_content).decode()
    assert "As it began" in text
    assert "100" in text
    assert "went on" not in text
    assert "later" not in text
    assert f'"adam-projects-2025-04-01.{kind}"' in answer["Content-Disposition"]


def test_the_workbook_says_of_which_day_it_is(client: Client) -> None:
    answer = client.get(f"/projects/export.xlsx?{QUERY}")
    book = load_workbook(BytesIO(b"".join(answer.streaming_content)))
    assert [cell.value for cell in book["Projects"][2]][:2] == ["As it began", 100]
    notes = {row[0].value: row[1].value for row in book["Notes"].iter_rows() if row[0].value}
    assert notes["As of"].date() == date(2025, 4, 1)
    assert "as_of=2025-04-01" in notes["Address"]
    assert "Rebuilt from the history" in notes["The past"]


def test_the_page_keeps_the_day_and_shows_its_rows(client: Client) -> None:
    page = client.get(f"/projects/export/?{QUERY}", follow=True).content.decode()
    assert "As of the end of 1 April 2025" in page
    assert "As it began" in page
    assert "went on" not in page
    sent = client.post("/projects/export/", {"query": "country=TJ&as_of=2025-04-01", "make": "csv"})
    assert sent["Location"] == "/projects/export.csv?country=TJ&as_of=2025-04-01"
    assert (
        "export/?country=TJ&amp;as_of=2025-04-01"
        in client.get("/projects/?country=TJ&as_of=2025-04-01").content.decode()
    )


def test_a_long_one_is_made_by_the_worker(client: Client, settings: Settings) -> None:
    settings.EXPORT_ROWS = 0
    export = run(asked(client, query="country=TJ&as_of=2025-04-01"))
    text = b"".join(taken(client, export).streaming_content).decode()
    assert text.splitlines()[1:] == ["As it began"]
    assert (export.total, export.done, export.name) == (1, 1, "adam-projects-2025-04-01.csv")
    assert export.scope.startswith("As of the end of 1 April 2025")


def test_words_cannot_be_asked_of_the_past_and_the_file_is_refused(client: Client) -> None:
    answer = client.get(f"/projects/export.csv?{QUERY}&q=began")
    assert answer.status_code == 400
    assert "words are looked for in the texts of today" in answer.content.decode()
