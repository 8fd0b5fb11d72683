"""Pairs that people have judged, from a file of labelled reports or from the register's own verdicts."""

import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db.models import Count, Exists, OuterRef, Q

from duplication.likeness import in_common
from duplication.matching import registry
from duplication.matching.comparison import compare
from duplication.matching.levels import Levels
from duplication.matching.reports import rows
from duplication.matching.trial import Every
from duplication.models import Alert, Verdict
from duplication.models.review import VerdictQuerySet
from duplication.review.implying import NO_EVIDENCE
from projects.progress import Bar

from .fitting import Example, Names

LABELS = ("duplicate", "overlap", "distinct")
SAID_BY_VERDICT = {Verdict.Outcome.MERGED: "duplicate", Verdict.Outcome.NOT_OVERLAP: "distinct"}

BOTH_PUBLISHED = Q(alert__first__published_at__isnull=False, alert__second__published_at__isnull=False)

OVERLAP = 0.37  # what an overlap counts beside a duplicate: duplicates are to be found first of all
UNMATCHED = 0.3  # what the distinct pairs count that belong to no positive kind
IDENTICAL = 0.5  # what a pair of the same wording counts beside another
MANY = 40  # positive pairs from which on a kind counts fully
SEARCHED = 100  # positive pairs of a kind of which one side is searched for, to see what it would be shown beside


@dataclass(frozen=True, slots=True)
class Labelled:
    """A judged pair. Kinds say where the judgement comes from, and count alike however many pairs they have."""

    one: str
    other: str
    levels: Names
    label: str
    kind: str = ""
    is_hard: bool = False  # distinct, and picked because it looks alike
    is_identical: bool = False  # the wording of both is the same
    is_met: bool = False  # nobody judged it: `other` was found when `one` was searched for

    @property
    def is_positive(self) -> bool:
        return self.label != "distinct"


def from_files(projects: Path, pairs: Path, bar: Bar) -> list[Labelled]:
    asked = list(rows(pairs, ("id_a", "id_b", "label"), bar))
    if strange := {row["label"] for row in asked} - set(LABELS):
        raise ValueError(f"{pairs}: “{min(strange)}” is no label; those are {', '.join(LABELS)}.")
    every = Every(projects, bar, {id for row in asked for id in (row["id_a"], row["id_b"])})
    judged = [
        Labelled(
            row["id_a"],
            row["id_b"],
            names(every.compared(row["id_a"], row["id_b"])),
            row["label"],
            row.get("kind", ""),
            row.get("hardness") == "hard",
            row.get("text_identical") in {"1", "True"},
        )
        for row in asked
    ]
    return judged + list(met(judged, every, bar))


def labelled_otherwise(pairs: Sequence[Labelled]) -> int:
    """Pairs of which one line says one thing, and another line another."""
    labels: dict[frozenset[str], set[str]] = defaultdict(set)
    for pair in pairs:
        if not pair.is_met:
            labels[frozenset((pair.one, pair.other))].add(pair.label)
    return sum(len(said) > 1 for said in labels.values())


def names(levels: Levels) -> Names:
    return {field: level.name for field, level in levels.items()}


def met(judged: Sequence[Labelled], every: Every, bar: Bar) -> Iterator[Labelled]:
    """What a search for one side of positive pairs finds besides, and nobody judged: nearly all of it is distinct.

    Drawn pairs show what tells two projects apart; these what tells a partner from all that is found beside it.
    """
    of_kind, partners, chance = defaultdict(list), defaultdict(set), random.Random(1)  # noqa: S311  the same draw every time
    for pair in judged:
        partners[pair.one].add(pair.other)
        partners[pair.other].add(pair.one)
        if pair.is_positive and not pair.is_identical:
            of_kind[pair.kind].append(pair)
    drawn = [pair for some in of_kind.values() for pair in chance.sample(some, min(SEARCHED, len(some)))]
    for done, pair in enumerate(drawn):
        bar("Searching", done, len(drawn))
        one = chance.choice((pair.one, pair.other))
        for other in every.candidates(one):
            if other not in partners[one]:
                yield Labelled(one, other, names(every.compared(one, other)), "distinct", pair.kind, is_met=True)


