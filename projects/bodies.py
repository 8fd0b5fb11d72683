"""Bodies in the register as projects name them: counts and lists within what the reader may see, and two made one."""

from collections.abc import Iterable

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from partners import merging
from partners.models import Merge, Organization, User
from partners.nearness import near, telling
from projects.models import Activity, Participation, Project
from projects.models.project import ProjectQuerySet
from projects.tasks import check_again

ALIKE = 0.45  # of the trigrams of two names, for a first choice
LOOKED_AT, SHOWN = 3000, 200
PAIRS = """
    WITH alike AS (
        SELECT a.id AS first, b.id AS second, similarity(a.name_key, b.name_key) AS share
        FROM partners_organization a JOIN partners_organization b ON a.name_key %% b.name_key AND a.id < b.id
        UNION ALL
        SELECT a.id, b.id, 1 FROM partners_organization a
        JOIN partners_organization b ON lower(a.acronym) = lower(b.acronym) AND a.acronym <> '' AND a.id < b.id
        UNION ALL
        SELECT least(l.organization_id, b.id), greatest(l.organization_id, b.id), 1
        FROM partners_organizationalias l
        JOIN partners_organization b ON b.name_key = l.name_key AND b.id <> l.organization_id
    )
    SELECT first, second, max(share), a.name, b.name, coalesce(ca.name, cb.name, '')
    FROM alike JOIN partners_organization a ON a.id = first JOIN partners_organization b ON b.id = second
    LEFT JOIN partners_country ca ON ca.iso2 = a.country_id LEFT JOIN partners_country cb ON cb.iso2 = b.country_id
    WHERE (a.country_id = b.country_id OR a.country_id IS NULL OR b.country_id IS NULL)
    AND (a.kind = b.kind OR a.kind = 'other' OR b.kind = 'other')
    AND NOT EXISTS (SELECT FROM partners_notthesame n WHERE n.first_id = first AND n.second_id = second)
    GROUP BY first, second, a.name, b.name, ca.name, cb.name ORDER BY max(share) DESC, first, second LIMIT %s"""


def naming(*bodies: int) -> Q:
    """Projects in which one of these bodies has a part, or for which something is done in them."""
    parts = Participation.objects.filter(organization__in=bodies).values("project")
    activities = Activity.objects.filter(beneficiary__in=bodies).values("project")
    return Q(pk__in=parts) | Q(pk__in=activities)


def projects_of(body: Organization, user: User) -> ProjectQuerySet:
    return Project.objects.visible_to(user).filter(naming(body.pk))


def visible_counts(bodies: Iterable[Organization], user: User) -> dict[int, int]:
    """In how many projects that the person may see each body takes part. One query for each way to take part."""
    ids = [body.pk for body in bodies]
    found: dict[int, set[int]] = {pk: set() for pk in ids}
    visible = Project.objects.visible_to(user)
    parts = Participation.objects.filter(organization__in=ids, project__in=visible)
    activities = Activity.objects.filter(beneficiary__in=ids, project__in=visible)
    for body, project in parts.order_by().values_list("organization_id", "project_id").distinct():
        found[body].add(project)
    for body, project in activities.order_by().values_list("beneficiary_id", "project_id").distinct():
        found[body or 0].add(project)
    return {pk: len(projects) for pk, projects in found.items()}


def near_pairs() -> list[tuple[int, int, float]]:
    """Bodies that may be one, in one country or none: names alike, one acronym, or one known under the other's name."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pg_trgm.similarity_threshold', %s, true)", [str(ALIKE)])
        cursor.execute(PAIRS, [LOOKED_AT])
        found = [
            (first, second, share)
            for first, second, share, *names, country in cursor.fetchall()
            if share == 1 or near(*(telling(name, [country]) for name in names))
        ]
    return found[:SHOWN]


def merge(kept_id: int, vanished_id: int, by: User) -> Merge:
    """Raises ValidationError with a sentence. The projects that name them are compared anew."""
    merged = merging.merge(kept_id, vanished_id, by)
    compare_anew(kept_id)
    return merged


def undo(merge: Merge, by: User) -> merging.Undone:
    undone = merging.undo(merge.pk, by)
    compare_anew(merge.kept_id, merge.vanished_id)
    return undone


def compare_anew(*bodies: int) -> None:
    concerned: QuerySet[Project] = Project.objects.published().filter(naming(*bodies))
    if ids := list(concerned.order_by("pk").values_list("pk", flat=True)):
        check_again.enqueue(ids)
