"""Documents and pictures of some projects and meetings, made from what the register says of them."""

from collections.abc import Callable

from django.core.files.uploadedfile import SimpleUploadedFile

from adam.demo.world import sheets, shelf
from adam.demo.world.report import AS_OF, Report
from partners.models import FocalPoint, User
from projects.documents import replace, store_one
from projects.models import Document, Letter, Place, Project
from roundtables.models import MeetingDocument, RoundTable

HOLDERS = {"DE": 5, "GB": 5, "JP": 3, "US": 4, "UNODC": 4, "NO": 1, "EU": 2}  # partners with documents, and how many
LETTERS = ["DE", "GB", "JP", "UNODC"]  # whose letter of designation is kept
Kind = Document.Kind
Paper = tuple[str, str, str, bytes]  # file name, title, kind, content
Maker = Callable[[Project, Report], Paper]


def write(projects: list[Project], reports: list[Report], accounts: dict[str, User]) -> None:
    by_partner = {user.partner.code: user for user in accounts.values() if user.partner and user.role == "reader"}
    pairs = list(zip(projects, reports, strict=True))
    for code, number in HOLDERS.items():
        own = [pair for pair in pairs if pair[1].partner == code and pair[1].places and len(pair[1].activities) > 1]
        own.sort(key=lambda pair: (pair[1].end < AS_OF, pair[1].draft))
        for at in range(number):
            make, suits = MAKERS[at]
            chosen = next((pair for pair in own if suits(pair[1])), own[0])
            own.remove(chosen)
            for paper in (make(*chosen), *([ALWAYS[at // 2](*chosen)] if at % 2 == 0 else [])):
                attach(chosen[0], paper, by_partner[code], restricted=at == 4)
        revise(own_proposal(code), by_partner[code])
    for code in LETTERS:
        designate_by_letter(by_partner[code], accounts["coordinator"])
    for table in RoundTable.objects.filter(recommendations__isnull=False).distinct():
        keep(MeetingDocument, recommended(table), accounts["coordinator"], round_table=table)


def own_proposal(code: str) -> Document:
    return Document.objects.filter(project__partner__code=code, name="project-document.pdf").earliest("pk")


def revise(document: Document, user: User) -> None:
    """A second version; the first one is kept."""
    lines = [document.project.objective, "Revised after the steering committee: delivery notes go to both sides."]
    newer = SimpleUploadedFile("project-document-revised.pdf", sheets.pdf(document.project.title, lines))
    replace(document, newer, user=user, note="Revised after the steering committee")


def attach(project: Project, paper: Paper, user: User, restricted: bool) -> None:
    scope = Document.Visibility.RESTRICTED if restricted else Document.Visibility.AS_PROJECT
    keep(Document, paper, user, project=project, visibility=scope)


def keep(model: type[Document] | type[MeetingDocument], paper: Paper, user: User, **fields: object) -> None:
    name, title, kind, content = paper
    store_one(
        SimpleUploadedFile(name, content), model=model, user=user, title=title, kind=kind, language="en", **fields
    )


def designate_by_letter(user: User, by: User) -> None:
    """The note with which the partner named its first contact."""
    point = FocalPoint.objects.select_related("partner").get(user=user)
    text = f"""Note to the Paris Pact coordination unit

{point.partner} has the honour to name as its focal point, from {point.started:%d %B %Y}:
{user.name}, {user.email}
"""
    letter = SimpleUploadedFile(f"{point.partner.code.lower()}-designation.txt", text.encode())
    store_one(letter, model=Letter, user=by, partner=point.partner, designation=point, kind=Kind.AGREEMENT)


def supplies(report: Report) -> bool:
    return any(done.type == "A05" for done in report.activities)


def at_a_crossing(report: Report) -> bool:
    return any(place.kind == "crossing" and place.name in report.places for place in shelf.places()[report.country])


def anything(report: Report) -> bool:
    return True


def told(project: Project, report: Report) -> list[str]:
    sums = "; ".join(f"{money.partner} {money.amount:,} {money.currency}" for money in report.money)
    done = "; ".join(f"{done.quantity:,} {done.unit}" for done in report.activities)
    return [
        f"Reference: {project.number}. Period: {report.start:%d %B %Y} to {report.end:%d %B %Y}.",
        report.objective,
        f"Planned: {done}.",
        f"Financing: {sums or 'in kind'}.",
    ]


def proposal(project: Project, report: Report) -> Paper:
    return ("project-document.pdf", "Project document", Kind.PROPOSAL, sheets.pdf(project.title, told(project, report)))


def progress(project: Project, report: Report) -> Paper:
    lines = [*told(project, report), "State at the time of reporting: on schedule, no change of budget is asked for."]
    return "progress-report.docx", "Progress report", Kind.RESULTS, sheets.docx(f"Progress: {project.title}", lines)


def equipment(project: Project, report: Report) -> Paper:
    rows = [
        [f"{number:03}", done.unit, done.body or "-", done.place or "-", f"{project.number}-{number:03}"]
        for done in report.activities
        if done.type == "A05"
        for number in range(1, min(done.quantity, 12) + 1)
    ]
    header = ["No", "Item", "Held by", "Place", "Inventory number"]
    return "inventory.csv", "Inventory at hand-over", Kind.OTHER, sheets.table(header, [list(row) for row in rows])


def minutes(project: Project, report: Report) -> Paper:
    lines = ["MINUTES OF THE STEERING COMMITTEE", project.title, "", *told(project, report), ""]
    lines += ["Agreed: next meeting in six months; delivery notes to be sent to both sides."]
    return "steering-committee.txt", "Minutes, steering committee", Kind.SUMMARY, "\r\n".join(lines).encode()


def work_plan(project: Project, report: Report) -> Paper:
    activities = list(project.activities.select_related("type"))
    return "work-plan.png", "Work plan", Kind.PICTURE, sheets.timeline(report.start, report.end, activities)


def location(project: Project, report: Report) -> Paper:
    places = list(project.places.exclude(latitude=None))
    around = Place.objects.filter(country=report.country, latitude__isnull=False).exclude(kind="airport")
    picture = sheets.sketch_map(report.places[0], places, list(around.exclude(pk__in=[place.pk for place in places])))
    return "location.png", f"Where it is: {report.places[0]}", Kind.PICTURE, picture


def plan(project: Project, report: Report) -> Paper:
    return "site-plan.jpg", f"Site plan, {report.places[0]}", Kind.PICTURE, sheets.site_plan(report.places[0])


MAKERS: list[tuple[Maker, Callable[[Report], bool]]] = [  # and the projects they suit
    (proposal, anything),
    (location, anything),
    (progress, anything),
    (equipment, supplies),
    (plan, at_a_crossing),
]
ALWAYS: list[Maker] = [minutes, work_plan, proposal]


def recommended(table: RoundTable) -> Paper:
    lines = [f"{item.number}. {item.text}." for item in table.recommendations.all()]
    return "recommendations.pdf", "Recommendations", Kind.OTHER, sheets.pdf(str(table), [table.source, *lines])
