"""The query string of the calendar: which month, how it is shown, the filters. What is wrong is left out, and said."""

from dataclasses import dataclass
from datetime import date, timedelta

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.http import urlencode

from partners.models import Country, Partner
from partners.narrowing import KnownChoice, as_left_out, wrong_in
from projects.models import Theme

from .finding import KINDS, Asked

VIEWS = {"month": "Month", "list": "List"}
MONTHS_LISTED = 3
FILTERS = ("country", "theme", "partner", "kind")
EARLIEST, LATEST = 1990, 2100


class CalendarForm(forms.Form):
    country = KnownChoice(required=False)
    theme = KnownChoice(required=False)
    partner = KnownChoice(required=False)
    kind = KnownChoice(required=False, choices=[("", "Everything"), *KINDS.items()])

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        choices = {
            "country": [("", "Any country"), *Country.objects.values_list("iso2", "name")],
            "theme": [("", "Any theme"), *((one.code, f"{one.code} {one.name}") for one in Theme.objects.all())],
            "partner": [("", "Any partner"), *Partner.objects.values_list("code", "name")],
        }
        for name, values in choices.items():
            self.fields[name].choices = values  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Question:
    """`month` is its first day."""

    asked: Asked
    month: date
    view: str
    form: CalendarForm
    problems: list[str]

    @property
    def first(self) -> date:
        return self.month

    @property
    def last(self) -> date:
        return shifted(self.month, MONTHS_LISTED if self.view == "list" else 1) - timedelta(days=1)

    @property
    def filters(self) -> str:
        """The filters alone, as the feed takes them."""
        return urlencode({name: value for name in FILTERS if (value := getattr(self.asked, name))})

    def address(self, month: date | None = None, view: str = "") -> str:
        """The complete query of this calendar, or of another month or view."""
        own = {"month": f"{month or self.month:%Y-%m}", "view": view or self.view}
        return urlencode({**own, **{name: value for name in FILTERS if (value := getattr(self.asked, name))}})

    @property
    def earlier(self) -> str:
        return self.address(shifted(self.month, -MONTHS_LISTED if self.view == "list" else -1))

    @property
    def later(self) -> str:
        return self.address(shifted(self.month, MONTHS_LISTED if self.view == "list" else 1))

    @property
    def now(self) -> str:
        return self.address(timezone.localdate().replace(day=1))


def question(query: QueryDict) -> Question:
    form = CalendarForm(query)
    form.is_valid()
    values = {name: form.cleaned_data.get(name, "") for name in FILTERS}
    month, problems = month_of(query.get("month", ""))
    view = query.get("view", "") or "month"
    if view not in VIEWS:
        problems.append(f"View: “{view[:40]}” is not known here, so the month is shown. Choose month or list.")
        view = "month"
    return Question(Asked(**values), month, view, form, [*as_left_out(wrong_in(form)), *problems])


def month_of(text: str) -> tuple[date, list[str]]:
    this = timezone.localdate().replace(day=1)
    if not (text := text.strip()):
        return this, []
    try:
        month = date.fromisoformat(f"{text}-01")
    except ValueError:
        month = date.min
    if len(text) != 7 or not EARLIEST <= month.year <= LATEST:
        said = f"Month: “{text[:40]}” is none between {EARLIEST} and {LATEST}, so this month is shown."
        return this, [f"{said} Write year and month, such as {this:%Y-%m}."]
    return month, []


def shifted(month: date, by: int) -> date:
    years, index = divmod(month.month - 1 + by, 12)
    return date(month.year + years, index + 1, 1)
