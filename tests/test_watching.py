"""What people watch is told to them once, in their rhythm, and only what they may see when they are told."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pghistory
import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page
from pytest_django import DjangoAssertNumQueries

from adam.demo.makers import make_focal_point, make_organization, make_project, make_user
from partners.merging import merge, undo
from partners.models import Notification, Preference, Rhythm, User
from partners.notifications import deliver
from partners.preferences import choose
from projects.filters import stored
from projects.models import Project, Watch
from projects.models.watch import MOST_WATCHED
from projects.recent import settled_until
from projects.watching import Matching, in_order, tell, watch_of
from tests.conftest import Mailbox

pytestmark = pytest.mark.django_db

ClientFor = Callable[[User], Client]
WEEK_AGO = timezone.now() - timedelta(days=8)


def watch(user: User, query: str = "", project: Project | None = None) -> Watch:
    """Watched for a week, so that a weekly mail is due."""
    asked, name = in_order(query, user) or ("", "")
    return Watch.objects.create(user=user, query=asked, name=name, project=project, told_until=WEEK_AGO)


def told() -> list[Notification]:
    """What one round tells, up to this moment."""
    before = set(Notification.objects.values_list("pk", flat=True))
    number = tell(timezone.now())
    news = list(Notification.objects.exclude(pk__in=before).order_by("pk"))
    assert len(news) == number
    return news


@pytest.mark.parametrize("query", ["country=TJ", "theme=T1", "partner=DE", "q=Panj", "status=2&country=TJ&country=AF"])
def test_a_new_project_is_told_to_who_watches_it(analyst: User, query: str) -> None:
    watch(analyst, query)
    make_project("DE", title="Posts on the Panj", themes=["T1.1"])
    make_project("FR", title="Elsewhere", countries=["KG"], themes=["T2.1"], status="4")
    [news] = told()
    assert news.subject.endswith(": 1 new project")
    assert [row["text"] for row in news.lists[0]["rows"]] == ["Posts on the Panj"]


def test_it_is_told_once(analyst: User) -> None:
    thing = watch(analyst, "country=TJ")
    choose(analyst, {thing.kind: Rhythm.AT_ONCE})
    make_project("DE")
    assert [len(told()), len(told())] == [1, 0]


def test_a_change_says_what_has_changed(analyst: User) -> None:
    project = make_project("DE", title="Posts on the Panj")
    thing = watch(analyst, project=project)
    Watch.objects.update(told_until=timezone.now())
    choose(analyst, {thing.kind: Rhythm.AT_ONCE})
    project.status = Project.Status.CLOSED
    project.save()
    [news] = told()
    assert news.subject == "Changed: Posts on the Panj"
    assert news.text == "What has changed: status."
    assert news.reason == "you watch Posts on the Panj"


def test_confirming_is_no_news(analyst: User) -> None:
    thing = watch(analyst, project=make_project("DE"))
    choose(analyst, {thing.kind: Rhythm.AT_ONCE})
    told()
    Project.objects.update(confirmed_at=timezone.now())
    assert told() == []


@pytest.mark.parametrize("hidden", [{"draft": True}, {"visibility": "restricted"}, {"visibility": "named"}])
def test_what_the_person_may_not_see_is_not_told(analyst: User, hidden: dict[str, object]) -> None:
    watch(analyst, "country=TJ")
    make_project("DE", **hidden)
    assert told() == []


def test_what_was_closed_before_the_telling_is_not_told(analyst: User) -> None:
    project = make_project("DE")
    watch(analyst, "country=TJ")
    watch(analyst, project=project)
    project.visibility = Project.Visibility.RESTRICTED
    project.save()
    assert told() == []


def test_a_restricted_project_is_new_once_it_is_opened_and_never_again(analyst: User) -> None:
    thing = watch(analyst, "country=TJ")
    choose(analyst, {thing.kind: Rhythm.AT_ONCE})
    project = make_project("DE", visibility=Project.Visibility.RESTRICTED)
    subjects = [[news.subject for news in told()]]
    for visibility in ("all", "restricted", "all"):
        project.visibility = visibility
        project.save()
        subjects.append([news.subject for news in told()])
    assert subjects == [[], ["Tajikistan: 1 new project"], [], ["Tajikistan: 1 project changed"]]


def test_nobody_is_told_of_own_changes(focal_point: User, other_focal_point: User) -> None:
    for user in (focal_point, other_focal_point):
        watch(user, "country=TJ")
    with pghistory.context(user=focal_point.pk):
        make_project("DE")
    assert [news.user for news in told()] == [other_focal_point]


def test_a_filter_that_is_not_understood_any_more_finds_nothing(analyst: User) -> None:
    thing = watch(analyst, "status=2&country=TJ")
    Watch.objects.filter(pk=thing.pk).update(query="status=2&theme=T99")
    make_project("DE")
    assert told() == []


def test_a_watch_follows_the_body_into_which_another_was_merged(
    client_for: ClientFor, analyst: User, coordinator: User
) -> None:
    kept, gone = make_organization("Drug Control Agency"), make_organization("Agency for Drug Control")
    project = make_project("DE", title="Border posts", implementing=[gone])
    make_project("DE", title="Something else")
    old, new = f"implementer={gone.pk}", f"implementer={kept.pk}"
    one = watch(analyst, old)
    merged = merge(kept.pk, gone.pk, coordinator)

    client = client_for(analyst)
    page = client.get(f"/projects/?{old}").content.decode()
    assert "Border posts" in page
    assert "Something else" not in page
    assert "not known" not in page
    assert client.get(f"/api/projects/?{old}").json()["count"] == 1
    export = b"".join(client.get(f"/projects/export.csv?{old}")).decode()
    assert "Border posts" in export
    assert "Something else" not in export
    assert watch_of(analyst, new) == one
    assert Matching({project.pk: None}, Project.objects.all()).matching(old, analyst) == {project.pk}

    undo(merged.pk, coordinator)
    assert [chip.text for chip in stored(old, analyst).chips] == ["Agency for Drug Control"]
    assert watch_of(analyst, new) is None


def test_each_watch_has_its_rhythm(analyst: User) -> None:
    weekly, at_once = watch(analyst, "country=TJ"), watch(analyst, "theme=T1.1")
    choose(analyst, {at_once.kind: Rhythm.AT_ONCE})
    Watch.objects.update(told_until=timezone.now())
    make_project("DE")
    assert [news.kind for news in told()] == [at_once.kind]
    Watch.objects.filter(pk=weekly.pk).update(told_until=WEEK_AGO)
    assert [news.kind for news in told()] == [weekly.kind]


def test_the_mail_says_why_it_came_and_its_link_ends_that_watch(smtp: Mailbox, analyst: User) -> None:
    thing, other = watch(analyst, "country=TJ"), watch(analyst, "theme=T1.1")
    make_project("DE", title="Posts on the Panj")
    told()
    assert deliver() == 1
    (mail,) = smtp.messages
    assert mail["Subject"].strip() == "ADAM: Tajikistan: 1 new project, and 1 more of the past week"
    plain = mail.get_body(("plain",)).get_content()
    assert "You get this because you watch Tajikistan, once a week." in plain
    stop = plain.partition("you watch Tajikistan, once a week.")[2].split()[3]
    Client().post("/notifications/" + stop.partition("/notifications/")[2])
    assert list(Preference.objects.values_list("kind", flat=True)) == [thing.kind]
    assert other.kind != thing.kind


def test_a_save_that_has_not_ended_holds_the_time_back(transactional_db: None) -> None:
    with transaction.atomic():
        make_project("DE")
        begun = timezone.now()
        seen = []

        def look() -> None:
            seen.append(settled_until())
            connection.close()

        thread = threading.Thread(target=look)
        thread.start()
        thread.join()
    assert seen[0] < begun
    assert seen[0] <= Project.objects.get().updated_at


def test_a_watch_leads_back_to_this_site_only(client_for: ClientFor, analyst: User) -> None:
    client, sent = client_for(analyst), {"query": "country=TJ"}
    answers = [
        client.post(reverse("projects:watch"), {**sent, "back": back}) for back in ("/partners/1/", "//evil.example/")
    ]
    assert [answer.headers["Location"] for answer in answers] == ["/partners/1/", "/projects/?country=TJ"]


# -- Pages -------------------------------------------------------------------------------------------------------------
def test_a_thing_is_watched_once_however_it_is_written(client_for: ClientFor, analyst: User) -> None:
    client = client_for(analyst)
    for query in ("country=TJ&status=2", "status=2&country=tj&page=3", "sort=title&country=TJ&status=2&q="):
        client.post(reverse("projects:watch"), {"query": query})
    assert list(Watch.objects.values_list("query", "name")) == [("country=TJ&status=2", "Tajikistan · Running")]


def test_the_whole_register_is_not_watched(client_for: ClientFor, analyst: User) -> None:
    page = client_for(analyst).post(reverse("projects:watch"), {"query": "page=2"}, follow=True)
    assert "Narrow the register down" in page.content.decode()
    assert not Watch.objects.exists()


@pytest.mark.parametrize("project", ["²", "x", "-1", "9" * 30])
def test_what_is_no_project_is_not_watched(client_for: ClientFor, analyst: User, project: str) -> None:
    assert client_for(analyst).post(reverse("projects:watch"), {"project": project}).status_code == 302
    assert not Watch.objects.exists()


def test_a_project_one_may_not_see_cannot_be_watched(client_for: ClientFor, analyst: User) -> None:
    secret = make_project("DE", visibility=Project.Visibility.RESTRICTED)
    assert client_for(analyst).post(reverse("projects:watch"), {"project": secret.pk}).status_code == 404


def test_the_list_does_not_name_what_was_closed(client_for: ClientFor, analyst: User) -> None:
    project = make_project("DE", title="Undercover purchase")
    watch(analyst, project=project)
    Project.objects.update(visibility=Project.Visibility.RESTRICTED)
    page = client_for(analyst).get(reverse("projects:watches")).content.decode()
    assert "Undercover" not in page
    assert "may no longer see" in page


def test_ending_a_watch_forgets_its_rhythm(client_for: ClientFor, analyst: User) -> None:
    thing = watch(analyst, "country=TJ")
    client = client_for(analyst)
    client.post(reverse("projects:watch_rhythm", args=[thing.pk]), {"rhythm": "daily"})
    assert Preference.objects.get().kind == thing.kind
    client.post(reverse("projects:unwatch", args=[thing.pk]))
    assert [Watch.objects.count(), Preference.objects.count()] == [0, 0]


def test_the_watch_of_another_is_not_found(client_for: ClientFor, analyst: User, coordinator: User) -> None:
    thing = watch(analyst, "country=TJ")
    for name in ("unwatch", "watch_rhythm"):
        assert client_for(coordinator).post(reverse(f"projects:{name}", args=[thing.pk])).status_code == 404


@pytest.mark.parametrize("number", [3, 6])
def test_the_list_asks_the_database_as_often_for_many(
    client_for: ClientFor, analyst: User, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(number):
        watch(analyst, project=make_project("DE"))
    client = client_for(analyst)
    client.get(reverse("projects:watches"))
    with django_assert_num_queries(9):
        client.get(reverse("projects:watches"))


@pytest.mark.parametrize("number", [2, 12])
def test_a_round_asks_the_database_as_often_for_many_projects_and_watches(
    number: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for country in ["TJ", "AF", "KG", "UZ", "IR", "PK", "KZ", "TM", "AZ", "GE", "AM", "TR"][:number]:
        for user in (make_user(User.Role.ANALYST), make_focal_point("DE")):
            watch(user, f"country={country}")
        make_project("GB", countries=[country])
    with django_assert_max_num_queries(30):
        assert tell(timezone.now()) == 2 * number


def test_one_person_watches_so_much_and_no_more(client_for: ClientFor, focal_point: User) -> None:
    Watch.objects.bulk_create(Watch(user=focal_point, query=f"q={n}", name=f"{n}") for n in range(MOST_WATCHED))
    answer = client_for(focal_point).post(reverse("projects:watch"), {"query": "country=TJ"}, follow=True)
    assert f"You watch {MOST_WATCHED} things, which is the most" in answer.content.decode()
    assert Watch.objects.count() == MOST_WATCHED


@pytest.mark.django_db(transaction=True)
def test_watching_in_the_browser(page: Page, sign_in: Callable[[Page, User], None]) -> None:
    user, project = make_focal_point("DE"), make_project("GB")
    sign_in(page, user)
    page.goto("/projects/?country=TJ")
    page.get_by_role("button", name="Watch Tajikistan", exact=True).click()
    page.get_by_role("button", name="Stop watching Tajikistan").wait_for()
    page.goto(project.get_absolute_url())
    page.get_by_role("button", name="Watch this project", exact=True).click()
    page.get_by_role("button", name="Stop watching this project").click()
    page.goto("/projects/watches/")
    page.get_by_label("How often for Tajikistan").select_option("daily")
    page.get_by_role("button", name="Save for Tajikistan").click()
    page.get_by_text("Saved.").wait_for()
    assert Preference.objects.get().rhythm == "daily"
