"""The makers make what the database accepts."""

import pytest

from adam.demo import makers
from duplication.models import Alert
from partners.models import User
from projects.models import Project

pytestmark = pytest.mark.django_db


def test_makers_fit_together(focal_point: User, other_focal_point: User, coordinator: User) -> None:
    first = makers.make_project(
        "DE",
        implementing=["GIZ"],
        beneficiaries=["Drug Control Agency"],
        activities=[{"type": "A05", "quantity": 12, "unit": "test kits", "country_id": "TJ"}],
        identifiers=[("IATI", "DE-1-201500001")],
        contributions=[("DE", 200_000, "EUR"), ("LU", 50_000, "EUR")],
    )
    second = makers.make_project("GB", visibility=Project.Visibility.NAMED_PARTNERS, shared_with=["DE", "UNODC"])
    alert = makers.make_alert(second, first)
    makers.make_position(alert, focal_point)
    makers.make_verdict(alert, coordinator)
    recommendation = makers.make_recommendation(projects=[first])
    makers.make_follow_up(recommendation, coordinator)
    makers.make_document(first)
    makers.make_meeting_document(recommendation.round_table)
    makers.make_notification(focal_point)
    makers.make_invitation("FR")

    assert alert.first == first
    assert first.total_usd is not None
    assert first.total_usd > 250_000
    assert Alert.objects.decided().awaiting(other_focal_point).count() == 0
    assert set(Project.objects.visible_to(focal_point)) == {first, second}
