"""A verdict that takes the place of another: never unseen, and told as what it is."""

from collections.abc import Callable
from datetime import timedelta

import pgtrigger
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from adam.demo.makers import make_alert, make_focal_point, make_position, make_project, make_user, make_verdict
from duplication.forms.looked_at import since, state_of
from duplication.forms.review import FILLED_IN, VerdictForm
from duplication.models import Position, Reopening, Verdict
from duplication.review.deciding import HOLD, reopen, reopen_changed
from duplication.review.undoing import undo
from partners.models import FocalPoint, User
from projects.models import KeptForm, Project, ProjectRelation
from tests.test_kept import form_of

pytestmark = pytest.mark.django_db
ClientFor = Callable[[User], Client]


def test_a_verdict_given_meanwhile_is_seen_before_it_is_replaced(client_for: ClientFor, coordinator: User) -> None:
    alert = make_alert(make_project("DE"), make_project("GB"))
    address, client = f"/alerts/{alert.pk}/verdict/", client_for(coordinator)
    opened = client.get(alert.get_absolute_url()).context["verdict_form"]["opened_on"].value()
    second = make_user(role="coordinator", name="Other coordinator")
    client_for(second).post(address, {"outcome": "joint", "text": "One programme.", "anyway": "on"})

    mine = {
        "outcome": "divided",
        "divided_by": "place",
        "text": "By district.",
        "anyway": "on",
        "opened_on": opened or "",
    }
    page = client.post(address, mine)
    shown = page.content.decode()
    assert Verdict.objects.get().outcome == "joint"
    assert "Decided meanwhile by Other coordinator" in shown
    assert "By district." in shown

    client.post(address, mine | {"opened_on": page.context["verdict_form"]["opened_on"].value()})
    assert Verdict.objects.standing().get().outcome == "divided"


def test_what_changed_and_was_answered_since_the_form_was_opened_is_seen_before_it_counts(
    client_for: ClientFor, coordinator: User
) -> None:
    ours, theirs = make_project("DE"), make_project("GB", title="Scanners")
    alert = make_alert(ours, theirs)
    address, client = f"/alerts/{alert.pk}/verdict/", client_for(coordinator)
    looked_at = client.get(alert.get_absolute_url()).context["verdict_form"]["looked_at"].value()
    theirs.title = ours.title
    theirs.save()
    make_position(alert, make_focal_point("GB"), stance=Position.Stance.SAME)

    mine = {"outcome": "not_overlap", "reason": "activity", "text": "Others.", "anyway": "on", "looked_at": looked_at}
    page = client.post(address, mine)
    assert f"{theirs.number} was changed and {theirs.partner} answered since you opened this." in page.content.decode()
    assert not Verdict.objects.exists()

    client.post(address, mine | {"looked_at": page.context["verdict_form"]["looked_at"].value()})
    assert Verdict.objects.get().text == "Others."


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        ("1.0 5 2.0 0", "1.0 5 2.0 0", ""),
        ("1.0 5 2.0 7", "1.0 0 2.0 0", "the alert was opened again"),
        ("1.0 0 2.0 0", "1.0 9 2.5 0", "Germany answered and GB-1 was changed"),
        ("", "1.0 0 2.0 0", "DE-1 was changed, the alert was opened again and GB-1 was changed"),
    ],
)
def test_what_has_come_is_told_once_and_as_what_it_is(before: str, now: str, said: str) -> None:
    ours, theirs = (make_project(partner, reference=f"{partner}-1") for partner in ("DE", "GB"))
    assert since(before, now, make_alert(ours, theirs)) == said


def test_of_a_draft_neither_number_nor_start_nor_change_is_told(client_for: ClientFor, coordinator: User) -> None:
    ours, theirs = make_project("DE"), make_project("GB", reference="GB-SECRET-7", start=None)
    alert = make_alert(ours, theirs)
    Project.objects.filter(pk=theirs.pk).update(published_at=None)
    alert.refresh_from_db()
    form = VerdictForm(alert=alert, user=coordinator)
    assert "GB-SECRET-7" not in str(form)
    assert "start" not in form.fields["outcome"].widget.consequences["sequenced"].replace("by their start", "")
    before = form.today
    alert.second.save()
    assert state_of(alert, {}) == before


