"""Why a project is among the results: its title and a passage with the words marked, and the document they stand in.

Only for the projects of one page; of documents only what the person may see.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection
from django.utils.html import escape
from django.utils.safestring import SafeString

from projects.filters import ProjectFilter
from projects.models import Document

from .passages import beginnings, passage

OPEN, CLOSE = "\ue000", "\ue001"  # for private use: in no text; they become <mark> once all else is escaped
PASSAGE = f"StartSel={OPEN}, StopSel={CLOSE}, MaxFragments=1, MaxWords=32, MinWords=14, ShortWord=2"
WHOLE = f"StartSel={OPEN}, StopSel={CLOSE}, HighlightAll=true"
READ = 100_000  # characters of a document in which a passage is looked for
RANKED = 4  # documents of a project

OF_PROJECTS = """
SELECT p.id, ts_headline(c.used, p.title, q.asked, %s), ts_headline(c.used, concat_ws(' · ', p.objective,
        (SELECT string_agg(NULLIF(a.description, ''), ' · ') FROM projects_activity a WHERE a.project_id = p.id),
        (SELECT string_agg(DISTINCT concat_ws(', ', o.name, NULLIF(o.acronym, ''), (
                SELECT string_agg(l.name, ', ') FROM partners_organizationalias l
                WHERE l.organization_id = o.id)), ' · ')
            FROM partners_organization o WHERE o.id IN (
                SELECT r.organization_id FROM projects_participation r WHERE r.project_id = p.id
                UNION SELECT t.beneficiary_id FROM projects_activity t WHERE t.project_id = p.id)),
        (SELECT string_agg(l.name, ' · ') FROM projects_project_places s JOIN projects_place l ON l.id = s.place_id
            WHERE s.project_id = p.id),
        (SELECT string_agg(h.name, ' · ') FROM projects_project_themes s JOIN projects_theme h ON h.code = s.theme_id
            WHERE s.project_id = p.id)), q.asked, %s)
FROM projects_project p, (SELECT %s::tsquery AS asked) q, LATERAL (SELECT adam_configuration(p.language) AS used) c
WHERE p.id = ANY(%s)
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
MARKED = """
SELECT ts_headline(adam_configuration(said.language), said.text, %s::tsquery, %s)
FROM unnest(%s::text[], %s::text[]) WITH ORDINALITY AS said(language, text, number) ORDER BY said.number
"""


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
    """By project; two queries, two more for documents."""
    tsquery = narrowed.asked.marked
    if not tsquery or not ids:
        return {}
    documents = _documents(narrowed, ids)
    with connection.cursor() as cursor:
        cursor.execute(OF_PROJECTS, [WHOLE, PASSAGE, tsquery, list(ids)])
        return {pk: Hit(marked(title), marked(text, needed=True), documents.get(pk)) for pk, title, text in cursor}


def _documents(narrowed: ProjectFilter, ids: Sequence[int]) -> dict[int, DocumentHit]:
    """Of each project the document that fits best."""
    visible = narrowed.documents_with(narrowed.asked).filter(project__in=ids).values("pk", "project")
    sql, parameters = visible.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(OF_DOCUMENTS.format(visible=sql), [READ, *parameters, RANKED, narrowed.asked.tsquery])
        found = cursor.fetchall()
        if not found:
            return {}
        words = beginnings(narrowed.asked.lexemes)
        passages = [passage(text or "", words) for *_, text in found]
        cursor.execute(MARKED, [narrowed.asked.any_word, WHOLE, [language for *_, language, _ in found], passages])
        said = [marked(text, needed=True) for (text,) in cursor]
    documents = Document.objects.in_bulk([pk for _, pk, *_ in found])
    return {
        project: DocumentHit(documents[pk], text, count - 1)
        for (project, pk, count, *_), text in zip(found, said, strict=True)
        if pk in documents  # not deleted meanwhile
    }


def marked(text: str, *, needed: bool = False) -> SafeString:
    """The text, safe for a page, with marks; with `needed` nothing when there is no mark."""
    if needed and OPEN not in text:
        return SafeString()
    return SafeString(escape(text).replace(OPEN, "<mark>").replace(CLOSE, "</mark>"))
