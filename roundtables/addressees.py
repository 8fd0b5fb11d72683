"""Who is to act on recommendations: the partners of each, in a number of queries that does not grow with them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from django.db.models import Q

from partners.models import Partner
from projects.models import Project, Recipient
from roundtables.models import Recommendation
from roundtables.models.recommendation import UNODC

Addressee = Recommendation.Addressee
Many = Mapping[int, Collection[int]]  # by recommendation
RULES = {
    Addressee.GOVERNMENTS: "Recipient governments are those of its countries.",
    Addressee.DONORS: "Donors are the partners that pay for a project in one of its countries, as everybody sees it "
    "in the register; in any country where it names none.",
    "": "Nobody is named, so the governments of its countries are asked.",
}


def rules(recommendation: Recommendation) -> list[str]:
    """In words, who is meant where partners are not named one by one."""
    found = [RULES[code] for code in recommendation.addressees if code in RULES]
    named = recommendation.addressed_partners.exists() or recommendation.addressed_organizations.exists()
    return found if recommendation.addressees or named else [RULES[""]]


def partners_of(
    recommendations: Iterable[Recommendation], among: Collection[int] | None = None
) -> dict[int, frozenset[int]]:
    """As `addressed_to` has it: each recommendation's partners, of all or `among` some."""
    these = {one.pk: one for one in recommendations}
    named = pairs(Recommendation.addressed_partners.through, these, "partner")
    bodies = pairs(Recommendation.addressed_organizations.through, these, "organization__country__partner")
    any_body = pairs(Recommendation.addressed_organizations.through, these, "organization")
    about = pairs(Recommendation.countries.through, these, "country")
    governments = pairs(Recommendation.countries.through, these, "country__partner")
    donors = donors_of([one for one in these.values() if Addressee.DONORS in one.addressees], about, among)
    unodc = set(Partner.objects.filter(code=UNODC).values_list("pk", flat=True))

    found = {}
    for pk, one in these.items():
        partners = set(named[pk]) | set(bodies[pk]) | donors.get(pk, set())
        if Addressee.GOVERNMENTS in one.addressees or not (one.addressees or named[pk] or any_body[pk]):
            partners |= set(governments[pk])
        if Addressee.UNODC in one.addressees:
            partners |= unodc
        found[pk] = frozenset(partners if among is None else partners.intersection(among))
    return found


def pairs(through: type, these: Collection[int], what: str) -> dict[int, set]:
    found: dict[int, set] = defaultdict(set)
    rows = through._default_manager.filter(recommendation__in=these, **{f"{what}__isnull": False})  # type: ignore[attr-defined]
    for pk, value in rows.values_list("recommendation", what):
        found[pk].add(value)
    return found


def donors_of(
    recommendations: Iterable[Recommendation], about: Mapping[int, set], among: Collection[int] | None
) -> dict[int, set[int]]:
    asked = {one.pk: about[one.pk] for one in recommendations}
    if not asked:
        return {}
    payers = Q(project__contributions__isnull=False)
    if among is not None:
        payers = Q(project__contributions__partner__in=among)
    rows = Recipient.objects.filter(payers, project__in=Project.objects.open())
    if all(asked.values()):
        rows = rows.filter(country__in=set().union(*asked.values()))
    paying: dict[str, set[int]] = defaultdict(set)
    for country, partner in rows.order_by().values_list("country", "project__contributions__partner").distinct():
        paying[country].add(partner)
    everybody = set().union(*paying.values()) if paying else set()
    return {
        pk: set().union(*(paying[country] for country in countries)) if countries else everybody
        for pk, countries in asked.items()
    }
