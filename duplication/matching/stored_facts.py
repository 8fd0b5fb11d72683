"""The plain facts of all projects, a row each beside their keys: of sixty candidates a save reads these, and few whole.

Kept in step as the keys are, by the same checks in the same transactions.
"""

from collections.abc import Collection, Iterable, Mapping

from .columns import COLUMNS, LAYOUT, packed, unpacked
from .plain_facts import PlainFacts
from .prepared import Call, Prepared
from .records import Record

Stored = tuple[bytes, str]  # the columns, and the folded title

KEEP = Prepared(
    """
    WITH wanted AS MATERIALIZED (
        SELECT project, columns, title
        FROM unnest(%(owners)s, %(columns)s, %(titles)s) AS wanted (project, columns, title)
    ), forgotten AS (
        DELETE FROM duplication_storedfacts
        WHERE project_id = ANY(%(projects)s) AND project_id NOT IN (SELECT project FROM wanted)
    )
    INSERT INTO duplication_storedfacts AS stored (project_id, columns, title)
    SELECT project, columns, title FROM wanted
    ON CONFLICT (project_id) DO UPDATE SET columns = excluded.columns, title = excluded.title
    WHERE (stored.columns, stored.title) IS DISTINCT FROM (excluded.columns, excluded.title)
    RETURNING project_id""",
    projects="bigint[]",
    owners="bigint[]",
    columns="bytea[]",
    titles="varchar[]",
)
# One row: to take sixty apart costs more than to find them. A folded title has no line breaks.
FIND = Prepared(
    """
    SELECT string_agg(columns, ''), string_agg(title, E'\\n') FROM duplication_storedfacts
    WHERE project_id = ANY(%(projects)s) AND octet_length(columns) = %(size)s AND get_byte(columns, 0) = %(layout)s""",
    projects="bigint[]",
    size="int",
    layout="int",
)


def as_stored(record: Record) -> Stored:
    return packed(record), record.title.folded


def refreshing(project_ids: Collection[int], known: Mapping[int, Stored]) -> Call:
    """Make the stored facts of these projects the known ones; of a project without any they are forgotten."""
    return KEEP.given(
        projects=list(project_ids),
        owners=list(known),
        columns=[f"\\x{columns.hex()}" for columns, _ in known.values()],
        titles=[title for _, title in known.values()],
    )


def repair(project_ids: Collection[int], known: Mapping[int, Stored]) -> None:
    """The same for many projects of which nearly all are right."""
    columns, titles = stored_of(project_ids)
    rows = [columns[start : start + COLUMNS.itemsize] for start in range(0, len(columns), COLUMNS.itemsize)]
    stored = dict(zip(unpacked(columns)["id"].tolist(), zip(rows, titles, strict=True), strict=True))
    if wrong := [project for project in project_ids if stored.get(project) != known.get(project)]:
        refreshing(wrong, {project: known[project] for project in wrong if project in known}).rows()


def facts(project_ids: Collection[int], besides: Iterable[Record]) -> tuple[dict[int, int], PlainFacts]:
    """The place of each project, and the facts in the order of the places. Of a project that no check has seen yet
    there is nothing.
    """
    columns, titles = stored_of(project_ids)
    others = [as_stored(record) for record in besides]
    every = unpacked(columns + b"".join(row for row, _ in others))
    place_of = {project: place for place, project in enumerate(every["id"].tolist())}
    return place_of, PlainFacts(every, titles + [title for _, title in others])


def stored_of(project_ids: Collection[int]) -> tuple[bytes, list[str]]:
    [(columns, titles)] = FIND.rows({"projects": list(project_ids), "size": COLUMNS.itemsize, "layout": LAYOUT})
    return (b"", []) if columns is None else (bytes(columns), titles.split("\n"))
