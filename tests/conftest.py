"""What every test may ask for: reference data, a mailbox, an S3 store and a browser, all of them real."""

import email
import gc
import os
import secrets
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from email import policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import boto3
import pytest
from aiosmtpd.controller import Controller
from django.conf import settings as site
from django.db import connection, connections
from django.template import Context, RequestContext, Template
from django.test import Client, TransactionTestCase
from django.test.signals import template_rendered
from django.utils import timezone
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, Page, expect, sync_playwright
from pytest_django import DjangoDbBlocker, Settings

from adam.bootstrap import find_chromium, find_clamd, look_seldom_for_rings
from adam.settings import s3_store
from duplication.matching import common_keys
from duplication.review.contradicting import worked_out
from projects.search import register
from tests import order, restoring, template
from tests.waiting import free_port, listening, until

# A busy machine is no defect of what is tested.
settings.register_profile("adam", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("adam")

pytest_plugins = ["tests.cast", "tests.importing", "tests.merging_two", "tests.reported_twice"]
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--js-flags=--single-threaded,--no-opt",  # no page lives long enough to make its scripts quicker: a seventh less
]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    items[:] = order.in_shares(items, getattr(config, "workerinput", {}).get("workercount", 1))


def pytest_collection_finish() -> None:
    gc.freeze()  # all that is imported by now stays


# -- Database and settings ---------------------------------------------------------------------------------------------
TEMPLATE_LOCK = site.VAR / "test-template.lock"
MAKER = pytest.StashKey[subprocess.Popen[bytes]]()


def pytest_configure(config: pytest.Config) -> None:
    look_seldom_for_rings()
    if config.getoption("numprocesses", None) and not config.getoption("reuse_db"):
        config.stash[MAKER] = template.start(TEMPLATE_LOCK)


def pytest_unconfigure(config: pytest.Config) -> None:
    if maker := config.stash.get(MAKER, None):
        maker.communicate()
        if maker.returncode:
            raise RuntimeError(
                f"The database that the tests copy was not made or not removed (status {maker.returncode})."
            )


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None, pytestconfig: pytest.Config) -> None:
    """What a crash would lose is not waited for; one of several processes copies the database that is made for all."""
    connection.settings_dict["OPTIONS"]["options"] = "-c synchronous_commit=off"
    if hasattr(pytestconfig, "workerinput") and not pytestconfig.getoption("reuse_db"):
        template.wait(TEMPLATE_LOCK)
        connection.settings_dict["TEST"]["TEMPLATE"] = template.NAME


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Every test starts with the countries, partners, themes and meetings of the reference data."""
    name = connection.settings_dict["NAME"]
    assert name.startswith("test_"), f"No chosen test is marked as one with a database, so this would write to {name}."
    with django_db_blocker.unblock():
        template.fill()
        restoring.keep()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda case: restoring.restore())
        yield


@pytest.fixture(autouse=True)
def _left_alone(request: pytest.FixtureRequest) -> Iterator[None]:
    """A request that a closed browser left behind must not meet what puts the tables back after a test that commits."""
    if order.kind(request.node) != order.COMMITS:
        yield
        return
    request.getfixturevalue("transactional_db")
    yield
    until(nobody_else_is_busy)


def nobody_else_is_busy() -> bool:
    """Whether all other sessions of the test database rest, seen twice: a request may pause between two statements."""
    if others_are_busy():
        return False
    time.sleep(0.02)
    return not others_are_busy()


def others_are_busy() -> bool:
    others = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
        "AND backend_type = 'client backend' AND state <> 'idle'"
    )
    with connection.cursor() as cursor:
        cursor.execute(others)
        return bool(cursor.fetchone()[0])


@pytest.fixture(scope="session", autouse=True)
def _pages_alone_are_remembered(django_test_environment: None) -> Iterator[None]:
    """Django remembers what each template is filled in with, that of each field of a form too, for `response.context`;
    to copy all that was a twentieth of the time of tests of pages.
    """

    def render(template: Template, context: Context) -> str:
        if context.template is template and isinstance(context, RequestContext):
            template_rendered.send(sender=template, template=template, context=context)
        return template.nodelist.render(context)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Template, "_render", render)
        yield


SWALLOWED = ("Not put into words", "Look-alikes could not be searched for")


@pytest.fixture(autouse=True)
def _nothing_swallowed(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """What must not keep anybody from a deed fails the test in which it goes wrong; one of just that clears the log."""
    yield
    lines = [line.getMessage() for line in caplog.get_records("call")]
    assert [line for line in lines if line.startswith(SWALLOWED)] == []


@pytest.fixture(autouse=True)
def _quick_and_private(settings: Settings, tmp_path: Path) -> None:
    """Uploads go to a folder of the test, static files are read where they lie, passwords cost no time, and no key is
    common, no contradiction known and no register read from a test before.
    """
    common_keys.known.clear()
    worked_out.cache_clear()
    register._registers.clear()  # with one, a page that has written asks once more whether it may be used
    settings.MEDIA_ROOT = tmp_path / "documents"
    settings.STORAGES = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def one_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Midnight does not pass while the test runs."""
    today, asked = timezone.localdate(), timezone.localdate
    monkeypatch.setattr(timezone, "localdate", lambda *moment: asked(*moment) if moment else today)


