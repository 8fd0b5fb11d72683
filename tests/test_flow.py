"""Flow: ends, bands, and where they lie."""

from itertools import pairwise

import pytest

from adam.demo.makers import make_project
from partners.models import User
from projects.charts.flow import Flow, flow
from projects.charts.ribbons import GAP, laid_out
from projects.charts.room import SCREEN, Room
from projects.charts.values import Unit
from projects.filters import ProjectFilter
from tests.test_analysis import narrowed, table

pytestmark = pytest.mark.django_db
SMALL = Room(bars=9, rows=9, spans=9, lanes=9, left=2, right=2)


def drawn(user: User, query: str, room: Room = SCREEN) -> Flow:
    return flow(table(user, query), Unit(), room)


def test_a_band_leads_to_exactly_its_projects(focal_point: User) -> None:
    make_project("DE", countries=["TJ", "UZ"])
    make_project("DE", countries=["TJ"])
    make_project("GB", countries=["UZ"])
    plan = drawn(focal_point, "rows=partner&columns=country")
    bands = {band.title: band for band in plan.bands}
    band = bands["Germany to Tajikistan: 2 projects"]
    found: ProjectFilter = narrowed(focal_point, band.query or "")
    assert (band.value, found.qs.count()) == (2, 2)
    assert [node.total for node in plan.left] == ["2", "1"]


def test_the_smallest_ends_are_all_others(focal_point: User) -> None:
    for country in ("TJ", "TJ", "UZ", "KG"):
        make_project("DE", countries=[country])
    plan = drawn(focal_point, "rows=partner&columns=country", SMALL)
    assert [(node.label, node.is_rest) for node in plan.right] == [("Tajikistan", False), ("All others", True)]
    assert [band.query is None for band in plan.bands] == [False, True]
    assert sum(band.value for band in plan.bands) == 4


def test_ends_and_bands_fill_their_room(focal_point: User) -> None:
    for partner, country in (("DE", "TJ"), ("DE", "UZ"), ("GB", "TJ"), ("FR", "KG")):
        make_project(partner, countries=[country])
    layout = laid_out(drawn(focal_point, "rows=partner&columns=country"), plot=200, slot=20, height=500)
    assert layout.height == 500
    for side in (layout.left, layout.right):
        assert sum(box.height for box in side) == pytest.approx(200)
        assert all(one.y + one.height + GAP <= other.y + 0.01 for one, other in pairwise(side))
    assert sum(strip.height for strip in layout.strips) == pytest.approx(200)
