"""Times of search, counts and suggestions: `python -m tests.benchmarks.searching --projects 873 100000 214000`.

The projects are real ones, read from data/projects_all_sectors.csv.gz in the folder that ADAM_SHARED names, and invented
ones when it names none. Ten thousand documents hang on them, as long as real ones are: half a page to a hundred, made of
passages of the real documents beside the projects and of descriptions. Each size goes into a database of its own, which is
dropped at the end; with --keep it stays and serves the next run, however long ago. Each time is that of a whole answer of
the web process to a signed-in person, without the network.
"""

import argparse
import os
import random
import statistics
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import django

from tests.benchmarks.databases import database_of_its_own

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "adam.settings")
DATABASE = "adam_benchmark_searching"
DOCUMENTS = 10_000
LENGTH, SPREAD, LONGEST = 8_000, 1.2, 400_000  # characters of a document: the median, how uneven, the most
PASSAGE = 400  # characters

# What real projects do not have in the file: status by date, themes, activities, beneficiaries, visibility,
# ages; and an alert for every fourth.
REST = """
SET session_replication_role = replica;
UPDATE projects_project SET
    status = CASE WHEN "end" < now() THEN '4' WHEN start > now() THEN '1' ELSE (2 + id % 2)::text END,
    visibility = CASE WHEN id % 25 = 0 THEN 'restricted' ELSE 'all' END,
    oda = (ARRAY['oda', 'not-oda', 'mixed', 'unknown'])[1 + id % 4], reference = 'REF/' || id * 7919 % 1000003,
    confirmed_at = now() - id % 400 * interval '1 day', updated_at = now() - id % 90000 * interval '1 minute';
INSERT INTO projects_project_themes (project_id, theme_id)
SELECT DISTINCT p.id, (SELECT array_agg(code ORDER BY code) FROM projects_theme)[1 + (p.id * k * 5) % 40]
FROM projects_project p, generate_series(1, 2) k WHERE p.id % 10 > 0;
INSERT INTO projects_activity (project_id, type_id, description, unit)
SELECT p.id, (SELECT array_agg(code ORDER BY code) FROM projects_activitytype)[1 + (p.id * k) % 10], '', ''
FROM projects_project p, generate_series(1, 2) k WHERE p.id % 5 > 0;
UPDATE partners_organization SET kind = (ARRAY['police', 'customs', 'border-guard', 'ministry', 'health', 'other'])[1 + id % 6];
INSERT INTO projects_participation (project_id, organization_id, role)
SELECT project_id, organization_id, 'b' FROM projects_participation WHERE project_id % 3 = 0 AND role = '4';
INSERT INTO projects_document (project_id, file, thumbnail, name, title, kind, language, visibility, content_type, size,
    sha256, version, note, uploaded_at, infection)
SELECT 1 + n * 13 % (SELECT max(id) FROM projects_project), '', '', 'Report ' || n || '.pdf', '', 'other', '',
    CASE WHEN n % 10 = 0 THEN 'restricted' ELSE 'project' END, 'application/pdf', 1, md5(n::text), 1, '', now(), ''
FROM generate_series(1, {documents}) n;
INSERT INTO duplication_calibration (name, "table", notes, created_at) VALUES ('Benchmark', '{}', '', now());
INSERT INTO duplication_alert (first_id, second_id, kind, match_weight, probability, contributions, calibration_id,
    raised_at, checked_at)
SELECT p.id, q.id, 'same_work', 5, 0.9, '[]', (SELECT min(id) FROM duplication_calibration), now(), now()
FROM projects_project p JOIN projects_project q ON q.id = p.id + 1 + p.id % 7 WHERE p.id % 4 = 0;
SET session_replication_role = DEFAULT;
ANALYZE;
"""
LISTS: dict[str, dict[str, Any]] = {
    "list, nothing asked": {},
    "one country": {"country": "AF"},
    "two countries, status, year": {"country": ["AF", "TJ"], "status": "4", "year": "2015"},
    "a rare word": {"q": "heroin"},
    "a common word": {"q": "training"},
    "a word nearly everywhere": {"q": "project"},
    "two words": {"q": "border police"},
    "a phrase": {"q": '"border management"'},
    "a word without another": {"q": "training -health"},
    "a word in one country": {"q": "health", "country": "PK"},
    "French words": {"q": "sécurité frontières"},
    "a part of a number": {"q": "REF/79"},
    "a misspelt word": {"q": "narcotcis"},
    "nothing to be found": {"q": "heroin submarine", "country": "TJ"},
    "by title": {"sort": "title"},
    "a common word, by start": {"q": "training", "sort": "start"},
    "page 40 of a common word": {"q": "training", "page": 40},
}
TYPED = ["bo", "bor", "border", "heal", "health s", "nar", "REF/79", "training of p", "afg", "min", "proj", "zzzz"]


