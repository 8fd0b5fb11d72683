"""The query string of the partner list: one filter for the page and the API."""

import django_filters
from django.db.models import Q, QuerySet

from partners.models import Partner


class PartnerFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="Name or code", method="search", max_length=200)
    kind = django_filters.ChoiceFilter(choices=Partner.Kind.choices, empty_label="Countries and organizations")
    designated = django_filters.ChoiceFilter(
        label="Focal point",
        method="with_focal_point",
        choices=[("yes", "With a focal point"), ("no", "Without one")],
        empty_label="With or without",
    )

    class Meta:
        model = Partner
        fields: tuple[str, ...] = ()

    def search(self, partners: QuerySet[Partner], name: str, value: str) -> QuerySet[Partner]:
        named = Q(name__icontains=value) | Q(former_name__icontains=value)
        return partners.filter(named | Q(code__iexact=value) | Q(country__iso3__iexact=value))

    def with_focal_point(self, partners: QuerySet[Partner], name: str, value: str) -> QuerySet[Partner]:
        """Among partners `with_designation`."""
        return partners.filter(is_designated=value == "yes")  # type: ignore[misc]
