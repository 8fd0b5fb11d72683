"""The form of a body: its names, what it is, and where."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction

from partners.models import Country, Organization, OrganizationAlias
from partners.models.organization import name_key
from partners.narrowing import SEARCHED, KnownChoice
from projects.forms.boxes import Options

LONGEST, MOST = 250, 50
Kind = OrganizationAlias.Kind


class LinesField(forms.CharField):
    """Names, one a line; doubles are written once."""

    widget = forms.Textarea(attrs={"rows": 3})

    def clean(self, value: Any) -> list[str]:
        text = super().clean(value)
        names = {name_key(name): name for line in text.splitlines() if (name := " ".join(line.split()))}
        if len(names) > MOST:
            raise ValidationError(f"Write at most {MOST} names.")
        if too_long := next((name for name in names.values() if len(name) > LONGEST), None):
            raise ValidationError(f"“{too_long[:60]}…” is longer than {LONGEST} characters.")
        return list(names.values())


class BodyForm(forms.ModelForm):
    others = LinesField(label="Other names", required=False, help_text="In other languages or short, one a line.")
    former = LinesField(
        label="Former names", required=False, help_text="One a line. When you change the name, the old one joins them."
    )

    class Meta:
        model = Organization
        fields = ["name", "acronym", "kind", "country"]
        widgets = {"country": Options}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.before = self.instance.name
        self.fields["country"].choices = [("", "None, international"), *((c.pk, c.name) for c in Country.objects.all())]
        aliases = list(self.instance.aliases.all())
        self.initial["others"] = "\n".join(one.name for one in aliases if one.kind != Kind.FORMER)
        self.initial["former"] = "\n".join(one.name for one in aliases if one.kind == Kind.FORMER)

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        if other := Organization.objects.filter(name_key=name_key(name)).exclude(pk=self.instance.pk).first():
            raise ValidationError(f"{other} is in the register already. If it is the same body, merge the two.")
        return name

    @transaction.atomic
    def save(self, commit: bool = True) -> Organization:
        body = super().save()
        former = self.cleaned_data["former"]
        if name_key(self.before) != body.name_key:
            former = [*former, self.before]
        wanted = {name_key(name): (name, Kind.OTHER) for name in self.cleaned_data["others"]}
        wanted |= {name_key(name): (name, Kind.FORMER) for name in former}
        wanted.pop(body.name_key, None)
        known = {alias.name_key: alias for alias in body.aliases.all()}
        body.aliases.filter(name_key__in=known.keys() - wanted.keys()).delete()
        for key, (name, kind) in wanted.items():
            alias = known.get(key) or OrganizationAlias(organization=body)
            if alias.kind == Kind.MERGED and kind == Kind.OTHER:
                kind = Kind.MERGED
            alias.name, alias.kind = name, kind
            alias.save()
        return body


class BodyFilterForm(forms.Form):
    """The query string of the list of bodies."""

    q = forms.CharField(label="Name or acronym", required=False, **SEARCHED)
    kind = KnownChoice(required=False, choices=[("", "All kinds"), *Organization.Kind.choices])
    country = KnownChoice(required=False, widget=Options)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        used = Country.objects.filter(organizations__isnull=False).distinct()
        self.fields["country"].choices = [
            ("", "All countries"), ("none", "None, international"), *((c.pk, c.name) for c in used),
        ]  # fmt: skip
