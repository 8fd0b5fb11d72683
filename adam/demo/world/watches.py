"""What some people of the demonstration watch, from before its latest projects; which alerts the coordinator holds."""

from datetime import timedelta

from django.utils import timezone

from duplication.models import Alert, Assignment
from partners.models import User
from projects.models import Watch
from projects.watching import in_order

WATCHED = [
    ("focal-point", "country=TJ"),
    ("focal-point", "theme=T1.1&status=1"),
    ("other-focal-point", "country=AF"),
    ("recipient", "country=TJ"),
    ("analyst", "q=precursors"),
]
ATTENDED = 4  # alerts
AGO = timedelta(days=60)


def write(accounts: dict[str, User]) -> None:
    for name, query in WATCHED:
        if found := in_order(query, accounts[name]):
            asked, words = found
            Watch.objects.create(user=accounts[name], query=asked, name=words, told_until=timezone.now() - AGO)
    coordinator = accounts["coordinator"]
    strongest = Alert.objects.open().order_by("-match_weight", "pk")[:ATTENDED]
    for place, alert in enumerate(strongest):
        if place % 2:
            Watch.objects.create(user=coordinator, page=alert.get_absolute_url())
        else:
            Assignment.objects.create(alert=alert, coordinator=coordinator, assigned_by=coordinator)
