"""What the database itself refuses of requests for contact, whoever writes them."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from adam.demo.makers import make_alert, make_contact, make_project
from partners.models import User


def test_of_two_requests_at_once_one_is_kept(focal_point: User, other_focal_point: User) -> None:
    alert = make_alert(make_project("GB"), make_project("DE"))
    make_contact(alert, focal_point)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_contact(alert, other_focal_point)


@pytest.mark.parametrize(
    "fields",
    [
        {"accepted_at": timezone.now()},
        {"ended_for_id": 1},
        {"declined_at": timezone.now(), "accepted_at": timezone.now()},
    ],
)
def test_half_an_answer_is_none(focal_point: User, fields: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_contact(make_alert(make_project("GB"), make_project("DE")), focal_point, **fields)
