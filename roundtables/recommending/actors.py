"""Names that say who is to act, and names of languages, which are no countries."""

import re
from collections.abc import Callable, Iterator, Sequence

from .tokens import Token

MOST = 40  # words before "should"
DUTIES = re.compile(
    r"should|shall|must|will|to|needs?|may|could|ought|are|is|devrai(?:en)?t|doi(?:ven)?t|sont|est|следует|"
    r"долж(?:ен|на|ны)|необходимо|рекомендуется|надлежит|предлагается"
)
REQUESTS = re.compile(  # of whom comes next: "Invite Germany to"
    r"invites?|requests?|urges?|asks?|encourages?|calls?|inviter|prier|demander|encourager|exhorter|"
    r"(?:про|при|попро)(?:сить|сит|сим)|призвать|призывает|предложить|рекомендовать|поручить"
)
UPON = {"on", "upon", "a", "au", "aux"}
END_OF_CLAUSE = re.compile(r"[.;:!?\n…]")
BETWEEN = re.compile(r"that|the|and|as|well|with|of|both|together|l[ae]?|les|et|ainsi|que|и|а|также|совместно|с")
LANGUAGES = re.compile(
    r"russian|tajik|dari|pashto|uzbek|persian|farsi|french|english|german|spanish|arabic|turkmen|kyrgyz|kazakh|turkish|"
    r"chinese|portuguese|italian|urdu|russe|francais|anglais|allemand|espagnol|arabe|tadjik|ouzbek|persan|turc|chinois|"
    r"(?:русск|таджикск|узбекск|туркменск|кыргызск|киргизск|казахск|дари|пушту|персидск|французск|английск|немецк)[а-я]{0,3}"
)
OF_LANGUAGES = ("language", "version", "translation", "langue", "язык", "перевод")
AND = {"and", "or", "et", "ou", "и", "или"}


def clauses(tokens: Sequence[Token], text: str) -> Iterator[range]:
    """The places of the words between two full stops, semicolons or colons."""
    first = 0
    for at in range(1, len(tokens) + 1):
        if at == len(tokens) or END_OF_CLAUSE.search(text[tokens[at - 1].end : tokens[at].start]):
            yield range(first, at)
            first = at


def actors(tokens: Sequence[Token], named: Callable[[int], int], clause: range) -> range:
    """The words of a clause before the first "should", or behind "invite", if they are nothing but names; `named` tells
    how many words of one begin there.
    """
    at = clause.start
    is_request = bool(REQUESTS.fullmatch(tokens[at].folded)) if clause else False
    if is_request:
        at += 2 if at + 1 in clause and tokens[at + 1].folded in UPON else 1
    first = at
    while at < min(clause.stop, clause.start + MOST):
        if length := named(at):
            at += length
        elif BETWEEN.fullmatch(tokens[at].folded):
            at += 1
        else:
            return range(first, at if is_request or DUTIES.fullmatch(tokens[at].folded) else first)
    return range(first, at if is_request else first)


def is_language(tokens: Sequence[Token], at: int, text: str) -> bool:
    """ "Translate into Dari, Russian and Tajik"; not "Russian experts"."""
    if not language(tokens[at]):
        return False
    first = last = at
    while first and (language(tokens[first - 1]) or (tokens[first - 1].folded in AND and language(tokens[first - 2]))):
        first -= 1
    while last + 1 < len(tokens) and (
        language(tokens[last + 1])
        or (tokens[last + 1].folded in AND and last + 2 < len(tokens) and language(tokens[last + 2]))
    ):
        last += 1
    before = tokens[first - 1].folded if first else ""
    behind = tokens[last + 1].folded if last + 1 < len(tokens) else ""
    is_end = text[tokens[last].end :].lstrip()[:1] in {"", ".", ",", ";", ":", ")"}
    return behind.startswith(OF_LANGUAGES) or before == "into" or (before in {"in", "en"} and is_end)


def language(token: Token) -> bool:
    return bool(LANGUAGES.fullmatch(token.folded))
