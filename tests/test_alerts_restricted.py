"""What a partner learns of a restricted project that resembles its own: country and theme, and nothing else."""

import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.utils import timezone

from adam.demo.makers import make_alert, make_merge, make_position, make_project, make_verdict
from duplication.models import Alert, Position
from duplication.notices.alerts import tell
from duplication.presentation.alerts import present
from partners.models import Notification, User
from projects.models import Project

ClientFor = Callable[[User], Client]
SECRETS = [
    "Scanners for Kulma",
    "Undisclosed purpose",
    "GB-SECRET-1",
    "United Kingdom",
    "777.?777",
    r"(?<![/\d-])2019(?![/\d\"])",  # the year, and no number of a row
    "Covert Logistics",
    "The titles use nearly the same words",
    "The budgets differ widely",
    "strong, 6",
    r"\+5\.0",
    "98 in 100",
]


@pytest.fixture
def secret(db: None) -> Project:
    return make_project(
        "GB",
        title="Scanners for Kulma",
        objective="Undisclosed purpose.",
        reference="GB-SECRET-1",
        visibility=Project.Visibility.RESTRICTED,
        amount=Decimal(777_777),
        start="2019-03-01",
        end="2019-04-01",
        implementing=["Covert Logistics"],
        countries=["TJ"],
        themes=["T1.1"],
    )


@pytest.fixture
def alert(secret: Project) -> Alert:
    """Between a restricted project of the United Kingdom and an open one of Germany."""
    return make_alert(secret, make_project("DE", title="Dogs for Nizhny Panj", amount=1000))


def body(html: str) -> str:
    """The page without its filter, which names every partner."""
    start, end = html.find('<details class="narrow"'), html.find("</details>")
    return html[:start] + html[end:] if start > 0 else html


@pytest.mark.parametrize("address", ["/alerts/", "/alerts/?state=mine", "/alerts/{pk}/"])
def test_pages_tell_the_other_side_country_and_theme_only(
    alert: Alert, focal_point: User, client_for: ClientFor, address: str
) -> None:
    html = body(client_for(focal_point).get(address.format(pk=alert.pk)).content.decode())
    assert "A restricted project" in html or "Restricted project of another partner" in html
    assert "Tajikistan" in html
    assert [word for word in SECRETS if re.search(word, html)] == []


def test_a_theme_that_neither_states_has_no_row(client_for: ClientFor, focal_point: User) -> None:
    secret = make_project("GB", visibility=Project.Visibility.RESTRICTED, themes=[])
    alert = make_alert(secret, make_project("DE", themes=[]))
    html = client_for(focal_point).get(alert.get_absolute_url()).content.decode()
    assert "not stated by one of them" not in html
    assert "Country" in html


def test_what_is_printed_as_nought_speaks_neither_for_nor_against(
    secret: Project, client_for: ClientFor, focal_point: User
) -> None:
    said = [("country", 0.6, "Both work in Tajikistan."), ("theme", 0.04, "Both on supply.")]
    rows = [{"field": field, "level": "same", "weight": weight, "sentence": text} for field, weight, text in said]
    alert = make_alert(secret, make_project("DE"), contributions=rows)
    html = client_for(focal_point).get(alert.get_absolute_url()).content.decode()
    assert "Country: +0.6" in html
    assert "Theme: +0.0" not in html
    assert "Neither for nor against: Both on supply." in html


def test_the_block_on_the_project_page_tells_country_and_theme_only(
    alert: Alert, focal_point: User, rf: RequestFactory
) -> None:
    request = rf.get("/")
    request.user = focal_point
    context = Context({"request": request, "project": alert.second})
    html = Template("{% load alerts %}{% project_alerts project %}").render(context)
    assert "A restricted project" in html
    assert [word for word in SECRETS if re.search(word, html)] == []


@pytest.mark.parametrize(
    "query", ["q=scanners", "q=undiscl", "q=GB-SECRET-1", "q=undisclosed", "q=ADAM-{secret}", "partner=GB"]
)
def test_searching_does_not_find_what_is_not_shown(
    alert: Alert, secret: Project, focal_point: User, client_for: ClientFor, query: str
) -> None:
    html = client_for(focal_point).get(f"/alerts/?{query.format(secret=secret.pk)}").content.decode()
    assert "No alert matches" in html


