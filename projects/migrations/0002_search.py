"""Words for the search, kept by triggers. Statement by statement, what is touched is marked in projects_projectchange;
before the transaction ends, the words of the marked projects are written once, however many statements touched them.
"""

from django.contrib.postgres.operations import UnaccentExtension
from django.db import migrations

STEMMERS = {
    "adam_en": "english", "adam_fr": "french", "adam_es": "spanish", "adam_ru": "russian", "adam_ar": "arabic",
    "adam_simple": "simple",
}
CONFIGURATIONS = "".join(
    f"CREATE TEXT SEARCH CONFIGURATION {name} (COPY = pg_catalog.{base});"
    f"ALTER TEXT SEARCH CONFIGURATION {name} ALTER MAPPING FOR hword, hword_part, word "
    f"WITH unaccent, {base if base == 'simple' else f'{base}_stem'};"
    for name, base in STEMMERS.items()
)

FUNCTIONS = r"""
CREATE FUNCTION adam_configuration(language text) RETURNS regconfig LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE lower(left(language, 2))
        WHEN 'en' THEN 'adam_en'::regconfig WHEN 'fr' THEN 'adam_fr'::regconfig WHEN 'es' THEN 'adam_es'::regconfig
        WHEN 'ru' THEN 'adam_ru'::regconfig WHEN 'ar' THEN 'adam_ar'::regconfig ELSE 'adam_simple'::regconfig END
$$;

-- Signs that would make one word, an address or the name of a file, of two.
CREATE FUNCTION adam_parted(said text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT translate(said, '/\_|', '    ')
$$;

CREATE FUNCTION adam_index_projects(ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    -- Who comes second reads what the first has written: each statement sees what was committed before it.
    PERFORM FROM projects_projectwords WHERE project_id = ANY(ids) ORDER BY project_id FOR UPDATE;
    DELETE FROM projects_projectwords w
    WHERE project_id = ANY(ids) AND NOT EXISTS (SELECT FROM projects_project p WHERE p.id = w.project_id);

    INSERT INTO projects_projectwords AS known (project_id, numbers, heading, words)
    SELECT p.id, upper(number.said),
        to_tsvector('adam_simple', number.both || ' ' || adam_parted(p.title)),
        setweight(to_tsvector(c.used, adam_parted(p.title)), 'A')
        || setweight(to_tsvector('adam_simple', number.both), 'A')
        || setweight(to_tsvector(c.used, adam_parted(part.said)), 'B')
        || setweight(to_tsvector(c.used, adam_parted(left(p.objective, 200000))), 'C')
    FROM unnest(ids) AS wanted(id) JOIN projects_project p ON p.id = wanted.id
    CROSS JOIN LATERAL (SELECT adam_configuration(p.language) AS used) c
    CROSS JOIN LATERAL (SELECT concat_ws(' ', NULLIF(p.reference, ''), 'ADAM-' || p.id,
        (SELECT string_agg(i.value, ' ') FROM projects_projectidentifier i WHERE i.project_id = p.id),
        (SELECT s.identifier FROM projects_projectsource s WHERE s.project_id = p.id)) AS said) n
    CROSS JOIN LATERAL (
        SELECT n.said, adam_parted(n.said) || ' ' || translate(n.said, '/\_|-.:', '       ') AS both) number
    CROSS JOIN LATERAL (SELECT concat_ws(E'\n',
        (SELECT string_agg(concat_ws(' ', a.name, a.former_name, a.code), E'\n') FROM partners_partner a
            WHERE a.id = p.partner_id
            OR a.id IN (SELECT m.partner_id FROM projects_contribution m WHERE m.project_id = p.id)),
        (SELECT string_agg(concat_ws(E'\n', o.name, o.acronym, (
                SELECT string_agg(l.name, E'\n') FROM partners_organizationalias l WHERE l.organization_id = o.id)), E'\n')
            FROM partners_organization o WHERE o.id IN (
                SELECT r.organization_id FROM projects_participation r WHERE r.project_id = p.id
                UNION SELECT t.beneficiary_id FROM projects_activity t WHERE t.project_id = p.id)),
        (SELECT string_agg(concat_ws(E'\n', k.name, array_to_string(k.former_names || k.other_names, E'\n')), E'\n')
            FROM partners_country k WHERE k.iso2 IN (
                SELECT r.country_id FROM projects_recipient r WHERE r.project_id = p.id
                UNION SELECT t.country_id FROM projects_activity t WHERE t.project_id = p.id)),
        (SELECT string_agg(concat_ws(E'\n', l.name, array_to_string(l.other_names, E'\n')), E'\n')
            FROM projects_place l WHERE l.id IN (
                SELECT s.place_id FROM projects_project_places s WHERE s.project_id = p.id
                UNION SELECT t.place_id FROM projects_activity t WHERE t.project_id = p.id)),
        (SELECT string_agg(concat_ws(E'\n', h.name, m.name), E'\n')
            FROM projects_project_themes s JOIN projects_theme h ON h.code = s.theme_id
            LEFT JOIN projects_theme m ON m.code = h.parent_id WHERE s.project_id = p.id),
        (SELECT string_agg(concat_ws(E'\n', y.name, t.description, t.unit), E'\n')
            FROM projects_activity t JOIN projects_activitytype y ON y.code = t.type_id WHERE t.project_id = p.id)
    ) AS said) part
    ON CONFLICT (project_id) DO UPDATE
    SET numbers = excluded.numbers, heading = excluded.heading, words = excluded.words
    WHERE (known.numbers, known.heading, known.words)
        IS DISTINCT FROM (excluded.numbers, excluded.heading, excluded.words);
END
$$;

CREATE FUNCTION adam_index_documents(ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM projects_documentwords w
    WHERE document_id = ANY(ids) AND NOT EXISTS (SELECT FROM projects_document d WHERE d.id = w.document_id);
    INSERT INTO projects_documentwords (document_id, words)
    SELECT d.id, setweight(to_tsvector(c.used, adam_parted(d.title)), 'A')
        || setweight(to_tsvector('adam_simple', adam_parted(d.name) || ' ' || translate(d.name, '/\_|-.', '      ')), 'A')
        || setweight(to_tsvector(c.used, adam_parted(left(COALESCE(t.text, ''), 400000))), 'C')
    FROM projects_document d JOIN projects_project p ON p.id = d.project_id
    LEFT JOIN projects_documenttext t ON t.document_id = d.id
    CROSS JOIN LATERAL (
        SELECT adam_configuration(COALESCE(NULLIF(d.language, ''), NULLIF(t.language, ''), p.language)) AS used) c
    WHERE d.id = ANY(ids)
    ON CONFLICT (document_id) DO UPDATE SET words = excluded.words;
END
$$;

-- Number of the last mark of this transaction whose project has been written anew.
CREATE FUNCTION adam_indexed() RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT COALESCE(NULLIF(current_setting('adam.indexed', true), ''), '0')::bigint
$$;

-- The argument selects the projects that hang on the rows, which it calls {rows}.
CREATE FUNCTION adam_mark_projects() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    wanted text := replace(TG_ARGV[0], '{rows}', 'changed');
BEGIN
    IF TG_OP = 'UPDATE' THEN
        wanted := replace(TG_ARGV[0], '{rows}', '(TABLE changed EXCEPT TABLE before)')
            || ' UNION ' || replace(TG_ARGV[0], '{rows}', '(TABLE before EXCEPT TABLE changed)');
    END IF;
    EXECUTE 'INSERT INTO projects_projectchange (project_id, transaction, at)
        SELECT DISTINCT touched.id, pg_current_xact_id()::text::bigint, now() FROM (' || wanted || ') AS touched(id)
        WHERE NOT EXISTS (SELECT FROM projects_projectchange m
            WHERE m.transaction = pg_current_xact_id()::text::bigint AND m.at = now()
            AND m.project_id = touched.id AND m.id > adam_indexed())';
    RETURN NULL;
END
$$;

CREATE FUNCTION adam_index_marked() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    ids bigint[];
    last bigint;
BEGIN
    IF NEW.id <= adam_indexed() THEN
        RETURN NULL;
    END IF;
    SELECT array_agg(DISTINCT project_id), max(id) INTO ids, last FROM projects_projectchange
    WHERE transaction = pg_current_xact_id()::text::bigint AND at = now() AND id > adam_indexed();
    IF ids IS NOT NULL THEN
        PERFORM adam_index_projects(ids);
        PERFORM set_config('adam.indexed', last::text, true);
    END IF;
    RETURN NULL;
END
$$;

CREATE CONSTRAINT TRIGGER adam_index_marked AFTER INSERT ON projects_projectchange
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION adam_index_marked();

CREATE FUNCTION adam_mark_all() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO projects_projectchange (project_id, transaction) VALUES (0, pg_current_xact_id()::text::bigint);
    RETURN NULL;
END
$$;

CREATE TRIGGER adam_mark_all AFTER TRUNCATE ON projects_project EXECUTE FUNCTION adam_mark_all();

CREATE FUNCTION adam_index_changed_documents() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    ids bigint[];
BEGIN
    EXECUTE 'SELECT array_agg(' || TG_ARGV[0] || ') FROM changed' INTO ids;
    IF ids IS NOT NULL THEN
        PERFORM adam_index_documents(ids);
    END IF;
    RETURN NULL;
END
$$;
"""

