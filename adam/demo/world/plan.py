"""The whole world as plain reports: always the same 873, with the overlaps among them that detection should find."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from random import Random
from typing import NamedTuple

from adam.demo.world import pairs, shelf, written
from adam.demo.world.author import Author
from adam.demo.world.report import AS_OF, Money, Report, together

SEED = 2003  # the year of the Paris conference
SIZE = 873  # as many as the first ADAM held
OVERDUE = 14
DRAFTS = 9
CO_FUNDERS = ["NO", "SE", "DK", "FI", "LU", "JP", "DE", "US", "CA", "IT", "FR", "NL"]
IATI = {"GB": "GB-GOV-1", "EU": "XI-IATI-EC", "SE": "SE-0", "NO": "NO-BRC-971277882", "UNODC": "XM-DAC-41128"}


class Overlap(NamedTuple):
    first: str  # reference numbers
    second: str
    kind: str


@dataclass(frozen=True, slots=True)
class World:
    reports: list[Report]
    overlaps: list[Overlap]
    look_alikes: list[tuple[str, str]]  # phases and serial grants: alike, and no overlap


@cache
def world() -> World:
    author = Author(Random(SEED))
    known = written.overlaps(author)
    series = written.series(author)
    reports = written.singles(author)
    reports += {id(report): report for _, *both in known for report in both}.values()
    reports += [report for run in series for report in run]
    room = SIZE - len(reports) - len(pairs.MADE)
    ordinary = invented(author, room, reports)
    made = pairs.second_reports(author, ordinary)
    known += made
    reports += ordinary + [second for _, _, second in made]
    shared = {id(report) for _, *both in known for report in both} | {id(report) for run in series for report in run}
    finish(author, reports, keep={*shared})
    return World(
        reports,
        [Overlap(first.reference, second.reference, kind) for kind, first, second in known],
        [(run[at].reference, run[at + 1].reference) for run in series for at in range(len(run) - 1)],
    )


def invented(author: Author, room: int, taken: list[Report]) -> list[Report]:
    """Ordinary projects, none of which overlaps another partner's by accident."""
    found: list[Report] = []
    by_country: dict[str, list[Report]] = {}
    for other in taken:
        by_country.setdefault(other.country, []).append(other)
    titles = {other.title for other in taken}
    times_used = dict.fromkeys(range(len(shelf.works())), 1)
    while len(found) < room:
        work = author.rng.choices(shelf.works(), [1 / times_used[work.number] for work in shelf.works()])[0]
        report = author.attempt(work)
        if report is None or report.title in titles:
            continue
        neighbours = by_country.setdefault(report.country, [])
        if any(together(report, other) for other in neighbours):
            continue
        titles.add(report.title)
        times_used[work.number] += 1
        neighbours.append(report)
        report.money = financed(author, report, work)
        found.append(report)
    return found


def financed(author: Author, report: Report, work: shelf.Work) -> list[Money]:
    """Most pay alone; UNODC's projects are paid by others, and one in six has a second contributor."""
    rng, least, most = author.rng, *work.usd
    usd = least * (most / least) ** rng.betavariate(1.6, 2.4)
    if report.partner == "UNODC":
        givers = rng.sample(
            ["US", "JP", "NO", "SE", "EU", "CA", "RU", "GB", "DE", "IT", "DK"], rng.choice([1, 1, 2, 3])
        )
    else:
        others = [code for code in CO_FUNDERS if code != report.partner]
        givers = [report.partner, *rng.sample(others, rng.choices([0, 1, 2], [20, 3, 1])[0])]
    shares = [1.0] if len(givers) == 1 else [0.6] + [0.4 / (len(givers) - 1)] * (len(givers) - 1)
    return [author.money(giver, usd * share, report.start) for giver, share in zip(givers, shares, strict=True)]


def finish(author: Author, reports: list[Report], keep: set[int]) -> None:
    """Reference numbers, state on the day of the world, who may see it, and when it was last confirmed."""
    rng = author.rng
    for report in reports:
        report.reference = author.reference(report.partner, report.country, report.start)
        report.status = status(rng, report.start, report.end)
        report.recorded = moment(rng, min(report.start + timedelta(rng.randint(-40, 200)), AS_OF - timedelta(2)))
        report.confirmed = confirmed(rng, report)
        report.implementers = report.implementers or carried_out(rng, report)
        if report.partner in IATI and rng.random() < 0.3:
            report.identifiers.append(("IATI", f"{IATI[report.partner]}-{rng.randint(200000, 899999)}"))
        if id(report) not in keep and report.visibility == "all" and rng.random() < 0.1:
            report.visibility = "named" if rng.random() < 0.7 else "restricted"
        if report.visibility == "named":
            report.shared_with = rng.sample([code for code in CO_FUNDERS if code != report.partner], 3)
    own = [report for report in reports if id(report) not in keep and report.work is not None]
    for report in rng.sample([report for report in own if report.end < AS_OF - timedelta(30)], OVERDUE):
        report.status = "2"
    running = [report for report in own if report.status in "12" and report.end > AS_OF]
    german = [report for report in running if report.partner == "DE"][:2]
    for report in german + rng.sample([report for report in running if report.partner != "DE"], DRAFTS - len(german)):
        report.draft, report.confirmed = True, None
    for report in rng.sample(own, 40):  # not every register has numbers
        report.reference = ""


def status(rng: Random, start: date, end: date) -> str:
    if start > AS_OF:
        return "1"
    if end < AS_OF:
        return rng.choices(["4", "5"], [30, 1])[0] if end < AS_OF - timedelta(150) else rng.choice("34")
    return rng.choices(["2", "6"], [30, 1])[0]


def confirmed(rng: Random, report: Report) -> datetime | None:
    """Twice a year, as focal points do; some are late."""
    if report.status in "456":
        return moment(rng, min(report.end + timedelta(rng.randint(0, 200)), AS_OF - timedelta(1)))
    late = rng.choices([rng.randint(1, 150), rng.randint(150, 500)], [3, 1])[0]
    day = AS_OF - timedelta(late)
    return max(moment(rng, day), report.recorded or moment(rng, report.start))


def carried_out(rng: Random, report: Report) -> list[str]:
    """Who carries it out, where that is said: mostly a body of the partner's own."""
    own = [name for name in shelf.implementers().get(report.partner, []) if not out_of_time(name, report.start)]
    if report.work is None or rng.random() < 0.2:
        return []
    return [rng.choice(own if own and rng.random() < 0.9 else shelf.implementers()[""])]


def out_of_time(name: str, start: date) -> bool:
    """The National Crime Agency took over from the Serious Organised Crime Agency in October 2013."""
    return (start.year < 2014 and name == "National Crime Agency") or (start.year > 2013 and name.startswith("Serious"))


def moment(rng: Random, day: date) -> datetime:
    return datetime.combine(day, time(rng.randint(7, 17), rng.randint(0, 59)), UTC)
