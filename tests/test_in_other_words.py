"""Two that agree in place, time and money, under titles that tell of other things: no more is claimed than may be."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from adam.demo.makers import make_organization, make_place, make_project
from duplication.detection import check
from duplication.matching.kinds import PERHAPS, SENTENCES, Kind
from duplication.models import Alert
from duplication.notices import reminding
from duplication.suggestions import look_alikes
from partners.models import Notification, User
from projects.drafts import draft_of
from projects.models import Place, Project

pytestmark = pytest.mark.django_db
ClientFor = Callable[[User], Client]
ONE = SENTENCES[Kind.SAME_PROJECT]
TITLE, OBJECTIVE = "Fuel depot and generator", "Power for the river post in winter."


def made(partner: str, title: str = TITLE, objective: str = OBJECTIVE, **fields: Any) -> Project:
    at = Place.objects.filter(name="Bartang river post").first() or make_place("Bartang river post")
    activity = {"type": "A05", "beneficiary": make_organization("Bartang river guards"), "place": at}
    return make_project(partner, title=title, objective=objective, places=[at], activities=[activity], **fields)


def alert_of(*projects: Project) -> Alert:
    for project in projects:
        check(project.pk)
    alert = Alert.objects.get()
    assert alert.kind == Alert.Kind.SAME_PROJECT
    return alert


@pytest.mark.parametrize(
    ("title", "objective", "said"),
    [
        ("Boats with night sights", "Smugglers who cross by night are seen.", PERHAPS),
        ("Boats with night sights", OBJECTIVE, ONE),
        ("A generator and a fuel depot", "", ONE),
    ],
)
def test_titles_and_descriptions_in_other_words_are_asked_about(
    title: str, objective: str, said: str, focal_point: User, client_for: ClientFor
) -> None:
    alert = alert_of(made("GB"), made("DE", title, objective))
    assert f'<p class="lead">{said} ' in client_for(focal_point).get(alert.get_absolute_url()).content.decode()
    assert Notification.objects.get(user=focal_point).text.startswith(said)


def test_one_number_of_both_settles_it(focal_point: User, client_for: ClientFor) -> None:
    one, other = (made(partner, identifiers=[("IATI", "XM-DAC-1-2")]) for partner in ("DE", "GB"))
    Project.objects.filter(pk=other.pk).update(title="Boats with night sights", objective="Smugglers are seen.")
    alert = alert_of(one, other)
    assert ONE in client_for(focal_point).get(alert.get_absolute_url()).content.decode()


def test_so_it_is_told_while_typing_and_to_coordinators(focal_point: User, coordinator: User) -> None:
    other = made("GB")
    check(other.pk)
    mine = made("DE", "Boats with night sights", "Smugglers who cross by night are seen.")
    (found,) = look_alikes(replace(draft_of(mine), project_id=None, is_published=False), focal_point)
    assert found.sentences[0] == PERHAPS

    alert_of(mine)
    Alert.objects.update(raised_at=timezone.now() - timedelta(days=29))
    reminding.remind()
    assert f"\n{PERHAPS}\n" in Notification.objects.get(user=coordinator, kind="unheard").text


def test_of_a_restricted_one_no_words_are_told(focal_point: User, client_for: ClientFor) -> None:
    """Nor that they are others."""
    secret = made("GB", "Boats with night sights", "Smugglers are seen.", visibility=Project.Visibility.RESTRICTED)
    alert = alert_of(secret, made("DE"))
    page = client_for(focal_point).get(alert.get_absolute_url()).content.decode()
    assert ONE in page
    assert PERHAPS not in page
    assert Notification.objects.get(user=focal_point).text.startswith(ONE)