def from_verdicts() -> list[Labelled]:
    said = {verdict.alert_id: verdict for verdict in learnable()}
    alerts = list(Alert.objects.filter(pk__in=said))
    known = registry.records({id for alert in alerts for id in (alert.first_id, alert.second_id)})
    pairs = {
        (alert.first_id, alert.second_id): (known[alert.first_id], known[alert.second_id])
        for alert in alerts
        if known.keys() >= {alert.first_id, alert.second_id}
    }
    shared = in_common(pairs)
    return [
        Labelled(
            str(alert.first_id),
            str(alert.second_id),
            names(compare(*pairs[pair], shared[pair])),
            SAID_BY_VERDICT.get(Verdict.Outcome(said[alert.pk].outcome), "overlap"),
            "verdicts",
        )
        for alert in alerts
        if (pair := (alert.first_id, alert.second_id)) in pairs
    ]


def learnable() -> VerdictQuerySet:
    """What people decided and was not reopened, of two projects that can be compared today, save where it says nothing
    of the two themselves.
    """
    return Verdict.objects.standing().given().exclude(reason__in=NO_EVIDENCE).filter(BOTH_PUBLISHED)


def judged_so_far() -> dict[str, int]:
    """How many verdicts there are to learn from, of overlaps and of distinct pairs."""
    said = learnable()
    distinct = said.filter(outcome=Verdict.Outcome.NOT_OVERLAP).count()
    return {"overlaps": said.count() - distinct, "distinct": distinct}


def not_learned_from() -> dict[str, int]:
    """Verdicts that the tables of thresholds count, since they are the latest of their alerts, and a fit does not."""
    later = Verdict.objects.meant().filter(alert=OuterRef("alert"), pk__gt=OuterRef("pk"))
    latest = Verdict.objects.meant().filter(~Exists(later)).exclude(reason__in=NO_EVIDENCE)
    stands, given = Q(reopening__isnull=True), Q(decided_by__isnull=False)
    return latest.order_by().aggregate(
        reopened=Count("pk", filter=~stands),
        implied=Count("pk", filter=stands & ~given),
        unpublished=Count("pk", filter=stands & given & ~BOTH_PUBLISHED),
    )


def weighted(pairs: Sequence[Labelled]) -> Iterator[Example]:
    """Every kind counts alike, and within it the positive pairs, the distinct ones and those met: each together."""
    sizes = Counter((pair.kind, pair.is_positive, pair.is_met) for pair in pairs)
    duplicates = {pair.kind for pair in pairs if pair.label == "duplicate"}
    for pair in pairs:
        positives = sizes[pair.kind, True, False]
        side = (1.0 if pair.kind in duplicates else OVERLAP) * min(positives / MANY, 1.0) if positives else UNMATCHED
        share = side / sizes[pair.kind, pair.is_positive, pair.is_met]
        weight = share * (IDENTICAL if pair.is_identical else 1.0)
        yield Example(pair.levels, pair.is_positive, weight, not pair.is_met)


def halves(pairs: Sequence[Labelled]) -> list[bool]:
    """Which half a pair is in. Judged ones that share a project, directly or through others, are in the same one."""
    leader: dict[str, str] = {}

    def lead(one: str) -> str:
        while (above := leader.setdefault(one, one)) != one:
            leader[one] = one = leader[above]
        return one

    for pair in pairs:
        if not pair.is_met:
            leader[lead(pair.one)] = lead(pair.other)
    groups = sorted({lead(pair.one) for pair in pairs})
    second = {group for place, group in enumerate(groups) if place % 2}
    return [lead(pair.one) in second for pair in pairs]
