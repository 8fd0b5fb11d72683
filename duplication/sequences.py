"""Phases, parts and serial grants of one work, told together on the page of each.

They are alike by design: no alert is raised of them one by one. A title is all that is read, with the days; of one
partner's projects under one title whatever tells them apart.
"""

from collections.abc import Iterable
from datetime import timedelta

from duplication.likeness import SERIES
from duplication.matching import index, registry
from duplication.matching.apart import have_other_initials, have_other_months, have_other_names
from duplication.matching.blocking import keys
from duplication.matching.kinds import ALIKE
from duplication.matching.phases import parted, succession
from duplication.matching.records import Record
from duplication.matching.series import differ_in_marks
from duplication.matching.sisters import what_parts
from duplication.matching.telling import is_general
from duplication.matching.text import read
from duplication.matching.wording import title
from partners.models import User
from projects.models import Project

SOON = timedelta(days=2 * 366)


def sequence_of(project: Project, user: User) -> list[Project]:
    """The others that this person may see, the earliest first. Few queries, however many there are."""
    if is_general(project.title):
        return []
    found = index.candidates({project.pk: keys(Record(title=read(project.title)))})[project.pk]
    others = Project.objects.visible_to(user).filter(pk__in=found, published_at__isnull=False).order_by()
    own_countries = {country.pk for country in project.countries.all()}
    known = list(others.select_related("partner").prefetch_related("countries"))
    sisters = sisters_among(project, known)
    several = [
        other
        for other in known
        if other.pk in sisters
        or (
            is_in_one_country(own_countries, {country.pk for country in other.countries.all()})
            and is_in_one_sequence(project, other)
        )
    ]
    return sorted(several, key=lambda one: (one.start is None, one.start, one.pk))


def sisters_among(project: Project, others: Iterable[Project]) -> set[int]:
    """Of the same partner's projects with the same title those that both state to be others; all, where they are so
    many that no alert is raised of them.
    """
    words = read(project.title).stems
    own = {one.pk for one in others if one.partner_id == project.partner_id and read(one.title).stems == words}
    if not own or len(own) > SERIES:
        return own
    records = registry.records({project.pk, *own})
    mine = records.get(project.pk)  # of a draft there is none
    return {pk for pk in own & records.keys() if mine and what_parts(mine, records[pk])}


def is_in_one_country(ours: set[str], theirs: set[str]) -> bool:
    return not ours or not theirs or not ours.isdisjoint(theirs)


def is_in_one_sequence(one: Project, other: Project) -> bool:
    """Titles that are the same but for a phase, a part, a year or a number; or for initials, a month or another mark of
    a series in one partner's; or the same, and the one begins soon after the other has ended.
    """
    ours, theirs = one.title, other.title
    if have_other_names(ours, theirs, frozenset()):
        return False
    if succession(read(ours), read(theirs)):
        return are_alike(parted(read(ours)).rest.raw, parted(read(theirs)).rest.raw)
    if differ_in_marks(ours, theirs, is_own=True):
        return one.partner_id == other.partner_id
    if have_other_initials(ours, theirs) or have_other_months(ours, theirs):
        return one.partner_id == other.partner_id and are_alike(ours, theirs)
    return follows(one, other) and read(ours).stems == read(theirs).stems


def are_alike(ours: str, theirs: str) -> bool:
    likeness = title(Record(title=read(ours)), Record(title=read(theirs)))
    return likeness is not None and likeness.name in ALIKE


def follows(one: Project, other: Project) -> bool:
    """Whether either begins soon after the other has ended."""
    pairs = ((one, other), (other, one))
    gaps = [later.start - earlier.end for earlier, later in pairs if earlier.end and later.start]
    return any(timedelta(0) < gap <= SOON for gap in gaps)
