"""A match as a person meets it: both sides, the reasons, and what was said of it; and saying something of it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from partners.models import User
from projects.models import Project
from roundtables.models import MatchStatement, Need, Offer, Outcome
from roundtables.needs.matching import Match

Says, Side = MatchStatement.Says, MatchStatement.Side
Answer = Offer | Project


@dataclass(frozen=True, slots=True)
class Seen:
    """`side`: for whom the person may speak; empty for who only reads, and hears nothing of what was said."""

    need: Need
    answer: Answer
    sentences: list[str]
    side: str
    statements: list[MatchStatement]
    says: str  # last

    @property
    def is_offer(self) -> bool:
        return isinstance(self.answer, Offer)

    @property
    def is_set_aside(self) -> bool:
        return self.says == Says.NOT_FITTING


def seen_by(user: User, matches: Iterable[Match]) -> list[Seen]:
    """Those of which the person may see both sides; what does not fit comes last. A fixed number of queries."""
    found = {one.pair: one for one in matches}
    needs = Need.objects.visible_to(user).select_related("country", "theme", "activity_type")
    needs_by_id = {need.pk: need for need in needs.filter(pk__in={need for need, _, _ in found})}
    offers = Offer.objects.visible_to(user).select_related("partner").prefetch_related("countries")
    offers_by_id = offers.in_bulk([offer for _, offer, _ in found if offer])
    projects = Project.objects.visible_to(user).published().select_related("partner").prefetch_related("countries")
    projects_by_id = projects.in_bulk([project for _, _, project in found if project])
    own = set(Need.objects.editable_by(user).filter(pk__in=needs_by_id).values_list("pk", flat=True))
    said = statements_on(found)
    shown = []
    for (need, offer, project), one in found.items():
        answer: Answer | None = offers_by_id.get(offer or 0) or projects_by_id.get(project or 0)
        if need in needs_by_id and answer:
            side = side_of(user, need in own, answer)
            statements = said[one.pair]
            heard = statements if side or user.sees_everything else []
            last = statements[-1].says if statements else ""
            shown.append(Seen(needs_by_id[need], answer, one.sentences, side, heard, last))
    return sorted(shown, key=lambda one: one.is_set_aside)


def statements_on(pairs: Iterable[tuple[int, int | None, int | None]]) -> dict[tuple, list[MatchStatement]]:
    """In the order of time, by pair."""
    said = defaultdict(list)
    rows = MatchStatement.objects.filter(need__in={need for need, _, _ in pairs}).select_related("author", "need")
    for one in rows.order_by("created_at", "pk"):
        said[one.need_id, one.offer_id, one.project_id].append(one)
    return said


def side_of(user: User, speaks_for_country: bool, answer: Answer) -> str:
    if user.is_coordinator:
        return Side.COORDINATOR
    if speaks_for_country:
        return Side.NEED
    return Side.OFFER if answer.partner_id in user.writes_for else ""


@transaction.atomic
def say(
    need: Need, answer: Answer, side: str, says: str, note: str, user: User, quantity: Decimal | None = None
) -> MatchStatement | None:
    """None when just this was said last. What the country's side says is met closes the need; the donor's word alone
    does not.
    """
    Need.objects.select_for_update().get(pk=need.pk)
    key = {"offer": answer} if isinstance(answer, Offer) else {"project": answer}
    told: dict[str, Any] = {"side": side, "says": says, "note": note, "author": user, "quantity": quantity}
    last = MatchStatement.objects.filter(need=need, **key).order_by("-created_at", "-pk").first()
    if last and all(getattr(last, name) == value for name, value in told.items()):
        return None
    said = MatchStatement.objects.create(need=need, **key, **told)
    if says == Says.MET and side != Side.OFFER:
        # Everybody reads this note. A project may be for some only, now or later: those who may see it find it below.
        by = f"{answer.partner}: {answer.title}" if isinstance(answer, Offer) else "a planned project"
        closing = f"Met by {by}"[:500]
        Need.objects.open().filter(pk=need.pk).update(
            closed_at=timezone.now(), outcome=Outcome.MET, closing_note=closing
        )
    return said


def said_to_be_met(user: User) -> QuerySet[MatchStatement]:
    """By who offers it, of the own country's open needs; it waits for the country's own word."""
    later = MatchStatement.objects.filter(
        need=OuterRef("need"), created_at__gt=OuterRef("created_at"), offer=OuterRef("offer")
    ) | MatchStatement.objects.filter(
        need=OuterRef("need"), created_at__gt=OuterRef("created_at"), project=OuterRef("project")
    )
    seen = Q(project=None) | Q(project__in=Project.objects.visible_to(user))
    found = MatchStatement.objects.filter(seen, ~Exists(later), side=Side.OFFER, says__in=[Says.MET, Says.PARTLY])
    own = found.filter(need__in=Need.objects.open(), need__country__partner__in=user.writes_for)
    return own.select_related("need", "offer__partner", "project__partner").order_by("created_at", "pk")


def met_so_far(need: Need) -> Decimal:
    """Of what is met in part, as the country's side and coordinators have it; of each answer the last word counts."""
    said = need.statements.exclude(side=Side.OFFER).exclude(says=Says.IN_TOUCH).order_by("created_at", "pk")
    last = {(one.offer_id, one.project_id): one for one in said}
    return sum((one.quantity or Decimal(0) for one in last.values() if one.says == Says.PARTLY), Decimal(0))


def plain(quantity: Decimal) -> str:
    """Without the noughts that the database adds."""
    return f"{quantity.normalize():f}"


def rest_of(need: Need) -> Decimal | None:
    """How much is still wanted; None where nothing is counted."""
    return None if need.quantity is None else max(need.quantity - met_so_far(need), Decimal(0))


def used_by(offer: Offer) -> list[MatchStatement]:
    """What it met since its partner last said that it still holds: is it used up?"""
    if not offer.is_open:
        return []
    said = offer.statements.exclude(side=Side.OFFER).filter(says__in=[Says.MET, Says.PARTLY])
    return list(said.filter(created_at__gt=offer.confirmed_at).select_related("need__country"))
