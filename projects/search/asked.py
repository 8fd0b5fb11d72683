"""What was typed into the search box becomes a query of PostgreSQL, read in every language that texts are written in.

A word counts when it is found in one of the readings; what has a minus must be found in none of them.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db import connection

LONGEST = 200  # characters of a search
BEGUN = 3  # letters of a beginning from which on words are found by it
STRAIGHT = dict.fromkeys(map(ord, "“”„«»"), '"')
PARTING = str.maketrans("/\\_|", "    ")  # as adam_parted does with the texts
TERM = re.compile(r'(-?)(?:"([^"]*)"|(\S+))')  # a word or a phrase, with a minus for what must not be there
LEXEME = re.compile(r"'((?:[^']|'')+)'")  # in the text of a query; quotes and backslashes stay doubled
READINGS = ("adam_en", "adam_fr", "adam_es", "adam_ru", "adam_ar", "adam_simple")


@dataclass(frozen=True, slots=True)
class Term:
    text: str  # as it was typed
    is_phrase: bool
    is_excluded: bool

    @property
    def words(self) -> str:
        """For PostgreSQL, without the sign of exclusion."""
        text = self.text.translate(PARTING).strip()
        return f'"{text}"' if self.is_phrase else text

    def __str__(self) -> str:
        text = f'"{self.text}"' if self.is_phrase else self.text
        return f"-{text}" if self.is_excluded else text


@dataclass(frozen=True, slots=True)
class Asked:
    """`tsquery` is ready for PostgreSQL, `heading` too, for words as they are written; both are empty without words.
    `lexemes` are the words wanted as PostgreSQL looks for them, in every reading.
    """

    terms: tuple[Term, ...]
    tsquery: str = field(default="", compare=False)
    heading: str = field(default="", compare=False)
    only_small_words: bool = field(default=False, compare=False)
    lexemes: tuple[str, ...] = field(default=(), compare=False)

    @property
    def wanted(self) -> list[Term]:
        return [term for term in self.terms if not term.is_excluded]

    @property
    def number(self) -> str:
        """The one term, when it may be a part of a number: it has a digit."""
        text = self.terms[0].text if len(self.terms) == 1 and self.wanted else ""
        return text if any(sign.isdigit() for sign in text) else ""

    @property
    def any_word(self) -> str:
        """The query for marking words one by one, where not all of them need be."""
        return " | ".join(f"'{word}'" for word in self.lexemes)

    @property
    def begun(self) -> "TsQuery":
        """Of nothing but words all of them, the last of which only begins one; finds nothing else."""
        last = self.terms[-1].text if self.terms else ""
        is_begun = last.isalpha() and len(last) >= BEGUN and not any(t.is_phrase or t.is_excluded for t in self.terms)
        return TsQuery(f"{self.heading}:*" if self.heading and is_begun else "")

    @property
    def query(self) -> "TsQuery":
        return TsQuery(self.tsquery)

    @property
    def heading_query(self) -> "TsQuery":
        return TsQuery(self.heading)


class TsQuery(SearchQuery):
    """A query that PostgreSQL has read already. The empty one finds nothing."""

    def __init__(self, tsquery: str) -> None:
        self.tsquery = tsquery
        super().__init__(tsquery)

    def as_sql(self, *args: Any, **kwargs: Any) -> Any:
        return "%s::tsquery", [self.tsquery]  # a list: Django's lookup adds it to one


def terms_of(text: str) -> tuple[Term, ...]:
    """Words and phrases that have at least one letter or digit."""
    found = []
    for minus, phrase, word in TERM.findall(text.translate(STRAIGHT)[:LONGEST]):
        said = phrase.strip() or word.replace('"', " ").strip()
        if any(sign.isalnum() for sign in said):
            found.append(Term(said, bool(phrase), bool(minus)))
    return tuple(found)


def asked(text: str) -> Asked:
    terms = terms_of(text.replace("\0", ""))
    if all(term.is_excluded for term in terms):
        return Asked(terms)
    return Asked(terms, *read(terms))


def read(terms: tuple[Term, ...]) -> tuple[str, str, bool, tuple[str, ...]]:
    """Both queries, whether a language knows all of the words as too small to be looked for, and the words. Most words
    are the same in several languages, and each reading that is left out makes the search quicker.
    """
    texts = [" ".join(term.words for term in terms if not term.is_excluded)]
    texts += [term.words for term in terms if term.is_excluded]
    each = ", ".join(["websearch_to_tsquery(%s, %s)::text"] * len(READINGS) * len(texts))
    parameters = [part for text in texts for reading in READINGS for part in (reading, text)]
    with connection.cursor() as cursor:
        cursor.execute(f"{prepared()} SELECT {each}", parameters)
        queries = cursor.fetchone()
    wanted, *excluded = (queries[n : n + len(READINGS)] for n in range(0, len(queries), len(READINGS)))
    if not any(wanted):
        return "", "", True, ()
    tsquery = " & ".join([any_of(wanted), *(f"!{any_of(those)}" for those in excluded if any(those))])
    return tsquery, wanted[-1], not all(wanted), tuple(dict.fromkeys(LEXEME.findall(" ".join(wanted))))


def any_of(queries: Iterable[str]) -> str:
    return f"({' | '.join(f'({query})' for query in dict.fromkeys(queries) if query)})"


def prepared() -> str:
    """For the rest of the transaction: what it has written so far is found too, by others when it ends; and words are
    looked up in their indexes. PostgreSQL believes that reading every text anew costs no more, which is seconds instead
    of tenths for a word that most projects have.
    """
    if not connection.in_atomic_block:
        return ""
    return "SET CONSTRAINTS adam_index_marked IMMEDIATE; SET LOCAL enable_seqscan = off;"
