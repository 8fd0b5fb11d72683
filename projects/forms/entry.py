"""A whole project as entered: its form and the rows of its parts, judged, checked and saved together."""

from decimal import Decimal

from django.http import QueryDict
from django.utils import timezone

from partners.models import Country, Partner, User
from projects.checks import Draft, DraftActivity
from projects.drafts import known_sum
from projects.models import ActivityType, Place, Project
from projects.rates import to_usd

from .names import find_organization
from .project import ProjectForm
from .rows import MAX_ROWS, ActivityFormSet, ContributionFormSet, IdentifierFormSet, RowSet


class Entry:
    """`data` is what was posted. A "more" in it asks for another row and shows everything again as it was typed."""

    def __init__(self, user: User, project: Project, data: QueryDict | None = None) -> None:
        more = data.get("more", "") if data else ""
        data = with_another_row(data, more) if data and more else data
        quiet = bool(more)
        choices = {
            "partner": [("", "Choose"), *((p.pk, p.name) for p in Partner.objects.all())],
            "country": [("", "Not stated"), *((c.pk, c.name) for c in Country.objects.all())],
            "type": [("", "Choose"), *((t.pk, t.name) for t in ActivityType.objects.all())],
        }
        rows = {"instance": project, "form_kwargs": {"quiet": quiet, "choices": choices}}
        self.project, self.is_draft = project, project.is_draft
        self.form = ProjectForm(data, instance=project, user=user, quiet=quiet)
        self.contributions = ContributionFormSet(data, prefix="contributions", **rows)
        related = project.activities.select_related("beneficiary", "place__country", "country") if project.pk else None
        self.activities = ActivityFormSet(data, prefix="activities", queryset=related, **rows)
        self.identifiers = IdentifierFormSet(data, prefix="identifiers", **rows)
        self.sets: list[RowSet] = [self.contributions, self.activities, self.identifiers]
        if data is None and not project.pk:
            self.contributions.forms[0].initial["partner"] = self.form.initial["partner"]

    def is_valid(self, *, for_publication: bool) -> bool:
        """Judges everything, so that all errors are shown at once."""
        self.form.for_publication = for_publication
        return all([self.form.is_valid(), *(rows.is_valid() for rows in self.sets)])

    @property
    def is_wrong(self) -> bool:
        return bool(self.form.errors) or any(rows.total_error_count() for rows in self.sets)

    def save(self, *, publish: bool) -> Project:
        """Published projects stay published; whoever saves one confirms it."""
        project = self.form.save(commit=False)
        now = timezone.now()
        if publish and project.is_draft:
            project.published_at = now
        if not project.is_draft:
            project.confirmed_at = now
        project.save()
        self.form.save_parts()
        for rows in self.sets:
            rows.save()
        return project

    def draft(self) -> Draft:
        """What is typed, as far as it is valid, for the search for look-alikes."""
        cleaned = self.form.cleaned_data
        implementers = [find_organization(name) for name in cleaned.get("implementers", [])]
        beneficiaries = [find_organization(name) for name in cleaned.get("beneficiaries", [])]
        return Draft(
            project_id=self.project.pk,
            partner_id=cleaned["partner"].pk if cleaned.get("partner") else None,
            title=cleaned.get("title", ""),
            objective=cleaned.get("objective", ""),
            language=cleaned.get("language", "en"),
            reference=cleaned.get("reference", ""),
            countries=frozenset(country.pk for country in cleaned.get("countries", [])),
            places=frozenset(place.pk for place in getattr(self.form, "places", []) if place.pk),
            themes=frozenset(theme.pk for theme in cleaned.get("themes", [])),
            purpose_codes=frozenset(self.project.purpose_codes),
            implementers=frozenset(body.pk for body in implementers if body),
            implementer_names=tuple(cleaned.get("implementers", [])),
            beneficiaries=frozenset(body.pk for body in beneficiaries if body),
            activities=tuple(self._draft_activities()),
            start=cleaned.get("start"),
            end=cleaned.get("end"),
            usd=self._usd(),
            identifiers=tuple((row["scheme"], row["value"]) for row in self.identifiers.filled),
        )

    def _draft_activities(self) -> list[DraftActivity]:
        place_ids = {form: form.place.pk for form in self.activities.forms if isinstance(form.place, Place)}
        return [
            DraftActivity(
                type=form.cleaned_data["type"].pk,
                quantity=form.cleaned_data["quantity"],
                beneficiary=form.known_beneficiary,
                country=form.cleaned_data["country"].pk if form.cleaned_data["country"] else "",
                place=place_ids.get(form),
                start=form.cleaned_data["start"],
                end=form.cleaned_data["end"],
                description=form.cleaned_data["description"],
            )
            for form in self.activities.forms
            if form.cleaned_data in self.activities.filled
        ]

    def _usd(self) -> Decimal | None:
        rows = self.contributions.filled
        return known_sum(to_usd(row["amount"], row["currency"], row["committed_on"]) for row in rows)


def with_another_row(data: QueryDict, prefix: str) -> QueryDict:
    data = data.copy()
    name = f"{prefix}-TOTAL_FORMS"
    total = data.get(name, "")
    if total.isascii() and total.isdigit() and len(total) < 4:
        data[name] = str(min(int(total) + 1, MAX_ROWS))
    return data
