"""Both sides of a match are told of it, once; and each side of what the other says."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Any

from django.db.models import QuerySet
from django_tasks import task

from partners.models import FocalPoint, Notification, Partner, User
from partners.notifications import about, notify, put
from projects.models import Project
from roundtables.models import MatchStatement, Need, Offer
from roundtables.needs.matching import Match, matches_of_need, matches_of_needs, matches_of_offer
from roundtables.needs.saying import Answer, plain, statements_on

TOLD = 5  # of one need or offer at a time: the strongest; the page shows all
TOGETHER = 200  # needs whose matches are found in one go
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
    needs = Need.objects.open().select_related("country", "beneficiary").order_by("country", "theme", "pk")
    left, number = needs.iterator(chunk_size=TOGETHER), 0
    while some := list(islice(left, TOGETHER)):
        number += tell([one for found in matches_of_needs(some).values() for one in found[:TOLD]])
    return number


def tell(matches: Sequence[Match]) -> int:
    """Each person once of a good pair, whatever is found again later; nobody of one of which somebody has spoken.

    Pairs that somebody was told of cost nothing more, so that this may go over all needs every day.
    """
    said = statements_on([one.pair for one in matches])
    new = [one for one in matches if one.is_good and not said.get(one.pair)]
    if new:
        sides = Sides(new)
        put([row for one in new if not sides.were_told(one) for row in both_told(one, sides)])
    return len(matches)


def key_of(match: Match) -> str:
    return f"match:{match.need}:{'offer' if match.offer else 'project'}:{match.offer or match.project}"


class Sides:
    """Who stands on both sides of these matches, and who of them was told: a fixed number of queries, and two for each
    person of a country who may see what is offered.
    """

    def __init__(self, matches: Sequence[Match]) -> None:
        self.needs = Need.objects.select_related("country").in_bulk({one.need for one in matches})
        offers, projects = {one.offer for one in matches}, {one.project for one in matches}
        self.answers: dict[type[Any], dict[int, Any]] = {
            Offer: Offer.objects.select_related("partner").in_bulk(offers - {None}),
            Project: Project.objects.select_related("partner").in_bulk(projects - {None}),
        }
        countries = {need.country_id for need in self.needs.values()}
        self.partners: dict[str, list[int]] = defaultdict(list)
        for country, partner in Partner.objects.filter(country__in=countries).values_list("country", "pk"):
            self.partners[country].append(partner)
        donors = [answer.partner_id for known in self.answers.values() for answer in known.values()]
        self.people: dict[int, list[User]] = defaultdict(list)
        concerned = FocalPoint.objects.active().filter(partner__in=[*donors, *chain(*self.partners.values())])
        for one in concerned.select_related("user").order_by("partner", "user"):
            self.people[one.partner_id].append(one.user)
        told = Notification.objects.filter(user__in={one.pk for people in self.people.values() for one in people})
        keys = [key_of(one) for one in matches]
        self.told = set(told.filter(key__in=keys).order_by().values_list("key", "user"))
        self.seen: dict[tuple[type[Any], int], set[int]] = {}

    def answer(self, match: Match) -> Answer:
        return self.answers[Offer][match.offer] if match.offer else self.answers[Project][match.project or 0]

    def of_country(self, need: Need) -> list[User]:
        """Who speaks for it, each once."""
        people = chain(*(self.people[partner] for partner in self.partners[need.country_id]))
        return list({one.pk: one for one in people}.values())

    def were_told(self, match: Match) -> bool:
        people = [*self.of_country(self.needs[match.need]), *self.people[self.answer(match).partner_id]]
        return any((key_of(match), one.pk) in self.told for one in people)

    def sees(self, person: User, answer: Answer) -> bool:
        model = type(answer)
        if (model, person.pk) not in self.seen:
            visible = model.objects.visible_to(person).filter(pk__in=self.answers[model])
            self.seen[model, person.pk] = set(visible.values_list("pk", flat=True))
        return answer.pk in self.seen[model, person.pk]


def both_told(match: Match, sides: Sides) -> Iterator[Notification]:
    """The country's side hears only of what its people may see; the donor's side of every need."""
    need, answer = sides.needs[match.need], sides.answer(match)
    reasons, doing = " ".join(match.sentences), "offer" if match.offer else "plan"
    more: dict[str, Any] = {"kind": KIND, "key": key_of(match), "url": need.get_absolute_url()}
    more["about"] = given_away(answer)
    of_country = f"{answer.partner} may meet your need: {need.title}", f"{answer.title}. {reasons}"
    of_donor = f"{need.country} needs what you {doing}: {need.title}", f"It fits “{answer.title}”. {reasons}"
    hearing = [one for one in sides.of_country(need) if sides.sees(one, answer)]
    for people, (subject, text) in ((hearing, of_country), (sides.people[answer.partner_id], of_donor)):
        yield from (Notification(user=person, subject=subject, text=text, **more) for person in people)


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
        about=given_away(answer),
    )


def given_away(answer: Answer) -> list[str]:
    """Offers are everybody's to read."""
    return about("project", answer.pk) if isinstance(answer, Project) else []


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


def who_see(people: Iterable[User], answer: Answer) -> list[User]:
    return [person for person in people if type(answer).objects.visible_to(person).filter(pk=answer.pk).exists()]
