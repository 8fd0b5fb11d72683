"""Look-alikes while typing and before saving: told without getting in the way, and not asked about twice."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from playwright.sync_api import Page, expect

from adam.demo.makers import make_alert, make_focal_point, make_project
from duplication.detection import check
from duplication.models import Alert, hint
from duplication.suggestions import look_alikes as found_alike
from partners.models import User
from projects import checks
from projects.checks import Draft, LookAlike, look_alikes
from projects.drafts import draft_of
from projects.models import Project, SeenLookAlike
from projects.seen import GROWN
from tests.entering import found_by, posted
from tests.looks import problems
from tests.reported_twice import TEXT
from tests.waiting import press

pytestmark = pytest.mark.django_db
Clients = Callable[[User], Client]
Post = Callable[..., HttpResponse]
TITLE = "Detection dogs for the border guards at Nizhny Panj"
MORE = "Customs officers learn English with scanners."


@pytest.fixture
def client(client_for: Clients, focal_point: User) -> Client:
    return client_for(focal_point)


@pytest.fixture
def other() -> Project:
    """What the United Kingdom has on record."""
    project = make_project("GB", title=TITLE, countries=["AF"])
    check(project.pk)
    return project


@pytest.fixture
def form(focal_point: User) -> Callable[..., dict[str, Any]]:
    """One form of a new project, however often it is posted."""
    data = posted(partner=focal_point.partner_id, title=TITLE)
    return lambda **fields: data | fields


@pytest.fixture
def typed(client: Client, form: Callable[..., dict[str, Any]]) -> Callable[..., str]:
    return lambda **fields: client.post("/projects/look-alikes/", form(**fields)).content.decode()


def test_neither_a_new_body_nor_an_open_kind_nor_a_wrong_date_keeps_look_alikes_from_being_found(
    client: Client, other: Project, form: Callable[..., dict[str, Any]]
) -> None:
    row = {"activities-0-quantity": "3"}
    page = client.post(
        "/projects/new/", form(action="check", beneficiaries=["Customs of Nowhere"], start="soon", **row)
    ).content.decode()
    assert "One project looks alike" in page
    assert "Write the date as" in page
    assert "Choose what kind of activity" not in page
    assert "is new here" not in page
    saved = client.post("/projects/new/", form(**row)).content.decode()
    assert "Choose what kind of activity" in saved


@pytest.mark.parametrize("title", [TITLE, "Wells and pumps for villages"])
def test_who_was_told_of_many_restricted_ones_reads_so_whatever_is_typed(
    client: Client, focal_point: User, form: Callable[..., dict[str, Any]], monkeypatch: pytest.MonkeyPatch, title: str
) -> None:
    secret = make_project("GB", title=TITLE, visibility="restricted")
    sentence = "You were told of restricted projects for 1 titles within an hour."
    monkeypatch.setattr(hint, "MOST_TITLES", 1)
    for is_limited in (False, True):
        typed = client.post("/projects/look-alikes/", form(title=title)).content.decode()
        pressed = client.post("/projects/new/", form(title=title, action="check")).content.decode()
        assert [sentence in typed, sentence in pressed] == [is_limited] * 2
        hint.give(focal_point, "other words", [secret.pk])


# -- While typing ------------------------------------------------------------------------------------------------------
def test_the_title_alone_tells_what_is_on_record(client: Client, focal_point: User) -> None:
    """However little else is typed, and whatever else the other has; the button finds what the panel finds."""
    title = "Drug profiling for customs officers at Khujand"
    other = make_project("GB", title=title, themes=["T2.1"], beneficiaries=["Customs Service"], places=[])
    check(other.pk)
    for typed in (title, title.replace("officers", "oficers")):
        form = {"partner": focal_point.partner_id, "title": typed}
        assert title in client.post("/projects/look-alikes/", posted(countries=[], **form)).content.decode()
        assert title in client.post("/projects/new/", posted(countries=[], action="check", **form)).content.decode()
    differs = Draft(title=title, objective="Wells are dug for villages in the hills.")
    assert [one.project_id for one in look_alikes(differs, focal_point)] == [other.pk]


def test_a_quantity_is_compared_before_its_unit_is_known(client: Client, other: Project, focal_point: User) -> None:
    row = {"activities-0-type": "A05", "activities-0-quantity": "3"}
    form = posted(partner=focal_point.partner_id, title=TITLE, **row)
    page = client.post("/projects/new/", form | {"action": "check"}).content.decode()
    assert "One project looks alike" in page
    assert "Say what the quantity counts" not in page
    assert "Unit, with a quantity</label>" in page
    assert "Say what the quantity counts" in client.post("/projects/new/", form).content.decode()
    assert Project.objects.get() == other


def test_the_same_title_is_named_whatever_the_country(other: Project, focal_point: User) -> None:
    for typed in (TITLE, TITLE.upper().replace(" THE ", " ")):
        draft = Draft(title=typed, partner_id=other.partner_id, countries=frozenset({"UZ"}))
        assert [one.project_id for one in look_alikes(draft, focal_point)] == [other.pk]


@pytest.mark.parametrize(
    ("further", "is_restricted", "said"),
    [
        (0, False, ""),
        (1, True, ""),
        (1, False, "One more is not shown: once this is published, an alert is raised on it too."),
        (2, False, "2 more are not shown: once this is published, alerts are raised on them too."),
    ],
)
def test_of_more_than_five_it_says_how_many_alerts_follow_besides(
    typed: Callable[..., str], other: Project, further: int, is_restricted: bool, said: str
) -> None:
    """Of restricted ones no number is told."""
    for place, partner in enumerate(("FR", "IT", "JP", "RU", "US", "SE")[: 4 + further]):
        seen = {"visibility": "restricted"} if is_restricted and place > 3 else {}
        check(make_project(partner, title=TITLE, countries=["AF"], **seen).pk)
    part = typed(countries=["AF"])
    found = re.search(r'<p class="small soft">(.*?)</p>', part, re.DOTALL)
    assert part.count("<li>") == 5
    assert (" ".join(found[1].split()) if found else "") == said


def test_a_look_alike_says_why_in_one_sentence(typed: Callable[..., str], other: Project) -> None:
    part = typed()
    assert f'href="{other.get_absolute_url()}"' in part
    assert "One project looks alike" in part
    assert "This looks like one project, reported twice – they share words that few other projects have" in part
    assert "they work in the same country" in part


def test_no_share_of_a_text_is_a_reason_where_there_are_others(typed: Callable[..., str], other: Project) -> None:
    assert "%" not in typed(title=f"{TITLE}, with kennels", objective=other.objective)


def test_what_has_ended_needs_as_much_evidence_as_an_alert(focal_point: User) -> None:
    draft = Draft(title="Vehicle scanners at the bridge", objective=TEXT, countries=frozenset({"TJ"}))
    other = make_project("GB", title="Modern equipment", objective=MORE, start=date(2018, 1, 1), amount=None)
    check(other.pk)
    told = {}
    for end in (date(2020, 1, 1), date(2099, 1, 1)):
        Project.objects.update(end=end)
        told[end.year] = bool(found_alike(draft, focal_point))
    assert told == {2020: False, 2099: True}


@pytest.mark.parametrize("title", ["", "   ", "Dog", "x" * 600])
def test_a_title_that_says_nothing_finds_nothing(typed: Callable[..., str], other: Project, title: str) -> None:
    assert "rows" not in typed(title=title)


def test_a_title_that_suits_any_project_is_nobodys(typed: Callable[..., str]) -> None:
    for title in ("Training in Tajikistan", "Information redacted", "Оборудование"):
        check(make_project("GB", title=title, objective="Wells for villages.").pk)
        assert "rows" not in typed(title=title, objective="Officers learn to search lorries.")


def test_a_form_full_of_mistakes_is_searched_as_far_as_it_goes(typed: Callable[..., str], other: Project) -> None:
    wrong = {"start": "tomorrow", "contributions-0-amount": "much", "activities-TOTAL_FORMS": "x", "partner": "0"}
    assert TITLE in typed(**wrong)


def test_a_restricted_look_alike_has_no_name(typed: Callable[..., str], other: Project) -> None:
    Project.objects.filter(pk=other.pk).update(visibility="restricted")
    part = typed(objective=other.objective, start=str(other.start), end=str(other.end), themes=["T1.1"])
    assert "A restricted project in Afghanistan on" in part
    assert other.title not in part
    assert f'"{other.pk}"' not in part


def test_typing_costs_a_constant_number_of_queries(client: Client, form: Callable[..., dict[str, Any]]) -> None:
    counts = []
    client.post("/projects/look-alikes/", form())  # reads the table of weights
    for _ in range(2):
        check(make_project("GB", title=TITLE, countries=["AF"]).pk)
        with CaptureQueriesContext(connection) as queries:
            client.post("/projects/look-alikes/", form())
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 40


def test_of_a_published_project_only_what_the_change_brings_up(client: Client, other: Project) -> None:
    project = make_project("DE", title=TITLE, objective="Clinics for villages.", countries=["AF"], amount=None)
    address = f"/projects/{project.pk}/look-alikes/"
    sent = posted(partner=project.partner_id, title=TITLE)
    assert other.title not in client.post(address, sent).content.decode()
    Project.objects.filter(pk=project.pk).update(title="Health of farmers")
    assert other.title in client.post(address, sent).content.decode()


# -- I have seen this --------------------------------------------------------------------------------------------------
def test_one_press_marks_one_and_takes_it_back(typed: Callable[..., str], other: Project, focal_point: User) -> None:
    part = typed(shown=[other.pk], seen=[other.pk])
    row = SeenLookAlike.objects.get()
    assert (row.user, row.other, row.project) == (focal_point, other, None)
    assert "One project looks alike, seen" in part
    assert "checked" in typed()
    assert "checked" not in typed(shown=[other.pk])
    assert not SeenLookAlike.objects.exists()


def test_what_was_seen_while_typing_does_not_hold_up_the_publication(
    client: Client, form: Callable[..., dict[str, Any]], typed: Callable[..., str], other: Project
) -> None:
    typed(shown=[other.pk], seen=[other.pk])
    assert client.post("/projects/new/", form()).status_code == 302
    row, project = SeenLookAlike.objects.get(), Project.objects.get(partner__code="DE")
    assert client.post(f"/projects/{project.pk}/publish/", {"checked": "all:"}).status_code == 302
    assert (row.project, row.form) == (project, None)


def test_a_tick_on_the_warning_is_stored(client: Client, form: Callable[..., dict[str, Any]], other: Project) -> None:
    page = client.post("/projects/new/", form(action="check")).content.decode()
    assert "You may continue all the same: the draft is for your own partner." in page
    assert "data-answered" in page  # which was sent and came back: nothing of it is left elsewhere
    client.post("/projects/new/", form(shown=[other.pk], warned=[other.pk], seen=[other.pk]))
    assert Project.objects.filter(partner__code="DE", look_alikes_seen__other=other).exists()


def test_a_hidden_one_is_remembered_by_its_mark(
    client: Client, form: Callable[..., dict[str, Any]], other: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    hidden = LookAlike(None, "A restricted project in Afghanistan", hidden_id=other.pk)
    found_by(monkeypatch, LookAlike(make_project("FR").pk, "Scanners at Torkham", is_seen=False), hidden)
    page = client.post("/projects/new/", form(seen=[hidden.key], action="check")).content.decode()
    assert page.count('name="seen"') == 2
    assert SeenLookAlike.objects.get().other == other


def test_before_publishing_it_is_said_whether_an_alert_will_tell_the_other_partner(
    client: Client, form: Callable[..., dict[str, Any]], other: Project
) -> None:
    page = client.post("/projects/new/", form(action="check")).content.decode()
    assert "An alert will ask you and the other partner what the two are." in page

    page = client.post("/projects/new/", form(action="check", countries=["KZ"])).content.decode()
    assert "No alert follows, so the other partner is not told." in page
    assert f'write to <a href="{other.partner.get_absolute_url()}"' in page


@pytest.mark.parametrize(("is_alerting", "follows"), [(True, "an alert will ask you"), (False, "no alert follows")])
def test_of_one_of_the_own_partner_it_is_said_too(
    client: Client,
    form: Callable[..., dict[str, Any]],
    monkeypatch: pytest.MonkeyPatch,
    is_alerting: bool,
    follows: str,
) -> None:
    own = make_project("DE", title="Scanners at Torkham")
    found_by(monkeypatch, LookAlike(own.pk, own.title, url=own.get_absolute_url(), is_alerting=is_alerting))
    page = client.post("/projects/new/", form(action="check")).content.decode()
    assert f"Both are of one partner: {follows}" in page


@pytest.mark.parametrize(("number", "is_told"), [(1, True), (2, True), (3, False)])
def test_of_ones_own_is_said_what_publication_raises(focal_point: User, number: int, is_told: bool) -> None:
    """More than two of one wording are a series: no alert follows."""
    own = {make_project("DE", title=TITLE, reference="").pk for _ in range(number)}
    draft = make_project("DE", draft=True, title=TITLE, reference="")
    for project in own:
        check(project)
    told = {one.project_id for one in found_alike(draft_of(draft), focal_point) if one.is_alerting}
    Project.objects.filter(pk=draft.pk).update(published_at=timezone.now())
    check(draft.pk)
    assert (
        told == set(Alert.objects.filter(second=draft).values_list("first", flat=True)) == (own if is_told else set())
    )


def test_of_a_saved_draft_is_said_what_its_publication_raises(client: Client, other: Project) -> None:
    """Two that are as alike as a threshold asks: the draft is not yet counted among those that share their words."""
    draft = draft_of(make_project("DE", draft=True, title=TITLE, countries=["AF"]))
    (told,) = found_alike(draft, make_focal_point("DE"))
    shared = found_alike(replace(draft, project_id=None, form="new"), make_focal_point("DE"))
    assert (told.strength, told.is_alerting) == (shared[0].strength, shared[0].is_alerting)


def test_evidence_that_has_grown_much_asks_again(
    client: Client, other: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = make_project("DE", draft=True)
    address, strength = f"/projects/{project.pk}/publish/", 3.0
    monkeypatch.setattr(
        checks, "look_alike_finder", lambda draft, user: [LookAlike(other.pk, "Much the same", strength=strength)]
    )
    SeenLookAlike.objects.create(
        user=User.objects.get(email="focal-point@adam.example"), project=project, other=other, strength=3.0 - GROWN
    )
    assert client.post(address).status_code == 200
    client.post(address, {"seen": [other.pk]})
    assert SeenLookAlike.objects.get().strength == 3.0


def test_what_one_person_saw_another_has_not(client_for: Clients, other: Project, focal_point: User) -> None:
    project = make_project("DE", title=TITLE, countries=["AF"], draft=True)
    deputy = make_focal_point("DE", is_primary=False)
    SeenLookAlike.objects.create(user=deputy, project=project, other=other, strength=99)
    assert client_for(focal_point).post(f"/projects/{project.pk}/publish/").status_code == 200


def test_the_alert_says_that_it_was_known(client_for: Clients, other: Project, focal_point: User) -> None:
    project = make_project("DE", title=TITLE, countries=["AF"])
    SeenLookAlike.objects.create(user=focal_point, project=project, other=other, strength=5)
    alert = make_alert(project, other)
    page = client_for(focal_point).get(alert.get_absolute_url()).content.decode()
    assert "<dt>Seen before saving</dt><dd>Germany, " in page


# -- In the browser ----------------------------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_typing_is_never_disturbed(
    page: Page, sign_in: Callable[[Page, User], None], focal_point: User, other: Project
) -> None:
    sign_in(page, focal_point)
    page.goto("/projects/new/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "look-alikes" in request.url else None)
    page.get_by_role("group", name="Countries").get_by_label("Afghanistan").check()
    page.get_by_label("Title").press_sequentially("Det", delay=20)
    page.wait_for_timeout(600)
    assert asked == []

    page.get_by_label("Title").press_sequentially(TITLE[3:], delay=20)
    before = page.get_by_label("Title").bounding_box(), page.evaluate("scrollY")
    status = page.locator("[data-live-status]")
    expect(status).to_have_text("One project looks alike")
    assert (page.get_by_label("Title").bounding_box(), page.evaluate("scrollY")) == before
    assert page.evaluate("document.activeElement.name") == "title"
    assert len(asked) == 1

    box = page.get_by_role("complementary", name="Look-alikes").get_by_label("I have seen this")
    box.focus()
    press(page, "Space")
    expect(status).to_have_text("One project looks alike, seen")
    assert page.evaluate("document.activeElement.name") == "seen"
    assert SeenLookAlike.objects.filter(other=other).exists()
    assert problems(page) == []
