"""One graph and one map, drawn as the graphs of the registry are, with the words of the pack's language."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from partners.models import Country
from projects.charts.atlas import AreaMap, area_map
from projects.charts.bars import Bar, Bars, Part
from projects.charts.ground import frame_of
from projects.charts.picture import drawn_for_page
from projects.charts.picture.atlas import SIZES, notes_of
from projects.charts.room import WIDE
from projects.charts.values import Number, Scale, Unit
from projects.maps import CONTROL_LINE, DISCLAIMER
from roundtables.pack.content import Picture
from roundtables.pack.desk import ACTIVE, Desk
from roundtables.pack.language import USUAL, Language

SHAPE = "page"  # of a map
NAMED = 12  # countries that are not on it
ON_BOUNDARIES = {CONTROL_LINE: "control_line", DISCLAIMER: "boundaries"}


@dataclass(frozen=True, slots=True)
class Dollars(Unit):
    """As the language writes them in short."""

    language: Language = field(default_factory=lambda: Language(USUAL))

    def short(self, value: Number) -> str:
        return self.language.short_money(Decimal(str(value)))


class Spans(Scale):
    """Whose legend needs no words: "3–5"."""

    @property
    def legend(self) -> list[tuple[int, str]]:
        return [(tone, words.replace(" to ", "–")) for tone, words in super().legend]


def graph_of_years(desk: Desk, totals: Mapping[int, Decimal]) -> Picture:
    """Bars of the money of each year."""
    language, say = desk.language, desk.language.say
    years = [(str(year), value) for year, value in totals.items()]
    bars = [Bar(label, value, value, None, [Part("", 0, value, None)]) for label, value in years]
    told = "; ".join(language.fact(label, language.money(value)) for label, value in years)
    content = Bars("", [], bars, [], Dollars(language=language))
    return Picture(drawn_for_page(content), say("graph_caption"), f"{say('graph_alternative')} {told}.")


def map_of_countries(desk: Desk) -> Picture | None:
    """How many projects, planned or running, each country has."""
    language, say = desk.language, desk.language.say
    found = desk.figures(rows="country", **ACTIVE)
    content = area_map(found, Unit(found.question.measure), WIDE)
    if content.lack:
        return None
    areas = [replace(area, name=language.name("country", area.code, area.name)) for area in content.areas]
    told = "; ".join(language.fact(area.name, area.short) for area in sorted(areas, key=lambda area: -area.value))
    scale = Spans(content.scale.limits, content.scale.unit)
    content = replace(content, title="", areas=areas, scale=scale, remarks=[], around=around(language))
    png = drawn_for_page(content, (*outside(content, language), *on_boundaries(content, language)), SHAPE)
    return Picture(png, say("map_caption"), f"{say('map_alternative')} {told}.")


def around(language: Language) -> tuple[tuple[str, str], ...]:
    """What the neighbours are called, where the language is not the register's."""
    if language.code == USUAL:
        return ()
    known = Country.objects.order_by("pk").values_list("pk", "name")
    return tuple((code, language.name("country", code, name)) for code, name in known)


def outside(content: AreaMap, language: Language) -> list[str]:
    """Which countries are not on it."""
    found = [f"{area.name} {area.short}" for area in frame_of(content, SIZES[SHAPE]).outside]
    return [f"{language.fact(language.say('map_outside'), language.joined(found, NAMED))}."] if found else []


def on_boundaries(content: AreaMap, language: Language) -> list[str]:
    """What the United Nations asks to be printed below."""
    keys = [ON_BOUNDARIES[note] for note in notes_of(content, SHAPE) if note in ON_BOUNDARIES]
    return [language.say(key) for key in dict.fromkeys(keys)]
