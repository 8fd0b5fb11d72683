"""Two bodies become one: everything that points to the one points to the other, and can be led back for a month.

What points to a body is read from the models, so a relation made later moves along too. Whoever looks a body up to
write its number calls `hold_bodies` first: then no merge comes between the two.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, OperationalError, connection, models, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from pghistory.models import Event

from partners.models import Merge, NotTheSame, Organization, OrganizationAlias, User
from partners.models.organization import name_key

BODIES = 7_203  # class of the advisory lock: shared by those who write ids of bodies, exclusive for a merge
PATIENCE = "5s"  # for imports and forms under way
FILLED = {"acronym": "", "kind": Organization.Kind.OTHER, "country_id": None}  # what the kept one takes over if so


def hold_bodies() -> None:
    """No two bodies are merged until the end of this transaction. Waits for a merge that is under way."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s, 0)", [BODIES])


def survivor_of(pk: int) -> Organization | None:
    """The body into which the one of this number was merged."""
    merge = Merge.objects.standing().filter(vanished_id=pk).select_related("kept").first()
    return merge.kept if merge else None


def survivors(ids: Iterable[int]) -> dict[int, int]:
    """Of those of these bodies that were merged: the one into which each was."""
    if not (named := list(ids)):
        return {}
    return dict(Merge.objects.standing().filter(vanished_id__in=named).values_list("vanished_id", "kept_id"))


# -- What points to a body ---------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Relation:
    """A foreign key to a body, of whichever model."""

    model: type[models.Model]
    name: str

    @property
    def label(self) -> str:
        return f"{self.model._meta.label}.{self.name}"

    def rows(self, body: Organization | int) -> QuerySet[Any]:
        return self.model._base_manager.filter(**{self.name: body})

    def with_twins(self, vanished: Organization, kept: Organization) -> QuerySet[Any]:
        """Rows of the vanished body that the kept one has too, each with the number of its `twin`."""
        clash, found = Q(pk__in=[]), []
        for fields, condition in unique_sets(self.model, self.name):
            same = {name: OuterRef(name) for name in fields if name != self.name}
            twins = self.rows(kept).filter(condition, **same)
            clash |= Exists(twins) & condition
            found.append(models.Subquery(twins.values("pk")[:1]))
        twin = Coalesce(*found) if len(found) > 1 else next(iter(found), models.Value(None, models.BigIntegerField()))
        return self.rows(vanished).filter(clash).annotate(twin=twin)


def unique_sets(model: type[models.Model], name: str) -> Iterator[tuple[tuple[str, ...], Q]]:
    """The sets of fields, this one among them, of which the database allows each combination once."""
    options: Any = model._meta  # the stubs know less of a model that is not named
    if options.get_field(name).unique:
        yield (name,), Q()
    for constraint in options.constraints:
        if isinstance(constraint, models.UniqueConstraint):
            fields = constraint.fields or tuple(getattr(one, "name", "") for one in constraint.expressions)
            if name in fields:
                yield tuple(fields), constraint.condition or Q()
    for fields in options.unique_together:
        if name in fields:
            yield tuple(fields), Q()


def relations() -> list[Relation]:
    """Everything that points to a body, but history, which tells what was, and pairs, which are put in order anew."""
    found: Any = Organization._meta.get_fields(include_hidden=True)
    keys = [one for one in found if one.auto_created and not one.concrete and (one.one_to_many or one.one_to_one)]
    return [
        Relation(key.related_model, key.field.name)
        for key in keys
        if not issubclass(key.related_model, Event) and key.related_model is not NotTheSame
    ]


# -- Merging -----------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Moving:
    """Of one relation: how many rows would move, and how many would fall away as doubles."""

    relation: Relation
    moved: int
    doubled: int


def preview(kept: Organization, vanished: Organization) -> list[Moving]:
    counted = []
    for relation in relations():
        doubled = relation.with_twins(vanished, kept).count()
        counted.append(Moving(relation, relation.rows(vanished).count() - doubled, doubled))
    return [moving for moving in counted if moving.moved or moving.doubled]


