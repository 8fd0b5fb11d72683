"""What whoever publishes a project hears of its alerts, once detection has looked at it: how many, and who is told."""

from django.utils.text import get_text_list

from duplication.models import Alert
from partners.models import Partner, User
from partners.text import noun, plural
from projects.models import Project

from .alerts import focal_points

HOW = "in ADAM now, and by mail at once or with a digest, as each person chose"


def raised_of(project: Project, user: User) -> str:
    """Of a partner whose project the person may not see nothing is told."""
    raised = Alert.objects.visible_to(user).open().about(project)
    if not (number := raised.count()):
        return "No alert was raised."
    seen = raised.seen_in_full_by(user).select_related("first__partner", "second__partner")
    others = {side.partner for alert in seen for side in (alert.first, alert.second)} - {project.partner}
    found = f"{plural(number, 'alert')} {noun(number, 'was', 'were')} raised."
    return " ".join([found, *who_is_told(others)])


def who_is_told(partners: set[Partner]) -> list[str]:
    heard = focal_points({one.pk for one in partners})
    told, not_told = (sorted(map(str, some)) for some in (
        [one for one in partners if one.pk in heard], [one for one in partners if one.pk not in heard],
    ))  # fmt: skip
    sentences = []
    if told:
        sentences.append(f"{get_text_list(told, 'and')} {noun(len(told), 'is', 'are')} told {HOW}.")
    if not_told:
        has = noun(len(not_told), "has", "have")
        sentences.append(f"{get_text_list(not_told, 'and')} {has} no focal point, so nobody there is told.")
    return sentences
