"""Everything at once on one machine: database, tables, reference data, demonstration world, web server and worker."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection
from django.db.backends.utils import CursorWrapper

from adam.bootstrap import step
from partners.models import User
from projects.models import Project

START_LIMIT = 60  # seconds until the first page has to be there
PREPARING = 7_203  # class of the lock that lets one start at a time bring the database up to date
STOP_LIMIT = 15  # seconds that web server and worker get to finish what they do
DEMO_ACCOUNTS = [
    f"{name}@adam.example"
    for name in ("focal-point", "other-focal-point", "recipient", "analyst", "coordinator", "administrator")
]


class Command(BaseCommand):
    help = "Prepare everything and run the web server and the worker until Ctrl-C."
    requires_system_checks = ()  # pages and addresses are the web server's matter, which reads them in the next moment

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
        parser.add_argument("--port", type=int, default=8000, help="port to listen on (%(default)s)")
        parser.add_argument("--no-demo", action="store_true", help="leave an empty registry empty")

    def handle(self, *, host: str, port: int, no_demo: bool, **options: Any) -> None:
        with taken(host, port) as door, ExitStack() as preparing:
            start_database()
            preparing.enter_context(alone())
            bring_up_to_date(demo=not no_demo)
            self.run_both(door, started=preparing.close)

    def run_both(self, door: socket.socket, started: Callable[[], None]) -> None:
        """Web server and worker side by side; when one ends, the other one is ended too. `started` is called once the
        web server has read the static files, which another start writes anew.
        """
        self.stopping = False
        for number in signal.SIGINT, signal.SIGTERM, signal.SIGHUP:
            signal.signal(number, self.stop)
        children = start(door)
        try:
            self.wait_for_first_page(children, door)
            started()
            if not self.stopping:
                self.stdout.write(greeting())
            while not self.stopping:
                refuse_ended(children)
                time.sleep(0.2)
        finally:
            end(children)

    def stop(self, *signal_and_frame: object) -> None:
        """Asked for by Ctrl-C or SIGTERM; a second one changes nothing."""
        self.stopping = True

    def wait_for_first_page(self, children: dict[str, subprocess.Popen[bytes]], door: socket.socket) -> None:
        with step("Starting the web server and the worker"):
            limit = time.monotonic() + START_LIMIT
            while not (self.stopping or answers(door)):
                refuse_ended(children)
                if time.monotonic() > limit:
                    raise CommandError(f"The web server did not answer within {START_LIMIT} seconds.")
                time.sleep(0.1)


# -- Before ------------------------------------------------------------------------------------------------------------
def taken(host: str, port: int) -> socket.socket:
    """The port, held from the first moment on, so that a second start at once ends here."""
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else error
        raise CommandError(
            f"Port {port} of {host} cannot be used ({reason}). Stop what runs there, or choose another one: "
            "python3 manage.py up --port 8001"
        ) from error


def start_database() -> None:
    settings.EMAIL_FILE_PATH.mkdir(mode=0o700, parents=True, exist_ok=True)  # links in these mails open accounts
    with step("Starting the database"):
        try:
            connection.ensure_connection()
        except OperationalError as error:
            raise CommandError(str(error).strip()) from error


@contextmanager
def alone() -> Iterator[None]:
    """Two starts on one database, on different ports: the second waits and then finds everything done. It asks again
    and again: for one statement that waits the first would wait, where it builds an index concurrently.
    """
    with connection.cursor() as cursor:
        while not is_first(cursor):
            time.sleep(0.5)
        yield
        cursor.execute("SELECT pg_advisory_unlock(%s, 0)", [PREPARING])


def is_first(cursor: CursorWrapper) -> bool:
    cursor.execute("SELECT pg_try_advisory_lock(%s, 0)", [PREPARING])
    return bool(cursor.fetchone()[0])


def bring_up_to_date(*, demo: bool) -> None:
    """Database and static files; each step finds out itself whether there is something to do."""
    with step("Making the tables"):
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
    with step("Loading the reference data"):
        call_command("load_reference", verbosity=0)
    with step("Collecting the static files"):
        call_command("collectstatic", verbosity=0, interactive=False)
    if demo and not (Project.objects.exists() or User.objects.exists()):
        with step("Making the demonstration world (only this first time)"):
            call_command("load_demo", verbosity=0)


# -- The two processes -------------------------------------------------------------------------------------------------
def start(door: socket.socket) -> dict[str, subprocess.Popen[bytes]]:
    number = door.fileno()
    web = ["-m", "gunicorn", "adam.wsgi", "--preload", "--bind", f"fd://{number}", "--workers", "2", "--threads", "4"]
    web += ["--log-level", "warning", "--no-control-socket", "--limit-request-line", "8190"]
    return {"web server": run(web, number), "worker": run(["manage.py", "work"])}


def run(words: list[str], *descriptors: int) -> subprocess.Popen[bytes]:
    """In a session of its own: Ctrl-C reaches `up` alone, which then ends both in good order."""
    command = [sys.executable, *words]
    return subprocess.Popen(command, cwd=settings.BASE_DIR, start_new_session=True, pass_fds=descriptors)


def answers(door: socket.socket) -> bool:
    host, port = door.getsockname()[:2]
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared, not bound
    try:
        site = http.client.HTTPConnection(host, port, timeout=5)
        site.request("GET", "/accounts/login/")
        site.getresponse()
        site.close()
    except OSError:
        return False
    return True


def refuse_ended(children: dict[str, subprocess.Popen[bytes]]) -> None:
    for name, child in children.items():
        if child.poll() is not None:
            raise CommandError(f"The {name} ended by itself (status {child.returncode}); everything is stopped.")


def end(children: dict[str, subprocess.Popen[bytes]]) -> None:
    for child in children.values():
        child.terminate()
    limit = time.monotonic() + STOP_LIMIT
    for child in children.values():
        with suppress(subprocess.TimeoutExpired):
            child.wait(max(0.1, limit - time.monotonic()))
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)  # what is left of it, as after a kill of the web server's head
        child.wait()


# -- What is said at the start -----------------------------------------------------------------------------------------
def greeting() -> str:
    lines = ["", f"ADAM is at {settings.BASE_URL}/", ""]
    if demo := User.objects.filter(email__in=DEMO_ACCOUNTS).values_list("email", flat=True):
        password = settings.VAR / "demo-password"
        said = os.environ.get("ADAM_DEMO_PASSWORD") or (password.read_text().strip() if password.exists() else "")
        lines += ["Demonstration accounts:", *(f"  {email}" for email in DEMO_ACCOUNTS if email in demo)]
        lines += [f"  password: {said or 'the one in ADAM_DEMO_PASSWORD when they were made'}", ""]
    elif not User.objects.exists():
        lines += ["Nobody can sign in yet. Invite the first administrator, in a second terminal:"]
        lines += ["  python3 manage.py invite you@example.org --role administrator", ""]
    mail = (
        f"to {settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
        if settings.EMAIL_HOST
        else f"as files to {settings.EMAIL_FILE_PATH}"
    )
    lines += [f"Mail goes {mail}.", "Ctrl-C ends everything.", ""]
    connection.close()
    return "\n".join(lines)
