"""What could be read beside the pages: by stores on the way, other accounts of the machine, or out of a mark."""

import stat
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.test import Client
from django.urls import reverse

from adam import settings as configured
from partners.models import User
from projects.checks import LookAlike


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name", ["home", "projects:list", "projects:export_csv", "projects:export_xlsx", "api:project-list", "alerts:list"]
)
def test_no_store_on_the_way_keeps_an_answer(name: str, analyst: User, client_for: Callable[[User], Client]) -> None:
    assert "private" in client_for(analyst).get(reverse(name))["Cache-Control"]


def test_documents_are_for_the_account_of_the_site_alone(tmp_path: Path) -> None:
    store = FileSystemStorage(tmp_path, **configured.STORAGES["default"]["OPTIONS"])
    name = store.save("documents/one", ContentFile(b"one"))
    assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "documents").stat().st_mode) == 0o700


def test_the_mark_of_a_hidden_look_alike_does_not_tell_its_number() -> None:
    hidden = LookAlike(None, "A restricted project", hidden_id=57)
    guesses = {"57", sha256(b"57").hexdigest()[:12]}
    assert hidden.key.removeprefix("h") not in guesses
