"""Projects in the REST API: what the person may see, narrowed down as the register is."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from partners.api import PageAddress, PartnerName
from projects.filters import ProjectFilter
from projects.models import Activity, Contribution, Participation, Place, Project, ProjectIdentifier, Recipient, Theme
from projects.models.relations import ROLES, role_of
from projects.rates import about_usd
from projects.relations import prefetched_for
from projects.search.facets import Facets

NO_PAST = "The API tells of today. The register as of a past day is read and exported on its page, /projects/?as_of=."


class RecipientSerializer(serializers.ModelSerializer):
    code = serializers.CharField(source="country_id")
    name = serializers.CharField(source="country.name")

    class Meta:
        model = Recipient
        fields = ["code", "name", "share"]


class ThemeSerializer(serializers.ModelSerializer):
    class Meta:
        model = Theme
        fields = ["code", "name"]


class PlaceSerializer(serializers.ModelSerializer):
    country = serializers.CharField(source="country_id")

    class Meta:
        model = Place
        fields = ["name", "country", "kind", "latitude", "longitude"]


class ContributionSerializer(serializers.ModelSerializer):
    partner = PartnerName()
    about_usd = serializers.SerializerMethodField(
        help_text="Where no rate is published yet: whole US dollars at the latest one. Provisional, and in no total."
    )

    class Meta:
        model = Contribution
        fields = ["partner", "amount", "currency", "committed_on", "usd", "about_usd"]

    def get_about_usd(self, one: Contribution) -> int | None:
        about = about_usd(one.amount, one.currency, one.committed_on) if one.usd is None else None
        return None if about is None else int(about)


class ParticipationSerializer(serializers.ModelSerializer):
    name = serializers.CharField(source="organization.name")
    kind = serializers.CharField(source="organization.kind")
    role = serializers.CharField(source="get_role_display")

    class Meta:
        model = Participation
        fields = ["name", "kind", "role"]


class ActivitySerializer(serializers.ModelSerializer):
    type = serializers.CharField(source="type_id")
    beneficiary = serializers.CharField(source="beneficiary.name", default=None, allow_null=True)
    country = serializers.CharField(source="country_id", allow_null=True)
    place = serializers.CharField(source="place.name", default=None, allow_null=True)

    class Meta:
        model = Activity
        fields = ["type", "description", "quantity", "unit", "beneficiary", "country", "place", "start", "end"]


class IdentifierSerializer(serializers.ModelSerializer):
    class Meta:
        model = ProjectIdentifier
        fields = ["scheme", "value"]


class RelationSerializer(serializers.Serializer):
    """What another project is to this one. Projects that the person may not see are left out."""

    role = serializers.CharField(help_text=f"One of {', '.join(ROLES)}.")
    id = serializers.IntegerField()
    number = serializers.CharField()
    title = serializers.CharField()
    partner = serializers.CharField(help_text="Code of the partner.")


class ProjectSerializer(serializers.ModelSerializer):
    url = PageAddress()
    api_url = serializers.HyperlinkedIdentityField(view_name="api:project-detail")
    number = serializers.CharField(read_only=True, help_text="What the project is called in tables.")
    partner = PartnerName()
    status_name = serializers.CharField(source="get_status_display", read_only=True)
    budget_usd = serializers.SerializerMethodField(help_text="US dollars of all contributions that have such a value.")
    countries = RecipientSerializer(source="recipients", many=True)
    themes = ThemeSerializer(many=True)
    places = PlaceSerializer(many=True)
    contributions = ContributionSerializer(many=True)
    organizations = ParticipationSerializer(source="participations", many=True)
    activities = ActivitySerializer(many=True)
    identifiers = IdentifierSerializer(many=True)
    relations = serializers.SerializerMethodField()
    is_draft = serializers.BooleanField(read_only=True)

    class Meta:
        model = Project
        fields = [
            "id", "url", "api_url", "number", "reference", "title", "objective", "language", "partner", "status",
            "status_name", "start", "end", "oda", "route", "substances", "purpose_codes", "budget_usd", "countries",
            "themes", "places", "contributions", "organizations", "activities", "identifiers", "relations",
            "visibility", "is_draft", "published_at", "confirmed_at", "updated_at",
        ]  # fmt: skip

    @extend_schema_field(serializers.DecimalField(max_digits=18, decimal_places=2, allow_null=True))
    def get_budget_usd(self, project: Project) -> str | None:
        return None if project.total_usd is None else str(project.total_usd)

    @extend_schema_field(RelationSerializer(many=True))
    def get_relations(self, project: Project) -> list[dict[str, object]]:
        sides = [(one, one.second) for one in project.relations_as_first.all()]
        sides += [(one, one.first) for one in project.relations_as_second.all()]
        return [
            {
                "role": role_of(relation, project.pk).name,
                "id": other.pk,
                "number": other.number,
                "title": other.title,
                "partner": other.partner.code,
            }
            for relation, other in sides
        ]


class FacetsSerializer(serializers.Serializer):
    count = serializers.IntegerField(help_text="How many projects the filters let through.")
    facets = serializers.DictField(
        child=serializers.DictField(child=serializers.IntegerField()),
        help_text="By filter and choice, how many there are under all other filters.",
    )


class ProjectViewSet(ReadOnlyModelViewSet):
    """Projects that the person may see, last changed first."""

    queryset = Project.objects.all()
    serializer_class = ProjectSerializer
    filterset_class = ProjectFilter

    def get_queryset(self) -> QuerySet[Project]:
        related = (
            "recipients__country", "themes", "places", "contributions__partner", "participations__organization",
            "activities__beneficiary", "activities__place", "identifiers",
        )  # fmt: skip
        visible = Project.objects.visible_to(self.request.user).recently_changed()
        relations = prefetched_for(self.request.user)
        return visible.select_related("partner").prefetch_related(*related, *relations)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if request.GET.get("as_of"):
            raise ValidationError({"as_of": [NO_PAST]})

    @extend_schema(responses=FacetsSerializer, filters=True)
    @action(detail=False, pagination_class=None)
    def facets(self, request: Request) -> Response:
        """How many projects each choice of each filter would find, under all other filters in the query string."""
        found = Facets(ProjectFilter(request.GET, user=request.user))
        return Response(FacetsSerializer({"count": found.total, "facets": found.counts}).data)
