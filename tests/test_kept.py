"""Nothing typed is lost: kept while typing, kept when session or key have expired, seen by nobody else."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from adam.demo.makers import make_alert, make_contact, make_focal_point, make_message, make_project
from adam.panels import SHOWN
from duplication.models import Alert
from partners.models import User
from projects import holding
from projects.kept import LONGEST_NAME, MOST, Form, keep
from projects.models import KeptForm, Project
from projects.tasks import forget_kept_forms
from tests.entering import filled, section_of

pytestmark = pytest.mark.django_db
Clients = Callable[[User], Client]


@pytest.fixture
def client(client_for: Clients, focal_point: User) -> Client:
    return client_for(focal_point)


def typed(client: Client, address: str = "/projects/new/", **fields: Any) -> dict[str, Any]:
    """The form as somebody has filled it in, not sent."""
    return filled(client.get(address), **fields)


def test_what_is_typed_is_kept_and_offered_again(client: Client) -> None:
    data = typed(client, title="Dogs for the", start="not a d")
    answer = client.post("/projects/kept/", data).json()
    offered = client.get("/projects/new/").content.decode()
    assert "You began <b><bdi>Dogs for the</bdi></b>" in offered
    page = client.get(answer["kept"]).content.decode()
    assert 'value="Dogs for the"' in page
    assert "There is a problem" not in page
    assert not Project.objects.exists()


def test_kept_rows_come_back(client: Client) -> None:
    data = typed(client, **{"activities-0-quantity": "4", "activities-1-type": "A05", "activities-2-quantity": "x"})
    page = client.get(client.post("/projects/kept/", data).json()["kept"]).content.decode()
    assert 'name="activities-2-quantity" value="x"' in page


def test_saving_forgets_what_was_kept(client: Client) -> None:
    data = typed(client, title="Dogs")
    client.post("/projects/kept/", data)
    client.post("/projects/new/", data)
    assert not KeptForm.objects.exists()
    assert Project.objects.get().title == "Dogs"


def test_what_another_window_saved_is_not_offered_any_more(client: Client) -> None:
    here, there = typed(client, title="Dogs"), typed(client, title="Dogs")
    client.post("/projects/kept/", here)
    client.post("/projects/kept/", typed(client, title="Cats", start="2026-01-01"))
    client.post("/projects/new/", there)
    assert [str(left) for left in KeptForm.objects.all()] == ["Cats"]


def test_cancel_throws_away_and_several_are_one_line(client: Client) -> None:
    forms = [typed(client, title=title, start="2026-01-01") for title in ("Dogs", "Cats", "Mice")]
    for form in forms:
        client.post("/projects/kept/", form)
    page = client.get("/projects/new/").content.decode()
    assert "<summary>3 unsaved forms</summary>" in page
    assert client.post("/projects/new/", forms[0] | {"action": "cancel"}).headers["Location"] == "/projects/"
    assert {str(left) for left in KeptForm.objects.all()} == {"Cats", "Mice"}


def test_a_form_of_a_deleted_draft_begins_a_new_project(client: Client) -> None:
    project = make_project("DE", draft=True)
    data = typed(client, section_of(project, "essentials"), title="Dogs for the post")
    address = section_of(project, "essentials")
    project.delete()
    answer = client.post(address, data)
    assert answer.status_code == 410
    left = KeptForm.objects.get()
    assert left.get_absolute_url() in answer.content.decode()
    assert 'value="Dogs for the post"' in client.get(left.get_absolute_url()).content.decode()


def test_a_form_that_was_saved_is_not_kept_once_more(client: Client) -> None:
    data = typed(client, title="Dogs")
    client.post("/projects/new/", data)
    answer = client.post("/projects/kept/", data | {"action": ""}).json()
    assert answer == {"saved": f"/projects/{Project.objects.get().pk}/edit/"}
    assert not KeptForm.objects.exists()


def test_what_was_left_meets_what_others_saved_since(client: Client) -> None:
    project = make_project("DE", title="As opened")
    kept = client.post("/projects/kept/", typed(client, section_of(project, "essentials"), title="Mine")).json()["kept"]
    project.title = "Theirs"
    project.save()
    page = client.get(kept)
    data = filled(page, title="Mine")
    assert (
        "changed while you had the form open" in client.post(section_of(project, "essentials"), data).content.decode()
    )


def test_what_was_left_can_be_thrown_away(client: Client) -> None:
    client.post("/projects/kept/", typed(client, title="Dogs"))
    left = KeptForm.objects.get()
    assert client.post(f"/projects/kept/{left.pk}/delete/").headers["Location"] == "/projects/new/"
    assert not KeptForm.objects.exists()


def test_two_windows_keep_two_forms(client: Client) -> None:
    for title in ("First", "Second"):
        client.post("/projects/kept/", typed(client, title=title))
    assert {str(left) for left in KeptForm.objects.all()} == {"First", "Second"}


def test_titles_that_were_looked_for_are_one_line_and_gone_after_a_day(client: Client) -> None:
    for title, more in (("Written", {"start": "2026-01-01"}), ("Dogs", {"countries": ["AF"]}), ("Cats", {}), ("", {})):
        client.post("/projects/kept/", typed(client, title=title, **more))
    page = client.get("/projects/new/").content.decode()
    assert "You began <b><bdi>Written</bdi></b>" in page
    assert "3 titles that you looked for" in page
    listed = client.get("/projects/unsaved/").content.decode()
    assert [title in listed for title in ("Written", "Dogs", "Cats", "Throw all 4 away")] == [True] * 4
    asked = client.get("/projects/unsaved/throw-away/?of=looked").context["forms"]
    assert {str(left) for left in asked} == {"Dogs", "Cats", "A new project"}
    KeptForm.objects.update(kept_at=timezone.now() - timedelta(hours=25))
    assert forget_kept_forms.call() == 3
    assert [str(left) for left in KeptForm.objects.all()] == ["Written"]


def test_countries_of_a_deleted_draft_are_no_look(client: Client) -> None:
    project = make_project("DE", draft=True)
    address = section_of(project, "where")
    data = typed(client, address, countries=["AF", "TJ"])
    project.delete()
    assert client.post(address, data).status_code == 410
    KeptForm.objects.update(kept_at=timezone.now() - timedelta(hours=25))
    assert forget_kept_forms.call() == 0


def test_nothing_left_to_throw_away_is_said(client: Client) -> None:
    page = client.get("/projects/unsaved/throw-away/", follow=True).content.decode()
    assert "Nothing is left to be thrown away" in page


def test_all_that_a_page_names_is_thrown_away_at_once_and_nothing_kept_since(client: Client) -> None:
    for title in ("Dogs", "Cats", "Mice"):
        client.post("/projects/kept/", typed(client, title=title, start="2026-01-01"))
    assert "/projects/unsaved/throw-away/?of=new" in client.get("/projects/new/").content.decode()
    page = client.get("/projects/unsaved/throw-away/?of=new")
    named = [str(left.pk) for left in page.context["forms"] if str(left) != "Cats"]
    client.post("/projects/kept/", typed(client, title="Hens", start="2026-01-01"))
    said = client.post("/projects/unsaved/throw-away/?of=new", {"one": [*named, "nonsense"]}, follow=True)
    assert "2 unsaved forms thrown away." in said.content.decode()
    assert {str(left) for left in KeptForm.objects.all()} == {"Cats", "Hens"}


# -- Whose it is -------------------------------------------------------------------------------------------------------
def test_nobody_else_sees_it(client: Client, client_for: Clients) -> None:
    kept = client.post("/projects/kept/", typed(client, title="Secret plans")).json()["kept"]
    deputy = client_for(make_focal_point("DE", is_primary=False))
    for address in (kept, "/projects/new/"):
        assert "Secret plans" not in deputy.get(address).content.decode()
    assert deputy.post(f"/projects/kept/{KeptForm.objects.get().pk}/delete/").status_code == 404


def test_it_goes_to_its_owner_whoever_sends_it(client: Client, focal_point: User, client_for: Clients) -> None:
    """Somebody else has signed in on the same computer before the browser could send it."""
    data = typed(client, title="Dogs")
    assert client_for(make_focal_point("GB")).post("/projects/kept/", data).json() == {"kept": ""}
    assert KeptForm.objects.get().user == focal_point


def test_who_may_no_longer_write_it_keeps_nothing(client: Client, focal_point: User) -> None:
    data = typed(client, section_of(make_project("DE"), "essentials"), title="Mine")
    focal_point.designations.update(ended=timezone.localdate() - timedelta(days=1))
    assert client.post("/projects/kept/", data).status_code == 400
    assert not KeptForm.objects.exists()


@pytest.mark.parametrize("change", [{"form": "made up"}, {"objective": "x" * 500_000}])
def test_what_is_no_form_of_ours_is_refused(client: Client, change: dict[str, str]) -> None:
    data = typed(client, section_of(make_project("DE"), "essentials"))
    assert client.post("/projects/kept/", data | change).status_code == 400


# -- Too late ----------------------------------------------------------------------------------------------------------
def test_a_form_sent_after_the_session_ended_is_found_after_signing_in(client: Client, focal_point: User) -> None:
    data = typed(client, title="Dogs for the border guards")
    client.logout()
    answer = client.post("/projects/new/", data)
    assert answer.headers["Location"].startswith("/accounts/login/?next=/projects/new/%3Fkept")
    assert not Project.objects.exists()
    client.force_login(focal_point)
    page = client.get(f"/projects/new/?kept={data['token']}").content.decode()
    assert 'value="Dogs for the border guards"' in page
    assert "It has not been saved yet." in page


def test_the_address_of_a_form_that_is_gone_says_so(client: Client) -> None:
    data = typed(client, title="Dogs for the border guards")
    there = client.post("/projects/kept/", data).json()["kept"]
    client.post("/projects/new/", data)
    page = client.get(there).content.decode()
    assert "What you typed is not here any more: it was saved or thrown away before. This form is a new one." in page
    project = Project.objects.get()
    page = client.get(f"/projects/{project.pk}/edit/money/?kept={data['token']}").content.decode()
    assert "This is the project as it is saved." in page


def test_somebody_else_who_signs_in_then_does_not_see_it(client: Client, client_for: Clients) -> None:
    data = typed(client, title="Dogs for the border guards")
    client.logout()
    client.post("/projects/new/", data)
    page = client_for(make_focal_point("GB")).get(f"/projects/new/?kept={data['token']}").content.decode()
    assert "Dogs for the border guards" not in page


def test_a_form_whose_key_expired_is_shown_again(focal_point: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(focal_point)
    data = typed(client, title="Dogs")
    answer = client.post("/projects/new/", data | {"csrfmiddlewaretoken": "x" * 64}, follow=True)
    assert answer.status_code == 200
    text = answer.content.decode()
    assert "Nothing is lost: save it again." in text
    assert 'value="Dogs"' in text
    assert not Project.objects.exists()


def test_a_form_of_nobody_is_refused_as_ever(focal_point: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(focal_point)
    assert client.post("/projects/new/", {"title": "Evil", "form": str(uuid4())}).status_code == 403


def test_kept_forms_are_forgotten_after_weeks(client: Client) -> None:
    for days in (29, 31):
        client.post("/projects/kept/", typed(client, title=f"{days} days", start="2026-01-01"))
        newest = KeptForm.objects.order_by("-kept_at").first()
        KeptForm.objects.filter(pk=newest.pk).update(kept_at=timezone.now() - timedelta(days=days))
    assert forget_kept_forms.call() == 1
    assert [str(left) for left in KeptForm.objects.all()] == ["29 days"]


@pytest.mark.parametrize("store", ["folder", "s3"])
def test_held_files_are_forgotten_after_a_day_wherever_they_are(
    request: pytest.FixtureRequest, own_folder: None, focal_point: User, monkeypatch: pytest.MonkeyPatch, store: str
) -> None:
    if store == "s3":
        request.getfixturevalue("s3")
    assert holding.forget_outdated() == 0  # nor is there a folder
    held = holding.hold(SimpleUploadedFile("plan.pdf", b"%PDF-1.7"), focal_point)
    assert holding.forget_outdated() == 0
    monkeypatch.setattr(holding, "HELD_FOR", timedelta(seconds=-5))
    assert (holding.forget_outdated(), default_storage.exists(held.stored)) == (1, False)


def test_the_first_page_of_the_site_names_what_was_left(client: Client) -> None:
    client.post("/projects/kept/", typed(client, title="Dogs for the"))
    left = KeptForm.objects.get()
    assert f'<a href="{left.get_absolute_url()}"><bdi>Dogs for the</bdi></a>' in client.get("/").content.decode()


def test_all_that_was_left_is_found_beyond_what_the_first_page_shows(client: Client, other_focal_point: User) -> None:
    for number in range(SHOWN + 1):
        client.post("/projects/kept/", typed(client, title=f"Dogs {number}", start="2026-01-01"))
    assert f'<a href="/projects/unsaved/">See all {SHOWN + 1}' in client.get("/").content.decode()
    page = client.get("/projects/unsaved/").content.decode()
    assert [f"Dogs {number}</bdi>" in page for number in range(SHOWN + 1)] == [True] * (SHOWN + 1)
    thrown = client.post(f"/projects/kept/{KeptForm.objects.first().pk}/delete/", {"back": "/projects/unsaved/"})
    assert thrown.headers["Location"] == "/projects/unsaved/"
    client.force_login(other_focal_point)
    assert "All is saved" in client.get("/projects/unsaved/").content.decode()


def test_a_program_cannot_fill_the_disk_with_forms(focal_point: User) -> None:
    for number in range(MOST + 3):
        form = Form(focal_point.pk, None, "first", uuid4())
        assert keep(form, QueryDict(f"title=Dogs {number}&start=2026-01-01"))
    titles = {form.data["title"] for form in KeptForm.objects.all()}
    assert len(titles) == MOST
    assert {"Dogs 2", "Dogs 3", f"Dogs {MOST + 2}"} & titles == {"Dogs 3", f"Dogs {MOST + 2}"}


# -- Forms of alerts ---------------------------------------------------------------------------------------------------
@pytest.fixture
def alert(db: None) -> Alert:
    return make_alert(make_project("DE"), make_project("GB"))


def form_of(client: Client, alert: Alert, name: str, **fields: Any) -> dict[str, Any]:
    """What a browser sends for one of the forms on the page of the alert."""
    form = client.get(alert.get_absolute_url()).context[name]
    return {"form": form.kept.note, "token": str(form.kept.token), **fields}


@pytest.mark.parametrize(
    ("name", "address", "fields"),
    [
        ("message_form", "messages", {"text": "When do you begin?"}),
        ("position_form", "position", {"stance": "same", "text": "It is ours."}),
    ],
)
def test_what_was_typed_into_an_alert_before_the_session_ended_is_there_again(
    client: Client, alert: Alert, focal_point: User, name: str, address: str, fields: dict[str, str]
) -> None:
    data = form_of(client, alert, name, partner=focal_point.partner_id, **fields)
    answer = Client().post(f"/alerts/{alert.pk}/{address}/", data)
    assert answer["Location"].startswith("/accounts/login/?next=/alerts/")
    left = KeptForm.objects.get()
    page = client.get(left.get_absolute_url())
    assert fields["text"] in page.content.decode()
    assert "This is what you typed" in page.content.decode()
    client.post(f"/alerts/{alert.pk}/{address}/", {**form_of(client, alert, name), **data})
    assert not KeptForm.objects.exists()
    assert fields["text"] in client.get(alert.get_absolute_url()).content.decode()


@pytest.mark.parametrize(("side", "name"), [("GB", "answer_form"), ("DE", "ask_form")])
def test_words_on_contact_are_kept_while_they_are_typed(client_for: Clients, side: str, name: str) -> None:
    secret = make_project("GB", visibility=Project.Visibility.RESTRICTED)
    alert, client = make_alert(secret, make_project("DE")), client_for(make_focal_point(side))
    if name == "answer_form":
        make_contact(alert, make_focal_point("DE"))
    data = form_of(client, alert, name, reply="Gladly, in May.", words="Gladly, in May.")
    kept = client.post("/projects/kept/", data).json()["kept"]
    page = client.get(kept).content.decode()
    assert "This is what you typed" in page
    assert "Gladly, in May.</textarea>" in page


def test_no_form_is_opened_by_a_name_too_long_to_be_kept(focal_point: User) -> None:
    """The tests of addresses open every form of the site, so none of them has one."""
    longest = Form(focal_point.pk, None, "x" * LONGEST_NAME, uuid4(), "/")
    assert keep(longest, QueryDict("text=Dogs"))
    with pytest.raises(ValueError, match="Call the form"):
        replace(longest, section=longest.section + "x")


def test_a_verdict_is_kept_while_it_is_typed_and_offered_on_the_first_page(
    client_for: Clients, coordinator: User, other_focal_point: User, alert: Alert
) -> None:
    client = client_for(coordinator)
    data = form_of(client, alert, "verdict_form", outcome="joint", text="One committee.")
    kept = client.post("/projects/kept/", data).json()["kept"]
    assert kept == f"/alerts/{alert.pk}/?kept={data['token']}#decide"
    for listed in (client.get("/"), client.get("/projects/unsaved/")):
        assert f"Your verdict, alert {alert.pk} ·" in listed.content.decode()
    assert "You began <b><bdi>One committee.</bdi></b>" in client.get(alert.get_absolute_url()).content.decode()
    assert "One committee." not in client_for(other_focal_point).get(kept).content.decode()

    client.post("/projects/kept/", form_of(client, alert, "verdict_form", outcome="joint"))
    page = client.get(alert.get_absolute_url()).content.decode()
    assert '<bdi>your verdict</bdi></b><span class="meta">begun at' in page
    client.post("/projects/kept/", form_of(client, alert, "message_form", text="When?"))
    said = {"outcome": "joint", "text": "One fund.", "anyway": "on"}
    client.post(f"/alerts/{alert.pk}/verdict/", form_of(client, alert, "verdict_form", **said))
    assert alert.verdicts.exists()
    assert [str(left) for left in KeptForm.objects.all()] == ["When?"]


def test_a_message_sent_again_from_the_history_of_the_browser_is_not_said_twice(
    client: Client, client_for: Clients, alert: Alert, focal_point: User, other_focal_point: User
) -> None:
    data = form_of(client, alert, "message_form", partner=focal_point.partner_id, text="When?")
    came = client.get(f"/alerts/{alert.pk}/messages/", follow=True).content.decode()
    assert "Nothing was changed. If you pressed" in came
    client.post(f"/alerts/{alert.pk}/messages/", data)
    at = timezone.localtime(alert.messages.get().created_at)
    came = client.get(f"/alerts/{alert.pk}/messages/", follow=True).content.decode()
    assert f"Your message was sent at {at:%H:%M}. If you pressed a button since then" in came
    assert "Nothing was changed" not in came
    make_message(alert, other_focal_point, text="In May.")
    client.post("/projects/kept/", {**data, "text": "When? Or"})  # typed there, and taken out again
    client.post(f"/alerts/{alert.pk}/messages/", data)
    assert [one.text for one in alert.messages.order_by("pk")] == ["When?", "In May."]
    assert not KeptForm.objects.exists()
    client.post(f"/alerts/{alert.pk}/messages/", {**data, "text": "Where?"})
    assert alert.messages.count() == 3
