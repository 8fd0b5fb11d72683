"""The query strings of the list of meetings and of the overview of recommendations.

A wrong value is said in words and left out.
"""

from django import forms
from django.db.models import Exists, OuterRef
from django.http import QueryDict

from partners.models import Country, Partner, Pillar, User
from partners.narrowing import Choice, Narrowed, Words
from projects.models import Theme
from roundtables.answering import Answered, answered
from roundtables.models import Recommendation, RecommendationQuerySet, RoundTable, Series

NONE = "none"  # of countries and themes: where none is named
STATES = [
    ("unfinished", "Not finished"),
    *Recommendation.State.choices,
    ("to_assess", "With reports to assess"),
]


class RoundTableFilter(Narrowed):
    kind = Choice(label="Kind", choices=RoundTable.Kind.choices, empty_label="Any kind")
    series = Choice(label="Series", empty_label="Any series")
    country = Choice(label="Held in", empty_label="Any country")
    year = Choice(label="Year", field_name="start", lookup_expr="year", empty_label="Any year")

    class Meta:
        model = RoundTable
        fields: tuple[str, ...] = ()

    def __init__(self, data: QueryDict, *, user: User) -> None:
        super().__init__(data, RoundTable.objects.visible_to(user))
        held = RoundTable.objects.order_by().values("country")
        years = RoundTable.objects.dates("start", "year", order="DESC")
        self.filters["country"].extra["choices"] = list(Country.objects.filter(pk__in=held).values_list("iso2", "name"))
        self.filters["series"].extra["choices"] = [
            (str(pk), name) for pk, name in Series.objects.values_list("pk", "name")
        ]
        self.filters["year"].extra["choices"] = [(str(day.year), str(day.year)) for day in years]


class RecommendationFilter(Narrowed):
    q = Words(label="Search", field_name="text", lookup_expr="icontains")
    state = Choice(label="State", method="in_state", choices=STATES, empty_label="Any state")
    pillar = Choice(label="Pillar", method="of_pillar", choices=Pillar.choices, empty_label="Any pillar")
    country = Choice(label="For", method="for_country", empty_label="Any country")
    theme = Choice(label="Theme", method="on_theme", empty_label="Any theme")
    sub_theme = Choice(label="Sub-theme", method="exactly_on", widget=forms.HiddenInput)
    meeting = Choice(label="Meeting", field_name="round_table", empty_label="Any meeting")
    answered = Choice(
        label="Answered by projects", method="answered_how", choices=Answered.choices, empty_label="In any way"
    )
    mine = Choice(
        label="For me",
        method="for_me",
        choices=[
            ("1", "Concerns my partner or country"),
            ("act", "My partner is to act, not finished"),
            ("report", "My partner is to report: due soon, or not heard yet"),
            ("due", "My partner is to report, due soon"),
            ("reported", "My partner has reported, not finished"),
        ],
        empty_label="Everything",
    )
    addressee = Choice(label="To act", method="to_act", empty_label="Anybody")

    class Meta:
        model = Recommendation
        fields: tuple[str, ...] = ()

    def __init__(self, data: QueryDict, *, user: User) -> None:
        self.user = user
        super().__init__(data, Recommendation.objects.visible_to(user).with_state())
        meetings = RoundTable.objects.visible_to(user)
        countries, themes = Country.objects.values_list("iso2", "name"), Theme.objects.all()
        self.filters["country"].extra["choices"] = [*countries, (NONE, "No country named")]
        named = [*((t.code, f"{t.code} {t.name}") for t in themes), (NONE, "No theme named")]
        self.filters["theme"].extra["choices"] = self.filters["sub_theme"].extra["choices"] = named
        self.filters["meeting"].extra["choices"] = [(str(meeting.pk), str(meeting)) for meeting in meetings]
        partners = Partner.objects.values_list("code", "name")
        self.filters["addressee"].extra["choices"] = [*Recommendation.Addressee.choices, *partners]
        if not user.own_partners:
            self.filters.pop("mine", None)

    def in_state(self, found: RecommendationQuerySet, name: str, value: str) -> RecommendationQuerySet:
        if value in {"unfinished", "to_assess"}:
            return found.unfinished() if value == "unfinished" else found.to_assess()
        return found.in_state(Recommendation.State(value))

    def answered_how(self, found: RecommendationQuerySet, name: str, value: str) -> RecommendationQuerySet:
        return answered(found, value, self.user)

    def of_pillar(self, found: RecommendationQuerySet, name: str, value: str) -> RecommendationQuerySet:
        return found.under_pillars([value])

    def for_country(self, found: RecommendationQuerySet, name: str, value: str) -> RecommendationQuerySet:
        countries = Recommendation.countries.through.objects.filter(recommendation=OuterRef("pk"))
        return found.filter(~Exists(countries) if value == NONE else Exists(countries.filter(country=value)))

    def on_theme(self, found: RecommendationQuerySet, name: str, value: str) -> RecommendationQuerySet:
        linked = Recommendation.themes.through.objects.filter(recommendation=OuterRef("pk"))
        return found.filter(
            ~Exists(linked) if value == NONE else Exists(linked.filter(theme__in=Theme.objects.below([value])))
        )

    def exactly_on(self, found: RecommendationQuerySet, name: str, value: str) -> RecommendationQuerySet:
        """A main theme without what is below it, as the gap map counts by sub-theme."""
        if value == NONE:
            return self.on_theme(found, name, value)
        linked = Recommendation.themes.through.objects.filter(recommendation=OuterRef("pk"), theme=value)
        return found.filter(Exists(linked))

    def for_me(self, found: RecommendationQuerySet, name: str, value: str) -> RecommendationQuerySet:
        if value == "due":
            return found.to_report(self.user.writes_for)
        if value == "report":
            return found.unheard(self.user.writes_for)
        if value == "reported":
            return found.heard(self.user.writes_for)
        if value == "act":
            return found.unfinished().addressed_to(self.user.writes_for)
        return found.concerning(self.user.own_partners)

    def to_act(self, found: RecommendationQuerySet, name: str, value: str) -> RecommendationQuerySet:
        """A group as it is addressed; a partner wherever it is to act, named or not."""
        if value in Recommendation.Addressee.values:
            return found.filter(addressees__contains=[value])
        return found.addressed_to(list(Partner.objects.filter(code=value).values_list("pk", flat=True)))
