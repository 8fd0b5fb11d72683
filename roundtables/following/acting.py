"""Telling those who are to act on recommendations: when they are recorded, endorsed, amended or superseded.

What is done to many at once is one notification for each person, so that a pasted list is no flood.
"""

from collections.abc import Collection, Mapping, Sequence

from django.urls import reverse
from django.utils import timezone

from partners.models import User
from partners.notifications import notify
from partners.text import day_in_words, plural
from roundtables.addressees import partners_of
from roundtables.amending.corrections import is_settled, tell_of_correction
from roundtables.following.reminding import focal_points
from roundtables.following.telling import named, quoted
from roundtables.models import Consideration, FollowUp, Recommendation, RoundTable

KIND = "act"
Addressed = Mapping[int, frozenset[int]]  # partners by recommendation
LISTED = 20  # of many in the words of one notification


def tell_of_recorded(made: Sequence[Recommendation], author: User, known: Addressed | None = None) -> None:
    """All are of one meeting, and drafts until it begins: `beginning.py` tells of these. `known`: who was to act on
    them before they were changed, and knows.
    """
    if not made or made[0].is_draft:
        return
    partners, before = partners_of(made), known or {}
    new = {pk: found - before.get(pk, frozenset()) for pk, found in partners.items()}
    tell(made, new, author, "recorded", f"You are to act on {{what}} of {made[0].round_table}")


def tell_of_endorsed(
    endorsed: Sequence[Recommendation], meeting: RoundTable | None, author: User, known: Addressed | None = None
) -> None:
    """`known`: tell these alone, where others are told that it was recorded. The meeting may not be on record."""
    words = f"{meeting} has endorsed {{what}}, on which you are to act"
    if meeting is None:
        words = f"You are to act on {{what}} of {endorsed[0].round_table}, which is endorsed now"
    partners = partners_of(endorsed) if known is None else known
    tell(endorsed, partners, author, f"endorsed:{meeting.pk if meeting else 0}", words)


def tell_of_edited(one: Recommendation, was: Recommendation, author: User, known: Addressed) -> None:
    """What is changed in its form has the consequences that it has elsewhere. `known`: who was to act, and knows."""
    if one.is_draft:
        return
    tell_of_recorded([one], author, known)
    still = {pk: found & known.get(pk, frozenset()) for pk, found in partners_of([one]).items()}
    if one.endorsed_on and (not was.endorsed_on or one.endorsed_at_id != was.endorsed_at_id):
        tell_of_endorsed([one], one.endorsed_at, author, still)
    if one.text.split() != was.text.split() and is_settled(was):
        tell_of_correction(one, was, author)
    elif one.due_on != was.due_on:
        words = f"You are to act on {{what}} of {one.round_table}, given another due date by the coordinators"
        tell([one], still, author, f"due:{timezone.now().isoformat()}", words)


def tell_of_amended(entry: Consideration) -> None:
    """Carried over as it was is no news."""
    one = entry.recommendation
    if entry.decision == Consideration.Decision.AMENDED or entry.due_changed:
        what = "amended" if entry.decision == Consideration.Decision.AMENDED else "given another due date"
        words = f"You are to act on {{what}} of {one.round_table}, {what} by {entry.round_table}"
        tell([one], partners_of([one]), entry.author, f"amended:{entry.pk}", words)


def tell_of_superseded(entry: FollowUp) -> None:
    """Those who reported hear of the assessment; the others, that they need not act any more."""
    one = entry.recommendation
    reported = set(one.follow_ups.reports().values_list("partner", flat=True))
    left = {pk: found - reported for pk, found in partners_of([one]).items()}
    instead = f". In its place: {named(entry.successor)}" if entry.successor else ""
    tell([one], left, entry.author, f"superseded:{entry.pk}", f"You need not act any more on {{what}}{instead}")


def tell(these: Sequence[Recommendation], partners: Addressed, author: User | None, key: str, words: str) -> None:
    """`words` hold {what}: the one, or how many. A person who speaks for two partners is told once."""
    people = focal_points(frozenset().union(*partners.values()))
    theirs: dict[User, dict[int, Recommendation]] = {}
    for one in these:
        for partner in partners[one.pk] & people.keys():
            for user in people[partner]:
                if author is None or user.pk != author.pk:
                    theirs.setdefault(user, {})[one.pk] = one
    alike: dict[tuple[int, ...], list[User]] = {}
    for user, found in theirs.items():
        alike.setdefault(tuple(found), []).append(user)
    for pks, users in alike.items():
        tell_alike(users, [theirs[users[0]][pk] for pk in pks], key, words)


def tell_alike(users: Collection[User], these: Sequence[Recommendation], key: str, words: str) -> None:
    first = these[0]
    what = f"recommendation {first.number}" if len(these) == 1 else plural(len(these), "recommendation")
    lines = [line(one) for one in these[:LISTED]]
    beyond = [f"And {len(these) - LISTED} more."] if len(these) > LISTED else []
    every = f"{reverse('roundtables:recommendations')}?mine=act&meeting={first.round_table_id}"
    notify(
        users,
        kind=KIND,
        key=f"act:{key}:{first.pk}:{len(these)}",
        subject=words.format(what=what),
        text="\n\n".join([*lines, *beyond]),
        url=first.get_absolute_url() if len(these) == 1 else every,
    )


def line(one: Recommendation) -> str:
    due = f" Due on {day_in_words(one.due_on)}." if one.due_on else ""
    return f"{one.number}. {quoted(one.text)}{due}"
