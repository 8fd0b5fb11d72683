"""Both sides of a match are told of it, once; and each side of what the other says."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet
from django_tasks import task

from partners.models import Notification, Partner, User
from partners.notifications import notify
from projects.models import Project
from roundtables.models import MatchStatement, Need, Offer
from roundtables.needs.matching import Match, matches_of_need, matches_of_offer
from roundtables.needs.saying import Answer, plain, statements_on

TOLD = 5  # of one need or offer at a time: the strongest; the page shows all
KIND = "match"


@task()
def tell_of_need(pk: int) -> int:
    """What may meet a need that was stated or changed. Returns the number of matches; safe to run twice."""
    need = Need.objects.open().select_related("country", "beneficiary").filter(pk=pk).first()
    return tell(matches_of_need(need)[:TOLD]) if need else 0


@task()
def tell_of_offer(pk: int) -> int:
    offer = Offer.objects.open().filter(pk=pk).first()
    return tell(matches_of_offer(offer)[:TOLD]) if offer else 0


@task()
def tell_of_matches() -> int:
    """All open needs, once a day: projects that were planned or changed since are met here."""
    needs = Need.objects.open().select_related("country", "beneficiary").order_by("pk")
    return sum(tell(matches_of_need(need)[:TOLD]) for need in needs.iterator(chunk_size=500))


def tell(matches: Sequence[Match]) -> int:
    """Each person once of a pair, whatever is found again later; nobody of a pair of which somebody has said something.

    Pairs that somebody was told of cost nothing more, so that this may go over all needs every day.
    """
    said = statements_on([one.pair for one in matches])
    new = [one for one in matches if not said.get(one.pair)]
    told = told_already(new)
    for one in new:
        if key_of(one) not in told:
            tell_both(one)
    return len(matches)


def told_already(matches: Sequence[Match]) -> set[str]:
    if not matches:
        return set()
    projects = Project.objects.filter(pk__in=[one.project for one in matches if one.project])
    partners = [
        *Partner.objects.filter(country__needs__in={one.need for one in matches}).values_list("pk", flat=True),
        *Offer.objects.filter(pk__in=[one.offer for one in matches if one.offer]).values_list("partner", flat=True),
        *projects.values_list("partner", flat=True),
    ]
    told = Notification.objects.filter(user__in=User.objects.focal_points_of(*partners))
    return set(told.filter(key__in=[key_of(one) for one in matches]).values_list("key", flat=True))


def key_of(match: Match) -> str:
    return f"match:{match.need}:{'offer' if match.offer else 'project'}:{match.offer or match.project}"


def tell_both(match: Match) -> None:
    """The country's side hears only of what its people may see; the donor's side of every need."""
    need = Need.objects.select_related("country").get(pk=match.need)
    answer, reasons = answer_of(match), " ".join(match.sentences)
    more: dict[str, Any] = {"kind": KIND, "key": key_of(match), "url": need.get_absolute_url()}
    doing = "offer" if match.offer else "plan"
    notify(
        who_see(people_of(need), answer),
        subject=f"{answer.partner} may meet your need: {need.title}",
        text=f"{answer.title}. {reasons}",
        **more,
    )
    notify(
        User.objects.focal_points_of(answer.partner_id).filter(is_active=True),
        subject=f"{need.country} needs what you {doing}: {need.title}",
        text=f"It fits “{answer.title}”. {reasons}",
        **more,
    )


def people_of(need: Need) -> QuerySet[User]:
    """Who speaks for the country."""
    partners = Partner.objects.filter(country=need.country_id).values_list("pk", flat=True)
    return User.objects.focal_points_of(*partners).filter(is_active=True)


def tell_of_statement(said: MatchStatement) -> None:
    """The other side; coordinators read it on the page."""
    answer: Answer = said.offer or said.project  # type: ignore[assignment]
    country, donor = people_of(said.need), User.objects.focal_points_of(answer.partner_id).filter(is_active=True)
    people = {
        MatchStatement.Side.NEED: [*donor],
        MatchStatement.Side.OFFER: who_see(country, answer),
        MatchStatement.Side.COORDINATOR: [*donor, *who_see(country, answer)],
    }[MatchStatement.Side(said.side)]
    notify(
        {person.pk: person for person in people if person.pk != said.author_id}.values(),
        kind=KIND,
        key=f"match-said:{said.pk}",
        subject=f"{said.get_says_display()}: {said.need.title}",
        text=" ".join(
            filter(None, [f"{said.get_side_display()} said so of “{answer.title}”.", how_much(said), said.note])
        ),
        url=said.need.get_absolute_url(),
    )


def how_much(said: MatchStatement) -> str:
    """And whether the offer is used up by it is asked where its partner can say so."""
    much = (
        f"{plain(said.quantity)} of {plain(said.need.quantity)} {said.need.unit}."
        if said.quantity and said.need.quantity
        else ""
    )
    met = said.says in {MatchStatement.Says.MET, MatchStatement.Says.PARTLY} and said.side != MatchStatement.Side.OFFER
    asked = f"Is the offer of {said.offer.partner} used up? Its page asks." if said.offer and met else ""
    return f"{much} {asked}".strip()


def answer_of(match: Match) -> Answer:
    if match.offer:
        return Offer.objects.select_related("partner").get(pk=match.offer)
    return Project.objects.select_related("partner").get(pk=match.project or 0)


def who_see(people: Iterable[User], answer: Answer) -> list[User]:
    return [person for person in people if type(answer).objects.visible_to(person).filter(pk=answer.pk).exists()]
