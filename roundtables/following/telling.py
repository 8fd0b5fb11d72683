"""Who is told of a report and of an assessment: coordinators of the one, those who reported of the other."""

from django.urls import reverse
from django.utils.text import Truncator

from partners.models import Notification, User
from partners.notifications import about, notify
from projects.models import Project
from roundtables.models import FollowUp, Recommendation


def named(recommendation: Recommendation) -> str:
    """Such as "recommendation 3 of Expert round table 8, Moscow 2006"."""
    return f"recommendation {recommendation.number} of {recommendation.round_table}"


def report_form(recommendation: Recommendation) -> str:
    return reverse("roundtables:follow_up", args=[recommendation.pk])


def tell_of_report(entry: FollowUp) -> None:
    """The coordinators; and the partner's own people need no reminder any more."""
    papers = entry.documents.count()
    came = f"\nWith {papers} document{'s' if papers != 1 else ''}." if papers else ""
    notify(
        User.objects.coordinators().exclude(pk=entry.author_id),
        kind="report",
        key=f"report:{entry.pk}",
        subject=f"{entry.partner} reports on {named(entry.recommendation)}: {entry.get_progress_display().lower()}",
        text=f"{quoted(entry.recommendation.text)}\n\n“{quoted(entry.text)}”{came}\n\nPlease assess it.",
        url=reverse("roundtables:assess", args=[entry.recommendation_id]),
    )
    people = User.objects.focal_points_of(entry.partner_id)
    Notification.objects.filter(user__in=people, kind="due", url=report_form(entry.recommendation)).mark_read()


def tell_of_assessment(entry: FollowUp) -> None:
    """Those who speak for the partners that reported; no coordinator need assess the reports any more."""
    recommendation = entry.recommendation
    reported = recommendation.follow_ups.reports().order_by().values_list("partner", flat=True).distinct()
    in_place = f"\nIn its place: {named(entry.successor)}." if entry.successor else ""
    notify(
        User.objects.focal_points_of(*reported).exclude(pk=entry.author_id),
        kind="assessment",
        key=f"assessment:{entry.pk}",
        subject=f"Assessed: {named(recommendation)} is {words_of(entry)}",
        text=f"{quoted(recommendation.text)}\n\n“{quoted(entry.text)}”{in_place}",
        url=recommendation.get_absolute_url(),
    )
    waiting = reverse("roundtables:assess", args=[recommendation.pk])
    Notification.objects.filter(kind="report", url=waiting, user__in=User.objects.coordinators()).mark_read()


def tell_of_link(recommendation: Recommendation, project: Project, author: User) -> None:
    """Those who speak for the project's partner, where another said that it answers."""
    if project.partner_id in author.writes_for:
        return
    notify(
        User.objects.focal_points_of(project.partner_id).exclude(pk=author.pk),
        kind="relation",
        key=f"linked:{recommendation.pk}:{project.pk}",
        subject=f"{project.number} answers {named(recommendation)}",
        text=f"{project.title}\n\n{quoted(recommendation.text)}\n\nIt can be taken away on its page.",
        url=recommendation.get_absolute_url(),
        reason=f"a coordinator named a project of {project.partner}, for which you speak"[:250],
        about=about("project", project.pk),
    )


def words_of(entry: FollowUp) -> str:
    return entry.get_progress_display().lower()


def quoted(text: str) -> str:
    return Truncator(text).chars(600)
