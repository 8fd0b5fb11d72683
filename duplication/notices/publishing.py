"""What whoever publishes or changes a project hears of its alerts, once detection has looked at it: how many came, went
or are open again, and who is told.
"""

from collections.abc import Callable, Collection
from datetime import datetime

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.text import get_text_list

from duplication.models import Alert, AlertQuerySet, BlockingKey, Verdict
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
    before = counted(found.open().filter(raised_at__lt=since), "earlier alert", "open")
    told = partners_told(found, project, user, since)
    return " ".join([*(raised(found.filter(raised_at__gte=since)) or ["No alert was raised."]), *before, *told])


def changed_of(project: Project, user: User) -> Callable[[], str]:
    """Asked before a published project is saved; asked once more after it was looked at, it tells what became of its
    alerts by that. Of what stays as it was nothing is said.
    """
    since, before = timezone.now(), standing(project)

    def tell() -> str:
        now = standing(project)
        came, opened = now.keys() - before.keys(), {pk for pk in now if not now[pk] and before.get(pk, True)}
        if not (gone := before.keys() - now.keys()) | came | opened:
            return ""
        seen = Alert.objects.visible_to(user)
        new, again = seen.filter(pk__in=came, raised_at__gte=since), seen.filter(pk__in=opened, raised_at__lt=since)
        withdrawn = counted(seen.filter(pk__in=gone), "alert", "withdrawn: the change took away the reason")
        told = partners_told(seen.filter(pk__in=came | opened), project, user, since)
        return " ".join([*raised(new), *counted(again, "earlier alert", "open again"), *withdrawn, *told])

    return tell


def standing(project: Project) -> dict[int, bool]:
    """Its alerts, whoever may see them, each with whether it is decided."""
    verdicts = Verdict.objects.standing().filter(alert=OuterRef("pk"))
    return dict(Alert.objects.standing().about(project).values_list("pk", Exists(verdicts)))


def raised(new: AlertQuerySet) -> list[str]:
    number, decided = new.count(), new.decided().count()
    sentences = [f"{plural(number, 'alert')} {noun(number, 'was', 'were')} raised."] if number else []
    if decided:
        which = "It" if number == 1 else f"{decided} of them"
        is_so = noun(decided, "is", "are")
        sentences.append(f"{which} {is_so} decided already: that follows from what was decided of others.")
    return sentences


def counted(alerts: AlertQuerySet, what: str, became: str) -> list[str]:
    number = alerts.count()
    return [f"{plural(number, what)} {noun(number, 'is', 'are')} {became}."] if number else []


def partners_told(alerts: AlertQuerySet, project: Project, user: User, since: datetime | None) -> list[str]:
    """As it stands in the outbox: of what comes back as it was, or is decided at once, nobody need be told."""
    seen = list(alerts.seen_in_full_by(user).select_related("first__partner", "second__partner"))
    others = {side.partner for alert in seen for side in (alert.first, alert.second)} - {project.partner}
    pages = [alert.get_absolute_url() for alert in seen]
    rows = Notification.objects.filter(url__in=pages, created_at__gte=since)
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
