"""The letter by which a partner names its focal point. A document like others, so it is kept where documents are."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from partners.history import tracked
from partners.models import FocalPoint, Invitation, Partner

from .document import FOUND_OUT, AbstractDocument, AbstractFile, AbstractText

if TYPE_CHECKING:
    from partners.models import User


class LetterQuerySet(models.QuerySet["Letter"]):
    def visible_to(self, user: "User") -> Self:
        """Coordinators read all, a partner's own people theirs."""
        return self.filter() if user.sees_everything else self.filter(partner__in=user.own_partners)

    def of(self, designation: FocalPoint) -> Self:
        """Those attached to the designation, or to the invitation from which it came."""
        about = Q(designation=designation)
        return self.filter(about | Q(invitation=designation.invitation_id) if designation.invitation_id else about)


@tracked(exclude=FOUND_OUT)
class Letter(AbstractDocument):
    partner = models.ForeignKey(Partner, models.CASCADE, related_name="letters")
    designation = models.ForeignKey(FocalPoint, models.SET_NULL, null=True, blank=True, related_name="letters")
    invitation = models.ForeignKey(Invitation, models.SET_NULL, null=True, blank=True, related_name="letters")

    objects = LetterQuerySet.as_manager()

    class Meta(AbstractDocument.Meta):
        constraints = [
            *AbstractFile.Meta.constraints,
            models.UniqueConstraint("designation", "sha256", name="letter_once"),
            models.CheckConstraint(
                name="letter_about_one", condition=Q(designation__isnull=True) | Q(invitation__isnull=True)
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("people:letter", args=[self.pk])


class LetterText(AbstractText):
    document = models.OneToOneField(Letter, models.CASCADE, primary_key=True, related_name="contents")
