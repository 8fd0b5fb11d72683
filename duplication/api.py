"""Alerts in the REST API: the same views of them as on the pages, which leave out what is restricted."""

from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet, prefetch_related_objects
from django_filters.rest_framework import DjangoFilterBackend
from django_filters.utils import translate_validation
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field, extend_schema_view
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from duplication.models import Alert, Attachment
from duplication.models.alert import CASE_LABELS
from duplication.presentation.alerts import AlertView, present
from duplication.presentation.thread import messages_of
from duplication.queue.filters import CONTRADICTING, STATES, AlertFilter, states_known
from duplication.queue.ordering import SORTS_OF_DECIDED, sorts_for
from partners.models import User


class SideSerializer(serializers.Serializer):
    """One of the two projects. Of a restricted one only countries and themes are told."""

    project = serializers.HyperlinkedRelatedField(view_name="api:project-detail", read_only=True, allow_null=True)
    number = serializers.CharField()
    title = serializers.CharField()
    partner = serializers.CharField()
    countries = serializers.ListField(child=serializers.CharField())
    themes = serializers.ListField(child=serializers.CharField())
    is_hidden = serializers.BooleanField()


class EvidenceSerializer(serializers.Serializer):
    field = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    sentence = serializers.CharField()
    weight = serializers.FloatField(help_text="Match weight, log2; above nought speaks for an overlap.")


class StatementSerializer(serializers.Serializer):
    """A position of a partner, a verdict of a coordinator, or that it was opened again."""

    who = serializers.CharField()
    said = serializers.CharField()
    reason = serializers.CharField()
    text = serializers.CharField()
    recommendation = serializers.CharField(help_text="What the two partners are advised to do; of a verdict.")
    note = serializers.CharField(help_text="What became of a position, or whose place a verdict takes.")
    at = serializers.DateTimeField()
    stands = serializers.BooleanField(help_text="Whether a position or a verdict still holds.")
    is_verdict = serializers.BooleanField()
    is_reopening = serializers.BooleanField()
    is_undo = serializers.BooleanField(help_text="Of a reopening: whether the verdict was taken back as a slip.")
    changes = serializers.ListField(child=serializers.CharField(), help_text="What has changed since the verdict.")


class FileSerializer(serializers.Serializer):
    name = serializers.CharField()
    size = serializers.IntegerField(help_text="Bytes.")
    url = serializers.SerializerMethodField(help_text="The file, for who is signed in.")
    withheld = serializers.CharField(help_text="Why nobody gets it at present; empty when it is handed out.")

    def get_url(self, file: Attachment) -> str:
        return str(self.context["request"].build_absolute_uri(file.get_absolute_url()))


class MessageSerializer(serializers.Serializer):
    """Of a partner that may not be known, neither its name is told nor the person's, nor how its files are called."""

    who = serializers.CharField()
    person = serializers.CharField(help_text="Empty where that may not be known.")
    text = serializers.CharField()
    at = serializers.DateTimeField()
    is_own = serializers.BooleanField(help_text="Whether it was written for the person's own partner.")
    files = FileSerializer(many=True)


class AlertSerializer(serializers.Serializer):
    id = serializers.IntegerField(source="pk")
    url = serializers.SerializerMethodField(help_text="Its page.")
    api_url = serializers.HyperlinkedIdentityField(view_name="api:alert-detail")
    kind = serializers.ChoiceField(source="case", choices=list(CASE_LABELS.items()))
    heading = serializers.CharField()
    state = serializers.CharField()
    strength = serializers.CharField(help_text="Strength of the evidence in words; empty when a side is restricted.")
    weight = serializers.FloatField(allow_null=True, help_text="Match weight, log2; null when a side is restricted.")
    first = SideSerializer()
    second = SideSerializer()
    evidence = EvidenceSerializer(many=True)
    calibration = serializers.CharField(source="alert.calibration", help_text="The table of weights it was made with.")
    statements = StatementSerializer(many=True)
    messages = serializers.SerializerMethodField(help_text="For the two partners and the coordinators; else empty.")
    raised_at = serializers.DateTimeField(source="alert.raised_at")

    def get_url(self, view: AlertView) -> str:
        return str(self.context["request"].build_absolute_uri(view.url))

    @extend_schema_field(MessageSerializer(many=True))
    def get_messages(self, view: AlertView) -> list[dict[str, Any]]:
        said = messages_of(view, self.context["request"].user)
        return list(MessageSerializer(said, many=True, context=self.context).data)


STATE = f"Without it what the person's queue opens with. {'; '.join(f'{key}: {text}' for key, text in STATES.items())}."
STATE += f" {CONTRADICTING} is for coordinators alone."
SORT = "Without it the strongest first, of decided ones the latest verdict. verdict: only with state=decided."
QUERY = [
    OpenApiParameter("state", enum=list(STATES), description=STATE),
    OpenApiParameter("sort", enum=list(SORTS_OF_DECIDED), description=SORT),
]


@extend_schema_view(list=extend_schema(parameters=QUERY))
class AlertViewSet(ReadOnlyModelViewSet):
    """Alerts that concern projects of the person's partner, or two projects the person may see."""

    queryset = Alert.objects.none()
    serializer_class = AlertSerializer
    filterset_class = AlertFilter
    filter_backends = [DjangoFilterBackend]

    def get_queryset(self) -> QuerySet[Alert]:
        return Alert.objects.visible_to(self.request.user).select_related("first", "second")

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        check(request, "state", states_known(request.user))
        narrowed = AlertFilter(request.query_params, self.get_queryset(), request=request)
        check(request, "sort", sorts_for(narrowed.state))
        if not narrowed.is_valid():
            raise translate_validation(narrowed.errors)
        views = presented(self.paginate_queryset(narrowed.alerts) or [], request.user)
        return self.get_paginated_response(self.get_serializer(views, many=True).data)

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return Response(self.get_serializer(presented([self.get_object()], request.user)[0]).data)


def presented(alerts: Collection[Alert], user: User) -> list[AlertView]:
    """With their messages, as far as the person may read them: three queries more, however many alerts."""
    views = present(alerts, user)
    prefetch_related_objects([one.alert for one in views if one.is_heard], "messages__author", "messages__attachments")
    return views


def check(request: Request, name: str, allowed: dict[str, str]) -> None:
    """A wrong value is refused here, where the page opens what is usual."""
    value = request.query_params.get(name)
    if value and value not in allowed:
        raise serializers.ValidationError({name: [f"“{value[:40]}” is not known here. Use {', '.join(allowed)}."]})
