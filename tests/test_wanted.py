"""What a coordinator wants to be told of, in whatever words, and what must stay silent beside it."""

from datetime import date
from typing import Any

import pytest

from adam.demo.makers import make_organization, make_place, make_project
from duplication.detection import check
from duplication.models import Alert
from projects.models import Place, Project

pytestmark = pytest.mark.django_db

Facts = dict[str, Any]
GUARDS: Facts = {
    "title": "Patrols of the Bartang river guards in high water",
    "objective": "River guards of the Bartang learn to patrol by boat when the water is high and smugglers cross.",
    "at": "Bartang river post",
    "body": "Bartang river guards",
    "type": "A01",
    "amount": 240_000,
    "start": date(2026, 2, 1),
    "end": date(2027, 1, 31),
}
BOATS: Facts = {
    **GUARDS,
    "title": "High-water boat handling",
    "objective": "Guards of the Bartang river learn to patrol by boat in high water, when smugglers cross.",
    "amount": 250_000,
    "start": date(2026, 3, 1),
    "end": date(2027, 3, 31),
}
DOGS: Facts = {
    **GUARDS,
    "title": "Dogs that search wagons",
    "objective": "Two detection dogs and their handlers search railway wagons at the Dostyk yard for heroin.",
    "at": "Dostyk railway yard",
    "body": "Dostyk customs post",
    "type": "A08",
}
SNIFFERS: Facts = {
    **DOGS,
    "title": "K-9 unit for freight trains",
    "objective": "Heroin in railway wagons at the Dostyk yard is found by two detection dogs with handlers.",
    "amount": 250_000,
    "start": date(2026, 3, 1),
    "end": date(2027, 3, 31),
}
CABLE: Facts = {
    **GUARDS,
    "title": "Fibre-optic link between the customs posts of Ak-Tilek and Karkyra",
    "objective": "The two posts exchange declarations over a line of their own.",
    "at": None,
    "body": None,
    "type": "A07",
    "amount": 300_000,
}
MENTOR: Facts = {
    **CABLE,
    "title": "Mentor for the controlled delivery desk in Batken oblast",
    "objective": "A mentor sits with the controlled delivery desk in Batken and writes its operating handbook.",
    "type": "A03",
    "amount": 240_000,
}
BARE: Facts = {"at": None, "body": None, "type": None}
COURSE = {"start": date(2026, 5, 4), "end": date(2026, 5, 15)}

# Few words, and no place, body or objective that would say more.
SHORT: Facts = {**GUARDS, "at": None, "body": None, "objective": "", "type": "A05", "amount": None}
KITS: Facts = {**SHORT, "title": "Drug test kits for border guards at the Ayvaj crossing", "amount": 200_000}
REAGENTS: Facts = {
    **SHORT,
    "title": "Field narcotics reagents supplied to the Ayvaj post guards",
    "amount": 190_000,
    "start": date(2026, 4, 1),
    "end": date(2027, 3, 31),
}
SHELTERS: Facts = {**SHORT, "title": "Dog shelters for the customs service at Osh", "countries": ["KG"], "type": "A06"}
KENNELS: Facts = {**SHELTERS, "title": "New kennels at the Osh customs dog unit", "start": date(2026, 5, 1)}
X_RAY: Facts = {**SHORT, "title": "Baggage X-ray for the airport of Isfana", "countries": ["KG"], "amount": 260_000}
HALL: Facts = {
    **SHORT,
    "title": "Rehabilitation of the vehicle search hall at Panji Poyon",
    "objective": "Two more bays with pits and lifting gear at the bridge.",
    "language": "en",
    "type": "A06",
    "amount": 400_000,
}
SALLE: Facts = {
    **HALL,
    "language": "fr",
    "title": "Remise en état du hall de fouille des véhicules à Panji Poyon",
    "objective": "Deux travées supplémentaires avec fosses et ponts élévateurs.",
    "start": date(2026, 2, 2),
}
CANINES: Facts = {
    **SHORT,
    "title": "Canine unit for the Dustak railway crossing: six trained dogs and kennels",
    "objective": "Six dogs with handlers search trains.",
    "language": "en",
    "type": "A08",
    "amount": 420_000,
}

