"""A PostgreSQL server that lives in a folder, and only for as long as a process uses it.

In: a folder. Out: a socket on which PostgreSQL answers. Each process that uses the server holds a *shared* lock on
`users.lock`, which the kernel drops however the process ends. The first one starts a *guard* process, which runs
`postgres`, waits until nobody holds that lock any more and then stops the server. `start.lock` serialises starts.
"""

import contextlib
import fcntl
import hashlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from .programs import (
    EmbeddedServerError,
    binaries,
    call,
    locale_options,
    major_version,
    private_folder,
    spawn,
    unprivileged,
)

LINGER = 2.0  # seconds that the server stays up after its last user has gone
START_LIMIT = 60.0  # seconds for recovery after a crash
# Memory is taken as a register fills it: few megabytes for hundreds of projects, all of it for a hundred thousand.
PARAMETERS = {"listen_addresses": "", "max_connections": "60", "jit": "off", "shared_buffers": "1GB"}


def lock_if_free(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


class EmbeddedServer:
    """The server of one folder, as seen by a process that uses it; `guard` is the other side."""

    def __init__(self, root: str | os.PathLike[str], database: str = "adam") -> None:
        self.root = Path(root).absolute()
        self.data = self.root / "data"
        self.database = database
        # A socket's path holds 107 bytes at most, hence it is not in the folder; and every process must come to the
        # same path, hence it does not depend on TMPDIR.
        key = hashlib.sha256(os.fsencode(self.root)).hexdigest()[:12]
        self.socket_dir = Path("/tmp") / f"adam-pg-{os.geteuid()}-{key}"  # noqa: S108 - made and checked as private
        self._users: int | None = None
        self._pid: int | None = None
        self._guard: subprocess.Popen[bytes] | None = None

    def ensure_running(self) -> None:
        """Return when the server answers. Costs some 20 microseconds when it does already.

        Raises EmbeddedServerError with a sentence for people.
        """
        if not (self._counted() and self._answers()):
            self.ensure_ready()

    def ensure_ready(self) -> None:
        """The same, whoever is starting it just now: not before it lets us in."""
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            with self._locked("start.lock"):
                self._count_in()
                if not (self._answers() and self._guarded()):
                    self._start_guard()
        except OSError as error:
            raise EmbeddedServerError(
                f"{error.filename} cannot be used ({error.strerror}). Run this as the account that the folder "
                "belongs to, or name another one in ADAM_VAR."
            ) from error

    # -- Locks: a file descriptor that holds one is closed by the kernel at the latest ---------------------------------
    def _open(self, name: str) -> int:
        return os.open(self.root / name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    @contextlib.contextmanager
    def _locked(self, name: str) -> Iterator[None]:
        descriptor = self._open(name)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def _counted(self) -> bool:
        """Whether this process is known as a user: a forked child is not yet, nor anybody when the folder is new."""
        if self._users is None or self._pid != os.getpid():
            return False
        try:
            return os.fstat(self._users).st_ino == os.stat(self.root / "users.lock").st_ino
        except FileNotFoundError:
            return False

    def _count_in(self) -> None:
        if not self._counted():
            self._users, self._pid = self._open("users.lock"), os.getpid()
            fcntl.flock(self._users, fcntl.LOCK_SH)

    def _guarded(self) -> bool:
        descriptor = self._open("guard.lock")
        try:
            fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        finally:
            os.close(descriptor)
        return False

    def _answers(self) -> bool:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
            try:
                probe.connect(str(self.socket_dir / ".s.PGSQL.5432"))
            except OSError:
                return False
        return True

    def _start_guard(self) -> None:
        binaries()  # the sentence about a missing PostgreSQL without the words around it
        log = self.root / "guard.log"
        read, write = os.pipe()
        with open(log, "ab") as output, open(read) as answer:
            self._guard = subprocess.Popen(
                [sys.executable, "-m", __name__, str(self.root), self.database, str(write)],
                cwd=Path(__file__).parents[3],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,  # Ctrl-C in the terminal never reaches it
                pass_fds=(write,),
            )
            os.close(write)
            problem = answer.read()
        if problem != "ready":
            raise EmbeddedServerError(problem or f"The embedded PostgreSQL did not start. See {log}.")

    # -- The guard process ---------------------------------------------------------------------------------------------
    def guard(self, answer: int) -> None:
        """Run the server until nobody uses it; say "ready" or what went wrong through the pipe `answer`."""
        lock = self._open("guard.lock")
        with open(answer, "w") as pipe:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX)  # the last guard may still be on its way out
                server = self._adopt_or_start()
                pipe.write("ready")
            except (EmbeddedServerError, OSError) as error:
                pipe.write(str(error))
                raise
        users = self._open("users.lock")
        while self._answers():
            if not (self.root / "users.lock").exists():  # the whole folder was deleted
                if server is not None:
                    server.send_signal(signal.SIGQUIT)
                    server.wait()
                return
            if self._nobody_left(users):
                self._run("pg_ctl", "stop", "-D", str(self.data), "-m", "fast", "-w")
                break
        if server is not None:
            server.wait()
        shutil.rmtree(self.socket_dir, ignore_errors=True)

    def _adopt_or_start(self) -> subprocess.Popen[bytes] | None:
        """Start the server, unless one goes on whose guard was killed."""
        if self._answers() and (self.data / "postmaster.pid").exists():
            return None
        self._make_data()
        self._forget_reused_pid()
        private_folder(self.socket_dir)
        for pause in (0.2, 0.5, 1, 2, 4, 0):  # after a kill -9 of the server its children need a moment to go
            server = self._start_postgres()
            if self._ready(server):
                return server
            time.sleep(pause)
        raise EmbeddedServerError(f"PostgreSQL ended as soon as it was started. See {self.root / 'postgres.log'}.")

    def _make_data(self) -> None:
        private_folder(self.data)
        account = unprivileged()[1]
        if account and call(["test", "-w", str(self.data), "-a", "-x", str(binaries() / "postgres")])[0]:
            raise EmbeddedServerError(
                f"PostgreSQL cannot run as root. Here it runs as the account {account.pw_name}, which must reach "
                f"{self.data} and {binaries()}: a folder above one of them is closed to it. Move the checkout or name "
                "another folder in ADAM_VAR, start ADAM as an ordinary user, or name a server in DATABASE_URL."
            )
        ours = major_version()
        mark = self.data / "PG_VERSION"
        if not mark.exists():
            options = ["-U", "postgres", "-E", "UTF8", "--auth=trust", "--no-instructions", *locale_options(ours)]
            self._run("initdb", "-D", str(self.data), *options)
        if mark.read_text().strip() != str(ours):
            raise EmbeddedServerError(
                f"{self.data} was made by PostgreSQL {mark.read_text().strip()}, and this is PostgreSQL {ours}. "
                "Name the programs of the former in ADAM_POSTGRES_BIN, or write the data out with its pg_dump, "
                "remove the folder and read them in again."
            )

    def _forget_reused_pid(self) -> None:
        """After a reboot the number in postmaster.pid may be some other program's, which PostgreSQL cannot tell."""
        mark = self.data / "postmaster.pid"
        with contextlib.suppress(OSError, ValueError):
            if Path(f"/proc/{int(mark.read_text().split()[0])}/cwd").readlink() != self.data.resolve():
                mark.unlink()

    def _start_postgres(self) -> subprocess.Popen[bytes]:
        command = [str(binaries() / "postgres"), "-D", str(self.data), "-k", str(self.socket_dir)]
        for name, value in PARAMETERS.items():
            command += ["-c", f"{name}={value}"]
        with open(self.root / "postgres.log", "ab") as log:
            return spawn(command, log)

    def _ready(self, server: subprocess.Popen[bytes]) -> bool:
        """Wait until the server takes connections and has the database; false when it ended instead."""
        client = ["-h", str(self.socket_dir), "-U", "postgres"]
        end = time.monotonic() + START_LIMIT
        while server.poll() is None:
            status, databases = call([str(binaries() / "psql"), *client, "-XAtc", "SELECT datname FROM pg_database"])
            if status == 0:
                if self.database not in databases.split("\n"):
                    self._run("createdb", *client, self.database)
                return True
            if time.monotonic() > end:
                server.kill()
                raise EmbeddedServerError(f"PostgreSQL was not ready in time. See {self.root / 'postgres.log'}.")
            time.sleep(0.03)
        return False

    def _run(self, program: str, *arguments: str) -> str:
        status, output = call([str(binaries() / program), *arguments])
        if status:
            raise EmbeddedServerError(f"PostgreSQL's {program} failed: {output}")
        return output

    def _nobody_left(self, users: int) -> bool:
        """Wait a while; true when the server may be stopped, with both locks held until this process has ended."""
        time.sleep(LINGER / 4)
        if not lock_if_free(users):
            return False
        fcntl.flock(users, fcntl.LOCK_UN)
        time.sleep(LINGER)
        with contextlib.suppress(FileNotFoundError):  # the folder was deleted meanwhile
            start = self._open("start.lock")
            if lock_if_free(start) and lock_if_free(users):
                return True
            os.close(start)
        fcntl.flock(users, fcntl.LOCK_UN)
        return False


if __name__ == "__main__":
    EmbeddedServer(sys.argv[1], sys.argv[2]).guard(int(sys.argv[3]))
