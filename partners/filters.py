"""The query string of the partner list: one filter for the page and the API."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, QueryDict

from partners.models import FocalPoint, Invitation, Partner
from partners.narrowing import Choice, Narrowed, Words

DESIGNATED = [
    ("yes", "With a focal point"),
    ("ending", "Whose designation ends soon"),
    ("no", "Without one"),
    ("invited", "Without one, somebody invited"),
]


class PartnerFilter(Narrowed):
    q = Words(label="Name or code", method="search")
    kind = Choice(choices=Partner.Kind.choices, empty_label="Countries and organizations")
    designated = Choice(
        label="Focal point",
        method="with_focal_point",
        choices=DESIGNATED,
        empty_label="With or without",
    )

    class Meta:
        model = Partner
        fields: tuple[str, ...] = ()

    def __init__(
        self,
        data: QueryDict | None = None,
        queryset: QuerySet[Partner] | None = None,
        *,
        request: HttpRequest | None = None,
        **kwargs: Any,
    ) -> None:
        """Who was invited and has not come is known to those who invite."""
        super().__init__(data, queryset, request=request, **kwargs)
        if not getattr(getattr(request, "user", None), "sees_everything", False):
            field = self.filters["designated"].field  # made already where the API has described itself
            field.choices = [one for one in DESIGNATED if one[0] != "invited"]

    def search(self, partners: QuerySet[Partner], name: str, value: str) -> QuerySet[Partner]:
        named = Q(name__icontains=value) | Q(former_name__icontains=value)
        return partners.filter(named | Q(code__iexact=value) | Q(country__iso3__iexact=value))

    def with_focal_point(self, partners: QuerySet[Partner], name: str, value: str) -> QuerySet[Partner]:
        """Among partners `with_designation`."""
        if value == "ending":
            return partners.filter(pk__in=FocalPoint.objects.ending().values("partner"))
        found = partners.filter(is_designated=value == "yes")  # type: ignore[misc]
        if value == "invited":
            found = found.filter(pk__in=Invitation.objects.pending().filter(role="focal_point").values("partner"))
        return found
