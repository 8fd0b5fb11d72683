"""The queue that an alert was opened from: its address says which ("from": tab, filter, order, and the place in it).

So the way back leads to that very list, and the next alert is the next one of it.
"""

from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from django.http import QueryDict
from django.urls import reverse

from duplication.models import Alert
from duplication.review.clusters import Cluster, clusters_in, counted_once, open_clusters
from partners.requests import SignedInRequest

from .filters import TIED, AlertFilter, but, one_of
from .ordering import Listed

PER_PAGE = 25
PLACE = "at"


@dataclass(frozen=True, slots=True)
class Entries:
    """What a queue lists: an entry for each alert, and one for all alerts of a cluster."""

    alerts: Listed
    tied: dict[int, Cluster]  # by the alert that stands for all
    spared: int  # alerts that another one stands for


def entries_of(narrowed: AlertFilter) -> Entries:
    """Of a cluster it is its own money that is asked for, shown and put in order."""
    least = narrowed.least_stake if narrowed.state in TIED else 0
    if least or narrowed.sort == "money":
        return entries_with_money(narrowed, least)
    tied = {one.lead: one for one in clusters_of(narrowed)}
    alerts = narrowed.found_in_order()
    if others := spared_by(tied):
        alerts = alerts.filter(but(others))
    return Entries(narrowed.read(alerts), tied, len(others))


def entries_with_money(narrowed: AlertFilter, least: int) -> Entries:
    """Those that have at least so many dollars, or in the order of what they have."""
    budgets, whole = narrowed.budgets, narrowed.whatever_stake() if least else narrowed
    tied = {one.lead: one for one in clusters_of(whole)}
    dollars = budgets.of_clusters(counted_once([one.projects for one in tied.values()]))
    each = budgets.stakes(whole.found, narrowed.user).without(spared_by(tied))
    stakes = each.with_clusters(dict(zip(tied, dollars, strict=True))).at_least(least)
    if least:
        tied = {lead: tied[lead] for lead in stakes.alerts.tolist() if lead in tied}
    if narrowed.sort == "money":
        alerts = narrowed.read(stakes.in_order())
    else:
        alerts = narrowed.read(whole.found_in_order().filter(one_of(stakes.alerts)))
    return Entries(alerts, tied, len(spared_by(tied)))


def spared_by(tied: dict[int, Cluster]) -> list[int]:
    return [alert for lead, one in tied.items() for alert in one.alerts if alert != lead]


def clusters_of(narrowed: AlertFilter) -> list[Cluster]:
    if narrowed.state == "open" and narrowed.user.sees_everything and not narrowed.is_narrowed:
        return open_clusters(narrowed.user)
    return clusters_in(narrowed.found, narrowed.user) if narrowed.state in TIED else []


@dataclass(frozen=True, slots=True)
class Came:
    """From where somebody came to an alert."""

    query: str
    back: str
    previous: str  # addresses of the entries before and after; empty where there is none
    next: str

    @property
    def suffix(self) -> str:
        return f"?from={quote(self.query, safe='')}"


def suffix(narrowed: AlertFilter, place: int) -> str:
    """To be put behind the address of the entry in this place."""
    return f"?from={quote(kept(narrowed.data, place).urlencode(), safe='')}"


def came_from(request: SignedInRequest, pk: int) -> Came | None:
    """None for who comes from elsewhere. Asked before anything is written: a queue by money asks the register."""
    given = sent_along(request)
    if given is None:
        return None
    narrowed, place = AlertFilter(kept(given), request=request), place_in(given)
    return Came(kept(given, place).urlencode(), page_with(given), *around(narrowed, pk, place))


def back_to(request: SignedInRequest) -> str:
    """The list that somebody came from, or the queue as it opens: without what lies beside, for which all is found."""
    given = sent_along(request)
    return reverse("alerts:list") if given is None else page_with(given)


def sent_along(request: SignedInRequest) -> QueryDict | None:
    sent = request.GET.get("from") or QueryDict(urlsplit(request.POST.get("back", "")).query).get("from")
    return QueryDict(sent) if sent else None


def place_in(given: QueryDict) -> int:
    digits = given.get(PLACE, "")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 7 else 0


def page_with(given: QueryDict) -> str:
    """The page of the list that has this place. Only names and values of the queue are taken."""
    query = kept(given)
    query["page"] = str(place_in(given) // PER_PAGE + 1)
    return f"{reverse('alerts:list')}?{query.urlencode()}"


def around(narrowed: AlertFilter, pk: int, place: int) -> tuple[str, str]:
    """An alert that was answered may have left the queue: then the next one stands in its place. One that is in another
    place by now, as others before it have left, is looked for there.
    """
    entries = entries_of(narrowed)
    near = near_to(entries, place)
    is_there = place in near and near[place].pk == pk
    if not is_there and pk in (order := entries.alerts.numbers()):
        place, is_there = order.index(pk), True
        near = near_to(entries, place)
    after = place + 1 if is_there else place
    return address(near.get(place - 1), place - 1, entries, narrowed), address(
        near.get(after), after, entries, narrowed
    )


def near_to(entries: Entries, place: int) -> dict[int, Alert]:
    """What is in this place, before and after it."""
    first = max(place - 1, 0)
    return dict(enumerate(entries.alerts[first : place + 2], first))


def address(alert: Alert | None, place: int, entries: Entries, narrowed: AlertFilter) -> str:
    if alert is None:
        return ""
    page = reverse("alerts:cluster", args=[alert.pk]) if alert.pk in entries.tied else alert.get_absolute_url()
    return f"{page}{suffix(narrowed, place)}"


def beside(request: SignedInRequest, pk: int, by: int) -> str:
    """Address of the entry after or before this alert in the queue as it opens, for who came from elsewhere. Of an
    alert that is not in there it is the first one. Empty where there is none.
    """
    narrowed = AlertFilter(QueryDict(), request=request)
    entries = entries_of(narrowed)
    lead = next((one.lead for one in entries.tied.values() if pk in one.alerts), pk)
    order = entries.alerts.numbers()
    place = order.index(lead) + by if lead in order else min(by - 1, 0)
    alert = entries.alerts[place] if 0 <= place < len(order) else None
    return address(alert, place, entries, narrowed)


def kept(given: QueryDict, place: int | None = None) -> QueryDict:
    query = QueryDict(mutable=True)
    for name in ("state", "sort", *AlertFilter.base_filters):
        if value := given.get(name):
            query[name] = value
    if place is not None:
        query[PLACE] = str(place)
    return query
