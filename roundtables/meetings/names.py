"""A pasted list of persons, one a line: "Name, role, partner", in any order behind the name."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from partners.models import Partner
from partners.text import fold
from roundtables.models import Attendance
from roundtables.recommending.tidying import SPACES

MOST = 500  # lines
LONGEST = {"name": 150, "position": 200}
PARTS = re.compile(r"\s*[,;|\t]\s*|\s+[–—]\s+")
MARK = re.compile(r"^\s*(?:\d{1,3}\s*[.)]|[•·▪*-])\s*")
ROLES: dict[str, str] = {
    "chair": "chair chairperson chairman chairwoman président présidente председатель",
    "co_chair": "co-chair cochair co-chairperson coprésident coprésidente сопредседатель",
    "head": "head|head of delegation|chef de délégation|cheffe de délégation|глава делегации|hod",
    "delegate": "delegate|member|member of delegation|délégué|déléguée|делегат|член делегации",
    "expert": "expert experte эксперт speaker panellist",
    "observer": "observer observateur observatrice наблюдатель",
    "secretariat": "secretariat secrétariat секретариат rapporteur",
}


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    role: str = Attendance.Role.DELEGATE
    position: str = ""
    partner: Partner | None = None


@dataclass(frozen=True, slots=True)
class Names:
    persons: list[Person]
    unread: list[tuple[str, str]]  # the line, and why it could not be read
    remarks: list[str]  # on what was read otherwise than somebody might expect


def once_each(persons: Iterable[Person]) -> list[Person]:
    """Who stands on the list twice in one role is one person, of whom both lines tell."""
    found: dict[tuple[str, str], Person] = {}
    for person in persons:
        key = fold(person.name), person.role
        first = found.setdefault(key, person)
        found[key] = replace(first, position=first.position or person.position, partner=first.partner or person.partner)
    return list(found.values())


def role_words() -> dict[str, str]:
    """By the folded word or words, the role."""
    words: dict[str, str] = {}
    for role, text in ROLES.items():
        for word in text.split("|") if "|" in text else text.split():
            words[fold(word)] = role
    return words | {fold(label): role for role, label in Attendance.Role.choices}


def partner_words() -> dict[str, Partner]:
    """By every name and code, the partner."""
    words: dict[str, Partner] = {}
    for partner in Partner.objects.select_related("country"):
        country = partner.country
        codes = [partner.code, *([country.iso3] if country else [])]
        others = [*country.former_names, *country.other_names, re.sub(r"\s*\(.*", "", country.name)] if country else []
        for name in [partner.name, partner.former_name, *others, *codes]:
            if key := fold(name):
                words.setdefault(key, partner)
    return words


def read(text: str) -> Names:
    """Blank lines are nothing; a line without a name, and what comes after the most lines, is said to be unread."""
    roles, partners = role_words(), partner_words()
    names = Names([], [], [])
    lines = [
        line for line in (SPACES.sub(" ", one.replace("\t", ", ")).strip(" ,;") for one in text.splitlines()) if line
    ]
    for line in lines[:MOST]:
        person, remark = read_line(line, roles, partners)
        if isinstance(person, str):
            names.unread.append((line, person))
        else:
            names.persons.append(person)
        if remark:
            names.remarks.append(remark)
    names.unread.extend((line, f"Only {MOST} lines are read at once.") for line in lines[MOST:])
    return names


def read_line(line: str, roles: Mapping[str, str], partners: Mapping[str, Partner]) -> tuple[Person | str, str]:
    """The person, or why there is none; and what should be looked at."""
    name, *parts = [part for part in PARTS.split(MARK.sub("", line)) if part] or [""]
    if not any(one.isalpha() for one in name):
        return "It does not begin with a name.", ""
    if len(name) > LONGEST["name"]:
        return f"The name has more than {LONGEST['name']} characters.", ""
    role, partner, rest = "", None, []
    for part in parts:
        key = fold(part.strip("() "))
        if not role and key in roles:
            role = roles[key]
        elif partner is None and key in partners:
            partner = partners[key]
        else:
            rest.append(part)
    position = ", ".join(rest)
    if len(position) > LONGEST["position"]:
        return f"What stands behind the name has more than {LONGEST['position']} characters.", ""
    remark = f"{name}: “{position}” is neither a role nor a partner and was taken as the position." if position else ""
    return Person(name, role or Attendance.Role.DELEGATE, position, partner), remark
