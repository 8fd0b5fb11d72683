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
from adam.demo.makers import make_embed, make_project, make_report
from partners.models import User
from projects import dashboards
from projects.checks import LookAlike
from projects.models import Project, Report
from projects.models.report import hashed


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name",
    [
        "home",
        "projects:list",
        "projects:export_csv",
        "projects:export_xlsx",
        "projects:dashboard",
        "projects:reports",
        "sheets:list",
        "api:project-list",
        "alerts:list",
    ],
)
def test_no_store_on_the_way_keeps_an_answer(name: str, analyst: User, client_for: Callable[[User], Client]) -> None:
    assert "private" in client_for(analyst).get(reverse(name))["Cache-Control"]


@pytest.mark.django_db
def test_a_restricted_project_is_on_no_dashboard_sheet_or_embedded_page_of_others(
    focal_point: User, analyst: User, client: Client, client_for: Callable[[User], Client]
) -> None:
    make_project("DE", countries=["TJ"], title="Seen by all")
    make_project("DE", countries=["AF"], title="Kept apart", visibility=Project.Visibility.RESTRICTED)
    report = make_report(focal_point, query="rows=country&columns=none", sharing=Report.Sharing.EVERYBODY)
    dashboards.pin(analyst, report)
    make_embed(report, key_hash=hashed("good-key"))
    partner = reverse("sheets:partner", args=["DE"])
    read = [(client_for(analyst), reverse("projects:dashboard")), (client_for(analyst), partner)]
    read.append((client, reverse("projects:embedded_table", args=["good-key"])))
    for reader, address in read:
        page = reader.get(address).content.decode()
        assert "Tajikistan" in page
        assert "Afghanistan" not in page
        assert "Kept apart" not in page
    assert "Afghanistan" in client_for(focal_point).get(partner).content.decode()


def test_documents_are_for_the_account_of_the_site_alone(tmp_path: Path) -> None:
    store = FileSystemStorage(tmp_path, **configured.STORAGES["default"]["OPTIONS"])
    name = store.save("documents/one", ContentFile(b"one"))
    assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "documents").stat().st_mode) == 0o700


def test_the_mark_of_a_hidden_look_alike_does_not_tell_its_number() -> None:
    hidden = LookAlike(None, "A restricted project", hidden_id=57)
    guesses = {"57", sha256(b"57").hexdigest()[:12]}
    assert hidden.key.removeprefix("h") not in guesses
