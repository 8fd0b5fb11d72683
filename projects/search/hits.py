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

OPEN, CLOSE = "\ue000", "\ue001"  # for private use: in no text; they become <mark> once all else is escaped
PASSAGE = f"StartSel={OPEN}, StopSel={CLOSE}, MaxFragments=1, MaxWords=32, MinWords=14, ShortWord=2"
WHOLE = f"StartSel={OPEN}, StopSel={CLOSE}, HighlightAll=true"
READ = 60_000  # characters of a document in which a passage is looked for

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
OF_DOCUMENTS = """
SELECT DISTINCT ON (d.project_id) d.project_id, d.id,
    ts_headline(c.used, left(t.text, %s), q.asked, %s), count(*) OVER (PARTITION BY d.project_id)
FROM projects_document d JOIN projects_project p ON p.id = d.project_id
JOIN projects_documentwords w ON w.document_id = d.id
LEFT JOIN projects_documenttext t ON t.document_id = d.id CROSS JOIN (SELECT %s::tsquery AS asked) q
CROSS JOIN LATERAL (
    SELECT adam_configuration(COALESCE(NULLIF(d.language, ''), NULLIF(t.language, ''), p.language)) AS used) c
WHERE d.id = ANY(%s) ORDER BY d.project_id, ts_rank(w.words, q.asked) DESC, d.id
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
    """By project; two queries, a third one for the documents that are seen."""
    tsquery = narrowed.asked.marked
    if not tsquery or not ids:
        return {}
    documents = _documents(narrowed, ids)
    with connection.cursor() as cursor:
        cursor.execute(OF_PROJECTS, [WHOLE, PASSAGE, tsquery, list(ids)])
        return {pk: Hit(marked(title), marked(text, needed=True), documents.get(pk)) for pk, title, text in cursor}


def _documents(narrowed: ProjectFilter, ids: Sequence[int]) -> dict[int, DocumentHit]:
    seen = narrowed.documents_with(narrowed.asked).filter(project__in=ids).in_bulk()
    if not seen:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(OF_DOCUMENTS, [READ, PASSAGE, narrowed.asked.marked, list(seen)])
        return {
            project: DocumentHit(seen[pk], marked(text or "", needed=True), count - 1)
            for project, pk, text, count in cursor
        }


def marked(text: str, *, needed: bool = False) -> SafeString:
    """The text, safe for a page, with marks; with `needed` nothing when there is no mark."""
    if needed and OPEN not in text:
        return SafeString()
    return SafeString(escape(text).replace(OPEN, "<mark>").replace(CLOSE, "</mark>"))
