"""Accounts come by invitation: a link that works once, for the right person, as the right role."""

from datetime import date, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from partners.invitations import invite, mail_invitation
from partners.models import FocalPoint, Invitation, Partner, User
from tests.conftest import Mailbox

pytestmark = pytest.mark.django_db
PASSWORD = "seven mules cross slowly"


@pytest.fixture
def invitation(coordinator: User) -> Invitation:
    japan = Partner.objects.get(code="JP")
    return invite("new@embassy.example", Invitation.Role.FOCAL_POINT, japan, coordinator)


def accept_address(invitation: Invitation) -> str:
    return reverse("invitations:accept", args=[invitation.token])


def test_the_mail_holds_the_link(smtp: Mailbox, invitation: Invitation) -> None:
    mail_invitation(invitation.pk)
    assert accept_address(invitation) in smtp.messages[0].get_content()


def test_the_mail_says_from_when_to_when_and_with_which_account(
    smtp: Mailbox, coordinator: User, analyst: User
) -> None:
    japan = Partner.objects.get(code="JP")
    days = {"started": date(2027, 1, 1), "ended": date(2027, 7, 1)}
    mail_invitation(invite(analyst.email, Invitation.Role.FOCAL_POINT, japan, coordinator, **days).pk)
    text = smtp.messages[0].get_content()
    assert "from 1 January 2027 until 30 June 2027" in text
    assert "You have an account already." in text


def test_a_withdrawn_invitation_is_not_mailed(smtp: Mailbox, invitation: Invitation) -> None:
    Invitation.objects.update(withdrawn_at=timezone.now())
    mail_invitation(invitation.pk)
    assert smtp.messages == []


def test_accepting_makes_a_designated_account_and_signs_in(client: Client, invitation: Invitation) -> None:
    answer = client.post(accept_address(invitation), {"name": "Second secretary", "password": PASSWORD})
    assert answer.url == reverse("home")
    user = User.objects.get(email="new@embassy.example")
    assert user.title == "Focal point of Japan"
    assert EmailAddress.objects.get(user=user).verified
    assert client.session["_auth_user_id"] == str(user.pk)


def test_the_link_works_once(client: Client, invitation: Invitation) -> None:
    client.post(accept_address(invitation), {"name": "First", "password": PASSWORD})
    again = Client().post(accept_address(invitation), {"name": "Second", "password": PASSWORD})
    assert again.status_code == 410
    assert User.objects.filter(email="new@embassy.example").count() == 1


@pytest.mark.parametrize("end", ["expires_at", "withdrawn_at"])
def test_a_link_that_ran_out_opens_nothing(client: Client, invitation: Invitation, end: str) -> None:
    Invitation.objects.update(**{end: timezone.now() - timedelta(minutes=1)})
    assert client.get(accept_address(invitation)).status_code == 410


def test_a_weak_password_is_refused_with_a_sentence(client: Client, invitation: Invitation) -> None:
    answer = client.post(accept_address(invitation), {"name": "Somebody", "password": "123456"})
    assert answer.status_code == 200
    assert "too short" in answer.content.decode()
    assert not User.objects.filter(email="new@embassy.example").exists()


def test_the_link_alone_does_not_open_an_account_that_exists(client: Client, coordinator: User, analyst: User) -> None:
    invitation = invite(analyst.email, Invitation.Role.FOCAL_POINT, Partner.objects.get(code="JP"), coordinator)
    page = client.get(accept_address(invitation)).content.decode()
    assert "Log in with it" in page
    client.post(accept_address(invitation), {"name": "Somebody else", "password": PASSWORD})
    assert "_auth_user_id" not in client.session


def test_who_is_logged_in_makes_no_account_for_another(
    client: Client, invitation: Invitation, coordinator: User
) -> None:
    client.force_login(coordinator)
    for answer in (
        client.get(accept_address(invitation)),
        client.post(accept_address(invitation), {"name": "Jane Doe", "password": PASSWORD}),
    ):
        assert answer.status_code == 403
        assert "Log out to use it" in answer.content.decode()
    assert not User.objects.filter(email=invitation.email).exists()


def test_somebody_with_an_account_gains_the_designation(client: Client, coordinator: User, analyst: User) -> None:
    japan = Partner.objects.get(code="JP")
    invitation = invite(analyst.email, Invitation.Role.FOCAL_POINT, japan, coordinator)
    client.force_login(analyst)
    client.post(accept_address(invitation))
    assert FocalPoint.objects.active().filter(user=analyst, partner=japan).exists()
    analyst.refresh_from_db()
    assert analyst.role == User.Role.ANALYST


def test_inviting_by_the_page(client: Client, coordinator: User) -> None:
    client.force_login(coordinator)
    partner = Partner.objects.get(code="NO")
    client.post(
        reverse("invitations:list"), {"email": "a@embassy.example", "role": "focal_point", "partner": partner.pk}
    )
    assert Invitation.objects.get().partner == partner


def test_a_focal_point_needs_a_partner(client: Client, coordinator: User) -> None:
    client.force_login(coordinator)
    answer = client.post(reverse("invitations:list"), {"email": "a@embassy.example", "role": "focal_point"})
    assert "Choose the partner for whom the person speaks" in answer.content.decode()
    assert not Invitation.objects.exists()


def test_a_coordinator_makes_no_administrators(client: Client, coordinator: User) -> None:
    client.force_login(coordinator)
    client.post(reverse("invitations:list"), {"email": "a@embassy.example", "role": "administrator"})
    assert not Invitation.objects.exists()


def test_one_open_invitation_an_address(client: Client, invitation: Invitation, coordinator: User) -> None:
    client.force_login(coordinator)
    again = {"email": "NEW@embassy.example", "role": "analyst"}
    assert "still open" in client.post(reverse("invitations:list"), again).content.decode()


def test_a_focal_point_does_not_invite(client: Client, focal_point: User) -> None:
    client.force_login(focal_point)
    assert client.get(reverse("invitations:list")).status_code == 403


def test_the_first_administrator_is_invited_from_the_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("invite", "admin@office.example", role="administrator")
    assert Invitation.objects.get().token in capsys.readouterr().out


def test_the_command_names_an_unknown_partner() -> None:
    with pytest.raises(CommandError, match="No partner has the code 'XX'"):
        call_command("invite", "a@office.example", partner="XX")


def test_accepting_never_lowers_a_role(client: Client, coordinator: User, administrator: User) -> None:
    invitation = invite(administrator.email, Invitation.Role.ANALYST, None, coordinator)
    client.force_login(administrator)
    client.post(accept_address(invitation))
    administrator.refresh_from_db()
    assert administrator.role == User.Role.ADMINISTRATOR
