"""What the page of a partner says of its people and their work, from applications above partners."""

from collections import defaultdict
from datetime import date, timedelta

from django import template

from partners.models import FocalPoint, Invitation, Partner, User
from projects.models import Letter

register = template.Library()
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


@register.filter
def day_before(day: date | None) -> date | None:
    """The register keeps the first day on which something no longer holds; people say the last on which it does."""
    return day - timedelta(days=1) if day else None
