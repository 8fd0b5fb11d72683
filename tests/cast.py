"""The cast: the people and partners most tests are about. Germany writes, the United Kingdom is the other side,
Tajikistan receives."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from adam.demo.makers import get_partner, make_focal_point, make_project, make_user
from partners.models import Partner, User
from projects.models import Project
from tests.reading import Reader

PASSWORD = "quiet-river-crossing-17"


@pytest.fixture
def germany(db: None) -> Partner:
    return get_partner("DE")


@pytest.fixture
def united_kingdom(db: None) -> Partner:
    return get_partner("GB")


@pytest.fixture
def france(db: None) -> Partner:
    return get_partner("FR")


@pytest.fixture
def japan(db: None) -> Partner:
    return get_partner("JP")


@pytest.fixture
def tajikistan(db: None) -> Partner:
    return get_partner("TJ")


@pytest.fixture
def unodc(db: None) -> Partner:
    return get_partner("UNODC")


@pytest.fixture
def focal_point(germany: Partner) -> User:
    """Focal point of Germany."""
    return make_focal_point(germany, password=PASSWORD, email="focal-point@adam.example")


@pytest.fixture
def other_focal_point(united_kingdom: Partner) -> User:
    """Focal point of the United Kingdom."""
    return make_focal_point(united_kingdom, password=PASSWORD, email="other-focal-point@adam.example")


@pytest.fixture
def recipient(tajikistan: Partner) -> User:
    """Focal point of Tajikistan, where most of the assistance goes."""
    return make_focal_point(tajikistan, password=PASSWORD, email="recipient@adam.example")


@pytest.fixture
def reader(germany: Partner) -> User:
    """A member of Germany's administration who reads but does not write."""
    return make_user(partner=germany, password=PASSWORD, email="reader@adam.example", name="Reader, Germany")


@pytest.fixture
def analyst(unodc: Partner) -> User:
    return make_user(User.Role.ANALYST, unodc, password=PASSWORD, email="analyst@adam.example", name="Analyst")


@pytest.fixture
def coordinator(unodc: Partner) -> User:
    return make_user(
        User.Role.COORDINATOR, unodc, password=PASSWORD, email="coordinator@adam.example", name="Coordinator"
    )


@pytest.fixture
def second_coordinator(unodc: Partner) -> User:
    return make_user(User.Role.COORDINATOR, unodc, name="Other coordinator")


@pytest.fixture
def administrator(db: None) -> User:
    return make_user(
        User.Role.ADMINISTRATOR, password=PASSWORD, email="administrator@adam.example", name="Administrator"
    )


@pytest.fixture
def project(germany: Partner) -> Project:
    """Germany's, for tests that need any."""
    return make_project(germany)


@pytest.fixture
def own_folder(settings: Settings, tmp_path: Path) -> None:
    """Where the site's files go during a test."""
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def client() -> Client:
    """Of nobody who is signed in."""
    return Reader()


@pytest.fixture
def client_for() -> Callable[[User], Client]:
    """A signed-in client: `client_for(focal_point).get("/projects/")`."""

    def client_for(user: User) -> Client:
        client = Reader()
        client.force_login(user)
        return client

    return client_for
