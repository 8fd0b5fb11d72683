"""Organizations by what somebody types: suggestions while the name is written, and near doubles of a name that is new.

Both look at names, acronyms and aliases (abbreviations, former names, names in other languages), accents and case
folded. PostgreSQL finds candidates by trigrams; the few that it finds are judged here.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection
from rapidfuzz import fuzz

from partners.models import Country, Organization
from partners.text import fold

SHOWN = 10
SHORTEST = 2  # letters
CANDIDATES = 300  # judged a search: more than that many bodies share a word that tells little

LIKE = 82  # per cent of the letters of two words
SLIPPED = 66  # of two words that begin alike, in long names that are SPELLED_ALIKE as a whole
SPELLED_ALIKE, LONG = 85, 4  # per cent of the letters; words
COMMON = """
    a administration agency and authority bureau centre center central committee council department directorate du de
    der des die et federal for general government in la le main ministry national office of on organisation organization
    republic service services state the to under und
"""
WEAK = frozenset(COMMON.split())  # words that every second body has in its name

SMALL_WORDS = frozenset(["a", "al", "and", "at", "de", "del", "des", "di", "du", "et", "for", "in", "la", "le", "les"])
SMALL_WORDS |= frozenset(["of", "on", "the", "to", "under", "y", "в", "за", "и", "на", "по"])
SUPERIOR = frozenset(["attached", "ministry", "under", "within", "при", "министерства"])  # behind it, whose it is
# Words of states' names that bodies of any state may have.
STATE_WORDS = frozenset(
    ["democratic", "east", "islamic", "islands", "new", "north", "people", "south", "united", "west"]
)

# All names of a body with what they are: the name itself, its acronym, an alias.
NAMES = """
    SELECT id AS body, name_key AS key, '' AS alias FROM partners_organization WHERE {name}
    UNION ALL SELECT id, lower(acronym), acronym FROM partners_organization WHERE {acronym}
    UNION ALL SELECT organization_id, name_key, name FROM partners_organizationalias WHERE {name}"""
BEGINS = "(name_key LIKE %s OR name_key LIKE %s)"


@dataclass(frozen=True, slots=True)
class Suggestion:
    organization: Organization
    matched: str = ""  # the acronym or alias by which it was found


@dataclass(frozen=True, slots=True)
class Near:
    organization: Organization
    why: str


# -- While the name is written -----------------------------------------------------------------------------------------
def suggestions(typed: str, used: Mapping[int, int] | None = None) -> list[Suggestion]:
    """The best bodies for what is typed: the better match first, then what is `used` more often, by id."""
    words, used = fold(typed).split(), used or {}
    if len("".join(words)) < SHORTEST:
        return []
    found = ranked(words, [*beginning(words, list(used)), *beginning(words)], used)
    if len(found) < SHOWN:
        found = ranked(words, [*found.values(), *initialled(words), *misspelt(words)], used)
    bodies = Organization.objects.select_related("country").in_bulk(list(found)[:SHOWN])
    return [Suggestion(bodies[body], alias) for body, _, alias in found.values() if body in bodies]


Name = tuple[int, str, str]  # id of the body, name folded, the acronym or alias as written


def ranked(words: list[str], names: Iterable[Name], used: Mapping[int, int]) -> dict[int, Name]:
    """Each body once, under the name that fits best."""
    typed = " ".join(words)

    def rank(name: Name) -> tuple[int, int, float, bool, int, str]:
        body, key, alias = name
        if key == typed:
            place = 0
        elif key.startswith(typed):
            place = 1
        elif all(f" {key}".find(f" {word}") >= 0 for word in words):
            place = 2
        else:
            place = 3
        slips = -fuzz.partial_ratio(typed, key) if place == 3 else 0.0
        return place, -used.get(body, 0), slips, bool(alias), len(key), key

    best: dict[int, Name] = {}
    for name in sorted(set(names), key=rank):
        best.setdefault(name[0], name)
    return best


def beginning(words: list[str], among: list[int] | None = None) -> list[Name]:
    """Names in which each word typed begins a word."""
    condition = " AND ".join([BEGINS] * len(words))
    patterns = [pattern for word in words for pattern in (f"{word}%", f"% {word}%")]
    acronym, typed = "lower(acronym) LIKE %s", f"{' '.join(words)}%"
    if among is None:
        return asked(NAMES.format(name=condition, acronym=acronym), [*patterns, typed, *patterns])
    if not among:
        return []
    names = NAMES.format(name=condition, acronym=acronym)
    own = f"SELECT * FROM ({names}) AS names WHERE body = ANY(%s)"  # noqa: S608  made of our own words
    return asked(own, [*patterns, typed, *patterns, among])


def initialled(words: list[str]) -> list[Name]:
    """Names whose initials begin with the first word: "moi taj" for the Ministry of Interior of Tajikistan."""
    first, *rest = words
    if not 2 <= len(first) <= 6:
        return []
    condition = " AND ".join(["adam_initials(name_key) LIKE ANY(%s)", *[BEGINS] * len(rest)])
    patterns = [pattern for word in rest for pattern in (f"{word}%", f"% {word}%")]
    query = f"SELECT id, name_key, '' FROM partners_organization WHERE {condition}"  # noqa: S608  made of our own words
    return asked(query, [[f"{first}%", f"% {first}%"], *patterns])


def misspelt(words: list[str]) -> list[Name]:
    """Names that hold something written much like it."""
    typed = " ".join(words)
    if len(typed) < 4:
        return []
    alike = "%s <%% name_key"
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL pg_trgm.word_similarity_threshold = 0.5")
    return asked(NAMES.format(name=alike, acronym="false"), [typed, typed])


def asked(query: str, parameters: list[Any]) -> list[Name]:
    with connection.cursor() as cursor:
        cursor.execute(f"{query} LIMIT {CANDIDATES}", parameters)
        return cursor.fetchall()


# -- When the name is new ----------------------------------------------------------------------------------------------
def near_doubles(name: str, limit: int = 5, chosen: Collection[str] = ()) -> list[Near]:
    """Bodies that may be meant by a name that none of them has: other spelling, other order, initials. Those of the
    country that it names come first; where it names none, those of the countries `chosen`, by code.
    """
    words = fold(name).split()
    if not words:
        return []
    countries = Countries.all()
    names = set(spelled_alike(" ".join(words))) | set(of_initials(words))
    bodies = Organization.objects.select_related("country").in_bulk({body for body, _, _ in names})
    named = countries.named(words)
    here = set(named) & countries.words
    found: dict[int, tuple[bool, float, Near]] = {}
    for body, key, _ in names:
        organization = bodies[body]
        home = frozenset(fold(organization.country.name).split()) if organization.country else frozenset()
        if why := likeness(named, countries.named(key.split()), home, countries.words):
            is_there = bool(home & here) if here else organization.country_id in chosen
            nearness = fuzz.token_sort_ratio(" ".join(words), key)
            if body not in found or nearness > found[body][1]:
                found[body] = is_there, nearness, Near(organization, why)
    return [near for _, _, near in sorted(found.values(), key=lambda one: (not one[0], -one[1]))][:limit]


def likeness(words: list[str], others: list[str], home: frozenset[str], countries: frozenset[str]) -> str:
    """Why two names, with countries by their usual ones, may be of one body, or nothing. `home` is the country of the
    second.
    """
    ours, theirs = telling(words), telling(others)
    here, there = (set(one) & countries for one in (ours, theirs))
    if here and not here & (there or home or here):
        return ""
    left, right = unmatched(ours, others), unmatched(theirs, words)  # "undr" is "under", though that tells nothing
    if are_slips(left, right, words, others):
        return "Only the spelling differs."
    if ours == theirs and len(ours) > 1:
        return "The same name, but for small words or how its country is called."
    more, shared = set(left + right), len(ours) - len(left)
    if not more:
        return "The same words in another order." if sorted(ours) == sorted(theirs) else "Only the spelling differs."
    if any(word.isdigit() for word in more):
        return ""
    if not (left and right) and shared and more <= countries | STATE_WORDS | WEAK:
        with_country = more <= countries | STATE_WORDS | {"republic"}
        if with_country or shared > 1:
            return f"The same name {'with or without its country' if with_country else 'but for common words'}."
    if stands_for(words, others, countries) or stands_for(others, words, countries):
        return "The letters of one stand for the words of the other."
    return "The same name, but for the body that it is under." if is_placed(words, others, countries) else ""


def is_placed(words: list[str], others: list[str], countries: frozenset[str]) -> bool:
    """Whether one of the two names says besides which body it belongs to: "Customs under the Ministry of Finance"."""
    alone = [without_superior(one) for one in (words, others)]
    if (alone[0] == words) == (alone[1] == others):
        return False
    left, right = (set(telling(one)) - countries - {"republic"} for one in alone)
    return left == right and len(left) > 1 and bool(left - WEAK)


def without_superior(words: list[str]) -> list[str]:
    at = next((at for at, word in enumerate(words) if at > 1 and word in SUPERIOR), len(words))
    return words[:at]


def telling(words: list[str]) -> list[str]:
    return [word for word in words if word not in SMALL_WORDS]


def unmatched(words: list[str], others: list[str]) -> list[str]:
    """The words that have not their like among the others."""
    return [word for word in words if not liked(word, others)]


def are_slips(left: list[str], right: list[str], words: list[str], others: list[str]) -> bool:
    """Whether what is unmatched on both sides are slips of the keyboard: the names as a whole are much alike."""
    if not (left or right) or min(len(words), len(others)) < LONG or any(word.isdigit() for word in left + right):
        return False
    near = all(slipped(word, others) for word in left) and all(slipped(word, words) for word in right)
    return near and fuzz.ratio(" ".join(words), " ".join(others)) >= SPELLED_ALIKE


def slipped(word: str, others: list[str]) -> bool:
    return any(word[0] == other[0] and fuzz.ratio(word, other) >= SLIPPED for other in others)


def liked(word: str, others: Iterable[str]) -> bool:
    return any(fuzz.ratio(word, other) >= LIKE for other in others)


def stands_for(short: list[str], full: list[str], countries: frozenset[str]) -> bool:
    """Whether one word of the short name is made of the first letters of the full one, which holds the others too."""
    for word in short:
        rest = [other for other in short if other != word]
        if 2 <= len(word) <= 6 and word not in countries:
            begun = any(initials.startswith(word) for initials in initials_of(full))
            if begun and not set(unmatched(telling(rest), full)) - countries:
                return True
    return False


def initials_of(words: list[str]) -> Iterator[str]:
    """With and without the small words: "moiot" and "mit"."""
    yield "".join(word[0] for word in words)
    yield "".join(word[0] for word in telling(words))


def spelled_alike(typed: str) -> list[Name]:
    near = "(name_key %% %s OR %s <%% name_key)"
    names = NAMES.format(name=near, acronym="false")
    nearest = f"SELECT * FROM ({names}) AS names ORDER BY similarity(key, %s) DESC"  # noqa: S608  made of our own words
    return asked(nearest, [typed, typed, typed, typed, typed])


def of_initials(words: list[str]) -> list[Name]:
    """Both ways round: names that a short word stands for, and acronyms that stand for these words."""
    short = [word for word in words if 2 <= len(word) <= 6 and word not in SMALL_WORDS]
    patterns = [pattern for word in short for pattern in (f"{word}%", f"% {word}%")]
    longer = asked(
        "SELECT id, name_key, '' FROM partners_organization WHERE adam_initials(name_key) LIKE ANY(%s)", [patterns]
    )
    begun = sorted({initials[:length] for initials in initials_of(words) for length in range(3, 7)})
    first_word = "split_part(name_key, ' ', 1) = ANY(%s)"
    shorter = asked(NAMES.format(name=first_word, acronym="lower(acronym) = ANY(%s)"), [begun, begun, begun])
    return longer + shorter if len(words) > 1 else longer


@dataclass(frozen=True, slots=True)
class Countries:
    words: frozenset[str]  # that tell one country from another
    usual: Mapping[tuple[str, ...], list[str]]  # what a country is called besides, and its name, in words

    @classmethod
    def all(cls) -> "Countries":
        usual: dict[tuple[str, ...], list[str]] = {}
        shared, told = set[tuple[str, ...]](), set[str]()
        for name, former, other in Country.objects.values_list("name", "former_names", "other_names"):
            words = fold(name).split()
            told |= set(words)
            for called in {tuple(fold(one).split()) for one in (name, *former, *other)} - {()}:
                shared |= {called} & usual.keys()  # such as Korea
                usual[called] = words
        kept = {called: words for called, words in usual.items() if called not in shared}
        return cls(frozenset(told) - SMALL_WORDS - STATE_WORDS - WEAK, kept)

    def named(self, words: list[str]) -> list[str]:
        """With each country by its usual name: "the Kyrgyz Republic" is Kyrgyzstan."""
        longest, found, at = max(map(len, self.usual), default=0), list[str](), 0
        while at < len(words):
            ends = range(min(at + longest, len(words)), at, -1)
            end = next((end for end in ends if tuple(words[at:end]) in self.usual), at + 1)
            found += self.usual.get(tuple(words[at:end]), words[at:end])
            at = end
        return found
