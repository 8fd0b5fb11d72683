"""Why a project is among the results: its title and a passage with the words marked, and the document they stand in.

Only for the projects of one page; of documents only what the person may see.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils.html import escape
from django.utils.safestring import SafeString

from projects.models import Document

from .facets import Facets
from .passages import Words

OPEN, CLOSE = "\ue000", "\ue001"  # for private use: in no text; they become <mark> once all else is escaped
WHOLE = f"StartSel={OPEN}, StopSel={CLOSE}, HighlightAll=true"
READ = 100_000  # characters of a document in which a passage is looked for
RANKED = 4  # documents of a project

OF_PROJECTS = """
SELECT p.id, p.language, p.title, concat_ws(' · ', p.objective,
    (SELECT string_agg(NULLIF(a.description, ''), ' · ') FROM projects_activity a WHERE a.project_id = p.id),
    (SELECT string_agg(DISTINCT concat_ws(', ', o.name, NULLIF(o.acronym, ''), (
            SELECT string_agg(l.name, ', ') FROM partners_organizationalias l WHERE l.organization_id = o.id)), ' · ')
        FROM partners_organization o WHERE o.id IN (
            SELECT r.organization_id FROM projects_participation r WHERE r.project_id = p.id
            UNION SELECT t.beneficiary_id FROM projects_activity t WHERE t.project_id = p.id)),
    (SELECT string_agg(l.name, ' · ') FROM projects_project_places s JOIN projects_place l ON l.id = s.place_id
        WHERE s.project_id = p.id),
    (SELECT string_agg(h.name, ' · ') FROM projects_project_themes s JOIN projects_theme h ON h.code = s.theme_id
        WHERE s.project_id = p.id))
FROM projects_project p WHERE p.id = ANY(%s)
"""
# Of each project's last documents the one that fits best: to tell how well, all of a document's words are read. With
# OFFSET 0 each is looked up by itself. `left` counts letters from the first on, so it is only for what is too long.
OF_DOCUMENTS = """
SELECT best.project_id, best.id, best.number,
    COALESCE(NULLIF(d.language, ''), NULLIF(t.language, ''), p.language), t.said
FROM (
    SELECT DISTINCT ON (project_id) project_id, one.id, number FROM (
        SELECT id, project_id, count(*) OVER whole AS number, row_number() OVER (whole ORDER BY id DESC) AS place
        FROM projects_document WHERE id = ANY(%s) WINDOW whole AS (PARTITION BY project_id)) one
    CROSS JOIN LATERAL (SELECT words FROM projects_documentwords w WHERE w.document_id = one.id OFFSET 0) w
    WHERE place <= %s ORDER BY project_id, ts_rank(w.words, %s::tsquery) DESC, one.id) best
CROSS JOIN LATERAL (SELECT language FROM projects_document d WHERE d.id = best.id OFFSET 0) d
CROSS JOIN LATERAL (SELECT language FROM projects_project p WHERE p.id = best.project_id OFFSET 0) p
LEFT JOIN LATERAL (
    SELECT language, CASE WHEN octet_length(text) <= %s THEN text ELSE left(text, %s) END AS said
    FROM projects_documenttext t WHERE t.document_id = best.id OFFSET 0) t ON true
"""
# With a query for all words PostgreSQL tries every way to lay them over a text: minutes when one was typed many times.
MARKED = """
SELECT ts_headline(adam_configuration(said.language), said.text, %s::tsquery, %s)
FROM unnest(%s::text[], %s::text[]) WITH ORDINALITY AS said(language, text, number) ORDER BY said.number
"""
Texts = list[tuple[str, str]]  # with the language of each


@dataclass(frozen=True, slots=True)
class DocumentHit:
    document: Document
    passage: SafeString  # empty when only the title or the file name has the words
    others: int  # further documents of the project that have them


@dataclass(frozen=True, slots=True)
class Hit:
    title: SafeString
    passage: SafeString  # empty when only the title has the words
    document: DocumentHit | None


def hits(facets: Facets, ids: Sequence[int]) -> dict[int, Hit]:
    """By project; two queries, two more for documents."""
    narrowed = facets.narrowed
    if not narrowed.asked.lexemes or not ids:
        return {}
    words = Words(narrowed.asked.lexemes)
    projects, documents = rows(OF_PROJECTS, [list(ids)]), _best_documents(facets, ids)
    texts = [(language, title) for _, language, title, _ in projects]
    texts += [(language, words.passage(text)) for _, language, _, text in projects]
    texts += [(language, words.passage(text or "")) for *_, language, text in documents]
    said = iter(_marked(narrowed.asked.any_word, texts))
    titles, passages = [[marked(next(said), needed=needed) for _ in projects] for needed in (False, True)]
    found = Document.objects.only("title", "name").in_bulk([pk for _, pk, *_ in documents]) if documents else {}
    of_documents = {
        project: DocumentHit(found[pk], marked(text, needed=True), number - 1)
        for (project, pk, number, *_), text in zip(documents, said, strict=True)
        if pk in found  # not deleted meanwhile
    }
    return {
        pk: Hit(title, text, of_documents.get(pk))
        for (pk, *_), title, text in zip(projects, titles, passages, strict=True)
    }


def _best_documents(facets: Facets, ids: Sequence[int]) -> list[Any]:
    """Of each project that has some with the words: project, document, number of all, language and text. The words were
    looked for in documents only that the person may see.
    """
    if not (found := facets.documents_of(ids)):
        return []
    return rows(OF_DOCUMENTS, [found, RANKED, facets.narrowed.asked.tsquery, READ, READ])


def _marked(tsquery: str, texts: Texts) -> list[str]:
    languages, said = zip(*texts, strict=True)
    return [text for (text,) in rows(MARKED, [tsquery, WHOLE, list(languages), list(said)])]


def rows(query: str, parameters: Sequence[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        return cursor.fetchall()


def marked(text: str, *, needed: bool = False) -> SafeString:
    """The text, safe for a page, with marks; with `needed` nothing when there is no mark."""
    if needed and OPEN not in text:
        return SafeString()
    return SafeString(escape(text).replace(OPEN, "<mark>").replace(CLOSE, "</mark>"))
