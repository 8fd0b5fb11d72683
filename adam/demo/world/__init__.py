"""The demonstration world: 873 invented projects of real partners, the same ones every time, with known overlaps."""

from adam.demo.world.plan import SIZE, Overlap, world

OVERLAPS: list[Overlap] = world().overlaps  # reference numbers of two projects, and the kind of overlap
LOOK_ALIKES: list[tuple[str, str]] = world().look_alikes  # phases and yearly grants: no overlaps

__all__ = ["LOOK_ALIKES", "OVERLAPS", "SIZE", "Overlap", "world"]
