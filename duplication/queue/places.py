"""The queue that an alert was opened from: its address says which ("from": tab, filter, order, and the place in it).

So the way back leads to that very list, and the next alert is the next one of it.
"""

from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from django.db.models import BooleanField, Q
from django.db.models.expressions import RawSQL
from django.http import QueryDict
from django.urls import reverse

from duplication.models import Alert
from duplication.presentation.stake import budgets_in, dollars_of
from duplication.review.clusters import Cluster, clusters_in, open_clusters
from partners.requests import SignedInRequest

from .filters import TIED, AlertFilter, Alerts
from .ordering import at_stake, with_clusters

PER_PAGE = 25
PLACE = "at"


@dataclass(frozen=True, slots=True)
class Entries:
    """What a queue lists: an entry for each alert, and one for all alerts of a cluster."""

    alerts: Alerts
    tied: dict[int, Cluster]  # by the alert that stands for all
    spared: int  # alerts that another one stands for


def entries_of(narrowed: AlertFilter) -> Entries:
    """Of a cluster it is its own money that is asked for, shown and put in order."""
    least = narrowed.least_stake if narrowed.state in TIED else 0
    whole = narrowed.whatever_stake() if least else narrowed
    tied = {one.lead: one for one in clusters_of(whole)}
    dollars = dollars_in(tied) if tied and (least or narrowed.sort == "money") else {}
    listed = {lead: one for lead, one in tied.items() if not least or (dollars[lead] or 0) >= least}
    alerts = whole.alerts
    if others := [alert for lead, one in tied.items() for alert in one.alerts if alert != lead or lead not in listed]:
        alerts = alerts.filter(but(others))
    if least:
        alerts = alerts.annotate(worth=at_stake(narrowed.user)).filter(Q(worth__gte=least) | Q(one_of(list(listed))))
    if listed and narrowed.sort == "money":
        alerts = with_clusters(alerts, dollars)
    return Entries(alerts, listed, sum(len(one.alerts) - 1 for one in listed.values()))


def dollars_in(tied: dict[int, Cluster]) -> dict[int, int | None]:
    budgets = budgets_in({lead: one.projects for lead, one in tied.items()})
    return {lead: dollars_of(each) for lead, each in budgets.items()}


def but(alerts: list[int]) -> RawSQL:
    """As one parameter: thousands of them take longer to compose than to run. Of the column's own kind, or each row is
    compared with all of them: only then are they looked up."""
    return RawSQL('"duplication_alert"."id" <> ALL(%s::bigint[])', [alerts], BooleanField())


def one_of(alerts: list[int]) -> RawSQL:
    return RawSQL('"duplication_alert"."id" = ANY(%s::bigint[])', [alerts], BooleanField())


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
    """None for who comes from elsewhere. Of what the address says only names and values of the queue are taken."""
    sent = request.GET.get("from") or QueryDict(urlsplit(request.POST.get("back", "")).query).get("from")
    if not sent:
        return None
    given = QueryDict(sent)
    digits = given.get(PLACE, "")
    place = int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 7 else 0
    narrowed = AlertFilter(kept(given), request=request)
    query = kept(given)
    query["page"] = str(place // PER_PAGE + 1)
    back = f"{reverse('alerts:list')}?{query.urlencode()}"
    return Came(kept(given, place).urlencode(), back, *around(narrowed, pk, place))


def around(narrowed: AlertFilter, pk: int, place: int) -> tuple[str, str]:
    """An alert that was answered may have left the queue: then the next one stands in its place."""
    entries = entries_of(narrowed)
    first = max(place - 1, 0)
    near = dict(enumerate(entries.alerts[first : place + 2], first))
    after = place + 1 if place in near and near[place].pk == pk else place
    return address(near.get(place - 1), place - 1, entries, narrowed), address(
        near.get(after), after, entries, narrowed
    )


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
    order = list(entries.alerts.values_list("pk", flat=True))
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
