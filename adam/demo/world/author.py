"""Writes one report from a line of work: chooses partner, country, place and time, and fills in the words."""

from calendar import monthrange
from datetime import date
from decimal import Decimal
from random import Random

from adam.demo.world import shelf
from adam.demo.world.report import AS_OF, Done, Money, Report
from projects.rates import usd_per_unit

FALL_OF_KABUL = date(2021, 8, 15)
LAST_RATE = date(2025, 4, 1)  # later contributions have no dollar value yet
STAYED_IN_AFGHANISTAN = {"UNODC", "EU", "WHO", "UNAIDS", "JP", "AE", "IN"}
PEACEFUL = ("T7.1", "T7.3", "T8.1", "T8.2", "T8.3")
WORDS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
NEAR = {  # partners that help only some countries
    "RU": {"AF", "TJ", "KG", "KZ", "UZ", "TM", "AM", "AZ"},
    "CN": {"AF", "TJ", "KG", "KZ", "PK", "UZ"},
    "IN": {"AF", "TJ", "UZ", "KZ", "IR", "TM"},
    "CSTO": {"TJ", "KG", "KZ"},
    "NATO": {"AF", "TJ", "KG", "KZ", "UZ", "TM", "PK"},
    "EAG": {"TJ", "KG", "KZ", "UZ", "TM"},
    "SCO": {"TJ", "KG", "KZ", "UZ", "PK"},
    "ECO": {"IR", "PK", "TJ", "KG", "TM"},
    "SELEC": {"AL", "BA", "BG", "MD", "ME", "MK", "RO", "RS", "TR"},
    "CoE": {"AL", "AM", "AZ", "BA", "GE", "MD", "ME", "MK", "RS", "UA"},
    "OSCE": {"AF", "TJ", "KG", "KZ", "UZ", "TM", "AZ", "AL", "BA", "MD", "UA", "RS", "MK"},
    "AE": {"AF", "PK", "OM", "TJ"},
    "TR": {"AF", "PK", "TJ", "KG", "KZ", "UZ", "TM", "AZ", "GE", "AL", "BA", "MK"},
    "SA": {"PK", "AF", "BH"},
    "AU": {"AF", "PK", "IR"},
    "US": {*shelf.voices()["recipients"]} - {"IR"},
}
MEMBERS = {"BG": 2007, "RO": 2007, "HR": 2013, "RU": 2014}  # received assistance until this year
YEARS = {**dict.fromkeys(range(2003, 2028), 4), 2003: 2, 2021: 3, 2022: 3, 2024: 7, 2025: 8, 2026: 7, 2027: 2}
CAPACITY = {"T6.2", "T6.1", "T8.1", "T8.2", "T8.3", "T8.4", "T7.1", "T7.2", "T9.1"}


