"""What the two partners say of an alert, what was decided, and what was opened again."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q

from partners.models import Partner

if TYPE_CHECKING:
    from .alert import Alert


UNDO_WITHIN = timedelta(hours=1)  # a verdict that was a slip


class PositionQuerySet(models.QuerySet["Position"]):
    def in_force(self) -> Self:
        """Those taken since the alert was last opened again: what was said before was said of something else."""
        later = Reopening.objects.asking_anew().filter(
            verdict__alert=OuterRef("alert"), created_at__gt=OuterRef("created_at")
        )
        return self.filter(~Exists(later))

    def last_of(self, alert: "Alert", partners: Collection[int]) -> "Position | None":
        """What one of these partners has said last, with its author."""
        return self.filter(alert=alert, partner__in=partners).select_related("author").order_by("pk").last()

    def by_alert(self, alerts: Collection["Alert | int"]) -> dict[int, dict[int, int]]:
        """By alert and partner the number of the last position; of an alert with none nothing."""
        said: dict[int, dict[int, int]] = defaultdict(dict)
        for alert, partner, pk in self.filter(alert__in=alerts).order_by("pk").values_list("alert", "partner", "pk"):
            said[alert][partner] = pk
        return said

    def unsaid(self, alert: "Alert", partners: Collection[int]) -> set[int]:
        """Those of these partners that have said nothing of it."""
        return set(partners) - self.by_alert([alert])[alert.pk].keys()


class Position(models.Model):
    """What one of the two partners says of the alert. Later ones do not erase earlier ones."""

    class Stance(models.TextChoices):
        SAME = "same", "It is the same project"
        OVERLAPPING = "overlapping", "The work overlaps"
        COMPLEMENTARY = "complementary", "The work complements each other"
        NOT_OVERLAP = "not_overlap", "There is no overlap"

    alert = models.ForeignKey("duplication.Alert", models.CASCADE, related_name="positions")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="positions")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    stance = models.CharField(max_length=15, choices=Stance.choices)
    text = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PositionQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        triggers = [pgtrigger.Protect(name="position_append_only", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"{self.partner}: {self.get_stance_display()}"


class VerdictQuerySet(models.QuerySet["Verdict"]):
    def standing(self) -> Self:
        """Those that were not reopened: an alert has at most one. Of a missing row in a join the database expects too
        little: it would go through all verdicts for each of thousands of alerts.
        """
        return self.filter(~Exists(Reopening.objects.filter(verdict=OuterRef("pk"))))

    def given(self) -> Self:
        """By people, not by implication."""
        return self.filter(decided_by__isnull=False)

    def meant(self) -> Self:
        """Without slips that were undone: they say nothing of the pair, and no figure counts them."""
        return self.exclude(reopening__kind=Reopening.Kind.UNDONE)

    def carried_out(self) -> Self:
        """Those on which projects were merged: their own two, or the two of a verdict that follows from them."""
        return self.filter(on_which_projects_were_merged())

    def with_carried_out(self) -> Self:
        """Each with `is_carried_out`."""
        return self.annotate(is_carried_out=ExpressionWrapper(on_which_projects_were_merged(), BooleanField()))


def on_which_projects_were_merged() -> Q:
    """Of verdicts."""
    following = merged_pair() & Q(rests_on=OuterRef("pk"))
    return merged_pair() | Q(Exists(Verdict.objects.standing().filter(following).order_by()))


def merged_pair() -> Q:
    """Of verdicts: one of the two projects was merged into another."""
    return Q(alert__first__merged_into__isnull=False) | Q(alert__second__merged_into__isnull=False)


class Verdict(models.Model):
    """A coordinator's decision, or what follows from others. It is never changed; it stands until it is reopened."""

    class Outcome(models.TextChoices):
        MERGED = "merged", "Same project: to be recorded once"
        JOINT = "joint", "Joint programme"
        DIVIDED = "divided", "Divided by place, time or agency"
        SEQUENCED = "sequenced", "One after the other"
        ACCEPTED = "accepted", "Accepted redundancy"
        NOT_OVERLAP = "not_overlap", "Not an overlap"

    class Reason(models.TextChoices):
        BENEFICIARY = "beneficiary", "Different beneficiary"
        PLACE = "place", "Different place"
        TIME = "time", "Different time"
        ACTIVITY = "activity", "Different activity"
        PHASES = "phases", "Phases of one programme"
        COORDINATED = "coordinated", "Known and coordinated"
        DATA_ERROR = "data_error", "Data error"
        TOO_GENERAL = "too_general", "Too general to tell"

    class Division(models.TextChoices):
        PLACE = "place", "Place"
        TIME = "time", "Time"
        AGENCY = "agency", "Agency"

    alert = models.ForeignKey("duplication.Alert", models.CASCADE, related_name="verdicts", db_index=False)
    outcome = models.CharField(max_length=15, choices=Outcome.choices)
    divided_by = models.CharField(
        max_length=6, choices=Division.choices, blank=True,
        help_text="Of what is divided; empty where it was not asked yet.",
    )  # fmt: skip
    reason = models.CharField(max_length=15, choices=Reason.choices, blank=True)
    text = models.TextField("in your words", blank=True)
    recommendation = models.TextField(blank=True, help_text="What the two partners are advised to do.")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        help_text="Empty when it follows from other verdicts.",
    )  # fmt: skip
    rests_on: "models.ManyToManyField[Verdict, Any]" = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="implying", help_text="The verdicts that it follows from."
    )
    material = models.JSONField(
        default=dict, blank=True, help_text="By number of the project, what of it was material when this was decided."
    )
    relation = models.BigIntegerField(
        null=True, blank=True, help_text="Number of the relation between the two projects that came with it."
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = VerdictQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="verdict_dismissal_has_reason",
                condition=~Q(outcome="not_overlap") | ~Q(reason=""),
                violation_error_message="Say why it is not an overlap.",
            ),
            models.CheckConstraint(name="verdict_divided_by", condition=Q(outcome="divided") | Q(divided_by="")),
        ]
        indexes = [  # with all that is counted of all of them: what each says is long
            models.Index(fields=["alert", "id"], include=["created_at", "outcome", "reason"], name="verdict_of_alert")
        ]
        triggers = [
            pgtrigger.Protect(name="verdict_append_only", operation=pgtrigger.Update),
            pgtrigger.Trigger(
                name="verdict_one_standing",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                    IF EXISTS (
                        SELECT 1 FROM duplication_verdict v WHERE v.alert_id = NEW.alert_id
                        AND NOT EXISTS (SELECT 1 FROM duplication_reopening r WHERE r.verdict_id = v.id)
                    ) THEN
                        RAISE EXCEPTION 'The alert has a verdict that was not reopened.'
                            USING ERRCODE = 'unique_violation', CONSTRAINT = 'verdict_one_standing';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        """The outcome, as it is worded wherever it is told."""
        return f"Divided by {self.get_divided_by_display().lower()}" if self.divided_by else self.get_outcome_display()

    @property
    def is_implied(self) -> bool:
        return self.decided_by_id is None

    @property
    def reason_words(self) -> str:
        """Of what follows from others none: the reason of those is no reason of these two."""
        return self.get_reason_display() if self.reason and not self.is_implied else ""

    @property
    def undoable_until(self) -> datetime:
        return self.created_at + UNDO_WITHIN


class ReopeningQuerySet(models.QuerySet["Reopening"]):
    def asking_anew(self) -> Self:
        """Those after which both partners are asked again: not after a slip of the coordinator, nor where the next
        verdict took its place at once.
        """
        return self.exclude(kind__in=Reopening.NOT_ASKING)


class Reopening(models.Model):
    """Why a verdict stands no longer: a coordinator's words, or what has changed in the projects since.

    It is never changed. It goes when the verdict that came of it was a slip and is undone: that one tells of both.
    """

    class Kind(models.TextChoices):
        REOPENED = "reopened", "Opened again"  # for a coordinator's reasons, or since something has changed
        ANEW = "anew", "Decided anew."  # the next verdict took its place at once
        UNDONE = "undone", "Taken back by who gave it."  # at once
        RESTED = "rested", "A verdict that this one followed from stands no longer."

    NOT_ASKING = (Kind.ANEW, Kind.UNDONE)

    verdict = models.OneToOneField(Verdict, models.CASCADE, related_name="reopening")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        help_text="Empty when a change reopened it.",
    )  # fmt: skip
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.REOPENED)
    text = models.TextField("why", blank=True)
    changes = models.JSONField(
        default=list, blank=True, help_text="Of each material change: project, field, before and after."
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ReopeningQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="reopening_has_cause",
                condition=~Q(text="") | ~Q(changes=[]),
                violation_error_message="Say why it is reopened.",
            ),
            models.CheckConstraint(name="reopening_by_change_is_no_deed", condition=Q(kind="reopened") | Q(changes=[])),
        ]
        triggers = [
            pgtrigger.Protect(name="reopening_append_only", operation=pgtrigger.Update),
            pgtrigger.Trigger(  # at the end of the transaction, in which the whole alert may go
                name="reopening_gone_leaves_one",
                when=pgtrigger.After,
                operation=pgtrigger.Delete,
                timing=pgtrigger.Deferred,
                func="""
                    IF EXISTS (
                        SELECT 1 FROM duplication_verdict gone JOIN duplication_verdict v USING (alert_id)
                        WHERE gone.id = OLD.verdict_id AND v.id <> gone.id
                        AND NOT EXISTS (SELECT 1 FROM duplication_reopening r WHERE r.verdict_id IN (gone.id, v.id))
                    ) THEN
                        RAISE EXCEPTION 'The alert has another verdict that stands.'
                            USING ERRCODE = 'unique_violation', CONSTRAINT = 'reopening_gone_leaves_one';
                    END IF;
                    RETURN NULL;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verdict}, reopened"

    @property
    def is_undo(self) -> bool:
        return self.kind == self.Kind.UNDONE

    @property
    def is_by_change(self) -> bool:
        return self.kind == self.Kind.REOPENED and self.by_id is None

    @property
    def asks_anew(self) -> bool:
        """As the queryset's `asking_anew`."""
        return self.kind not in self.NOT_ASKING

    @property
    def is_by_next_verdict(self) -> bool:
        return self.kind == self.Kind.ANEW
