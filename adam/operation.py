"""The first page of administrators: whether the installation works, and where they look or change what."""

from django.db.models import Model
from django.urls import reverse
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from adam import jobs, panels
from adam.panels import Figure, Panel, Row, panel
from adam.templatetags.adam_ui import thousands
from partners.models import Invitation, Notification, User


def operation() -> list[Figure]:
    unsent = Notification.objects.failing().count()
    failed = DBTaskResult.objects.failed().count()
    worker = bool(jobs.living_workers())
    people = thousands(User.objects.filter(is_active=True).count())
    mails = f"{administered(Notification)}?mail=failing"
    return [
        Figure("people with an account", people, f"{administered(User)}?is_active__exact=1"),
        Figure(
            "the background worker", "Running" if worker else "Stopped", administered(DBTaskResult), warn=not worker
        ),
        Figure("mails that could not be sent", thousands(unsent), mails, warn=unsent > 0),
        Figure("background jobs that failed", thousands(failed), failed_jobs(), warn=failed > 0),
    ]


def administered(model: type[Model]) -> str:
    """Address of the list in the administration."""
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def failed_jobs() -> str:
    return f"{administered(DBTaskResult)}?status__exact={TaskResultStatus.FAILED}"


def administration() -> list[Panel]:
    pending = Invitation.objects.pending().select_related("partner").order_by("expires_at")
    failed = DBTaskResult.objects.failed().order_by("-finished_at")
    looked_at = where_to_look()
    return [
        panel("Invitations not yet accepted", pending, panels.invitation_row, reverse("invitations:list"), urgent=True),
        panel("Background jobs that failed", failed, panels.job_row, failed_jobs(), urgent=True),
        Panel("Where to look", looked_at, len(looked_at), "", urgent=False),
    ]


def where_to_look() -> list[Row]:
    """What an administrator may do, and where he or she may only look."""
    return [
        Row("People", administered(User), "Accounts and roles: who may come in, and as what."),
        Row("Invitations", reverse("invitations:list"), "Invite somebody, send it again, or withdraw it."),
        Row("Focal points", reverse("partners:list"), "Who speaks for which partner: designate, end, hand over."),
        Row("Background jobs", administered(DBTaskResult), "What runs by itself, what waits, what failed and why."),
        Row("Health", reverse("healthz"), "As a monitor reads it: “ok”, or what is wrong."),
        Row(
            "Thresholds of alerts",
            reverse("alerts:thresholds"),
            "What each choice would raise is counted there. Coordinators set them; you may look.",
        ),
        Row("How the review goes", reverse("oversight:page"), "How soon alerts are answered, and what came of them."),
        Row(
            "Graphs on other sites",
            reverse("projects:embeds"),
            "Reports that an address shows to anybody. You can take each back.",
        ),
        Row("All tables", reverse("admin:index"), "The administration: what is changed there, and what is only shown."),
    ]
