"""Countries and territories under the names the United Nations uses."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from partners.history import tracked


@tracked()
class Country(models.Model):
    class Region(models.TextChoices):
        WEST_CENTRAL_ASIA = "west-central-asia", "West and Central Asia"
        SOUTH_EASTERN_EUROPE = "south-eastern-europe", "South-Eastern Europe"
        EASTERN_EUROPE = "eastern-europe", "Eastern Europe and the Caucasus"
        GULF = "gulf", "Gulf"
        NEAR_MIDDLE_EAST = "near-middle-east", "Near and Middle East"
        WESTERN_EUROPE = "western-central-europe", "Western and Central Europe"
        SOUTH_ASIA = "south-asia", "South Asia"
        EAST_ASIA = "east-asia", "East and South-East Asia"
        AFRICA = "africa", "Africa"
        AMERICAS = "americas", "Americas"
        OCEANIA = "oceania", "Oceania"

    iso2 = models.CharField("ISO code", max_length=2, primary_key=True)
    iso3 = models.CharField("ISO code, three letters", max_length=3, unique=True)
    m49 = models.CharField("United Nations M49 code", max_length=3, unique=True)
    name = models.CharField(max_length=100, unique=True)
    former_names = ArrayField(models.CharField(max_length=100), default=list, blank=True)
    other_names = ArrayField(
        models.CharField(max_length=100),
        default=list,
        blank=True,
        help_text="Shorter names and those in other languages: it is found by these, and shown by its name.",
    )
    region = models.CharField(max_length=30, choices=Region.choices)

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "countries"

    def __str__(self) -> str:
        return self.name
