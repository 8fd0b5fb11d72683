"""What is said of alerts after publishing, and after a change: how many came, went or are open again; who is told."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from adam.demo.makers import make_alert, make_focal_point, make_project, make_verdict
from duplication.detection import check
from duplication.models import Alert
from partners.models import Notification, Rhythm, User
from partners.rhythms import next_moment
from projects.models import Project
from tests.entering import saved
from tests.merging_two import sent

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
    publish: Callable[..., str], draft: Project, focal_point: User, is_designated: bool
) -> None:
    """Whoever reads it here is mailed it with the digest alone."""
    if is_designated:
        make_focal_point("GB")
    said = "is told in ADAM now" if is_designated else "has no focal point, so nobody there is told."
    assert f"1 alert was raised. United Kingdom {said}" in publish(draft)
    at_once = Notification.objects.filter(due_at__lte=timezone.now())
    assert [str(one.user.partner) for one in at_once] == ["United Kingdom"] * is_designated
    assert focal_point.notifications.get().due_at == next_moment(Rhythm.DAILY)


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
    assert "No alert was raised. 1 earlier alert is open. United Kingdom is not told" in publish(draft)


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


def test_of_a_change_it_is_said_which_alerts_went_came_and_are_open_again(
    client_for: Callable[[User], Client], focal_point: User, draft: Project, other: Project
) -> None:
    make_focal_point("GB")
    client = client_for(focal_point)
    Project.objects.filter(pk=draft.pk).update(published_at=other.published_at)

    def told_of(title: str, *seen: int, objective: str = draft.objective) -> str:
        sent = saved(client, draft, "essentials", title=title, objective=objective, seen=seen)
        done, *told = re.findall(r'role="status">(.*?)</div>', client.get(sent["Location"]).content.decode())
        assert done == "The essentials: saved."
        link = f' <a href="{draft.get_absolute_url()}#alerts">Alerts of this project</a>'
        return " ".join(told).removesuffix(link)

    assert told_of(f"{TITLE} ", other.pk).startswith("1 alert was raised. United Kingdom is told in ADAM now")
    assert told_of(f"{TITLE}.") == ""
    assert told_of("Asset registers", objective="") == "1 alert is withdrawn: the change took away the reason."
    assert told_of(TITLE, other.pk).startswith("1 earlier alert is open again. United Kingdom is")
    make_verdict(Alert.objects.get())
    assert told_of(TITLE, other.pk, objective="").startswith("1 earlier alert is open again. United Kingdom is told")
    Project.objects.filter(pk=other.pk).update(visibility=Project.Visibility.RESTRICTED)
    make_verdict(Alert.objects.get())
    assert told_of(f"{TITLE} now") == "1 earlier alert is open again."
    assert told_of("Asset registers") == ""


def test_after_a_merge_it_is_said_which_decided_alerts_are_open_again(
    other: Project, coordinator: User, client_for: Callable[[User], Client]
) -> None:
    kept = make_project("DE", title=TITLE, countries=["AF"], amount=100_000)
    closed = make_project("FR", title="Kennels", countries=["AF"], amount=900_000)
    check(kept.pk)
    make_verdict(alert := Alert.objects.get(), coordinator)
    page = sent(client_for(coordinator), kept, closed, other_money="1").content.decode()
    assert f"{closed.number} is merged into {kept.number}" in page
    assert "1 earlier alert is open again." in page
    assert f'<a href="{kept.get_absolute_url()}#alerts">Alerts of this project</a>' in page
    assert alert in Alert.objects.open()
