"""A whole site for a benchmark: web server, worker and embedded database in a folder of their own, and people who use it.

Import it before Django's settings are read: it names the folder, the port and the mail server by environment.
"""

import http.client
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import django
from aiosmtpd.controller import Controller
from lxml import html

from adam.db.embedded.base import server_for
from tests.waiting import free_port, until

HOME = Path(__file__).resolve().parents[2]
Answer = tuple[int, dict[str, str], bytes]


class Mailbox:
    """Counts the mails that arrive, by subject."""

    def __init__(self) -> None:
        self.subjects: list[str] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        lines = envelope.content.decode(errors="replace").splitlines()
        self.subjects.append(next((line for line in lines if line.startswith("Subject:")), ""))
        return "250 OK"


class Site:
    """Started by `running()`; each process can be killed and started again by its name."""

    def __init__(self, folder: Path, *, web_workers: int = 2) -> None:
        self.folder, self.port, self.mail_port = folder, free_port(), free_port()
        self.mailbox, self.web_workers = Mailbox(), web_workers
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        os.environ |= {
            "ADAM_VAR": str(folder),
            "ADAM_BASE_URL": f"http://127.0.0.1:{self.port}",
            "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": str(self.mail_port),
            "DJANGO_SETTINGS_MODULE": "adam.settings",
        }
        os.environ.pop("DATABASE_URL", None)

    def prepare(self) -> None:
        from django.core.management import call_command
        from django.db import connection

        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
        call_command("load_reference", verbosity=0)
        call_command("collectstatic", verbosity=0, interactive=False)
        connection.close()

    def start(self, name: str) -> None:
        web = ["-m", "gunicorn", "adam.wsgi", "--bind", f"127.0.0.1:{self.port}", "--workers", str(self.web_workers)]
        words = {
            "web": [*web, "--threads", "4", "--log-level", "error", "--no-control-socket"],
            "worker": ["manage.py", "work"],
        }[name]
        self.processes[name] = subprocess.Popen(
            [sys.executable, *words], cwd=HOME, start_new_session=True, stderr=subprocess.DEVNULL
        )

    def kill(self, name: str) -> None:
        """With signal 9, the process and all that it has started."""
        if name == "database":
            pid = int((server_for(str(self.folder / "postgres")).data / "postmaster.pid").read_text().split()[0])
            os.kill(pid, signal.SIGKILL)
            return
        process = self.processes.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def answers(self) -> bool:
        with suppress(OSError, http.client.HTTPException):
            site = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
            site.request("GET", "/accounts/login/")
            return site.getresponse().status == 200
        return False


@contextmanager
def running(**options: Any) -> Iterator[Site]:
    folder = Path(tempfile.mkdtemp(prefix="adam-benchmark-"))
    site = Site(folder, **options)
    mail = Controller(site.mailbox, hostname="127.0.0.1", port=site.mail_port)
    mail.start()
    django.setup()
    site.prepare()
    site.start("web")
    site.start("worker")
    try:
        until(site.answers, seconds=60)
        yield site
    finally:
        for name in list(site.processes):
            site.kill(name)
        mail.stop()
        from django.db import connections

        connections.close_all()
        time.sleep(4)  # the embedded server ends two seconds after its last user
        shutil.rmtree(folder, ignore_errors=True)


# -- People ------------------------------------------------------------------------------------------------------------
def make_people(count: int) -> list[str]:
    """Session keys of so many focal points, spread over all partners."""
    from adam.demo.makers import make_focal_point
    from partners.models import Partner

    partners = list(Partner.objects.order_by("pk"))
    people = (make_focal_point(partners[n % len(partners)], email=f"person-{n}@adam.example") for n in range(count))
    return [session_of(user) for user in people]


def session_of(user: Any) -> str:
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


@dataclass
class Person:
    """A browser of one person: one connection kept open, cookies, forms read as they stand on the page."""

    port: int
    session: str
    cookies: dict[str, str] = field(default_factory=dict)
    connection: http.client.HTTPConnection | None = None

    def ask(self, method: str, path: str, body: bytes = b"", content_type: str = "") -> Answer:
        """Raises OSError or HTTPException when no answer comes."""
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in {"adam_session": self.session, **self.cookies}.items())}
        if content_type:
            headers |= {"Content-Type": content_type, "Referer": f"http://127.0.0.1:{self.port}{path}"}
        for first_try in (True, False):
            fresh = self.connection is None
            self.connection = self.connection or http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
            try:
                self.connection.request(method, path, body or None, headers)
                answer = self.connection.getresponse()
                content = answer.read()
                break
            except (OSError, http.client.HTTPException):
                self.connection.close()
                self.connection = None
                if fresh or method != "GET" or not first_try:  # a kept connection may have been closed by the server
                    raise
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, _, rest = line.partition("=")
            if name != "adam_session":
                self.cookies[name] = rest.partition(";")[0]
        return answer.status, dict(answer.headers), content

    def get(self, path: str) -> Answer:
        return self.ask("GET", path)

    def post(self, path: str, fields: Iterable[tuple[str, str]]) -> Answer:
        return self.ask("POST", path, urlencode(list(fields)).encode(), "application/x-www-form-urlencoded")

    def upload(self, path: str, fields: Iterable[tuple[str, str]], name: str, content: bytes) -> Answer:
        boundary = uuid4().hex
        parts = [f'--{boundary}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n' for k, v in fields]
        parts.append(
            f'--{boundary}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n'
            "Content-Type: application/octet-stream\r\n\r\n"
        )
        body = "".join(parts).encode() + content + f"\r\n--{boundary}--\r\n".encode()
        return self.ask("POST", path, body, f"multipart/form-data; boundary={boundary}")


def form_on(page: bytes, having: str, **filled: str) -> list[tuple[str, str]]:
    """The fields of the page's form that has such a field, as a browser would send them, with some filled in."""
    form = next(form for form in html.fromstring(page).forms if having in form.fields)
    kept = [(name, value) for name, value in form.form_values() if name not in filled and name != "files"]
    return [*kept, *filled.items()]


def together(*jobs: Any) -> None:
    threads = [threading.Thread(target=job, daemon=True) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
