"""What people were told of restricted projects while typing: nobody is told without end, and coordinators see it."""

from collections.abc import Iterable
from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import connection, models
from django.utils import timezone

from projects.models import Project

if TYPE_CHECKING:
    from partners.models import User

MOST_TITLES = 20  # that one person is told of within the hour
GIVING = 7_212  # class of the advisory lock under which one person is told, whose number is the person's
HOUR = timedelta(hours=1)
KEPT = timedelta(days=90)


class HintQuerySet(models.QuerySet["Hint"]):
    def since(self, ago: timedelta) -> Self:
        return self.filter(given_at__gt=timezone.now() - ago)

    def outdated(self) -> Self:
        return self.filter(given_at__lt=timezone.now() - KEPT)


class Hint(models.Model):
    """A person was told that a project which he or she may not see is like a title that was typed."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="hints")
    other = models.ForeignKey(Project, models.CASCADE, related_name="+")
    title_hash = models.CharField(max_length=64, help_text="Of the words typed, to tell one from another.")
    given_at = models.DateTimeField(default=timezone.now)

    objects = HintQuerySet.as_manager()

    class Meta:
        ordering = ["-given_at"]
        constraints = [models.UniqueConstraint("user", "title_hash", "other", name="hint_once")]
        indexes = [models.Index(fields=["user", "given_at"], name="hint_of_user")]

    def __str__(self) -> str:
        return f"{self.user} was told of {self.other}"


def give(user: "User", words: str, others: Iterable[int]) -> bool:
    """Record that the person is told of these; False when so many titles were told of within the hour that no other is.

    The same title may be asked for again: it tells nothing more. Until the transaction ends nobody else counts.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [GIVING, user.pk])
    title, mine = sha256(words.encode()).hexdigest(), Hint.objects.filter(user=user)
    titles = set(mine.since(HOUR).order_by().values_list("title_hash", flat=True))
    if title not in titles and len(titles) >= MOST_TITLES:
        return False
    Hint.objects.bulk_create(
        [Hint(user=user, other_id=other, title_hash=title) for other in others],
        update_conflicts=True,
        unique_fields=["user", "title_hash", "other"],
        update_fields=["given_at"],
    )
    return True


def limit_of(user: "User") -> str:
    """What is said once so many titles were told of, whatever is typed then: it does not tell whether that is like a
    hidden project.
    """
    lately = Hint.objects.filter(user=user).since(HOUR).order_by()
    if lately.values("title_hash").distinct().count() < MOST_TITLES:
        return ""
    return (
        f"You were told of restricted projects for {MOST_TITLES} titles within an hour. Whether other titles are like "
        "one is told again later; what you may see is found as ever, and nothing that you typed is lost."
    )