WANTED: dict[str, tuple[Facts, Facts]] = {
    "other words, dates near": (GUARDS, BOATS),
    "other words, dogs": (DOGS, SNIFFERS),
    "a theme on one side": ({**GUARDS, "themes": ["T1.3"]}, BOATS),
    "another theme": ({**GUARDS, "themes": ["T1.3"]}, {**BOATS, "themes": ["T2.1"]}),
    "a short time together": (GUARDS, {**BOATS, "start": date(2026, 11, 1), "end": date(2028, 10, 31)}),
    "no days on one side": (GUARDS, {**BOATS, "start": None, "end": None}),
    "no end on the earlier side": ({**GUARDS, "start": date(2024, 9, 1), "end": None}, BOATS),
    "no money": ({**GUARDS, "amount": None}, {**BOATS, "amount": None}),
    "no activity on one side": ({**DOGS, "type": None}, SNIFFERS),
    "a place and rare words, no body": ({**DOGS, "body": None}, {**SNIFFERS, "body": None}),
    "a body and rare words, no place": ({**DOGS, "at": None}, {**SNIFFERS, "at": None}),
    "in French": (
        {**GUARDS, "language": "en"},
        {
            **BOATS,
            "language": "fr",
            "title": "Formation à la navigation",
            "objective": "Les gardes du fleuve Bartang apprennent à patrouiller en bateau pendant la crue.",
        },
    ),
    "in Russian": (
        {**DOGS, "language": "en"},
        {
            **SNIFFERS,
            "language": "ru",
            "title": "Служебные собаки для досмотра вагонов",
            "objective": "Две собаки и их кинологи ищут героин в вагонах на станции Достык.",
        },
    ),
    "a body in two spellings": (
        {**DOGS, "at": None, "body": "State Customs Service of Tajikistan"},
        {**SNIFFERS, "at": None, "body": "State Customs Service of the Republic of Tajikistan"},
    ),
    "a body and weeks alone": (
        {**GUARDS, "at": None, "objective": "Interviewing.", "title": "Witnesses", "when": COURSE},
        {**BOATS, "at": None, "objective": "First aid.", "title": "Medical week", "type": "A02", "when": COURSE},
    ),
    "rare words alone": (
        {**CABLE, **BARE},
        {**CABLE, **BARE, "title": "Optical cable connecting Ak-Tilek and Karkyra customs posts", "amount": 310_000},
    ),
    "few words, test kits": (KITS, REAGENTS),
    "few words, kennels": (SHELTERS, KENNELS),
    "few words, no end and no money": (
        {**SHELTERS, "title": "Dog shelters in Naryn", "end": None},
        {**KENNELS, "title": "Kennels for the canine unit, Naryn", "end": None},
    ),
    "few words, in French": (HALL, SALLE),
    "few words, in Russian": (SHELTERS, {**KENNELS, "title": "Вольеры для служебных собак в Оше", "language": "ru"}),
    "a town that no register has": (
        CANINES,
        {
            **CANINES,
            "title": "Sniffer dogs and handlers for the rail border post at Dustak",
            "objective": "",
            "amount": 400_000,
        },
    ),
    "kennels where another gives the dogs, and no theme": (
        {**KENNELS, "body": "Customs dog unit of Osh", "at": "Osh customs yard"},
        {**SHELTERS, "title": "Canine unit for Osh customs, sniffer dogs and kenels", "type": "A08"},
    ),
    "a crossing as the French write it": (
        {**CANINES, "title": "Sniffer dogs for the customs post at Irkeshtam", "countries": ["KG"], "objective": ""},
        {
            **CANINES,
            "title": "Chiens renifleurs au poste douanier d'Irkechtam",
            "language": "fr",
            "countries": ["KG"],
            "objective": "",
        },
    ),
    "a town that was renamed": (
        {**SHORT, "title": "Financial investigators trained in Astana", "countries": ["KZ"], "type": "A01"},
        {
            **SHORT,
            "title": "Formation des enquêteurs financiers à Nur-Sultan",
            "language": "fr",
            "countries": ["KZ"],
            "type": "A01",
        },
    ),
    "one crop in one province": (
        {**SHORT, "title": "Saffron instead of poppy, farmers of Nangarhar", "countries": ["AF"], "type": "A10"},
        {
            **SHORT,
            "title": "Alternative livelihoods: growing saffron in Nangarhar province",
            "countries": ["AF"],
            "type": "A10",
        },
    ),
    "mobile teams in Russian": (
        {**SHORT, "title": "Mobile interdiction teams for Khorog"},
        {**SHORT, "title": "Мобильные группы для Хорога: автомобили", "language": "ru"},
    ),
    "such a town in French": (
        CANINES,
        {
            **CANINES,
            "language": "fr",
            "title": "Brigade cynophile de Dustak : chiens renifleurs au passage ferroviaire",
            "objective": "Achat et dressage de chiens.",
        },
    ),
    "such a town in Russian": (
        CANINES,
        {
            **CANINES,
            "language": "ru",
            "title": "Кинологическая служба на железнодорожном переезде Дустак",
            "objective": "Шесть собак и кинологи для досмотра поездов.",
        },
    ),
    "a town in other words": (
        X_RAY,
        {**X_RAY, "title": "X-ray machine for luggage at Isfana airport", "amount": 250_000},
    ),
    "entered twice": (X_RAY, {**X_RAY, "partner": "DE", "start": date(2026, 2, 15), "amount": 255_000}),
    "entered twice, no money": (X_RAY, {**X_RAY, "partner": "DE", "amount": None}),
    "entered twice, in other words": (
        X_RAY,
        {**X_RAY, "partner": "DE", "title": "X-ray machine for luggage at Isfana airport", "amount": 250_000},
    ),
}