def test_the_strength_of_a_hidden_pair_moves_nothing_that_the_other_side_sees(
    alert: Alert, secret: Project, focal_point: User, client_for: ClientFor
) -> None:
    """Else who changes the own budget could read the other's off words, order, filter or mail."""
    later = make_alert(secret, make_project("DE", title="Later"), match_weight=20)
    seen, client = set(), client_for(focal_point)
    for weight in (0.5, 9.0):
        Alert.objects.filter(pk=alert.pk).update(match_weight=weight)
        addresses = ["/alerts/?state=mine", "/alerts/?state=mine&strength=very-strong", alert.get_absolute_url(), "/"]
        pages = [body(client.get(address).content.decode()) for address in addresses]
        assert pages[0].index("Dogs for Nizhny Panj") < pages[0].index("Later")
        seen.add("".join(re.sub(r"nonce-\S+|csrf\S+|value=\S+", "", page) for page in pages))
        alert.refresh_from_db()
        tell([(alert, f"alert:{weight}"), (later, f"alert:{weight}:later")], None)
        told = Notification.objects.filter(user=focal_point)
        assert set(told.values_list("kind", flat=True)) == {"alert"}
        Notification.objects.all().delete()
    assert len(seen) == 1


def test_the_name_of_the_partner_that_answered_stays_hidden(
    alert: Alert, focal_point: User, other_focal_point: User, client_for: ClientFor
) -> None:
    make_position(alert, other_focal_point, text="Let us talk.")
    html = client_for(focal_point).get(alert.get_absolute_url()).content.decode()
    assert "The other partner: The work overlaps" in html
    assert "Let us talk." in html
    assert "United Kingdom" not in html


def test_the_owner_and_the_coordinator_see_both(
    alert: Alert, other_focal_point: User, coordinator: User, client_for: ClientFor
) -> None:
    for user in (other_focal_point, coordinator):
        html = client_for(user).get(alert.get_absolute_url()).content.decode()
        assert "Scanners" in html
        assert "nothing else" not in html


def test_who_speaks_for_neither_side_does_not_see_the_alert(
    alert: Alert, analyst: User, recipient: User, client_for: ClientFor
) -> None:
    for user in (analyst, recipient):
        client = client_for(user)
        assert client.get(alert.get_absolute_url()).status_code == 404
        assert f'href="{alert.get_absolute_url()}"' not in client.get("/alerts/?state=all").content.decode()


def test_a_position_is_told_to_the_other_side_without_naming_the_hidden_project(
    alert: Alert, focal_point: User, other_focal_point: User, coordinator: User, client_for: ClientFor
) -> None:
    gb = other_focal_point.partner_id
    client_for(other_focal_point).post(
        f"/alerts/{alert.pk}/position/", {"partner": gb, "stance": "overlapping", "text": "Call us."}
    )
    told = Notification.objects.get(user=focal_point)
    assert "Call us." in told.text
    assert "restricted project" in told.subject
    assert [word for word in SECRETS if re.search(word, f"{told.subject} {told.text}")] == []
    assert "GB-SECRET-1" in Notification.objects.get(user=coordinator).text
    assert Position.objects.get().partner_id == gb


def test_a_view_of_a_hidden_side_holds_no_project(alert: Alert, focal_point: User) -> None:
    [view] = present([alert], focal_point)
    assert view.first.project is None
    assert view.stake is None
    assert view.weight is None
    assert [line.field for line in view.evidence] == ["countries"]


def test_a_draft_is_hidden_like_a_restricted_project(alert: Alert, secret: Project, coordinator: User) -> None:
    Project.objects.filter(pk=secret.pk).update(published_at=None)
    assert not Alert.objects.visible_to(coordinator).exists()


def test_of_a_draft_the_other_side_learns_that_it_is_one_and_coordinators_nothing(
    secret: Project, focal_point: User, other_focal_point: User, coordinator: User, client_for: ClientFor
) -> None:
    alert = make_alert(secret, make_project("DE", title="Dogs for Nizhny Panj", countries=["KZ"], themes=[]))
    Project.objects.filter(pk=secret.pk).update(published_at=None)
    client = client_for(focal_point)
    for address in (alert.get_absolute_url(), f"/api/alerts/{alert.pk}/"):
        shown = client.get(address).content.decode()
        assert "project that was withdrawn to a draft" in shown
        assert [word for word in ("Tajikistan", "Border", secret.title) if word in shown] == []
    assert client.get("/api/alerts/?state=mine&country=KZ").json()["count"] == 1
    assert client.get("/api/alerts/?state=mine&country=TJ").json()["count"] == 0

    said = {"partner": other_focal_point.partner_id, "stance": "same", "text": "Call us."}
    client_for(other_focal_point).post(f"/alerts/{alert.pk}/position/", said)
    assert Notification.objects.get().user == focal_point
    assert "Tajikistan" not in Notification.objects.get().text


