"""Implementing and beneficiary bodies, each once, under whichever of its names it is found."""

from typing import Any, Self

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Lower
from django.urls import reverse

from partners.history import tracked
from partners.text import fold

from .country import Country

KEY_LENGTH = 250


def name_key(name: str) -> str:
    """The form in which names are compared; folding may lengthen them."""
    return (fold(name) or name.strip())[:KEY_LENGTH]


class OrganizationQuerySet(models.QuerySet["Organization"]):
    def named(self, name: str) -> Self:
        """Organizations of this name, acronym or alias, accents and case folded."""
        key = name_key(name)
        return self.filter(Q(name_key=key) | Q(aliases__name_key=key)).distinct()

    def matching(self, words: str) -> Self:
        """Those in one of whose names the words stand, accents and case folded."""
        key = name_key(words)
        aliased = OrganizationAlias.objects.filter(name_key__contains=key).values("organization")
        return self.filter(Q(name_key__contains=key) | Q(pk__in=aliased) | Q(acronym__icontains=words.strip()))


@tracked()
class Organization(models.Model):
    class Kind(models.TextChoices):
        POLICE = "police", "Police"
        DRUG_CONTROL = "drug-control", "Drug control agency"
        CUSTOMS = "customs", "Customs"
        BORDER_GUARD = "border-guard", "Border guard"
        COAST_GUARD = "coast-guard", "Coast guard or port authority"
        MINISTRY = "ministry", "Ministry"
        FIU = "fiu", "Financial intelligence unit"
        PROSECUTION = "prosecution", "Prosecution"
        JUDICIARY = "judiciary", "Judiciary"
        LABORATORY = "laboratory", "Forensic laboratory"
        PRISON = "prison", "Prison service"
        HEALTH = "health", "Health service"
        EDUCATION = "education", "Education"
        CIVIL_SOCIETY = "civil-society", "Civil society"
        REGIONAL_CENTRE = "regional-centre", "Regional centre"
        INTERNATIONAL = "international", "International organization"
        OTHER = "other", "Other"

    name = models.CharField(max_length=250)
    name_key = models.CharField(max_length=KEY_LENGTH, unique=True, editable=False)
    acronym = models.CharField(max_length=30, blank=True)
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.OTHER)
    country = models.ForeignKey(Country, models.PROTECT, null=True, blank=True, related_name="organizations")

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        indexes = [  # for suggestions while the name is typed
            GinIndex(fields=["name_key"], opclasses=["gin_trgm_ops"], name="organization_name_parts"),
            GinIndex(
                OpClass(Func(F("name_key"), function="adam_initials", output_field=models.TextField()), "gin_trgm_ops"),
                name="organization_initials",
            ),
            models.Index(OpClass(Lower("acronym"), "text_pattern_ops"), name="organization_acronym"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.acronym})" if self.acronym else self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name_key = name_key(self.name)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("organizations:detail", args=[self.pk])


@tracked()
class OrganizationAlias(models.Model):
    """Another name: abbreviation, former name, name in another language, or of a body that was merged into it."""

    class Kind(models.TextChoices):
        OTHER = "other", "Other name"
        FORMER = "former", "Former name"
        MERGED = "merged", "Name before merging"

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=250)
    name_key = models.CharField(max_length=KEY_LENGTH, db_index=True, editable=False)
    kind = models.CharField(max_length=6, choices=Kind.choices, default=Kind.OTHER)

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "aliases"
        constraints = [models.UniqueConstraint("organization", "name_key", name="alias_once")]
        indexes = [GinIndex(fields=["name_key"], opclasses=["gin_trgm_ops"], name="alias_name_trigrams")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name_key = name_key(self.name)
        super().save(*args, **kwargs)


@tracked()
class OrganizationIdentifier(models.Model):
    """The body's number in another register, such as IATI or the CRS."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="identifiers")
    scheme = models.CharField(max_length=30)
    value = models.CharField(max_length=120)

    class Meta:
        ordering = ["scheme", "value"]
        constraints = [models.UniqueConstraint("scheme", "value", name="organization_identifier_once")]

    def __str__(self) -> str:
        return f"{self.scheme}: {self.value}"