SISTERS: Facts = {**GUARDS, "at": None, "type": "A16", "body": None, "objective": "A small grant to a civic group."}
APART: dict[str, tuple[Facts, Facts]] = {
    "one course for others": (
        {**SHORT, "title": "Risk profiling course for border guards", "body": "Border guards", "type": "A01"},
        {**SHORT, "title": "Risk profiling course for prosecutors", "body": "Prosecutors", "type": "A01"},
    ),
    "next phase": ({**GUARDS, "title": "River patrols, phase 1"}, {**GUARDS, "title": "River patrols, phase 2"}),
    "next year": (GUARDS, {**BOATS, "start": date(2027, 2, 1), "end": date(2028, 1, 31)}),
    "another town": (DOGS, {**SNIFFERS, "at": "Altynkol railway yard", "body": "Altynkol customs post"}),
    "another town, one body": (GUARDS, {**BOATS, "at": "Murghob river post"}),
    "another country": ({**GUARDS, "countries": ["KG"]}, BOATS),
    "one body, another theme and time": (
        {**GUARDS, "at": None, "themes": ["T1.3"]},
        {**BOATS, "at": None, "themes": ["T4.1"], "start": date(2028, 1, 1), "end": date(2028, 12, 31)},
    ),
    "one body, other work": (
        {**GUARDS, "at": None, "title": "Boats", "objective": "Boats and engines.", "type": "A05"},
        {**GUARDS, "at": None, "title": "Statutes", "objective": "A new law.", "type": "A09"},
    ),
    "sister grants": ({**SISTERS, "title": "Grant to Zarya"}, {**SISTERS, "title": "Grant to Umed", "partner": "DE"}),
    "one theme alone": (
        {**GUARDS, **BARE, "themes": ["T1.1"]},
        {**CABLE, **BARE, "themes": ["T1.1"]},
    ),
    "one place, other work, no theme": (
        {**DOGS, "body": None},
        {**DOGS, "body": None, "title": "New roof", "objective": "Warehouses are mended.", "type": "A06"},
    ),
    "money and days alone": ({**GUARDS, **BARE}, {**CABLE, **BARE, "amount": 240_000}),
    "common words alone": (
        {**GUARDS, **BARE, "title": "Training of customs officers", "objective": "Officers are trained."},
        {**GUARDS, **BARE, "title": "Support to border control", "objective": "Control at the border is supported."},
    ),
    "another town in the title": (X_RAY, {**X_RAY, "title": "Baggage X-ray for the airport of Kerben"}),
    "another town in other words": (X_RAY, {**X_RAY, "title": "X-ray machine for luggage at Kerben airport"}),
    "another thing in the town": (SHELTERS, {**SHELTERS, "title": "Baggage X-ray for the customs service at Osh"}),
    "another person": (
        {**SHORT, "title": "Port visit to Houston G.S."},
        {**SHORT, "title": "Port visit to Houston L.S.", "partner": "DE"},
    ),
    "another month": (
        {**SHORT, "title": "Stipends of the Bartang guards, June"},
        {**SHORT, "title": "Stipends of the Bartang guards, July", "partner": "DE"},
    ),
    "its own next phase": (
        {**X_RAY, "title": "Baggage X-ray for Isfana airport, phase 1"},
        {**X_RAY, "title": "Baggage X-ray for Isfana airport, phase 2", "partner": "DE"},
    ),
    "its own next year": (
        X_RAY,
        {**X_RAY, "partner": "DE", "start": date(2027, 2, 1), "end": date(2028, 1, 31)},
    ),
    "another course": (
        {**GUARDS, "at": None, "objective": "Interviewing.", "title": "Witnesses", "when": COURSE},
        {**BOATS, "at": None, "objective": "First aid.", "title": "Medical week", "type": "A02",
         "when": {"start": date(2026, 9, 7), "end": date(2026, 9, 18)}},
    ),
}  # fmt: skip


