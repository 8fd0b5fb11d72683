"""Projects of the registry as records: one query, however many projects and parts."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import JSONObject, Left

from duplication.records import Activity, Record
from duplication.text import LONGEST, WORD, fold, read
from projects.models import (
    Activity as ProjectActivity,
)
from projects.models import (
    Contribution,
    Participation,
    Project,
    ProjectIdentifier,
    ProjectSource,
    Recipient,
)

Row = dict[str, Any]
SHORTEST_IDENTIFIER = 6  # "12" in two registers is no coincidence worth a word


def rows(projects: QuerySet[Project]) -> QuerySet[Project, Row]:
    """What detection reads of these projects, one row each."""
    mine = {"project": OuterRef("pk")}
    budget = Contribution.objects.filter(**mine).order_by().values("project").annotate(total=Sum("usd"))
    implementing = Participation.objects.filter(**mine, role=Participation.Role.IMPLEMENTING)
    helped = Participation.objects.filter(**mine, role=Participation.Role.BENEFICIARY)
    activity = JSONObject(
        type="type_id", quantity="quantity", beneficiary="beneficiary_id", place="place_id", start="start", end="end"
    )
    return (
        projects.order_by("pk")
        .annotate(
            text=Left("objective", LONGEST),
            country_ids=ArraySubquery(Recipient.objects.filter(**mine).order_by().values("country_id")),
            place_ids=ArraySubquery(Project.places.through.objects.filter(**mine).values("place_id")),
            theme_ids=ArraySubquery(Project.themes.through.objects.filter(**mine).values("theme_id")),
            implementers=ArraySubquery(implementing.order_by().values("organization__name_key")),
            beneficiaries=ArraySubquery(helped.order_by().values("organization_id")),
            done=ArraySubquery(ProjectActivity.objects.filter(**mine).order_by().values(json=activity)),
            numbers=ArraySubquery(ProjectIdentifier.objects.filter(**mine).order_by().values("value")),
            published_as=Subquery(ProjectSource.objects.filter(**mine).values("identifier")),
            usd=Subquery(budget.values("total")),
        )
        .values(
            *("pk", "partner_id", "title", "text", "language", "reference", "start", "end", "purpose_codes", "usd"),
            *("country_ids", "place_ids", "theme_ids", "implementers", "beneficiaries", "done", "numbers"),
            *("published_as", "published_at"),
        )
    )


def records(projects: QuerySet[Project]) -> Iterator[Record]:
    return map(record, rows(projects))


def record(row: Row) -> Record:
    return with_texts(facts(row), row)


def with_texts(facts: Record, row: Row) -> Record:
    return replace(facts, title=read(row["title"]), description=read(row["text"]))


def facts(row: Row) -> Record:
    """The record without its texts, whose reading costs more than all the rest."""
    return Record(
        id=row["pk"],
        partner=row["partner_id"],
        countries=frozenset(row["country_ids"]),
        places=frozenset(row["place_ids"]),
        themes=frozenset(row["theme_ids"]),
        purposes=frozenset(row["purpose_codes"]),
        activities=tuple(map(activity, row["done"])),
        implementers=frozenset(row["implementers"]),
        beneficiaries=frozenset(row["beneficiaries"]),
        start=row["start"],
        end=row["end"],
        amount=None if row["usd"] is None else float(row["usd"]),
        identifiers=identifiers([row["reference"], row["published_as"], *row["numbers"]]),
        language=row["language"],
    )


def activity(done: dict[str, Any]) -> Activity:
    return Activity(
        done["type"], done["quantity"], done["beneficiary"], done["place"], day(done["start"]), day(done["end"])
    )


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def identifiers(values: Iterable[str | None]) -> frozenset[str]:
    """Numbers of the project, written alike: "AF / 2004-117" and "af2004117" are one."""
    written = ("".join(WORD.findall(fold(value or ""))) for value in values)
    return frozenset(value for value in written if len(value) >= SHORTEST_IDENTIFIER)