# -- Mail --------------------------------------------------------------------------------------------------------------
class Mailbox:
    """What arrived at the mail server; an address that begins with "refused" is unknown to it."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address.startswith("refused"):
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        message = email.message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.messages.append(message)
        return "250 OK"


@pytest.fixture
def smtp(settings: Settings) -> Iterator[Mailbox]:
    box, port = Mailbox(), free_port()
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    yield box
    server.stop()


# -- Documents in S3 ---------------------------------------------------------------------------------------------------
@pytest.fixture(scope="session")
def s3_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """A server that checks signatures, and the options with which the storage reaches it."""
    secret, port = secrets.token_hex(16), free_port()
    folder = tmp_path_factory.mktemp("s3")
    rclone = shutil.which("rclone", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    assert rclone, "rclone is missing: it comes with the test group of pyproject.toml"
    command = [rclone, "serve", "s3", "--auth-key", f"adam,{secret}", "--addr", f"127.0.0.1:{port}", str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    until(lambda: listening(port))
    yield {"endpoint_url": f"http://127.0.0.1:{port}", "access_key": "adam", "secret_key": secret}
    process.terminate()
    process.wait()


@pytest.fixture
def s3(settings: Settings, s3_server: dict[str, str]) -> dict[str, str]:
    """The site's documents in an empty bucket of their own."""
    bucket = f"adam-{secrets.token_hex(4)}"
    boto3.client(
        "s3",
        endpoint_url=s3_server["endpoint_url"],
        aws_access_key_id=s3_server["access_key"],
        aws_secret_access_key=s3_server["secret_key"],
        region_name="us-east-1",
    ).create_bucket(Bucket=bucket)
    settings.STORAGES = {**settings.STORAGES, "default": s3_store(bucket, *s3_server.values(), "us-east-1")}
    return {**s3_server, "bucket": bucket}


# -- Virus scanner -----------------------------------------------------------------------------------------------------
HARMFUL = b"a mark that " + b"our own signature knows"


@pytest.fixture(scope="session")
def clamd_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real clamd, quick to start because it knows one signature; the path of its socket."""
    program, folder = find_clamd(), tmp_path_factory.mktemp("clamd")
    assert program, "Install clamd; `python3 manage.py test` does so by itself on Debian, when run as root."
    (folder / "db").mkdir()
    (folder / "db" / "test.ndb").write_text(f"Adam.Harmful:0:*:{HARMFUL.hex()}\n")
    lines = [f"LocalSocket {folder}/socket", f"DatabaseDirectory {folder}/db", "Foreground yes", "StreamMaxLength 2M"]
    (folder / "clamd.conf").write_text("\n".join(lines) + "\n")
    command = [program, "--config-file", str(folder / "clamd.conf")]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    until((folder / "socket").exists)
    yield f"{folder}/socket"
    process.terminate()
    process.wait()


@pytest.fixture
def clamd(settings: Settings, clamd_server: str) -> str:
    settings.CLAMD_SOCKET = clamd_server
    return clamd_server


# -- Browser -----------------------------------------------------------------------------------------------------------
@pytest.fixture(scope="session")
def browser(django_db_setup: None) -> Iterator[Browser]:
    """The system's Chromium. It is needed: a test that has none fails."""
    program = find_chromium()
    assert program, "Install Chromium, or name it in ADAM_CHROMIUM; `python3 manage.py test` does so by itself."
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's loop runs in the thread of the tests
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()
        connections.close_all()  # before the loop ends, else the test database cannot be dropped


@pytest.fixture
def page(browser: Browser, live_server: Any) -> Iterator[Page]:
    """A page of the running site; a broken script or a breach of the content policy fails the test."""
    context = browser.new_context(base_url=live_server.url, locale="en-GB", viewport={"width": 1280, "height": 900})
    context.set_default_timeout(30_000)
    expect.set_options(timeout=20_000)  # a busy machine may be slow: a wrong page fails all the same
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda line: problems.append(line.text) if "Content Security Policy" in line.text else None)
    yield page
    context.close()
    assert problems == []


@pytest.fixture
def sign_in(live_server: Any) -> Callable[[Page, Any], None]:
    """Give the page a session of this user, without the log-in form."""

    def sign_in(page: Page, user: Any) -> None:
        client = Client()
        client.force_login(user)
        cookie = client.cookies[site.SESSION_COOKIE_NAME]
        page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])

    return sign_in
