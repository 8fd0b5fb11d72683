"""How long imports take and how much memory: `python -m tests.benchmarks.importing [NUMBER]`. All is taken back.

First the published files in data/iati of the folder that ADAM_SHARED names, if it names one, then a file of 50,000 activities, or of NUMBER,
made by repetition of a sample.
"""

import os
import resource
import sys
import tempfile
import time
from pathlib import Path

import django

SAMPLE = Path(__file__).parents[1] / "samples" / "iati-2.03.xml"
SHARED = os.environ.get("ADAM_SHARED", "")


def repeat(path: Path, number: int) -> None:
    """A file of this many activities, each with an identifier of its own, and a new organization every tenth time."""
    head, start, rest = SAMPLE.read_text(encoding="utf-8").partition("<iati-activity ")
    body, end, _ = rest.partition("</iati-activity>")
    with path.open("w", encoding="utf-8") as file:
        file.write(head)
        for n in range(number):
            one = body.replace("202412345", f"2024-{n}").replace("Пограничная служба", f"Пограничная служба {n // 10}")
            file.write(start + one + end + "\n")
        file.write("</iati-activities>\n")


def measure(path: Path) -> None:
    from partners.models import Partner
    from projects.importing import import_file

    started = time.perf_counter()
    report = import_file(path, Partner.objects.by_code("UNODC").get(), dry_run=True)
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    size = path.stat().st_size / 2**20
    print(f"{path.name:36} {size:7.1f} MB {seconds:7.1f} s   peak {peak:4.0f} MB   {report}", flush=True)


def main() -> None:
    django.setup()
    files = sorted(Path(SHARED, "data", "iati").glob("*.xml")) if SHARED else []
    print(
        f"{len(files)} published files below {SHARED}" if SHARED else "ADAM_SHARED names no folder of published files."
    )
    for path in files:
        measure(path)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "repeated.xml"
        repeat(path, int(sys.argv[1]) if len(sys.argv) > 1 else 50_000)
        measure(path)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "adam.settings")
    main()
