"""Projects proposed as answers to a recommendation: who sees them, what is decided, and what a decision holds to."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from adam.demo.makers import make_focal_point, make_follow_up, make_project, make_recommendation, make_round_table
from partners.models import User
from projects.models import Project
from roundtables.answering import CROWDED, by_meeting
from roundtables.matching.nations import nations
from roundtables.matching.proposing import proposals
from roundtables.matching.subjects import folded
from roundtables.models import ProposalDecision, Recommendation

pytestmark = pytest.mark.django_db
For = Callable[[User], Client]

TITLE = "Bureaux de liaison aux frontières tadjikes"


@pytest.fixture
def recommendation() -> Recommendation:
    meeting = make_round_table(start=date(2020, 5, 4), end=date(2020, 5, 5))
    return make_recommendation(meeting, text="Promote border liaison offices", themes=["T1.3"])


@pytest.fixture
def project(django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> Project:
    """Germany's, which the index knows."""
    return indexed(django_capture_on_commit_callbacks)


def indexed(on_commit: DjangoCaptureOnCommitCallbacks, **fields: object) -> Project:
    given = {"title": TITLE, "countries": ["TJ"], "start": date(2024, 1, 1), "end": date(2030, 1, 1)}
    with on_commit(execute=True):
        return make_project("DE", **{**given, **fields})


def decide(client: Client, how: str, recommendation: Recommendation, project: Project) -> str:
    answer = client.post(reverse(f"roundtables:{how}", args=[recommendation.pk, project.pk]), follow=True)
    return answer.content.decode()


def test_answer_in_another_language_is_proposed_with_its_reasons(
    recommendation: Recommendation, project: Project
) -> None:
    [found] = proposals(recommendation)

    assert found.project == project.pk
    assert "It speaks of “bureaux de liaison”." in found.sentences
    assert "It is for Tajikistan." in found.sentences


