"""Weights proposed: fitted to verdicts, or used before; accepted or declined."""

from collections.abc import Callable
from copy import deepcopy
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.formats import date_format
from django_tasks_db.models import DBTaskResult

from adam.demo.makers import make_calibration, make_position, make_verdict
from duplication.calibration.calibrations import active_calibration
from duplication.calibration.proposals import accept, proposals, set_thresholds
from duplication.matching.scoring import shipped
from duplication.models import Calibration
from duplication.review.deciding import reopen
from duplication.tasks import propose_weights
from partners.models import User
from tests.test_thresholds import alert

pytestmark = pytest.mark.django_db

ClientFor = Callable[[User], Client]
SWEEP = "duplication.tasks.sweep_registry"


@pytest.fixture
def proposed(db: None) -> Calibration:
    table = deepcopy(shipped())
    table["weights"]["title"]["same"] += 1.5
    table["evaluation"] = {"pairs": 120, "figures": [["duplicates", 0.91, 0.94]]}
    return make_calibration(name="From verdicts", table=table)


def test_a_proposal_shows_what_would_change(proposed: Calibration, coordinator: User, client_for: ClientFor) -> None:
    alert(5.0, contributions=[{"field": "title", "level": "same", "weight": 3.0, "sentence": "The same."}])
    alert(5.0, contributions=[{"field": "country", "level": "different", "weight": 3.0, "sentence": "Apart."}])
    [one] = proposals(active_calibration())
    assert [(row.label, row.change) for row in one.differences] == [("Title", "+1.5")]
    assert (one.open, one.pairs, one.figures) == (2, 120, [("duplicates", 0.91, 0.94)])
    page = client_for(coordinator).get("/alerts/thresholds/").content.decode()
    assert "From verdicts" in page
    assert "The titles are the same." in page
    assert "better" in page


def test_of_what_a_proposal_would_withdraw_it_is_said_where_all_partners_see_an_overlap(
    proposed: Calibration, coordinator: User, client_for: ClientFor, focal_point: User, other_focal_point: User
) -> None:
    weak = [{"field": "country", "level": "different", "weight": -9.0, "sentence": "Apart."}]
    gone, agreed, disputed = (alert(5.0, contributions=weak) for _ in range(3))
    for one, theirs in ((agreed, "same"), (disputed, "not_overlap")):
        make_position(one, focal_point, stance="overlapping")
        make_position(one, other_focal_point, stance=theirs, text="So it is.")
    [told] = proposals(active_calibration())
    assert (told.open - told.stay, told.agreed) == (3, [agreed])
    page = client_for(coordinator).get("/alerts/thresholds/").content.decode()
    named = f'<a href="{agreed.get_absolute_url()}">alert {agreed.pk}</a>.'
    assert f"On 1 of those that would be withdrawn all partners see an overlap:</b> {named}" in page
    assert gone.get_absolute_url() not in page


def test_figures_that_look_the_same_are_neither_better_nor_worse(
    proposed: Calibration, coordinator: User, client_for: ClientFor
) -> None:
    proposed.table["evaluation"]["figures"] = [["duplicates", 0.55312, 0.55341], ["overlaps", 0.1594, 0.1591]]
    proposed.save()
    page = client_for(coordinator).get("/alerts/thresholds/").content.decode()
    assert "0.553" in page
    assert ">better<" not in page
    assert ">worse<" not in page


def test_a_proposal_is_accepted(proposed: Calibration, coordinator: User, client_for: ClientFor) -> None:
    client, address = client_for(coordinator), f"/alerts/thresholds/{proposed.pk}/"
    assert "are in use." in client.post(address, {"do": "accept"}, follow=True).content.decode()
    assert active_calibration() == proposed
    assert DBTaskResult.objects.filter(task_path=SWEEP).exists()
    assert "decided on already" in client.post(address, {"do": "decline"}, follow=True).content.decode()
    assert active_calibration() == proposed


def test_a_proposal_is_declined(proposed: Calibration, coordinator: User, client_for: ClientFor) -> None:
    used, client = active_calibration(), client_for(coordinator)
    assert (
        "is declined"
        in client.post(f"/alerts/thresholds/{proposed.pk}/", {"do": "decline"}, follow=True).content.decode()
    )
    assert active_calibration() == used
    assert proposals(used) == []
    assert "Declined proposals" in client.get("/alerts/thresholds/").content.decode()
    assert not DBTaskResult.objects.filter(task_path=SWEEP).exists()


def test_a_table_that_fits_nothing_is_neither_shown_nor_accepted(coordinator: User, client_for: ClientFor) -> None:
    broken, client = make_calibration(name="Of old"), client_for(coordinator)
    assert "Of old" not in client.get("/alerts/thresholds/").content.decode()
    page = client.post(f"/alerts/thresholds/{broken.pk}/", {"do": "accept"}, follow=True).content.decode()
    assert "does not fit what is compared today" in page


def test_earlier_weights_are_proposed_again_and_accepted_as_any_proposal(
    proposed: Calibration, coordinator: User, client_for: ClientFor
) -> None:
    release, client = active_calibration(), client_for(coordinator)
    moved = set_thresholds({"same_work": 3.0}, coordinator)
    assert moved
    client.post(f"/alerts/thresholds/{proposed.pk}/", {"do": "accept"})
    for _ in range(2):
        for _ in range(2):
            client.post(f"/alerts/thresholds/{moved.pk}/again/")
        again = Calibration.objects.waiting().get()
        client.post(f"/alerts/thresholds/{again.pk}/", {"do": "accept"})
        assert active_calibration() == again
        assert again.table["thresholds"]["same_work"] == 3.0
    assert active_calibration().weights_name == release.name
    assert again.name == f"{release.name}, again (2)"


