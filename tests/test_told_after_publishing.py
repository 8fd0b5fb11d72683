"""What is said after publishing of the alerts raised: how many, and who is told of them."""

from collections.abc import Callable

import pytest
from django.test import Client

from adam.demo.makers import make_alert, make_focal_point, make_project, make_verdict
from duplication.detection import check
from duplication.models import Alert
from partners.models import Notification, User
from projects.models import Project

pytestmark = pytest.mark.django_db(transaction=True)
TITLE = "Detection dogs for the border guards at Nizhny Panj"


@pytest.fixture
def other() -> Project:
    """What the United Kingdom has on record."""
    project = make_project("GB", title=TITLE, countries=["AF"])
    check(project.pk)
    return project


@pytest.fixture
def draft(other: Project) -> Project:
    return make_project("DE", draft=True, title=TITLE, countries=["AF"])


@pytest.fixture
def publish(client_for: Callable[[User], Client], focal_point: User, other: Project) -> Callable[..., str]:
    client = client_for(focal_point)

    def published(project: Project) -> str:
        data = {"checked": "all:", "seen": [other.pk]}
        return client.post(f"/projects/{project.pk}/publish/", data, follow=True).content.decode()

    return published


@pytest.mark.parametrize("is_designated", [True, False])
def test_it_is_said_what_was_raised_and_who_is_told(
    publish: Callable[..., str], draft: Project, is_designated: bool
) -> None:
    if is_designated:
        make_focal_point("GB")
    said = "is told in ADAM now" if is_designated else "has no focal point, so nobody there is told."
    assert f"1 alert was raised. United Kingdom {said}" in publish(draft)
    assert Notification.objects.filter(user__designations__partner__code="GB").exists() is is_designated


def test_where_the_check_failed_nothing_is_promised(
    publish: Callable[..., str], draft: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(project_id: int) -> None:
        raise ValueError(project_id)

    monkeypatch.setattr("duplication.detection.check", fail)
    html = publish(draft)
    assert "It is not compared with the other projects yet." in html
    assert "No alert was raised" not in html


def test_what_comes_back_as_it_was_is_not_called_new(publish: Callable[..., str], draft: Project) -> None:
    make_focal_point("GB")
    publish(draft)
    draft.published_at = None
    draft.save()
    Notification.objects.all().delete()
    check(draft.pk)
    assert Alert.objects.get().withdrawn_at
    assert "No alert was raised. 1 alert of before is open. United Kingdom is not told" in publish(draft)


def test_what_is_decided_at_once_was_raised_all_the_same(
    publish: Callable[..., str], draft: Project, other: Project
) -> None:
    make_focal_point("GB")
    third = make_project("FR", title="Scanners at Torkham", countries=["PK"])
    for one in (draft, other):
        make_verdict(make_alert(third, one), outcome="merged", reason="")
    html = publish(draft)
    assert "1 alert was raised. It is decided already: that follows from what was decided of others." in html
    assert "United Kingdom is not told: nothing new is asked there." in html
