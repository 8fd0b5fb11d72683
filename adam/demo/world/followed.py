"""What came of recommendations: reports and assessments on those of 2006, and a working group of last year, invented,
whose recommendations stand in every column of the board today."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pgtrigger
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from adam.demo.world import sheets
from partners.models import Country, Partner, User
from projects.documents import store_one
from projects.models import Theme
from roundtables.models import FollowUp, MeetingDocument, Recommendation, RoundTable, Series

COORDINATORS = ""  # assess; all others report
ENTRIES = [  # round table of 2006, recommendation, partner, progress, year and month, text
    (8, 1, "PK", "in_progress", (2007, 3), "Border commanders meet at Torkham and Chaman, not yet every month."),
    (8, 2, "AF", "implemented", (2007, 2), "Taken up in the work of the neighbours' customs and drug services."),
    (8, 2, COORDINATORS, "implemented", (2007, 9), "The declaration is the ground on which the services work."),
    (8, 3, "UNODC", "in_progress", (2006, 12), "Joint missions saw the Tajik and the Turkmen border."),
    (8, 4, "KZ", "in_progress", (2007, 6), "Premises in Almaty made available; the agreement waits for signatures."),
    (8, 4, "UNODC", "implemented", (2009, 12), "The centre works: all seven members have sent liaison officers."),
    (8, 4, COORDINATORS, "implemented", (2010, 2), "Opened in Almaty; the members pay its running costs."),
    (8, 5, "TJ", "in_progress", (2008, 4), "The commands at Panji Poyon and Shir Khan Bandar have a telephone line."),
    (8, 6, "UZ", "in_progress", (2008, 5), "One duty roster for customs and border troops at Ayritom."),
    (8, 7, "TJ", "in_progress", (2009, 1), "Risk lanes at the bridge are being tried out."),
    (8, 8, "UNODC", "in_progress", (2010, 3), "Eleven liaison offices opened; four have no running budget."),
    (8, 9, "TM", "in_progress", (2008, 9), "Test kits are in use at two posts."),
    (9, 3, "AE", "implemented", (2008, 3), "Dogs serve in two ports."),
    (9, 3, COORDINATORS, "in_progress", (2008, 6), "Two ports of the six; the others have not reported."),
    (9, 5, "QA", "implemented", (2010, 11), "The centre was established in Doha."),
    (9, 5, COORDINATORS, "implemented", (2011, 1), "The centre has staff of all member states."),
    (9, 6, "IR", "in_progress", (2007, 10), "Three operational meetings on acetic anhydride were held."),
]  # fmt: skip
INVITED = ["TJ", "KG", "KZ", "UZ", "AF", "DE", "GB", "US", "JP", "UNODC", "EU"]
SERIES, FOCUS = "Northern route", "Border liaison on the northern route"
RECENT = [  # text, theme, countries, addressees, days from today until it is due, priority
    ("Keep the liaison offices at Panji Poyon and Ishkoshim open in the hours of the crossings", "T1.3", "TJ AF",
     ["governments"], -45, 1),
    ("Send monthly figures on seized precursors to the regional centre", "T4.2", "TJ KG KZ UZ", ["governments"], 20, 2),
    ("Keep one list of what donors deliver to the drug control agencies, and enter it before it is ordered", "T3.1",
     "TJ KG", ["donors"], 25, 1),
    ("Train customs and border troops together at least once a year", "T2.5", "TJ KG UZ",
     ["governments", "unodc"], None, 2),
    ("Hold a joint exercise of customs and border troops at Ayritom", "T2.5", "UZ", ["governments"], -200, 3),
    ("Name a person for precursors in each drug control agency", "T4.2", "KG KZ", ["governments"], -120, 2),
]  # fmt: skip
SAID = [  # recommendation, partner, progress, days ago, text, name of a paper
    (1, "TJ", "in_progress", 110, "Panji Poyon is open from seven to seven; Ishkoshim waits for a generator.", ""),
    (1, COORDINATORS, "in_progress", 95, "One of the two. Please report again when the generator runs.", ""),
    (2, "TJ", "implemented", 5, "Sent each month since spring; the figures of October are enclosed.", "figures.pdf"),
    (2, "KG", "in_progress", 60, "Sent each quarter; a monthly report needs one more officer.", ""),
    (4, "UNODC", "in_progress", 80, "A first course for both services was held in Dushanbe.", ""),
    (4, COORDINATORS, "in_progress", 70, "One course of the three countries.", ""),
    (5, COORDINATORS, "superseded", 65, "Taken up in the joint training, which has a budget.", ""),
    (6, "KZ", "implemented", 100, "Named in April.", ""),
    (6, COORDINATORS, "implemented", 90, "Both agencies have named a person.", ""),
]


def write(accounts: dict[str, User]) -> None:
    people = {user.partner.code: user for user in accounts.values() if user.partner and user.role == User.Role.READER}
    people[COORDINATORS] = accounts["coordinator"]
    of_2006 = Recommendation.objects.filter(round_table__kind=RoundTable.Kind.EXPERT_ROUND_TABLE)
    for table, number, code, progress, (year, month), text in ENTRIES:
        made = of_2006.get(round_table__number=table, number=number)
        say(made, code, people, date(year, month, 14), progress=progress, text=text)
    for made in of_2006.to_assess():
        noted = "Noted; no later report has come."
        say(made, COORDINATORS, people, date(2011, 3, 14), progress=FollowUp.Progress.IN_PROGRESS, text=noted)
    recent = working_group()
    for number, code, progress, ago, text, paper in SAID:
        day = timezone.localdate() - timedelta(days=ago)
        successor = recent[4] if progress == FollowUp.Progress.SUPERSEDED else None
        entry = say(recent[number], code, people, day, progress=progress, text=text, successor=successor)
        if paper:
            enclose(entry, paper)


def say(made: Recommendation, code: str, people: dict[str, User], day: date, **fields: Any) -> FollowUp:
    """For a partner, or as coordinator; where a partner has no focal point a coordinator has entered it."""
    partner = Partner.objects.filter(code=code).first()
    author = people.get(code) or people[COORDINATORS]
    entry = FollowUp.objects.create(recommendation=made, partner=partner, author=author, **fields)
    with pgtrigger.ignore("roundtables.FollowUp:follow_up_append_only"):
        FollowUp.objects.filter(pk=entry.pk).update(created_at=timezone.make_aware(datetime.combine(day, time(10))))
    return entry


def enclose(entry: FollowUp, name: str) -> None:
    content = sheets.pdf("Seized precursors", ["Acetic anhydride: 212 litres in two cases.", "Others: none."])
    store_one(
        SimpleUploadedFile(name, content), model=MeetingDocument, user=entry.author, follow_up=entry,
        round_table=entry.recommendation.round_table, kind=MeetingDocument.Kind.RESULTS, language="en",
        title="Seized precursors of the month",
    )  # fmt: skip


def working_group() -> dict[int, Recommendation]:
    """Held eleven months ago; the next one of its series is to meet in six weeks."""
    today = timezone.localdate()
    series = Series.objects.get_or_create(name=SERIES)[0]
    for days, city, country in ((-330, "Dushanbe", "TJ"), (42, "Almaty", "KZ")):
        start = today + timedelta(days=days)
        meeting = RoundTable.objects.create(
            kind=RoundTable.Kind.EXPERT_WORKING_GROUP, focus=FOCUS, series=series, city=city, country_id=country,
            start=start, end=start + timedelta(days=1), source="Invented for the demonstration",
        )  # fmt: skip
        meeting.participants.set(Partner.objects.filter(code__in=INVITED))
    held = RoundTable.objects.get(series=series, start__lt=today, focus=FOCUS)
    made = {}
    for number, (text, theme, countries, addressees, due, priority) in enumerate(RECENT, start=1):
        made[number] = Recommendation.objects.create(
            round_table=held, number=number, text=text, addressees=addressees, priority=priority, pillars=["I"],
            endorsed_on=held.end + timedelta(days=90), due_on=today + timedelta(days=due) if due is not None else None,
        )  # fmt: skip
        made[number].countries.set(Country.objects.filter(pk__in=countries.split()))
        made[number].themes.set(Theme.objects.filter(pk=theme))
    return made
