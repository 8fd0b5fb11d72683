"""Needs and offers in the REST API."""

from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.viewsets import ReadOnlyModelViewSet

from partners.api import PageAddress, PartnerName
from projects.api import ThemeSerializer
from roundtables.api import PageFilters
from roundtables.models import Need, Offer
from roundtables.needs.filters import NeedFilter, OfferFilter

COMMON = [
    "quantity", "unit", "start", "end", "created_at", "confirmed_at", "closed_at", "outcome", "closing_note",
]  # fmt: skip


class NeedSerializer(serializers.ModelSerializer):
    url = PageAddress()
    api_url = serializers.HyperlinkedIdentityField(view_name="api:need-detail")
    theme = ThemeSerializer()
    place = serializers.StringRelatedField()
    beneficiary = serializers.StringRelatedField()

    class Meta:
        model = Need
        fields = [
            "id", "url", "api_url", "country", "title", "text", "language", "theme", "activity_type", "place",
            "beneficiary", "beneficiary_kind", *COMMON,
        ]  # fmt: skip


class OfferSerializer(serializers.ModelSerializer):
    url = PageAddress()
    api_url = serializers.HyperlinkedIdentityField(view_name="api:offer-detail")
    partner = PartnerName()
    themes = ThemeSerializer(many=True)
    activity_types = serializers.PrimaryKeyRelatedField(many=True, read_only=True)
    countries = serializers.PrimaryKeyRelatedField(many=True, read_only=True)

    class Meta:
        model = Offer
        fields = [
            "id", "url", "api_url", "partner", "title", "text", "language", "themes", "activity_types", "countries",
            *COMMON,
        ]  # fmt: skip


class NeedViewSet(ReadOnlyModelViewSet):
    """What countries need, the latest first."""

    queryset = Need.objects.none()
    serializer_class = NeedSerializer
    filterset_class = NeedFilter
    filter_backends = [PageFilters]

    def get_queryset(self) -> QuerySet[Need]:
        return Need.objects.visible_to(self.request.user)

    def filter_queryset(self, queryset: QuerySet[Need]) -> QuerySet[Need]:
        found = super().filter_queryset(queryset)
        return found.select_related("theme", "place__country", "beneficiary").order_by("-created_at", "-pk")


class OfferViewSet(ReadOnlyModelViewSet):
    """What partners offer or plan without a budget, the latest first."""

    queryset = Offer.objects.none()
    serializer_class = OfferSerializer
    filterset_class = OfferFilter
    filter_backends = [PageFilters]

    def get_queryset(self) -> QuerySet[Offer]:
        return Offer.objects.visible_to(self.request.user)

    def filter_queryset(self, queryset: QuerySet[Offer]) -> QuerySet[Offer]:
        found = super().filter_queryset(queryset).select_related("partner")
        return found.prefetch_related("themes", "activity_types", "countries").order_by("-created_at", "-pk")
