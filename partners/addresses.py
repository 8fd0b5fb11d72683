"""Addresses of this site for whoever reads them elsewhere: in a mail, a file, or on another page."""

from django.conf import settings


def absolute(path: str) -> str:
    """At the site's own address, whatever host the request names: nobody who asks chooses where a link leads."""
    return settings.BASE_URL + path
