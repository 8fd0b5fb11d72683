"""Who is mailed of what how often: read, chosen, and what already waits put to the new time."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import timedelta

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Greatest
from django.utils import timezone

from partners.kinds import kind_of
from partners.models import Notification, Preference, Rhythm, User
from partners.models.notification import NotificationQuerySet
from partners.rhythms import next_moment

MISSED = timedelta(days=7)  # who turns mail on again gets what is unread of this time

Chosen = Mapping[tuple[int, str], Rhythm]  # by user and kind; what differs from the default


def chosen_by(users: Collection[int]) -> Chosen:
    rows = Preference.objects.filter(user__in=users).values_list("user", "kind", "rhythm")
    return {(user, kind): Rhythm(rhythm) for user, kind, rhythm in rows}


def rhythm_of(user: int, kind: str, chosen: Chosen) -> Rhythm:
    """What the person chose for this very thing, else for its kind, else the default."""
    parent = kind_of(kind)
    return chosen.get((user, kind)) or chosen.get((user, parent.name)) or parent.default


@transaction.atomic
def choose(user: User, wanted: Mapping[str, Rhythm | None]) -> None:
    """Keep what differs from the default (None: as its kind), and mail what waits when the new rhythm says, but nothing
    sooner that is held.
    """
    waiting = Notification.objects.unread().filter(user=user, mailed_at__isnull=True, batch__isnull=True, attempts=0)
    waiting = waiting.filter(called_off_at__isnull=True, created_at__gt=timezone.now() - MISSED)
    before = chosen_by([user.pk])
    later = waiting.filter(due_at__gt=timezone.now()).values_list("pk", "kind")
    held = [pk for pk, kind in later if rhythm_of(user.pk, kind, before) == Rhythm.AT_ONCE]
    for name, rhythm in wanted.items():
        kind = kind_of(name)
        if rhythm is None or (name == kind.name and rhythm == kind.default):
            Preference.objects.filter(user=user, kind=name).delete()
        else:
            Preference.objects.update_or_create(user=user, kind=name, defaults={"rhythm": rhythm})
    schedule(waiting.exclude(pk__in=held))
    schedule(waiting.filter(pk__in=held), not_before=F("due_at"))


def schedule(rows: NotificationQuerySet, held: timedelta | None = None, not_before: F | None = None) -> int:
    """Have these rows mailed when each person's rhythm for their kind says, and return how many there are. They belong
    to no batch any more.
    """
    pairs = set(rows.order_by().values_list("user", "kind").distinct())
    chosen = chosen_by({user for user, _ in pairs})
    together: dict[tuple[str, Rhythm], list[int]] = defaultdict(list)
    for user, kind in pairs:
        together[kind, rhythm_of(user, kind, chosen)].append(user)
    scheduled = 0
    for (kind, rhythm), users in together.items():
        theirs = rows.filter(kind=kind, user__in=users)
        moment = next_moment(rhythm, timezone.now() + held if held else None)
        then = Greatest(Value(moment), not_before) if moment and not_before else moment
        scheduled += theirs.update(due_at=then, batch=None)
    return scheduled
