"""What becomes of totals without duplicates when two projects become one: they go by all records that are one project
with either of the two, as far as the person sees them.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from partners.models import User
from projects.models import Contribution, Project, ProjectRelation
from projects.models.sameness import repeated
from projects.restoring import Row

from .money import Total

MONEY = ("project_id", "amount", "currency", "usd", "committed_on")
Related = tuple[int, int]  # numbers of two projects that are related as one


@dataclass(frozen=True, slots=True)
class Records:
    kept: int
    other: int
    pairs: list[Related]
    money: dict[int, list[Row]]  # what each states, the two included

    @property
    def further(self) -> int:
        """How many there are beside the two."""
        return len(self.money) - 2

    @property
    def counted(self) -> tuple[int, int]:
        """For each of the two, the record that counts: the same where they are one project."""
        again = counted_elsewhere(self.pairs, self.money)
        return again.get(self.kept, self.kept), again.get(self.other, self.other)

    @property
    def are_one(self) -> bool:
        first, second = self.counted
        return first == second

    @property
    def before(self) -> Total:
        return net(self.pairs, self.money)

    def after(self, money: Iterable[Row]) -> Total:
        """With this money of the one that stays, which takes over what the other is related to."""
        pairs = [(self.now(first), self.now(second)) for first, second in self.pairs]
        left = {number: rows for number, rows in self.money.items() if number != self.other}
        return net(pairs, left | {self.kept: list(money)})

    def now(self, number: int) -> int:
        return self.kept if number == self.other else number


def records_of(kept: Project, other: Project, money: dict[int, list[Row]], user: User) -> Records:
    """`money`: of the two. Two queries."""
    both = {"first__published_at__isnull": False, "second__published_at__isnull": False}
    same = ProjectRelation.objects.visible_to(user).filter(kind=ProjectRelation.Kind.THIRD_PARTY, **both)
    pairs = list(same.order_by().values_list("first", "second"))
    found = {kept.pk, other.pk}
    while more := {number for pair in pairs if not found.isdisjoint(pair) for number in pair} - found:
        found |= more
    stated = dict(money) | {number: [] for number in found - money.keys()}
    for row in Contribution.objects.filter(project__in=found - money.keys()).order_by("pk").values(*MONEY):
        stated[row["project_id"]].append(row)
    return Records(kept.pk, other.pk, [pair for pair in pairs if pair[0] in found], stated)


def net(pairs: Iterable[Related], money: dict[int, list[Row]]) -> Total:
    again = counted_elsewhere(pairs, money)
    return Total.of(row for number, rows in money.items() if number not in again for row in rows)


def counted_elsewhere(pairs: Iterable[Related], money: dict[int, list[Row]]) -> dict[int, int]:
    stated = {number: rows for number, rows in money.items() if rows}
    return repeated(pairs, {number: any(row["usd"] is not None for row in rows) for number, rows in stated.items()})
