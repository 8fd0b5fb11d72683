"""What somebody with bad intentions sends: links, cells, hosts and presses at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse

from adam.demo.makers import make_organization, make_project
from partners.models import Invitation, User
from projects.exports import csv_lines, defused


@pytest.mark.django_db
@pytest.mark.parametrize("token", ["%00", "a%00b", "%FF%FE", "' OR 1=1--"])
def test_a_made_up_invitation_is_not_found(client: Client, token: str) -> None:
    assert client.get(f"/invitations/accept/{token}/").status_code in {404, 410}


@pytest.mark.django_db
def test_nul_in_an_address_is_lost(coordinator: User, client_for: Callable[[User], Client]) -> None:
    body, project, client = make_organization("Drug Control Agency"), make_project(), client_for(coordinator)
    names = (
        "q",
        "country",
        "kind",
        "other",
        "page",
        "type",
        "query",
        "sort",
        "rows",
        "section",
        "kept",
        "days",
        "column",
        "%00",
    )
    query = "&".join(f"{name}=%00" for name in names)
    paths = [
        "/organizations/", "/organizations/pairs/", f"/organizations/{body.pk}/", f"/organizations/{body.pk}/merge/",
        "/projects/", "/projects/export/", "/projects/export.csv", "/projects/suggest/", "/projects/watches/",
        "/projects/analysis/",
        reverse("projects:suggest_organizations"), reverse("projects:suggest_places"), reverse("projects:new_place"),
        reverse("projects:suggest_units"), reverse("projects:search_new"), f"/projects/{project.pk}/",
        f"/projects/{project.pk}/history/",
    ]  # fmt: skip
    assert {path: client.get(f"{path}?{query}", follow=True).status_code for path in paths} == dict.fromkeys(paths, 200)
    found = client.get(f"/organizations/{body.pk}/merge/?q=dru%00g").context["q"]
    assert found == "drug"
    assert client.get("/api/projects/?q=%00").status_code == 200


@pytest.mark.parametrize("text", ["=1+1", " =1+1", "\u00a0@SUM(A1)", "\t1", "\r\n1", "\uff1d1+1", "-2+3"])
def test_a_cell_is_no_formula(text: str) -> None:
    assert defused(text) == f"'{text}"


@pytest.mark.parametrize("text", ["Border control - phase 2", " a=b", "\u2212 5"])
def test_ordinary_text_stays(text: str) -> None:
    assert defused(text) == text


def test_a_heading_is_no_formula() -> None:
    assert "'=cmd" in next(csv_lines(["=cmd"], []))


@pytest.mark.django_db
def test_the_asker_does_not_choose_the_host_in_a_reset_mail(client: Client, analyst: User, settings: object) -> None:
    cache.clear()
    settings.BASE_URL = "https://adam.example"
    client.post(reverse("account_reset_password"), {"email": analyst.email}, headers={"host": "localhost:9999"})
    text = mail.outbox[0].body
    assert "https://adam.example/accounts/password/reset/key/" in text
    assert "9999" not in text


@pytest.mark.django_db
def test_nor_in_a_mail_that_confirms_an_address(
    client_for: Callable[[User], Client], analyst: User, settings: object
) -> None:
    cache.clear()
    settings.BASE_URL = "https://adam.example"
    added = {"email": "second@office.example", "action_add": ""}
    client_for(analyst).post(reverse("account_email"), added, headers={"host": "localhost:9999"})
    assert "https://adam.example/accounts/confirm-email/" in mail.outbox[0].body
    assert "9999" not in mail.outbox[0].body


@pytest.mark.django_db
def test_no_mail_goes_to_strangers(client: Client) -> None:
    cache.clear()
    client.post(reverse("account_reset_password"), {"email": "stranger@elsewhere.example"})
    assert mail.outbox == []


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_invite_once(coordinator: User, client_for: Callable[[User], Client]) -> None:
    clients = [client_for(coordinator) for _ in range(2)]

    def press(client: Client) -> None:
        try:
            client.post(reverse("invitations:list"), {"email": "new@office.example", "role": "analyst"})
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(press, clients))
    assert Invitation.objects.count() == 1