def test_who_goes_on_with_kept_words_is_not_asked_about_what_the_page_shows(
    client_for: ClientFor, coordinator: User, other_focal_point: User
) -> None:
    alert, client = make_alert(make_project("DE"), make_project("GB")), client_for(coordinator)
    form = client.get(alert.get_absolute_url()).context["verdict_form"]
    seen = {name: form[name].value() or "" for name in ("looked_at", "opened_on")}
    data = form_of(client, alert, "verdict_form", outcome="joint", text="One committee.", anyway="on", **seen)
    kept = client.post("/projects/kept/", data).json()["kept"]
    make_position(alert, other_focal_point)
    form = client.get(kept).context["verdict_form"]
    assert form["text"].value() == "One committee."
    client.post(f"/alerts/{alert.pk}/verdict/", data | {"looked_at": form["looked_at"].value()})
    assert alert.verdicts.exists()


def test_what_nothing_has_happened_to_is_decided_at_once(client_for: ClientFor, coordinator: User) -> None:
    alert = make_alert(make_project("DE"), make_project("GB"))
    client = client_for(coordinator)
    looked_at = client.get(alert.get_absolute_url()).context["verdict_form"]["looked_at"].value()
    client.post(f"/alerts/{alert.pk}/verdict/", {"outcome": "joint", "anyway": "on", "looked_at": looked_at})
    assert Verdict.objects.get().outcome == "joint"


def test_the_new_verdict_says_whose_place_it_takes_and_the_old_keeps_its_advice(
    client_for: ClientFor, coordinator: User, focal_point: User
) -> None:
    alert = make_alert(make_project("DE"), make_project("GB"))
    client, address = client_for(coordinator), f"/alerts/{alert.pk}/verdict/"
    client.post(address, {"outcome": "joint", "recommendation": "Meet in May.", "anyway": "on"})
    said = {
        "outcome": "divided",
        "divided_by": "time",
        "text": "Spring and autumn.",
        "recommendation": "Meet in June.",
        "anyway": "on",
        "opened_on": Verdict.objects.get().pk,
    }
    page = client.post(address, said, follow=True).content.decode()

    mail = focal_point.notifications.order_by("-pk")[0].text
    assert "Recommendation: Meet in June." in mail
    assert "It takes the place of “Joint programme”" in mail
    assert "Recommendation, no longer standing:</b> Meet in May." in page
    assert Reopening.Kind.ANEW.label not in page


def test_what_stands_is_named_before_and_after_its_place_is_taken(client_for: ClientFor, coordinator: User) -> None:
    alert = make_alert(make_project("DE"), make_project("GB"))
    verdict = make_verdict(alert, make_user(role="coordinator", name="Zarina"), outcome="joint", reason="", text="One.")
    client = client_for(coordinator)
    dialog = client.get(f"/alerts/{alert.pk}/quick/?say=yes").content.decode()
    assert "<b>Decided already</b> by Zarina on " in dialog
    assert ": Joint programme. “One.” What you record takes its place" in dialog
    assert "“Joint programme” by Zarina, which stays" in client.get(alert.get_absolute_url()).content.decode()
    said = {"outcome": "sequenced", "anyway": "on", "opened_on": verdict.pk}
    page = client.post(f"/alerts/{alert.pk}/verdict/", said, follow=True).content.decode()
    assert "The verdict is recorded. It takes the place of “Joint programme” by Zarina." in page


def test_the_words_of_a_verdict_that_was_taken_back_are_offered_to_who_typed_them(
    client_for: ClientFor, coordinator: User
) -> None:
    alert = make_alert(make_project("DE"), make_project("GB"))
    client, address = client_for(coordinator), alert.get_absolute_url()
    said = {"outcome": "joint", "reason": "", "text": "One programme.", "recommendation": "Meet in May."}
    undo([make_verdict(alert, coordinator, **said)])
    for page in (client.get(address), client.get(f"{address}quick/?say=yes")):
        shown = page.content.decode()
        assert all(words in shown for words in ("One programme.</textarea>", "Meet in May.</textarea>"))
        assert shown.count(FILLED_IN) == 2
    other = client_for(make_user(role="coordinator")).get(f"{address}quick/?say=yes").content.decode()
    assert "One programme." not in other
    with pgtrigger.ignore("duplication.Reopening:reopening_append_only"):
        Reopening.objects.update(created_at=timezone.now() - timedelta(days=2))
    assert "One programme.</textarea>" not in client.get(address).content.decode()


