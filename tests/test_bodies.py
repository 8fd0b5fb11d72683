"""The pages of organizations: found by any name, shown within what the reader may see, edited and merged."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from adam.demo.makers import make_organization, make_project
from partners import doubles
from partners.models import Merge, NotTheSame, Organization, User
from projects import bodies
from projects.models import Project

pytestmark = pytest.mark.django_db
ClientFor = Callable[[User], Client]


@pytest.fixture
def customs() -> Organization:
    body = make_organization("State Customs Committee", acronym="SCC", kind="customs")
    body.aliases.create(name="Таможенный комитет")
    return body


def listed(client: Client, **query: str) -> list[str]:
    return [body.name for body in client.get(reverse("organizations:list"), query).context["page"]]


@pytest.mark.parametrize("words", ["customs comm", "CÚSTOMS", "scc", "таможенный"])
def test_a_body_is_found_by_a_part_of_any_name(
    words: str, client_for: ClientFor, analyst: User, customs: Organization
) -> None:
    make_organization("Police")
    assert listed(client_for(analyst), q=words) == ["State Customs Committee"]


def test_the_list_is_narrowed_down(client_for: ClientFor, analyst: User, customs: Organization) -> None:
    make_organization("Interpol", country=None)
    client = client_for(analyst)
    assert listed(client, country="none") == ["Interpol"]
    assert listed(client, kind="customs", country="TJ") == ["State Customs Committee"]
    assert len(listed(client, kind="nothing", page="x")) == 2
    assert "No organization matches" in client.get(reverse("organizations:list"), {"q": "zzz"}).content.decode()


def test_counts_and_projects_are_those_the_reader_may_see(
    client_for: ClientFor, analyst: User, focal_point: User, customs: Organization
) -> None:
    make_project("DE", title="Open", implementing=[customs])
    secret = {"title": "Secret", "visibility": Project.Visibility.RESTRICTED}
    make_project("DE", activities=[{"beneficiary": customs}], **secret)
    for user, number in ((analyst, 1), (focal_point, 2)):
        page = client_for(user).get(customs.get_absolute_url())
        assert page.context["count"] == number
        assert ("Secret" in page.content.decode()) == (number == 2)
        assert client_for(user).get(reverse("organizations:list")).context["counts"][customs.pk] == number


def test_the_address_of_a_merged_body_leads_on(
    client_for: ClientFor, analyst: User, coordinator: User, customs: Organization
) -> None:
    other = make_organization("Customs of Tajikistan")
    bodies.merge(customs.pk, other.pk, coordinator)
    assert client_for(analyst).get(other.get_absolute_url()).url == customs.get_absolute_url()  # type: ignore[attr-defined]
    assert client_for(coordinator).get(reverse("organizations:merge", args=[other.pk])).status_code == 302


def test_a_new_name_keeps_the_old_one_as_former(
    client_for: ClientFor, coordinator: User, customs: Organization
) -> None:
    said = {"name": "Customs Service", "acronym": "CS", "kind": "customs", "country": "TJ", "others": "Gümrük\nGumruk"}
    client_for(coordinator).post(reverse("organizations:edit", args=[customs.pk]), said)
    assert sorted(customs.aliases.values_list("name", "kind")) == [
        ("Gumruk", "other"),
        ("State Customs Committee", "former"),
    ]
    assert Organization.objects.named("state customs committee").get().name == "Customs Service"


def test_a_name_in_use_is_refused_with_a_sentence(
    client_for: ClientFor, coordinator: User, customs: Organization
) -> None:
    make_organization("Border Police")
    said = {"name": "BORDER  POLICE", "kind": "police", "others": "Kept text"}
    page = client_for(coordinator).post(reverse("organizations:edit", args=[customs.pk]), said).content.decode()
    assert "Border Police is in the register already. If it is the same body, merge the two." in page
    assert "Kept text" in page


def test_pairs_are_those_alike_in_one_country(customs: Organization) -> None:
    alike = make_organization("State Customs Comittee")
    make_organization("State Customs Committee of Kyrgyzstan", country="KG")
    acronym = make_organization("Another body", acronym="scc")
    russian = make_organization("Таможенный комитет (Душанбе)")
    known = make_organization("Border Troops")
    known.aliases.create(name="Таможенный комитет (Душанбе)")
    assert {(first, second) for first, second, _ in doubles.pairs()} == {
        (customs.pk, alike.pk), (customs.pk, acronym.pk), (russian.pk, known.pk),
    }  # fmt: skip


def test_what_is_not_the_same_is_not_proposed_again(
    client_for: ClientFor, coordinator: User, customs: Organization
) -> None:
    other = make_organization("State Customs Comittee")
    client = client_for(coordinator)
    assert len(client.get(reverse("organizations:pairs")).context["pairs"]) == 1
    client.post(reverse("organizations:not-the-same", args=[other.pk, customs.pk]))
    assert NotTheSame.objects.get().said_by == coordinator
    assert "No two look alike" in client.get(reverse("organizations:pairs")).content.decode()


def test_merging_by_the_pages(client_for: ClientFor, coordinator: User, customs: Organization) -> None:
    other = make_organization("Customs of the Republic")
    make_project(title="Names both", implementing=[customs, other], beneficiaries=[other])
    client, address = client_for(coordinator), reverse("organizations:merge", args=[customs.pk])
    assert "Customs of the Republic" in client.get(address, {"q": "republic"}).content.decode()
    page = client.get(address, {"other": str(other.pk)}).content.decode()
    assert "Parts in projects: 1 to move; 1 on both sides, kept once" in page
    assert "Names both" in page
    client.post(f"{address}?other={other.pk}", {"kept": str(customs.pk)})
    undo = reverse("organizations:undo", args=[Merge.objects.get().pk])
    page = client.get(customs.get_absolute_url()).content.decode()
    assert 0 < page.index(undo) < page.index("Takes part in")
    client.get(undo)
    client.post(undo)
    again = client.get(undo).content.decode()
    assert "was undone" in again
    assert "Undo the merge" not in again
    assert Organization.objects.filter(pk=other.pk).exists()


def test_the_number_of_queries_does_not_grow(
    client_for: ClientFor,
    coordinator: User,
    customs: Organization,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(6):
        body = make_organization(f"State Customs Committee {number}")
        make_project(implementing=[body, customs], activities=[{"beneficiary": body}])
    client = client_for(coordinator)
    for address in (reverse("organizations:list"), reverse("organizations:pairs"), customs.get_absolute_url()):
        client.get(address)
        with django_assert_max_num_queries(14):
            client.get(address)
