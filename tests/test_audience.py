"""Who sees a project or a document, told in people and partners before it is changed."""

from collections.abc import Callable

import pytest
from django.test import Client

from adam.demo.makers import make_focal_point, make_project, make_user
from partners.models import Partner, User
from projects.audience import document_audience, project_audience
from projects.models import Project
from tests.cast import PASSWORD
from tests.entering import filled, section_of

pytestmark = pytest.mark.django_db
Clients = Callable[[User], Client]


@pytest.fixture
def client(client_for: Clients, focal_point: User) -> Client:
    return client_for(focal_point)


@pytest.fixture
def people(focal_point: User, other_focal_point: User, recipient: User, coordinator: User) -> None:
    """One in each of three partners, a second one in Germany, one who has left, and the coordinator."""
    make_user(partner="DE", password=PASSWORD)
    make_user(partner="FR", is_active=False)


def test_restricted_is_told_by_name(people: None) -> None:
    found = project_audience(make_project("DE"), "restricted", set())
    assert [(one.partner, one.people) for one in found.named] == [("Germany", 2)]
    assert (found.coordinators, found.newly) == (1, ())
    assert (
        found.others_learn
        == "a restricted project in Tajikistan on Border crossing points and border posts (infrastructure, equipment)"
    )


def test_named_partners_are_told_with_their_people(people: None, united_kingdom: Partner, france: Partner) -> None:
    project = make_project("DE", visibility="restricted")
    found = project_audience(project, "named", {united_kingdom.pk, france.pk})
    named = [(one.partner, one.people) for one in found.named]
    assert named == [("Germany", 2), ("France", 0), ("United Kingdom", 1)]
    assert found.is_wider
    assert [one.people for one in found.newly] == [1]


def test_everybody_is_counted(people: None) -> None:
    found = project_audience(make_project("DE"), "all", set())
    assert (found.everybody, found.people, found.is_wider) == (True, User.objects.filter(is_active=True).count(), False)


def test_who_sees_it_already_is_not_new(people: None) -> None:
    project = make_project("DE", visibility="named", shared_with=["GB"])
    newly = [one.partner for one in project_audience(project, "all", set()).newly]
    assert "Tajikistan" in newly
    assert "United Kingdom" not in newly


def test_nobody_is_new_to_a_draft(people: None) -> None:
    found = project_audience(make_project("DE", draft=True, visibility="restricted"), "all", set())
    assert (found.is_draft, found.is_wider) == (True, False)


def test_a_document_is_seen_with_its_project_or_less(people: None) -> None:
    project = make_project("DE", visibility="named", shared_with=["GB"])
    assert [one.people for one in document_audience(project, "project").named] == [2, 1]
    assert [one.people for one in document_audience(project, "restricted").named] == [2]


def test_a_document_says_how_many_that_is(client: Client, people: None) -> None:
    project = make_project("DE", visibility="named", shared_with=["GB"])
    page = client.get(f"/projects/{project.pk}/documents/new/").content.decode()
    assert "Today that is 4 people." in page
    assert "Today that is 3 people." in page


def test_a_designated_person_of_another_partner_counts_once(people: None, germany: Partner) -> None:
    make_focal_point("DE", is_primary=False, email="both@adam.example")
    found = project_audience(make_project("DE"), "restricted", set())
    assert found.people == 3


# -- Changing it -------------------------------------------------------------------------------------------------------
def test_it_is_shown_before_it_is_saved(client: Client, people: None) -> None:
    project = make_project("DE", visibility="restricted")
    address = section_of(project, "visibility")
    page = client.post(address, filled(client.get(address), visibility="all"))
    assert "More people will see it than now." in page.content.decode()
    project.refresh_from_db()
    assert project.visibility == "restricted"
    sure = filled(page, visibility="all", previewed=page.context["previewed"])
    assert client.post(address, sure).status_code == 302
    project.refresh_from_db()
    assert project.visibility == "all"


def test_it_says_first_that_nothing_is_changed_yet(client: Client, people: None) -> None:
    project = make_project("DE", draft=True, visibility="restricted")
    address = section_of(project, "visibility")
    opened = filled(client.get(address), visibility="all")
    page = client.post(address, opened)
    notice = page.content.decode().split('id="audience"')[1]
    assert notice.index("Nothing is changed yet.") < notice.index("Who will see it once it is published")
    client.post(address, opened | {"previewed": page.context["previewed"]})
    after = client.get(f"/projects/{project.pk}/edit/").content.decode()
    assert "Everybody who has an account will see the project once it is published." in after


@pytest.mark.parametrize(("draft", "asked"), [(True, False), (False, True)])
def test_a_draft_is_restricted_without_a_question(client: Client, draft: bool, asked: bool) -> None:
    address = section_of(make_project("DE", draft=draft), "visibility")
    page = client.post(address, filled(client.get(address), visibility="restricted"), follow=True).content.decode()
    assert ("Nothing is changed yet." in page) is asked
    assert (Project.objects.get().visibility == "all") is asked
    if not asked:
        assert "Only your own partner and the coordinators will see the project once it is published." in page


def test_it_is_put_in_a_sentence(people: None, united_kingdom: Partner, france: Partner) -> None:
    project = make_project("DE")
    named = project_audience(project, "named", {united_kingdom.pk, france.pk})
    assert named.in_short == "Only your own partner, France, United Kingdom and the coordinators"
    everybody = set(Partner.objects.values_list("pk", flat=True))
    assert "partners named by you and" in project_audience(project, "named", everybody).in_short
    assert project_audience(project, "all", set()).in_short == "Everybody who has an account"


def test_another_choice_than_the_one_shown_is_shown_again(client: Client, people: None) -> None:
    project = make_project("DE", visibility="restricted")
    address = section_of(project, "visibility")
    page = client.post(address, filled(client.get(address), visibility="all", previewed="restricted:"))
    assert page.status_code == 200
    assert Project.objects.get().visibility == "restricted"


def test_the_preview_saves_nothing(client: Client, people: None, france: Partner) -> None:
    project = make_project("DE")
    address = section_of(project, "visibility")
    sent = filled(client.get(address), visibility="named", shared_with=[france.pk], action="preview")
    page = client.post(address, sent).content.decode()
    assert "France: nobody has an account today." in page
    assert f'value="named:{france.pk}"' in page
    assert "Choose the partners" in client.post(address, sent | {"shared_with": []}).content.decode()
    assert Project.objects.get().visibility == "all"


def test_what_does_not_change_is_not_asked(client: Client) -> None:
    address = section_of(make_project("DE"), "visibility")
    assert client.post(address, filled(client.get(address))).status_code == 302


def test_a_preview_is_asked_of_the_visibility_only(client_for: Callable[[User], Client], focal_point: User) -> None:
    project = make_project("DE")
    answer = client_for(focal_point).post(f"/projects/{project.pk}/edit/where/", {"action": "preview"})
    assert answer.status_code == 200


@pytest.mark.parametrize(("visibility", "said"), [("all", False), ("restricted", True)])
def test_names_of_new_bodies_are_everybodys(client: Client, visibility: str, said: bool) -> None:
    project = make_project("DE", visibility=visibility)
    page = client.get(f"/projects/{project.pk}/edit/visibility/").content.decode()
    assert ("the names of bodies and places that were new with it" in page) is said
