"""Projects that nobody speaks for, and drafts whose author has left: for coordinators, who find somebody."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, IntegerField, Min, Q, QuerySet, Sum
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from duplication.models import Alert
from partners.models import FocalPoint, Invitation, Partner
from partners.models.partner import PartnerQuerySet
from partners.requests import SignedInRequest, coordinator_or_denied
from projects.models import Contribution, Project

EVENTS: Any = Project.pgh_event_model  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Row:
    partner: Partner
    projects: int
    running: int
    oldest: datetime | None  # confirmation among the running ones; None when one was never confirmed
    money: Decimal
    alerts: int
    drafts: int
    invited: bool


def without_focal_point() -> PartnerQuerySet:
    """Partners that have projects, and nobody who speaks for them today."""
    have = Project.objects.values("partner")
    return Partner.objects.filter(pk__in=have).exclude(pk__in=FocalPoint.objects.active().values("partner"))


def with_numbers() -> PartnerQuerySet:
    """For the first page: how many published projects each has, most first."""
    published = Count("projects", filter=Q(projects__published_at__isnull=False))
    return without_focal_point().annotate(number=published).filter(number__gt=0).order_by("-number", "name")


def rows() -> list[Row]:
    """A query for each column, however many partners and projects. Most projects first."""
    partners = list(without_focal_point())
    within = Project.objects.filter(partner__in=partners).order_by()
    running = Q(published_at__isnull=False, status__in=Project.RUNNING)
    counted = {
        row["partner"]: row
        for row in within.values("partner").annotate(
            projects=Count("pk", filter=Q(published_at__isnull=False)),
            drafts=Count("pk", filter=Q(published_at__isnull=True, merged_into__isnull=True)),
            running=Count("pk", filter=running),
            oldest=Min("confirmed_at", filter=running),
        )
    }
    money = Contribution.objects.filter(project__in=within.published()).order_by().values_list("project__partner")
    sums = dict(money.annotate(Sum("usd")))
    alerts = open_alerts(partners)
    invited = set(Invitation.objects.pending().filter(partner__in=partners).values_list("partner", flat=True))
    found = [
        Row(
            partner=partner,
            projects=counted[partner.pk]["projects"],
            running=counted[partner.pk]["running"],
            oldest=counted[partner.pk]["oldest"],
            money=sums.get(partner.pk) or Decimal(0),
            alerts=alerts[partner.pk],
            drafts=counted[partner.pk]["drafts"],
            invited=partner.pk in invited,
        )
        for partner in partners
    ]
    return sorted(found, key=lambda row: (-row.running, -row.projects, row.partner.name))


def open_alerts(partners: list[Partner]) -> Counter[int]:
    """An alert between two projects of one partner counts once."""
    found: Counter[int] = Counter()
    alerts = Alert.objects.open().order_by()
    concerned = alerts.filter(Q(first__partner__in=partners) | Q(second__partner__in=partners))
    for first, second in concerned.values_list("first__partner", "second__partner"):
        found.update({first, second})
    return found


def drafts_left_behind() -> list[tuple[Partner, int]]:
    """Drafts entered by somebody who no longer speaks for the partner, by partner. Only their number: a draft is seen
    by its own partner alone."""
    entered: QuerySet[Any] = EVENTS.objects.filter(
        pgh_label="insert", pgh_obj__published_at__isnull=True, pgh_obj__isnull=False, pgh_context__isnull=False
    ).annotate(author=Cast(KeyTextTransform("user", "pgh_context__metadata"), IntegerField()))
    authors = entered.filter(author__isnull=False).values_list("pgh_obj__partner", "author")
    speaking = set(FocalPoint.objects.active().values_list("partner", "user"))
    number = Counter(partner for partner, author in authors if (partner, author) not in speaking)
    return [(partner, number[partner.pk]) for partner in Partner.objects.filter(pk__in=number)]


@require_safe
def unowned(request: SignedInRequest) -> HttpResponse:
    coordinator_or_denied(request)
    context = {"rows": rows(), "drafts": drafts_left_behind()}
    return render(request, "people/unowned.html", context)