OF_PROJECT = "SELECT project_id FROM {rows} r"
OF_ORGANIZATIONS = (
    "SELECT p.project_id FROM {rows} r JOIN projects_participation p ON p.organization_id = r.%s"
    " UNION SELECT a.project_id FROM {rows} r JOIN projects_activity a ON a.beneficiary_id = r.%s"
)
PARTS = {
    "projects_project": "SELECT id FROM {rows} r",
    "projects_recipient": OF_PROJECT,
    "projects_participation": OF_PROJECT,
    "projects_contribution": OF_PROJECT,
    "projects_activity": OF_PROJECT,
    "projects_projectidentifier": OF_PROJECT,
    "projects_projectsource": OF_PROJECT,
    "projects_project_themes": OF_PROJECT,
    "projects_project_places": OF_PROJECT,
    "projects_project_shared_with": OF_PROJECT,
    "partners_organizationalias": OF_ORGANIZATIONS.replace("%s", "organization_id"),
}
# Names that projects refer to: a new one is in no project yet.
NAMES = {
    "partners_partner": "SELECT p.id FROM {rows} r JOIN projects_project p ON p.partner_id = r.id"
    " UNION SELECT c.project_id FROM {rows} r JOIN projects_contribution c ON c.partner_id = r.id",
    "partners_organization": OF_ORGANIZATIONS.replace("%s", "id"),
    "partners_country": "SELECT p.project_id FROM {rows} r JOIN projects_recipient p ON p.country_id = r.iso2"
    " UNION SELECT a.project_id FROM {rows} r JOIN projects_activity a ON a.country_id = r.iso2"
    " UNION SELECT a.project_id FROM {rows} r JOIN projects_place l ON l.country_id = r.iso2"
    " JOIN projects_activity a ON a.place_id = l.id",
    "projects_place": "SELECT p.project_id FROM {rows} r JOIN projects_project_places p ON p.place_id = r.id"
    " UNION SELECT a.project_id FROM {rows} r JOIN projects_activity a ON a.place_id = r.id",
    "projects_theme": "SELECT p.project_id FROM {rows} r JOIN projects_project_themes p ON p.theme_id = r.code"
    " UNION SELECT p.project_id FROM {rows} r JOIN projects_theme t ON t.parent_id = r.code"
    " JOIN projects_project_themes p ON p.theme_id = t.code",
    "projects_activitytype": "SELECT a.project_id FROM {rows} r JOIN projects_activity a ON a.type_id = r.code",
}
ROWS = {"INSERT": "NEW TABLE AS changed", "DELETE": "OLD TABLE AS changed"}
ROWS["UPDATE"] = "NEW TABLE AS changed OLD TABLE AS before"


def triggers():
    for table, query in {**PARTS, **NAMES}.items():
        for operation in ("UPDATE", "DELETE") if table in NAMES else ROWS:
            yield (
                f"CREATE TRIGGER adam_mark_{operation.lower()} AFTER {operation} ON {table} REFERENCING"
                f" {ROWS[operation]} FOR EACH STATEMENT EXECUTE FUNCTION adam_mark_projects('{query}');"
            )
    for table, document in {"projects_document": "id", "projects_documenttext": "document_id"}.items():
        for operation, rows in ROWS.items():
            yield (
                f"CREATE TRIGGER adam_words_{operation.lower()} AFTER {operation} ON {table} REFERENCING"
                f" {rows} FOR EACH STATEMENT EXECUTE FUNCTION adam_index_changed_documents('{document}');"
            )


class Migration(migrations.Migration):
    dependencies = [("projects", "0001_register")]

    operations = [
        UnaccentExtension(),
        migrations.RunSQL(CONFIGURATIONS, migrations.RunSQL.noop),
        migrations.RunSQL(FUNCTIONS, migrations.RunSQL.noop),
        migrations.RunSQL("".join(triggers()), migrations.RunSQL.noop),
    ]
