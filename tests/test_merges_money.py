"""Two projects that become one and state about the same money: it is asked whether it is one, and it is kept once."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from adam.demo.makers import make_alert, make_contribution, make_project, make_relation, make_verdict
from partners.models import User
from partners.text import money
from projects.merges import Merging, merging_of, undo
from projects.merges.money import MoneyQuestion
from projects.models import Project, ProjectMerge
from projects.rates import about_usd
from tests.merging_two import sent
from tests.test_analysis import table

pytestmark = pytest.mark.django_db
ClientFor = Callable[[User], Client]


def stating(*money: tuple[str, float, str]) -> Project:
    """In other currencies two units are a dollar; of gold no rate is known."""
    project = make_project("DE", contributions=money) if money else make_project("DE", amount=None)
    for one in project.contributions.all():
        usd = None if one.currency == "XAU" else one.amount if one.currency == "USD" else one.amount / 2
        project.contributions.filter(pk=one.pk).update(usd=usd)
    return project


def given(project: Project) -> set[tuple[str, int]]:
    return {(one.partner.code, int(one.amount)) for one in project.contributions.select_related("partner")}


def questions(merging: Merging) -> list[MoneyQuestion]:
    return [one for part in merging.parts for one in part.questions]


def asked(merging: Merging) -> list[tuple[int, int]]:
    """How many amounts of the one are held against how many of the other."""
    return [(len(one.ours), len(one.theirs)) for one in questions(merging)]


def looked_at(client: Client, kept: Project, other: Project, **data: Any) -> str:
    page = sent(client, kept, other, merge=[], look="1", **data).content.decode().replace("\u00a0", " ")
    return page.partition('id="result"')[2].partition("</section>")[0]


@pytest.mark.parametrize(
    ("ours", "theirs", "questions"),
    [
        ([("DE", 100, "USD")], [("DE", 91, "USD")], [(1, 1)]),
        ([("DE", 100, "USD")], [("DE", 89, "USD")], []),
        ([("DE", 100, "USD")], [("GB", 210, "RUB")], [(1, 1)]),
        ([("DE", 100, "RUB")], [("GB", 100, "USD")], []),
        ([("DE", 100, "XAU")], [("GB", 101, "XAU")], [(1, 1)]),
        ([("DE", 100, "XAU")], [("GB", 100, "USD")], []),
        ([("DE", 100, "USD")], [("DE", 60, "USD"), ("FR", 38, "USD")], [(1, 2)]),
        ([("DE", 100, "USD"), ("FR", 9, "USD")], [("DE", 98, "USD"), ("GB", 70, "USD")], [(1, 1)]),
        ([("DE", 100, "USD")], [], []),
        ([("DE", 0, "USD")], [("GB", 0, "USD")], []),
    ],
)
def test_it_is_asked_where_sums_or_single_amounts_are_near(
    ours: list[Any], theirs: list[Any], questions: list[Any], coordinator: User
) -> None:
    assert asked(merging_of(stating(*ours), stating(*theirs), coordinator)) == questions


@pytest.mark.parametrize(
    ("answer", "left", "after"),
    [
        ("kept", {("DE", 100)}, "US$ 100"),
        ("other", {("GB", 210)}, "US$ 105"),
        ("both", {("DE", 100), ("GB", 210)}, "US$ 205"),
    ],
)
def test_of_the_same_money_one_is_kept_and_both_by_a_choice_alone(
    answer: str, left: set[Any], after: str, coordinator: User, client_for: ClientFor
) -> None:
    kept, other = stating(("DE", 100, "USD")), stating(("GB", 210, "RUB"))
    client, said = client_for(coordinator), {f"money-{kept.contributions.get().pk}": answer}
    assert f"before US$ 205; after {after}" in looked_at(client, kept, other, **said)
    sent(client, kept, other, **said)
    assert given(kept) == left
    undo(ProjectMerge.objects.get().pk, coordinator)
    assert (given(kept), given(other)) == ({("DE", 100)}, {("GB", 210)})


def test_of_two_that_count_once_the_money_without_a_rate_is_not_what_totals_had(
    coordinator: User, client_for: ClientFor
) -> None:
    kept, other = stating(("DE", 100, "XAU")), stating(("GB", 70, "USD"))
    make_relation(kept, other, "third-party")
    result = looked_at(client_for(coordinator), kept, other, **{f"money-{kept.contributions.get().pk}": "both"})
    assert result.count("before US$ 70; after US$ 70") == 2
    assert "Totals without duplicates grow" not in result


def net(user: User) -> Decimal:
    """Of all, in totals without duplicates."""
    return table(user, "rows=partner&measure=budget&totals=net").total.value or Decimal(0)


@pytest.mark.parametrize(
    ("third", "answer", "before", "after", "words"),
    [
        ("", "kept", 200, 200, ""),
        ("", "other", 200, 100, "Totals without duplicates fall by US$ 100."),
        ("", "both", 200, 300, "Totals without duplicates grow by US$ 100."),
        ("later", "both", 200, 300, "Totals without duplicates grow by US$ 100."),
        ("earlier", "both", 70, 70, ""),
    ],
)
def test_of_two_that_are_one_it_is_asked_whatever_they_state_and_told_what_totals_without_duplicates_become(
    third: str, answer: str, before: int, after: int, words: str, coordinator: User, client_for: ClientFor
) -> None:
    """Also where a further record is one project with one of the two."""
    earlier = stating(("FR", 70, "USD")) if third == "earlier" else None
    kept, other = stating(("DE", 200, "USD")), stating(("GB", 100, "USD"))
    make_verdict(make_alert(kept, other), outcome="merged", reason="")
    if third:
        make_relation(other, earlier or stating(("FR", 70, "USD")), "third-party")
    client, figures = client_for(coordinator), [net(coordinator)]
    [question] = questions(merging_of(kept, other, coordinator))
    result = looked_at(client, kept, other, **{question.name: answer})
    told = " ".join(re.sub("<[^>]+>", " ", result.partition("In totals without duplicates")[2]).split())
    with_it = "with 1 other record of the same project, " if third else ""
    assert told.startswith(f"{with_it}before US$ {before}; after US$ {after} {words}")
    assert ("Totals without duplicates" in told) is bool(words)
    assert ("the total stays as it was" in result) is (third == "earlier")
    sent(client, kept, other, **{question.name: answer})
    figures.append(net(coordinator))
    undo(ProjectMerge.objects.get().pk, coordinator)
    assert [*figures, net(coordinator)] == [before, after, before]


def test_of_what_is_one_project_that_is_asked_first_which_is_near_or_of_the_same_giver(coordinator: User) -> None:
    kept = stating(("DE", 100, "USD"), ("FR", 9, "USD"), ("JP", 30, "USD"))
    other = stating(("DE", 98, "USD"), ("FR", 50, "USD"), ("GB", 400, "USD"), ("US", 7, "USD"))
    assert asked(merging_of(kept, other, coordinator)) == [(1, 1)]
    make_relation(kept, other, "third-party")
    found = [
        [row.row["amount"] for row in (*one.ours, *one.theirs)]
        for one in questions(merging_of(kept, other, coordinator))
    ]
    assert found == [[100, 98], [9, 50], [30, 400, 7]]


def test_of_two_that_are_not_one_totals_without_duplicates_are_told_where_another_record_is_one_with_either(
    coordinator: User, client_for: ClientFor
) -> None:
    earlier, kept, other = (stating((code, usd, "USD")) for code, usd in (("FR", 70), ("DE", 200), ("GB", 100)))
    make_relation(earlier, other, "third-party")
    assert asked(merging_of(kept, other, coordinator)) == []
    result = looked_at(client_for(coordinator), kept, other)
    assert "before US$ 270; after US$ 70" in result
    assert "Totals without duplicates fall by US$ 200." in result
    assert "the total stays as it was" not in result


def test_whoever_turns_the_two_round_merges_nothing_unasked_in_the_same_step(
    coordinator: User, client_for: ClientFor
) -> None:
    kept, other = stating(("DE", 100, "USD")), stating(("GB", 210, "RUB"))
    state, name = merging_of(other, kept, coordinator).state, f"money-{kept.contributions.get().pk}"
    page = sent(client_for(coordinator), kept, other, turn="1", state=state, **{name: ""})
    assert not ProjectMerge.objects.exists()
    assert page.context["merging"].kept == other


def test_an_answer_is_kept_when_something_else_is_missing_and_is_never_guessed(
    coordinator: User, client_for: ClientFor
) -> None:
    kept, other = stating(("DE", 100, "USD")), make_project("GB", amount=98, visibility="restricted")
    client, name = client_for(coordinator), f"money-{kept.contributions.get().pk}"
    page = sent(client, kept, other, **{name: "both"})
    assert "this is agreed with the partner" in page.content.decode()
    assert page.context["merging"].parts[-1].questions[0].answer == "both"
    for doing in ({"agreed": "1"}, {"merge": [], "look": "1"}):
        page = sent(client, kept, other, **doing, **{name: "?", "field-title": "other"})
        html = page.content.decode()
        assert f'<a href="#{name}">Choose below whether it is the same money' in html
        assert 'id="result"' not in html
        assert 'name="field-title" value="other" checked' in html
        assert f'name="{name}" value="kept">' in html
    assert not ProjectMerge.objects.exists()


def turned_to(client: Client, kept: Project, other: Project, **data: Any) -> Merging:
    page = sent(client, kept, other, merge=[], turn="1", **data)
    turned: Merging = page.context["merging"]
    assert (turned.kept, turned.other) == (other, kept)
    return turned


def test_an_answer_goes_along_to_the_other_way_round_if_the_same_amounts_are_asked_about(
    coordinator: User, client_for: ClientFor
) -> None:
    kept, other = stating(("DE", 96, "USD"), ("DE", 100, "USD")), stating(("GB", 98, "USD"))
    first, second = kept.contributions.order_by("amount")
    client = client_for(coordinator)
    assert turned_to(client, kept, other, **{f"money-{first.pk}": "both"}).is_answer_missing

    second.delete()
    turned = turned_to(client, kept, other, **{f"money-{first.pk}": "other"})
    [question] = turned.parts[-1].questions
    assert (question.answer, question.is_answered) == ("kept", True)


def test_of_what_nobody_has_answered_the_other_way_round_keeps_what_it_would_have_kept(
    coordinator: User, client_for: ClientFor
) -> None:
    """There another amount is near, and the one that was asked about is to be ticked."""
    kept, other = stating(("DE", 100, "USD")), stating(("GB", 95, "USD"), ("GB", 105, "USD"))
    client, name = client_for(coordinator), f"money-{kept.contributions.get().pk}"

    def ticked(**said: str) -> list[bool]:
        turned = turned_to(client, kept, other, **said)
        return [row.is_wanted for part in turned.parts for row in part.to_tick if row in turned.money]

    assert ticked(**{name: ""}) == [True]
    assert ticked(**{name: "kept"}) == [False]


def test_what_one_of_the_two_states_twice_stays_twice_whichever_is_kept(
    coordinator: User, client_for: ClientFor
) -> None:
    twice, once = stating(*[("DE", 100, "USD")] * 2), stating(("DE", 100, "USD"))
    proposed = merging_of(twice, once, coordinator)
    assert [(row.is_both, row.is_wanted) for row in proposed.money] == [(True, True), (False, True)]
    turned = turned_to(client_for(coordinator), twice, once)
    assert [(row.is_both, row.is_wanted) for row in turned.money] == [(True, True), (False, True)]


def test_what_has_no_rate_yet_is_compared_and_summed_at_the_latest_ones(
    coordinator: User, client_for: ClientFor
) -> None:
    kept, other, day = make_project("DE", amount=None), make_project("GB", amount=None), date(2090, 5, 1)
    about = about_usd(Decimal(50_000), "EUR", day) or Decimal(0)
    ours = make_contribution(kept, "DE", 50_000, "EUR", committed_on=day)
    make_contribution(other, "GB", about, "USD", committed_on=day)
    make_relation(kept, other, "third-party")
    assert asked(merging_of(kept, other, coordinator)) == [(1, 1)]
    sums = [f"about {money(usd)} at the latest rates".replace("\u00a0", " ") for usd in (2 * about, about)]
    result = looked_at(client_for(coordinator), kept, other, **{f"money-{ours.pk}": "kept"})
    once = money(about).replace("\u00a0", " ")  # of the one that is in dollars
    assert f"before {sums[0]}; after {sums[1]}" in result
    assert f"before {once}; after {sums[1]}" in result
    assert "has no rate yet: no total of the register has it until there is one; it is kept." in result
    result = looked_at(client_for(coordinator), kept, other, **{f"money-{ours.pk}": "both"})
    assert f"Totals without duplicates grow by {sums[1]}." in result
    assert "the total stays" not in result


def test_money_that_would_count_beside_what_counts_once_is_kept_by_a_word_alone(
    coordinator: User, client_for: ClientFor
) -> None:
    kept, other = stating(("DE", 100, "USD")), stating(("DE", 98, "USD"), ("GB", 40, "USD"))
    make_relation(kept, other, "third-party")
    client = client_for(coordinator)
    page = sent(client, kept, other).content.decode().replace("\u00a0", " ")
    assert "Say that the money of the two is not the same" in page
    assert "With what is ticked below, totals without duplicates grow by US$ 40." in page
    assert not ProjectMerge.objects.exists()
    assert "counted once today" not in looked_at(client, kept, other, rows=[])
    sent(client, kept, other, other_money="1")
    assert given(kept) == {("DE", 100), ("GB", 40)}


def test_of_the_same_money_the_larger_sum_is_kept_by_the_answer_alone(coordinator: User, client_for: ClientFor) -> None:
    kept, other = stating(("DE", 100, "USD")), stating(("GB", 140, "USD"))
    make_relation(kept, other, "third-party")
    sent(client_for(coordinator), kept, other, **{f"money-{kept.contributions.get().pk}": "other"})
    assert given(kept) == {("GB", 140)}