def test_of_a_restricted_project_that_was_merged_the_other_side_learns_into_which_and_not_what_it_was(
    alert: Alert, secret: Project, focal_point: User, client_for: ClientFor
) -> None:
    client, ours = client_for(focal_point), alert.second if alert.first == secret else alert.first
    make_verdict(alert, outcome="merged", reason="")
    make_merge(ours, secret)
    Project.objects.filter(pk=ours.pk).update(title="Dogs, as recorded now")
    page = client.get(alert.get_absolute_url()).content.decode()
    assert f'merged into {ours.number}.</b> <a href="{ours.get_absolute_url()}">See that record</a>.' in page
    assert "since one of them was restricted" in page
    assert "The two are one record now" in page
    api = client.get(f"/api/alerts/{alert.pk}/").content.decode()
    for shown in (page, api):
        assert "a restricted project" in shown.lower()
        assert "draft" not in shown
        assert [word for word in ("Scanners for Kulma", "GB-SECRET-1") if word in shown] == []
    Project.objects.filter(pk=secret.pk).update(merged_into=make_project("FR", visibility="restricted"))
    page = client.get(alert.get_absolute_url()).content.decode()
    assert "The other project was merged into a record that you do not see" in page


@pytest.mark.parametrize("ended", ["withdrawn", "merged"])
def test_evidence_of_when_it_was_restricted_is_not_told_once_it_is_opened_and_compared_no_more(
    alert: Alert, secret: Project, client_for: ClientFor, focal_point: User, other_focal_point: User, ended: str
) -> None:
    """It may have said something else then, as its history does not tell either."""
    if ended == "withdrawn":
        Alert.objects.filter(pk=alert.pk).update(withdrawn_at=timezone.now())
    else:
        make_merge(secret, alert.first if alert.first != secret else alert.second)
    Project.objects.filter(pk=secret.pk).update(visibility=Project.Visibility.ALL_PARTNERS)
    history = Project.pgh_event_model.objects.filter(pgh_obj=secret.pk)
    history.update(visibility=Project.Visibility.RESTRICTED)  # until just now
    told = "The titles use nearly the same words"
    pages = [
        client_for(user).get(alert.get_absolute_url()).content.decode() for user in (focal_point, other_focal_point)
    ]
    assert [told in page for page in pages] == [False, True]
    assert "since one of them was restricted" in pages[0]
    [view] = present(Alert.objects.filter(pk=alert.pk), focal_point)
    assert (view.weight, view.strength) == (None, "")
    history.update(visibility=Project.Visibility.ALL_PARTNERS)
    assert told in client_for(focal_point).get(alert.get_absolute_url()).content.decode()


@pytest.mark.parametrize("of_one_partner", [False, True])
def test_beside_a_draft_nobody_is_told_that_coordinators_read_it_now(
    focal_point: User, other_focal_point: User, coordinator: User, client_for: ClientFor, of_one_partner: bool
) -> None:
    alert = make_alert(make_project("DE"), make_project("DE" if of_one_partner else "GB"))
    make_verdict(alert, coordinator, outcome="joint", reason="")
    client, address = client_for(focal_point), alert.get_absolute_url()
    said = {"partner": focal_point.partner_id, "stance": "same", "decided_on": alert.verdicts.get().pk}
    read_now = ("the coordinators read this", "the coordinators are told", "all the same", "all coordinators can read")
    read_later = "coordinators read your answer once both projects are published again"

    def told() -> tuple[list[bool], int]:
        pages = client.get(address), client.post(f"{address}position/", said, follow=True)
        shown = "".join(page.content.decode().lower() for page in pages)
        return [words in shown for words in read_now], shown.count(read_later)

    assert told() == ([True] * 4, 0)
    Project.objects.filter(pk=alert.second_id).update(published_at=None)
    assert told() == ([False] * 4, 3)  # on the page before and after, and when it is recorded
    assert client_for(coordinator).get(address).status_code == 404
    Project.objects.filter(pk=alert.second_id).update(published_at=timezone.now())
    assert "It is the same project" in client_for(coordinator).get(address).content.decode()