@pytest.mark.parametrize("quick", ["", "yes"])
def test_that_words_are_those_of_a_verdict_taken_back_is_said_as_long_as_they_stand_there(
    client_for: ClientFor, coordinator: User, quick: str
) -> None:
    """Also where the form comes back, since something lacks: advice taken back is not given again unseen."""
    alert = make_alert(make_project("DE"), make_project("GB"))
    taken_back = {"text": "One programme.", "recommendation": "Meet in May."}
    undo([make_verdict(alert, coordinator, outcome="joint", reason="", **taken_back)])
    client, address = client_for(coordinator), f"/alerts/{alert.pk}/verdict/"
    for changed, number in (({}, 2), ({"text": "Two phases."}, 1), ({"text": "", "recommendation": ""}, 0)):
        said = {"outcome": "joint", "quick": quick, **taken_back, **changed}
        page = client.post(address, said).content.decode()
        assert ("Tick this to decide all the same." in page, page.count(FILLED_IN)) == (True, number)
    kept = client.get(alert.get_absolute_url()).context["verdict_form"].kept.note
    client.post("/projects/kept/", {"form": kept, "outcome": "joint", "text": "Two phases.", "recommendation": ""})
    [left] = KeptForm.objects.all()
    assert FILLED_IN not in client.get(left.get_absolute_url()).content.decode()


def test_what_the_partners_have_said_holds_when_it_is_decided_anew(
    client_for: ClientFor, coordinator: User, focal_point: User
) -> None:
    """Nothing has changed in what they said it of; once it is opened again they are asked."""
    alert = make_alert(make_project("DE"), make_project("GB"))
    make_position(alert, focal_point)
    make_verdict(alert, coordinator)
    second = make_verdict(alert, coordinator, outcome="joint", reason="")
    assert alert.verdicts.first().reopening.kind == Reopening.Kind.ANEW  # type: ignore[union-attr]
    page = client_for(coordinator).get(alert.get_absolute_url()).content.decode()
    assert Position.objects.in_force().exists()
    assert "Said before the alert was opened again" not in page
    reopen(second, coordinator, "New facts.")
    assert not Position.objects.in_force().exists()


def test_the_opposite_of_what_follows_from_others_is_not_recorded_unseen(
    client_for: ClientFor, coordinator: User
) -> None:
    """A is not B, and A is C: that B is C too is asked."""
    a, b, c = (make_project(partner) for partner in ("DE", "GB", "FR"))
    ab, ac, bc = make_alert(a, b), make_alert(a, c), make_alert(b, c)
    make_verdict(ab, coordinator)
    make_verdict(ac, coordinator, outcome="merged", reason="")
    client, address = client_for(coordinator), f"/alerts/{bc.pk}/verdict/"
    opened = bc.verdicts.standing().get().pk
    mine = {"outcome": "merged", "anyway": "on", "opened_on": opened}
    page = client.post(address, mine)
    one, other = f"{a.number} with {b.number} (“Not an overlap”)", f"{a.number} with {c.number}"
    said = f"follows from what was decided of alert {ab.pk} on {one} and alert {ac.pk} on {other}"
    assert said in page.content.decode()
    assert bc.verdicts.standing().get().is_implied
    client.post(address, mine | {"against": page.context["verdict_form"]["against"].value()})
    assert bc.verdicts.standing().get().outcome == "merged"


def test_nobody_waits_for_who_may_not_decide_or_filled_in_the_form_wrongly(
    client_for: ClientFor, coordinator: User, focal_point: User
) -> None:
    one, other, third = (make_project(partner) for partner in ("DE", "GB", "FR"))
    alert, _ = make_alert(one, other), make_alert(one, third)
    decided = make_verdict(make_alert(other, third))
    for address in (f"/alerts/{alert.pk}/verdict/", f"/alerts/{alert.pk}/cluster/verdict/"):
        assert locks(client_for(focal_point), address, {"outcome": "joint"}) == (403, 0)
        assert locks(client_for(coordinator), address, {"alerts": alert.pk}) == (200, 0)
        assert locks(client_for(coordinator), address.replace(str(alert.pk), "0"), {}) == (404, 0)
    reopening = f"/alerts/{decided.alert_id}/reopen/"
    assert locks(client_for(focal_point), reopening, {"text": "New facts."})[1] == 0
    assert locks(client_for(coordinator), reopening, {}) == (200, 0)
    assert locks(client_for(coordinator), reopening, {"text": "New facts."}) == (302, 3)


