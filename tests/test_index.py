"""The stored keys are put right for many projects at once."""

from adam.demo.makers import make_project
from duplication.matching import index
from duplication.models import BlockingKey


def stored() -> set[tuple[int, int]]:
    return set(BlockingKey.objects.values_list("project", "key"))


def test_keys_are_stored_changed_and_forgotten(db: None) -> None:
    one, two, three = (make_project(draft=True).pk for _ in range(3))

    index.repair([one, two, three], {one: {1: 0.5, -2: 0.5}, two: {3: 1.0}, three: {}})
    assert stored() == {(one, 1), (one, -2), (two, 3)}

    index.repair([one, two, three], {one: {1: 0.5, 4: 0.5}, three: {5: 1.0}})
    assert stored() == {(one, 1), (one, 4), (three, 5)}
