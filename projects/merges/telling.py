"""Who is told of a merge, and of its undoing: those who speak for the two partners."""

from collections.abc import Callable

from django.utils import timezone

from partners.models import Notification, User
from partners.notifications import HELD, about, call_off, call_off_rows, notify
from projects.models import Project, ProjectMerge

from .why import Why, given_back, taken_over, why


def tell_of_merging(merge: ProjectMerge, by: User) -> None:
    """In the mail of the verdict that led to it: there are thirty days to object."""
    reason = why(merge)

    def further(into: str, is_named: bool) -> list[str]:
        return after_merging(merge, by, reason, into if is_named else "", taken_over(merge) if is_named else "")

    tell(merge, by, "made", "was merged into", reason, further)


def tell_of_undoing(merge: ProjectMerge, by: User, reason: Why, keeps: bool) -> None:
    """It is mailed to whom the merge was mailed; others read both here alone. `keeps`: not all is given back."""
    unmailed = called_off(merge)

    def further(into: str, is_named: bool) -> list[str]:
        return after_undoing(reason, by, given_back(merge, keeps=keeps) if is_named else "")

    tell(merge, by, "undone", "is no longer merged into", reason, further)
    call_off_rows(Notification.objects.filter(key=key_of(merge, "undone"), user__in=unmailed))


def tell(
    merge: ProjectMerge, by: User, what: str, done: str, reason: Why, further: Callable[[str, bool], list[str]]
) -> None:
    """Each of the two is named to those who could read it. `further` says what comes after, by the name of the one that
    stays and whether both are named.
    """
    kept, closed = merge.kept, merge.closed
    for user in User.objects.focal_points_of(kept.partner_id, closed.partner_id).exclude(pk=by.pk):
        named = [one for one in (kept, closed) if Project.objects.readable_by(user).filter(pk=one.pk).exists()]
        number, title = (closed.number, f", {closed.title},") if closed in named else ("Another project", "")
        into, into_title = (kept.number, f", {as_known(merge)}") if kept in named else ("another project", "")
        first = f"{number}{title} {done} {into}{into_title}."
        notify(
            [user],
            kind="verdict",
            key=key_of(merge, what),
            subject=f"{number} {done} {into}",
            text="\n".join(filter(None, [first, *further(into, len(named) == 2)])),
            url=named[0].get_absolute_url(),
            about=[*about("project", *(one.pk for one in named)), *reason.about],
            lists=reason.lists,
            reason="you speak for a partner whose project was merged",
            held=HELD,
        )


def as_known(merge: ProjectMerge) -> str:
    """The title of the one that stays, with the one by which its own partner knew it."""
    former, _ = merge.record["fields"].get("title", [merge.kept.title, ""])
    return merge.kept.title if former == merge.kept.title else f"{merge.kept.title} (formerly {former})"


def after_merging(merge: ProjectMerge, by: User, reason: Why, leads_to: str, taken: str) -> list[str]:
    """`leads_to`: empty to who could not open the closed one either."""
    on, until = (timezone.localdate(moment) for moment in (merge.merged_at, merge.undoable_until))
    return [
        f"{by} merged them on {on:%-d %B %Y}.",
        f"Why: {reason.decided}" if reason.decided else "",
        taken,
        f"The address of the closed record leads to {leads_to}, and its history is kept." if leads_to else "",
        f"This can be undone until {until:%-d %B %Y}. If the two are not one, ask {whom_to_ask(by)} to undo it.",
    ]


def after_undoing(reason: Why, by: User, given: str) -> list[str]:
    """Whether what was decided stands: who undoes a merge has not decided that the two are two."""
    undone = f"{by} undid the merge on {timezone.localdate():%-d %B %Y}. They are two projects again."
    if not reason.decided:
        return [undone, given, f"If you see it otherwise, write to {whom_to_ask(by)}."]
    if reason.has_fallen:
        return [undone, given, f"This stands no longer, because the two have changed since: {reason.decided}"]
    return [
        undone,
        given,
        f"The verdict stands: {reason.decided}",
        "They stay related as one project, and are counted once in totals without duplicates. "
        f"If the two are not one, ask {whom_to_ask(by)} to decide the alert anew.",
    ]


def called_off(merge: ProjectMerge) -> set[int]:
    """Whose mail of it had not left and does not leave any more."""
    made = key_of(merge, "made")
    call_off([made])
    off = Notification.objects.filter(key=made, called_off_at__isnull=False)
    return set(off.values_list("user", flat=True))


def key_of(merge: ProjectMerge, what: str) -> str:
    return f"merge:{merge.pk}:{what}"


def whom_to_ask(by: User) -> str:
    coordinators = [by] if by.is_coordinator else User.objects.coordinators().order_by("pk")
    return " or ".join(f"{one} ({one.email})" for one in coordinators) or "a coordinator"