def locks(client: Client, address: str, sent: dict[str, object]) -> tuple[int, int]:
    """How it is answered, and how often the lock was asked for under which alerts are decided."""
    with CaptureQueriesContext(connection) as queries:
        answer = client.post(address, sent)
    return answer.status_code, sum(HOLD.name in one["sql"] for one in queries)


def test_who_is_told_is_said(client_for: ClientFor, coordinator: User, focal_point: User) -> None:
    alert = make_alert(make_project("DE"), make_project("GB"))
    FocalPoint.objects.filter(partner=alert.second.partner).delete()
    shown = client_for(coordinator).post(
        f"/alerts/{alert.pk}/verdict/", {"outcome": "joint", "anyway": "on"}, follow=True
    )
    page = shown.content.decode()
    assert "Germany sees it here at once. The mail waits 10 minutes" in page
    assert "an hour at most; a verdict taken back by then" in page
    assert f"{alert.second.partner} is not told: it has no focal point." in page
    assert "designate a focal point</a>" in page


def test_who_signs_in_anew_while_typing_lands_on_the_alert(client_for: ClientFor, coordinator: User) -> None:
    alert = make_alert(make_project("DE"), make_project("GB"))
    for route in ("verdict", "messages", "position", "reopen"):
        answer = client_for(coordinator).get(f"/alerts/{alert.pk}/{route}/")
        assert answer.headers["Location"] == alert.get_absolute_url()


def test_a_relation_that_a_verdict_made_stays_as_long_as_it_stands(client_for: ClientFor, focal_point: User) -> None:
    alert = make_alert(make_project("DE"), make_project("GB"))
    verdict = make_verdict(alert, outcome="joint", reason="")
    client, page = client_for(focal_point), alert.first.get_absolute_url()
    assert f"It comes from the decision on alert {alert.pk}" in client.get(page).content.decode()
    shown = client.post(f"{page}relations/{verdict.relation}/delete/", follow=True).content.decode()
    assert "Not removed." in shown
    assert ProjectRelation.objects.exists()


def test_a_verdict_from_before_the_material_was_kept_takes_that_of_the_next_check() -> None:
    alert = make_alert(make_project("DE"), make_project("GB"))
    verdict = make_verdict(alert)
    with pgtrigger.ignore("duplication.Verdict:verdict_append_only"):
        Verdict.objects.update(material={})
    assert not reopen_changed(list(Verdict.objects.all()))
    assert Verdict.objects.get().material == verdict.material
    alert.first.contributions.update(amount=1)
    assert reopen_changed(list(Verdict.objects.all()))


@pytest.mark.django_db(transaction=True)
def test_what_changed_since_leaves_out_the_relations_and_writes_money(client_for: ClientFor, coordinator: User) -> None:
    alert = make_alert(make_project("DE", amount=95_000), make_project("GB"))
    make_verdict(alert, outcome="joint", reason="")
    alert.first.contributions.update(amount=190_000)
    page = client_for(coordinator).get(alert.get_absolute_url()).content.decode()
    assert "Related project" not in page
    assert "190\u00a0000</ins>" in page


def test_words_of_the_opposite_are_not_offered_where_one_answer_is_asked(
    client_for: ClientFor, coordinator: User
) -> None:
    alert = make_alert(make_project("DE"), make_project("GB"))
    undo([make_verdict(alert, coordinator, outcome="not_overlap", reason="place", text="Quite different places.")])
    for say, is_offered in (("no", True), ("yes", False)):
        dialog = client_for(coordinator).get(f"/alerts/{alert.pk}/quick/?say={say}").content.decode()
        assert ("Quite different places." in dialog, FILLED_IN in dialog) == (is_offered, is_offered)
