"""What a workbook says of itself: what is in it, as whom it was asked for, and how to have it again."""

from datetime import date

from django.urls import reverse

from partners.addresses import absolute
from partners.models import User
from partners.text import thousands

from .recipe import Recipe
from .workbook import About


def asked_for(user: User, day: date) -> list[tuple[str, object]]:
    return [("As of", day), ("Seen by", f"{user}, {user.title}")]


def about(recipe: Recipe, user: User, number: int) -> About:
    lines: list[tuple[str, object]] = [
        ("Projects", number),
        ("Which", recipe.scope),
        *asked_for(user, recipe.day),
        ("Address", absolute(f"{reverse('projects:export')}?{recipe.query}".removesuffix("?"))),
        ("Budget (US$)", "The US dollar value of all contributions that have one, at the rate of their month."),
    ]
    narrow = recipe.narrowed.qs.not_for_all().count()
    drafts = recipe.narrowed.qs.filter(published_at__isnull=True).count()
    if narrow:
        lines.append(("Not for everybody", f"{thousands(narrow)} of them may not be seen by all partners."))
    if drafts:
        lines.append(("Drafts", f"{thousands(drafts)} of them are not published."))
    if recipe.past:
        lines.append(("The past", f"{recipe.past.rule} Documents are those of today."))
    return About("Projects in ADAM", lines)
