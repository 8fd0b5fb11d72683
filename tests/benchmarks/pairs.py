"""How well detection tells judged pairs apart, and finds their partners: `python -m tests.benchmarks.pairs`.

Projects and pairs are those of the folder that ADAM_SHARED names. The first table is the average precision of match
weights, by kind of pair and as the mean over kinds; the second the share of partners among the candidates, among the
first five and in the first place, when each is searched for among all projects. As is usual where links are ranked,
others that are known to be of the same work are left out of the ranks. It is told three times: with its partners in the
pairs left out; with all to which pairs lead from it, since the report of a report is one as well; and with those that
have the very wording of one of these or of itself besides, since the file has many projects several times over. Two
kinds of pairs are not among the judged ones, and are found in the file by other things than texts: translations, and
reports in two databases of one bank.

The table of weights is that of this release: figures it was fitted to are not held-out ones, which `manage.py calibrate
PROJECTS PAIRS --afresh --dry-run` tells. `--only comparisons` tells what each comparison is worth: the held-out figures
of a fit that has all of them, and of fits that have all but one.
"""

import argparse
import os
import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "adam.settings")
PAIRS, PROJECTS = "pairs_dev.csv.gz", "projects_all_sectors.csv.gz"
WORDED = ("title", "description")
LEAST, ASKED = 20, 100  # positive pairs of a kind that is measured, and those of each that are searched for
CANDIDATES = 60  # as many as a save compares
POSITIVE = {"duplicate", "overlap"}
MONEY = ("reporting_partner", "recipient_countries", "start", "amount", "currency")
DATABASES = {"World Bank", "World Bank Group"}  # as the same partner is called in each


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
    from duplication.matching.reports import rows
    from duplication.matching.scoring import Calibration, shipped
    from duplication.matching.trial import suggest
    from projects.progress import Bar

    positive = [
        row
        for row in rows(folder / PAIRS, ("id_a", "id_b", "label", "kind", "text_identical"), Bar("Pairs"))
        if row["label"] in POSITIVE
    ]
    kinds = defaultdict(list)
    for row in positive:
        if row["text_identical"] == "0":
            kinds[row["kind"], row["label"]].append((row["id_a"], row["id_b"]))
    reported = list(rows(folder / PROJECTS, ("id", *WORDED, *MONEY, "language"), Bar("Reports")))
    kinds |= {(kind, "duplicate"): pairs for kind, pairs in unjudged(reported)}
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
    wording = {row["id"]: wording_of(row) for row in reported}
    partners, together = linked(positive)
    together = {one: together.get(one, {one}) for one in ids}
    copies = {one: {wording[other] for other in together[one]} for one in ids}
    told = {
        "the pairs' own partners": lambda one, other: other in partners[one],
        "those that pairs lead to": lambda one, other: other in together[one],
        "those, and their wording": lambda one, other: other in together[one] or wording[other] in copies[one],
    }
    for name, is_known in told.items():
        print(f"{'partner among; left out: ' + name:52}{CANDIDATES:>6}{5:>6}{1:>6}")
        tell({kind: [place(found[one], other, partial(is_known, one)) for one, other in asked[kind]] for kind in asked})


def unjudged(reported: Iterable[Mapping[str, str]]) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Pairs by kind: what is alone with its partner, money, countries and start in each of two languages, and what is
    alone with its countries and start in each of two databases.
    """
    by_money, by_start = defaultdict(list), defaultdict(list)
    for row in reported:
        if row["start"] and row["amount"] and row["language"]:
            by_money[tuple(row[column] for column in MONEY)].append((row["language"], row["id"]))
        if row["start"] and row["reporting_partner"] in DATABASES:
            by_start[row["recipient_countries"], row["start"]].append((row["reporting_partner"], row["id"]))
    for kind, groups in (("translation", by_money), ("two_databases", by_start)):
        yield (
            kind,
            [
                (one, other)
                for (told, one), (told_otherwise, other) in (group for group in groups.values() if len(group) == 2)
                if told != told_otherwise
            ],
        )


def wording_of(row: Mapping[str, str]) -> str:
    return " | ".join(" ".join(re.findall(r"\w+", row[column].casefold())) for column in WORDED)


def linked(pairs: Iterable[Mapping[str, str]]) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """By project, those that stand in a pair with it, and those that pairs lead to, through others too."""
    partners, together = defaultdict(set), {}
    for pair in pairs:
        one, other = pair["id_a"], pair["id_b"]
        partners[one].add(other)
        partners[other].add(one)
        joined = together.get(one, {one}) | together.get(other, {other})
        together |= dict.fromkeys(joined, joined)
    return partners, together


def tell(places: Mapping[tuple[str, str], Sequence[int]]) -> None:
    """The share among the candidates, the first five and in the first place: as the mean over kinds, and by kind."""
    shares = {
        kind: [mean(0 < place <= least for place in found) for least in (CANDIDATES, 5, 1)]
        for kind, found in places.items()
    }
    for name, labels in (("duplicates", {"duplicate"}), ("duplicates and overlaps", POSITIVE)):
        of_these = [values for (_, label), values in shares.items() if label in labels]
        print(f"{name:52}" + "".join(f"{mean(column):6.3f}" for column in zip(*of_these, strict=True)))
    for (kind, _), values in shares.items():
        print(f"  {kind:50}" + "".join(f"{value:6.3f}" for value in values))


def place(found: Iterable[str], wanted: str, is_known: Callable[[str], bool]) -> int:
    """Its place among those found, others that are known to be of the same work left out; 0 when it is not found."""
    ranked = [one for one in found if one == wanted or not is_known(one)]
    return ranked.index(wanted) + 1 if wanted in ranked else 0


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
