"""`manage.py up` as a person runs it: from an empty folder to a page, and its end in every way."""

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

import pytest

from adam.management.commands.up import greeting
from tests.waiting import free_port, listening, until

HOME = Path(__file__).parents[1]
DATABASE_RUNS = "postgres/data/postmaster.pid"  # below the folder of a site


class Site:
    """A running `up` with its own folder for the database and all else."""

    def __init__(self, var: Path, *options: str) -> None:
        self.port, self.var = free_port(), var
        self.log = var / f"up-{self.port}.log"
        environment = {name: value for name, value in os.environ.items() if name != "ADAM_BASE_URL"}
        with open(self.log, "w") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-u", "manage.py", "up", "--port", str(self.port), *options],
                cwd=HOME,
                env={**environment, "ADAM_VAR": str(var), "DATABASE_URL": ""},
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    @property
    def output(self) -> str:
        return self.log.read_text()

    def wait(self) -> None:
        until(lambda: "Ctrl-C ends everything." in self.output or self.process.poll() is not None, 300)
        assert self.process.poll() is None, self.output

    def get(self, path: str) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.request("GET", path)
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        return answer.status, body

    def children(self) -> dict[str, int]:
        """The head of the web server, and the worker."""
        found = {}
        for pid in Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split():
            words = Path(f"/proc/{pid}/cmdline").read_bytes().decode().split("\0")
            if "gunicorn" in words or "work" in words:
                found["web" if "gunicorn" in words else "work"] = int(pid)
        return found

    def end(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(30)


@pytest.fixture(scope="module")
def first_starts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Site]]:
    """Two at once in an empty folder, the first as most people start it, with the demonstration world. They are made
    once for all tests here, as the tables take their time.
    """
    var = tmp_path_factory.mktemp("var")
    sites = [Site(var), Site(var, "--no-demo")]
    try:
        for site in sites:
            site.wait()
        yield sites
    finally:
        for site in sites:
            site.end()


@pytest.fixture
def up(first_starts: list[Site]) -> Iterator[Callable[..., Site]]:
    """Start again in the folder of the first ones, which have ended, and the database with them. Tests of the first
    ones stand above those that ask for this.
    """
    for site in first_starts:
        site.end()
    until(lambda: not (first_starts[0].var / DATABASE_RUNS).exists())
    sites = []

    def up(*options: str) -> Site:
        sites.append(Site(first_starts[0].var, *options))
        return sites[-1]

    yield up
    for site in sites:
        site.end()


def test_taken_port_is_one_sentence_before_anything_is_done(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        result = subprocess.run(
            [sys.executable, "manage.py", "up", "--port", port],
            cwd=HOME,
            env={**os.environ, "ADAM_VAR": str(tmp_path), "DATABASE_URL": ""},
            capture_output=True,
            text=True,
        )

    assert result.returncode == 1
    assert result.stderr.startswith(f"CommandError: Port {port} of 127.0.0.1 cannot be used (Address already in use).")
    assert not (tmp_path / "postgres").exists()


def test_empty_folder_becomes_a_site_with_web_server_and_worker(first_starts: list[Site]) -> None:
    for site in first_starts:
        assert f"ADAM is at http://127.0.0.1:{site.port}/" in site.output
        assert site.get("/accounts/login/")[0] == 200
        until(lambda site=site: site.get("/healthz")[0] == 200)
        assert json.loads(site.get("/healthz")[1]) == {"database": "ok", "worker": "ok", "storage": "ok"}


@pytest.mark.django_db(transaction=True)
def test_a_register_without_people_says_how_the_first_is_invited() -> None:
    assert "python3 manage.py invite you@example.org --role administrator" in greeting()


def test_first_start_makes_the_demonstration_world(first_starts: list[Site]) -> None:
    first = first_starts[0]
    file = first.var / "demo-password"
    password = file.read_text().strip()
    assert "Making the demonstration world" in first.output
    for name in "focal-point", "other-focal-point", "recipient", "analyst", "coordinator", "administrator":
        assert f"  {name}@adam.example\n" in first.output
    assert f"  password: {password}\n" in first.output
    assert file.stat().st_mode & 0o777 == 0o600
    assert sign_in(first.port, "focal-point@adam.example", password) == f"http://127.0.0.1:{first.port}/"


def test_ctrl_c_ends_everything(first_starts: list[Site]) -> None:
    """And leaves it so that it can be started again, which the tests below do."""
    children = [site.children() for site in first_starts]
    assert (first_starts[0].var / DATABASE_RUNS).exists()

    for site in first_starts:
        site.process.send_signal(signal.SIGINT)
        site.process.send_signal(signal.SIGINT)

    for site, ended in zip(first_starts, children, strict=True):
        assert site.process.wait(30) == 0
        assert set(ended) == {"web", "work"}
        assert not any(Path(f"/proc/{pid}").exists() for pid in ended.values())
        assert not listening(site.port)
        assert "Traceback" not in site.output
    until(lambda: not (first_starts[0].var / DATABASE_RUNS).exists())


def test_later_starts_keep_the_demonstration_world(up: Callable[..., Site]) -> None:
    later = up()
    later.wait()
    assert "Making the demonstration world" not in later.output
    assert f"  password: {(later.var / 'demo-password').read_text().strip()}\n" in later.output


def sign_in(port: int, email: str, password: str) -> str:
    """Fill in the log-in form; the address that the person ends up at."""
    address = f"http://127.0.0.1:{port}/accounts/login/"
    browser = build_opener(HTTPCookieProcessor())
    token = re.findall('name="csrfmiddlewaretoken" value="(.+?)"', browser.open(address).read().decode())[0]
    fields = {"csrfmiddlewaretoken": token, "login": email, "password": password}
    return str(browser.open(Request(address, urlencode(fields).encode(), {"Referer": address})).geturl())


@pytest.mark.parametrize(("killed", "name"), [("web", "web server"), ("work", "worker")])
def test_child_that_dies_takes_all_along(up: Callable[..., Site], killed: str, name: str) -> None:
    site = up("--no-demo")
    site.wait()
    children = site.children()

    os.kill(children[killed], signal.SIGKILL)

    assert site.process.wait(30) == 1
    assert f"The {name} ended by itself (status -9); everything is stopped." in site.output
    assert not any(Path(f"/proc/{pid}").exists() for pid in children.values())
    until(lambda: not listening(site.port))


def test_database_that_cannot_be_reached_is_one_sentence(tmp_path: Path) -> None:
    result = subprocess.run(
        [sys.executable, "manage.py", "up", "--port", str(free_port())],
        cwd=HOME,
        env={**os.environ, "ADAM_VAR": str(tmp_path), "DATABASE_URL": f"postgresql://a:b@127.0.0.1:{free_port()}/c"},
        capture_output=True,
        text=True,
    )

    assert result.returncode == 1
    assert "Connection refused" in result.stderr
    assert "Traceback" not in result.stderr
