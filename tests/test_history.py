"""The history of a project: what was saved, old and new, and never what the reader could not see when it was saved."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pghistory
import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from adam.demo.makers import (
    get_partner,
    make_activity,
    make_contribution,
    make_document,
    make_earlier_version,
    make_focal_point,
    make_merge,
    make_participation,
    make_place,
    make_project,
    make_relation,
    make_user,
)
from partners.models import User
from projects.history import Filter, as_of, changes, people, saves
from projects.history.difference import Piece, word_difference
from projects.merges import undo
from projects.models import Project, Recipient, Theme

pytestmark = pytest.mark.django_db(transaction=True)  # each save has a time of its own
Clients = Callable[[User], Client]


@pytest.fixture
def german() -> User:
    return make_focal_point("DE")


@contextmanager
def by(user: User) -> Iterator[None]:
    with pghistory.context(user=user.pk):
        yield


def update(project: Project, **values: Any) -> None:
    Project.objects.filter(pk=project.pk).update(**values)


def lines(project: Project, user: User, **narrowed: Any) -> list[str]:
    return [str(line) for save in saves(project, user, Filter(**narrowed)).saves for line in save.lines]


# -- What is told ------------------------------------------------------------------------------------------------------
def test_every_field_is_told_old_and_new(german: User) -> None:
    project = make_project("DE", substances=["opiates"], oda="oda")
    update(
        project, title="New", reference="R-9", objective="Other words", language="fr", status="5", oda="mixed",
        start=date(2020, 5, 3), end=None, route="balkan", substances=["opiates", "cocaine"], purpose_codes=["16063"],
        visibility="named",
    )  # fmt: skip
    told = {line.label: (line.old, line.new) for line in changes(project, german)[0].lines}
    assert told["Status"] == ("Running", "Cancelled")
    assert told["Start"][1] == "3 May 2020"
    assert told["End"][1] == "nothing"
    assert told["Route"] == ("nothing", "Balkan route")
    assert told["Substances"] == ("Opiates", "Opiates, Cocaine")
    assert told["DAC purpose codes"] == ("nothing", "16063 Narcotics control")
    assert told["Language of the text"] == ("English", "French")
    assert told["Visibility"] == ("All partners", "Named partners only")
    assert len(told) == 12


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda p: Recipient.objects.create(project=p, country_id="AF", share=40), "Country added: Afghanistan"),
        (lambda p: Recipient.objects.update(share=30), "Country “Tajikistan”, share (%): “nothing” became “30”"),
        (lambda p: p.recipients.all().delete(), "Country removed: Tajikistan"),
        (lambda p: p.themes.add(Theme.objects.get(pk="T1.3")), "Theme added: "),
        (lambda p: p.places.add(make_place("New post", "AF")), "Place added: New post, Afghanistan"),
        (lambda p: make_participation(p, "GIZ"), "Organization added: Implementing: GIZ"),
        (lambda p: make_contribution(p, "FR", 1000, "EUR"), "Contribution added: France: €"),
        (lambda p: p.contributions.update(amount=7), "amount: “US$\u00a0250\u00a0000” became “US$\u00a07”"),
        (lambda p: make_activity(p, description="Drill", quantity=3), "Activity added: Drill"),
        (lambda p: p.activities.update(quantity=5), "Activity “Scanners”, quantity: “2” became “5”"),
        (lambda p: p.identifiers.create(scheme="CRS", value="77"), "Other number added: CRS 77"),
        (lambda p: p.shared_with.add(get_partner("FR")), "Shown to added: France"),
        (lambda p: make_document(p, name="plan.pdf"), "Document added: plan.pdf"),
        (lambda p: make_relation(p, make_project("GB", title="Other"), "child"), "Other (part of this)"),
    ],
)
def test_every_part_is_told(german: User, make: Callable[[Project], Any], words: str) -> None:
    project = make_project("DE", activities=[{"description": "Scanners", "quantity": 2}])
    make(project)
    told = [str(line) for line in changes(project, german)[0].lines]
    assert any(words in line for line in told), told


def test_a_document_that_got_another_file_was_replaced(german: User) -> None:
    project = make_project("DE")
    document = make_document(project, title="Plan")
    make_earlier_version(document)
    assert lines(project, german, what="document") == ["Document replaced: Plan, version 2", "Document added: Plan"]


def test_a_save_is_one_entry_and_what_came_back_the_same_is_no_change(german: User) -> None:
    project = make_project("DE", identifiers=[("CRS", "1")])
    with by(german), transaction.atomic():
        update(project, title="One")
        update(project, title="Two")
        project.identifiers.all().delete()
        project.identifiers.create(scheme="CRS", value="1")
    (save,) = [save for save in changes(project, german) if save.who == german.name]
    assert [str(line) for line in save.lines] == [f"Title: “{project.title}” became “Two”"]


def test_long_texts_are_told_word_by_word(german: User) -> None:
    project = make_project("DE", objective="Officers at the post find drugs. " * 5)
    update(project, objective="Officers at the post find drugs. " * 4 + "Officers at the post find precursors. ")
    (line,) = changes(project, german)[0].lines
    assert [(piece.kind, piece.text) for piece in line.pieces if piece.kind != "same"][-2:] == [
        ("gone", "drugs"), ("new", "precursors"),
    ]  # fmt: skip


def test_a_text_written_anew_is_compared_at_once() -> None:
    """By longest blocks this took minutes: such texts share their small words only."""
    old, new = (" ".join(f"the {letter}{n}" for n in range(1_000)) for letter in "ab")
    assert "".join(piece.text for piece in word_difference(old, new) if piece.kind != "gone") == new


def test_word_differences() -> None:
    assert word_difference("one two", "one three") == [
        Piece("same", "one "), Piece("gone", "two"), Piece("new", "three"),
    ]  # fmt: skip
    english, russian = "Dogs, vans and training at the border.", "Собаки, машины и обучение на границе."
    assert word_difference(english, russian) == [Piece("gone", f"{english} "), Piece("new", russian)]
    far = word_difference(" ".join(map(str, range(200))), " ".join(map(str, range(1, 200))))
    assert [piece.kind for piece in far] == ["gone", "same", "skipped"]
    assert {piece.kind for piece in word_difference("a " * 4000, "b")} == {"gone", "new"}


def test_a_merge_and_its_undoing_are_told_of_both_to_who_reads_them() -> None:
    kept, closed, draft = make_project("DE"), make_project("GB", objective="Dogs."), make_project("DE", draft=True)
    reader, coordinator = make_user(User.Role.ANALYST, "UNODC"), make_user(User.Role.COORDINATOR)
    undo(make_merge(kept, closed, coordinator).pk, coordinator)
    make_merge(kept, draft, coordinator)
    of_closed, of_draft = lines(closed, reader), lines(draft, make_focal_point("DE"))
    assert of_closed[:2] == ["A project of its own again", f"Merged into {kept.number}"]
    assert of_draft[0] == f"Merged into {kept.number}"
    notes = [save.note for save in saves(kept, reader).saves if save.note]
    assert notes == [f"{draft.number} merged into this", "merge undone", f"{closed.number} merged into this"]


def test_a_merge_names_no_project_that_the_reader_does_not_see() -> None:
    kept, closed = make_project("DE", visibility="restricted"), make_project("GB")
    make_merge(kept, closed, make_user(User.Role.COORDINATOR))
    told = saves(closed, make_user(User.Role.ANALYST, "UNODC")).saves[0]
    assert ([str(line) for line in told.lines], told.note) == (["Merged into another project"], "")


# -- Who may know ------------------------------------------------------------------------------------------------------
def test_what_was_saved_while_it_was_hidden_stays_hidden(german: User) -> None:
    analyst, coordinator = make_user(User.Role.ANALYST, "UNODC"), make_user(User.Role.COORDINATOR, "UNODC")
    project = make_project("DE", title="Draft title", draft=True)
    update(project, title="Second draft")
    update(project, published_at=timezone.now())
    update(project, title="Public one")
    make_contribution(project, "FR", 5)
    update(project, visibility="restricted")
    update(project, title="Secret title")
    make_contribution(project, "IT", 77)
    update(project, visibility="all", title="Public two")
    update(project, title="Public three")
    seen = lines(project, analyst)
    assert seen == [
        "Title: “Public two” became “Public three”",
        "Contribution added: France: US$\u00a05",
        "Title: “Second draft” became “Public one”",
        "Published",
    ]
    own, all_published = lines(project, german), lines(project, coordinator)
    assert any("Secret title" in line for line in all_published)
    assert not any("Draft title" in line for line in all_published)
    assert any("Draft title" in line for line in own)


def test_a_partner_named_later_hears_of_what_came_later(german: User) -> None:
    french = make_focal_point("FR")
    project = make_project("DE", visibility="named", shared_with=["GB"])
    update(project, title="Before France")
    project.shared_with.add(get_partner("FR"))
    update(project, title="With France")
    project.shared_with.remove(get_partner("FR"))
    update(project, title="Without France")
    project.shared_with.add(get_partner("FR"))
    assert lines(project, french) == ["Title: “Before France” became “With France”"]
    assert people(project, french) == []


@pytest.mark.parametrize("closed_at", ["first", "later"])
def test_documents_that_were_ever_restricted_are_not_named(german: User, closed_at: str) -> None:
    project = make_project("DE")
    document = make_document(project, name="secret.pdf", visibility="restricted" if closed_at == "first" else "project")
    project.documents.update(visibility="restricted")
    document.delete()
    analyst = make_user(User.Role.ANALYST, "UNODC")
    assert not any("secret" in line for line in lines(project, analyst))
    assert any("secret" in line for line in lines(project, german))


def test_relations_to_hidden_projects_are_not_told(german: User) -> None:
    project, hidden = make_project("DE"), make_project("DE", title="Hidden", visibility="restricted")
    make_relation(project, hidden)
    assert not any("Related" in line for line in lines(project, make_user(User.Role.ANALYST, "UNODC")))
    assert "Related project added" in lines(project, german)[0]


# -- Page --------------------------------------------------------------------------------------------------------------
def test_the_history_is_narrowed_down_by_person_and_by_what_changed(german: User, client_for: Clients) -> None:
    other = make_focal_point("DE", is_primary=False, name="Deputy")
    project = make_project("DE")
    with by(german):
        update(project, title="Hers")
    with by(other):
        update(project, status="4")
        make_activity(project, description="Drill")
    assert lines(project, german, user_id=other.pk) == ["Activity added: Drill", "Status: “Running” became “Completed”"]
    assert lines(project, german, what="activity") == ["Activity added: Drill"]
    assert lines(project, german, what="title") == [f"Title: “{project.title}” became “Hers”"]
    shown = client_for(german).get(f"/projects/{project.pk}/history/", {"who": other.pk, "what": "status"})
    text = shown.content.decode()
    assert "Completed" in text
    assert "<b>Title</b>" not in text
    assert '<option value="title">Title</option>' in text


@pytest.mark.parametrize(
    "query",
    [
        "before=soon", "before=2024-01-01", "before=2024-01-01T00:00:00%2B20:00", "before=9999-12-31T23:59:59-23:59",
        "who=x", "who=99999999999999999999", "what='",
    ],
)  # fmt: skip
def test_strange_addresses_show_the_history(german: User, client_for: Clients, query: str) -> None:
    project = make_project("DE")
    assert client_for(german).get(f"/projects/{project.pk}/history/?{query}").status_code == 200


def test_pages_and_their_cost_do_not_depend_on_the_length(german: User, client_for: Clients) -> None:
    client, project = client_for(german), make_project("DE")
    for number in range(25):
        update(project, title=f"Title {number}")

    def cost() -> tuple[int, str]:
        with CaptureQueriesContext(connection) as captured:
            text = client.get(f"/projects/{project.pk}/history/").content.decode()
        return len(captured), text

    cost()
    few, text = cost()
    assert text.count("<time ") == 20
    assert "Older" in text
    for number in range(60):
        update(project, title=f"Further {number}")
    more, _ = cost()
    assert more == few
    page = saves(project, german)
    assert page.older
    older = saves(project, german, before=page.older)
    assert older.saves[0].at < page.saves[-1].at


# -- Versions ----------------------------------------------------------------------------------------------------------
def test_a_version_is_the_project_as_it_stood(german: User) -> None:
    project = make_project("DE", title="First", activities=[{"description": "Drill"}])
    update(project, title="Second")
    project.activities.all().delete()
    second, first = (save.at for save in changes(project, german)[:2])
    assert as_of(project.pk, second).parts["activity"] == []
    assert as_of(project.pk, first).state["title"] == "Second"
    assert as_of(project.pk, first, before=True).state["title"] == "First"
    assert [row["description"] for row in as_of(project.pk, first).parts["activity"]] == ["Drill"]
    assert as_of(project.pk, timezone.now() - timedelta(days=1)).project is None
