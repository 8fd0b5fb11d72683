"""The list as one searches in it: hits in their context, the best match first, spelling, suggestions, wrong input."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from playwright.sync_api import Page, expect

from adam.demo.makers import make_document, make_organization, make_project, make_saved_search
from partners.models import User
from projects.models import DocumentText, KnownWord
from projects.search.rebuilding import learn_words, rebuild
from tests.looks import DESK, problems

pytestmark = pytest.mark.django_db
ClientFor = Callable[[User], Client]
SignIn = Callable[[Page, User], None]


@pytest.fixture
def client(client_for: ClientFor, focal_point: User) -> Client:
    return client_for(focal_point)


def shown(client: Client, **query: object) -> str:
    response = client.get("/projects/", query)
    assert response.status_code == 200
    return response.content.decode()


def listed(client: Client, **query: object) -> list[str]:
    return [project.title for project in client.get("/projects/", query).context["page"].object_list]


def make_text(text: str, project: Any = None, **fields: Any) -> DocumentText:
    document = make_document(project or make_project("GB"), **{"title": "Inception report", **fields})
    return DocumentText.objects.create(document=document, text=text)


# -- Hits --------------------------------------------------------------------------------------------------------------
def test_a_hit_shows_its_words_in_their_context(client: Client) -> None:
    make_project("GB", title="Scanners <b>", objective="Officers find drugs hidden in trucks at the crossing.")
    html = shown(client, q="scanner truck")
    assert "<mark>Scanners</mark> &lt;b&gt;</bdi></a>" in html
    assert "hidden in <mark>trucks</mark> at the crossing" in html


def test_a_hit_in_a_document_names_the_document(client: Client) -> None:
    text = make_text("The mission visited the laboratory. It needs chromatographs & reagents.")
    html = shown(client, q="chromatograph")
    assert "needs <mark>chromatographs</mark> &amp; reagents" in html
    assert f'in <a href="{text.document.get_absolute_url()}">“Inception report”</a>' in html


def test_documents_that_are_not_theirs_to_see_stay_unknown(client: Client, client_for: ClientFor) -> None:
    make_text("Undercover purchase", visibility="restricted")
    make_text("Undercover purchase", make_project("GB", visibility="restricted"))
    make_text("Undercover purchase", make_project("GB", draft=True))
    seen = make_project("GB", title="Purchase of scanners")
    make_text("Undercover", seen, visibility="restricted")
    assert listed(client, q="undercover") == []
    html = shown(client, q="purchase or undercover")
    assert "Undercover" not in html
    assert "Inception report" not in html


@pytest.mark.parametrize("typed", ["drug " * 14, "drug drugs Drug. drug, drug; drug! drug? drugged"])
def test_a_word_typed_many_times_is_marked_like_one(client: Client, typed: str) -> None:
    """PostgreSQL would look for each of them in every place."""
    make_project("DE", title="Laboratory", objective="Against the drug trade. " * 40)
    assert "Against the <mark>drug</mark> trade" in shown(client, q=typed)


def test_a_filter_takes_as_many_choices_as_there_can_be(client: Client) -> None:
    page = shown(client, country=["DE", *(f"X{n}" for n in range(400))], implementer=[str(n) for n in range(400)])
    assert "only the first 300 were looked for" in page


def test_many_documents_of_a_project_are_one_hit(client: Client) -> None:
    project = make_project("GB")
    for number in range(3):
        make_document(project, b"%d" % number, title=f"Zebra {number}")
    assert "and 2 other documents" in shown(client, q="zebra")


# -- Order -------------------------------------------------------------------------------------------------------------
def test_the_best_match_comes_first(client: Client) -> None:
    make_project("DE", title="Zebra", reference="ZZ-7")
    make_project("DE", title="Third", objective="A zebra.")
    make_project("DE", title="Second", beneficiaries=[make_organization("Zebra Police")])
    make_text("A zebra.", make_project("DE", title="Fourth"))
    assert listed(client, q="zebra") == ["Zebra", "Second", "Third", "Fourth"]
    assert listed(client, q="zebra", sort="-changed") == ["Fourth", "Second", "Third", "Zebra"]


def test_who_has_the_number_comes_before_who_mentions_it(client: Client) -> None:
    make_project("DE", title="Has it", reference="K28/7")
    make_project("DE", title="Continues K28/7: K28/7", objective="K28/7")
    assert listed(client, q="K28/7") == ["Has it", "Continues K28/7: K28/7"]


@pytest.mark.parametrize("sort", ["changed", "-confirmed", "confirmed", "title", "-budget", "nonsense", "-"])
def test_every_sort_works_with_words_and_without(client: Client, sort: str) -> None:
    titles = {make_project("DE", title=f"Zebra {n}").title for n in range(3)}
    assert set(listed(client, q="zebra", sort=sort)) == set(listed(client, sort=sort)) == titles


# -- Spelling ----------------------------------------------------------------------------------------------------------
def test_a_misspelt_word_is_put_right(client: Client) -> None:
    make_project("GB", title="Control of narcotics at the border", countries=["TJ"])
    learn_words()
    html = shown(client, q="narcotcis bordr", country="TJ")
    assert 'Did you mean <a href="/projects/?q=narcotics+border&amp;country=TJ"><b>narcotics border</b></a>' in html
    assert "That finds 1 project." in html
    assert "Did you mean" not in shown(client, q="narcotics")


def test_of_equally_near_words_the_one_with_the_same_ends_is_offered(client: Client) -> None:
    make_project("GB", title="Checkpoint near Osh")
    for number in range(2):
        make_project("DE", title=f"With the OSCE {number}")
    learn_words()
    assert "<b>osh</b></a>? That finds 1 project." in shown(client, q="osch")


def test_the_beginning_of_a_word_leads_to_the_word_that_most_have(
    client: Client, client_for: ClientFor, coordinator: User
) -> None:
    for title in ("Kennels", "Kennels at the post", "Kennedy harbour"):
        make_project("GB", title=title)
    make_project("GB", title="Kennington", visibility="restricted")
    learn_words()
    html = shown(client, q="kenn")
    assert "<b>kennels</b></a>? That finds 2 projects." in html
    assert "Did you mean" not in shown(client, q="kennin")
    assert "Did you mean" not in shown(client_for(coordinator), q="kennin")  # its word was never learnt


def test_no_word_of_hidden_texts_is_learnt_or_offered(client: Client, client_for: ClientFor, coordinator: User) -> None:
    make_project("GB", title="Undercover", visibility="restricted")
    make_project("GB", title="Clandestine", draft=True)
    make_text("Conspirative", visibility="restricted")
    formerly = make_project("GB", title="Formerly shown")
    learn_words()
    assert not KnownWord.objects.filter(word__in=["undercover", "clandestine", "conspirative"]).exists()
    formerly.visibility = "restricted"
    formerly.save()
    assert "Did you mean" not in shown(client, q="formerlly")
    assert "Did you mean" in shown(client_for(coordinator), q="formerlly")


# -- Suggestions -------------------------------------------------------------------------------------------------------
def suggested(client: Client, typed: str) -> str:
    with connection.cursor() as cursor:  # as when the transaction that made the projects has ended
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    response = client.get(reverse("projects:suggest"), {"q": typed})
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize(
    ("typed", "kind", "text"),
    [
        ("scan", "Project", "Scanners at the river"),
        ("river sc", "Project", "Scanners at the river"),
        ("DE/K2", "Project", "Scanners at the river"),
        ("k28", "Project", "Scanners at the river"),
        ("Drug Con", "Organization", "Drug Control Agency (DCA)"),
        ("dca", "Organization", "Drug Control Agency (DCA)"),
        ("tajik", "Country", "Tajikistan"),
        ("border man", "Theme", "T1 Border management and cross-border cooperation"),
    ],
)
def test_what_begins_so_is_suggested(client: Client, typed: str, kind: str, text: str) -> None:
    body = make_organization("Drug Control Agency", acronym="DCA")
    make_project("DE", title="Scanners at the river", reference="DE/K28", beneficiaries=[body])
    assert f'<span class="kind">{kind}</span> <span>{text}</span>' in suggested(client, typed)


def test_nothing_hidden_is_suggested(client: Client) -> None:
    hidden = make_organization("Zebra Squad")
    make_project("GB", title="Zebra", visibility="restricted", beneficiaries=[hidden])
    make_project("GB", title="Zebra", draft=True, implementing=[hidden])
    assert suggested(client, "zebra").strip() == ""


@pytest.mark.parametrize("typed", ["", "a", "' & !", "\0\0", "x" * 10_000, "🚓🚓", "%_", "x:* | y", "-", "\\"])
def test_any_text_may_be_typed(client: Client, typed: str) -> None:
    assert suggested(client, typed).strip() == ""


# -- Wrong input -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("the of", "these words are in nearly every text"),
        ("-", "there is no word to look for"),
        ("-border", "there is no word to look for"),
        ('"', "there is no word to look for"),
        ("zebra " * 2_000, "only the first 200 characters"),
        ('"zebra', "No project matches"),
        ("zebra & | ! :* <-> ((", "No project matches"),
    ],
)
def test_a_strange_search_is_answered_with_a_sentence(client: Client, typed: str, sentence: str) -> None:
    make_project("DE", title="Border posts")
    assert sentence in shown(client, q=typed)


# -- The page ----------------------------------------------------------------------------------------------------------
def test_the_list_with_hits_costs_the_same_for_ten_and_twenty_rows(client: Client, focal_point: User) -> None:
    make_saved_search(focal_point)
    costs = []
    for _ in range(2):
        for _ in range(10):
            make_text("Zebra", make_project("DE", title="Zebra", countries=["TJ"]))
        with CaptureQueriesContext(connection) as captured:
            shown(client, q="zebra", country="TJ")
        costs.append(len(captured))
    assert costs[0] == costs[1] <= 31


def test_saved_searches_stand_above_the_list(client: Client, focal_point: User) -> None:
    search = make_saved_search(focal_point, name="At the border")
    html = shown(client, q="border", page=2)
    assert f'<a href="{search.get_absolute_url()}">At the border</a>' in html
    assert 'name="query" value="q=border"' in html
    assert "Save this search" not in shown(client)


def test_counts_stand_beside_the_choices(client: Client) -> None:
    make_project("DE", countries=["TJ", "AF"], status="2")
    make_project("DE", countries=["TJ"], status="4")
    html = shown(client, status="2")
    assert '<span>Tajikistan</span> <span class="number">1</span>' in html
    assert '<span>Completed</span> <span class="number">1</span>' in html
    assert "<span>Uzbekistan</span>" not in html
    assert '<span>With open alerts</span> <span class="number">0</span>' in html


@pytest.mark.django_db(transaction=True)
def test_all_words_can_be_written_anew(reader: User) -> None:
    make_text("Zebra", make_project("DE", title="Lion"))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE projects_projectwords SET words = '', heading = ''; DELETE FROM projects_documentwords")
    assert rebuild() == (1, 1)
    assert KnownWord.objects.filter(word__in=["zebra", "lion"]).count() == 2


# -- In the browser ----------------------------------------------------------------------------------------------------
def test_counts_follow_the_filters_without_a_reload(page: Page, sign_in: SignIn, focal_point: User) -> None:
    make_project("DE", title="Scanners", countries=["TJ"], status="2")
    make_project("DE", title="Training", countries=["PK"], status="4")
    sign_in(page, focal_point)
    page.goto("/projects/")
    country = page.get_by_role("group", name="Country")
    expect(country.get_by_label("Pakistan 1")).to_be_visible()
    page.get_by_label("Running 1").check()
    expect(country.get_by_label("Pakistan 0")).to_be_visible()
    expect(page.get_by_label("Active in year").locator("option").nth(1)).to_contain_text("(1)")
    assert page.url.endswith("/projects/?status=2")
    assert problems(page) == []


def test_a_search_box_suggests_and_leads_there_by_keyboard(page: Page, sign_in: SignIn, focal_point: User) -> None:
    project = make_project("DE", title="Scanners at the river", countries=["TJ"])
    sign_in(page, focal_point)
    page.goto("/help/")
    box = page.get_by_role("combobox", name="Search projects and documents")
    box.press_sequentially("scann")
    expect(page.get_by_role("option", name="Scanners at the river")).to_be_visible()
    assert problems(page) == []
    page.set_viewport_size(DESK)
    box.press("Enter")
    page.wait_for_url("**/projects/?q=scann")
    box = page.get_by_role("combobox", name="Search projects and documents")
    box.press_sequentially("scann")
    expect(page.get_by_role("option", name="Scanners at the river")).to_be_visible()
    box.press("ArrowDown")
    box.press("Enter")
    page.wait_for_url(f"**{project.get_absolute_url()}")


def test_a_search_is_saved_from_the_list(page: Page, sign_in: SignIn, focal_point: User) -> None:
    make_project("DE", countries=["TJ"])
    sign_in(page, focal_point)
    page.goto("/projects/")
    page.get_by_label("Tajikistan 1").check()
    page.get_by_text("Save this search").click()
    page.get_by_label("Name", exact=True).fill("All of Tajikistan")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The search “All of Tajikistan” is saved")).to_be_visible()
    assert page.url.endswith("/projects/?country=TJ")
    page.locator("summary", has_text="Saved searches").click()
    assert problems(page) == []
    page.set_viewport_size(DESK)
    page.get_by_role("link", name="Rename or delete").click()
    assert problems(page) == []