def made(partner: str, **facts: Any) -> Project:
    """A project at a place, for a body and with one activity, each only where it is stated."""
    rest = {"reference": "", "themes": (), **facts}
    at, name, type, when = (rest.pop(key, None) for key in ("at", "body", "type", "when"))
    body = make_organization(name) if name else None
    return make_project(
        partner,
        places=[Place.objects.filter(name=at).first() or make_place(at)] if at else [],
        beneficiaries=[body] if body else [],
        activities=[{"type": type, "beneficiary": body, **(when or {})}] if type else [],
        **rest,
    )


def alerts_of(*projects: Project) -> list[Alert]:
    for project in projects:
        check(project.pk)
    return list(Alert.objects.all())


@pytest.mark.parametrize("pair", WANTED.values(), ids=WANTED)
def test_what_is_one_thing_in_other_words_is_told(pair: tuple[Facts, Facts]) -> None:
    assert len(alerts_of(made("DE", **pair[0]), made(**{"partner": "GB"} | pair[1]))) == 1


@pytest.mark.parametrize("pair", APART.values(), ids=APART)
def test_neighbours_stay_silent(pair: tuple[Facts, Facts]) -> None:
    """Though hardly another project in this register has what the two have in common."""
    assert alerts_of(made("DE", **pair[0]), made(**{"partner": "GB"} | pair[1])) == []


HELP = """
Radio sets in patrol cars|Dispatchers hear each other in the hills.
Shelves for the archive|Files of closed cases are kept dry.
Kennels behind headquarters|Animals are warm in winter.
Scales that weigh evidence|Seized powders are weighed before trial.
Boats on the reservoir|Fishermen who carry parcels are stopped.
Fences round the depot|Nobody takes back what was seized.
Generators|Power cuts no longer stop the switchboard.
Law clinic|Detainees are told of their rights.
Payroll software|Salaries arrive on the day.
Statistics yearbook|Figures are published each spring.
Women in uniform|More of the recruits are women.
Hotline for citizens|Callers stay unnamed.
Forensic photography|Scenes are pictured as they were found.
Curriculum of the academy|Cadets read new textbooks.
Road checks at night|Headlamps and cones protect patrols.
Medical posts|Wounded staff are treated at once.
Language courses|Liaison staff speak English.
Museum of the service|Schools visit the exhibition.
Asset recovery|Houses of traffickers are sold.
Fitness hall|Staff train before their shift.
"""


def test_one_ministry_helped_by_twenty_is_no_overlap() -> None:
    shared: Facts = {"body": "Ministry of Internal Affairs", "at": None}
    projects = []
    for number, line in enumerate(HELP.strip().splitlines()):
        title, _, objective = line.partition("|")
        own = {
            "title": title,
            "objective": objective,
            "type": f"A{5 + number % 5:02}",
            "amount": 80_000 + number * 31_000,
        }
        projects.append(made(["DE", "GB", "FR", "IT", "US", "JP"][number % 6], **shared, **own))
    assert alerts_of(*projects) == []
