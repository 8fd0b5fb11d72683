"""Partners in the REST API."""

from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.viewsets import ReadOnlyModelViewSet

from partners.filters import PartnerFilter
from partners.models import Partner


class PartnerName(serializers.ModelSerializer):
    """A partner within another object."""

    class Meta:
        model = Partner
        fields = ["code", "name"]


class PageAddress(serializers.URLField):
    """The full address of the object's page."""

    def __init__(self) -> None:
        super().__init__(source="get_absolute_url", read_only=True, help_text="Its page.")

    def to_representation(self, value: str) -> str:
        return str(self.context["request"].build_absolute_uri(value))


class PartnerSerializer(serializers.ModelSerializer):
    url = PageAddress()
    api_url = serializers.HyperlinkedIdentityField(view_name="api:partner-detail")
    iso3 = serializers.CharField(source="country.iso3", default=None, allow_null=True)
    is_designated = serializers.BooleanField(read_only=True, help_text="Whether it has a focal point today.")

    class Meta:
        model = Partner
        fields = ["id", "url", "api_url", "kind", "code", "iso3", "name", "former_name", "pillars", "is_designated"]


class PartnerViewSet(ReadOnlyModelViewSet):
    """All partners of the initiative."""

    queryset = Partner.objects.all()
    serializer_class = PartnerSerializer
    filterset_class = PartnerFilter

    def get_queryset(self) -> QuerySet[Partner]:
        return Partner.objects.with_designation().select_related("country").order_by("name", "pk")
