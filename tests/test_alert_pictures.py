"""The pictures of an alert: the evidence as a waterfall, the two on one map and in one time, words that differ."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from adam.demo.makers import make_alert, make_contribution, make_project
from duplication.models import Alert
from duplication.presentation.evidence import Evidence, band, evidence_of
from duplication.presentation.picture import in_common, in_words, places_of, times_of
from duplication.presentation.side_by_side import text_row
from duplication.presentation.waterfall import chance, effect, waterfall
from partners.models import User
from projects.models import Place, Project

ClientFor = Callable[[User], Client]


def line(field: str, weight: float) -> Evidence:
    return Evidence(field, field.capitalize(), f"{field} says so.", weight, True)


def test_a_waterfall_begins_at_the_prior_and_ends_at_the_match_weight() -> None:
    fall = waterfall([line("title", 5.0), line("prior", -4.0), line("amount", -1.0), line("place", 2.0)], 2.0)
    assert [step.label for step in fall.steps] == [
        "Before any evidence",
        "Title",
        "Place",
        "Amount",
        "All together",
    ]
    assert [step.lean for step in fall.steps] == ["sum", "for", "for", "against", "sum"]
    assert all(one.after == other.before for one, other in zip(fall.steps[1:-2], fall.steps[2:-1], strict=True))
    assert fall.steps[0].after == fall.steps[1].before
    assert fall.steps[-1].after == fall.steps[-2].after
    assert fall.steps[-1].before == fall.even
    assert fall.reached == "+2.0"


def test_it_begins_with_how_many_pairs_of_that_case_overlap(db: None) -> None:
    told = make_alert(
        make_project("DE"),
        make_project("GB"),
        contributions=[{"field": "prior", "level": "timing_clash", "weight": 0.8, "sentence": ""}],
    )
    fall = waterfall(list(evidence_of(told, hidden=False)), 0.8)
    assert (
        fall.steps[0].sentence == "about 6 pairs in 10 overlap, of those that ask for the same people in the same weeks"
    )


def test_what_nobody_confirmed_is_no_less_alike() -> None:
    evidence = [line("title", 5.0), line("prior", -4.0), line("freshness", -1.0)]
    fall, fresh = waterfall(evidence, 0.0), waterfall(evidence[:2], 1.0)
    assert [step.label for step in fall.steps] == ["Before any evidence", "Title", "All together"]
    assert (fall.reached, fall.chance, fall.faded) == (fresh.reached, fresh.chance, "+0.0")
    assert fresh.faded == ""


def test_many_small_terms_are_one_step_and_listed() -> None:
    evidence = [line("title", 5.0), *(line(name, 0.1) for name in ("a", "b", "c"))]
    fall = waterfall(evidence, 5.3)
    assert [step.label for step in fall.steps][1:-1] == ["Title", "3 smaller signs together"]
    assert [step.label for step in fall.small] == ["A", "B", "C"]


def test_the_printed_weights_add_up_to_the_printed_total() -> None:
    weights = {"title": 5.25, "prior": -4.06, "amount": -1.04, "place": 2.04, "a": 0.14, "b": 0.14, "c": 0.14}
    fall = waterfall([line(field, weight) for field, weight in weights.items()], sum(weights.values()))

    printed = [Decimal(step.weight.replace("\u2212", "-")) for step in fall.steps[:-1]]
    assert sum(printed) == Decimal(fall.reached) == Decimal("2.6")
    assert sum(Decimal(step.weight) for step in fall.small) == printed[-1]


def test_one_printed_figure_has_one_wording() -> None:
    """The weights that are printed add up, so of two that are nearly the same one may be a tenth above the other."""
    assert [step.lean for step in waterfall([line("title", 0.04), line("place", -0.6)], -0.56).steps[1:3]] == [
        "neither",
        "against",
    ]
    fall = waterfall([line("title", 4.36), line("amount", 4.36), line("prior", -4.04)], 4.68)
    assert {(step.weight, step.effect) for step in fall.steps[1:-1]} == {
        ("+4.4", "21 times as likely"),
        ("+4.3", "20 times as likely"),
    }
    assert waterfall([line("prior", -4.96)], -4.96).steps[0].sentence.startswith(chance(-5.0))
    assert waterfall([line("title", 3.96)], 3.96).strength == band(4.0) == "strong"


@pytest.mark.parametrize(
    ("weight", "words"),
    [
        (5.0, "32 times as likely"),
        (-1.0, "2 times less likely"),
        (0.5, "1.4 times as likely"),
        (10.0, "1000 times as likely"),
        (0.01, "hardly changes it"),
    ],
)
def test_a_term_says_what_it_does_to_the_odds(weight: float, words: str) -> None:
    assert effect(weight) == words


@pytest.mark.parametrize(
    ("weight", "words"),
    [
        (-5.0, "about 1 pair in 30 overlaps"),
        (-20.0, "fewer than 1 pair in 10\u00a0000 overlaps"),
        (0.0, "about 5 pairs in 10 overlap"),
        (4.5, "about 96 pairs in 100 overlap"),
        (12.0, "more than 98 pairs in 100 overlap"),
    ],
)
def test_a_weight_is_told_as_a_share_of_pairs(weight: float, words: str) -> None:
    assert chance(weight) == words


def test_both_projects_stand_on_one_map_in_shapes_of_their_own(db: None) -> None:
    here, there = (
        Place.objects.create(name=name, country_id="TJ", latitude=38, longitude=at)
        for name, at in (("Alpha", 68), ("Beta", 70))
    )
    first, second = make_project("DE", places=[here, there]), make_project("GB", places=[there])
    places = places_of(first, second)
    assert places
    assert (places.only_first, places.only_second, places.both) == (["Alpha"], [], ["Beta"])
    assert [(dot.title, dot.kind) for dot in places.picture.dots] == [
        ("Alpha", "first"),
        ("Beta", "first"),
        ("Beta", "second"),
    ]
    assert [label.lines for label in places.picture.labels if label.kind == "place"] == [("Alpha",), ("Beta",)]


def test_the_time_in_common_is_shaded_and_said(db: None) -> None:
    first = make_project("DE", start=date(2024, 1, 1), end=date(2025, 12, 31))
    second = make_project("GB", start=date(2025, 1, 1), end=date(2026, 12, 31))
    times = times_of(first, second)
    assert times
    assert times.together
    assert times.lanes[0].period
    assert times.lanes[1].period
    assert times.together.x == times.lanes[1].period.x
    assert times.words == "Both are at work from 1 January 2025 to 31 December 2025: 12 months in common."


@pytest.mark.parametrize(
    ("end", "words"),
    [
        (date(2023, 6, 30), "No day in common, and 6 months between them."),
        (date(2023, 12, 31), "No day in common: one begins on the day after the other ends."),
        (None, "Whether they are at work at the same time cannot be said: a start or an end is not stated."),
    ],
)
def test_time_apart_or_open_is_said_and_not_shaded(end: date | None, words: str) -> None:
    first = Project(start=date(2023, 1, 1), end=end)
    second = Project(start=date(2024, 1, 1), end=date(2024, 12, 31))
    assert in_words(first, second) == words
    assert in_common(first.start, first.end, second.start, second.end) is None


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (date(2011, 1, 1), date(2011, 12, 31), "12 months"),
        (date(2026, 10, 1), date(2027, 3, 31), "6 months"),
        (date(2026, 1, 1), date(2027, 12, 31), "2 years"),
        (date(2026, 2, 1), date(2026, 2, 28), "28 days"),
    ],
)
def test_months_in_common_count_their_last_day(start: date, end: date, words: str) -> None:
    one = Project(start=start, end=end)
    assert in_words(one, one).endswith(f": {words} in common.")


def test_two_wordings_without_likeness_are_not_marked_all_over() -> None:
    row = text_row("Title", "Sniffer dogs for airports", "Alternative crops in Badakhshan")
    assert (row.agreement, "<mark>" in row.first[0]) == ("different wording", False)
    row = text_row("Title", "Sniffer dogs for the airport of Dushanbe", "Sniffer dogs for the airport of Kabul")
    assert row.agreement == "similar wording"
    assert "Sniffer dogs for the airport of <mark>" in row.first[0]
    row = text_row("Title", "Sniffer dogs for airports", "Собаки для аэропортов", in_two_languages=True)
    assert (row.agreement, row.lean) == ("in two languages", "neither")


def test_changes_since_the_alert_was_raised_are_shown_to_who_sees_the_project(
    coordinator: User, focal_point: User, client_for: ClientFor
) -> None:
    first, second = make_project("DE"), make_project("GB", visibility=Project.Visibility.RESTRICTED)
    alert = make_alert(first, second)
    Alert.objects.update(raised_at=timezone.now() - timedelta(days=1))

    def changes(user: User) -> str:
        html = client_for(user).get(alert.get_absolute_url()).content.decode()
        return html[html.index('id="h-changes"') :]

    assert changes(coordinator).count('class="timeline"') == 2
    assert second.number in changes(coordinator)
    assert changes(focal_point).count('class="timeline"') == 1
    assert second.number not in changes(focal_point)


@pytest.mark.parametrize(("other", "words"), [(260_000, "about the same"), (750_000, "different: 3.0 times as much")])
def test_budgets_say_how_far_they_differ(coordinator: User, client_for: ClientFor, other: int, words: str) -> None:
    alert = make_alert(make_project("DE"), make_project("GB", amount=other))
    html = client_for(coordinator).get(alert.get_absolute_url()).content.decode()
    assert f'">{words}</span>' in html


def test_the_page_costs_the_same_however_much_the_two_hold(
    coordinator: User, client_for: ClientFor, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    first, second = make_project("DE"), make_project("GB")
    alert, client = make_alert(first, second, raised_at=timezone.now()), client_for(coordinator)
    for number in range(12):
        for project in (first, second):
            make_contribution(project, "FR", Decimal(1000 + number))
            project.save()
    with django_assert_max_num_queries(60):
        assert client.get(alert.get_absolute_url()).status_code == 200
