"""Administration of alerts and what they were found with. Decisions are taken on the alert's own page."""

from django.contrib import admin

from duplication.models import (
    Alert,
    Assignment,
    Attachment,
    AttachmentText,
    Calibration,
    Contact,
    Hint,
    Message,
    Position,
    Reopening,
    Verdict,
)
from partners.admin import ReadOnly


@admin.register(Calibration)
class CalibrationAdmin(ReadOnly, admin.ModelAdmin):
    """Tables are proposed, accepted and declined by coordinators on the page of thresholds, which compares anew."""

    list_display = ["name", "created_at", "accepted_at", "declined_at", "decided_by"]
    list_select_related = ["decided_by"]
    search_fields = ["name", "notes"]


class PositionInline(ReadOnly, admin.TabularInline):
    model = Position
    fields = ["partner", "stance", "text", "author", "created_at"]


class VerdictInline(ReadOnly, admin.TabularInline):
    model = Verdict
    fields = ["outcome", "divided_by", "reason", "text", "recommendation", "decided_by", "created_at", "reopening"]
    readonly_fields = ["reopening"]


class MessageInline(ReadOnly, admin.TabularInline):
    model = Message
    fields = ["partner", "text", "author", "created_at"]


class ContactInline(ReadOnly, admin.TabularInline):
    model = Contact
    fields = ["asked_for", "asked_of", "asked_at", "accepted_at", "declined_at", "ended_at"]


class AssignmentInline(ReadOnly, admin.TabularInline):
    model = Assignment
    fk_name = "alert"
    fields = ["coordinator", "assigned_by", "assigned_at"]
    readonly_fields = ["assigned_at"]


@admin.register(Alert)
class AlertAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["__str__", "kind", "match_weight", "likelihood", "raised_at", "withdrawn_at"]
    list_filter = ["kind", ("withdrawn_at", admin.EmptyFieldListFilter), ("verdicts", admin.EmptyFieldListFilter)]
    list_select_related = ["first", "second"]
    search_fields = ["first__title", "first__reference", "second__title", "second__reference"]
    show_full_result_count = False
    inlines = [AssignmentInline, PositionInline, MessageInline, ContactInline, VerdictInline]

    @admin.display(description="probability", ordering="probability")
    def likelihood(self, alert: Alert) -> str:
        return f"{alert.probability:.2f}"


@admin.register(Position)
class PositionAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["alert", "partner", "stance", "author", "created_at"]
    list_filter = ["stance"]
    list_select_related = ["alert__first", "alert__second", "partner", "author"]
    search_fields = ["text", "partner__name"]


@admin.register(Verdict)
class VerdictAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["alert", "outcome", "divided_by", "reason", "decided_by", "created_at"]
    list_filter = ["outcome", "divided_by", "reason"]
    list_select_related = ["alert__first", "alert__second", "decided_by"]
    search_fields = ["text", "alert__first__title", "alert__second__title"]


@admin.register(Reopening)
class ReopeningAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["verdict", "by", "created_at"]
    list_filter = [("by", admin.EmptyFieldListFilter)]
    list_select_related = ["verdict", "by"]
    search_fields = ["text", "verdict__alert__first__title", "verdict__alert__second__title"]


class AttachmentTextInline(ReadOnly, admin.StackedInline):
    """What the worker read, or why it could not."""

    model = AttachmentText
    fields = ["language", "failure", "read_at"]


@admin.register(Attachment)
class AttachmentAdmin(ReadOnly, admin.ModelAdmin):
    """Files come in with messages and stay."""

    list_display = ["__str__", "message", "content_type", "size", "uploaded_at"]
    list_select_related = ["message__partner"]
    search_fields = ["name", "sha256"]
    inlines = [AttachmentTextInline]


@admin.register(Hint)
class HintAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["user", "other", "given_at"]
    list_select_related = ["user", "other"]
    search_fields = ["user__email", "other__title"]
