"""How well detection tells judged pairs apart, and finds their partners: `python -m tests.benchmarks.pairs`.

Projects and pairs are those of the folder that ADAM_SHARED names. The first table is the average precision of match
weights, by kind of pair and as the mean over kinds; the second the share of partners among the candidates, among the first
five and in the first place, when each is searched for among all projects. A partner's own other partners are left out of
its ranks. The table of weights is that of this release: figures it was fitted to are not held-out ones, which
`manage.py calibrate PROJECTS PAIRS --afresh --dry-run` tells. `--only comparisons` tells what each comparison is worth: the
held-out figures of a fit that has all of them, and of fits that have all but one.
"""

import argparse
import os
import random
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "adam.settings")
PAIRS, PROJECTS = "pairs_dev.csv.gz", "projects_all_sectors.csv.gz"
LEAST, ASKED = 20, 40  # positive pairs of a kind that is measured, and those of each that are searched for
POSITIVE = {"duplicate", "overlap"}


def precision(folder: Path) -> None:
    from duplication.calibration.examples import from_files
    from duplication.calibration.precision import figures, macro
    from duplication.matching.scoring import Calibration, shipped
    from projects.progress import Bar

    pairs = from_files(folder / PROJECTS, folder / PAIRS, Bar("Pairs"))
    weights = Calibration.of(shipped()).weights
    scores = [sum(weights[field][level] for field, level in pair.levels.items()) for pair in pairs]
    for name, value in figures(pairs, scores).items():
        print(f"{name:52}{value:6.3f}")
    for kind in sorted({pair.kind for pair in pairs}):
        own = [(pair, score) for pair, score in zip(pairs, scores, strict=True) if pair.kind == kind]
        if (value := macro([pair for pair, _ in own], [score for _, score in own], POSITIVE)) is not None:
            print(f"  {kind:50}{value:6.3f}")


def comparisons(folder: Path) -> None:
    from duplication.calibration.calibrating import crosswise
    from duplication.calibration.examples import from_files
    from duplication.calibration.fitting import BY_HAND
    from duplication.calibration.precision import figures
    from duplication.matching.scoring import Calibration, judged
    from projects.progress import Bar

    bar, prior = Bar("Comparisons"), Calibration.of(judged())
    pairs = from_files(folder / PROJECTS, folder / PAIRS, bar)
    shown = sorted({field for pair in pairs for field in pair.levels})
    columns = ("duplicates", "alike", "1 in 10", "overlaps", "alike", "1 in 10")
    print(f"{'without':22}" + "".join(f"{column:>11}" for column in columns))
    for without in ("", *shown):
        fewer = [
            replace(pair, levels={field: level for field, level in pair.levels.items() if field != without})
            for pair in pairs
        ]
        told = figures(fewer, crosswise(fewer, prior, bar, BY_HAND)).values()
        print(f"{without or 'none':22}" + "".join(f"{value:11.3f}" for value in told), flush=True)


def finding(folder: Path) -> None:
    from duplication.matching.index import CANDIDATES
    from duplication.matching.reports import rows
    from duplication.matching.scoring import Calibration, shipped
    from duplication.matching.trial import suggest
    from projects.progress import Bar

    partners, kinds = defaultdict(set), defaultdict(list)
    for row in rows(folder / PAIRS, ("id_a", "id_b", "label", "kind", "text_identical"), Bar("Pairs")):
        if row["label"] in POSITIVE:
            pair = row["id_a"], row["id_b"]
            for one, other in (pair, pair[::-1]):
                partners[one].add(other)
            if row["text_identical"] == "0":
                kinds[row["kind"], row["label"]].append(pair)
    chance = random.Random(5)
    asked = {
        kind: [chance.sample(pair, 2) for pair in chance.sample(pairs, min(ASKED, len(pairs)))]
        for kind, pairs in sorted(kinds.items())
        if len(pairs) >= LEAST
    }
    found = defaultdict(list)
    with TemporaryDirectory() as temporary:
        queries = Path(temporary) / "queries.csv"
        ids = dict.fromkeys(one for pairs in asked.values() for one, _ in pairs)
        queries.write_text("\n".join(["id", *ids, ""]), encoding="utf-8")
        calibration = Calibration.of(shipped())
        for one, _, other, _ in suggest(folder / PROJECTS, queries, CANDIDATES, calibration, Bar("Projects")):
            found[one].append(other)
    told = {}
    for kind, pairs in asked.items():
        places = [place(found[one], other, partners[one]) for one, other in pairs]
        told[kind] = [mean(bool(p) and p <= least for p in places) for least in (CANDIDATES, 5, 1)]
    print(f"{'partner among':52}{CANDIDATES:>6}{5:>6}{1:>6}")
    for name, labels in (("duplicates", {"duplicate"}), ("duplicates and overlaps", POSITIVE)):
        shares = [values for (_, label), values in told.items() if label in labels]
        print(f"{name:52}" + "".join(f"{mean(column):6.3f}" for column in zip(*shares, strict=True)))
    for (kind, _), values in told.items():
        print(f"  {kind:50}" + "".join(f"{value:6.3f}" for value in values))


def place(found: list[str], other: str, partners: set[str]) -> int:
    """Its place among those found, its own other partners left out; 0 when it is not found."""
    ranked = [one for one in found if one == other or one not in partners]
    return ranked.index(other) + 1 if other in ranked else 0


def mean(values: Iterable[float]) -> float:
    listed = list(values)
    return sum(listed) / len(listed)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    tables = ["precision", "finding", "comparisons"]
    parser.add_argument("--only", choices=tables, help="one table; the third is told only if it is asked for")
    chosen = parser.parse_args().only
    if not (shared := os.environ.get("ADAM_SHARED")):
        parser.error("ADAM_SHARED names no folder with the projects and pairs.")
    django.setup()
    if chosen in (None, "precision"):
        precision(Path(shared, "data"))
    if chosen in (None, "finding"):
        finding(Path(shared, "data"))
    if chosen == "comparisons":
        comparisons(Path(shared, "data"))
