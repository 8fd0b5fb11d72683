"""Vocabularies: themes of drug control, types of activity, places."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from partners.history import tracked
from partners.models import Country, Pillar


@tracked()
class Theme(models.Model):
    """A theme (T1) or sub-theme (T1.3) with its Vienna Declaration pillars and DAC/CRS purpose code."""

    code = models.CharField(max_length=6, primary_key=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    name = models.CharField(max_length=120)
    pillars = ArrayField(models.CharField(max_length=3, choices=Pillar.choices), default=list, blank=True)
    crs_code = models.CharField("CRS code", max_length=5)
    crs_alternatives = ArrayField(models.CharField(max_length=5), default=list, blank=True)

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
    country = models.ForeignKey(Country, models.PROTECT, related_name="places")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.OTHER)
    latitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)

    class Meta:
        ordering = ["country__name", "name"]
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
