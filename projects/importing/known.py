"""What the register knows already, looked up by the codes and names of files: countries, themes, places, bodies."""

import re
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.db import OperationalError, connection, transaction

from partners.merging import hold_bodies
from partners.models import Country, Organization, OrganizationAlias, OrganizationIdentifier
from partners.text import fold
from projects.models import Place, Theme

COUNTRY_NAMES = {  # common names that are neither the United Nations' nor former ones, folded
    "bolivia": "BO", "bosnia": "BA", "brunei": "BN", "burma": "MM", "cape verde": "CV", "czech republic": "CZ",
    "dr congo": "CD", "drc": "CD", "east timor": "TL", "great britain": "GB", "holland": "NL", "iran": "IR",
    "islamic republic of iran": "IR", "ivory coast": "CI", "kyrgyz republic": "KG", "kirghizistan": "KG", "laos": "LA",
    "macedonia": "MK", "moldova": "MD", "north korea": "KP", "palestine": "PS", "russia": "RU", "south korea": "KR",
    "swaziland": "SZ", "syria": "SY", "tajikstan": "TJ", "tanzania": "TZ", "the netherlands": "NL", "turkey": "TR",
    "turkiye": "TR", "uk": "GB", "united kingdom": "GB", "united states": "US", "usa": "US", "venezuela": "VE",
    "viet nam": "VN", "vietnam": "VN", "west bank and gaza strip": "PS",
}  # fmt: skip
WAITED, AT_LAST = "200ms", 60.0  # for a form that adds the same body: at a time, and in all (seconds)
LOCK_NOT_AVAILABLE = "55P03"
REGISTERED = re.compile(r"[A-Z]{2}-[A-Z0-9]+-\S+")  # an identifier from a register, as IATI asks for
CHANNEL = re.compile(r"(?:XM-DAC-)?(4[1-9]\d{3})")  # CRS channel of one multilateral body; other channels are groups
NO_NAME = {  # CRS channel groups and ways to say nothing, folded
    "anonymous", "central government", "confidential", "developing country based ngo", "donor country based ngo",
    "donor government", "international ngo", "international ngos", "local government", "multilateral organisations",
    "multiple", "n a", "national ngo", "national ngos", "network", "ngo", "ngos", "none",
    "non governmental organisations ngos and civil society", "not applicable", "not specified", "not stated",
    "private sector", "private sector institution", "private sector institutions",
    "public private partnerships ppps and networks", "public private partnerships ppps", "public sector institutions",
    "recipient government", "tbc", "tbd", "third country government delegated co operation", "to be confirmed",
    "to be determined", "unknown", "unspecified", "various",
    "university college or other teaching institution research institute or think tank",
}  # fmt: skip
KINDS = {  # IATI's organisation types
    "21": Organization.Kind.CIVIL_SOCIETY,
    "22": Organization.Kind.CIVIL_SOCIETY,
    "23": Organization.Kind.CIVIL_SOCIETY,
    "24": Organization.Kind.CIVIL_SOCIETY,
    "40": Organization.Kind.INTERNATIONAL,
    "60": Organization.Kind.CIVIL_SOCIETY,
    "80": Organization.Kind.EDUCATION,
}


@dataclass(frozen=True, slots=True)
class Body:
    """An organization as a file names it."""

    name: str
    ref: str = ""
    type: str = ""
    also: tuple[str, ...] = ()  # names in other languages

    @property
    def key(self) -> str:
        return fold(self.name)[:250]

    @property
    def other_keys(self) -> list[str]:
        return [key for name in self.also if (key := fold(name)[:250])]

    @property
    def number(self) -> str:
        """Its identifier in a register, where it is one that belongs to a single body."""
        ref = self.ref.upper()
        if channel := CHANNEL.fullmatch(ref):
            return "" if channel[1].endswith("000") else f"XM-DAC-{channel[1]}"
        return ref if REGISTERED.fullmatch(ref) and not ref.startswith("XM-DAC-") and len(ref) <= 120 else ""

    @property
    def is_named(self) -> bool:
        """Whether this is somebody, not "Other", "Redacted" or a whole group."""
        words = self.key.split()
        nobody = not words or self.key in NO_NAME or "other" in (words[0], words[-1]) or "redacted" in words
        return not nobody and not self.key.isdigit()


