"""Two people with one project open, or one person with two windows: nobody overwrites what he or she has not seen."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from adam.demo.makers import make_focal_point, make_project
from partners.models import User
from projects.models import Activity, Project
from tests.entering import filled, section_of

pytestmark = pytest.mark.django_db
Clients = Callable[[User], Client]


@pytest.fixture
def client(client_for: Clients, focal_point: User) -> Client:
    return client_for(focal_point)


@pytest.fixture
def deputy(client_for: Clients, focal_point: User) -> Client:
    return client_for(make_focal_point("DE", is_primary=False, name="Deputy, Germany"))


@pytest.fixture
def project(db: None) -> Project:
    activities = [{"type": "A05", "quantity": 2, "unit": "sets"}, {"type": "A06", "quantity": 3, "unit": "posts"}]
    return make_project("DE", title="As opened", amount=None, countries=["TJ"], activities=activities)


def both_save(
    client: Client, deputy: Client, project: Project, section: str, theirs: Any, mine: Any
) -> tuple[Any, Any]:
    """Both open the section, the deputy saves, then the other: what is sent and what is answered."""
    address = section_of(project, section)
    data = filled(client.get(address), **mine)
    assert deputy.post(address, filled(deputy.get(address), **theirs)).status_code == 302
    return data, client.post(address, data)


def again(page: Any, data: dict[str, Any], **choices: Any) -> dict[str, Any]:
    """The page that showed the differences, sent again."""
    differences = page.context["meanwhile"].differences
    shown = {"base": page.context["base"], "was": page.context["meanwhile"].before}
    return data | shown | {"conflict": [one.key for one in differences]} | choices


@pytest.mark.django_db(transaction=True)
def test_the_second_sees_the_difference_and_who_made_it(client: Client, deputy: Client, project: Project) -> None:
    _, page = both_save(client, deputy, project, "essentials", {"title": "The deputy's"}, {"title": "Mine"})
    text = page.content.decode()
    assert "changed while you had the form open" in text
    assert "Deputy, Germany" in text
    assert 'value="Mine"' in text
    assert [(one.label, one.theirs, one.mine) for one in page.context["meanwhile"].differences] == [
        ("Title", "The deputy's", "Mine")
    ]
    project.refresh_from_db()
    assert project.title == "The deputy's"


@pytest.mark.parametrize(("choice", "title"), [("mine", "Mine"), ("theirs", "The deputy's")])
def test_the_second_chooses(client: Client, deputy: Client, project: Project, choice: str, title: str) -> None:
    data, page = both_save(
        client, deputy, project, "essentials", {"title": "The deputy's"}, {"title": "Mine", "objective": "Mine too"}
    )
    client.post(section_of(project, "essentials"), again(page, data, **{"keep-title": choice}))
    project.refresh_from_db()
    assert (project.title, project.objective) == (title, "Mine too")


def test_one_press_keeps_all_of_one_side(client: Client, deputy: Client, project: Project) -> None:
    data, page = both_save(
        client, deputy, project, "essentials", {"title": "Theirs", "status": "3"}, {"title": "Mine", "status": "6"}
    )
    del data["action"]
    client.post(section_of(project, "essentials"), again(page, data, keep="theirs"))
    project.refresh_from_db()
    assert (project.title, project.status) == ("Theirs", "3")


def test_who_does_not_choose_is_asked_again(client: Client, deputy: Client, project: Project) -> None:
    data, page = both_save(client, deputy, project, "essentials", {"title": "Theirs"}, {"title": "Mine"})
    asked = client.post(section_of(project, "essentials"), again(page, data))
    assert '<a href="#id_keep-title-theirs">Title: choose which to keep.</a>' in asked.content.decode()
    assert [(one.theirs, one.mine) for one in asked.context["meanwhile"].differences] == [("Theirs", "Mine")]
    client.post(section_of(project, "essentials"), again(asked, data, **{"keep-title": "mine"}))
    project.refresh_from_db()
    assert project.title == "Mine"


def test_what_does_not_touch_goes_together_silently(client: Client, deputy: Client, project: Project) -> None:
    _, answer = both_save(client, deputy, project, "essentials", {"title": "Theirs"}, {"objective": "Mine"})
    assert answer.status_code == 302
    project.refresh_from_db()
    assert (project.title, project.objective) == ("Theirs", "Mine")


def test_another_section_is_no_difference(client: Client, deputy: Client, project: Project) -> None:
    data = filled(client.get(section_of(project, "numbers")), reference="R-77")
    deputy.post(
        section_of(project, "essentials"), filled(deputy.get(section_of(project, "essentials")), title="Theirs")
    )
    assert client.post(section_of(project, "numbers"), data).status_code == 302
    project.refresh_from_db()
    assert (project.title, project.reference) == ("Theirs", "R-77")


def test_both_lists_together(client: Client, deputy: Client, project: Project) -> None:
    data, page = both_save(client, deputy, project, "where", {"countries": ["TJ", "AF"]}, {"countries": ["TJ", "UZ"]})
    (one,) = page.context["meanwhile"].differences
    assert (one.both, one.theirs, one.mine) == (True, "Afghanistan, Tajikistan", "Tajikistan, Uzbekistan")
    client.post(section_of(project, "where"), again(page, data, **{"keep-countries": "both"}))
    assert set(project.countries.values_list("pk", flat=True)) == {"AF", "TJ", "UZ"}


def test_two_windows_of_one_person(client: Client, project: Project) -> None:
    _, page = both_save(client, client, project, "essentials", {"title": "First"}, {"title": "Second"})
    assert page.status_code == 200
    assert page.context["meanwhile"].differences[0].theirs == "First"


# -- Rows --------------------------------------------------------------------------------------------------------------
def test_rows_of_both_are_kept(client: Client, deputy: Client, project: Project) -> None:
    theirs = {"activities-2-type": "A08", "activities-2-quantity": "12", "activities-2-unit": "dogs"}
    mine = {"activities-2-type": "A01", "activities-0-quantity": "20"}
    _, answer = both_save(client, deputy, project, "activities", theirs, mine)
    assert answer.status_code == 302
    assert sorted(project.activities.values_list("type", "quantity")) == [
        ("A01", None), ("A05", 20), ("A06", 3), ("A08", 12),
    ]  # fmt: skip


def test_a_row_removed_meanwhile_leaves_the_others_where_they_are(
    client: Client, deputy: Client, project: Project
) -> None:
    _, answer = both_save(
        client, deputy, project, "activities", {"activities-0-DELETE": "on"}, {"activities-1-quantity": "30"}
    )
    assert answer.status_code == 302
    assert list(project.activities.values_list("type", "quantity")) == [("A06", 30)]


@pytest.mark.parametrize(("choice", "left"), [("mine", 2), ("theirs", 1)])
def test_a_row_removed_there_and_changed_here(
    client: Client, deputy: Client, project: Project, choice: str, left: int
) -> None:
    _, page = both_save(
        client, deputy, project, "activities", {"activities-0-DELETE": "on"}, {"activities-0-quantity": "20"}
    )
    (one,) = page.context["meanwhile"].differences
    assert (one.label, one.theirs) == ("Activity 2", "removed")
    sent = again(page, dict(page.context["meanwhile"].data.lists()), **{f"keep-{one.key}": choice})
    client.post(section_of(project, "activities"), sent)
    assert Activity.objects.filter(project=project).count() == left


def test_one_field_of_a_row_is_asked_for(client: Client, deputy: Client, project: Project) -> None:
    _, page = both_save(
        client, deputy, project, "activities", {"activities-0-quantity": "20"}, {"activities-0-quantity": "30"}
    )
    (one,) = page.context["meanwhile"].differences
    assert (one.label, one.theirs, one.mine) == ("Activity 1, quantity", "20", "30")
    assert list(project.activities.values_list("quantity", flat=True)) == [20, 3]
