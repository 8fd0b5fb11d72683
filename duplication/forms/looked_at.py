"""What an alert was when somebody opened a form on it, in one line, and what has come since."""

from collections.abc import Mapping

from django.utils.text import get_text_list

from duplication.models import Alert

SIDES = ("first", "second")


def state_of(alert: Alert, said: Mapping[int, int]) -> str:
    """Of each side when the project was written last, and its partner's last position. `said`: that by partner."""
    sides = [getattr(alert, name) for name in SIDES]
    return " ".join(f"{side.updated_at.timestamp():.6f} {said.get(side.partner_id, 0)}" for side in sides)


def since(before: str, now: str, alert: Alert) -> str:
    """In words: "ADAM-3 was changed and United Kingdom answered". Empty where nothing has come."""
    seen, news = [*before.split(), "", "", "", ""], []
    for place, (was, today) in enumerate(zip(seen, now.split(), strict=False)):
        side = getattr(alert, SIDES[place // 2])
        if was != today:
            news.append(f"{side.partner} answered" if place % 2 else f"{side.number} was changed")
    return get_text_list(news, "and")
