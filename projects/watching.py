"""Telling people of what they watch: a periodic job over what was changed since each was told last.

The work follows from the changes, not from watches times projects: what is visible is asked once for each group of
people who see the same; countries, partners and themes are looked up; only searches of another kind are run, each once
for such a group, over the changed projects alone.
"""

from collections import defaultdict
from collections.abc import Callable, Collection
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.http import QueryDict
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext, ngettext
from django_tasks import task

from partners.models import FocalPoint, Notification, Rhythm, User
from partners.notifications import about, put
from partners.preferences import chosen_by, rhythm_of
from partners.rhythms import last_moment
from projects.filters import ProjectFilter, followed
from projects.models import Project, Watch
from projects.models.project import ProjectQuerySet
from projects.recent import Change, by_subject, changes_between, saved_between, settled_until
from projects.reminding import listing, row

SHOWN = 10  # projects a mail names for each watch; the address behind it shows them all
SUBJECTS = {"country", "partner", "theme"}
PERSONAL = {"q", "mine"}  # what these find depends on what the person may see

PageFinder = Callable[[User, Collection[str]], dict[str, str]]
Sight = tuple[bool, frozenset[int]]  # sees everything, or these partners' own: people with the same see the same


def no_pages(user: User, pages: Collection[str]) -> dict[str, str]:
    return {}


page_finder: PageFinder = no_pages  # names of the pages of other applications that the person may see, by address


@task()
def tell_watchers() -> int:
    return tell(settled_until())


@transaction.atomic
def tell(until: datetime) -> int:
    """Tell of the changes up to this moment, and return how many watches had news.

    Nothing is told twice and nothing is left out: the telling and its time are one transaction.
    """
    due = due_watches(until)
    since = min((watch.told_until for watch, _ in due), default=until)
    changes = changes_between(since, until) if due else {}
    matching = Matching(changes, saved_between(since, until))
    told = [news for watch, _ in due if (news := news_of(watch, matching.found_by(watch), until))]
    put(told, in_time=True)
    heard = [watch.pk for watch, rhythm in due if changes or rhythm != Rhythm.AT_ONCE]
    Watch.objects.filter(pk__in=heard).update(told_until=until)
    return len(told)


def due_watches(until: datetime) -> list[tuple[Watch, Rhythm]]:
    """Watches to look at now, locked. Who is never mailed finds the news on the site once a day."""
    waiting = Watch.objects.filter(told_until__lt=until, user__is_active=True, page="").order_by("pk")
    watches = list(waiting.select_for_update(skip_locked=True, of=("self",)))
    chosen = chosen_by({watch.user_id for watch in watches})
    due = []
    for watch in watches:
        rhythm = rhythm_of(watch.user_id, watch.kind, chosen)
        moment = last_moment(Rhythm.DAILY if rhythm == Rhythm.NEVER else rhythm, until)
        if watch.told_until < moment:
            due.append((watch, rhythm))
    people = with_partners({watch.user_id for watch, _ in due})
    for watch, _ in due:
        watch.user = people[watch.user_id]
    return due


def with_partners(ids: Collection[int]) -> dict[int, User]:
    """The people, knowing for whom each writes: one query for all."""
    counting: dict[int, list[tuple[int, date]]] = defaultdict(list)
    found = FocalPoint.objects.counting().filter(user__in=ids)
    for user, partner, started in found.values_list("user", "partner", "started"):
        counting[user].append((partner, started))
    people = User.objects.in_bulk(ids)
    for person in people.values():
        person.counting_designations = counting[person.pk]
    return people


class Matching:
    """Which of the changed projects a watch finds, and its owner may see at this moment."""

    def __init__(self, changes: dict[int, Change], saved: ProjectQuerySet) -> None:
        self.changes = changes
        self.saved = saved
        self.subjects = by_subject(saved) if changes else {}
        self.visible: dict[Sight, set[int]] = {}
        self.searched: dict[tuple[Sight | None, str], set[int]] = {}

    def found_by(self, watch: Watch) -> list[Change]:
        if not self.changes:
            return []
        found = {watch.project_id} if watch.project_id else self.matching(watch.query, watch.user)
        return [self.changes[pk] for pk in sorted(found & self.seen_by(watch.user), reverse=True)]

    def seen_by(self, user: User) -> set[int]:
        sight = sight_of(user)
        if sight not in self.visible:
            self.visible[sight] = ids_of(self.saved.visible_to(user))
        return self.visible[sight]

    def matching(self, query: str, user: User) -> set[int]:
        asked = QueryDict(query)
        if len(asked) == 1 and asked.keys() <= SUBJECTS:
            [(name, codes)] = asked.lists()
            return set().union(*(self.subjects.get((name, code), set()) for code in codes))
        key = (None if asked.keys().isdisjoint(PERSONAL) else sight_of(user), query)
        if key not in self.searched:
            narrowed = ProjectFilter(asked, self.saved, user=user)
            # What the filter does not know any more it leaves out: such a watch would find everything.
            self.searched[key] = set() if narrowed.problems else ids_of(narrowed.qs)
        return self.searched[key]


