"""Administration of projects, their documents and the vocabularies. What is saved here is checked for overlaps too."""

from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from partners.admin import BoxesForChoices, ReadOnly
from projects.models import (
    Activity,
    ActivityType,
    Contribution,
    Document,
    DocumentText,
    DocumentVersion,
    Embed,
    Letter,
    LetterText,
    Participation,
    Place,
    Project,
    ProjectIdentifier,
    ProjectMerge,
    ProjectRelation,
    ProjectSource,
    Recipient,
    Reminder,
    Theme,
    Watch,
)


class RecipientInline(admin.TabularInline):
    model = Recipient
    autocomplete_fields = ["country"]
    extra = 0


class ContributionInline(admin.TabularInline):
    model = Contribution
    autocomplete_fields = ["partner"]
    readonly_fields = ["usd"]
    extra = 0


class ParticipationInline(admin.TabularInline):
    model = Participation
    autocomplete_fields = ["organization"]
    extra = 0


class ActivityInline(admin.TabularInline):
    model = Activity
    autocomplete_fields = ["type", "beneficiary", "country", "place"]
    extra = 0


class IdentifierInline(admin.TabularInline):
    model = ProjectIdentifier
    extra = 0


class DocumentInline(ReadOnly, admin.TabularInline):
    """Files come in on the project's page, where they are looked at before they are kept."""

    model = Document
    fields = ["title", "name", "kind", "visibility", "size", "uploaded_by", "uploaded_at"]


class SourceInline(ReadOnly, admin.StackedInline):
    model = ProjectSource
    fields = ["partner", "identifier", "file_name", "imported_at", "as_published"]


@admin.register(Project)
class ProjectAdmin(BoxesForChoices, admin.ModelAdmin):
    list_display = ["number", "title", "partner", "status", "start", "end", "visibility", "confirmed_at"]
    list_display_links = ["number", "title"]
    list_filter = ["status", "visibility", "oda", "route", ("published_at", admin.EmptyFieldListFilter)]
    list_select_related = ["partner"]
    list_per_page = 50
    search_fields = ["title", "reference", "partner__name", "identifiers__value"]
    show_full_result_count = False
    autocomplete_fields = ["partner", "places", "themes", "shared_with"]
    readonly_fields = ["confirmed_at", "created_at", "updated_at"]  # confirming is up to the partner
    inlines = [
        RecipientInline,
        ContributionInline,
        ActivityInline,
        ParticipationInline,
        IdentifierInline,
        DocumentInline,
        SourceInline,
    ]


class VersionInline(ReadOnly, admin.TabularInline):
    model = DocumentVersion
    fields = ["version", "name", "size", "note", "uploaded_by", "uploaded_at", "scanned_at", "infection"]


class TextInline(ReadOnly, admin.StackedInline):
    """What the worker read, or why it could not."""

    model: type[Model] = DocumentText
    fields = ["language", "failure", "read_at"]


@admin.register(Document)
class DocumentAdmin(admin.ModelAdmin):
    """Titles, kinds and visibility; the file itself is what it was when it came in."""

    list_display = ["__str__", "project", "kind", "visibility", "content_type", "size", "uploaded_at"]
    list_filter = ["kind", "visibility", "content_type"]
    list_select_related = ["project"]
    search_fields = ["title", "name", "project__title", "project__reference", "sha256"]
    show_full_result_count = False
    fields = ["title", "kind", "language", "visibility", *(given := ["project", "name", "content_type", "size"])]
    readonly_fields = [*given, "sha256", "uploaded_by", "uploaded_at"]
    inlines = [VersionInline, TextInline]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class LetterTextInline(TextInline):
    model = LetterText


@admin.register(Letter)
class LetterAdmin(ReadOnly, admin.ModelAdmin):
    """Letters come in and go on the pages of designations."""

    list_display = ["__str__", "partner", "designation", "size", "uploaded_at"]
    list_select_related = ["partner", "designation__user", "designation__partner"]
    search_fields = ["name", "partner__name", "sha256"]
    inlines = [LetterTextInline]


@admin.register(ProjectMerge)
class ProjectMergeAdmin(ReadOnly, admin.ModelAdmin):
    """Projects are merged, and merges undone, on the pages of projects."""

    list_display = ["closed", "kept", "merged_at", "merged_by", "undone_at"]
    list_filter = [("undone_at", admin.EmptyFieldListFilter)]
    list_select_related = ["kept", "closed", "merged_by"]
    search_fields = ["kept__title", "kept__reference", "closed__title", "closed__reference"]


@admin.register(ProjectRelation)
class ProjectRelationAdmin(ReadOnly, admin.ModelAdmin):
    """Projects are related on their own pages and by verdicts, on which totals without duplicates rest."""

    list_display = ["first", "kind", "second"]
    list_filter = ["kind"]
    list_select_related = ["first", "second"]
    search_fields = ["first__title", "first__reference", "second__title", "second__reference"]
    show_full_result_count = False


@admin.register(Watch)
class WatchAdmin(ReadOnly, admin.ModelAdmin):
    """Watches are set and taken away on the pages."""

    list_display = ["name", "user", "project", "told_until"]
    list_select_related = ["user", "project"]
    search_fields = ["name", "user__name", "user__email"]


@admin.register(Embed)
class EmbedAdmin(ReadOnly, admin.ModelAdmin):
    """What anybody sees elsewhere; addresses are made on the pages of reports, and may be taken back here too."""

    list_display = ["report", "owner", "created_at", "expires_at", "revoked_at"]
    list_filter = [("revoked_at", admin.EmptyFieldListFilter)]
    list_select_related = ["report__owner"]
    search_fields = ["report__name", "report__owner__name", "report__owner__email"]
    exclude = ["key_hash"]
    actions = ["take_back"]

    @admin.display(ordering="report__owner__name")
    def owner(self, embed: Embed) -> str:
        return str(embed.report.owner)

    @admin.action(description="Take back the addresses", permissions=["view"])
    def take_back(self, request: HttpRequest, embeds: QuerySet[Embed]) -> None:
        number = embeds.filter(revoked_at__isnull=True).update(revoked_at=timezone.now())
        self.message_user(request, f"Taken back: {number}. They show nothing any more.")


@admin.register(Reminder)
class ReminderAdmin(ReadOnly, admin.ModelAdmin):
    """What focal points were asked to confirm."""

    list_display = ["user", "partner", "created_at", "used_at"]
    list_select_related = ["user", "partner"]
    search_fields = ["user__name", "user__email", "partner__name"]


@admin.register(Theme)
class ThemeAdmin(BoxesForChoices, admin.ModelAdmin):
    list_display = ["code", "name", "parent", "crs_code"]
    list_select_related = ["parent"]
    search_fields = ["code", "name"]


@admin.register(ActivityType)
class ActivityTypeAdmin(admin.ModelAdmin):
    list_display = ["code", "name", "unit"]
    search_fields = ["code", "name"]


@admin.register(Place)
class PlaceAdmin(admin.ModelAdmin):
    list_display = ["name", "country", "kind", "latitude", "longitude"]
    list_filter = ["kind"]
    list_select_related = ["country"]
    search_fields = ["name", "country__name"]
    autocomplete_fields = ["country"]
