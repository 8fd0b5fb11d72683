"""Who is concerned, and who speaks for whom."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Count, F, Max
from django.utils import timezone

from partners.models import FocalPoint, Partner
from partners.text import fold
from projects.models import Contribution
from projects.models.project import active_condition
from roundtables.pack.content import Column, Section, Several, Table, Text, Value
from roundtables.pack.desk import Desk

from .meeting import in_short, partner_name


def partners(desk: Desk) -> Section:
    """Those that lead or pay for a project, take part in the meeting, or are addressed by a recommendation."""
    language, say = desk.language, desk.language.say
    ongoing = Count("pk", filter=active_condition())
    led: dict[int, Any] = {
        row["partner"]: row
        for row in desk.projects.order_by()
        .values("partner")
        .annotate(all_of_them=Count("pk"), ongoing=ongoing, confirmed=Max("confirmed_at"))
    }
    funded = co_funded(desk)
    concerned = Partner.objects.filter(pk__in=[*led, *funded, *addressed(desk), *participants(desk)])
    points = designated(desk, concerned)
    rows: list[tuple[Value, ...]] = []
    for partner in sorted(concerned, key=lambda one: fold(partner_name(desk, one))):
        row = led.get(partner.pk, {})
        confirmed = row.get("confirmed")
        names: Value = Several(tuple(points[partner.pk])) if points[partner.pk] else say("nobody_designated")
        rows.append(
            (
                with_acronym(desk, partner),
                names,
                row.get("all_of_them", 0),
                funded.get(partner.pk, 0),
                row.get("ongoing", 0),
                timezone.localdate(confirmed) if confirmed else None,
            )
        )
    columns = (
        Column(say("partner"), width=1.7),
        Column(say("focal_points"), width=2.6),
        Column(say("leads"), "number", 0.8),
        Column(say("co_funds"), "number", 1.2),
        Column(say("leads_ongoing"), "number", 1.3),
        Column(say("last_confirmed"), "day", 1.5),
    )
    without = sum(not points[partner.pk] for partner in concerned)
    said = language.count("partners_concerned" if desk.subject.meeting else "partners_concerned_here", len(rows))
    missing = [Text(language.count("partners_undesignated", without), "notice")] if without else []
    table = Table(say("sheet_partners"), say("partners_caption"), columns, tuple(rows), shown=90)
    return Section(say("partners_title"), (Text(said), *missing, *([table] if rows else [])))


def co_funded(desk: Desk) -> dict[int, int]:
    """By partner, how many projects it pays for that another leads: with those it leads, what the register lists."""
    paid = Contribution.objects.filter(project__in=desk.projects.order_by().values("pk"))
    by_others = paid.exclude(partner=F("project__partner")).order_by().values("partner")
    return dict(by_others.annotate(number=Count("project", distinct=True)).values_list("partner", "number"))


def designated(desk: Desk, concerned: Iterable[Partner]) -> dict[int, list[str]]:
    """By partner, the names of those who speak for it on the day, the first contact first."""
    points = FocalPoint.objects.on(desk.day) if desk.is_past else FocalPoint.objects.active()
    found: dict[int, list[str]] = defaultdict(list)
    for point in points.filter(partner__in=concerned).select_related("user").order_by("-is_primary", "started"):
        rank = desk.language.say("first_contact" if point.is_primary else "deputy")
        found[point.partner_id].append(f"{point.user} ({rank})")
    return found


def with_acronym(desk: Desk, partner: Partner) -> str:
    name, short = partner_name(desk, partner), in_short(desk, partner)
    return name if name == short or short in name else f"{name} ({short})"


def addressed(desk: Desk) -> set[int]:
    return {partner.pk for one in desk.recommendations for partner in one.addressed_partners.all()}


def participants(desk: Desk) -> set[int]:
    meeting = desk.subject.meeting
    return set(meeting.participants.order_by().values_list("pk", flat=True)) if meeting else set()