@pytest.mark.parametrize(
    "fields",
    [{"countries": ["PK"]}, {"start": None, "end": date(2019, 1, 1)}, {"title": "Schools for Dushanbe"}],
    ids=["elsewhere", "over before", "about something else"],
)
def test_what_cannot_answer_is_not_proposed(
    fields: dict[str, object],
    recommendation: Recommendation,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    indexed(django_capture_on_commit_callbacks, **fields)

    assert proposals(recommendation) == []


def test_what_is_only_near_is_shown_as_worth_a_look_and_not_counted(
    recommendation: Recommendation,
    coordinator: User,
    client_for: For,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    """Border guards of the country, where border liaison offices are wanted; elsewhere the same is nothing."""
    near = indexed(django_capture_on_commit_callbacks, title="Radios for the border guards")
    indexed(django_capture_on_commit_callbacks, title="Radios for the border guards", countries=["PK"])

    page = client_for(coordinator).get(reverse("roundtables:answers", args=[recommendation.pk]))
    assert page.context["proposed"].strong == []
    assert [one.project for one in page.context["proposed"].weak] == [near]
    assert "It speaks of what is near to it: “border guards”" in page.content.decode()


def test_accepted_proposal_answers_and_says_who_accepted_it(
    recommendation: Recommendation, project: Project, focal_point: User, client_for: For
) -> None:
    page = decide(client_for(focal_point), "accept", recommendation, project)

    assert f"{project.number} answers recommendation 1." in page
    assert list(recommendation.projects.all()) == [project]
    decision = ProposalDecision.objects.get()
    assert (decision.verdict, decision.author) == ("accepted", focal_point)


def test_declined_proposal_stays_away_until_one_of_the_two_changes(
    recommendation: Recommendation,
    project: Project,
    coordinator: User,
    client_for: For,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    client, page = client_for(coordinator), reverse("roundtables:answers", args=[recommendation.pk])
    proposed = reverse("roundtables:decline", args=[recommendation.pk, project.pk])
    assert proposed in client.get(page).content.decode()

    assert "Declined before (1)" in decide(client, "decline", recommendation, project)
    with django_capture_on_commit_callbacks(execute=True):
        project.confirmed_at = timezone.now()
        project.save()
    assert proposed not in client.get(page).content.decode()

    with django_capture_on_commit_callbacks(execute=True):
        project.title += " et ouzbèkes"
        project.save()
    assert proposed in client.get(page).content.decode()


def test_a_decline_is_taken_back_once(
    recommendation: Recommendation, project: Project, coordinator: User, client_for: For
) -> None:
    client = client_for(coordinator)
    decide(client, "decline", recommendation, project)
    page = decide(client, "reopen", recommendation, project)
    assert "is not declined any more" in page
    assert "Declined before" not in page
    assert reverse("roundtables:accept", args=[recommendation.pk, project.pk]) in page
    assert "is not declined here" in decide(client, "reopen", recommendation, project)


def test_names_of_countries_and_partners_are_no_words() -> None:
    text = folded("Germany, the United Kingdom and the WCO to ask Германию and German guards for border posts in Chad")
    assert nations().taken_out(text) == "the and the to ask and guards for border posts in"


def test_second_decision_finds_nothing_to_decide(
    recommendation: Recommendation, project: Project, coordinator: User, client_for: For
) -> None:
    decide(client_for(coordinator), "decline", recommendation, project)

    assert "is not proposed any more" in decide(client_for(coordinator), "accept", recommendation, project)
    assert not recommendation.projects.exists()


def test_restricted_project_is_proposed_to_those_who_may_see_it(
    recommendation: Recommendation,
    focal_point: User,
    coordinator: User,
    client_for: For,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    indexed(django_capture_on_commit_callbacks, visibility="restricted")
    page = reverse("roundtables:answers", args=[recommendation.pk])

    shown = [TITLE in client_for(user).get(page).content.decode() for user in (focal_point, coordinator)]
    hidden = client_for(make_focal_point("TJ")).get(page).content.decode()
    assert shown == [True, True]
    assert TITLE not in hidden
    assert "no other project says plainly" in hidden


def test_one_partners_projects_of_one_title_are_one_proposal(
    recommendation: Recommendation,
    coordinator: User,
    client_for: For,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    for _ in range(3):
        indexed(django_capture_on_commit_callbacks)

    page = client_for(coordinator).get(reverse("roundtables:answers", args=[recommendation.pk])).content.decode()
    assert "And 2 more of Germany with this title." in page


# -- Orphans, crowded and stalled ones ---------------------------------------------------------------------------------
def test_how_many_answer_is_told_by_meeting_and_found_by_the_filter(coordinator: User, client_for: For) -> None:
    meeting = make_round_table()
    ended = make_project(status="4", end=timezone.localdate() - timedelta(days=1))
    running = [make_project(status="2", end=None) for _ in range(CROWDED)]
    answers = {"orphan": [], "stalled": [ended], "crowded": running, "": running[:1]}
    made = {how: make_recommendation(meeting, projects=projects) for how, projects in answers.items()}
    make_follow_up(make_recommendation(meeting), coordinator, progress="implemented")

    counted = next(one for one in by_meeting(coordinator) if one.meeting == meeting)
    assert (counted.unfinished, counted.orphan, counted.stalled, counted.crowded) == (4, 1, 1, 1)
    client, every = client_for(coordinator), reverse("roundtables:recommendations")
    for how in ("orphan", "stalled", "crowded"):
        found = client.get(every, {"answered": how, "meeting": meeting.pk}).context["page"].object_list
        assert list(found) == [made[how]]


def test_projects_that_the_reader_may_not_see_answer_nothing_for_them(reader: User, coordinator: User) -> None:
    recommendation = make_recommendation(projects=[make_project("GB", visibility="restricted", status="2", end=None)])

    def orphans(user: User) -> list[int]:
        return [one.orphan for one in by_meeting(user) if one.meeting == recommendation.round_table]

    assert [orphans(reader), orphans(coordinator)] == [[1], [0]]


def test_overview_takes_the_same_queries_however_many_meetings(
    coordinator: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(3):
        make_recommendation()

    with django_assert_num_queries(3):  # recommendations, meetings, what the person may see
        assert len(by_meeting(coordinator)) >= 3
