"""The query strings of the lists of needs and of offers: of pages, files and the API alike."""

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.http import QueryDict

from partners.models import Country, Partner, User
from partners.narrowing import Choice, Narrowed, Words
from projects.models import ActivityType, Theme
from roundtables.models import Need, Offer, Outcome
from roundtables.models.need import NeedQuerySet, OfferQuerySet

STATES = [("open", "Open"), *Outcome.choices]


class WishFilter(Narrowed):
    q = Words(label="Search", method="with_words")
    theme = Choice(label="Theme", method="on_theme", empty_label="Any theme")
    activity = Choice(label="Kind of activity", method="of_type", empty_label="Any kind")
    state = Choice(label="State", method="in_state", choices=STATES, empty_label="Any state")
    mine = Choice(label="Stated by", method="own", choices=[("1", "My own partner or country")], empty_label="Anybody")

    def __init__(self, data: QueryDict, *, user: User) -> None:
        self.user = user
        super().__init__(data, self._meta.model.objects.visible_to(user))
        self.filters["country"].extra["choices"] = list(Country.objects.values_list("iso2", "name"))
        self.filters["theme"].extra["choices"] = [(t.code, f"{t.code} {t.name}") for t in Theme.objects.all()]
        self.filters["activity"].extra["choices"] = list(ActivityType.objects.values_list("code", "name"))
        if not user.own_partners:
            del self.filters["mine"]

    def with_words(self, found: Any, name: str, value: str) -> Any:
        return found.filter(Q(title__icontains=value) | Q(text__icontains=value))

    def on_theme(self, found: Any, name: str, value: str) -> Any:
        return found.on_theme(value)

    def in_state(self, found: Any, name: str, value: str) -> Any:
        return found.open() if value == "open" else found.filter(outcome=value)


class NeedFilter(WishFilter):
    country = Choice(label="Country", empty_label="Any country")

    class Meta:
        model = Need
        fields: tuple[str, ...] = ()

    def of_type(self, found: NeedQuerySet, name: str, value: str) -> NeedQuerySet:
        return found.filter(activity_type=value)

    def own(self, found: NeedQuerySet, name: str, value: str) -> NeedQuerySet:
        return found.filter(country__partner__in=self.user.own_partners)


class OfferFilter(WishFilter):
    country = Choice(label="For", method="for_country", empty_label="Any country")
    partner = Choice(label="Partner", empty_label="Any partner")

    class Meta:
        model = Offer
        fields: tuple[str, ...] = ()

    def __init__(self, data: QueryDict, *, user: User) -> None:
        super().__init__(data, user=user)
        offering = Partner.objects.filter(offers__isnull=False).distinct()
        self.filters["partner"].extra["choices"] = [(str(pk), name) for pk, name in offering.values_list("pk", "name")]

    def for_country(self, found: OfferQuerySet, name: str, value: str) -> OfferQuerySet:
        """Those for any country too."""
        countries = Offer.countries.through.objects.filter(offer=OuterRef("pk"))
        return found.filter(Exists(countries.filter(country=value)) | ~Exists(countries))

    def of_type(self, found: OfferQuerySet, name: str, value: str) -> OfferQuerySet:
        types = Offer.activity_types.through.objects.filter(offer=OuterRef("pk"))
        return found.filter(Exists(types.filter(activitytype=value)))

    def own(self, found: OfferQuerySet, name: str, value: str) -> OfferQuerySet:
        return found.filter(partner__in=self.user.own_partners)
