"""A database for one benchmark, empty but for its tables, dropped at the end unless it is to be kept."""

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def database_of_its_own(name: str, *, keep: bool = False) -> Iterator[None]:
    """Pages find their static files where they lie."""
    from django.conf import settings
    from django.db import connection

    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    before = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"]["NAME"] = name
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False, keepdb=keep)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(before, verbosity=0, keepdb=keep)
