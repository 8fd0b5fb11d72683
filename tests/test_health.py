"""The health page: what it says when a part is missing, and that it asks for no log-in and says nothing secret."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from pytest_django import Settings

from adam import health, jobs
from tests.waiting import free_port


@pytest.fixture(autouse=True)
def _no_remembered_answer() -> None:
    health.remembered_storage.cache_clear()


@pytest.fixture
def working(db: None) -> None:
    """This process counts as a worker for as long as the test's transaction lasts."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, 4711)", [jobs.WORKERS])


def test_healthy_site_says_so_to_anybody(client: Client, working: None) -> None:
    answer = client.get("/healthz")

    assert answer.status_code == 200
    assert answer.json() == {"database": "ok", "worker": "ok", "storage": "ok"}
    assert not answer.cookies
    assert "no-store" in answer.headers["Cache-Control"]


def test_missing_worker_is_reported(client: Client, db: None) -> None:
    answer = client.get("/healthz")

    assert answer.status_code == 503
    assert answer.json()["worker"].startswith("No worker is running.")


def test_folder_of_documents_that_cannot_be_written_is_reported(
    client: Client, working: None, settings: Settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path / "file" / "documents"
    (tmp_path / "file").touch()

    answer = client.get("/healthz")

    assert answer.status_code == 503
    assert answer.json()["storage"] == "Documents cannot be written and read."


def test_store_is_written_to_once_in_a_while_only(client: Client, working: None, settings: Settings) -> None:
    assert health.remembered_storage(1) == "ok"
    settings.MEDIA_ROOT = "/proc/nothing"

    assert health.remembered_storage(1) == "ok"
    assert health.remembered_storage(2) != "ok"


def test_s3_store_is_tried(client: Client, working: None, s3: dict[str, str]) -> None:
    assert client.get("/healthz").json()["storage"] == "ok"


def test_wrong_key_of_the_s3_store_is_reported_without_the_key(
    client: Client, working: None, s3: dict[str, str], settings: Settings
) -> None:
    options = {**settings.STORAGES["default"]["OPTIONS"], "secret_key": "a-wrong-secret"}
    settings.STORAGES = {**settings.STORAGES, "default": {**settings.STORAGES["default"], "OPTIONS": options}}

    answer = client.get("/healthz")

    assert answer.json()["storage"] == "Documents cannot be written and read."
    assert "secret" not in answer.content.decode()


def test_unreachable_database_is_reported(tmp_path: Path) -> None:
    url = f"postgresql://adam:secret-word@127.0.0.1:{free_port()}/adam"
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "adam.settings",
        "DATABASE_URL": url,
        "ADAM_VAR": str(tmp_path),
        "ADAM_BASE_URL": "http://localhost",
    }
    program = (
        "import django; django.setup(); from django.test import Client;"
        "answer = Client().get('/healthz', headers={'host': 'localhost'});"
        "print(answer.status_code, answer.content.decode())"
    )

    printed = subprocess.check_output([sys.executable, "-c", program], env=environment, text=True)

    status, _, answer = printed.partition(" ")
    assert status == "503"
    assert json.loads(answer)["database"] == "The database does not answer."
    assert json.loads(answer)["worker"] == "Not known without the database."
    assert "secret-word" not in printed
