"""Small words of meetings and recommendations."""

from typing import Any

from django import template
from django.template import RequestContext
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html

from partners.models import Pillar
from partners.text import day_in_words
from projects.languages import language_name
from roundtables.answering import Answered, how_answered
from roundtables.models import Recommendation, RoundTable
from roundtables.recommending.marks import marks
from roundtables.recommending.tidying import lines

register = template.Library()
register.filter(language_name)
SECTIONS = {
    "list": "Meetings",
    "recommendations": "Recommendations",
    "board": "Board",
    "gaps": "Gap map",
    "needs": "Needs and offers",
    "calendar": "Calendar",
}
# How the names of the addresses within a section begin; all others are about meetings.
WITHIN = {
    "recommendation": "recommendations", "answer": "recommendations", "follow_up": "recommendations",
    "assess": "recommendations", "proposed": "recommendations", "need": "needs", "offer": "needs", "say_of": "needs",
    "calendar": "calendar",
}  # fmt: skip


@register.inclusion_tag("roundtables/_sections.html", takes_context=True)
def round_table_sections(context: RequestContext) -> dict[str, Any]:
    """The parts of the section, the same on each of its pages."""
    request = context["request"]
    name = request.resolver_match.url_name or ""
    here = name if name in SECTIONS else next((WITHIN[begin] for begin in WITHIN if name.startswith(begin)), "list")
    found = []
    for section, label in SECTIONS.items():
        address = reverse(f"roundtables:{section}")
        current = ("page" if request.path == address else "true") if section == here else ""
        found.append({"address": address, "label": label, "is_current": current})
    return {"found": found}


@register.filter
def when(meeting: RoundTable) -> str:
    """ "21 to 22 May 2003", or "September 2003" where only the month is known."""
    first, last = meeting.start, meeting.end
    if meeting.month_only:
        same = (first.year, first.month) == (last.year, last.month)
        return date_format(first, "F Y") if same else f"{date_format(first, 'F Y')} to {date_format(last, 'F Y')}"
    if first == last:
        return day_in_words(first)
    if first.year != last.year:
        return f"{day_in_words(first)} to {day_in_words(last)}"
    pattern = "j" if first.month == last.month else "j F"
    return f"{date_format(first, pattern)} to {day_in_words(last)}"


@register.filter
def addressed_to(recommendation: Recommendation) -> str:
    """Groups, partners and bodies in one line; empty when nobody is named."""
    groups = [Recommendation.Addressee(code).label for code in recommendation.addressees]
    partners = [partner.name for partner in recommendation.addressed_partners.all()]
    return ", ".join([*groups, *partners, *map(str, recommendation.addressed_organizations.all())])


@register.filter
def agenda_items(meeting: RoundTable) -> list[str]:
    """One a line, without the numbers that a list has anyhow."""
    written = [line for line in lines(meeting.agenda) if line]
    numbered = [next(iter(marks(line)), None) for line in written]
    return [mark.rest if mark and mark.rest else line for line, mark in zip(written, numbered, strict=True)]


@register.filter
def pillars(recommendation: Recommendation) -> list[Pillar]:
    """Those it names, and those of its themes: the pages of both show it."""
    themes = recommendation.themes.all()
    return [one for one in Pillar if one in recommendation.pillars or any(one in theme.pillars for theme in themes)]


TONES = {Answered.ORPHAN: "stop", Answered.STALLED: "warn", Answered.CROWDED: "warn"}


@register.filter
def answered_tag(recommendation: Recommendation) -> str:
    """Whether nobody answers, many do, or all that did have ended; nothing where all is well."""
    how = how_answered(recommendation)
    return format_html('<span class="tag {}">{}</span>', TONES[how], how.label) if how else ""


@register.filter
def reporters(recommendation: Any) -> str:
    """The partners among its `reports`, each once, in the order of their first one."""
    return ", ".join(dict.fromkeys(str(entry.partner) for entry in recommendation.reports))
