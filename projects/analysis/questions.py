"""The question in the query string: which figure, by what. A wrong value is said in words and a usual one taken.

This is the one definition of these names for the page, the files, the pictures and the API.
"""

from collections.abc import Iterable

from django import forms
from django.http import QueryDict

from partners.text import plural

from .columns import Source
from .dimensions import DIMENSIONS
from .measures import MEASURES, Measure
from .ordering import ORDERS
from .past import past_of
from .shares import SHARES
from .spellings import named
from .tables import USUAL, Question, Table
from .totals import GROSS, TOTALS
from .units import in_use

ROWS, COLUMNS, MEASURE = "country", "status", "projects"  # what an address without a question shows
NO_COLUMNS, UNIT = "none", "unit"
PICTURES = {
    "auto": "What fits best",
    "bars": "Bars",
    "stacked": "Stacked bars",
    "lines": "Lines over years",
    "heat": "Heat map",
    "timeline": "Time line of projects",
    "flow": "Flow from rows to columns",
    "map": "Map of countries",
    "points": "Map of places",
}
LONGEST_UNIT = 40
ASKED: dict[str, Iterable[str]] = {
    "measure": MEASURES,
    "rows": DIMENSIONS,
    "columns": (NO_COLUMNS, *DIMENSIONS),
    "totals": TOTALS,
    "shares": SHARES,
    "picture": PICTURES,
}


class QuestionForm(forms.Form):
    measure = forms.ChoiceField(label="Figure", choices=[(name, one.label) for name, one in MEASURES.items()])
    rows = forms.ChoiceField(choices=[(name, d.label) for name, d in DIMENSIONS.items()])
    columns = forms.ChoiceField(choices=[(NO_COLUMNS, "None"), *((name, d.label) for name, d in DIMENSIONS.items())])
    unit = forms.ChoiceField(label="Unit of quantities", required=False)
    totals = forms.ChoiceField(choices=list(TOTALS.items()))
    shares = forms.ChoiceField(label="Shares", choices=list(SHARES.items()))
    order = forms.ChoiceField(label="Order of rows", choices=list(ORDERS.items()), required=False)
    picture = forms.ChoiceField(choices=list(PICTURES.items()))
    as_of = forms.CharField(label="As of (empty: today)", widget=forms.DateInput({"type": "date"}), required=False)

    def offer(self, table: Table, source: Source | None) -> None:
        """What can be chosen only when the answer is known: the units in use among these projects, and columns."""
        question, asked = table.question, self["unit"].value()
        used = in_use(source) if question.measure.kind == "quantity" else {}
        if asked and asked not in used:
            used[asked] = 0
        choices = [(unit, f"{unit} ({plural(number, 'activity', 'activities')})") for unit, number in used.items()]
        self.fields["unit"].choices = [("", "Each by itself"), *choices]  # type: ignore[attr-defined]
        if question.columns:
            columns = [(column.key, f"Column {column.label}") for column in table.columns]
            self.fields["order"].choices = [*ORDERS.items(), *columns]  # type: ignore[attr-defined]


def asked(query: QueryDict) -> tuple[Question, QuestionForm, list[str]]:
    """The question, the form that shows it, and what was wrong in the query."""
    values, problems = chosen(query)
    measure = MEASURES[values["measure"]]
    unit, as_of = "", past_of(query).day  # what is wrong with it is said there
    if measure.kind == "quantity":
        unit = unit_of(query, values, problems)
    if values["rows"] == values["columns"]:
        problems.append("Rows and columns are the same, so the columns were left out. Choose another for one of them.")
        values["columns"] = NO_COLUMNS
    values["shares"] = shares_of(measure, values, problems)
    question = Question(
        DIMENSIONS[values["rows"]],
        DIMENSIONS.get(values["columns"]),
        measure,
        values["totals"],
        unit,
        values["shares"],
        query.get("order", "").strip()[:LONGEST_UNIT] or USUAL,
        values["picture"],
        as_of,
    )
    one = [named(text) for text in query.getlist(UNIT) if text.strip()]
    shown = one[0] if len(one) == 1 else ""
    initial = values | {"unit": shown, "order": question.order, "as_of": as_of.isoformat() if as_of else ""}
    return question, QuestionForm(initial=initial), problems


def chosen(query: QueryDict) -> tuple[dict[str, str], list[str]]:
    usual = {
        "measure": MEASURE,
        "rows": ROWS,
        "columns": NO_COLUMNS if query.get("rows") else COLUMNS,
        "totals": GROSS,
        "shares": "none",
        "picture": "auto",
    }
    values = {name: query.get(name, "").strip().lower() or value for name, value in usual.items()}
    problems = []
    for name, allowed in ASKED.items():
        if values[name] not in allowed:
            instead = usual[name]
            problems.append(
                f"{name.capitalize()}: “{values[name][:40]}” is not known here, so {instead} is shown. "
                f"Choose one of {', '.join(allowed)}."
            )
            values[name] = instead
    return values, problems


def unit_of(query: QueryDict, values: dict[str, str], problems: list[str]) -> str:
    """The unit that is counted; without one the units are put side by side, for unlike ones have no sum."""
    if UNIT in (values["rows"], values["columns"]):
        return ""
    units = list(dict.fromkeys(filter(None, map(named, query.getlist(UNIT)))))
    if len(units) == 1:
        return units[0][:LONGEST_UNIT]
    if query.get("columns", "") not in {"", NO_COLUMNS}:
        problems.append(
            "Quantities of unlike units are not added up, so the columns show the units. "
            "Choose one unit to see other columns."
        )
    values["columns"] = UNIT
    return ""


def shares_of(measure: Measure, values: dict[str, str], problems: list[str]) -> str:
    """Shares of what can be divided into parts."""
    shares = values["shares"]
    if shares == "none":
        return shares
    if not measure.adds_up:
        problems.append(f"Shares: {measure.label.lower()} is not divided into parts, so the figures are shown.")
        return "none"
    allowed = allowed_shares(measure, values)
    if shares not in allowed:
        instead = allowed[0] if allowed else "none"
        of = f"of the {instead}" if allowed else "none"
        problems.append(f"Shares of the {shares} say nothing of this table, so shares {of} are shown.")
        return instead
    return shares


def allowed_shares(measure: Measure, values: dict[str, str]) -> list[str]:
    """Of one column each row is the whole; units side by side are no parts of one whole."""
    allowed = ["row", "column", "total"]
    if values["columns"] == NO_COLUMNS:
        allowed = ["column", "total"]
    if measure.kind == "quantity" and values["rows"] == UNIT:
        return ["row"] if "row" in allowed else []
    if measure.kind == "quantity" and values["columns"] == UNIT:
        return ["column"]
    return allowed
