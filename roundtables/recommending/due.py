"""Until when, as words say it: "by 30 June 2027", "d'ici fin 2027", "до 1 декабря 2027 года"."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january janvier января январь январю", "february février fevrier февраля февраль февралю",
            "march mars марта март марту", "april avril апреля апрель апрелю", "may mai мая май маю",
            "june juin июня июнь июню", "july juillet июля июль июлю", "august août aout августа август августу",
            "september septembre сентября сентябрь сентябрю", "october octobre октября октябрь октябрю",
            "november novembre ноября ноябрь ноябрю", "december décembre decembre декабря декабрь декабрю",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
LEAD = (
    r"(?P<lead>not? later than|by|before|until|in|au plus tard|d[’']ici(?: à| au| le)?|avant|jusqu[’']à|en|"
    r"не позднее|до|к|в)"
)
END = r"(?P<end>the end of|end of|end|late|la fin de|la fin d[’']|fin|конца|концу|конце)"
MIDDLE = r"(?P<middle>mid[- ]|the middle of|mi-|середины|середине)"
WHEN = re.compile(
    rf"\b{LEAD}\s+(?:(?:le|la|the)\s+)?(?:{END}\s*|{MIDDLE}\s*)?(?:de\s+)?"
    rf"(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th|er)?(?:\s+of)?\s+)?(?:(?P<month>{'|'.join(MONTHS)})\s+)?(?P<year>20\d\d)\b(?!-\d\d)",
    re.I,
)
FIGURES = r"\b(?:by|before|until|avant|до|к)\s+(?:le\s+)?"
IN_FIGURES = re.compile(rf"{FIGURES}(?P<day>\d{{1,2}})[./](?P<month>\d{{1,2}})[./](?P<year>20\d\d)\b", re.I)
ISO = re.compile(rf"{FIGURES}(?P<year>20\d\d)-(?P<month>\d\d)-(?P<day>\d\d)\b", re.I)
ANY_DAY = re.compile(
    rf"\b(?:(?P<day>\d{{1,2}})(?:[./-](?P<month>\d{{1,2}})[./-]|\s+(?P<name>{'|'.join(MONTHS)})\s+)(?P<year>20\d\d)"
    r"|(?P<iso_year>20\d\d)-(?P<iso_month>\d\d)-(?P<iso_day>\d\d))\b",
    re.I,
)
BEFORE = {"before", "avant", "до"}  # the month or year that follows has not begun then


@dataclass(frozen=True, slots=True)
class Due:
    on: date
    words: str


def due_in(text: str, since: date) -> Due | None:
    """The first day from then on that the words name as the last one."""
    found = sorted(
        (one for pattern in (WHEN, IN_FIGURES, ISO) for one in pattern.finditer(text)), key=lambda one: one.start()
    )
    days = (Due(day, match[0]) for match in found if (day := last_day(match.groupdict())))
    return next((one for one in days if one.on >= since), None)


def last_day(said: dict[str, str | None]) -> date | None:
    year, written = int(said["year"] or 0), said["month"] or ""
    month = int(written) if written.isdigit() else MONTHS.get(written.casefold(), 0)
    try:
        if said["day"]:
            return date(year, month, int(said["day"]))
        if said.get("middle"):
            return date(year, month, 15) if month else date(year, 6, 30)
        if (said.get("lead") or "").casefold() in BEFORE and not said.get("end"):
            return date(year, month or 1, 1) - timedelta(days=1)
        month = month or 12
        return date(year, month, monthrange(year, month)[1])
    except ValueError:
        return None


def no_day_in(text: str) -> str:
    """What is written as a day and is none, such as 31/02/2027; empty where there is no such thing."""
    for found in ANY_DAY.finditer(text):
        said = found.groupdict()
        month = MONTHS.get((said["name"] or "").casefold()) or int(said["month"] or said["iso_month"])
        try:
            date(int(said["year"] or said["iso_year"]), month, int(said["day"] or said["iso_day"]))
        except ValueError:
            return found[0]
    return ""
