"""Published texts to values: words, numbers, dates and codes as they really occur in IATI files of all versions."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation

YEARS = range(1950, 2101)  # outside of it a year is a slip or stands for "none", such as 9999
DIGITS = 40  # a longer number is none

_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:Z|[+-]\d\d:?\d\d|[T ]\d\d.*)?", re.DOTALL)
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")

DATE_KINDS = {"1": "start-planned", "2": "start-actual", "3": "end-planned", "4": "end-actual"}
ROLES = {"funding": "1", "accountable": "2", "extending": "3", "implementing": "4", "beneficiary": "b"}
STATUSES = {
    "pipeline/identification": "1",
    "pipeline": "1",
    "implementation": "2",
    "completion": "3",
    "finalisation": "3",
    "post-completion": "4",
    "closed": "4",
    "cancelled": "5",
    "suspended": "6",
}
SECTOR_VOCABULARIES = {"dac": "1", "dac-3": "2", "ro": "99", "ro2": "98"}
AMOUNT_KINDS = {
    "c": "commitment",
    "2": "commitment",
    "commitment": "commitment",
    "d": "disbursement",
    "3": "disbursement",
    "disbursement": "disbursement",
    "e": "disbursement",
    "4": "disbursement",
    "expenditure": "disbursement",
}


def one_line(text: str | None) -> str:
    return " ".join((text or "").split())


def paragraphs(text: str | None) -> str:
    """Lines trimmed, runs of blank lines made one."""
    lines = (" ".join(line.split()) for line in (text or "").splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def to_language(tag: str | None) -> str:
    """ "en-GB" and "EN" are "en"; what is no language tag is not stated."""
    primary = re.split(r"[-_]", (tag or "").strip().lower())[0]
    return primary if re.fullmatch(r"[a-z]{2,3}", primary) else ""


def to_date(text: str) -> date | None:
    """A calendar date, with or without a time or zone behind it; None when it is none or implausible."""
    found = _DATE.fullmatch(text)
    if not found or int(found[1]) not in YEARS:
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None


def to_moment(text: str | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat((text or "").strip())
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def to_number(text: str) -> Decimal | None:
    """A number below 10^14 and not absurdly close to 0, thousands separated by nothing, spaces or commas."""
    compact = "".join(text.split())
    if len(compact) > DIGITS:
        return None
    if _THOUSANDS.fullmatch(compact):
        compact = compact.replace(",", "")
    try:
        number = Decimal(compact)
    except InvalidOperation:
        return None
    return number if number.is_finite() and (not number or -DIGITS < number.adjusted() < 14) else None


def to_percentage(text: str | None) -> Decimal | None:
    number = to_number((text or "").replace("%", ""))
    return number if number is not None and 0 <= number <= 100 else None


def to_role(text: str) -> str:
    return ROLES.get(text.lower(), text)


def to_date_kind(text: str) -> str:
    return DATE_KINDS.get(text, text.lower())


def to_amount_kind(text: str) -> str:
    """The kind of a transaction that tells how much the project costs; "" for incoming funds, repayments, pledges."""
    return AMOUNT_KINDS.get(text.lower(), "")


def to_vocabulary(text: str, code: str) -> str:
    """Number of a sector vocabulary; without a statement, IATI's default is the DAC's."""
    if not text and code.isdigit():
        return {5: "1", 3: "2"}.get(len(code), "")
    return SECTOR_VOCABULARIES.get(text.lower(), text)


def to_status(code: str, text: str) -> str:
    """IATI's code 1 to 6; published words of version 1 count where the code is missing."""
    words = STATUSES.get((code or text).lower(), "")
    return code if code in set("123456") else words
