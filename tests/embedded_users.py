"""Processes that use an embedded server, and what can be seen of it from outside."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import psycopg2

from adam.db.embedded.server import EmbeddedServer
from tests.waiting import until

HOME = Path(__file__).parents[1]
USE = """
import os, sys
from adam.db.embedded.programs import EmbeddedServerError
from adam.db.embedded.server import EmbeddedServer
server = EmbeddedServer(sys.argv[1])
for line in sys.stdin:
    try:
        server.ensure_running()
        print("up", flush=True)
    except EmbeddedServerError as error:
        print(error, flush=True)
    if line == "fork\\n" and os.fork():
        os._exit(0)
"""


class User:
    """A process that uses the server: it asks for it once for each line that it is sent, and ends with its input."""

    def __init__(self, root: Path, **environment: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", USE, str(root)],
            cwd=HOME,
            env={**os.environ, **environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def send(self, line: str = "use") -> None:
        assert self.process.stdin
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()

    def answer(self) -> str:
        assert self.process.stdout
        return self.process.stdout.readline().strip()

    def use(self) -> str:
        self.send()
        return self.answer()

    def leave(self) -> None:
        self.process.communicate()


def remove(root: Path) -> None:
    """End what a test has started without the pause that the guard makes for newcomers."""
    for process in [*guards(root), postmaster(root)]:
        if process:
            os.kill(process, signal.SIGKILL)
            wait_for_end(process)
    shutil.rmtree(root, ignore_errors=True)
    shutil.rmtree(EmbeddedServer(root).socket_dir, ignore_errors=True)


def wait_for_end(pid: int) -> None:
    until(lambda: not alive(pid))


def postmaster(root: Path) -> int | None:
    try:
        pid = int((root / "data" / "postmaster.pid").read_text().split()[0])
    except (FileNotFoundError, IndexError):
        return None
    return pid if alive(pid) else None


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def guards(root: Path) -> list[int]:
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = path.read_bytes().decode(errors="replace").split("\0")
        except (FileNotFoundError, ProcessLookupError):
            continue
        if "adam.db.embedded.server" in words and str(root) in words and alive(int(path.parent.name)):
            found.append(int(path.parent.name))
    return found


def query(root: Path, sql: str) -> object:
    """The first value of the answer."""
    connection = psycopg2.connect(host=str(EmbeddedServer(root).socket_dir), user="postgres", dbname="adam")
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchone()[0] if cursor.description else None
    finally:
        connection.close()
