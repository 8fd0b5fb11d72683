"""What partners and coordinators write to each other about an alert, and contact over restricted projects."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Any, Self, cast

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from partners.history import tracked
from partners.models import Partner
from projects.models import Project
from projects.models.document import FOUND_OUT, AbstractDocument, AbstractFile, AbstractText
from projects.models.links import ShownTo

from .alert import Alert
from .review import Reopening, Verdict

if TYPE_CHECKING:
    from partners.models import User


class Message(models.Model):
    """Said once: it is neither changed nor taken back."""

    alert = models.ForeignKey(Alert, models.CASCADE, related_name="messages")
    partner = models.ForeignKey(
        Partner, models.PROTECT, null=True, blank=True, related_name="+", help_text="Empty: a coordinator's."
    )
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    text = models.TextField("message")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [models.CheckConstraint(name="message_says_something", condition=~Q(text=""))]
        triggers = [pgtrigger.Protect(name="message_append_only", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"{self.partner or 'Coordinator'}, {self.created_at:%Y-%m-%d}"


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def visible_to(self, user: "User") -> Self:
        """Who may read the message may have its files."""
        return self.filter(message__alert__in=Alert.objects.heard_by(user))


@tracked(exclude=FOUND_OUT)
class Attachment(AbstractDocument):
    """A file sent with a message, kept where documents are."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="attachments")

    objects = AttachmentQuerySet.as_manager()

    class Meta(AbstractDocument.Meta):
        ordering = ["pk"]
        constraints = [
            *AbstractFile.Meta.constraints,
            models.UniqueConstraint("message", "sha256", name="attachment_once"),
        ]

    def get_absolute_url(self) -> str:
        return reverse("alerts:attachment", args=[self.pk])


class AttachmentText(AbstractText):
    document = models.OneToOneField(Attachment, models.CASCADE, primary_key=True, related_name="contents")


class ContactQuerySet(models.QuerySet["Contact"]):
    def standing(self) -> Self:
        """Asked and not answered, or accepted and not closed: at most one an alert."""
        return self.filter(declined_at__isnull=True, ended_at__isnull=True)

    def opening(self) -> Self:
        """Accepted, not closed, and between the partners to whom the two projects, both published, still belong; until
        it is decided that they do not overlap, a verdict falls by a change, the alert is withdrawn or a project is
        narrowed. Verdicts that stand ask the partners to coordinate. What is over does not come back by itself.
        """
        return self.opening_without(())

    def opening_without(self, verdicts: Collection[int], *, though_narrowed: bool = False) -> Self:
        """As if these were not given: of those that see no overlap, what they have closed. `though_narrowed`: and as if
        nobody was shut out from a project.
        """
        there = Q(alert__first__partner=F("asked_for"), alert__second__partner=F("asked_of"))
        back = Q(alert__first__partner=F("asked_of"), alert__second__partner=F("asked_for"))
        published = Q(alert__first__published_at__isnull=False, alert__second__published_at__isnull=False)
        standing = self.filter(there | back, published, accepted_at__isnull=False, ended_at__isnull=True)
        standing = standing.filter(~dismissed(but=verdicts), ~fallen(), ~withdrawn())
        if though_narrowed:
            return standing
        return standing.filter(~narrowed("first"), ~narrowed("second"), ~no_longer_shown())

    def closed_by(self, verdicts: Collection[Verdict], *, though_narrowed: bool = False) -> Self:
        """What would be open had these, of different alerts, not been given."""
        dismissed = [one.alert_id for one in verdicts if one.outcome == Verdict.Outcome.NOT_OVERLAP]
        given = [one.pk for one in verdicts]
        return self.opening_without(given, though_narrowed=though_narrowed).filter(alert__in=dismissed)


# -- What ends contact, read from what happened ------------------------------------------------------------------------
def events(model: Any) -> models.QuerySet[Any]:
    return cast(models.QuerySet[Any], model.pgh_event_model.objects.order_by())


