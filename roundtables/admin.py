"""Administration of meetings, recommendations and what came of them."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from partners.admin import AppendOnly, BoxesForChoices, ReadOnly
from roundtables.models import (
    Attendance,
    CalendarKey,
    Consideration,
    FollowUp,
    MatchStatement,
    MeetingDocument,
    MeetingDocumentText,
    MeetingDocumentVersion,
    Need,
    Offer,
    ProposalDecision,
    Recommendation,
    RoundTable,
    Series,
    Translation,
)


class RecommendationInline(BoxesForChoices, admin.StackedInline):
    model = Recommendation
    fk_name = "round_table"
    fields = ["number", "text", "pillars", "addressees", "endorsed_on", "due_on"]
    show_change_link = True
    extra = 0
    can_delete = False  # on its own page what hangs on it is named, and an entry of follow-up holds it


@admin.register(RoundTable)
class RoundTableAdmin(admin.ModelAdmin):
    list_display = ["__str__", "kind", "number", "start", "end", "city", "country", "focus"]
    list_filter = ["kind"]
    list_select_related = ["country"]
    search_fields = ["focus", "city", "country__name"]
    autocomplete_fields = ["country", "participants"]
    inlines = [RecommendationInline]


@admin.register(Recommendation)
class RecommendationAdmin(BoxesForChoices, admin.ModelAdmin):
    list_display = ["number", "text", "round_table", "endorsed_on", "due_on"]
    list_display_links = ["number", "text"]
    list_filter = ["round_table__kind"]
    list_select_related = ["round_table"]
    search_fields = ["text", "round_table__city", "round_table__focus"]
    autocomplete_fields = ["round_table", "themes", "countries", "addressed_partners", "projects"]


@admin.register(FollowUp)
class FollowUpAdmin(AppendOnly, admin.ModelAdmin):
    list_display = ["recommendation", "progress", "partner", "author", "created_at"]
    list_filter = ["progress"]
    list_select_related = ["recommendation", "partner", "author"]
    search_fields = ["text", "recommendation__text", "partner__name"]
    autocomplete_fields = ["recommendation", "partner"]
    exclude = ["author"]

    def save_model(self, request: HttpRequest, obj: FollowUp, form: Any, change: bool) -> None:
        obj.author = request.user  # type: ignore[assignment]
        super().save_model(request, obj, form, change)


class VersionInline(ReadOnly, admin.TabularInline):
    model = MeetingDocumentVersion
    fields = ["version", "name", "size", "note", "uploaded_by", "uploaded_at", "scanned_at", "infection"]


class TextInline(ReadOnly, admin.StackedInline):
    """What the worker read, or why it could not."""

    model = MeetingDocumentText
    fields = ["language", "failure", "read_at"]


@admin.register(MeetingDocument)
class MeetingDocumentAdmin(admin.ModelAdmin):
    """Titles, kinds and visibility; the file itself is what it was when it came in."""

    inlines = [VersionInline, TextInline]
    list_display = ["__str__", "round_table", "kind", "visibility", "content_type", "size", "uploaded_at"]
    list_filter = ["kind", "visibility"]
    list_select_related = ["round_table"]
    search_fields = ["title", "name", "sha256"]
    fields = ["title", "kind", "language", "visibility", *(given := ["round_table", "name", "content_type", "size"])]
    readonly_fields = [*given, "sha256", "uploaded_by", "uploaded_at"]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Series)
class SeriesAdmin(admin.ModelAdmin):
    search_fields = ["name"]


@admin.register(Attendance)
class AttendanceAdmin(admin.ModelAdmin):
    list_display = ["name", "role", "partner", "round_table"]
    list_filter = ["role"]
    list_select_related = ["partner", "round_table"]
    search_fields = ["name", "partner__name"]
    autocomplete_fields = ["round_table", "partner", "user"]


@admin.register(Translation)
class TranslationAdmin(admin.ModelAdmin):
    list_display = ["recommendation", "language"]
    list_filter = ["language"]
    list_select_related = ["recommendation"]
    autocomplete_fields = ["recommendation"]


@admin.register(Consideration)
class ConsiderationAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["recommendation", "round_table", "decision", "created_at"]
    list_select_related = ["recommendation", "round_table"]
    search_fields = ["note", "replaced_text"]


class Authored(admin.ModelAdmin):
    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            obj.author = request.user
        super().save_model(request, obj, form, change)


@admin.register(Need)
class NeedAdmin(Authored):
    list_display = ["title", "country", "theme", "activity_type", "created_at", "outcome"]
    list_filter = ["outcome", "activity_type"]
    list_select_related = ["country", "theme", "activity_type"]
    search_fields = ["title", "text", "country__name"]
    autocomplete_fields = ["country", "theme", "place", "beneficiary"]


@admin.register(Offer)
class OfferAdmin(Authored):
    list_display = ["title", "partner", "created_at", "outcome"]
    list_filter = ["outcome"]
    list_select_related = ["partner"]
    search_fields = ["title", "text", "partner__name"]
    autocomplete_fields = ["partner", "themes", "countries"]


@admin.register(MatchStatement)
class MatchStatementAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["need", "offer", "project", "side", "says", "created_at"]
    list_filter = ["says", "side"]
    list_select_related = ["need", "offer", "project"]
    search_fields = ["note", "need__title"]


@admin.register(ProposalDecision)
class ProposalDecisionAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["recommendation", "project", "verdict", "author", "created_at"]
    list_filter = ["verdict"]
    list_select_related = ["recommendation", "project", "author"]
    search_fields = ["note", "project__title"]


@admin.register(CalendarKey)
class CalendarKeyAdmin(ReadOnly, admin.ModelAdmin):
    """What reads somebody's calendar without signing in: to be seen, and taken away with its row."""

    list_display = ["owner", "name", "created_at", "last_used_at", "revoked_at"]
    list_select_related = ["owner"]
    search_fields = ["name", "owner__name", "owner__email"]
    exclude = ["key_hash"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.is_superuser)
