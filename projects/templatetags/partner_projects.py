"""Figures of partners' projects for pages that the partners application renders."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.db.models import Count

from partners.models import Organization, Partner, User
from projects.models import Project
from projects.models.project import budget_total

register = template.Library()


@register.simple_tag
def project_counts(partners: Iterable[Partner], user: User) -> dict[int, int]:
    """Number of projects the person may see, by id of the lead partner. One query."""
    visible = Project.objects.visible_to(user).filter(partner__in=[partner.pk for partner in partners])
    return dict(visible.order_by().values_list("partner").annotate(Count("pk")))


@register.filter
def count_of(counts: dict[int, int], of: Partner | Organization) -> int:
    return counts.get(of.pk, 0)


@register.simple_tag
def partner_figures(partner: Partner, user: User) -> dict[str, Any]:
    """What a partner's page says of its projects: number, money, by status and by country, and the newest."""
    visible = Project.objects.visible_to(user).filter(partner=partner)
    labels = dict(Project.Status.choices)
    by_status = visible.order_by("status").values_list("status").annotate(Count("pk"))
    by_country = visible.order_by().values_list("countries__iso2", "countries__name").annotate(n=Count("pk"))
    return {
        "count": visible.count(),
        "budget": budget_total(visible),
        "by_status": [(code, labels[code], count) for code, count in by_status],
        "by_country": by_country.filter(countries__isnull=False).order_by("-n", "countries__name")[:8],
        "newest": visible.prefetch_related("countries").recently_changed()[:5],
    }
