"""The query string of the board and of its export."""

from django.http import QueryDict

from partners.models import User
from partners.narrowing import Choice
from projects import clock
from roundtables.filters import RecommendationFilter
from roundtables.models import Recommendation, RecommendationQuerySet, RoundTable, Series

MEETING, PILLAR, COUNTRY, DUE = "meeting", "pillar", "country", "due"
GROUPS = [(MEETING, "Meeting"), (PILLAR, "Pillar"), (COUNTRY, "Country"), (DUE, "Not grouped, by due date")]


class BoardFilter(RecommendationFilter):
    state = None  # type: ignore[assignment]
    series = Choice(label="Series", field_name="round_table__series", empty_label="Any series")
    priority = Choice(
        label="Priority",
        choices=[(str(code), name) for code, name in Recommendation.Priority.choices],
        empty_label="Any priority",
    )
    assess = Choice(label="Reports", method="to_assess", choices=[("1", "To assess")], empty_label="With or without")
    by = Choice(label="Grouped by", method="as_it_is", choices=GROUPS[1:], empty_label="Meeting")

    def __init__(self, data: QueryDict, *, user: User) -> None:
        super().__init__(data, user=user)
        made = Recommendation.objects.visible_to(user).with_state().made_by(clock.today())
        self.queryset: RecommendationQuerySet = made  # what is still for decision has no way yet to be followed
        series = Series.objects.values_list("pk", "name")
        meetings = RoundTable.objects.visible_to(user).filter(recommendations__isnull=False).distinct()
        self.filters["series"].extra["choices"] = [(str(pk), name) for pk, name in series]
        self.filters["meeting"].extra["choices"] = [(str(meeting.pk), str(meeting)) for meeting in meetings]

    @property
    def grouped_by(self) -> str:
        return self.form.cleaned_data.get("by") or MEETING

    def to_assess(self, found: RecommendationQuerySet, name: str, value: str) -> RecommendationQuerySet:
        return found.to_assess()

    def as_it_is(self, found: RecommendationQuerySet, name: str, value: str) -> RecommendationQuerySet:
        return found
