"""For first pages: the open needs that fit what a partner offers, and the open offers that fit what its country needs.

Compared as on the pages of the two, but for all own ones together and with the newest of the others alone, in a fixed
number of queries: a page may show one that is not here.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from partners.models import User
from roundtables.matching.proposing import vocabulary
from roundtables.models import MatchStatement, Need, Offer
from roundtables.needs.matching import Match, match, of_families, of_need, of_offer
from roundtables.needs.saying import statements_on

MOST_OWN = 20
MOST_OTHERS = 60


@dataclass(frozen=True, slots=True)
class Fit:
    need: Need
    offer: Offer


def needs_for(user: User) -> list[Fit]:
    """Each need once, with the own offer that fits best; the strongest first."""
    offers = of_own(user.own_partners)
    return strongest(needs_near(offers), offers, by="need") if offers else []


def offers_for(user: User) -> list[Fit]:
    """Each offer once, with the own need that it fits best."""
    own = Need.objects.open().filter(country__partner__in=user.own_partners)
    needs = list(own.select_related("country", "beneficiary", "theme")[:MOST_OWN])
    return strongest(needs, offers_near(needs), by="offer") if needs else []


def of_own(partners: Collection[int]) -> list[Offer]:
    own = Offer.objects.open().filter(partner__in=partners)
    return list(complete(own)[:MOST_OWN])


def complete(offers: QuerySet[Offer]) -> QuerySet[Offer]:
    return offers.select_related("partner").prefetch_related("themes", "countries", "activity_types")


def needs_near(offers: Collection[Offer]) -> list[Need]:
    near = Q(pk=None)
    for offer in offers:
        fits = of_families([theme.pk for theme in offer.themes.all()], "theme")
        countries = [country.pk for country in offer.countries.all()]
        near |= fits & Q(country__in=countries) if countries else fits
    found = Need.objects.open().filter(near).select_related("country", "beneficiary", "theme")
    return list(found.order_by("-created_at", "-pk")[:MOST_OTHERS])


def offers_near(needs: Collection[Need]) -> list[Offer]:
    themes = Offer.themes.through.objects.filter(offer=OuterRef("pk"))
    countries = Offer.countries.through.objects.filter(offer=OuterRef("pk"))
    family = Exists(themes.filter(of_families([need.theme_id for need in needs], "theme")))
    there = Exists(countries.filter(country__in={need.country_id for need in needs})) | ~Exists(countries)
    return list(complete(Offer.objects.open().filter(family, there)).order_by("-created_at", "-pk")[:MOST_OTHERS])


def strongest(needs: Iterable[Need], offers: Iterable[Offer], *, by: str) -> list[Fit]:
    names = vocabulary()
    given = [(offer, of_offer(offer)) for offer in offers]
    fits: list[tuple[Match, Fit]] = []
    for need in needs:
        wanted = of_need(need)
        for offer, subject in given:
            found = match(need.pk, wanted, subject, names, offer=offer.pk)
            if found and found.is_good:
                fits.append((found, Fit(need, offer)))
    best: dict[int, Fit] = {}
    for found, fit in sorted(without_set_aside(fits), key=lambda pair: -pair[0].weight):
        best.setdefault(getattr(found, by), fit)
    return list(best.values())


def without_set_aside(fits: list[tuple[Match, Fit]]) -> list[tuple[Match, Fit]]:
    """Of which somebody said last that it does not fit."""
    said = statements_on([found.pair for found, _ in fits])
    last = {pair: statements[-1].says for pair, statements in said.items()}
    return [one for one in fits if last.get(one[0].pair) != MatchStatement.Says.NOT_FITTING]
