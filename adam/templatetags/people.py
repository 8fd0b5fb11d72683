"""What the page of a partner says of its people and their work, from applications above partners."""

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from adam.people.quarters import Quarter
from adam.people.scores import MEASURES, Score, may_compare, scores
from adam.templatetags.adam_ui import thousands
from duplication.models import Alert
from partners.models import FocalPoint, Invitation, Partner, User
from projects.models import Letter

register = template.Library()
SIDES = ("first", "second")
Letters = dict[tuple[str, int], list[Letter]]


@register.simple_tag
def designation_letters(partner: Partner, user: User) -> Letters:
    """The letters that the person may read, by the designation or the invitation they are about. One query."""
    found: Letters = defaultdict(list)
    for letter in Letter.objects.visible_to(user).filter(partner=partner):
        found["designation", letter.designation_id or 0].append(letter)
        found["invitation", letter.invitation_id or 0].append(letter)
    return found


@register.filter
def about(letters: Letters, thing: FocalPoint | Invitation) -> list[Letter]:
    if isinstance(thing, Invitation):
        return letters.get(("invitation", thing.pk), [])
    came_by = letters.get(("invitation", thing.invitation_id), []) if thing.invitation_id else []
    return [*letters.get(("designation", thing.pk), []), *came_by]


@register.simple_tag
def partner_standing(partner: Partner, user: User) -> dict[str, Any]:
    """This quarter's numbers and the open alerts, for the partner's own people and for those who compare partners."""
    if not (may_compare(user) or partner.pk in user.own_partners):
        return {}
    quarter = Quarter.now()
    first, second = (Alert.objects.counted_by(user, side).filter(**{f"{side}__partner": partner}) for side in SIDES)
    return {
        "quarter": quarter,
        "score": scores(user, [quarter], [partner.pk]).get((partner.pk, quarter), Score()),
        "alerts": (first | second).open().count(),
    }


@register.simple_tag
def score_cell(partner: Partner, quarter: Quarter, measure: str, number: int) -> SafeString:
    """A number, linked to what it counts."""
    if not number:
        return SafeString('<span class="soft">0</span>')
    address = reverse("people:behind", args=[measure])
    words = f"{MEASURES[measure]}, {partner}, {quarter}"
    return format_html(
        '<a href="{}?partner={}&amp;quarter={}">{}<span class="hide"> {}</span></a>',
        address,
        partner.code,
        quarter.code,
        thousands(number),
        words,
    )


@register.filter
def day_before(day: date | None) -> date | None:
    """The register keeps the first day on which something no longer holds; people say the last on which it does."""
    return day - timedelta(days=1) if day else None
