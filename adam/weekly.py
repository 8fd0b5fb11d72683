"""The mail of Monday: each focal point is told once a week what waits, and nothing when nothing does."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django_tasks import task

from adam import agreed, panels
from adam.panels import Panel, listed, panel
from duplication.models import Alert
from duplication.queue.ordering import in_order
from partners.models import FocalPoint, Rhythm, User
from partners.rhythms import last_moment
from projects.models import Project
from projects.reminding import Lists, listing, remind_weekly
from roundtables.models import Recommendation

LYING = timedelta(days=7)  # a draft of this week is being written


@task()
def ask_focal_points() -> int:
    """Safe to repeat at any time: who has had this week's mail is left alone, also when nothing waited."""
    week = timezone.localdate(last_moment(Rhythm.WEEKLY))
    designated = FocalPoint.objects.active().filter(started__lte=week)
    people = User.objects.filter(designations__in=designated).exclude(reminders__week=week).distinct()
    return sum(remind_weekly(user, week, others(user)) for user in people.order_by("pk"))


def others(user: User) -> Lists:
    """What waits besides projects to confirm, as the first page puts it."""
    own = Project.objects.editable_by(user).select_related("partner")
    drafts = own.filter(published_at=None, updated_at__lt=timezone.now() - LYING).recently_changed()
    alerts = in_order(panels.with_sides(Alert.objects.visible_to(user).awaiting(user), user), "strength", user)
    due = agreed.soonest(Recommendation.objects.visible_to(user).to_report(user.writes_for))
    waiting = [
        panel("Alerts that wait for your answer", alerts, panels.alert_row(user), reverse("alerts:list")),
        panel("Drafts to finish", drafts, panels.project_row, listed(mine=1, draft=1)),
        panel("Recommendations with a report due", due, agreed.report_row, agreed.overview(mine="due")),
    ]
    return [as_list(one) for one in waiting if one.total]


def as_list(shown: Panel) -> dict[str, object]:
    rows = [
        {"text": row.text, "url": row.url, "meta": " · ".join(filter(None, [row.meta, row.tag]))} for row in shown.rows
    ]
    return listing(shown.title, rows, shown.total, shown.url)
