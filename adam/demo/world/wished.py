"""What countries need and donors offer in the demonstration world: some of it fits, and some sides have talked."""

from datetime import date, timedelta

from django.utils import timezone

from partners.models import Partner, User
from projects.models import Place
from roundtables.models import MatchStatement, Need, Offer, Outcome
from roundtables.needs.matching import matches_of_need

LATER = timedelta(days=365)
NEEDS = [  # country, in a few words, theme, type, kind of body, quantity, unit, place, months from today, more about it
    (
        "TJ",
        "Document readers for crossing points on the Afghan border",
        "T1.1",
        "A05",
        "border-guard",
        24,
        "document readers",
        "Panji Poyon (Nizhny Panj)",
        3,
        "Two posts read passports by eye; the readers of 2014 are broken.",
    ),
    (
        "TJ",
        "Running costs of border liaison offices",
        "T1.3",
        "A18",
        "drug-control",
        4,
        "offices",
        "",
        1,
        "Fuel, telephone and one interpreter each.",
    ),
    (
        "AF",
        "Test kits for precursors at inland customs",
        "T4.2",
        "A05",
        "customs",
        300,
        "test kits",
        "",
        2,
        "For acetic anhydride above all.",
    ),
    ("UZ", "Dogs and handlers for the rail crossing", "T2.2", "A08", "customs", 8, "dogs", "", 6, ""),
    (
        "KG",
        "Training of investigators in controlled deliveries",
        "T2.3",
        "A01",
        "drug-control",
        40,
        "trainees",
        "",
        4,
        "With the prosecutors who approve them.",
    ),
    ("KG", "A laboratory method for new substances", "T6.4", "A10", "laboratory", None, "", "", 8, ""),
    (
        "TM",
        "Container control at the seaport",
        "T1.4",
        "A10",
        "customs",
        1,
        "units",
        "",
        5,
        "A port control unit with a room and scanners.",
    ),
    (
        "IR",
        "Treatment of women who use opiates",
        "T8.2",
        "A15",
        "health",
        600,
        "clients",
        "",
        2,
        "Two day centres are open, a third is planned.",
    ),
    ("PK", "Vehicles for the patrol of the green border", "T1.2", "A05", "border-guard", 15, "vehicles", "", 6, ""),
    ("KZ", "Analysts for financial investigation of drug money", "T5.2", "A01", "fiu", 20, "trainees", "", 3, ""),
    ("RU", "Interpreters for joint operations with the neighbours", "T3.4", "A11", "police", None, "", "", 1, ""),
    (
        "AF",
        "Alternative crops and irrigation for two districts",
        "T7.1",
        "A06",
        "ministry",
        2,
        "sites",
        "",
        9,
        "Where poppy was given up two years ago.",
    ),
]
OFFERS = [  # partner, in a few words, themes, types, countries, quantity, unit, months from today, more about it
    (
        "DE",
        "Document readers and training in their use",
        ["T1.1"],
        ["A05", "A01"],
        ["TJ", "UZ", "KG"],
        30,
        "document readers",
        4,
        "From a stock that is replaced next year.",
    ),
    (
        "GB",
        "Courses in controlled delivery and special techniques",
        ["T2.3"],
        ["A01"],
        ["KG", "KZ", "UZ", "TJ"],
        60,
        "trainees",
        5,
        "Three courses of twenty; places for prosecutors too.",
    ),
    (
        "UNODC",
        "Port control units",
        ["T1.4"],
        ["A10", "A01"],
        ["TM", "KZ", "AZ"],
        2,
        "units",
        6,
        "If the donors of the programme agree.",
    ),
    ("FR", "Dog handlers’ school takes trainees from abroad", ["T2.2"], ["A08", "A01"], [], 12, "dogs", 2, ""),
    ("JP", "Test kits for precursors", ["T4.2"], ["A05"], ["AF", "PK", "IR"], 200, "test kits", 3, ""),
    ("US", "Vehicles for border guards", ["T1.2", "T1.1"], ["A05"], ["PK", "TJ"], 10, "vehicles", 7, "No budget yet."),
    ("NO", "Advisers on confiscation and asset recovery", ["T5.2"], ["A03"], ["KZ", "KG"], 6, "person-months", 4, ""),
    ("IT", "Scholarships in addiction medicine", ["T8.2"], ["A04"], [], 5, "participants", 8, ""),
]


def write(accounts: dict[str, User]) -> None:
    author, today = accounts["coordinator"], timezone.localdate()
    needs = [need(row, author, today) for row in NEEDS]
    for row in OFFERS:
        offer(row, author, today)
    talks(needs, author)


def need(row: tuple, author: User, today: date) -> Need:
    country, title, theme, of, kind, quantity, unit, place, months, text = row
    start = today + timedelta(days=30 * months)
    return Need.objects.create(
        country_id=country,
        title=title,
        text=text,
        theme_id=theme,
        activity_type_id=of,
        beneficiary_kind=kind,
        quantity=quantity,
        unit=unit,
        place=Place.objects.filter(country=country, name=place).first() if place else None,
        start=start,
        end=start + LATER,
        author=author,
    )


def offer(row: tuple, author: User, today: date) -> None:
    code, title, themes, types, countries, quantity, unit, months, text = row
    made = Offer.objects.create(
        partner=Partner.objects.by_code(code).get(),
        title=title,
        text=text,
        quantity=quantity,
        unit=unit,
        start=today + timedelta(days=30 * months),
        author=author,
    )
    made.themes.set(themes)
    made.activity_types.set(types)
    made.countries.set(countries)


def talks(needs: list[Need], author: User) -> None:
    """The first two that have an offer are in touch; the last need was met without anybody here."""
    offered = [(one, match.offer) for one in needs for match in matches_of_need(one)[:1] if match.offer]
    for one, offer_id in offered[:2]:
        MatchStatement.objects.create(
            need=one,
            offer_id=offer_id,
            side=MatchStatement.Side.COORDINATOR,
            says=MatchStatement.Says.IN_TOUCH,
            note="Both sides meet at the next round table.",
            author=author,
        )
    Need.objects.filter(pk=needs[-1].pk).update(
        closed_at=timezone.now(), outcome=Outcome.MET, closing_note="Met by a programme of the ministry itself."
    )
