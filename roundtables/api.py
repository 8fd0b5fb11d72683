"""Meetings and their recommendations in the REST API."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.viewsets import GenericViewSet, ReadOnlyModelViewSet

from partners.api import PageAddress, PartnerName
from projects.api import ThemeSerializer
from projects.models import Project
from roundtables.filters import RecommendationFilter, RoundTableFilter
from roundtables.models import Attendance, Consideration, Recommendation, RoundTable, Translation


class PageFilters(DjangoFilterBackend):
    """The pages' filters, which start from what the person may see and so want the person."""

    def get_filterset_kwargs(self, request: Request, queryset: QuerySet[Any], view: GenericViewSet) -> dict[str, Any]:
        return {"data": request.query_params, "user": request.user}


class AttendanceSerializer(serializers.ModelSerializer):
    partner = PartnerName()

    class Meta:
        model = Attendance
        fields = ["name", "role", "position", "partner"]


class RoundTableSerializer(serializers.ModelSerializer):
    url = PageAddress()
    api_url = serializers.HyperlinkedIdentityField(view_name="api:round-table-detail")
    name = serializers.CharField(source="__str__", read_only=True)
    country = serializers.CharField(source="country_id")
    series = serializers.SlugRelatedField(slug_field="name", read_only=True)
    participants = PartnerName(many=True)
    persons = AttendanceSerializer(source="attendances", many=True, read_only=True)

    class Meta:
        model = RoundTable
        fields = [
            "id", "url", "api_url", "name", "kind", "number", "focus", "series", "start", "end", "month_only", "city",
            "country", "participants", "persons", "agenda", "source",
        ]  # fmt: skip


class TranslationSerializer(serializers.ModelSerializer):
    class Meta:
        model = Translation
        fields = ["language", "text"]


class ConsiderationSerializer(serializers.ModelSerializer):
    """What a later meeting made of it, and what stood until then."""

    round_table = serializers.HyperlinkedRelatedField(view_name="api:round-table-detail", read_only=True)

    class Meta:
        model = Consideration
        fields = [
            "round_table", "decision", "replaced_text", "replaced_translations", "due_changed", "replaced_due_on",
            "note",
        ]  # fmt: skip


class RecommendationSerializer(serializers.ModelSerializer):
    url = PageAddress()
    api_url = serializers.HyperlinkedIdentityField(view_name="api:recommendation-detail")
    round_table = serializers.HyperlinkedRelatedField(view_name="api:round-table-detail", read_only=True)
    state = serializers.CharField(source="state.label", read_only=True)
    themes = ThemeSerializer(many=True)
    countries = serializers.PrimaryKeyRelatedField(many=True, read_only=True)
    priority = serializers.CharField(source="get_priority_display", read_only=True)
    addressed_partners = PartnerName(many=True)
    addressed_organizations = serializers.StringRelatedField(many=True, read_only=True)
    endorsed_at = serializers.HyperlinkedRelatedField(view_name="api:round-table-detail", read_only=True)
    translations = TranslationSerializer(many=True, read_only=True)
    considerations = ConsiderationSerializer(many=True, read_only=True)
    projects = serializers.HyperlinkedRelatedField(
        view_name="api:project-detail", many=True, read_only=True, help_text="Those that answer it and are visible."
    )

    class Meta:
        model = Recommendation
        fields = [
            "id", "url", "api_url", "round_table", "number", "text", "language", "translations", "priority", "pillars",
            "themes", "countries", "addressees", "addressed_partners", "addressed_organizations", "endorsed_on",
            "endorsed_at", "due_on", "state", "considerations", "projects", "source",
        ]  # fmt: skip


class RoundTableViewSet(ReadOnlyModelViewSet):
    """Meetings, the latest first."""

    queryset = RoundTable.objects.none()
    serializer_class = RoundTableSerializer
    filterset_class = RoundTableFilter
    filter_backends = [PageFilters]

    def get_queryset(self) -> QuerySet[RoundTable]:
        return RoundTable.objects.visible_to(self.request.user)

    def filter_queryset(self, queryset: QuerySet[RoundTable]) -> QuerySet[RoundTable]:
        found = super().filter_queryset(queryset)
        return (
            found.select_related("series")
            .prefetch_related("participants", "attendances__partner")
            .order_by("-start", "kind", "pk")
        )


class RecommendationViewSet(ReadOnlyModelViewSet):
    """What meetings recommended, the latest meeting first."""

    queryset = Recommendation.objects.none()
    serializer_class = RecommendationSerializer
    filterset_class = RecommendationFilter
    filter_backends = [PageFilters]

    def get_queryset(self) -> QuerySet[Recommendation]:
        return Recommendation.objects.visible_to(self.request.user).with_state()

    def filter_queryset(self, queryset: QuerySet[Recommendation]) -> QuerySet[Recommendation]:
        visible = Project.objects.visible_to(self.request.user).order_by("pk").only("pk")
        found = super().filter_queryset(queryset)
        related = (
            "themes",
            "countries",
            "addressed_partners",
            "addressed_organizations",
            "translations",
            "considerations",
        )
        return (
            found.select_related("round_table")
            .prefetch_related(*related, Prefetch("projects", visible))
            .order_by("-round_table__start", "number")
        )
