"""Searches that people keep: made from any state of the list, private, renamed and deleted."""

import threading
from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection
from django.test import Client
from django.urls import reverse

from adam.demo.makers import make_project, make_saved_search
from partners.models import User
from projects.filters import stored
from projects.models import SavedSearch
from projects.models.saved_search import MOST_SAVED

pytestmark = pytest.mark.django_db
ClientFor = Callable[[User], Client]
NEW = reverse("projects:search_new")


def test_a_search_is_kept_tidy_under_a_name(client_for: ClientFor, analyst: User) -> None:
    data = {"name": "  Work in \n Tajikistan ", "query": "country=TJ&theme=&page=3&sort=title"}
    response = client_for(analyst).post(NEW, data)
    search = SavedSearch.objects.get()
    assert (search.owner, search.name, search.query) == (analyst, "Work in Tajikistan", "country=TJ&sort=title")
    assert response["Location"] == search.get_absolute_url() == "/projects/?country=TJ&sort=title"


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_save_one_search(client_for: ClientFor, analyst: User) -> None:
    together, answers = threading.Barrier(2), []

    def press(client: Client) -> None:
        try:
            together.wait(20)
            answers.append(client.post(NEW, {"name": "Mine", "query": "q=a"}).status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=[client_for(analyst)]) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(answers) <= {200, 302}
    assert len(answers) == 2
    assert SavedSearch.objects.count() == 1


def test_one_person_keeps_so_many_and_no_more(client_for: ClientFor, analyst: User) -> None:
    for number in range(MOST_SAVED):
        make_saved_search(analyst, name=f"Search {number}")
    html = client_for(analyst).post(NEW, {"name": "One more", "query": "q=a"}).content.decode()
    assert f"You have {MOST_SAVED} saved searches, which is the most" in html
    assert SavedSearch.objects.count() == MOST_SAVED


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("", "Give the search a name"),
        ("mine", "You have a search named “mine” already"),
        ("n" * 81, "at most 80 characters"),
    ],
)
def test_what_is_wrong_with_a_name_is_said(client_for: ClientFor, analyst: User, name: str, sentence: str) -> None:
    make_saved_search(analyst, name="Mine")
    html = client_for(analyst).post(NEW, {"name": name, "query": "q=a"}).content.decode()
    assert sentence in html
    assert 'maxlength="80"' not in html  # which would cut a longer name in silence
    assert 'value="q=a"' in html
    assert SavedSearch.objects.count() == 1


def test_too_long_a_search_is_refused_with_a_sentence(client_for: ClientFor, analyst: User) -> None:
    html = client_for(analyst).post(NEW, {"name": "Long", "query": "q=" + "a" * 4_000}).content.decode()
    assert "This search is too long to be kept" in html


def test_searches_are_listed_in_words_for_their_owner_only(client_for: ClientFor, analyst: User, reader: User) -> None:
    make_saved_search(analyst, "country=TJ&q=border", name="Mine")
    make_saved_search(reader, name="Not mine")
    html = client_for(analyst).get(reverse("projects:searches")).content.decode()
    assert "“border” · Tajikistan" in html
    assert "Not mine" not in html
    assert "Mine" in client_for(analyst).get("/").content.decode()
    assert "No saved searches yet" not in html


def test_rename_and_delete(client_for: ClientFor, analyst: User) -> None:
    search, client = make_saved_search(analyst, name="Old"), client_for(analyst)
    client.post(reverse("projects:search_rename", args=[search.pk]), {"name": "New", "query": "country=PK"})
    search.refresh_from_db()
    assert (search.name, search.query) == ("New", "country=TJ")
    client.post(reverse("projects:search_delete", args=[search.pk]))
    assert not SavedSearch.objects.exists()


def test_a_stored_query_is_read_with_the_rights_of_its_owner(reader: User, other_focal_point: User) -> None:
    make_project("DE", title="Open")
    make_project("DE", title="Closed", visibility="restricted")
    found = [{project.title for project in stored("country=TJ", who).qs} for who in (reader, other_focal_point)]
    assert found == [{"Open", "Closed"}, {"Open"}]


def test_two_names_that_differ_in_case_are_one(analyst: User) -> None:
    make_saved_search(analyst, name="Mine")
    with pytest.raises(IntegrityError):
        make_saved_search(analyst, name="MINE")
