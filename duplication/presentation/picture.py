"""The two projects of an alert in space and time: a map with the places of both, and their bars over each other."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from partners.text import day_in_words, noun, plural
from projects.maps import CountryMap, Point, country_map
from projects.models import Project
from projects.story.place import names_of, where_of
from projects.story.time import Bar, Scale, Tick, anchored, day_after, distance, span_of, stated, years

SIDES = ("first", "second")
# Pixels: the word "today", a period, its activities below it, between the two, the line of years.
TOP, LANE, THIN, GAP, TICKS = 18, 22, 8, 12, 24
LISTED = 12  # dated activities of one project in words


@dataclass(frozen=True, slots=True)
class Places:
    """The map, and beside it in words which places are of which project."""

    picture: CountryMap
    only_first: list[str]
    only_second: list[str]
    both: list[str]
    unplaced: int  # places whose position is not known

    @property
    def words(self) -> str:
        parts = []
        for label, names in (("both", self.both), ("the first", self.only_first), ("the second", self.only_second)):
            if names:
                parts.append(f"Places of {label}: {', '.join(names)}.")
        return " ".join(parts) or "Neither states a place; the countries of both are shaded."

    @property
    def note(self) -> str:
        """What the map does not show."""
        if not self.picture.dots:
            return "No place with a known position is stated; the countries of both are shaded."
        if not self.unplaced:
            return ""
        are = noun(self.unplaced, "is", "are")
        return f"{plural(self.unplaced, 'place')} {are} not on the map: the position is not known."


@dataclass(frozen=True, slots=True)
class Lane:
    project: Project
    side: str
    period: Bar | None
    activities: list[Bar]
    y: int
    dated: list[str]  # the activities in words, in the order of their time

    @property
    def words(self) -> str:
        return self.period.title if self.period else "no dates stated"

    @property
    def intro(self) -> str:
        """What the thin bars are; empty where there are none."""
        if not self.activities:
            return ""
        if len(self.activities) == 1:
            return "The thin bar below is its one dated activity:"
        return f"The thin bars below are its {len(self.activities)} dated activities:"

    @property
    def listed(self) -> list[str]:
        more = len(self.dated) - LISTED
        return [*self.dated[:LISTED], *([f"and {more} more"] if more > 0 else [])]


@dataclass(frozen=True, slots=True)
class Times:
    height: int
    ticks: list[Tick]
    lanes: list[Lane]
    together: Bar | None
    today: Tick | None
    words: str


def places_of(first: Project, second: Project) -> Places | None:
    """None when neither has a country or a place that can be put on a map."""
    found = [where_of(project).places for project in (first, second)]
    points = [
        Point(place.name, float(place.longitude), float(place.latitude), side)
        for side, places in zip(SIDES, found, strict=True)
        for place in places
        if place.longitude is not None and place.latitude is not None
    ]
    codes = {recipient.country_id for project in (first, second) for recipient in project.recipients.all()}
    picture = country_map(codes, points, names_of)
    if picture is None:
        return None
    ours, theirs = ({place.pk: place.name for place in places} for places in found)
    unplaced = {place.pk for places in found for place in places if place.latitude is None or place.longitude is None}
    return Places(
        picture,
        [name for pk, name in ours.items() if pk not in theirs],
        [name for pk, name in theirs.items() if pk not in ours],
        [name for pk, name in ours.items() if pk in theirs],
        len(unplaced),
    )


def times_of(first: Project, second: Project) -> Times | None:
    """None when neither the two nor their activities have a date."""
    spans = [[span for one in project.activities.all() if (span := span_of(one))] for project in (first, second)]
    periods = [(project.start, project.end) for project in (first, second)]
    days = [day for period in periods for day in period if day] + [day for own in spans for s in own for day in s]
    if not days:
        return None
    today = timezone.localdate()
    scale = Scale.around(min(days), max(days), today)
    is_now = scale.shows(today)
    lanes, y = [], TOP if is_now else 0
    for side, project, own in zip(SIDES, (first, second), spans, strict=True):
        lanes.append(lane_of(project, side, own, scale, y))
        y += LANE + (THIN if own else 0) + GAP
    common = in_common(*periods[0], *periods[1])
    return Times(
        height=y + TICKS,
        ticks=years(scale),
        lanes=lanes,
        together=scale.bar(*common) if common else None,
        today=Tick(scale.x(today), "today", anchored(scale.x(today))) if is_now else None,
        words=in_words(first, second),
    )


def lane_of(project: Project, side: str, spans: Iterable[tuple[date, date]], scale: Scale, y: int) -> Lane:
    start, end = project.start, project.end
    whole = scale.bar(start or scale.first, end or scale.last, y, LANE, stated(start, end)) if start or end else None
    dated = sorted((span, str(one.type)) for one in project.activities.all() if (span := span_of(one)))
    said = [f"{kind}, {stated(*span)}" for span, kind in dated]
    return Lane(project, side, whole, [scale.bar(*span, y=y + LANE + 2, height=THIN - 2) for span in spans], y, said)


def in_common(
    start: date | None, end: date | None, other_start: date | None, other_end: date | None
) -> tuple[date, date] | None:
    """The days of both; None when there are none, or when an end that is not stated leaves it open."""
    if not (start and end and other_start and other_end):
        return None
    first, last = max(start, other_start), min(end, other_end)
    return (first, last) if first <= last else None


def in_words(first: Project, second: Project) -> str:
    if common := in_common(first.start, first.end, second.start, second.end):
        begin, end = (day_in_words(day) for day in common)
        return f"Both are at work from {begin} to {end}: {distance(common[0], day_after(common[1]))} in common."
    if not (first.start and first.end and second.start and second.end):
        return "Whether they are at work at the same time cannot be said: a start or an end is not stated."
    free, again = day_after(min(first.end, second.end)), max(first.start, second.start)
    if free == again:
        return "No day in common: one begins on the day after the other ends."
    return f"No day in common, and {distance(free, again)} between them."
