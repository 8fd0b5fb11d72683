"""Names of countries and partners in a text that is wanted say who acts or receives, and nothing of what is done."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from duplication.matching.glossary import every_thing_in
from partners.models import Country, Partner
from roundtables.matching.subjects import folded

LONGEST = 9  # words of a name
LEAST = 6  # letters; a shorter name counts as it is only
ENDING = 4  # letters by which "Германии" and "Germans" may differ from the beginning of a name


@dataclass(frozen=True)
class Nations:
    names: frozenset[str]  # folded

    @cached_property
    def beginnings(self) -> frozenset[str]:
        return frozenset(name[:-1] for name in self.names if " " not in name and len(name) >= LEAST)

    def taken_out(self, text: str) -> str:
        """Of a folded text; of names within others the longer counts."""
        words, left, at = text.split(), [], 0
        while at < len(words):
            length = next((n for n in range(LONGEST, 0, -1) if " ".join(words[at : at + n]) in self.names), 0)
            if not length and not self.is_derived(words[at]):
                left.append(words[at])
            at += length or 1
        return " ".join(left)

    def is_derived(self, word: str) -> bool:
        return any(word[: len(word) - cut] in self.beginnings for cut in range(ENDING + 1))


def nations() -> Nations:
    """All of them but what is a thing of the field by itself, such as a centre that is a partner."""
    found: set[str] = set()
    for country in Country.objects.only("name", "former_names", "other_names"):
        found |= set(plain([country.name, country.name.partition("(")[0], *country.former_names, *country.other_names]))
    bodies = Partner.objects.filter(kind=Partner.Kind.ORGANIZATION).values_list("name", "former_name", "code")
    found |= {name for names in bodies for name in plain(names) if not every_thing_in(name)}
    return Nations(frozenset(found))


def plain(names: Iterable[str]) -> list[str]:
    return [name for one in names if (name := folded(one))]
