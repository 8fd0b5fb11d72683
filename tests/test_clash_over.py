"""Two courses for the same people in the same weeks: asked about while one can still be moved, then told as past."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from adam.demo.makers import make_organization, make_project
from duplication.detection import check
from duplication.matching.kinds import OVER, SENTENCES, Kind
from duplication.models import Alert
from duplication.notices import reminding
from duplication.suggestions import look_alikes
from partners.models import Notification, User
from projects.drafts import draft_of
from projects.models import Project

pytestmark = pytest.mark.django_db
ClientFor = Callable[[User], Client]
COMING = SENTENCES[Kind.TIMING_CLASH]
TITLES = {"DE": ("Course on controlled delivery", ["T2.2"]), "GB": ("Workshop on document fraud", ["T4.1"])}
BEFORE, LATER = -60, 20  # days until the last day of both


def course(partner: str, last: int, **fields: Any) -> Project:
    title, themes = TITLES[partner]
    end = timezone.localdate() + timedelta(days=last)
    body = make_organization("State Customs Committee of Uzbekistan")
    stated: dict[str, Any] = {
        "start": end - timedelta(days=11),
        "end": end,
        "beneficiaries": [body],
        "countries": ["UZ"],
    }
    stated |= {"activities": [{"type": "A01", "quantity": 25}], "objective": "", "amount": None}
    return make_project(partner, title=title, themes=themes, **{**stated, **fields})


def clash(last: int, **fields: Any) -> Alert:
    for project in (course("DE", last), course("GB", last, **fields)):
        check(project.pk)
    alert = Alert.objects.get()
    assert alert.kind == Alert.Kind.TIMING_CLASH
    return alert


@pytest.mark.parametrize(
    ("last", "said", "heading"),
    [
        (-1, OVER, "The same people may have been asked for at the same time"),
        (0, COMING, "The same people may be asked for at the same time"),
    ],
)
def test_page_interface_and_mails_tell_it_as_past_once_the_weeks_are_over(
    last: int, said: str, heading: str, focal_point: User, coordinator: User, client_for: ClientFor
) -> None:
    alert, client = clash(last), client_for(focal_point)
    page = client.get(alert.get_absolute_url()).content.decode()
    assert f'<p class="lead">{said} ' in page
    assert "The same people or unit, in the same weeks: " in page
    assert f"{heading}: " in page
    assert client.get(f"/api/alerts/{alert.pk}/").json()["heading"] == heading
    assert Notification.objects.get(kind__endswith="alert").text.startswith(said)

    Notification.objects.all().delete()
    for days in (8, 29):
        Alert.objects.update(raised_at=timezone.now() - timedelta(days=days))
        reminding.remind()
    assert {f"\n{said}\n" in one.text for one in Notification.objects.all()} == {True}


def test_it_becomes_past_by_itself(focal_point: User, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch) -> None:
    alert = clash(LATER)
    assert not alert.is_over
    tomorrow = timezone.localdate() + timedelta(days=LATER + 1)
    monkeypatch.setattr(timezone, "localdate", lambda: tomorrow)
    assert OVER in client_for(focal_point).get(alert.get_absolute_url()).content.decode()


def test_while_typing_what_is_over_is_told_as_past(focal_point: User) -> None:
    check(course("GB", BEFORE).pk)
    mine = replace(draft_of(course("DE", BEFORE)), project_id=None, is_published=False)
    (found,) = look_alikes(mine, focal_point)
    assert found.sentences[0] == OVER


def test_of_a_restricted_one_it_is_not_told_whether_it_is_over(focal_point: User, client_for: ClientFor) -> None:
    """Else who knows when the own course ends would read when that one does."""
    alert = clash(BEFORE, visibility=Project.Visibility.RESTRICTED)
    page = client_for(focal_point).get(alert.get_absolute_url()).content.decode()
    assert COMING in page
    assert OVER not in page
    assert Notification.objects.get(user=focal_point).text.startswith(COMING)


def test_of_several_clashes_the_last_counts(focal_point: User) -> None:
    activities = [
        {"type": "A01", "start": day - timedelta(days=2), "end": day}
        for day in (timezone.localdate() + timedelta(days=days) for days in (BEFORE, LATER))
    ]
    facts = {"start": date(2020, 1, 1), "end": None, "activities": activities}
    for partner in TITLES:
        check(course(partner, 0, **facts).pk)
    assert not Alert.objects.get().is_over
