"""Needs matched many at a time: exactly what one finds who compares each with everything; and the round of the day."""

from random import Random
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from adam.demo.makers import make_focal_point, make_match_statement, make_need, make_offer, make_project, make_user
from partners.models import Notification, User
from projects.models import Project, Theme
from roundtables.models import Need, Offer
from roundtables.needs import near
from roundtables.needs.matching import matches_of_need, matches_of_needs
from roundtables.needs.telling import tell_of_matches, tell_of_need

pytestmark = pytest.mark.django_db
COUNTRIES, TYPES, MOST = ["TJ", "TM", "AF"], ["A01", "A05"], 3
THEMES = ["T1", "T1.1", "T1.3", "T4", "T4.2"]
WORDS = ["Radios", "Vehicles", "Training of officers", "Test kits"]


def some(rng: Random, number: int) -> None:
    author: User = make_user("coordinator", "UNODC")
    for _ in range(number):
        make_need(
            rng.choice(COUNTRIES), theme_id=rng.choice(THEMES), activity_type_id=rng.choice([*TYPES, None]),
            title=rng.choice(WORDS), author=author,
        )  # fmt: skip
        closed = {"closed_at": "2026-01-01T00:00Z", "outcome": "met"} if rng.random() < 0.1 else {}
        make_offer(
            rng.choice(["DE", "GB"]), themes=rng.sample(THEMES, rng.randint(1, 2)), title=rng.choice(WORDS),
            countries=rng.sample(COUNTRIES, rng.randint(0, 2)), activity_types=rng.sample(TYPES, rng.randint(0, 2)),
            author=author, **closed,
        )  # fmt: skip
        make_project(
            rng.choice(["DE", "FR"]), status=rng.choice("112"), countries=rng.sample(COUNTRIES, rng.randint(0, 3)),
            themes=rng.sample(THEMES, rng.randint(0, 2)), title=rng.choice(WORDS), draft=rng.random() < 0.1,
            visibility=rng.choice(["all", "restricted"]),
        )  # fmt: skip


def codes(related: Any) -> set[str]:
    return {str(one.pk) for one in related.all()}


def families(themes: set[str]) -> set[str]:
    return {Theme.objects.get(pk=code).parent_id or code for code in themes}


def offers_by_hand(need: Need) -> list[int]:
    def fit(offer: Offer) -> int:
        types = need.activity_type_id in codes(offer.activity_types)
        return 2 * (need.theme_id in codes(offer.themes)) + (need.country_id in codes(offer.countries)) + 2 * types

    fitting = [
        one
        for one in Offer.objects.filter(closed_at=None)
        if codes(one.countries) <= set() or need.country_id in codes(one.countries)
        if families(codes(one.themes)) & families({need.theme_id})
    ]
    fitting.sort(key=lambda one: (fit(one), one.created_at, one.pk), reverse=True)
    return [one.pk for one in fitting[:MOST]]


def projects_by_hand(need: Need) -> list[int]:
    planned = [
        one
        for one in Project.objects.filter(status="1", published_at__isnull=False)
        if need.country_id in codes(one.countries)
        if not codes(one.themes) or families(codes(one.themes)) & families({need.theme_id})
    ]
    planned.sort(key=lambda one: (need.theme_id in codes(one.themes), one.updated_at, one.pk), reverse=True)
    return [one.pk for one in planned[:MOST]]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_what_is_near_to_many_needs_is_what_is_near_to_each(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(near, "NEAR", MOST)
    some(Random(seed), 16)
    needs = list(Need.objects.select_related("country", "beneficiary"))
    offers, projects = near.offers_near(needs), near.projects_near(needs)
    assert any(len(found) == MOST for found in offers.values())
    assert any(len(found) == MOST for found in projects.values())
    for need in needs:
        assert offers.get(need.pk, []) == offers_by_hand(need)
        assert sorted(projects.get(need.pk, [])) == sorted(projects_by_hand(need))
    together = matches_of_needs(needs)
    assert any(one.offer for found in together.values() for one in found)
    assert any(one.project for found in together.values() for one in found)
    assert together == {need.pk: matches_of_need(need) for need in needs}


def told() -> set[tuple[int, str, str, str]]:
    return set(Notification.objects.filter(kind="match").values_list("user", "key", "subject", "text"))


def test_the_round_tells_whom_one_need_after_the_other_would_tell() -> None:
    for partner in ("TJ", "TM", "DE", "FR"):
        make_focal_point(partner)
    make_focal_point("AF")
    some(Random(4), 8)
    need = Need.objects.all()[0]
    for match in matches_of_need(need)[:1]:
        answer: Any = Offer.objects.get(pk=match.offer) if match.offer else Project.objects.get(pk=match.project)
        make_match_statement(need, answer, need.author)
    tell_of_matches.func()
    by_round = told()
    tell_of_matches.func()
    assert told() == by_round
    Notification.objects.all().delete()
    for one in Need.objects.open():
        tell_of_need.func(one.pk)
    assert by_round == told()
    assert len(by_round) > 10


def test_the_round_asks_as_many_queries_for_many_needs_as_for_few() -> None:
    make_focal_point("TJ")
    asked = []
    for seed in (5, 6):
        some(Random(seed), 12)
        tell_of_matches.func()
        with CaptureQueriesContext(connection) as found:
            tell_of_matches.func()
        asked.append(len(found))
    assert asked[0] == asked[1] <= 24
