"""The meetings followed through: their series, agenda and persons by role, and two invented meetings: one held last
year, one next spring, whose list is being prepared.

The meetings until 2023 and what those of 2006 recommended are facts. Agendas, persons, translations and the two
meetings are invented; persons have roles, not names.
"""

from datetime import date

from django.utils import timezone

from partners.models import Country, Partner, User
from roundtables.amending.considering import Decided, carry_over, consider
from roundtables.models import Attendance, Recommendation, RoundTable, Series, Translation

ROUND, POLICY, MINISTERS = "expert_round_table", "policy_consultative_group", "ministerial_conference"
WORKING = "expert_working_group"
SERIES: dict[str, list[tuple[str, int | str]]] = {  # kind, and number or town
    "Balkan route": [(ROUND, 1), (ROUND, 7)],
    "Islamic Republic of Iran": [(ROUND, 2), (ROUND, 6)],
    "Northern route": [(ROUND, 3), (ROUND, 4)],
    "Afghanistan and neighbouring countries": [(ROUND, 5), (ROUND, 8)],
    "Precursors": [(WORKING, "New Delhi"), (WORKING, "Bucharest")],
    "Policy consultative group": [(POLICY, number) for number in (4, 5, 11, 16, 17)],
    "Ministerial conferences": [(MINISTERS, number) for number in (1, 2, 3)],
}
AGENDAS = {
    8: ["Opening", "The situation at the borders of Afghanistan", "Working groups on border control and intelligence",
        "Assistance given and planned, by donor", "Recommendations", "Closing"],
    9: ["Opening", "Trafficking by sea to the States of the Gulf", "Precursors on the way to Afghanistan",
        "Money-laundering", "Recommendations", "Closing"],
}  # fmt: skip
NEXT_AGENDA = [
    "Opening",
    "What became of the recommendations of the last meeting",
    "Reports of the countries: border liaison offices, joint operations, risk lanes",
    "Who assists with what: coming activities, and where two plan the same",
    "Needs that nobody answers",
    "Recommendations carried over, amended and new",
    "Closing",
]
TRANSLATIONS = {
    (8, 5): {
        "fr": "Améliorer la coopération transfrontalière stratégique et opérationnelle",
        "ru": "Улучшать стратегическое и оперативное трансграничное сотрудничество",
    },
    (8, 8): {
        "fr": "Promouvoir les bureaux de liaison aux frontières",
        "ru": "Содействовать созданию пограничных отделений связи",
    },
}
CARRIED = {
    3: "Two missions were carried out; the third waits for a date.",
    8: "Four offices still have no running budget. Donors are asked again.",
}
AMENDED, NEW_WORDS = 7, "Integrate trade facilitation and control, beginning with risk lanes at the busiest bridges"

FOR_DECISION = [
    "Give every border liaison office a running budget for three years, before another one is opened",
    "Name in each country one person who answers for joint operations, and pass the names on",
]


def write(author: User) -> None:
    for name, meetings in SERIES.items():
        series = Series.objects.get_or_create(name=name)[0]
        for kind, which in meetings:
            found = {"number": which} if isinstance(which, int) else {"city": which, "focus__icontains": name[:6]}
            RoundTable.objects.filter(kind=kind, **found).update(series=series)
    for number, items in AGENDAS.items():
        meeting = RoundTable.objects.get(kind=ROUND, number=number)
        meeting.agenda = "\n".join(items)
        meeting.save()
        people(meeting)
    for (number, item), texts in TRANSLATIONS.items():
        for language, text in texts.items():
            Translation.objects.create(recommendation=agreed(number, item), language=language, text=text)
    last_meeting(author)
    next_meeting()


def agreed(number: int, item: int) -> Recommendation:
    return Recommendation.objects.get(round_table__kind=ROUND, round_table__number=number, number=item)


def people(meeting: RoundTable) -> None:
    """The chair of the host country, who led which delegation, and who else came as what."""
    host = Partner.objects.filter(country=meeting.country).first()
    came = [("The chair", "chair", host, "Head of the drug control agency")]
    came += [
        (f"Head of delegation, {partner}", "head", partner, "")
        for partner in meeting.participants.filter(kind=Partner.Kind.COUNTRY).order_by("name")[:12]
    ]
    unodc = Partner.objects.get(code="UNODC")
    came += [("Expert on border control", "expert", unodc, ""), ("Expert on precursors", "expert", unodc, "")]
    came += [("Observer of the regional centre", "observer", Partner.objects.get(code="CARICC"), "")]
    came += [("The secretary", "secretariat", unodc, "")]
    for name, role, partner, position in came:
        Attendance.objects.create(round_table=meeting, name=name, role=role, partner=partner, position=position)


def last_meeting(author: User) -> None:
    """It took up what that of 2006 left open."""
    year = timezone.localdate().year - 1
    meeting = invented(year, "Bishkek", "KG")
    for number, note in CARRIED.items():
        carry_over(agreed(8, number), meeting, author, note)
    amended = Decided(NEW_WORDS, date(year + 2, 4, 30), "Two lanes are being tried out; others are to follow.")
    consider(agreed(8, AMENDED), meeting, author, amended)


def next_meeting() -> None:
    """Its list is a draft until it begins."""
    meeting = invented(timezone.localdate().year + 1, "Almaty", "KZ")
    for number, text in enumerate(FOR_DECISION, start=1):
        made = Recommendation.objects.create(round_table=meeting, number=number, text=text, addressees=["governments"])
        made.countries.set(Country.objects.filter(pk__in=["KG", "KZ", "TJ"]))


def invented(year: int, city: str, country: str) -> RoundTable:
    last = RoundTable.objects.get(kind=ROUND, number=8)
    meeting = RoundTable.objects.create(
        kind=ROUND,
        focus=last.focus,
        series=last.series,
        start=date(year, 4, 21),
        end=date(year, 4, 22),
        city=city,
        country_id=country,
        agenda="\n".join(NEXT_AGENDA),
        source="Invented for this demonstration",
    )
    meeting.participants.set(last.participants.all())
    people(meeting)
    return meeting
