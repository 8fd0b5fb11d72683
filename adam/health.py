"""Whether this installation works, for a load balancer or a container: 200 when it does, else 503 and the reason."""

import secrets
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError, InterfaceError, connection, transaction
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from adam import jobs
from projects import scanning

Check = Callable[[], str]
STORAGE_SECONDS = 10  # how long the answer about the store holds
STORAGE_TIMEOUT = 5
in_background = ThreadPoolExecutor(max_workers=1, thread_name_prefix="health")


@transaction.non_atomic_requests  # else a missing database ends in an error page before the view is reached
@login_not_required
@never_cache
@require_GET
def healthz(request: HttpRequest) -> JsonResponse:
    checks = CHECKS | ({"scanner": scanner} if settings.CLAMD_SOCKET else {})
    answers = {name: check() for name, check in checks.items()}
    healthy = all(answer == "ok" for answer in answers.values())
    return JsonResponse(answers, status=200 if healthy else 503)


def database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (DatabaseError, InterfaceError):
        connection.close()
        return "The database does not answer."
    return "ok"


def worker() -> str:
    try:
        alive = jobs.living_workers()
    except (DatabaseError, InterfaceError):
        return "Not known without the database."
    return "ok" if alive else "No worker is running. Start one with: python3 manage.py work"


def storage() -> str:
    return remembered_storage(int(time.monotonic() / STORAGE_SECONDS))


@lru_cache(maxsize=1)
def remembered_storage(period: int) -> str:
    """Anybody may ask, so the store is written to once in a period, and a store that hangs is not waited for."""
    answer = in_background.submit(try_storage)
    try:
        return answer.result(timeout=STORAGE_TIMEOUT)
    except TimeoutError:
        answer.cancel()
        return "The store of documents does not answer in time."


def try_storage() -> str:
    try:
        name = default_storage.save(f"health/{secrets.token_hex(8)}", ContentFile(b"ok"))
        try:
            with default_storage.open(name) as written:
                intact = written.read() == b"ok"
        finally:
            default_storage.delete(name)
    except Exception:  # a store fails in as many classes as there are stores; the answer is the same
        return "Documents cannot be written and read."
    return "ok" if intact else "Documents are not read as they were written."


def scanner() -> str:
    return "ok" if scanning.answers() else "The virus scanner does not answer."


CHECKS: dict[str, Check] = {"database": database, "worker": worker, "storage": storage}