@transaction.atomic
def merge(kept_id: int, vanished_id: int, by: User) -> Merge:
    """Everything of the vanished body becomes the kept one's. Raises ValidationError with a sentence."""
    hold_alone()
    kept, vanished = standing(kept_id), standing(vanished_id)
    if kept == vanished:
        raise ValidationError("They are one body already.")
    record: dict[str, Any] = {"row": row_of(vanished), "moved": {}, "dropped": [], "added": {}, "filled": {}}
    for relation in relations():
        move(relation, kept, vanished, record)
    carry_distinctions(kept, vanished, record)
    take_over(kept, vanished, record)
    Organization.objects.filter(pk=vanished_id).delete()
    add_alias(kept, vanished.name, record)
    if vanished.acronym and vanished.acronym != kept.acronym:
        add_alias(kept, vanished.acronym, record)
    return Merge.objects.create(
        kept=kept, vanished_id=vanished_id, vanished_name=vanished.name, record=record, merged_by=by
    )


def hold_alone() -> None:
    """Nobody else writes ids of bodies until the end of this transaction."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE}'")
            cursor.execute("SELECT pg_advisory_xact_lock(%s, 0)", [BODIES])
            cursor.execute("SET LOCAL lock_timeout = DEFAULT")
    except OperationalError:
        raise ValidationError("Projects are being imported at this moment. Try again in a minute.") from None


def standing(pk: int) -> Organization:
    """The body as it is now; somebody may just have merged it."""
    if found := Organization.objects.select_for_update(of=("self",)).filter(pk=pk).first():
        return found
    survivor = survivor_of(pk)
    raise ValidationError(
        f"It was merged into {survivor} meanwhile." if survivor else "One of the two is no longer in the register."
    )


def move(relation: Relation, kept: Organization, vanished: Organization, record: dict[str, Any]) -> None:
    doubles = list(relation.with_twins(vanished, kept))
    record["dropped"] += [dropped(row, row.twin) for row in doubles]
    relation.model._base_manager.filter(pk__in=[row.pk for row in doubles]).delete()
    if ids := list(relation.rows(vanished).order_by("pk").values_list("pk", flat=True)):
        relation.rows(vanished).update(**{relation.name: kept})
        record["moved"][relation.label] = ids


def carry_distinctions(kept: Organization, vanished: Organization, record: dict[str, Any]) -> None:
    """What the vanished one is not, the kept one is not either."""
    for pair in NotTheSame.objects.filter(Q(first=vanished) | Q(second=vanished)):
        other = pair.second_id if pair.first_id == vanished.pk else pair.first_id
        record["dropped"].append(dropped(pair, None))
        pair.delete()
        if other != kept.pk:
            first, second = sorted((kept.pk, other))
            made, is_new = NotTheSame.objects.get_or_create(
                first_id=first, second_id=second, defaults={"said_by_id": pair.said_by_id, "said_at": pair.said_at}
            )
            if is_new:
                added(record, made)


def take_over(kept: Organization, vanished: Organization, record: dict[str, Any]) -> None:
    for name, empty in FILLED.items():
        if getattr(kept, name) == empty and getattr(vanished, name) != empty:
            record["filled"][name] = getattr(vanished, name)
            setattr(kept, name, getattr(vanished, name))
    if record["filled"]:
        kept.save()


def add_alias(kept: Organization, name: str, record: dict[str, Any]) -> None:
    key = name_key(name)
    if key != kept.name_key and not kept.aliases.filter(name_key=key).exists():
        added(record, kept.aliases.create(name=name, kind=OrganizationAlias.Kind.MERGED))


def row_of(row: models.Model) -> dict[str, Any]:
    return {column.attname: column.value_from_object(row) for column in row._meta.concrete_fields}


def dropped(row: models.Model, twin: int | None) -> dict[str, Any]:
    return {"model": row._meta.label, "row": row_of(row), "twin": twin}


def added(record: dict[str, Any], row: models.Model) -> None:
    record["added"].setdefault(row._meta.label, []).append(row.pk)


# -- Undoing -----------------------------------------------------------------------------------------------------------
@dataclass(slots=True)
class Undone:
    """What came back, and in sentences what did not because it was changed meanwhile."""

    body: Organization
    remarks: list[str] = field(default_factory=list)


@transaction.atomic
def undo(merge_id: int, by: User) -> Undone:
    """Both bodies as they were. What was changed since on what had moved stays changed, and is told. Raises
    ValidationError with a sentence where that cannot be."""
    hold_alone()
    merge = Merge.objects.select_for_update(of=("self",)).select_related("kept").get(pk=merge_id)
    refuse_undoing(merge)
    record, kept = merge.record, merge.kept
    Merge.objects.filter(pk=merge_id).update(undone_at=timezone.now(), undone_by=by)
    take_away_added(record)
    undone = Undone(brought_back(Organization, record["row"]))
    give_back(undone, record, kept)
    lead_back(undone, record, kept)
    bring_back_dropped(undone, record)
    return undone


def refuse_undoing(merge: Merge) -> None:
    if merge.undone_at:
        raise ValidationError("This merge was undone already.")
    if not merge.is_undoable:
        raise ValidationError("A merge can be undone within 30 days only. Enter the body anew.")
    later = Merge.objects.standing().filter(kept=merge.kept_id).exclude(pk=merge.pk)
    if after := later.filter(merged_at__gt=merge.merged_at).order_by("-merged_at").first():
        raise ValidationError(f"Undo the later merge of {after.vanished_name} first.")
    key = merge.record["row"]["name_key"]
    if other := Organization.objects.filter(name_key=key).first():
        raise ValidationError(f"{other} has this name now. Give it another name first.")


def take_away_added(record: dict[str, Any]) -> None:
    for label, ids in record["added"].items():
        apps.get_model(label)._base_manager.filter(pk__in=ids).delete()


def give_back(undone: Undone, record: dict[str, Any], kept: Organization) -> None:
    """What the kept body took over it has no longer, unless somebody has changed it since."""
    for name, value in record["filled"].items():
        if getattr(kept, name) == value:
            setattr(kept, name, FILLED[name])
        else:
            undone.remarks.append(f"The {name.removesuffix('_id')} of {kept} was changed since and stays.")
    if record["filled"]:
        kept.save()


def lead_back(undone: Undone, record: dict[str, Any], kept: Organization) -> None:
    for label, ids in record["moved"].items():
        model_label, name = label.rsplit(".", 1)
        relation = Relation(apps.get_model(model_label), name)
        back = relation.rows(kept).filter(pk__in=ids).update(**{name: undone.body})
        if back < len(ids):
            undone.remarks.append(remark(relation.model, len(ids) - back))


def bring_back_dropped(undone: Undone, record: dict[str, Any]) -> None:
    """A double comes back if its twin is still there: else somebody has taken the body away from that project since."""
    lost: dict[type[models.Model], int] = {}
    for entry in record["dropped"]:
        model = apps.get_model(entry["model"])
        twin_gone = entry["twin"] is not None and not model._base_manager.filter(pk=entry["twin"]).exists()
        try:
            if not twin_gone:
                brought_back(model, entry["row"])
                continue
        except IntegrityError:  # somebody has entered the same since, or what it belongs to is gone
            pass
        lost[model] = lost.get(model, 0) + 1
    undone.remarks += [remark(model, number) for model, number in lost.items()]


def brought_back(model: type[models.Model], row: dict[str, Any]) -> Any:
    """The row as it was, under its old number and without what `save` adds; IntegrityError at once, not at the end."""
    columns = [column for column in model._meta.concrete_fields if column.attname in row]
    with transaction.atomic(), connection.cursor() as cursor:
        [made] = model._base_manager.bulk_create(
            [model(**{column.attname: column.to_python(row[column.attname]) for column in columns})]
        )
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    return made


def remark(model: type[models.Model], number: int) -> str:
    noun = model._meta.verbose_name if number == 1 else model._meta.verbose_name_plural
    return f"{number} {noun}, changed or deleted since, cannot be given back."
