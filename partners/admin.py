"""Administration of countries, partners, organizations, people, invitations and notifications."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as PasswordAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest

from partners.models import (
    Country,
    FocalPoint,
    HandOver,
    Invitation,
    Merge,
    Notification,
    NotTheSame,
    Organization,
    OrganizationAlias,
    OrganizationIdentifier,
    Partner,
    Preference,
    User,
)

admin.site.site_header = admin.site.site_title = "ADAM administration"
admin.site.index_title = "What the registry holds"
admin.site.unregister(Group)  # what somebody may do follows from role and designation


class BoxesForChoices:
    """Lists of choices as boxes to tick, instead of codes with commas between them."""

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> Any:
        if isinstance(db_field, ArrayField) and db_field.base_field.choices:
            return forms.MultipleChoiceField(
                label=db_field.verbose_name.capitalize(),
                choices=db_field.base_field.choices,
                widget=forms.CheckboxSelectMultiple,
                required=False,
                help_text=db_field.help_text,
            )
        return super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]


class ReadOnly:
    """May be looked at, and nothing else: the registry itself writes these."""

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        shown = self.fields or [field.name for field in self.model._meta.fields]  # type: ignore[attr-defined]
        return [name for name in shown if name not in (self.exclude or [])]  # type: ignore[attr-defined]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class AppendOnly(ReadOnly):
    """May be added, and never changed or removed: later entries count, earlier ones stay."""

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return super().get_readonly_fields(request, obj) if obj else []

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.is_superuser)


@admin.register(Country)
class CountryAdmin(admin.ModelAdmin):
    list_display = ["name", "iso2", "iso3", "m49", "region"]
    list_filter = ["region"]
    search_fields = ["name", "iso2", "iso3", "former_names"]


class FocalPointInline(admin.TabularInline):
    model = FocalPoint
    autocomplete_fields = ["user"]
    extra = 0


@admin.register(Partner)
class PartnerAdmin(BoxesForChoices, admin.ModelAdmin):
    list_display = ["name", "code", "kind", "designated"]
    list_filter = ["kind"]
    search_fields = ["name", "code", "former_name"]
    autocomplete_fields = ["country"]
    inlines = [FocalPointInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Partner]:
        return Partner.objects.with_designation()

    @admin.display(boolean=True, description="has a focal point")
    def designated(self, partner: Partner) -> bool:
        return partner.is_designated  # type: ignore[attr-defined]


class AliasInline(admin.TabularInline):
    model = OrganizationAlias
    extra = 1


class IdentifierInline(admin.TabularInline):
    model = OrganizationIdentifier
    extra = 0


@admin.register(Organization)
class OrganizationAdmin(admin.ModelAdmin):
    list_display = ["name", "acronym", "kind", "country"]
    list_filter = ["kind"]
    list_select_related = ["country"]
    search_fields = ["name", "acronym", "aliases__name"]
    autocomplete_fields = ["country"]
    inlines = [AliasInline, IdentifierInline]


@admin.register(Merge)
class MergeAdmin(ReadOnly, admin.ModelAdmin):
    """Bodies are merged, and merges undone, on the pages of organizations."""

    list_display = ["vanished_name", "kept", "merged_at", "merged_by", "undone_at"]
    list_select_related = ["kept", "merged_by"]
    search_fields = ["vanished_name", "kept__name"]


@admin.register(NotTheSame)
class NotTheSameAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["first", "second", "said_by", "said_at"]
    list_select_related = ["first", "second", "said_by"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.is_superuser)


class WithPartner(forms.BaseModelForm):
    """The constraint of the table in words."""

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        said = self.cleaned_data
        if said.get("role") == User.Role.READER and "partner" in said and not said["partner"]:
            self.add_error("partner", "A member of a partner needs a partner.")
        return cleaned


class NewUserForm(WithPartner, AdminUserCreationForm):
    class Meta:
        model = User
        fields = ["email", "name", "role", "partner"]


class UserForm(WithPartner, UserChangeForm):
    class Meta:
        model = User
        fields = ["email", "name", "role", "partner", "is_active", "password"]

    def clean(self) -> dict[str, Any] | None:
        cleaned, others = super().clean(), User.objects.filter(is_active=True).exclude(pk=self.instance.pk)
        was_one = self.initial.get("role") == User.Role.ADMINISTRATOR and self.initial.get("is_active")
        stays_one = self.cleaned_data.get("role") == User.Role.ADMINISTRATOR and self.cleaned_data.get("is_active")
        if was_one and not stays_one and not others.filter(role=User.Role.ADMINISTRATOR).exists():
            self.add_error(None, "This is the only administrator. Make somebody else one first.")
        return cleaned


class DesignationInline(admin.TabularInline):
    model = FocalPoint
    autocomplete_fields = ["partner"]
    extra = 0


@admin.register(User)
class UserAdmin(PasswordAdmin):
    """Passwords are shown as what they are, a hash; a new one is set on a page of its own."""

    form = UserForm
    add_form = NewUserForm
    list_display = ["name", "email", "role", "partner", "is_active", "last_login"]
    list_filter = ["role", "is_active"]
    list_select_related = ["partner"]
    search_fields = ["name", "email", "partner__name"]
    ordering = ["name"]
    filter_horizontal = []
    autocomplete_fields = ["partner"]
    readonly_fields = ["last_login", "joined_at"]
    fieldsets = [
        (None, {"fields": ["email", "name", "password"]}),
        ("What this person may do", {"fields": ["role", "partner", "is_active"]}),
        ("Dates", {"fields": ["joined_at", "last_login"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["email", "name", "role", "partner", "usable_password", "password1", "password2"]}),
    ]
    inlines = [DesignationInline]


@admin.register(FocalPoint)
class FocalPointAdmin(admin.ModelAdmin):
    list_display = ["partner", "user", "is_primary", "started", "ended"]
    list_filter = ["is_primary", ("ended", admin.EmptyFieldListFilter)]
    list_select_related = ["partner", "user"]
    search_fields = ["partner__name", "partner__code", "user__name", "user__email"]
    autocomplete_fields = ["partner", "user"]


@admin.register(HandOver)
class HandOverAdmin(ReadOnly, admin.ModelAdmin):
    """Portfolios are handed over on the pages of partners."""

    list_display = ["partner", "outgoing", "to", "day", "moved_at", "seen_at"]
    list_select_related = ["partner", "outgoing", "incoming", "invitation"]
    search_fields = ["partner__name", "outgoing__name", "incoming__name"]


@admin.register(Invitation)
class InvitationAdmin(ReadOnly, admin.ModelAdmin):
    """Invitations are made on their own page, which also mails them. The secret link is not shown."""

    list_display = ["email", "role", "partner", "created_at", "expires_at", "accepted_at", "withdrawn_at"]
    list_filter = ["role", ("accepted_at", admin.EmptyFieldListFilter)]
    list_select_related = ["partner"]
    search_fields = ["email", "partner__name"]
    exclude = ["token"]


class MailingFilter(admin.SimpleListFilter):
    title = "mail"
    parameter_name = "mail"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("failing", "Could not be sent")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.failing() if self.value() == "failing" else queryset


@admin.register(Notification)
class NotificationAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["subject", "user", "kind", "created_at", "mailed_at", "read_at", "attempts"]
    list_filter = [
        "kind",
        MailingFilter,
        ("mailed_at", admin.EmptyFieldListFilter),
        ("read_at", admin.EmptyFieldListFilter),
    ]
    list_select_related = ["user"]
    search_fields = ["subject", "user__name", "user__email"]
    exclude = ["mail_url"]  # whoever has the link may use it
    show_full_result_count = False


@admin.register(Preference)
class PreferenceAdmin(ReadOnly, admin.ModelAdmin):
    """People choose on their own page how often they are mailed."""

    list_display = ["user", "kind", "rhythm"]
    list_filter = ["rhythm"]
    list_select_related = ["user"]
    search_fields = ["user__name", "user__email", "kind"]