def ids_of(projects: Any) -> set[int]:
    return set(projects.order_by().values_list("pk", flat=True))


def sight_of(user: User) -> Sight:
    return user.sees_everything, user.own_partners


# -- In words ----------------------------------------------------------------------------------------------------------
def news_of(watch: Watch, found: list[Change], until: datetime) -> Notification | None:
    """What to tell, or None when nobody but the person changed anything."""
    user, since = watch.user, watch.told_until
    told = [change for change in found if change.is_told_to(user.pk, since)]
    if not told:
        return None
    if watch.project_id:
        return about_project(watch, told[0], until)

    new: list[Change] = []
    changed: list[Change] = []
    for change in told:
        own = user.sees_everything or change.project.partner_id in user.own_partners
        (new if change.is_new_to(since, own) else changed).append(change)
    news = row_of(watch, watch.name, until)
    news.subject = f"{watch.name}: {numbers(len(new), len(changed))}"
    if new:
        rows = [row(change.project, str(change.project.partner)) for change in new[:SHOWN]]
        news.lists.append(listing(gettext("New"), rows, len(new), news.url))
    if changed:
        rows = [row(change.project, f"{change.project.partner} · {said(change, since)}") for change in changed[:SHOWN]]
        news.lists.append(listing(gettext("Changed"), rows, len(changed), news.url))
    return news


def about_project(watch: Watch, change: Change, until: datetime) -> Notification:
    title = Truncator(change.project.title).chars(150)
    news = row_of(watch, title, until)
    news.subject = gettext("Changed: %(title)s") % {"title": title}
    news.about = about("project", change.project.pk)
    news.text = gettext("What has changed: %(fields)s.") % {"fields": said(change, watch.told_until)}
    return news


def row_of(watch: Watch, name: str, until: datetime) -> Notification:
    reason = gettext("you watch %(name)s") % {"name": Truncator(name).chars(200)}
    key = f"{watch.kind}:{until.isoformat()}"
    return Notification(user=watch.user, kind=watch.kind, key=key, url=address(watch), reason=reason, lists=[])


def numbers(new: int, changed: int) -> str:
    """Such as "3 new projects, 2 changed"."""
    parts = [ngettext("%(n)s new project", "%(n)s new projects", new) % {"n": new}] if new else []
    if changed and new:
        parts.append(ngettext("%(n)s changed", "%(n)s changed", changed) % {"n": changed})
    elif changed:
        parts.append(ngettext("%(n)s project changed", "%(n)s projects changed", changed) % {"n": changed})
    return ", ".join(parts)


def said(change: Change, since: datetime) -> str:
    return ", ".join(change.fields(since)) or gettext("countries, money, activities or other parts")


def address(watch: Watch) -> str:
    """A very long search has no room in the outbox; the list of watches leads to it."""
    path = watch.get_absolute_url()
    return path if len(path) <= 250 else reverse("projects:watches")


# -- Watching and no longer --------------------------------------------------------------------------------------------
def in_order(query: str, user: User) -> tuple[str, str] | None:
    return in_order_of(ProjectFilter(QueryDict(query), user=user))


def in_order_of(narrowed: ProjectFilter) -> tuple[str, str] | None:
    """The query string with names and values in order, and in words; None when it narrows nothing down or is wrong."""
    words = " · ".join(chip.text for chip in narrowed.chips)
    if not words or narrowed.problems:
        return None
    ordered = QueryDict(mutable=True)
    for name, value in sorted(narrowed.form.cleaned_data.items()):
        if value:
            ordered.setlist(name, sorted(value) if isinstance(value, list) else ["1" if value is True else str(value)])
    return ordered.urlencode(), Truncator(words).chars(200)


def watch_of(user: User, query: str) -> Watch | None:
    """The person's watch of this query string, also where it names a body that was merged since."""
    watches = Watch.objects.visible_to(user).exclude(query="")
    asked = QueryDict(query)
    if watch := watches.filter(query=query).first():
        return watch
    if "implementer" not in asked:
        return None
    older = watches.filter(query__contains="implementer=")
    return next((watch for watch in older if alike(followed(QueryDict(watch.query)), asked)), None)


def alike(one: QueryDict, other: QueryDict) -> bool:
    first, second = ({name: set(values) for name, values in query.lists()} for query in (one, other))
    return first == second


def watched_by(user: User) -> list[Watch]:
    """All the person watches; what the person may no longer see has no name."""
    watches = list(Watch.objects.visible_to(user))
    ids = [watch.project_id for watch in watches if watch.project_id]
    titles = dict(Project.objects.visible_to(user).filter(pk__in=ids).values_list("pk", "title"))
    pages = page_finder(user, [watch.page for watch in watches if watch.page])
    for watch in watches:
        if watch.project_id:
            watch.name = titles.get(watch.project_id, "")
        elif watch.page:
            watch.name = pages.get(watch.page, "")
    return sorted(watches, key=lambda watch: (bool(watch.query), bool(watch.page), watch.name.casefold()))


def unwatch(watch: Watch) -> None:
    with transaction.atomic():
        watch.user.preferences.filter(kind=watch.kind).delete()
        watch.delete()
