"""The choices of the register's filters as its page offers them: with counts, the most frequent first."""

from collections.abc import Iterable

from django.forms import Field
from django.urls import reverse

from projects.filters import ProjectFilter
from projects.forms.boxes import Options

Choices = Iterable[tuple[str, str]]
KEPT_IN_ORDER = 8  # as many choices as are seen at a glance stay in their own order


def offer(narrowed: ProjectFilter, counts: dict[str, dict[str, int]]) -> None:
    narrowed.form.fields["q"].widget.attrs["data-suggest"] = reverse("projects:suggest")
    for name, by_choice in counts.items():
        field = narrowed.form.fields[name]
        chosen = {str(value) for value in narrowed.data.getlist(name)} if narrowed.is_bound else set()
        if name == "year":
            offer_years(field, by_choice, chosen)
        elif hasattr(field, "choices"):
            offer_choices(name, field, narrowed.choices_of(name), by_choice, chosen)
        else:
            field.number = by_choice["on"]  # type: ignore[attr-defined]  # drawn beside the box


def offer_choices(name: str, field: Field, known: Choices, counts: dict[str, int], chosen: set[str]) -> None:
    """Those that some project has, and those that are ticked; any other is still understood in an address."""
    choices = [(code, text) for code, text in known if code in counts or code in chosen]
    if len(choices) > KEPT_IN_ORDER:
        main = {code: "." in code for code, _ in choices} if name == "theme" else {}
        choices.sort(key=lambda one: (one[0] not in chosen, main.get(one[0], False), -counts.get(one[0], 0), one[1]))
    field.widget.choices = choices
    field.widget.counts = {code: counts.get(code, 0) for code, _ in choices}


def offer_years(field: Field, counts: dict[str, int], chosen: set[str]) -> None:
    years = sorted({*counts, *(year for year in chosen if year.isdigit())}, reverse=True)
    labels = [(year, f"{year} ({counts.get(year, 0)})") for year in years]
    field.widget = Options(choices=[("", "Any year"), *labels], attrs={"data-counts": "year"})
