"""Who comes by an address that only takes forms is led to the page of the form, and told that nothing was changed; who
sends a form is led back to the page it was on."""

from collections.abc import Callable

import pytest
from django.test import Client

from adam.demo.makers import make_document, make_earlier_version, make_project
from partners.models import User
from projects.models import Watch

pytestmark = pytest.mark.django_db
SENTENCE = "Nothing was changed. If you pressed a button before you signed in, press it again here."


@pytest.fixture
def client(client_for: Callable[[User], Client], focal_point: User) -> Client:
    return client_for(focal_point)


@pytest.mark.parametrize(
    ("address", "page"),
    [
        ("/projects/watches/new/", "/projects/watches/"),
        ("/projects/deleted/1/put-back/", "/projects/deleted/"),
        ("/projects/documents/{document}/versions/1/restore/", "/projects/documents/{document}/about/"),
        ("/notifications/read/", "/notifications/"),
        ("/projects/kept/", "/"),
    ],
)
def test_a_form_address_leads_to_its_page(client: Client, address: str, page: str) -> None:
    document = make_document(make_project("DE"))
    make_earlier_version(document)
    answer = client.get(address.format(document=document.pk), follow=True)
    assert answer.redirect_chain[0][0] == page.format(document=document.pk)
    assert SENTENCE in answer.content.decode()


def test_who_was_signed_out_comes_by_the_login_to_the_page(focal_point: User) -> None:
    client = Client()
    answer = client.post("/projects/watches/new/", {"query": "country=TJ"})
    assert answer["Location"] == "/accounts/login/?next=/projects/watches/new/"
    client.force_login(focal_point)
    assert SENTENCE in client.get("/projects/watches/new/", follow=True).content.decode()
    assert not Watch.objects.exists()


@pytest.mark.parametrize(
    "back", ["x", "account_logout", "./x", "-1", "[]", "%FF", "//evil.example/", "/\\evil.example"]
)
def test_what_is_no_address_of_this_site_leads_to_the_usual_page(client: Client, back: str) -> None:
    project = make_project("DE")
    answer = client.post("/projects/watches/new/", {"project": project.pk, "back": back})
    assert answer["Location"] == project.get_absolute_url()
    assert Watch.objects.count() == 1


def test_an_address_of_this_site_is_gone_back_to(client: Client) -> None:
    sent = {"project": make_project("DE").pk, "back": "/projects/?q=hunde%20für"}
    assert client.post("/projects/watches/new/", sent)["Location"] == "/projects/?q=hunde%20f%C3%BCr"
