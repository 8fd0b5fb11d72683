"""Small presentational tags: money, status, pages, error summary, evidence."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BaseFormSet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

from partners import text

register = template.Library()

Forms = BaseForm | BaseFormSet | list[Any] | None

TONES = {
    "go": ["running", "finalising", "open to all", "implemented", "accepted", "designated"],
    "done": ["completed", "closed", "draft", "expired", "dismissed"],
    "warn": ["suspended", "open", "pending", "restricted", "possible duplicate", "not confirmed", "in progress"],
    "stop": ["cancelled", "overdue", "failed", "withdrawn", "refused"],
}
TONE_OF = {word: tone for tone, words in TONES.items() for word in words}


@register.filter
def money(amount: Decimal | float | None, currency: str = "USD") -> str:
    if amount is None or amount == "":
        return "not stated"
    try:
        return text.money(Decimal(amount), currency)
    except (InvalidOperation, TypeError):
        return str(amount)


@register.filter
def moment(at: datetime) -> SafeString:
    """Hour and day; scripts turn them into those of the reader's own clock."""
    said = date_format(timezone.localtime(at), "H:i, j F")
    return format_html('<time data-local datetime="{}">{}</time>', at.isoformat(), said)


@register.filter
def thousands(number: int | None) -> str:
    return "" if number is None else text.thousands(number.real)  # the number itself of one that is counted lazily


@register.filter
def of_unit(unit: str, number: Decimal | None) -> str:
    return text.of_unit(unit, number)


@register.filter
def status_tag(label: str) -> SafeString:
    """A status in words, on a colour that repeats it: {{ project.get_status_display|status_tag }}."""
    return format_html('<span class="tag {}">{}</span>', TONE_OF.get(str(label).lower(), ""), label)


@register.inclusion_tag("includes/pages.html", takes_context=True)
def pages(context: template.Context, page: Page) -> dict[str, object]:
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return {"page": page, "numbers": numbers, "request": context["request"]}


@register.inclusion_tag("includes/left_out.html", takes_context=True)
def left_out(context: template.Context, problems: list[str], page: Page | None = None) -> dict[str, object]:
    """What of the address is not shown: values that are not known, and a page that there is not."""
    asked = context["request"].GET.get("page", "")
    if page is not None and asked and not is_number(asked, page.number):
        last = text.plural(page.paginator.num_pages, "page")
        missing = f"There is no page “{asked[:20]}”, as the list has {last}. This is page {page.number}."
        return {"problems": [*problems, missing]}
    return {"problems": problems}


def is_number(text: str, number: int) -> bool:
    """As pages of a list are asked for: 01 is 1."""
    try:
        return int(text) == number
    except ValueError:
        return False


@register.inclusion_tag("includes/error_summary.html")
def error_summary(*forms: Forms) -> dict[str, object]:
    """Everything that is wrong in these forms, formsets and lists of forms, each with a link to its field."""
    return {"problems": [problem for form in forms if form is not None for problem in _problems(form)]}


def _problems(form: BaseForm | BaseFormSet | list[Any]) -> Iterator[tuple[str, str]]:
    if isinstance(form, list):
        for one in form:
            yield from _problems(one)
    elif isinstance(form, BaseFormSet):
        yield from (("", str(text)) for text in form.non_form_errors())
        for row in form.forms:
            yield from _problems(row)
    elif form.is_bound:
        for name, texts in form.errors.items():
            yield from ((_target(form, name), _said(form, name, str(text))) for text in texts)


def _target(form: BaseForm, name: str) -> str:
    if name not in form.fields:
        return ""
    field = form[name]
    return field.id_for_label or (f"{field.auto_id}_0" if field.use_fieldset else field.auto_id)


GENERIC = ("This field", "Enter a ", "Select a ", "Ensure this", "Write a year between", "Write the date as")


def _said(form: BaseForm, name: str, text: str) -> str:
    """Generic sentences, of Django and about dates, do not name their field; the others do."""
    if name in form.fields and text.startswith(GENERIC):
        return f"{form[name].label}: {text}"
    return text


@register.inclusion_tag("includes/evidence.html")
def evidence(lines: Iterable[tuple[str, str, float]]) -> dict[str, object]:
    """Bars for and against: lines of (label, sentence, weight); the longest bar is the strongest weight."""
    lines = list(lines)
    strongest = max((abs(weight) for _, _, weight in lines), default=0) or 1
    return {
        "lines": [
            {"label": label, "sentence": said, "weight": weight, "percent": round(100 * abs(weight) / strongest)}
            for label, said, weight in lines
        ]
    }
