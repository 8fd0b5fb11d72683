"""Needs of countries and offers of donors."""

from collections.abc import Sequence
from typing import Any

from adam.demo.makers.who import get_partner, make_user
from partners.models import Country, Partner, User
from projects.models import ActivityType, Project, Theme
from roundtables.models import MatchStatement, Need, Offer, ProposalDecision, Recommendation


def make_need(country: str = "TJ", **fields: Any) -> Need:
    """Document readers for a country's border guards, stated by a coordinator unless an author is given."""
    defaults = {"title": "Document readers for border crossing points", "theme_id": "T1.3"}
    author = fields.pop("author", None) or make_user(role="coordinator")
    return Need.objects.create(country_id=country, author=author, **{**defaults, **fields})


def make_offer(
    partner: Partner | str = "DE",
    *,
    themes: Sequence[str] = ("T1.3",),
    countries: Sequence[str] = ("TJ",),
    activity_types: Sequence[str] = (),
    **fields: Any,
) -> Offer:
    author = fields.pop("author", None) or make_user(role="coordinator")
    giver = get_partner(partner) if isinstance(partner, str) else partner
    offer = Offer.objects.create(
        partner=giver, author=author, **{"title": "Equipment for border crossing points", **fields}
    )
    offer.themes.set(Theme.objects.filter(pk__in=themes))
    offer.countries.set(Country.objects.filter(pk__in=countries))
    offer.activity_types.set(ActivityType.objects.filter(pk__in=activity_types))
    return offer


def make_match_statement(need: Need, answer: Offer | Project, author: User, **fields: Any) -> MatchStatement:
    """The country says that the two are in touch, unless the fields say otherwise."""
    kind = "offer" if isinstance(answer, Offer) else "project"
    defaults = {"side": MatchStatement.Side.NEED, "says": MatchStatement.Says.IN_TOUCH, kind: answer}
    return MatchStatement.objects.create(need=need, author=author, **{**defaults, **fields})


def make_proposal_decision(
    recommendation: Recommendation, project: Project, author: User, **fields: Any
) -> ProposalDecision:
    defaults = {"verdict": ProposalDecision.Verdict.DECLINED, "basis": "0" * 32}
    return ProposalDecision.objects.create(
        recommendation=recommendation, project=project, author=author, **{**defaults, **fields}
    )