def fill(count: int) -> None:
    from django.db import connection

    from projects.models import DocumentText
    from projects.search.rebuilding import rebuild
    from tests.benchmarks.real_projects import drawn, load

    rows = list(drawn(count))
    load(rows)
    with connection.cursor() as cursor:
        cursor.execute(REST.replace("{documents}", str(DOCUMENTS)))
        cursor.execute("SET session_replication_role = replica")
        written = texts([row["description"] for row in rows])
        for first in range(1, DOCUMENTS + 1, 500):
            made = [DocumentText(document_id=pk, text=next(written), language="en") for pk in range(first, first + 500)]
            DocumentText.objects.bulk_create(made)
        cursor.execute("SET session_replication_role = DEFAULT")
    began = time.perf_counter()
    rebuild()
    print(f"{count:>9,} all words written anew in {time.perf_counter() - began:.0f} s", flush=True)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def texts(descriptions: list[str]) -> Iterator[str]:
    chance, said = random.Random(4), passages()
    while True:
        length, parts = min(LONGEST, int(chance.lognormvariate(0, SPREAD) * LENGTH)), []
        while length > 0:
            parts.append(chance.choice(said if said and chance.random() < 0.5 else descriptions))
            length -= len(parts[-1]) + 1
        yield "\n".join(parts)


def passages() -> list[str]:
    """Of the real documents; none without them."""
    from kreuzberg import ExtractionConfig, extract_file_sync

    from tests.benchmarks.real_projects import SHARED

    files = [path for path in Path(SHARED, "data", "documents").glob("*.*") if path.suffix != ".png"] if SHARED else []
    config = ExtractionConfig(use_cache=False, disable_ocr=True)  # type: ignore[call-arg]
    every = [extract_file_sync(str(path), config=config).content.replace("\0", "") for path in sorted(files)]
    return [text[start : start + PASSAGE] for text in every for start in range(0, len(text), PASSAGE)]


def measure(count: int, *, keep: bool, repeats: int) -> None:
    from django.test import Client

    from adam.demo.makers import make_focal_point
    from adam.warming import warm
    from partners.models import User
    from projects.models import Project
    from projects.search import register

    with database_of_its_own(f"{DATABASE}_{count}", keep=keep):
        if not Project.objects.exists():
            fill(count)
        client = Client(headers={"host": "localhost"})
        client.force_login(User.objects.first() or make_focal_point("DE"))
        began = time.perf_counter()
        register.current()
        print(f"{count:>9,} register read in {time.perf_counter() - began:.2f} s", flush=True)
        warm()
        every: list[float] = []
        for name, query in LISTS.items():
            times = [timed(client, f"/projects/?{urlencode(query, doseq=True)}") for _ in range(repeats + 1)][1:]
            every += times
            show(count, name, times)
        show(count, "all of these", every)
        typed = [timed(client, f"/projects/suggest/?{urlencode({'q': text})}") for text in TYPED * repeats]
        show(count, "suggestions", typed)
        for text in TYPED:
            show(
                count,
                f"  {text}",
                [timed(client, f"/projects/suggest/?{urlencode({'q': text})}") for _ in range(repeats)],
            )
        after = [after_a_change(client, number) for number in random.Random(1).choices(range(1, count), k=repeats)]
        show(count, "list after a change of one project", after)


def timed(client: Any, address: str) -> float:
    """Milliseconds until the last byte."""
    began = time.perf_counter()
    response = client.get(address, secure=True)
    assert response.content
    taken = (time.perf_counter() - began) * 1000
    assert response.status_code == 200, response
    return taken


def after_a_change(client: Any, number: int) -> float:
    from projects.models import Project

    Project.objects.filter(pk=number).update(status="2")
    return timed(client, "/projects/")


def show(count: int, name: str, times: list[float]) -> None:
    times = sorted(times)
    print(f"{count:>9,} {name:36} {statistics.median(times):>8.1f} {times[int(len(times) * 0.99)]:>8.1f}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--projects", type=int, nargs="+", default=[873, 100_000, 214_000])
    parser.add_argument("--keep", action="store_true", help="leave the databases, and use those that are left")
    parser.add_argument("--repeats", type=int, default=40, help="how often each is asked")
    given = parser.parse_args()
    django.setup()
    print(f"{'projects':>9} {'':36} {'median':>8} {'p99':>8} ms")
    for count in given.projects:
        measure(count, keep=given.keep, repeats=given.repeats)


if __name__ == "__main__":
    main()
