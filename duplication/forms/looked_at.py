"""What an alert was when somebody opened a form on it, in one line, and what has come since."""

from collections.abc import Mapping

from django.utils.text import get_text_list

from duplication.models import Alert
from projects.models import Project

SIDES = ("first", "second")


def state_of(alert: Alert, said: Mapping[int, int]) -> str:
    """Of each side when the project was written last, and its partner's last position. `said`: that by partner.

    Of a draft nothing is told, nor when it is written.
    """
    sides = [getattr(alert, name) for name in SIDES]
    return " ".join(f"{written(side)} {said.get(side.partner_id, 0)}" for side in sides)


def written(side: Project) -> str:
    return "draft" if side.is_draft else f"{side.updated_at.timestamp():.6f}"


def since(before: str, now: str, alert: Alert) -> str:
    """In words: "ADAM-3 was changed and United Kingdom answered". Empty where nothing has come."""
    seen = [*before.split(), "", "", "", ""]
    news = [
        news_of(getattr(alert, SIDES[place // 2]), today, is_position=place % 2 == 1)
        for place, (was, today) in enumerate(zip(seen, now.split(), strict=False))
        if was != today
    ]
    return get_text_list(list(dict.fromkeys(news)), "and")


def news_of(side: Project, today: str, *, is_position: bool) -> str:
    if not is_position:
        return "one was taken back to a draft" if side.is_draft else f"{side.number} was changed"
    return f"{side.partner} answered" if today != "0" else "the alert was opened again"
