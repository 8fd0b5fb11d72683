"""What a pack is about: a meeting, a country or a pillar, and which projects and recommendations that takes in."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.urls import reverse

from partners.models import Country, Pillar, User
from partners.text import row_id
from projects import clock
from projects.models import Theme
from roundtables.models import Recommendation, RecommendationQuerySet, RoundTable

from .language import Language

MEETING, COUNTRY, PILLAR = "meeting", "country", "pillar"
ADDRESSES = {MEETING: "roundtables:pack", COUNTRY: "sheets:country_pack", PILLAR: "roundtables:pillar_pack"}


@dataclass(frozen=True, slots=True)
class Subject:
    kind: str
    key: str  # number of the meeting, ISO code, or number of the pillar
    meeting: RoundTable | None = None
    country: Country | None = None
    countries: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()

    @property
    def query(self) -> dict[str, Any]:
        """Which projects, as the filters of the register name it."""
        within: dict[str, Any] = {"country": list(self.countries), "theme": list(self.themes)}
        if self.kind == PILLAR:
            within["pillar"] = [self.key]
        return {name: codes for name, codes in within.items() if codes} | {"published": "1"}

    @property
    def divided_by(self) -> str:
        """The dimension of which only a part of a project's money is told of here."""
        return "country" if self.countries else "pillar" if self.kind == PILLAR else "none"

    @property
    def own(self) -> frozenset[str]:
        """The members of that dimension which are this."""
        return frozenset(self.countries) or frozenset({self.key} if self.kind == PILLAR else ())

    def title(self, language: Language) -> str:
        if self.meeting:
            return self.meeting.focus or meeting_name(self.meeting, language)
        if self.country:
            return language.name("country", self.country.pk, self.country.name)
        return language.choice("pillar", self.key, Pillar(self.key).label)

    def address(self, form: str = "") -> str:
        """Of the page of the pack, or of one of its files."""
        name = ADDRESSES[self.kind]
        return reverse(f"{name}_{form}" if form else name, args=[self.key])

    @property
    def home(self) -> str:
        """Of the page of what it is about."""
        if self.meeting:
            return self.meeting.get_absolute_url()
        return reverse("sheets:country" if self.country else "roundtables:pillar", args=[self.key])

    @property
    def slug(self) -> str:
        if self.meeting:
            return f"meeting-{self.meeting.pk}"
        return f"{self.kind}-{self.key.lower()}"


def meeting_name(meeting: RoundTable, language: Language) -> str:
    """As `str` names it, in the language: its kind, number, place and year."""
    kind = language.choice("meeting", meeting.kind, meeting.get_kind_display())
    ordinal = f" {meeting.number}" if meeting.number else ""
    return f"{kind}{ordinal}, {language.name('city', meeting.city, meeting.city)}, {meeting.start.year}"


# -- Finding it --------------------------------------------------------------------------------------------------------
def subject_of(kind: str, key: str, user: User) -> Subject | None:
    """As this person may see it; None when there is no such thing."""
    if kind == MEETING:
        meeting = RoundTable.objects.visible_to(user).select_related("country", "series").filter(pk=row_id(key)).first()
        return about_meeting(meeting, user) if meeting else None
    if kind == COUNTRY:
        country = Country.objects.filter(pk=key.replace("\0", "").upper()).first()
        return Subject(COUNTRY, country.pk, country=country, countries=(country.pk,)) if country else None
    return Subject(PILLAR, key) if key in Pillar.values else None


def about_meeting(meeting: RoundTable, user: User) -> Subject:
    """Of the projects those in the countries, and on the themes, that its recommendations name, and those of its
    series; where none names any, all of them.
    """
    agreed = of_meeting_and_series(meeting, user).order_by()
    named = Recommendation.countries.through.objects.filter(recommendation__in=agreed.values("pk"))
    countries = named.order_by("country").values_list("country", flat=True).distinct()
    on = Recommendation.themes.through.objects.filter(recommendation__in=agreed.values("pk"))
    themes = main_themes(on.values_list("theme", flat=True).distinct())
    return Subject(MEETING, str(meeting.pk), meeting=meeting, countries=tuple(countries), themes=themes)


def main_themes(codes: Any) -> tuple[str, ...]:
    """A sub-theme stands for its theme: who works beside it belongs on the same table."""
    found = Theme.objects.filter(pk__in=codes).values_list("pk", "parent")
    return tuple(sorted({parent or code for code, parent in found}))


def of_meeting_and_series(meeting: RoundTable, user: User) -> RecommendationQuerySet:
    """Its own, those it took up, and those of the earlier meetings of its series."""
    own = Q(round_table=meeting) | Q(considerations__round_table=meeting)
    if meeting.series_id:
        own |= Q(round_table__series=meeting.series_id, round_table__start__lte=meeting.start)
    counts = Q(round_table=meeting) | Q(round_table__start__lte=clock.today())  # others' drafts do not
    found = Recommendation.objects.filter(own, counts).values("pk")
    return Recommendation.objects.visible_to(user).filter(pk__in=found)


def recommendations_of(subject: Subject, user: User) -> RecommendationQuerySet:
    """Those that the pack tells of."""
    if subject.meeting:
        return of_meeting_and_series(subject.meeting, user)
    visible = Recommendation.objects.visible_to(user).made_by(clock.today())
    if subject.kind == COUNTRY:
        linked = Recommendation.countries.through.objects.filter(country=subject.key)
        return visible.filter(pk__in=linked.values("recommendation"))
    return visible.under_pillars([subject.key])
