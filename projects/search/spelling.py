"""Did you mean: words of texts that everybody may read, near to those that were typed and are in none of them.

Only what finds something for this person is offered, so that no word tells of what is hidden.
"""

from dataclasses import dataclass, replace
from itertools import islice, product

from django.db import connection
from rapidfuzz.distance import OSA

from .asked import Term
from .facets import Facets

FEW = 3  # with so many results nothing is offered
LOOKED_AT = 15  # words with the same trigrams, of which those with the fewest slips are tried
NEAR, TRIED = 3, 6  # near words for each word; searches tried
SIMILAR = 0.25  # similarity of trigrams: that of "osch" and "osh" is 0.29

NEAREST = """
SET LOCAL pg_trgm.similarity_threshold = {similar};
SELECT typed.word, near.word, near.projects FROM unnest(%s::text[]) AS typed(word) CROSS JOIN LATERAL (
    SELECT k.word, k.projects FROM projects_knownword k
    WHERE k.word %% typed.word OR k.word LIKE typed.word || '%%'
    ORDER BY starts_with(k.word, typed.word) DESC, similarity(k.word, typed.word) DESC, k.projects DESC, k.word
    LIMIT %s) near
WHERE NOT EXISTS (SELECT FROM projects_knownword k WHERE k.word = typed.word AND k.projects > 1)
"""


@dataclass(frozen=True, slots=True)
class Meant:
    text: str
    query: str
    count: int


def did_you_mean(facets: Facets) -> Meant | None:
    """The search with its unknown words replaced by near ones, when that finds more."""
    narrowed, total = facets.narrowed, facets.total
    if "q" not in facets.chosen or total >= FEW or not narrowed.asked.tsquery:
        return None
    nearest, others = near(narrowed.asked.terms), facets.under("q")
    choices = sorted(product(*(range(len(words)) for words in nearest.values())), key=sum)
    for choice in islice(choices, TRIED if nearest else 0):
        put = {word: words[number] for (word, words), number in zip(nearest.items(), choice, strict=True)}
        text = " ".join(str(corrected(term, put)) for term in narrowed.asked.terms)
        count = (others & facets.register.found(narrowed.worded(text))).bit_count()
        if count > total:
            query = narrowed.data.copy()
            query["q"] = text
            query.pop("page", None)
            return Meant(text, query.urlencode(), count)
    return None


def corrected(term: Term, put: dict[str, str]) -> Term:
    return (
        term if term.is_excluded else replace(term, text=" ".join(put.get(w.casefold(), w) for w in term.text.split()))
    )


def near(terms: tuple[Term, ...]) -> dict[str, list[str]]:
    """For each word that is in no text, the known ones from which it differs by the fewest slips of the keyboard, and
    those that begin so; of equally near ones those first that have the first and the last letter, which are seldom
    wrong, then those that most projects have.
    """
    typed = sorted({word.casefold() for term in terms if not term.is_excluded for word in term.text.split()})
    typed = [word for word in typed if word.isalpha() and 3 < len(word) <= 40]
    if not typed:
        return {}
    found: dict[str, list[tuple[int, bool, int, str]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(NEAREST.format(similar=SIMILAR), [typed, LOOKED_AT])
        for word, known, projects in cursor:
            slips, begins = OSA.distance(word, known), known.startswith(word)
            if begins:  # somebody pressed Enter before the word was finished
                slips = min(slips, 1)
            if slips <= max(1, len(word) // 4):
                other_ends = not begins and (word[0], word[-1]) != (known[0], known[-1])
                found.setdefault(word, []).append((slips, other_ends, -projects, known))
    return {word: [known for *_, known in sorted(words)[:NEAR]] for word, words in found.items()}
