"""Needs, offers and what is said of a match of the two: what the database holds to, and who may write what."""

from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from adam.demo.makers import make_focal_point, make_match_statement, make_need, make_offer, make_project
from partners.models import User
from roundtables.models import MatchStatement, Need, Offer, Outcome

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("need_period", {"start": date(2026, 5, 2), "end": date(2026, 5, 1)}),
        ("need_quantity", {"quantity": -1}),
        ("need_closed_how", {"closed_at": timezone.now()}),
        ("need_closed_how", {"outcome": Outcome.MET}),
    ],
)
def test_database_refuses_what_makes_no_sense(constraint: str, fields: dict[str, object]) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        make_need(**fields)
    with pytest.raises(IntegrityError, match=constraint.replace("need", "offer")), transaction.atomic():
        make_offer(**fields)


def test_statement_is_of_an_offer_or_of_a_project_and_never_changed(coordinator: User) -> None:
    need, offer = make_need(), make_offer()
    with pytest.raises(IntegrityError, match="match_statement_of_one"), transaction.atomic():
        make_match_statement(need, offer, coordinator, project=make_project())

    said = make_match_statement(need, offer, coordinator)
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        MatchStatement.objects.filter(pk=said.pk).update(note="Other words")


def test_own_partner_and_coordinators_write(focal_point: User, reader: User, coordinator: User) -> None:
    need, offer = make_need("TJ"), make_offer("DE")
    recipient = make_focal_point("TJ")

    writers = {
        user.email
        for user in (focal_point, reader, coordinator, recipient)
        if Need.objects.editable_by(user).filter(pk=need.pk).exists()
    }
    assert writers == {coordinator.email, recipient.email}
    assert list(Offer.objects.editable_by(focal_point)) == [offer]
    assert not Offer.objects.editable_by(recipient).exists()
    assert list(Need.objects.visible_to(reader)) == [need]


def test_open_on_a_past_day_is_what_was_stated_and_not_closed_by_then() -> None:
    need = make_need()
    Need.objects.filter(pk=need.pk).update(
        created_at=datetime(2026, 3, 1, tzinfo=UTC),
        closed_at=datetime(2026, 6, 1, 12, tzinfo=UTC),
        outcome=Outcome.MET,
    )

    days = (date(2026, 2, 28), date(2026, 3, 1), date(2026, 5, 31), date(2026, 6, 1))
    assert [Need.objects.open_on(day).exists() for day in days] == [False, True, True, False]
