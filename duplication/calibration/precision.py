"""How well match weights tell positive pairs from distinct ones: average precision, the mean over kinds.

Within a kind its positive pairs are set against its own distinct ones, weighted to the prevalence asked for, so that
neither the largest source nor the make-up of the pairs decides. Pairs of the same wording are left out: there the texts
cannot tell. Pairs that nobody judged are left out too.
"""

from collections import defaultdict
from collections.abc import Sequence
from itertools import groupby

from .examples import Labelled

LEAST = 20  # positive pairs from which on a kind is measured

Scored = tuple[float, bool]  # match weight, whether it is a positive pair


def figures(pairs: Sequence[Labelled], scores: Sequence[float]) -> dict[str, float]:
    """What is told of a table, by name."""
    told = {}
    for name, labels in (("duplicates", {"duplicate"}), ("duplicates and overlaps", {"duplicate", "overlap"})):
        told[name] = macro(pairs, scores, labels)
        told[f"{name}, against the most alike"] = macro(pairs, scores, labels, hard=True)
        told[f"{name}, one pair in ten"] = macro(pairs, scores, labels, prevalence=0.1)
    return {name: value for name, value in told.items() if value is not None}


def macro(
    pairs: Sequence[Labelled], scores: Sequence[float], labels: set[str], prevalence: float = 0.5, hard: bool = False
) -> float | None:
    kinds: dict[str, list[Scored]] = defaultdict(list)
    for pair, score in zip(pairs, scores, strict=True):
        if (
            not pair.is_met
            and not pair.is_identical
            and (pair.label in labels or (not pair.is_positive and (pair.is_hard or not hard)))
        ):
            kinds[pair.kind].append((score, pair.is_positive))
    found = [
        average_precision(scored, prevalence)
        for scored in kinds.values()
        if LEAST <= sum(positive for _, positive in scored) < len(scored)
    ]
    return sum(found) / len(found) if found else None


def average_precision(scored: Sequence[Scored], prevalence: float) -> float:
    """Pairs of the same score share their precision."""
    positives = sum(positive for _, positive in scored)
    gain, loss = prevalence / positives, (1 - prevalence) / (len(scored) - positives)
    found = false = total = 0.0
    for _, tied in groupby(sorted(scored, reverse=True), key=lambda one: one[0]):
        outcomes = [positive for _, positive in tied]
        gained = gain * sum(outcomes)
        found, false = found + gained, false + loss * (len(outcomes) - sum(outcomes))
        total += gained / prevalence * found / (found + false) if gained else 0.0
    return total
