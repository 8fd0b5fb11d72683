"""What the search reads, made anew: all words, in steps that are each a transaction, and the list of known words."""

from collections.abc import Callable

from django.db import connection, transaction

STEP = 1_000  # rows of a transaction
MEMORY = 400_000  # words kept for "did you mean"
Progress = Callable[[str, int, int], object]  # what is being done, how much of how much

# Words of texts that every partner may read: none that stands in restricted work, in drafts or their documents only.
LEARN = """
TRUNCATE projects_knownword;
INSERT INTO projects_knownword (word, projects)
SELECT word, max(ndoc) FROM (
    SELECT word, ndoc FROM ts_stat($$
        SELECT to_tsvector('simple', translate(title || ' ' || objective, '/\\_|', '    ')) FROM projects_project
        WHERE published_at IS NOT NULL AND visibility = 'all' $$)
    UNION ALL
    SELECT word, ndoc FROM ts_stat($$
        SELECT to_tsvector('simple', translate(d.title || ' ' || left(t.text, 400000), '/\\_|', '    '))
        FROM projects_document d JOIN projects_project p ON p.id = d.project_id
        JOIN projects_documenttext t ON t.document_id = d.id
        WHERE d.visibility = 'project' AND p.published_at IS NOT NULL AND p.visibility = 'all' $$)
    UNION ALL
    SELECT word, ndoc FROM ts_stat($$
        SELECT to_tsvector('simple', concat_ws(' ', o.name, o.acronym)) FROM partners_organization o
        WHERE EXISTS (SELECT FROM projects_participation r JOIN projects_project p ON p.id = r.project_id
            WHERE r.organization_id = o.id AND p.published_at IS NOT NULL AND p.visibility = 'all') $$)
    UNION ALL
    SELECT word, ndoc FROM ts_stat($$ SELECT to_tsvector('simple', name) FROM partners_country $$)
) every WHERE length(word) BETWEEN 3 AND 40 AND word ~ '^[[:alpha:]]+$'
GROUP BY word ORDER BY max(ndoc) DESC LIMIT %s;
ANALYZE projects_knownword;
"""


def rebuild(progress: Progress = lambda doing, done, total: None) -> tuple[int, int]:
    """Numbers of projects and of documents."""
    numbers = _index("projects", progress), _index("documents", progress)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO projects_projectchange (project_id, transaction) VALUES (0, txid_current())")
        cursor.execute("ANALYZE projects_projectwords; ANALYZE projects_documentwords")
    progress("learning words", 1, 1)
    learn_words()
    return numbers


def _index(what: str, progress: Progress) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COALESCE(array_agg(id ORDER BY id), '{{}}') FROM projects_{what[:-1]}")  # noqa: S608
        ids = cursor.fetchone()[0]
        for first in range(0, len(ids), STEP):
            with transaction.atomic():
                cursor.execute(f"SELECT adam_index_{what}(%s)", [ids[first : first + STEP]])
            progress(what, first, len(ids))
    return len(ids)


@transaction.atomic
def learn_words() -> None:
    with connection.cursor() as cursor:
        cursor.execute(LEARN, [MEMORY])
