"""What some people of the demonstration watch, from before its latest projects: their first mail has news."""

from datetime import timedelta

from django.utils import timezone

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
AGO = timedelta(days=60)


def write(accounts: dict[str, User]) -> None:
    for name, query in WATCHED:
        if found := in_order(query, accounts[name]):
            asked, words = found
            Watch.objects.create(user=accounts[name], query=asked, name=words, told_until=timezone.now() - AGO)
