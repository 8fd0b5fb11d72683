"""Signing in: by e-mail and password, slowly when wrong, and nobody signs up."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from partners.models import User
from tests.conftest import Mailbox

pytestmark = pytest.mark.django_db
PASSWORD = "seven mules cross slowly"


@pytest.fixture(autouse=True)
def _no_earlier_tries() -> None:
    cache.clear()


def log_in(client: Client, email: str, password: str) -> bool:
    client.post(reverse("account_login"), {"login": email, "password": password})
    return "_auth_user_id" in client.session


def test_by_email_and_password(client: Client, analyst: User) -> None:
    analyst.set_password(PASSWORD)
    analyst.save()
    assert log_in(client, analyst.email.upper(), PASSWORD)


def test_not_with_a_wrong_password(client: Client, analyst: User) -> None:
    assert not log_in(client, analyst.email, "wrong")


def test_after_many_wrong_passwords_the_right_one_waits_too(client: Client, analyst: User) -> None:
    analyst.set_password(PASSWORD)
    analyst.save()
    for _ in range(10):
        log_in(client, analyst.email, "wrong")
    assert not log_in(client, analyst.email, PASSWORD)


def test_not_when_the_account_is_closed(client: Client, analyst: User) -> None:
    analyst.set_password(PASSWORD)
    analyst.is_active = False
    analyst.save()
    assert not log_in(client, analyst.email, PASSWORD)


def test_nobody_signs_up(client: Client) -> None:
    fields = {"email": "x@office.example", "password1": PASSWORD, "password2": PASSWORD}
    client.post(reverse("account_signup"), fields)
    assert not User.objects.filter(email="x@office.example").exists()


def test_logging_out_takes_a_post(client: Client, analyst: User) -> None:
    client.force_login(analyst)
    client.get(reverse("account_logout"))
    assert "_auth_user_id" in client.session
    client.post(reverse("account_logout"))
    assert "_auth_user_id" not in client.session


def test_a_forgotten_password_is_renewed_by_mail(client: Client, smtp: Mailbox, analyst: User) -> None:
    client.post(reverse("account_reset_password"), {"email": analyst.email})
    body = smtp.messages[0].get_body(("plain",)).get_content()
    path = next(word for word in body.split() if "/password/reset/key/" in word).split("/accounts", 1)[1]
    form = client.get(f"/accounts{path}", follow=True)
    client.post(form.redirect_chain[-1][0], {"password1": PASSWORD, "password2": PASSWORD})
    assert log_in(Client(), analyst.email, PASSWORD)


def test_an_unknown_address_learns_nothing(client: Client, smtp: Mailbox) -> None:
    answer = client.post(reverse("account_reset_password"), {"email": "nobody@office.example"})
    assert answer.url == reverse("account_reset_password_done")


def test_strangers_are_led_to_the_login(client: Client) -> None:
    answer = client.get("/projects/?q=dogs")
    assert answer.status_code == 302
    assert answer.url.startswith("/accounts/login/?next=/projects/")


def test_the_administration_has_no_login_of_its_own(client: Client) -> None:
    assert reverse("account_login") in client.get("/administration/login/").url