def withdrawn() -> Q:
    """The alert is, or was since contact was accepted."""
    since = events(Alert).filter(pgh_obj=OuterRef("alert"), withdrawn_at__gt=OuterRef("accepted_at"))
    return Q(alert__withdrawn_at__isnull=False) | Q(Exists(since))


def dismissed(but: Collection[int] = ()) -> Q:
    """The alert is decided as not an overlap, or was since; by a verdict that is none of these."""
    standing, later = Q(reopening__isnull=True), Q(created_at__gt=OuterRef("accepted_at"))
    verdicts = Verdict.objects.meant().exclude(pk__in=but).filter(standing | later, alert=OuterRef("alert"))
    return Q(Exists(verdicts.filter(outcome=Verdict.Outcome.NOT_OVERLAP)))


def fallen() -> Q:
    """What was decided stands no longer, as a project has changed since: it was opened for what it said then."""
    changed = Q(reopening__kind=Reopening.Kind.REOPENED, reopening__by=None)
    later = Q(reopening__created_at__gt=OuterRef("accepted_at"))
    return Q(Exists(Verdict.objects.filter(changed, later, alert=OuterRef("alert"))))


def narrowed(side: str) -> Q:
    """The project was open more widely when contact was accepted, or since, than it is now."""
    then = events(Project).filter(pgh_obj=OuterRef("pgh_obj"), pgh_id__gt=OuterRef("pgh_id"))
    before = then.filter(pgh_created_at__lte=OuterRef(OuterRef("accepted_at")))
    wider = Q(visibility__lt=OuterRef(f"alert__{side}__visibility"))  # all, named, restricted
    return Q(Exists(events(Project).filter(wider, ~Exists(before), pgh_obj=OuterRef(f"alert__{side}"))))


def no_longer_shown() -> Q:
    """One of the two partners was taken from those to whom the other's project is shown."""
    both = Q(project=OuterRef("alert__first")) | Q(project=OuterRef("alert__second"))
    partner = Q(partner=OuterRef("asked_for")) | Q(partner=OuterRef("asked_of"))
    gone = events(ShownTo).filter(both, partner, pgh_label="delete", pgh_created_at__gt=OuterRef("accepted_at"))
    return Q(Exists(gone))


@tracked()
class Contact(models.Model):
    """One partner asks the other to open both projects to the focal points of the two, within the alert."""

    alert = models.ForeignKey(Alert, models.CASCADE, related_name="contacts")
    asked_for = models.ForeignKey(Partner, models.PROTECT, related_name="+", help_text="The partner that asks.")
    asked_of = models.ForeignKey(Partner, models.PROTECT, related_name="+", help_text="The partner that is asked.")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    words = models.TextField(blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    reply = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True, blank=True, help_text="Taken back, closed, or overtaken.")
    ended_for = models.ForeignKey(Partner, models.PROTECT, null=True, blank=True, related_name="+")
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = ContactQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                "alert",
                name="contact_one_at_a_time",
                condition=Q(declined_at__isnull=True, ended_at__isnull=True),
            ),
            models.CheckConstraint(name="contact_between_two", condition=~Q(asked_for=F("asked_of"))),
            models.CheckConstraint(
                name="contact_one_answer",
                condition=Q(answered_by__isnull=True, accepted_at__isnull=True, declined_at__isnull=True)
                | Q(answered_by__isnull=False, accepted_at__isnull=False, declined_at__isnull=True)
                | Q(answered_by__isnull=False, accepted_at__isnull=True, declined_at__isnull=False),
            ),
            models.CheckConstraint(
                name="contact_end",
                condition=Q(ended_at__isnull=True, ended_for__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_for__isnull=False, ended_by__isnull=False, declined_at__isnull=True)
                | Q(ended_at__isnull=False, ended_for__isnull=True, ended_by__isnull=True, declined_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asked_for} asks {self.asked_of}"

    @property
    def is_accepted(self) -> bool:
        """And not closed; whether it opens anything is for `ContactQuerySet.opening` to say."""
        return self.accepted_at is not None and self.ended_at is None

    @property
    def is_waiting(self) -> bool:
        return not (self.accepted_at or self.declined_at or self.ended_at)
