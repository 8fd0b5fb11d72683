"""Makes .venv and installs what pyproject.toml names, before Django can be imported: standard library only.

In: the command that was typed. Out: the same command, running in an environment that has what it needs.
"""

from __future__ import annotations  # so that an old Python gets as far as the sentence about its age

import argparse
import contextlib
import fcntl
import gc
import hashlib
import importlib.metadata
import importlib.resources
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent
VENV = HOME / ".venv"
PYTHON = str(VENV / "bin" / "python")
LOCK = HOME / "var" / "environment.lock"
MOST_TESTERS = 4  # each has a database and a browser of its own
UNFINISHED = HOME / "var" / "environment-unfinished"  # there while packages are written, and after a kill of that
SHELL = "chromium-headless-shell"  # Chromium without windows: the tests take two thirds of the time
BROWSERS = [SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
LOCAL_COMMANDS = {"up", "runserver", "test", "invite"}  # used on a developer's own machine, by http


def enter(command: str) -> None:
    """Return where the command can run; otherwise prepare .venv and start the program again in it."""
    if sys.version_info < (3, 11):  # noqa: UP036 - this line is for them
        sys.exit(f"ADAM needs Python 3.11 or newer, and this is {sys.version.split()[0]}. Start it with a newer one.")
    groups = ["test"] if command == "test" else []
    in_own = Path(sys.prefix).resolve() == VENV.resolve()
    if installed(groups) if in_own else not missing(requirements(groups)):
        return
    with alone():
        if not installed(groups):
            prepare(groups)
    os.execv(PYTHON, [PYTHON, *sys.argv])  # noqa: S606 - this very program


def look_seldom_for_rings() -> None:
    """For what ends soon: looking for rings in memory among what stays anyway was a quarter of the time of a first
    start, and a fifth of that of the tests.
    """
    gc.set_threshold(100_000, 10, 10)


# -- What is needed and what is there ----------------------------------------------------------------------------------
def requirements(groups: list[str]) -> list[str]:
    import tomllib

    project = tomllib.loads((HOME / "pyproject.toml").read_text())
    lists = [project["project"]["dependencies"], *(project["dependency-groups"][group] for group in groups)]
    return [requirement for each in lists for requirement in each]


def missing(wanted: list[str]) -> list[str]:
    """Names without a package in the environment that runs this."""
    absent = []
    for name in (re.split(r"[^\w.-]", requirement)[0] for requirement in wanted):
        try:
            importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError:
            absent.append(name)
    return absent


def mark(groups: list[str]) -> Path:
    """The file that stands in .venv once just these requirements were installed for this Python."""
    facts = [*requirements(groups), *sys.version_info[:2]]
    return VENV / f"installed-{hashlib.sha256(repr(facts).encode()).hexdigest()[:16]}"


def installed(groups: list[str]) -> bool:
    return Path(PYTHON).exists() and not UNFINISHED.exists() and (mark(groups).exists() or mark(["test"]).exists())


# -- Making it ---------------------------------------------------------------------------------------------------------
@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Two first starts at once: the second waits for the first one's environment and uses it."""
    LOCK.parent.mkdir(exist_ok=True)
    with open(LOCK, "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Another start is preparing the environment; waiting for it.", flush=True)
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextlib.contextmanager
def step(text: str) -> Iterator[None]:
    """One line on the screen: what is done, and how long it took."""
    print(f"{text} ... ", end="", flush=True)
    start = time.monotonic()
    try:
        yield
    except BaseException:
        print(flush=True)
        raise
    print(f"{time.monotonic() - start:.1f} s", flush=True)


def succeeds(*command: str) -> bool:
    try:
        return subprocess.run(command, capture_output=True).returncode == 0
    except OSError:
        return False


def prepare(groups: list[str]) -> None:
    usable = succeeds(PYTHON, "-m", "pip", "--version")
    if not usable or UNFINISHED.exists():
        make_venv()
    UNFINISHED.touch()
    wanted = requirements(groups)
    with step(f"Installing {len(wanted)} packages and what they need into {VENV} (a minute or two)"):
        pip = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
        result = subprocess.run([*pip, *wanted], capture_output=True, text=True)
    UNFINISHED.unlink()  # pip came to its end: what it has installed is whole
    if result.returncode:
        reason = [line for line in result.stderr.splitlines() if line.startswith("ERROR")] or [result.stderr.strip()]
        sys.exit(f"The packages could not be installed. Is the package index reachable? pip says: {reason[0]}")
    mark(groups).touch()


def make_venv() -> None:
    import venv

    if importlib.util.find_spec("ensurepip") is None:  # Debian keeps it in a package of its own
        package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
        if not apt(package):
            sys.exit(f"Python's venv module is not complete. On Debian and Ubuntu: sudo apt-get install {package}")
    UNFINISHED.touch()
    with step(f"Making {VENV}"):
        try:
            venv.create(VENV, with_pip=True, clear=True)
        except (OSError, subprocess.CalledProcessError) as error:
            sys.exit(f"{VENV} could not be made: {error}")


def apt(*packages: str) -> bool:
    """Install Debian packages, of "this or that" the first that is offered; false where this is not root's Debian."""
    if os.geteuid() or not shutil.which("apt-get"):
        return False
    with step(f"Installing {' and '.join(packages)} with apt-get"):
        apt_get("update")
        names = [next(filter(offered, each.split(" or ")), each) for each in packages]
        result = apt_get("install", "-y", "--no-install-recommends", *names)
        if result.returncode:
            sys.exit(f"apt-get could not install {' and '.join(names)}: {result.stderr.strip()}")
    importlib.invalidate_caches()
    return True


def apt_get(*words: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    return subprocess.run(["apt-get", "-qq", *words], env=environment, capture_output=True, text=True)


def offered(package: str) -> bool:
    """Whether the lists that were last fetched have it."""
    return succeeds("apt-cache", "show", package)


# -- For the tests -----------------------------------------------------------------------------------------------------
def find_chromium() -> str | None:
    named = os.environ.get("ADAM_CHROMIUM")
    return next((found for name in ([named] if named else BROWSERS) if (found := shutil.which(name))), None)


def chromium() -> str:
    """The browser for the tests, installed when root may do so. Without one there is no test run."""
    found, named = find_chromium(), os.environ.get("ADAM_CHROMIUM")
    if not named and not shutil.which(SHELL) and (offered(SHELL) or not found):
        try:
            apt(f"{SHELL} or chromium", "libatomic1")
        except SystemExit:  # without a network the one that is there serves as well
            if not found:
                raise
    if not find_chromium():
        sys.exit("The browser tests need Chromium or Chrome. Install one, or name its program in ADAM_CHROMIUM.")
    node = importlib.resources.files("playwright") / "driver" / "node"
    if not succeeds(str(node), "--version") and not apt("libatomic1"):
        sys.exit(f"{node} does not start. On Debian and Ubuntu: sudo apt-get install libatomic1")
    return find_chromium() or sys.exit("Chromium was installed, but there is no program of that name.")


def find_clamd() -> str | None:
    return shutil.which("clamd", path=f"{os.environ.get('PATH', '')}{os.pathsep}/usr/sbin{os.pathsep}/usr/local/sbin")


def clamd() -> None:
    """The virus scanner for the tests, installed when root may do so. Without one there is no test run."""
    if not find_clamd() and not apt("clamav-daemon"):
        sys.exit("The tests of the virus scanner need clamd. On Debian and Ubuntu: sudo apt-get install clamav-daemon")


def run_tests(arguments: list[str]) -> int:
    """pytest over everything, in as many processes as there are cores, or over what the arguments name."""
    import pytest

    os.environ["ADAM_CHROMIUM"] = chromium()
    clamd()
    os.chdir(HOME)
    everything = [f"--numprocesses={min(os.cpu_count() or 1, MOST_TESTERS)}", "--dist=worksteal"]
    return int(pytest.main(arguments or everything))


# -- Addresses ---------------------------------------------------------------------------------------------------------
def local_address(command: str, arguments: list[str]) -> str | None:
    """The address of a site that runs on one's own machine; settings.py takes https for granted."""
    if command not in LOCAL_COMMANDS:
        return None
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", default="8000")
    parser.add_argument("words", nargs="*")
    known = parser.parse_known_args(arguments)[0]
    host, port = known.host, known.port
    if command == "runserver" and known.words:  # [host:]port, as Django has it
        given, _, port = known.words[0].rpartition(":")
        host = given or host
    return f"http://{'127.0.0.1' if host in ('0.0.0.0', '::') else host}:{port}"  # noqa: S104 - compared, not bound
