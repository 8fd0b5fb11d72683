"""What some people of the demonstration watch, from before its latest projects; which alerts the coordinator holds, and
which reports are shared.
"""

from datetime import timedelta

from django.utils import timezone

from duplication.models import Alert, Assignment
from partners.models import User
from projects.models import Report, Watch
from projects.watching import in_order

WATCHED = [
    ("focal-point", "country=TJ"),
    ("focal-point", "theme=T1.1&status=1"),
    ("other-focal-point", "country=AF"),
    ("recipient", "country=TJ"),
    ("analyst", "q=precursors"),
]
SHARED = [
    ("coordinator", "Who gives what in Central Asia", "rows=partner&columns=country&measure=budget&picture=flow"
     "&country=KZ&country=KG&country=TJ&country=TM&country=UZ"),
    ("analyst", "Countries and themes", "rows=country&columns=theme&measure=projects&picture=heat"),
    ("analyst", "Money by year, each project once", "rows=year&columns=none&measure=budget&totals=net"),
]  # fmt: skip
ATTENDED = 4  # alerts
AGO = timedelta(days=60)


def write(accounts: dict[str, User]) -> None:
    for name, query in WATCHED:
        if found := in_order(query, accounts[name]):
            asked, words = found
            Watch.objects.create(user=accounts[name], query=asked, name=words, told_until=timezone.now() - AGO)
    for name, title, query in SHARED:
        Report.objects.create(owner=accounts[name], name=title, query=query, sharing=Report.Sharing.EVERYBODY)
    coordinator = accounts["coordinator"]
    strongest = Alert.objects.open().order_by("-match_weight", "pk")[:ATTENDED]
    for place, alert in enumerate(strongest):
        if place % 2:
            Watch.objects.create(user=coordinator, page=alert.get_absolute_url())
        else:
            Assignment.objects.create(alert=alert, coordinator=coordinator, assigned_by=coordinator)
