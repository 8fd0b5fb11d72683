"""One section of a project as entered: its form and the rows of its parts, judged, checked and saved together."""

from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import Prefetch
from django.http import QueryDict
from django.utils import timezone

from partners.models import Country, Partner, User
from projects.checks import Draft, DraftActivity
from projects.drafts import draft_of, known_sum
from projects.models import ActivityType, Place, Project
from projects.rates import to_usd

from . import once
from .project import ProjectForm
from .rows import MAX_ROWS, ActivityFormSet, ContributionFormSet, IdentifierFormSet, RowSet
from .sections import FIRST, Section

ROW_SETS = {"activities": ActivityFormSet, "contributions": ContributionFormSet, "identifiers": IdentifierFormSet}


class Entry:
    """`data` is what was posted. A `quiet` entry shows everything again as it was typed, without judging it."""

    def __init__(
        self, user: User, project: Project, section: Section, data: QueryDict | None = None, *, quiet: bool = False
    ) -> None:
        self.project, self.section, self.is_draft = project, section, project.is_draft
        self.follows_dates = project.status == status_between(project.start, project.end)
        self.form = ProjectForm(data, instance=project, user=user, only=section.fields, quiet=quiet)
        self.rows: dict[str, RowSet] = {}
        for prefix, only in section.rows.items():
            kwargs = {"quiet": quiet, "choices": choices_for(only), "only": only, "project": project}
            self.rows[prefix] = ROW_SETS[prefix](
                data, prefix=prefix, instance=project, queryset=rows_of(project, prefix), form_kwargs=kwargs
            )
        if data is None and not project.pk and "contributions" in self.rows:
            self.rows["contributions"].forms[0].initial["partner"] = self.form.initial["partner"]

    def asks_nothing(self) -> None:
        """As long as nothing is saved: names that are new are left out, a quantity is compared without its unit, and an
        activity whose kind is still to be chosen is none yet."""
        self.form.asks = False
        for row in self.activities:
            row.asks = row.wants_unit = False
            row.fields["type"].required = False

    @property
    def activities(self) -> list[Any]:
        return self.rows["activities"].forms if "activities" in self.rows else []

    def is_valid(self) -> bool:
        """Judges everything, so that all errors are shown at once."""
        self.form.for_publication = not self.is_draft
        return all([self.form.is_valid(), *(rows.is_valid() for rows in self.rows.values())])

    @property
    def is_new(self) -> bool:
        return self.project.pk is None

    @property
    def partner_name(self) -> str:
        return str(self.project.partner if self.project.pk else self.form.initial["partner"])

    @property
    def sets(self) -> list[RowSet]:
        return list(self.rows.values())

    @property
    def is_wrong(self) -> bool:
        return bool(self.form.errors) or any(rows.total_error_count() for rows in self.sets)

    def save(self) -> Project:
        """Drafts stay drafts; whoever saves a published project confirms it."""
        project = self.form.save(commit=False)
        if self.section is FIRST and self.follows_dates:
            project.status = status_between(project.start, project.end)
        if not project.is_draft:
            project.confirmed_at = timezone.now()
        project.save()
        self.form.save_parts()
        for rows in self.sets:
            rows.save()
        return project

    def draft(self) -> Draft:
        """The project as it would be with this section, for the search for look-alikes."""
        saved = draft_of(self.project) if self.project.pk else Draft(form=str(once.token_in(self.form.data) or ""))
        return replace(saved, **self._stated())

    def _stated(self) -> dict[str, Any]:
        cleaned = self.form.cleaned_data
        stated = {name: cleaned[name] for name in ("title", "objective", "language", "reference", "start", "end")
                  if name in cleaned}  # fmt: skip
        if "partner" in cleaned:
            stated["partner_id"] = cleaned["partner"].pk
        for name in {"countries", "themes"} & cleaned.keys():
            stated[name] = frozenset(one.pk for one in cleaned[name])
        if "place_names" in cleaned:
            stated["places"] = frozenset(place.pk for place in self.form.places if place.pk)
        if "implementers" in cleaned:
            stated["implementer_names"] = tuple(cleaned["implementers"])
        for name in {"implementers", "beneficiaries"} & cleaned.keys():
            stated[name] = frozenset(body.pk for body in self.form.bodies[name] if body.pk)
        if "activities" in self.rows:
            kinds = [form for form in self.rows["activities"].filled if form.instance.type_id]
            stated["activities"] = tuple(draft_activity(form) for form in kinds)
        if "contributions" in self.rows:
            paid = [form.instance for form in self.rows["contributions"].filled]
            stated["usd"] = known_sum(to_usd(one.amount, one.currency, one.committed_on) for one in paid)
            stated["paid"] = tuple((one.currency, one.amount) for one in paid)
        if "identifiers" in self.rows:
            filled = self.rows["identifiers"].filled
            stated["identifiers"] = tuple((form.instance.scheme, form.instance.value) for form in filled)
        return stated


def draft_activity(form: Any) -> DraftActivity:
    activity = form.instance
    return DraftActivity(
        type=activity.type_id,
        quantity=activity.quantity,
        beneficiary=form.known_beneficiary,
        country=activity.country_id or "",
        place=form.place.pk if form.place else activity.place_id,
        start=activity.start,
        end=activity.end,
        description=activity.description,
    )


def rows_of(project: Project, prefix: str) -> Any:
    if not project.pk:
        return None
    rows = getattr(project, prefix).all()
    if prefix != "activities":
        return rows
    places = Prefetch("place", Place.objects.with_twins().select_related("country"))
    return rows.select_related("beneficiary", "country").prefetch_related(places)


def choices_for(fields: tuple[str, ...]) -> dict[str, list[tuple[Any, str]]]:
    """Read once for all rows."""
    offered: dict[str, list[tuple[Any, str]]] = {}
    if "partner" in fields:
        offered["partner"] = [("", "Choose"), *((p.pk, p.name) for p in Partner.objects.all())]
    if "country" in fields:
        offered["country"] = [("", "Not stated"), *((c.pk, c.name) for c in Country.objects.all())]
    if "type" in fields:
        offered["type"] = [("", "Choose"), *((t.pk, t.name) for t in ActivityType.objects.all())]
    return offered


def status_between(start: date | None, end: date | None) -> str:
    """What the dates say of the status, as long as nobody says otherwise."""
    today = timezone.localdate()
    if end and end < today:
        return Project.Status.CLOSED
    return Project.Status.IMPLEMENTATION if start and start <= today else Project.Status.PIPELINE


def with_another_row(data: QueryDict, prefix: str) -> QueryDict:
    data = data.copy()
    name = f"{prefix}-TOTAL_FORMS"
    total = data.get(name, "")
    if total.isascii() and total.isdigit() and len(total) < 4:
        data[name] = str(min(int(total) + 1, MAX_ROWS))
    return data
