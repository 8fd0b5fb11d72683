"""Every address of the site, and who gets what answer there: a table for each app, object by object and role by role.

What a role may see follows from the object; the answers are 200 here you are, 302 sign in first, or done, 400 this is
no form of ours, 403 you may look but not touch, 404 not for you, 405 wrong method, and 503 from the health page, as no
worker runs in the tests.
"""

from collections.abc import Iterator
from pathlib import Path

from django.urls import URLPattern, URLResolver

ROLES = ["anonymous", "own", "other", "reader", "recipient", "analyst", "coordinator", "administrator"]
TABLES = sorted(Path(__file__).parent.glob("*.txt"))

Route = tuple[str, str]  # name of the address, object


def expected(method: str) -> dict[Route, list[int]]:
    """The statuses that the tables name, by route, in the order of ROLES."""
    found: dict[Route, list[int]] = {}
    for line in (line for table in TABLES for line in table.read_text(encoding="utf-8").splitlines()):
        if not line.startswith("#"):
            address, get, post = line.split("|")
            name, of = address.split()
            assert (name, of) not in found, f"{name} {of} stands in the tables twice."
            found[name, of] = [int(status) for status in {"GET": get, "POST": post}[method].split()]
    return found


def addresses(resolver: URLResolver, spaces: tuple[str, ...] = ()) -> Iterator[str]:
    """Names of all addresses but those of the administration, with their namespaces."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield ":".join((*spaces, pattern.name or str(pattern.pattern)))
        elif pattern.namespace != "admin":
            yield from addresses(pattern, (*spaces, pattern.namespace) if pattern.namespace else spaces)
