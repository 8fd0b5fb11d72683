"""What is sent compressed: pages, and nothing else that the site answers."""

import gzip

import pytest
from django.test import Client

from partners.models import User

pytestmark = pytest.mark.django_db


def test_a_page_is_sent_compressed_to_who_takes_it(client: Client, analyst: User) -> None:
    client.force_login(analyst)
    plain = client.get("/projects/analysis/")
    packed = client.get("/projects/analysis/", headers={"accept-encoding": "gzip"})
    assert "Content-Encoding" not in plain
    assert packed["Content-Encoding"] == "gzip"
    assert b"<h1>Graphs and tables</h1>" in gzip.decompress(packed.content)
    assert len(packed.content) < len(plain.content) / 4


def test_files_go_as_they_are(client: Client, analyst: User) -> None:
    client.force_login(analyst)
    for name in "csv", "xlsx", "json":
        file = client.get(f"/projects/analysis.{name}", headers={"accept-encoding": "gzip"})
        assert file.status_code == 200
        assert "Content-Encoding" not in file
