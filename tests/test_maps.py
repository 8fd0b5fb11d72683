"""Maps: what is in view, what is drawn of it, and where names go."""

import pytest

from projects.maps import CONTROL_LINE, DISCLAIMER, Point, country_map
from projects.maps.condense import condensed, simplified
from projects.maps.drawing import clipped, steps
from projects.maps.labels import Labels
from projects.maps.outlines import outlines
from projects.maps.view import view_of


def drawn(*codes: str, points: tuple[Point, ...] = ()) -> str:
    found = country_map(codes, points)
    assert found
    return found.ground.here + found.ground.around + found.ground.borders


def test_a_map_shows_the_country_and_its_neighbours() -> None:
    found = country_map(["TJ"])
    assert found
    assert {"TJ", "AF", "KG", "UZ", "CN"} <= found.ground.shapes.keys()
    assert found.ground.here == found.ground.shapes["TJ"].path
    assert "BR" not in found.ground.shapes


@pytest.mark.parametrize("codes", [["TJ"], ["RU"], ["TJ", "CO"], ["FJ"], ["US"], sorted(outlines().areas)[1:41]])
def test_a_map_is_small_wherever_it_is(codes: list[str]) -> None:
    assert len(drawn(*codes)) < 40_000


def test_a_point_lies_within_its_country() -> None:
    found = country_map(["TJ"], [Point("Dushanbe", 68.78, 38.56)])
    assert found
    dot, shape = found.dots[0], found.ground.shapes["TJ"]
    assert abs(dot.x / 100 * 960 - shape.middle[0]) < shape.width / 2
    assert [label.lines for label in found.labels if label.kind == "place"] == [("Dushanbe",)]


def test_the_far_east_comes_after_the_180th_meridian() -> None:
    west, _, east, _ = outlines().extent("RU") or (0, 0, 0, 0)
    assert (round(west), round(east)) == (27, 190)


def test_a_country_too_small_to_be_seen_gets_a_ring() -> None:
    found = country_map(["MV", "IN"], names=lambda codes: {"MV": "Maldives", "IN": "India"})
    assert found
    assert [one.title for one in found.small] == ["Maldives"]


@pytest.mark.parametrize("codes", [[], ["XX"], ["GI"]])
def test_what_no_map_can_show_is_no_map(codes: list[str]) -> None:
    assert country_map(codes) is None


def test_boundaries_are_attributed_as_the_united_nations_does() -> None:
    areas = outlines().areas
    crimea = [ring for ring in areas["RU"] if ring.box[0] > 32 and ring.box[2] < 37 and ring.box[3] < 47]
    assert crimea == []
    assert {"GF", "RE", "XK", "EH", "PS"} <= areas.keys()
    assert [ring for ring in areas["FR"] if ring.box[0] < -50] == []


def test_the_disclaimer_stands_below_and_the_line_of_control_is_explained() -> None:
    tajikistan, kashmir = country_map(["TJ"]), country_map(["IN", "PK"])
    assert tajikistan
    assert kashmir
    assert tajikistan.notes[0] == DISCLAIMER
    assert kashmir.notes == [DISCLAIMER, CONTROL_LINE]


def test_clipping_keeps_what_is_inside() -> None:
    corners = clipped([(-100, -100), (2000, -100), (2000, 2000), (-100, 2000)], 100, 50)
    assert set(corners) == {(108, -8), (108, 58), (-8, 58), (-8, -8)}
    assert clipped([(200, 200), (300, 200), (300, 300)], 100, 50) == []


def test_paths_are_written_in_steps() -> None:
    assert steps([(10, 20), (13, 16), (13, 20)]) == "M10 20l3-4 0 4"


def test_a_view_holds_all_extents_and_keeps_its_shape() -> None:
    view = view_of([(60, 35, 70, 40), (70, 30, 75, 36)], 960, 620)
    west, south, east, north = view.box
    assert west < 60 < 75 < east
    assert south < 30 < 40 < north


def test_names_do_not_touch() -> None:
    labels = Labels(960, 620)
    assert labels.put("Tajikistan", 50, 50, "here")
    assert not labels.put("Afghanistan", 51, 51, "here")
    assert labels.put("Afghanistan", 50, 70, "here")
    assert not labels.put("Too near the edge", 1, 50, "here")
    assert labels.put_away("Kyrgyzstan", 50, 50, "here", lambda spot: 2.0, lambda spot: False)
    assert labels.placed[-1].lead
    assert labels.placed[-1].lead[0] == (50, 50)
    assert not labels.put_away("Uzbekistan", 50, 50, "here", lambda spot: 2.0, lambda spot: True)


def test_a_point_is_on_the_country_that_covers_it() -> None:
    found = country_map(["TJ"])
    assert found
    shapes = found.ground.shapes
    assert shapes["TJ"].covers(*shapes["TJ"].middle)
    assert not shapes["TJ"].covers(*shapes["AF"].middle)


def test_condensing_dissolves_what_belongs_together() -> None:
    square = {"type": "Polygon", "arcs": [[0, 1]], "id": "706", "properties": {"name": "Somalia"}}
    other = {"type": "Polygon", "arcs": [[-1, 2]], "properties": {"name": "Somaliland"}}
    topology = {
        "transform": {"scale": [1, 1], "translate": [0, 0]},
        "objects": {"countries": {"geometries": [square, other]}},
        "arcs": [[[0, 0], [0, 9]], [[0, 9], [9, 0], [0, -9], [-9, 0]], [[0, 0], [-9, 0], [0, 9], [9, 0]]],
    }
    made = condensed(topology, {"706": "SO"})
    assert list(made["areas"]) == ["SO"]
    assert len(made["areas"]["SO"]) == 1
    assert simplified([(0, 0), (5, 1), (10, 0)]) == [(0, 0), (10, 0)]


def test_of_a_vast_country_the_part_with_the_places_is_shown() -> None:
    whole, part = country_map(["RU"]), country_map(["RU"], [Point("Domodedovo", 37.9, 55.4)])
    assert whole
    assert part
    assert whole.ground.view.is_wide
    assert not part.ground.view.is_wide
    assert part.notes[0] == "The map shows the part of the country in which the places lie."
    smaller = country_map(["TJ"], [Point("Dushanbe", 68.8, 38.6)])
    assert smaller
    assert not smaller.ground.is_part
