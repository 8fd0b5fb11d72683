"""Small presentational tags of the project pages: sorting, ages, rates, published values, visibility in words."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from projects import rates
from projects.models import Contribution, Project
from projects.purposes import purpose_in_words
from projects.search.rows import Sums, summed

register = template.Library()

LONGEST_TITLE = 160  # characters of one in a list


@register.inclusion_tag("projects/_sort_header.html", takes_context=True)
def sort_header(context: template.Context, name: str, label: str, number: bool = False) -> dict[str, Any]:
    """A column head that sorts, and says how it is sorted."""
    sort = context["sort"]
    state = {name: "ascending", f"-{name}": "descending"}.get(sort, "")
    return {
        "request": context["request"],
        "label": label,
        "state": state,
        "next": f"-{name}" if sort == name else name,
        "number": number,
    }


@register.filter
def of(kept: dict[int, Any], project: Project) -> Any:
    """What is kept for this project: {{ hits|of:project }}"""
    return kept.get(project.pk)


@register.filter
def purposes(project: Project) -> list[str]:
    """Each code with its name, as far as it has one."""
    return [purpose_in_words(code) for code in project.purpose_codes]


@register.filter
def ago(moment: datetime | date | None) -> str:
    """12 days ago; months and years where days say nothing any more."""
    if moment is None:
        return "never"
    days = (timezone.localdate() - (moment.date() if isinstance(moment, datetime) else moment)).days
    if days < 1:
        return "today"
    if days == 1:
        return "yesterday"
    if days < 60:
        return f"{days} days ago"
    if days < 730:
        return f"{days // 30} months ago"
    return f"{days // 365} years ago"


@register.filter
def rate_of(contribution: Contribution) -> str:
    """The rate behind the US dollar value: "1 EUR = US$ 1.0842, March 2024"."""
    month = date_format(contribution.committed_on, "F Y")
    if contribution.currency == "USD":
        return month
    return rates.rate_in_words(contribution.currency, contribution.committed_on)


@register.filter
def about_usd(contribution: Contribution) -> Decimal | None:
    """Provisionally, where there is no rate of its month yet."""
    return rates.about_usd(contribution.amount, contribution.currency, contribution.committed_on)


@register.simple_tag
def rate_source() -> str:
    return rates.SOURCE


@register.filter
def summary(project: Project) -> str:
    """The project in one line: "Germany in Tajikistan and Afghanistan, 2024–2026"."""
    countries = [country.name for country in project.countries.all()]
    where = " and ".join(filter(None, [", ".join(countries[:-1]), *countries[-1:]]))
    if len(countries) > 4:
        where = f"{len(countries)} countries"
    who = f"{project.partner} in {where}" if where else str(project.partner)
    return f"{who}, {project.years}" if project.years else who


@register.filter
def sums(project: Project) -> Sums:
    return summed([(one.currency, one.amount, one.usd) for one in project.contributions.all()])


@register.filter
def breakable(number: str) -> SafeString:
    """A reference number that may be broken after its signs."""
    return SafeString(re.sub(r"([-./_ ])", r"\1<wbr>", escape(number)))


@register.filter
def shortened(title: str) -> str:
    """Few are so long; to have each looked through by Django's filter is a tenth of drawing its row."""
    return title if len(title) <= LONGEST_TITLE else Truncator(title).chars(LONGEST_TITLE)


@register.filter
def substances(project: Project) -> str:
    labels = dict(Project.Substance.choices)
    return ", ".join(str(labels.get(code, code)) for code in project.substances)


@register.filter
def who_sees(project: Project) -> str:
    partner = project.partner.name
    if project.is_draft:
        return f"Draft: only {partner} sees it."
    if project.visibility == Project.Visibility.RESTRICTED:
        return f"Restricted: only {partner} and the coordinators see it."
    if project.visibility == Project.Visibility.NAMED_PARTNERS:
        others = ", ".join(other.name for other in project.shared_with.all())
        return f"{partner}, the coordinators and these partners see it: {others}."
    return "All partners see it."


@register.filter
def published_lines(published: dict[str, Any]) -> Iterator[tuple[str, list[str]]]:
    """What a file said, a name and its texts at a time, however deep they were nested."""
    for name, value in published.items():
        if isinstance(value, dict):
            texts = [f"{spaced(key)}: {said(inner)}" for key, inner in value.items() if said(inner)]
        else:
            texts = [text for one in (value if isinstance(value, list) else [value]) if (text := said(one))]
        if texts:
            yield spaced(name).capitalize(), texts


def said(value: Any) -> str:
    if isinstance(value, dict | list):
        parts = value.values() if isinstance(value, dict) else value
        return ", ".join(filter(None, map(said, parts)))
    return "" if value is None or value is False else str(value)


def spaced(key: object) -> str:
    return str(key).replace("_", " ").replace("-", " ")
