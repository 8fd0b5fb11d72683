"""The seam to detection: an unsaved project goes out as a `Draft`, the projects it resembles come back as `LookAlike`s.

Projects know nothing of detection; whoever detects sets `look_alike_finder`, `limit_teller`, `alerted_finder`,
`pairs_finder`, `raised_teller` and `change_teller`. Without them nothing is found.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.crypto import salted_hmac

from partners.models import User
from projects.models import Project


@dataclass(frozen=True, slots=True)
class DraftActivity:
    type: str  # code, such as A01
    quantity: Decimal | None = None
    beneficiary: int | None = None
    country: str = ""  # ISO code
    place: int | None = None
    start: date | None = None
    end: date | None = None
    description: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A project as typed into a form. What is not stated is empty or None."""

    project_id: int | None = None  # the project being changed; None for a new one
    is_published: bool = False  # and so on record with what it said before
    form: str = ""  # by which a new one is known until it is saved
    partner_id: int | None = None
    title: str = ""
    objective: str = ""
    language: str = "en"
    reference: str = ""
    countries: frozenset[str] = frozenset()  # ISO codes
    places: frozenset[int] = frozenset()
    themes: frozenset[str] = frozenset()  # such as T1.3
    purpose_codes: frozenset[str] = frozenset()
    implementers: frozenset[int] = frozenset()  # organizations already in the register
    implementer_names: tuple[str, ...] = ()  # those, and the ones named for the first time
    beneficiaries: frozenset[int] = frozenset()
    activities: tuple[DraftActivity, ...] = ()
    start: date | None = None
    end: date | None = None
    usd: Decimal | None = None
    paid: tuple[tuple[str, Decimal], ...] = ()  # currency and amount of each contribution, with or without a rate
    identifiers: tuple[tuple[str, str], ...] = ()  # scheme, value


@dataclass(frozen=True, slots=True)
class LookAlike:
    """A project that resembles the draft, told as far as the person may know of it."""

    project_id: int | None  # None when the person may not see the project
    heading: str  # its title, or "A restricted project in Tajikistan (Border control)"
    meta: str = ""  # partner, country, years
    sentences: tuple[str, ...] = ()  # why it resembles the draft
    url: str = ""
    partner_url: str = ""  # of another partner, who may have to be told
    is_alerting: bool = False  # saving raises an alert, or leaves the one there is
    strength: float = 0.0  # match weight, log2
    salt: str = ""  # who is told, for which draft: two people, or two drafts, cannot find that they meet the same one
    hidden_id: int | None = None  # which project it is when the person may not see it: for the record, never shown
    is_seen: bool = False  # the person has said so
    further: int = 0  # less like the draft than all that are told, and saving raises an alert of each

    @property
    def other_id(self) -> int | None:
        return self.project_id or self.hidden_id

    @property
    def why(self) -> str:
        """One sentence: what kind of overlap it is, and what speaks for it."""
        kind, *reasons = [sentence.rstrip(".") for sentence in self.sentences] or [""]
        said = ", ".join(reason[:1].lower() + reason[1:] for reason in reasons)
        return " – ".join(filter(None, [kind, said])) + "." if kind else ""

    @property
    def key(self) -> str:
        """What stands for it in a form: a hidden one is told apart without naming it."""
        if self.project_id is not None:
            return str(self.project_id)
        return "h" + salted_hmac("look-alike", f"{self.salt} {self.hidden_id or self.heading}").hexdigest()[:12]

    @property
    def box(self) -> str:
        """The id of the box that says "I have seen this"."""
        return f"id_seen_{self.key}"


logger = logging.getLogger(__name__)

Finder = Callable[[Draft, User], list[LookAlike]]


def nothing_found(draft: Draft, user: User) -> list[LookAlike]:
    return []


look_alike_finder: Finder = nothing_found  # set by whoever detects, when the applications are ready


def nothing_limited(user: User) -> str:
    return ""


# What is not told for now to who has asked much, in a sentence.
limit_teller: Callable[[User], str] = nothing_limited


def nobody_alerted(user: User) -> QuerySet[Any, Any]:
    return Project.objects.none().values_list("pk")


# Gives the ids of the projects that have an open alert which the person may see.
alerted_finder: Callable[[User], QuerySet[Any, Any]] = nobody_alerted


def no_pairs() -> QuerySet[Any, Any]:
    return Project.objects.none().values_list("pk", "pk")


# Gives the two projects of each open alert, whoever may see it.
pairs_finder: Callable[[], QuerySet[Any, Any]] = no_pairs


def look_alikes(draft: Draft, user: User) -> list[LookAlike]:
    """Projects that resemble the draft, strongest first."""
    try:
        with transaction.atomic():
            found = look_alike_finder(draft, user)
    except Exception:  # whatever is wrong with detection must not keep anybody from saving a project
        logger.exception("Look-alikes could not be searched for.")
        return []
    return sorted(found, key=lambda one: -one.strength)


def nothing_raised(project: Project, user: User) -> str:
    return ""


# What was raised of a project just published, as this person may know it, and who is told; in sentences.
raised_teller: Callable[[Project, User], str] = nothing_raised

Teller = Callable[[], str]


def nothing_changes(project: Project, user: User) -> Teller:
    return str


# Asked before a published project is saved: tells, once that is looked at, which alerts it raised and which went.
change_teller: Callable[[Project, User], Teller] = nothing_changes
