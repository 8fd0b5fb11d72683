"""What who types a project wants to be told of, in whatever words, and of its own partner's what it types once more."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from duplication.detection import check
from duplication.suggestions import look_alikes
from partners.models import User
from projects.checks import Draft, DraftActivity
from tests.test_wanted import CABLE, DOGS, GUARDS, MENTOR, SHELTERS, X_RAY, Facts, made

pytestmark = pytest.mark.django_db

TYPED: dict[str, tuple[Facts, str]] = {
    "cable": (CABLE, "Optical cable connecting Ak-Tilek and Karkyra customs posts"),
    "patrols": (GUARDS, "Patrol training of the Bartang river guards"),
    "dogs": (DOGS, "Wagon-search sniffer dogs for Dostyk railway"),
    "mentor": (MENTOR, "Mentor at the controlled delivery desk of Batken"),
}


@pytest.mark.parametrize(("facts", "title"), TYPED.values(), ids=TYPED)
def test_typing_what_agrees_never_takes_a_warning_away(facts: Facts, title: str, focal_point: User) -> None:
    other = made("GB", **facts)
    check(other.pk)
    check(made("FR", **{**facts, "title": "Support to " + facts["title"]}).pk)
    draft = Draft(title=title, partner_id=focal_point.partner_id)
    for stated in (
        {"countries": frozenset({"TJ"})},
        {"activities": (DraftActivity(facts["type"], Decimal(2)),)},
        {"start": other.start, "end": other.end},
        {"usd": Decimal(facts["amount"])},
    ):
        draft = replace(draft, **stated)
        assert other.pk in {one.project_id for one in look_alikes(draft, focal_point)}, stated


OWN: dict[str, tuple[Facts, Draft]] = {
    "in other words": (X_RAY, Draft(title="X-ray machine for luggage at Isfana airport")),
    "nearly the same title": (X_RAY, Draft(title="Baggage X-rays for the airport of Isfana", usd=Decimal(255_000))),
}
OTHERS: dict[str, tuple[Facts, Draft]] = {
    "another thing": (SHELTERS, Draft(title="Baggage X-ray for the customs service at Osh")),
    "another town": (X_RAY, Draft(title="Baggage X-ray for the airport of Kerben")),
    "the next year": (
        X_RAY,
        Draft(title="X-ray for luggage at Isfana airport", start=date(2027, 2, 1), end=date(2028, 1, 31)),
    ),
    "another number": (X_RAY, Draft(title="X-ray for luggage at Isfana airport", reference="DE-2")),
}


def told_of_its_own(facts: Facts, draft: Draft, focal_point: User) -> bool:
    own = made("DE", **{"reference": "DE-1", **facts})
    check(own.pk)
    typed = replace(draft, partner_id=focal_point.partner_id, countries=frozenset({"KG"}))
    return own.pk in {one.project_id for one in look_alikes(typed, focal_point)}


@pytest.mark.parametrize("pair", OWN.values(), ids=OWN)
def test_who_types_a_project_once_more_is_told(pair: tuple[Facts, Draft], focal_point: User) -> None:
    assert told_of_its_own(*pair, focal_point)


@pytest.mark.parametrize("pair", OTHERS.values(), ids=OTHERS)
def test_who_types_another_project_of_its_own_is_not_told(pair: tuple[Facts, Draft], focal_point: User) -> None:
    assert not told_of_its_own(*pair, focal_point)
