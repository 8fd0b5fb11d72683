"""Vocabularies: themes of drug control, types of activity, places."""

import re
from collections.abc import Iterable
from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Exists, OuterRef, Q

from partners.history import tracked
from partners.models import Country, Pillar
from partners.models.organization import KEY_LENGTH, name_key


class ThemeQuerySet(models.QuerySet["Theme"]):
    def below(self, codes: Iterable[str]) -> Self:
        """These, and what belongs to them."""
        wanted = list(codes)
        return self.filter(Q(code__in=wanted) | Q(parent__in=wanted))


@tracked()
class Theme(models.Model):
    """A theme (T1) or sub-theme (T1.3) with its Vienna Declaration pillars and DAC/CRS purpose code."""

    code = models.CharField(max_length=6, primary_key=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    name = models.CharField(max_length=120)
    pillars = ArrayField(models.CharField(max_length=3, choices=Pillar.choices), default=list, blank=True)
    crs_code = models.CharField("CRS code", max_length=5)
    crs_alternatives = ArrayField(models.CharField(max_length=5), default=list, blank=True)

    objects = ThemeQuerySet.as_manager()

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class ActivityType(models.Model):
    code = models.CharField(max_length=3, primary_key=True)
    name = models.CharField(max_length=80)
    unit = models.CharField(max_length=120, help_text="What its quantity counts.")

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name

    @property
    def units(self) -> list[str]:
        """Each by itself; brackets hold examples of a general word, which counts nothing."""
        examples = re.search(r"\((.*)\)", self.unit)
        return [unit.strip() for unit in (examples[1] if examples else self.unit).split(",")]

    @property
    def usual_unit(self) -> str:
        """What a quantity counts when nobody says it; empty where it may be anything."""
        return "" if "(" in self.unit else self.units[0]


def keys_of(names: list[str]) -> str:
    """A whole name stands between two line ends."""
    return "".join(f"\n{name_key(name)}" for name in names) + "\n" if names else ""


class PlaceQuerySet(models.QuerySet["Place"]):
    def with_twins(self) -> Self:
        """Adds `has_twin`: whether another place of the country has the name too, as a town and its province do."""
        twins = Place.objects.filter(country=OuterRef("country"), name=OuterRef("name")).exclude(pk=OuterRef("pk"))
        return self.annotate(has_twin=Exists(twins))


@tracked()
class Place(models.Model):
    class Kind(models.TextChoices):
        AREA = "area", "Province or region"
        CROSSING = "crossing", "Border crossing point"
        PORT = "port", "Seaport or dry port"
        AIRPORT = "airport", "Airport"
        CITY = "city", "Town or city"
        OTHER = "other", "Other point"

    name = models.CharField(max_length=120)
    name_key = models.CharField(max_length=KEY_LENGTH, editable=False)
    other_names = ArrayField(
        models.CharField(max_length=120),
        default=list,
        blank=True,
        help_text="Other spellings, languages and former names: it is found by these, and shown by its name.",
    )
    other_keys = models.TextField(default="", editable=False)  # one a line, between empty ones
    country = models.ForeignKey(Country, models.PROTECT, related_name="places")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.OTHER)
    latitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        ordering = ["country__name", "name", "kind"]
        indexes = [GinIndex(fields=["name_key"], opclasses=["gin_trgm_ops"], name="place_name_trigrams")]
        constraints = [
            models.UniqueConstraint("country", "name", "kind", name="place_once"),
            models.CheckConstraint(
                name="place_coordinates",
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(
                    latitude__isnull=False,  # said besides, since a check lets pass what is unknown
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.country}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name_key, self.other_keys = name_key(self.name), keys_of(self.other_names)
        super().save(*args, **kwargs)

    @property
    def written(self) -> str:
        """As a form writes and finds it; needs `with_twins`."""
        return f"{self} ({self.get_kind_display().lower()})" if self.has_twin else str(self)  # type: ignore[attr-defined]