def test_a_proposal_is_not_accepted_over_thresholds_that_came_into_use_meanwhile(
    proposed: Calibration, coordinator: User, client_for: ClientFor
) -> None:
    """Else they would go without a word: the table that is accepted brings those of before."""
    client, used = client_for(coordinator), active_calibration()
    page = client.get("/alerts/thresholds/").content.decode()
    assert page.count(f'name="used" value="{used.pk}"') >= 2
    moved = set_thresholds({"same_work": 3.0}, coordinator)

    sent = {"do": "accept", "used": used.pk}
    page = client.post(f"/alerts/thresholds/{proposed.pk}/", sent, follow=True).content.decode()
    assert f"Meanwhile “{moved}” came into use. Look at what “From verdicts” would change now" in unescape(page)
    assert active_calibration() == moved
    client.post(f"/alerts/thresholds/{proposed.pk}/", {"do": "accept", "used": moved and moved.pk})
    assert active_calibration() == proposed


def test_proposals_are_weighed_in_the_same_queries_however_many(
    proposed: Calibration, coordinator: User, client_for: ClientFor
) -> None:
    evidence = [{"field": "title", "level": "same", "weight": 3.0, "sentence": "The same."}]
    alert(5.0, contributions=evidence)
    client, counts = client_for(coordinator), []
    for names in ((), ("Second", "Third", "Fourth")):
        for name in names:
            make_calibration(name=name, table=proposed.table)
        with CaptureQueriesContext(connection) as queries:
            page = client.get("/alerts/thresholds/").content.decode()
        counts.append(len(queries))
        assert page.count("Proposed weights: ") == 1 + len(names)
    assert counts[1] <= counts[0]  # the first reader warms what a process keeps


def test_verdicts_from_which_nothing_is_learned_explain_the_two_counts(
    coordinator: User, client_for: ClientFor
) -> None:
    alert(5.0, "merged")
    reopen(make_verdict(alert(5.0)), coordinator, "New facts.")
    page = " ".join(client_for(coordinator).get("/alerts/thresholds/").content.decode().split())
    assert "so they count more: 1 that was opened again since. Nothing is learned from these." in page


def test_who_is_refused_leaves_one_line_in_the_log_and_no_trace_of_calls(
    focal_point: User, client_for: ClientFor, caplog: pytest.LogCaptureFixture
) -> None:
    assert client_for(focal_point).get("/alerts/thresholds/").status_code == 403
    assert [(record.levelname, record.exc_info) for record in caplog.records] == [("WARNING", None)]


def test_too_few_verdicts_are_said_with_how_many_are_missing(coordinator: User, client_for: ClientFor) -> None:
    alert(5.0, "merged")
    client = client_for(coordinator)
    page = client.get("/alerts/thresholds/").content.decode()
    assert "Still missing: 19 of an overlap and 20 of none." in page
    assert "Fit weights" not in page
    client.post("/alerts/thresholds/propose/")
    assert not DBTaskResult.objects.filter(task_path="duplication.tasks.propose_weights").exists()


@pytest.fixture
def judged(db: None) -> None:
    for number in range(40):
        alert(5.0, "merged" if number % 2 else "not_overlap:place")


@pytest.mark.usefixtures("judged")
def test_a_coordinator_lets_weights_be_fitted_and_finds_the_proposal(
    proposed: Calibration, coordinator: User, client_for: ClientFor
) -> None:
    accept(proposed, coordinator)
    client = client_for(coordinator)
    client.post("/alerts/thresholds/propose/")
    client.post("/alerts/thresholds/propose/")
    assert DBTaskResult.objects.filter(task_path="duplication.tasks.propose_weights").count() == 1
    assert "Weights are being fitted to them now." in client.get("/alerts/thresholds/").content.decode()
    assert propose_weights.func() == "“Fitted" + f" {date_format(timezone.localtime(), 'j F Y, H:i')}” is proposed."
    assert "Proposed weights: Fitted" in client.get("/alerts/thresholds/").content.decode()


@pytest.mark.usefixtures("judged")
def test_weights_that_come_out_as_they_are_in_use_are_not_proposed() -> None:
    said = propose_weights.func()
    assert said == "Nothing is proposed. None of the weights that come out differs from the one in use by 0.05 or more."
    assert not Calibration.objects.filter(name__startswith="Fitted").exists()


def test_what_waits_and_is_in_use_by_now_is_only_declined(
    proposed: Calibration, coordinator: User, client_for: ClientFor
) -> None:
    make_calibration(name="The same", table=proposed.table)
    client, accepts = client_for(coordinator), 'name="do" value="accept"'
    assert client.get("/alerts/thresholds/").content.decode().count(accepts) == 2
    accept(proposed, coordinator)
    page = client.get("/alerts/thresholds/").content.decode()
    assert "hardly differ from those in use, so there is nothing to accept." in page
    assert (page.count(accepts), page.count('name="do" value="decline"')) == (0, 1)
    assert "Average precision" not in page


def test_the_figures_of_a_proposal_are_explained(
    proposed: Calibration, coordinator: User, client_for: ClientFor
) -> None:
    page = " ".join(client_for(coordinator).get("/alerts/thresholds/").content.decode().split())
    assert "it is 1 where all overlaps come before all others." in page
    assert "Of 120 pairs each half is weighed by what the other half taught" in page
    assert "“One pair in ten” reckons as if one pair in ten were an overlap" in page
