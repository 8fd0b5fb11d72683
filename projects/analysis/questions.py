"""The question in the query string: which figure, by what. A wrong value is said in words and a usual one taken."""

from django import forms
from django.http import QueryDict

from .dimensions import DIMENSIONS
from .tables import Question

MEASURES = {"projects": "Number of projects", "budget": "Budget in US dollars"}
ROWS, COLUMNS, MEASURE = "country", "status", "projects"  # what an address without a question shows
NO_COLUMNS = "none"


class QuestionForm(forms.Form):
    measure = forms.ChoiceField(label="Figure", choices=list(MEASURES.items()))
    rows = forms.ChoiceField(choices=[(name, d.label) for name, d in DIMENSIONS.items()])
    columns = forms.ChoiceField(choices=[(NO_COLUMNS, "None"), *((name, d.label) for name, d in DIMENSIONS.items())])


def asked(query: QueryDict) -> tuple[Question, QuestionForm, list[str]]:
    """The question, the form that shows it, and what was wrong in the query."""
    usual = {"measure": MEASURE, "rows": ROWS, "columns": NO_COLUMNS if query.get("rows") else COLUMNS}
    values = {name: query.get(name, "").strip().lower() or value for name, value in usual.items()}
    problems = []
    for name, allowed in (("measure", MEASURES), ("rows", DIMENSIONS), ("columns", {NO_COLUMNS: "", **DIMENSIONS})):
        if values[name] not in allowed:
            instead = usual[name]
            problems.append(
                f"{name.capitalize()}: “{values[name][:40]}” is not known here, so {instead} is shown. "
                f"Choose one of {', '.join(allowed)}."
            )
            values[name] = instead
    if values["rows"] == values["columns"]:
        problems.append("Rows and columns are the same, so the columns were left out. Choose another for one of them.")
        values["columns"] = NO_COLUMNS
    question = Question(DIMENSIONS[values["rows"]], DIMENSIONS.get(values["columns"]), values["measure"])
    return question, QuestionForm(initial=values), problems
