"""People who sign in. Whether somebody is a focal point follows from the designations, not from the role."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from partners.history import tracked
from partners.text import day_in_words

from .designation import FocalPoint
from .partner import Partner

if TYPE_CHECKING:
    from .country import Country


class UserQuerySet(models.QuerySet["User"]):
    def focal_points_of(self, *partners: Partner | int) -> Self:
        """People designated today for any of these partners."""
        active = FocalPoint.objects.active().filter(partner__in=partners)
        return self.filter(designations__in=active).distinct()

    def coordinators(self) -> Self:
        return self.filter(role=User.Role.COORDINATOR, is_active=True)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, **{**fields, "role": User.Role.ADMINISTRATOR})


@tracked(exclude=["password", "last_login"])
class User(AbstractBaseUser):
    class Role(models.TextChoices):
        READER = "reader", "Member of a partner"
        ANALYST = "analyst", "Analyst"
        COORDINATOR = "coordinator", "Coordinator"
        ADMINISTRATOR = "administrator", "Administrator"

    email = models.EmailField("e-mail address", unique=True)
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=15, choices=Role.choices, default=Role.READER)
    partner = models.ForeignKey(Partner, models.PROTECT, null=True, blank=True, related_name="members")
    is_active = models.BooleanField("may sign in", default=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_once"),
            models.CheckConstraint(
                name="user_reader_has_partner", condition=~Q(role="reader") | Q(partner__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    # Django's own questions: administrators may do everything in the administration, others have no access to it.
    @property
    def is_staff(self) -> bool:
        return self.role == self.Role.ADMINISTRATOR

    @property
    def is_superuser(self) -> bool:
        return self.is_staff and self.is_active

    def has_perm(self, perm: str, obj: object = None) -> bool:
        return self.is_superuser

    def has_perms(self, perms: list[str], obj: object = None) -> bool:
        return self.is_superuser

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_superuser

    @property
    def is_coordinator(self) -> bool:
        return self.role == self.Role.COORDINATOR

    @property
    def sees_everything(self) -> bool:
        """Coordinators review all partners' work; administrators can read the database anyway."""
        return self.role in {self.Role.COORDINATOR, self.Role.ADMINISTRATOR}

    @cached_property
    def counting_designations(self) -> list[tuple[int, date]]:
        """Partner and first day of those that hold today or are awaited. One query a request."""
        return list(FocalPoint.objects.counting().filter(user=self).order_by().values_list("partner_id", "started"))

    @cached_property
    def writes_for(self) -> frozenset[int]:
        """Ids of the partners in whose name the person may write today."""
        today = timezone.localdate()
        return frozenset(partner for partner, started in self.counting_designations if started <= today)

    @property
    def awaited_from(self) -> date | None:
        """The day from which the person belongs to the own partner; None for who does already."""
        today = timezone.localdate()
        days = (day for partner, day in self.counting_designations if partner == self.partner_id and day > today)
        return min(days, default=None)

    @property
    def is_focal_point(self) -> bool:
        return bool(self.writes_for)

    @property
    def own_partners(self) -> frozenset[int]:
        """Ids of the partners whose drafts and restricted projects the person may read."""
        return self.writes_for | {self.partner_id} if self.partner_id and not self.awaited_from else self.writes_for

    @property
    def own_country(self) -> "Country | None":
        return self.partner.country if self.partner else None

    @property
    def title(self) -> str:
        """How the person is introduced on a page: "Focal point of Germany"."""
        if self.role != self.Role.READER:
            return self.get_role_display()
        if not self.is_focal_point and (day := self.awaited_from):
            return f"Speaks for {self.partner} from {day_in_words(day)}"
        if not self.is_focal_point:
            return f"Reader, {self.partner}"
        return f"Focal point of {self._spoken_for}"

    @cached_property
    def _spoken_for(self) -> str:
        """Most speak for their own partner alone; only the others cost a query."""
        if self.writes_for == {self.partner_id}:
            return str(self.partner)
        return " and ".join(Partner.objects.filter(pk__in=self.writes_for).values_list("name", flat=True))


def know_designations(users: Collection[User]) -> None:
    """Those that count, of all of them in one query: who looks at what many may see asks for each of them else."""
    found = FocalPoint.objects.counting().filter(user__in=users).order_by()
    by_user: dict[int, list[tuple[int, date]]] = defaultdict(list)
    for user, partner, started in found.values_list("user", "partner_id", "started"):
        by_user[user].append((partner, started))
    for one in users:
        one.counting_designations = by_user[one.pk]


def anybody() -> User:
    """Who sees what everybody sees who may sign in, and nothing more: for what is shown without signing in."""
    user = User(role=User.Role.ANALYST)
    user.counting_designations = []
    return user
