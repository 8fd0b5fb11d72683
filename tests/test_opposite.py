"""The opposite of what follows from other alerts is asked about before it is taken: of one, a cluster, several."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from adam.demo.makers import make_alert, make_position, make_project, make_user, make_verdict
from duplication.models import Alert, Verdict
from duplication.review.contradicting import contradicting
from duplication.review.deciding import reopen
from duplication.review.implying import Opposed, against
from partners.models import User
from projects.models import Project

pytestmark = pytest.mark.django_db
ClientFor = Callable[[User], Client]
Three = tuple[Alert, Alert, Alert]
SAME: dict[str, Any] = {"outcome": "merged", "reason": ""}
JOINT: dict[str, Any] = {"outcome": "joint", "reason": ""}
NOT: dict[str, Any] = {"outcome": "not_overlap", "reason": "place"}


@pytest.fixture
def three() -> Three:
    """Between three projects, each with each: A and B, B and C, A and C."""
    a, b, c = (make_project(partner) for partner in ("DE", "GB", "FR"))
    return make_alert(a, b), make_alert(b, c), make_alert(a, c)


def said(*alerts: Alert, **fields: Any) -> list[Verdict]:
    return [Verdict(alert=alert, **fields) for alert in alerts]


def test_those_given_at_once_count_for_one_another(three: Three) -> None:
    """A same B and B same C are each right by themselves where A is not C, and not together."""
    ab, bc, ac = three
    verdict = make_verdict(ac, **NOT)
    assert against(said(ab, **SAME)) == against(said(bc, **SAME)) == Opposed()
    found = against(said(ab, bc, **SAME))
    assert found == Opposed((bc,), (verdict,), by_one_another=True)
    assert found.key == f"{bc.pk}:{verdict.pk}"


@pytest.mark.parametrize("fields", [SAME, NOT | {"reason": "coordinated"}, {"outcome": "joint", "reason": ""}])
def test_what_says_nothing_of_the_two_or_the_same_is_opposed_by_nothing(three: Three, fields: dict[str, str]) -> None:
    ab, bc, ac = three
    for alert in (ab, bc):
        make_verdict(alert, **SAME)
    assert against(said(ac, **fields)) == Opposed()


@pytest.mark.parametrize("outcome", ["joint", "divided", "sequenced", "accepted"])
def test_what_relates_the_two_is_asked_where_not_an_overlap_follows(three: Three, outcome: str) -> None:
    ab, bc, ac = three
    grounds = make_verdict(ab, **SAME), make_verdict(bc, **NOT)
    assert against(said(ac, outcome=outcome, reason="")) == Opposed((ac,), grounds)
    assert against(said(ac, outcome="not_overlap", reason="coordinated")) == Opposed()


@pytest.mark.parametrize("outcome", ["joint", "divided", "sequenced", "accepted"])
def test_what_says_that_they_are_apart_is_asked_where_the_same_project_overlaps(three: Three, outcome: str) -> None:
    ab, bc, ac = three
    grounds = make_verdict(ab, **SAME), make_verdict(bc, outcome=outcome)
    assert against(said(ac, **NOT)) == Opposed((ac,), grounds)
    assert against(said(ac, **NOT | {"reason": "coordinated"})) == Opposed()
    last = make_verdict(ac, **NOT)
    assert contradicting() == (ab.pk, bc.pk, ac.pk)
    reopen(last, make_user(role="coordinator"), "Not meant.")
    assert contradicting() == ()


def test_that_two_are_one_is_asked_where_one_overlaps_a_third_and_the_other_does_not(three: Three) -> None:
    ab, bc, ac = three
    grounds = make_verdict(bc, **JOINT), make_verdict(ac, **NOT)
    assert against(said(ab, **SAME)) == Opposed((ab,), grounds)
    assert against(said(ab, **JOINT)) == Opposed()


def test_a_cluster_is_asked_and_keeps_what_was_ticked_and_typed(
    client_for: ClientFor, coordinator: User, three: Three
) -> None:
    ab, bc, ac = three
    make_verdict(ac, coordinator, **NOT)
    third = make_alert(ab.first, make_project("JP"))
    client, address = client_for(coordinator), f"/alerts/{ab.pk}/cluster/verdict/"
    sent = {**SAME, "alerts": [ab.pk, bc.pk], "text": "One programme.", "anyway": "on"}
    answer = client.post(address, sent)
    page = answer.content.decode()
    assert f"For {bc.first.number} with {bc.second.number} the opposite follows from what was decided of " in page
    apart = f"{ac.first.number} with {ac.second.number} (“Not an overlap”)"
    assert f"alert {ac.pk} on {apart}, and from what you say of the others that are ticked." in page
    assert "One programme.</textarea>" in page
    assert answer.context["chosen"] == {ab.pk, bc.pk}
    assert third.pk in answer.context["may_tick"]
    assert Verdict.objects.count() == 1

    client.post(address, sent | {"against": answer.context["form"]["against"].value()})
    assert set(Verdict.objects.given().filter(outcome="merged").values_list("alert", flat=True)) == {ab.pk, bc.pk}


def test_where_no_alert_of_a_cluster_is_ticked_that_alone_is_said(
    client_for: ClientFor, coordinator: User, three: Three
) -> None:
    ab, _, ac = three
    make_verdict(ac, coordinator, **NOT)
    page = client_for(coordinator).post(f"/alerts/{ab.pk}/cluster/verdict/", SAME | {"anyway": "on"}).content.decode()
    assert "Choose at least one alert." in page
    assert "the opposite follows" not in page


def test_several_are_asked_and_keep_what_was_ticked_and_typed(
    client_for: ClientFor, coordinator: User, three: Three
) -> None:
    """Of a restricted project nothing follows by itself; who decides of it all the same sees what that contradicts."""
    ab, bc, ac = three
    Project.objects.filter(pk=ac.second_id).update(visibility=Project.Visibility.RESTRICTED)
    for alert in (ab, bc):
        make_verdict(alert, coordinator, **SAME)
    other, client = make_alert(make_project("DE"), make_project("GB")), client_for(coordinator)
    sent = {"do": "dismiss", "reason": "place", "text": "Two towns.", "anyway": "on", "alert": [ac.pk, other.pk]}
    answer = client.post("/alerts/several/?state=all", sent)
    page = answer.content.decode()
    assert f"For {ac.first.number} with {ac.second.number} the opposite follows from what was decided of alert " in page
    assert "Two towns.</textarea>" in page
    assert "None of these alerts is there any more." not in page
    assert (answer.context["ticked"], Verdict.objects.count()) == ({ac.pk, other.pk}, 2)

    client.post("/alerts/several/?state=all", sent | {"against": answer.context["several"]["against"].value()})
    assert set(Verdict.objects.filter(outcome="not_overlap").values_list("alert", flat=True)) == {ac.pk, other.pk}


def test_recorded_all_the_same_it_stands_on_every_page_for_coordinators_alone(
    client_for: ClientFor, coordinator: User, focal_point: User, three: Three
) -> None:
    ab, bc, ac = three
    make_verdict(ac, **NOT)
    make_verdict(ab, **SAME)
    told, client = "Other verdicts contradict this one.", client_for(coordinator)
    assert told not in client.get(ac.get_absolute_url()).content.decode()
    make_verdict(bc, **SAME)
    for one in three:
        page = client.get(one.get_absolute_url()).content.decode()
        assert told in page
        for other in set(three) - {one}:
            verdict = other.verdicts.standing().get()
            assert f'<a href="{other.get_absolute_url()}">alert {other.pk}</a> ({other}: {verdict})' in page
    assert told not in client_for(focal_point).get(ab.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("stance", "fields", "asks"),
    [
        ("overlapping", NOT, "All partners say that there is an overlap."),
        ("same", JOINT, "All partners say that it is the same project."),
        ("overlapping", SAME, "All partners say that the work overlaps."),
        ("complementary", SAME, "All partners say that the work complements each other."),
        ("not_overlap", SAME, "All partners say that there is no overlap."),
        ("not_overlap", NOT, ""),
        ("same", SAME, ""),
        ("overlapping", JOINT, ""),
        ("complementary", NOT, ""),
    ],
)
def test_other_than_what_all_partners_say_is_decided_once_that_was_asked(
    client_for: ClientFor,
    coordinator: User,
    focal_point: User,
    other_focal_point: User,
    stance: str,
    fields: dict[str, str],
    asks: str,
) -> None:
    alert = make_alert(make_project("DE"), make_project("GB"))
    for user in (focal_point, other_focal_point):
        make_position(alert, user, stance=stance, text="So it is.")
    client, address, sent = client_for(coordinator), f"/alerts/{alert.pk}/verdict/", {**fields, "text": "I know more."}
    answer = client.post(address, sent)
    assert Verdict.objects.exists() is not bool(asks)
    if asks:
        assert asks in answer.content.decode()
        client.post(address, sent | {"against": answer.context["verdict_form"]["against"].value()})
        assert Verdict.objects.get().outcome == fields["outcome"]