class Known:
    """Read once for an import; organizations that are named for the first time are added on the way."""

    def __init__(self) -> None:
        self.bodies: dict[str, int] = {}  # folded name -> organization, as far as `find` and `learn` have heard of it

    @cached_property
    def _countries(self) -> dict[str, str]:
        known = {**COUNTRY_NAMES}
        for iso2, iso3, name, former in Country.objects.values_list("iso2", "iso3", "name", "former_names"):
            known.update(dict.fromkeys([iso2.lower(), iso3.lower(), *map(fold, [name, *former])], iso2))
        return known

    def country(self, code: str, name: str) -> str | None:
        """ISO code of a country given by two or three letters, or by its name."""
        return self._countries.get(fold(code)) or self._countries.get(fold(name))

    @cached_property
    def _themes(self) -> dict[str, str]:
        """Purpose code to theme, where one theme, or one family of themes, has the code and no other mentions it."""
        owners: dict[str, list[str]] = defaultdict(list)
        mentioned: dict[str, set[str]] = defaultdict(set)
        for theme in Theme.objects.all():
            family = theme.parent_id or theme.code
            owners[theme.crs_code].append(theme.code)
            for code in (theme.crs_code, *theme.crs_alternatives):
                mentioned[code].add(family)
        return {
            code: themes[0] if len(themes) == 1 else next(iter(mentioned[code]))
            for code, themes in owners.items()
            if len(mentioned[code]) == 1
        }

    def themes(self, purpose_codes: Iterable[str]) -> set[str]:
        return {self._themes[code] for code in purpose_codes if code in self._themes}

    @cached_property
    def _places(self) -> dict[tuple[str, str], int]:
        rows = Place.objects.values_list("country", "name", "pk")
        return {(country, fold(name)): pk for country, name, pk in rows}

    def places(self, countries: Iterable[str], names: Iterable[str]) -> set[int]:
        """Places of the register that have one of these names and lie in one of these countries."""
        keys = [fold(name) for name in names]
        return {self._places[country, key] for country in countries for key in keys if (country, key) in self._places}

    def learn(self, bodies: Mapping[str, Body]) -> None:
        """Know all of these; those that nobody has entered yet are added, in one order whoever imports."""
        hold_bodies()
        self.find(key for body in bodies.values() for key in (body.key, *body.other_keys))
        for key, body in bodies.items():
            if known := next((self.bodies[other] for other in body.other_keys if other in self.bodies), None):
                self.bodies.setdefault(key, known)
        if new := {key: bodies[key] for key in sorted(bodies.keys() - self.bodies.keys())}:
            giving_way(lambda: self._add(new))

    def _add(self, new: Mapping[str, Body]) -> None:
        for key in new:
            self.bodies.pop(key, None)  # of an attempt that was taken back
        Organization.objects.bulk_create(
            [
                Organization(name=body.name[:250], name_key=key, kind=KINDS.get(body.type, Organization.Kind.OTHER))
                for key, body in new.items()
            ],
            ignore_conflicts=True,  # somebody may be saving the same name in a form
        )
        self.find(new)
        OrganizationAlias.objects.bulk_create(
            [
                OrganizationAlias(organization_id=self.bodies[key], name=name[:250], name_key=other)
                for key, body in new.items()
                for name in body.also
                if (other := fold(name)[:250])
            ],
            ignore_conflicts=True,
        )
        claims = Counter(body.number for body in new.values())
        OrganizationIdentifier.objects.bulk_create(
            [
                OrganizationIdentifier(organization_id=self.bodies[key], scheme="IATI", value=body.number)
                for key, body in new.items()
                if body.number and claims[body.number] == 1
            ],
            ignore_conflicts=True,
        )

    @cached_property
    def _acronyms(self) -> dict[str, int]:
        rows = Organization.objects.exclude(acronym="").order_by("-pk").values_list("acronym", "pk")
        return {fold(acronym): pk for acronym, pk in rows}

    def find(self, keys: Iterable[str]) -> None:
        """Look the organizations up: what comes last wins, which is an organization's own name."""
        wanted = [key for key in keys if key not in self.bodies]
        self.bodies.update({key: self._acronyms[key] for key in wanted if key in self._acronyms})
        aliases = OrganizationAlias.objects.filter(name_key__in=wanted).order_by("-pk")
        self.bodies.update(aliases.values_list("name_key", "organization_id"))
        self.bodies.update(Organization.objects.filter(name_key__in=wanted).values_list("name_key", "pk"))


def giving_way(write: Callable[[], None]) -> None:
    """Write what forms may be writing too. Whoever waits for one of them lets go of what it has before it tries again:
    else the two could wait for each other, and PostgreSQL would refuse either, the person's form too.

    Raises OperationalError when it has not been possible for a minute.
    """
    end = time.monotonic() + AT_LAST
    while True:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = %s", [WAITED])
                write()
                cursor.execute("SET LOCAL lock_timeout = DEFAULT")
            return
        except OperationalError as error:
            if getattr(error.__cause__, "pgcode", "") != LOCK_NOT_AVAILABLE or time.monotonic() > end:
                raise
