"""Second reports: from an ordinary project, what another partner would report of the same or of neighbouring work."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from adam.demo.world import shelf
from adam.demo.world.author import FALL_OF_KABUL, NEAR, Author
from adam.demo.world.report import Done, Report

MADE = ["same_project"] * 10 + ["same_work"] * 9 + ["complementary"] * 7 + ["timing_clash"] * 6
TRAINING = {"A01", "A02", "A04"}
Known = tuple[str, Report, Report]


def second_reports(author: Author, ordinary: list[Report]) -> list[Known]:
    """As many of each kind as MADE says; no project is in two of them."""
    makers: dict[str, Callable[[Author, Report], Report | None]] = {
        "same_project": same_project,
        "same_work": same_work,
        "complementary": complementary,
        "timing_clash": timing_clash,
    }
    candidates = [report for report in ordinary if report.objective.count(".") > 1 and report.visibility == "all"]
    author.rng.shuffle(candidates)
    made: list[Known] = []
    for kind in MADE:
        for first in candidates:
            second = makers[kind](author, first)
            if second is not None:
                candidates.remove(first)
                made.append((kind, first, second))
                break
    return made


def other_partner(author: Author, first: Report, work: shelf.Work, start: date) -> str | None:
    fitting = [
        code
        for code in work.by or ["CZ", "PL", "AU"]
        if code != first.partner
        and first.country in NEAR.get(code, {first.country})
        and first.country != code
        and author.possible(code, first.country, work.themes, start, first.end)
    ]
    return author.rng.choice(fitting) if fitting else None


def again(
    author: Author, first: Report, work: shelf.Work, partner: str, start: date, end: date, doings: list[Done] | None
) -> Report:
    """The same place and body in other words."""
    place = first.places[0] if first.places else ""
    title = (first.wording[0] + author.rng.randint(1, len(work.titles) - 1)) % len(work.titles)
    texts = work.texts_for(title)
    text = author.rng.choice([number for number in texts if number != first.wording[1]] or texts)
    body = shelf.bodies_by_name()[first.bodies[0]]
    return author.write(work, partner, first.country, place, body, (start, end), (title, text), doings)


def same_project(author: Author, first: Report) -> Report | None:
    """The other funder, or the agency that carries it out, reports it too: same quantities, nearly the same days."""
    work = shelf.works()[first.work or 0]
    start = first.start + timedelta(author.rng.choice([0, 0, 14, 30]))
    partner = "UNODC" if first.partner != "UNODC" else other_partner(author, first, work, start)
    if partner is None or len(first.money) > 1 or not first.places or first.end < start:
        return None
    second = again(author, first, work, partner, start, first.end, [replace(done) for done in first.activities])
    second.objective = second.objective or first.objective
    paid_by = author.voices["names"].get(first.partner, first.partner)
    if first.partner in {"UNODC"}:
        second.objective += " Carried out by UNODC."
    elif len(paid_by) > 2:
        second.objective += f" Financed by {paid_by}."
    second.title = second.title if author.rng.random() < 0.5 else first.title.replace(": ", " - ")
    second.implementers = first.implementers = ["United Nations Office on Drugs and Crime"]
    given = first.money[0]
    second.money = [replace(given, partner=partner)]
    if author.rng.random() < 0.3:
        number = ("UNODC", f"{first.country}X{author.rng.randint(100, 999)}")
        first.identifiers.append(number)
        second.identifiers.append(number)
    return second


def same_work(author: Author, first: Report) -> Report | None:
    """Another donor, another contractor, the same service at the same place in the same months."""
    work = shelf.works()[first.work or 0]
    start = first.start + timedelta(author.rng.randint(40, 150))
    partner = other_partner(author, first, work, start)
    if partner is None or not first.places or (first.end - start).days < 150:
        return None
    end = first.end + timedelta(author.rng.randint(-60, 120))
    second = again(author, first, work, partner, start, end, None)
    second.money = [author.money(partner, float(work.usd[0]) * author.rng.uniform(1.2, 3), start)]
    return second if second.objective else None


def complementary(author: Author, first: Report) -> Report | None:
    """Another kind of activity on the same theme for the same body at the same place."""
    start = first.start + timedelta(author.rng.randint(20, 200))
    place_kind = next((p.kind for p in shelf.places()[first.country] if first.places[:1] == [p.name]), "")
    body = shelf.bodies_by_name()[first.bodies[0]]
    if first.themes[0].startswith("T9"):  # meetings and liaison officers go with everything
        return None
    for work in shelf.works():
        fits = {*work.themes} & {*first.themes} and place_kind in work.at and body.kind in work.kinds
        if not fits or work.types & {done.type for done in first.activities} or (first.end - start).days < 200:
            continue
        if partner := other_partner(author, first, work, start):
            second = author.write(work, partner, first.country, first.places[0], body, (start, first.end))
            second.money = [author.money(partner, float(work.usd[0]) * 1.5, start)]
            return second
    return None


def timing_clash(author: Author, first: Report) -> Report | None:
    """A course on another subject calls the same unit in the same weeks."""
    course = next((done for done in first.activities if done.type in TRAINING), None)
    body = shelf.bodies_by_name()[first.bodies[0]]
    if course is None or (first.end - first.start).days < 240:
        return None
    begins = first.start + timedelta(120)
    for work in shelf.works():
        lesson = next((doing for doing in work.do if doing.type in TRAINING), None)
        if lesson is None or {*work.themes} & {*first.themes} or body.kind not in work.kinds or work.at != ["city"]:
            continue
        partner = other_partner(author, first, work, first.start)
        cities = [
            place.name
            for place in shelf.places()[first.country]
            if place.kind == "city" and (not body.home or place.name in body.home)
        ]
        if partner is None or not cities or (first.country == "AF" and first.end > FALL_OF_KABUL):
            continue
        course.start, course.end = begins, begins + timedelta(11)
        period = (first.start + timedelta(60), first.end)
        second = author.write(work, partner, first.country, cities[0], body, period)
        second.money = [author.money(partner, float(work.usd[0]) * 1.4, period[0])]
        for done in second.activities:
            if done.type in TRAINING:
                done.start, done.end = begins + timedelta(5), begins + timedelta(16)
        return second
    return None
