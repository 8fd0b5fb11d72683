"""Where a project works: its countries on a map, and the places that lie on it or do not."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from partners.models import Country
from projects.maps import CountryMap, Point, country_map
from projects.models import Place, Project


@dataclass(frozen=True, slots=True)
class Where:
    picture: CountryMap | None
    places: list[Place]  # of the project and of its activities, each once

    @property
    def lacks_position(self) -> list[Place]:
        return [place for place in self.places if place.latitude is None]


def where_of(project: Project) -> Where:
    of_activities = [activity.place for activity in project.activities.all() if activity.place]
    places = list({place.pk: place for place in [*project.places.all(), *of_activities]}.values())
    points = [
        Point(place.name, float(place.longitude), float(place.latitude))
        for place in places
        if place.longitude is not None and place.latitude is not None
    ]
    codes = [recipient.country_id for recipient in project.recipients.all()]
    return Where(country_map(codes, points, names_of), places)


def names_of(codes: Iterable[str]) -> Mapping[str, str]:
    return dict(Country.objects.filter(pk__in=list(codes)).order_by().values_list("pk", "name"))
