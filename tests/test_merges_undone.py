"""A merge undone within a month, and what becomes of the alert and of later publications."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from adam.demo.makers import (
    get_partner,
    make_activity,
    make_alert,
    make_contribution,
    make_document,
    make_focal_point,
    make_merge,
    make_organization,
    make_participation,
    make_place,
    make_project,
    make_relation,
    make_verdict,
)
from duplication.models import Alert
from duplication.notices.verdicts import tell_of_verdicts
from partners.models import Notification, User
from partners.notifications import HELD, deliver
from projects import bodies, merges
from projects.importing import Report, import_file
from projects.models import Contribution, Project, ProjectMerge
from projects.recent import changes_between
from tests.conftest import Mailbox

pytestmark = pytest.mark.django_db
ClientFor = Callable[[User], Client]
ACTIVITY = """<iati-activities version="2.03"><iati-activity>
<iati-identifier>GB-GOV-1-77</iati-identifier>
<reporting-org ref="GB-GOV-1" type="10"><narrative>FCO</narrative></reporting-org>
<title><narrative>{title}</narrative></title><activity-status code="2"/><recipient-country code="TJ"/>
</iati-activity></iati-activities>"""


# -- Undoing -----------------------------------------------------------------------------------------------------------
def state(project: Project) -> Any:
    project = Project.objects.get(pk=project.pk)
    parts = [sorted(map(str, getattr(project, name).all())) for name in ("contributions", "activities", "identifiers")]
    parts += [sorted(map(str, getattr(project, name).all())) for name in ("participations", "places", "themes")]
    return project.title, project.objective, project.published_at, project.merged_into_id, parts


def told_of_since(start: datetime) -> set[int]:
    changes = changes_between(start, timezone.now())
    return {pk for pk, one in changes.items() if one.is_told_to(0, start)}


def test_undone_within_30_days_both_are_as_they_were(
    kept: Project, other: Project, coordinator: User, client_for: ClientFor
) -> None:
    document = make_document(other, b"plan")
    before, start = (state(kept), state(other)), timezone.now()
    merge, client = make_merge(kept, other, coordinator), client_for(coordinator)
    assert state(kept) != before[0]
    assert told_of_since(start) == {kept.pk}

    address = f"/projects/merges/{merge.pk}/undo/"
    assert "It comes back as it was" in client.get(address).content.decode()
    page = client.post(address, follow=True).content.decode()
    assert "are two projects again" in page
    assert (state(kept), state(other)) == before
    assert told_of_since(start) == set()  # who watches them
    kept.refresh_from_db()
    kept.save()
    assert told_of_since(start) == {kept.pk}  # whatever else was saved
    assert document in other.documents.all()
    assert "was undone" in client.get(address).content.decode()
    assert "undone already" in client.post(address, follow=True).content.decode()


def test_its_mail_comes_with_that_of_the_verdict_and_is_called_off_by_undoing(
    kept: Project, other: Project, coordinator: User, focal_point: User, other_focal_point: User
) -> None:
    tell_of_verdicts([make_verdict(make_alert(kept, other), coordinator, outcome="merged", reason="")])
    merge = make_merge(kept, other, coordinator)
    for user in (focal_point, other_focal_point):
        verdict, merged = user.notifications.order_by("created_at")
        assert merged.key == f"merge:{merge.pk}:made"
        assert merged.due_at >= verdict.due_at > timezone.now() + HELD - timedelta(minutes=1)
    focal_point.notifications.update(mailed_at=timezone.now())
    merges.undo(merge.pk, coordinator)
    rows = {row.key: row.due_at for row in other_focal_point.notifications.all()}
    assert rows.pop(verdict.key)
    assert rows == {f"merge:{merge.pk}:made": None, f"merge:{merge.pk}:undone": None}  # read here, not mailed
    assert focal_point.notifications.get(key=f"merge:{merge.pk}:undone").due_at


def test_both_partners_read_of_the_merge_in_a_mail_and_of_its_undoing_in_another(
    smtp: Mailbox, kept: Project, other: Project, coordinator: User, focal_point: User, other_focal_point: User
) -> None:
    def mailed() -> dict[str, str]:
        smtp.messages.clear()
        Notification.objects.filter(mailed_at=None).update(due_at=timezone.now())
        deliver()
        return {one["To"]: one.get_body(("plain",)).get_content() for one in smtp.messages}  # type: ignore[union-attr]

    alert = make_alert(kept, other)
    tell_of_verdicts([make_verdict(alert, coordinator, outcome="merged", reason="")])
    merge = make_merge(kept, other, coordinator)
    made = mailed()
    merges.undo(merge.pk, coordinator)
    undone = mailed()
    assert made.keys() == undone.keys() == {focal_point.email, other_focal_point.email}
    for text in made.values():
        assert "Decided" in text
        assert "Taken over from the closed record: " in text
    for text in undone.values():
        assert f"{coordinator} undid the merge on " in text
        assert "Given back to the record that was closed: " in text
        assert f"The verdict stands: alert {alert.pk} was decided by {coordinator} on " in text
        assert kept.number in text
        assert other.number in text


def test_of_a_verdict_that_falls_with_the_merge_nobody_reads_that_it_stands(
    kept: Project, other: Project, coordinator: User, focal_point: User, client_for: ClientFor
) -> None:
    """What somebody has changed meanwhile, the merge had not touched."""
    make_verdict(make_alert(kept, other), coordinator, outcome="merged", reason="")
    merge = make_merge(kept, other, coordinator)
    Project.objects.filter(pk=kept.pk).update(end=date(2031, 5, 5))

    page = client_for(coordinator).post(f"/projects/merges/{merge.pk}/undo/", follow=True).content.decode()

    assert "What was decided of the two stands no longer, because they have changed since." in page
    text = focal_point.notifications.get(key=f"merge:{merge.pk}:undone").text
    assert "This stands no longer, because the two have changed since: alert " in text
    assert "The verdict stands" not in text


def test_its_mail_says_why_what_was_taken_over_and_leads_to_the_alert(
    kept: Project, other: Project, coordinator: User, focal_point: User, other_focal_point: User
) -> None:
    alert, said = make_alert(kept, other), {"outcome": "merged", "reason": "", "text": "One contract."}
    verdict = make_verdict(alert, coordinator, **said)
    make_merge(kept, other, coordinator)
    told = other_focal_point.notifications.get(key__startswith="merge:")
    assert f"Why: alert {alert.pk} was decided by {coordinator} on " in told.text
    assert ": Same project: to be recorded once. “One contract.”" in told.text
    assert "Taken over from the closed record: " in told.text
    assert "other number" not in told.text  # its own former one
    assert told.lists[0]["rows"][0]["url"] == alert.get_absolute_url()
    assert {f"alert:{alert.pk}", f"verdict:{verdict.pk}"} < set(told.about)


def test_what_was_changed_since_stays_and_is_told(
    kept: Project, other: Project, coordinator: User, client_for: ClientFor
) -> None:
    merge = make_merge(kept, other, coordinator)
    Project.objects.filter(pk=kept.pk).update(objective="Written anew.")
    Contribution.objects.filter(project=kept, partner=get_partner("GB")).update(amount=60_000)
    page = client_for(coordinator).post(f"/projects/merges/{merge.pk}/undo/", follow=True).content.decode()
    assert "Objective was changed since and stays." in page
    assert "Contribution: 1 of what was taken over was changed or removed since." in page
    kept.refresh_from_db()
    assert kept.objective == "Written anew."


@pytest.mark.parametrize("left_out", [True, False])
def test_bodies_merged_since_are_led_back_under_the_name_of_today(
    kept: Project, other: Project, coordinator: User, client_for: ClientFor, left_out: bool
) -> None:
    """Of a body that was left out, and of one that both had under two names."""
    own, theirs = make_organization("Kept Works Bureau"), make_organization("Kept Works Bureau of Dushanbe")
    make_participation(kept, own)
    make_participation(other, theirs)
    merging, data = merges.merging_of(kept, other, coordinator), QueryDict(mutable=True)
    rows = [row for part in merging.parts for row in part.rows]
    data.setlist("rows", [row.key for row in rows if not (left_out and row.words.endswith(own.name))])
    merge = merges.merge(merges.merging_of(kept, other, coordinator, data), coordinator)
    bodies.merge(theirs.pk, own.pk, coordinator)
    page = client_for(coordinator).post(f"/projects/merges/{merge.pk}/undo/", follow=True).content.decode()
    assert "are two projects again" in page
    assert "was changed or removed since" not in page
    assert named_by(kept) == ["GIZ", theirs.name]
    assert theirs.name in named_by(other)


def named_by(project: Project) -> list[str]:
    return sorted(str(one.organization) for one in project.participations.select_related("organization"))


def test_who_does_not_see_the_one_that_stayed_hears_that_the_other_is_back_and_no_more(
    kept: Project, other: Project, coordinator: User, other_focal_point: User
) -> None:
    merge = make_merge(kept, other, coordinator)
    other_focal_point.notifications.update(mailed_at=timezone.now())
    Project.objects.filter(pk=kept.pk).update(visibility=Project.Visibility.RESTRICTED)
    merges.undo(merge.pk, coordinator)
    told = other_focal_point.notifications.get(key=f"merge:{merge.pk}:undone")
    assert told.text.startswith(f"{other.number}, {other.title}, is no longer merged into another project.")
    assert (told.url, told.about) == (other.get_absolute_url(), [f"project:{other.pk}"])


def test_a_merge_is_not_undone_after_30_days_or_below_a_later_one(
    kept: Project, other: Project, coordinator: User, client_for: ClientFor
) -> None:
    merge, client = make_merge(kept, other, coordinator), client_for(coordinator)
    last = make_project("FR")
    make_merge(last, kept, coordinator)
    assert client.get(f"/projects/{other.pk}/", follow=True).redirect_chain[-1][0] == last.get_absolute_url()
    assert client.get(f"/projects/merges/{merge.pk}/undo/").status_code == 404

    later = last.merges.get()
    ProjectMerge.objects.filter(pk=later.pk).update(merged_at=timezone.now() - timedelta(days=31))
    assert "within 30 days only" in client.post(f"/projects/merges/{later.pk}/undo/", follow=True).content.decode()


def test_the_alert_of_the_two_is_readable_afterwards(
    kept: Project, other: Project, coordinator: User, focal_point: User, client_for: ClientFor
) -> None:
    alert, undone = make_alert(kept, other), "The merge is undone: they are two again"
    merge = make_merge(kept, other, coordinator)
    for user in (coordinator, focal_point):
        page = client_for(user).get(alert.get_absolute_url()).content.decode()
        assert f"{other.number} into {kept.number}." in page
        assert undone not in page
    merges.undo(merge.pk, coordinator)
    Project.objects.filter(pk=other.pk).update(visibility=Project.Visibility.RESTRICTED)
    page = client_for(focal_point).get(alert.get_absolute_url()).content.decode()
    assert page.count("<b>Coordinator: The") == 2
    assert [undone in page, "The two are merged" in page, other.number in page] == [True, True, False]


def test_the_alert_leads_to_the_merge_and_is_not_opened_again_below_it(
    kept: Project, other: Project, coordinator: User, focal_point: User, client_for: ClientFor
) -> None:
    alert, client = make_alert(kept, other), client_for(coordinator)
    client.post(f"/alerts/{alert.pk}/verdict/", {"outcome": "merged", "anyway": "on"})
    address = f"/projects/{kept.pk}/merge/?other={other.pk}"
    assert address in client.get(alert.get_absolute_url()).content.decode()
    assert address not in client_for(focal_point).get(alert.get_absolute_url()).content.decode()

    merge = make_merge(kept, other, coordinator)
    page = client.post(f"/alerts/{alert.pk}/reopen/", {"text": "No."}, follow=True).content.decode()
    assert f'/merges/{merge.pk}/undo/">Undo the merge</a>' in page
    assert f"{other.number} was merged." in page
    assert Alert.objects.decided().exists()


def test_a_later_publication_keeps_the_closed_one_closed(tmp_path: Path, coordinator: User) -> None:
    def publish(title: str) -> Report:
        path = tmp_path / "file.xml"
        path.write_text(ACTIVITY.format(title=title), encoding="utf-8")
        return import_file(path, get_partner("GB"))

    publish("Scanners")
    kept, other = make_project("DE", title="Scanners for Kulma"), Project.objects.get(reference="GB-GOV-1-77")
    make_merge(kept, other, coordinator)
    report = publish("Scanners and dogs")

    other.refresh_from_db()
    kept.refresh_from_db()
    assert (other.title, other.published_at, other.merged_into) == ("Scanners and dogs", None, kept)
    assert kept.title == "Scanners for Kulma"
    assert (report.created, report.updated) == (0, 1)
    assert any("merged into another" in notice for notice in report.notices)
    assert publish("Scanners and dogs").unchanged == 1


def test_many_parts_cost_no_more_queries(
    kept: Project, other: Project, coordinator: User, client_for: ClientFor
) -> None:
    client, counted = client_for(coordinator), []
    for _ in range(2):
        for _ in range(3):
            make_contribution(other, "FR", 10)
            make_activity(other, place=make_place(), quantity=3)
            make_document(other, f"{other.documents.count()}".encode())
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/projects/{kept.pk}/merge/?other={other.pk}")
        counted.append(len(queries))
    assert counted[0] == counted[1]


def test_what_two_partners_report_is_counted_once_when_asked(
    coordinator: User, focal_point: User, client_for: ClientFor
) -> None:
    first, second = make_project("DE", amount=100), make_project("GB", amount=70)
    make_relation(second, first, "third-party")
    make_project("FR", amount=5)

    page = client_for(coordinator).get("/projects/analysis/?rows=country&measure=budget").content.decode()
    assert "1 project is recorded elsewhere too." in page
    address = "/projects/analysis.csv?rows=country&measure=budget&once=on"
    table = client_for(coordinator).get(address).getvalue().decode()
    assert table.splitlines()[-1] == "Total,105.00"
    assert set(Project.objects.filter(partner__code="GB").once()) == {second}  # among these it stands alone
    Project.objects.filter(pk=first.pk).update(visibility="restricted")
    assert second in Project.objects.visible_to(make_focal_point("JP")).once()