class Author:
    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.voices = shelf.voices()
        self.numbers: dict[str, int] = {}

    def attempt(self, work: shelf.Work) -> Report | None:
        """A report of this kind of work, or None when partner, country and time chosen do not go together."""
        rng, voices = self.rng, self.voices
        givers = work.by or list(voices["givers"])
        partner = rng.choices(givers, [voices["givers"].get(giver, 1) for giver in givers])[0]
        countries = work.countries or list(voices["recipients"])
        country = rng.choices(countries, [voices["recipients"][code] for code in countries])[0]
        start, end = self.period(work)
        if (
            country == partner
            or country not in NEAR.get(partner, {country})
            or not self.possible(partner, country, work.themes, start, end)
        ):
            return None
        places = [place for place in shelf.places()[country] if place.kind in work.at]
        if work.at and not places:
            return None
        place = rng.choice(places).name if work.at else ""
        bodies = [
            body
            for body in shelf.bodies()[country]
            if body.kind in work.kinds and (not place or not body.home or place in body.home)
        ]
        if not bodies:
            return None
        return self.write(work, partner, country, place, rng.choice(bodies), (start, end))

    def period(self, work: shelf.Work) -> tuple[date, date]:
        rng = self.rng
        last_year = 2027 if work.years[1] == 2026 else work.years[1]  # what is usual now is also being planned
        years = list(range(work.years[0], last_year + 1))
        year, month = rng.choices(years, [YEARS[year] for year in years])[0], rng.randint(1, 12)
        day = rng.choices([1, 15, rng.randint(2, 28)], [7, 2, 2])[0]
        last = year * 12 + month - 2 + rng.randint(*work.months)
        return date(year, month, day), date(last // 12, last % 12 + 1, monthrange(last // 12, last % 12 + 1)[1])

    def possible(self, partner: str, country: str, themes: list[str], start: date, end: date) -> bool:
        """What history did not rule out."""
        if (partner == "NATO" and end.year > 2014) or end.year > MEMBERS.get(country, end.year):
            return False
        if country == "IR" and partner in {"GB", "CA"} and end.year > 2011:
            return False
        if country == "AF" and end > FALL_OF_KABUL:
            return (partner in STAYED_IN_AFGHANISTAN and bool({*themes} & {*PEACEFUL})) or start.year < 2019
        return True

    def write(
        self,
        work: shelf.Work,
        partner: str,
        country: str,
        place: str,
        body: shelf.Body,
        period: tuple[date, date],
        wording: tuple[int, int] | None = None,
        doings: list[Done] | None = None,
    ) -> Report:
        rng, (start, end) = self.rng, period
        if country == "AF" and end > FALL_OF_KABUL and partner not in STAYED_IN_AFGHANISTAN:
            end = FALL_OF_KABUL
        activities = doings or [self.doing(doing, start, end, body.name, place) for doing in work.do]
        facts = self.facts(country, place, body, activities)
        if wording is None:
            title = rng.randrange(len(work.titles))
            wording = title, rng.choice(work.texts_for(title))
        return Report(
            partner=partner,
            title=self.styled(capital(work.titles[wording[0]].format_map(facts)), partner, start),
            objective=self.elaborated(
                capital(work.texts[wording[1]].format_map(facts)), partner, country, activities, start
            ),
            start=start,
            end=end,
            countries=[country],
            themes=work.themes,
            places=[place] if place else [],
            bodies=[body.name],
            activities=activities,
            oda=work.oda or self.oda(work.themes),
            substances=substances(work.themes, country, start.year, rng),
            visibility=work.visibility or "all",
            work=work.number,
            wording=wording,
            facts=facts,
        )

    def doing(self, doing: shelf.Doing, start: date, end: date, body: str, place: str) -> Done:
        quantity = self.rng.randint(doing.least, doing.most)
        for step, above in ((100, 1000), (10, 100), (5, 40)):
            if quantity >= above:
                quantity = round(quantity / step) * step
                break
        return Done(doing.type, quantity, doing.unit, body=body, place=place)

    def facts(self, country: str, place: str, body: shelf.Body, activities: list[Done]) -> dict[str, str]:
        quantities = [done.quantity for done in activities] + [self.rng.randint(6, 30)]
        names = self.voices["names"]
        return {
            "country": names[country],
            "place": place or names[country],
            "body": body.prose,
            "body_start": capital(body.prose),
            "acronym": body.acronym or capital(body.prose),
            "other": self.rng.choice(self.voices["neighbours"][country]),
            "n": f"{quantities[0]:,}",
            "m": f"{quantities[1]:,}",
            "n_word": WORDS[min(quantities[0], 12)],
        }

    def styled(self, title: str, partner: str, start: date) -> str:
        """Some registers put their own marks around a title."""
        chance = self.rng.random()
        if partner == "US" and chance < 0.12:
            return f"INL: {title}"
        if partner == "US" and chance < 0.2:
            return f"{title}, FY{start.year % 100:02}"
        if partner == "US" and chance < 0.23:
            return title.upper()
        if partner == "JP" and chance < 0.2:
            return f"The Project for {title[0].lower() if title[1].islower() else title[0]}{title[1:]}"
        if partner == "EU" and chance < 0.15:
            return f"{title} (AAP {start.year})"
        return title

    def elaborated(self, text: str, partner: str, country: str, activities: list[Done], start: date) -> str:
        """The text, with what this partner, this country or this kind of activity makes people add."""
        rng, voices = self.rng, self.voices
        if (chance := rng.random()) < 0.03:
            return ""
        if chance < 0.09:
            return text.split(". ")[0].rstrip(".") + "."
        added = [
            rng.choice(voices[kind][code])
            for kind, code, share in (
                ("activity", activities[0].type if activities else "", 0.4),
                ("country", country, 0.35),
                ("partner", partner, 0.4),
            )
            if voices[kind].get(code) and rng.random() < share
        ]
        if added and rng.random() < 0.15:
            added, text = added[1:], f"{added[0]} {text}"
        line = " ".join([text, *added])
        return line.format_map(
            {"fy": start.year + 1, "fy2": (start.year + 3) % 100, "year": start.year, "digit": rng.randint(1, 4)}
        )

    def oda(self, themes: list[str]) -> str:
        if {*themes} & CAPACITY:
            return self.rng.choices(["oda", "unknown"], [6, 1])[0]
        return self.rng.choices(["oda", "not-oda", "mixed", "unknown"], [5, 3, 1, 2])[0]

    # -- Money ---------------------------------------------------------------------------------------------------------
    def money(self, partner: str, usd: float, day: date) -> Money:
        """A sum that people write down: two or three figures, in the partner's currency."""
        currency = self.voices["currency"].get(partner, "USD")
        if self.rng.random() < 0.12:
            currency = "USD"
        rate = usd_per_unit(currency, min(day, LAST_RATE)) or usd_per_unit(currency, date(2008, 1, 1)) or Decimal(1)
        return Money(partner, self.rounded(usd / float(rate)), currency, min(day, AS_OF))

    def rounded(self, amount: float) -> Decimal:
        figures = self.rng.choice([2, 2, 3, 3, 4])
        return Decimal(f"{amount:.{figures}g}").quantize(Decimal(1))

    def reference(self, partner: str, country: str, start: date) -> str:
        """A number in the manner of the partner's own register."""
        number = self.numbers[partner] = self.numbers.get(partner, 0) + 1
        year = start.year
        match partner:
            case "US":
                return f"SINLEC{year % 100:02}GR{4000 + number * 7}"
            case "UNODC":
                return f"{country}X/{'DEFGHIJKLM'[number % 10]}{10 + number}"
            case "EU":
                return f"DCI/{year}/{200000 + number * 311}"
            case "GB":
                return f"GB-CN-{year}-{number:03}"
            case "DE":
                return f"BMI-AH-{year}.{number:03}"
            case "JP":
                return f"JP-{'GT'[number % 2]}A-{year % 100:02}{number:03}"
            case "NO":
                return f"{country}-{year % 100:02}/{1000 + number * 3}"
            case "RU":
                return f"РФ-{year}-{number:03}"
        return f"{partner}-{year}-{number:03}"


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def substances(themes: list[str], country: str, year: int, rng: Random) -> list[str]:
    if "T2.6" in themes or ("T1.5" in themes and year > 2018):
        return ["synthetics", "stimulants"]
    if any(theme.startswith("T4") for theme in themes):
        return ["precursors", "opiates"] if rng.random() < 0.5 else ["precursors"]
    if country in {"AL", "BA", "ME", "MK", "RS", "HR", "XK"}:
        return rng.choice([["cannabis", "opiates"], ["opiates"], ["cocaine", "opiates"]])
    if country in {"PK", "KZ", "AF"} and rng.random() < 0.15:
        return ["opiates", "cannabis"]
    return ["opiates", "stimulants"] if year > 2017 and rng.random() < 0.25 else ["opiates"]
