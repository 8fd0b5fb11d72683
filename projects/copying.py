"""A copy of a project: a new draft with all that the next phase, or the same work elsewhere, has in common with it.

Not carried over: numbers, documents, history, and the days on which it was published and confirmed. What others pay
and to whom they show it is theirs to say, so both come along only from the own partner's projects.
"""

from datetime import timedelta
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from partners.merging import hold_bodies
from partners.models import Partner, User
from projects.models import Activity, Contribution, Participation, Project, Recipient

TITLE = "Copy of "
ONE_PRESS = timedelta(minutes=1)  # a second press within it finds the copy that the first one made
COPIED = ("objective", "language", "status", "start", "end", "oda", "route", "substances", "purpose_codes")
LINKS = ("places", "themes")


def copied(source: Project, user: User) -> Project:
    """The copy, for the source's partner where the person writes for it, otherwise for the person's own."""
    with transaction.atomic():
        hold_bodies()
        Project.objects.select_for_update(of=("self",)).get(pk=source.pk)  # two presses wait for each other
        return copied_just_now(source, user) or copied_anew(source, user)


def copied_just_now(source: Project, user: User) -> Project | None:
    copies = Project.objects.editable_by(user).filter(copied_from=source, published_at=None)
    return copies.filter(created_at__gt=timezone.now() - ONE_PRESS).first()


def copied_anew(source: Project, user: User) -> Project:
    own = source.partner_id in user.writes_for
    partner_id = source.partner_id if own else default_partner(user).pk
    longest = Project._meta.get_field("title").max_length or 0
    copy = Project.objects.create(
        partner_id=partner_id,
        title=f"{TITLE}{source.title}"[:longest],
        copied_from=source,
        **{name: getattr(source, name) for name in (*COPIED, *(["visibility"] if own else []))},
    )
    for name in (*LINKS, *(["shared_with"] if own else [])):
        getattr(copy, name).set(getattr(source, name).all())
    parts: list[type[models.Model]] = [Recipient, Participation, Activity, *([Contribution] if own else [])]
    for model in parts:
        for part in model._default_manager.filter(project=source).order_by("pk"):
            copy_part(part, copy)
    return copy


def copy_part(part: Any, copy: Project) -> None:
    part.pk, part.project, part._state.adding = None, copy, True
    part.save()


def default_partner(user: User) -> Partner:
    partners = {partner.pk: partner for partner in Partner.objects.editable_by(user)}
    return partners.get(user.partner_id or 0) or next(iter(partners.values()))
