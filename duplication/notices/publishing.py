"""What whoever publishes a project hears of its alerts, once detection has looked at it: how many, and who is told."""

from collections.abc import Collection

from django.utils.text import get_text_list

from duplication.models import Alert, AlertQuerySet, BlockingKey
from partners.models import Notification, Partner, User
from partners.text import noun, plural
from projects.models import Project

from .alerts import focal_points

HOW = "in ADAM now, and by mail if and when they chose so"
NOT_COMPARED = "It is not compared with the other projects yet. That is made up for; alerts may follow."


def raised_of(project: Project, user: User) -> str:
    """Of a partner whose project the person may not see nothing is told."""
    if not BlockingKey.objects.filter(project=project).exists():  # the check has failed: the sweep repairs it
        return NOT_COMPARED
    since = project.published_at
    found = Alert.objects.visible_to(user).standing().about(project).filter(checked_at__gte=since)
    new = found.filter(raised_at__gte=since)
    return " ".join([*counted(new, found.open().filter(raised_at__lt=since)), *partners_told(found, project, user)])


def counted(new: AlertQuerySet, former: AlertQuerySet) -> list[str]:
    """`former`: those that were there before and are open now."""
    number, before, decided = new.count(), former.count(), new.decided().count()
    raised = f"{plural(number, 'alert')} {noun(number, 'was', 'were')} raised." if number else "No alert was raised."
    sentences = [raised]
    if decided:
        which = "It" if number == 1 else f"{decided} of them"
        is_so = noun(decided, "is", "are")
        sentences.append(f"{which} {is_so} decided already: that follows from what was decided of others.")
    if before:
        sentences.append(f"{plural(before, 'alert')} of before {noun(before, 'is', 'are')} open.")
    return sentences


def partners_told(alerts: AlertQuerySet, project: Project, user: User) -> list[str]:
    """As it stands in the outbox: of what comes back as it was, or is decided at once, nobody need be told."""
    seen = list(alerts.seen_in_full_by(user).select_related("first__partner", "second__partner"))
    others = {side.partner for alert in seen for side in (alert.first, alert.second)} - {project.partner}
    pages = [alert.get_absolute_url() for alert in seen]
    rows = Notification.objects.filter(url__in=pages, created_at__gte=project.published_at)
    heard, people = set(rows.values_list("user", flat=True)), focal_points({one.pk for one in others})
    told = {one for one in others if not heard.isdisjoint(person.pk for person in people.get(one.pk, ()))}
    silent = {one for one in others if one.pk not in people}
    return [
        *sentence(told, ("is", "are"), f"told {HOW}"),
        *sentence(silent, ("has", "have"), "no focal point, so nobody there is told"),
        *sentence(others - told - silent, ("is", "are"), "not told: nothing new is asked there"),
    ]


def sentence(partners: Collection[Partner], verb: tuple[str, str], words: str) -> list[str]:
    names = sorted(map(str, partners))
    return [f"{get_text_list(names, 'and')} {noun(len(names), *verb)} {words}."] if names else []
