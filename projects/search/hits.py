"""Why a project is among the results: its title and a passage with the words marked, and the document they stand in.

Only for the projects of one page; of documents only what the person may see.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils.html import escape
from django.utils.safestring import SafeString

from projects.filters import ProjectFilter
from projects.models import Document

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
# Of each project's last documents the one that fits best: to tell how well, all of a document's words are read.
OF_DOCUMENTS = """
SELECT best.project_id, best.id, best.number, COALESCE(NULLIF(d.language, ''), NULLIF(t.language, ''), p.language),
    left(t.text, %s)
FROM (
    SELECT DISTINCT ON (project_id) project_id, one.id, number FROM (
        SELECT id, project_id, count(*) OVER whole AS number, row_number() OVER (whole ORDER BY id DESC) AS place
        FROM ({visible}) AS seen(id, project_id) WINDOW whole AS (PARTITION BY project_id)) one
    JOIN projects_documentwords w ON w.document_id = one.id
    WHERE place <= %s ORDER BY project_id, ts_rank(w.words, %s::tsquery) DESC, one.id) best
JOIN projects_document d ON d.id = best.id JOIN projects_project p ON p.id = best.project_id
LEFT JOIN LATERAL (SELECT * FROM projects_documenttext t WHERE t.document_id = best.id OFFSET 0) t ON true
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


def hits(narrowed: ProjectFilter, ids: Sequence[int]) -> dict[int, Hit]:
    """By project; three queries, one more for documents."""
    if not narrowed.asked.lexemes or not ids:
        return {}
    words = Words(narrowed.asked.lexemes)
    projects, documents = rows(OF_PROJECTS, [list(ids)]), _best_documents(narrowed, ids)
    texts = [(language, title) for _, language, title, _ in projects]
    texts += [(language, words.passage(text)) for _, language, _, text in projects]
    texts += [(language, words.passage(text or "")) for *_, language, text in documents]
    said = iter(_marked(narrowed.asked.any_word, texts))
    titles, passages = [[marked(next(said), needed=needed) for _ in projects] for needed in (False, True)]
    found = Document.objects.in_bulk([pk for _, pk, *_ in documents]) if documents else {}
    of_documents = {
        project: DocumentHit(found[pk], marked(text, needed=True), number - 1)
        for (project, pk, number, *_), text in zip(documents, said, strict=True)
        if pk in found  # not deleted meanwhile
    }
    return {
        pk: Hit(title, text, of_documents.get(pk))
        for (pk, *_), title, text in zip(projects, titles, passages, strict=True)
    }


def _best_documents(narrowed: ProjectFilter, ids: Sequence[int]) -> list[Any]:
    """Of each project that has some with the words: project, document, number of all, language and text."""
    visible = Document.objects.visible_to(narrowed.user).filter(project__in=ids).order_by()
    found = visible.filter(words__words=narrowed.asked.query).values("pk", "project")
    sql, parameters = found.query.sql_with_params()
    return rows(OF_DOCUMENTS.format(visible=sql), [READ, *parameters, RANKED, narrowed.asked.tsquery])


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
