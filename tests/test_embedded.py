"""The embedded PostgreSQL server against accidents: each test has a folder and a server of its own."""

import fcntl
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from adam.db.embedded import programs
from adam.db.embedded.server import EmbeddedServer
from tests.embedded_users import HOME, User, alive, guards, postmaster, query, remove
from tests.waiting import until

OLD_POSTGRES = Path("/usr/lib/postgresql/15/bin")
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root has to step down for PostgreSQL")


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Data as initdb leaves them, to be copied: that is quicker than making them each time."""
    root = tmp_path_factory.mktemp("cluster")
    user = User(root)
    assert user.use() == "up"
    user.leave()
    until(lambda: not postmaster(root))
    return root / "data"


@pytest.fixture
def root(tmp_path: Path, cluster: Path) -> Iterator[Path]:
    root = tmp_path / "postgres"
    shutil.copytree(cluster, root / "data", copy_function=shutil.copy)
    (root / "data").chmod(0o700)
    yield root
    remove(root)


# -- Starting and stopping ---------------------------------------------------------------------------------------------
def test_many_at_once_on_a_new_folder_share_one_server(tmp_path: Path) -> None:
    users = [User(tmp_path / "postgres") for _ in range(4)]
    for user in users:
        user.send()

    assert [user.answer() for user in users] == ["up"] * 4
    assert len(guards(tmp_path / "postgres")) == 1
    assert query(tmp_path / "postgres", "SELECT lower('ÉЁ')") == "éё"

    for user in users:
        user.leave()
    remove(tmp_path / "postgres")


def test_who_comes_while_another_thread_starts_it_waits_until_it_lets_in(root: Path) -> None:
    script = "\n".join(
        [
            "import django, threading; django.setup()",
            "from django.db import connection",
            "threading.Thread(target=connection.server.ensure_running).start()",
            "while not connection.server._answers(): pass",
            "connection.ensure_connection(); print('in')",
        ]
    )
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "adam.settings", "ADAM_VAR": str(root.parent)}
    environment.pop("DATABASE_URL", None)
    done = subprocess.run([sys.executable, "-c", script], cwd=HOME, env=environment, capture_output=True, text=True)
    assert done.stdout == "in\n", done.stderr


def test_server_stops_after_a_kill_of_its_last_user(root: Path) -> None:
    first, second = User(root), User(root)
    assert first.use() == second.use() == "up"
    running = postmaster(root)

    for user in first, second:
        user.process.kill()
        user.leave()

    assert running
    until(lambda: not alive(running) and not guards(root))
    assert not EmbeddedServer(root).socket_dir.exists()


def test_killed_server_is_started_again_and_keeps_what_was_committed(root: Path) -> None:
    user = User(root)
    user.use()
    query(root, "CREATE TABLE note AS SELECT 7 AS number")
    killed = postmaster(root)
    assert killed

    os.kill(killed, signal.SIGKILL)
    until(lambda: not alive(killed))

    assert user.use() == "up"
    assert query(root, "SELECT number FROM note") == 7
    user.leave()


def test_server_outlives_its_guard_and_the_next_user_brings_a_new_one(root: Path) -> None:
    first = User(root)
    first.use()
    running, (guard,) = postmaster(root), guards(root)
    assert running

    os.kill(guard, signal.SIGKILL)
    until(lambda: not guards(root))
    second = User(root)

    assert second.use() == "up"
    assert postmaster(root) == running
    assert len(guards(root)) == 1
    first.leave()
    second.leave()
    until(lambda: not alive(running))


def test_deleted_folder_is_made_anew_under_a_running_user(root: Path) -> None:
    user = User(root)
    user.use()
    query(root, "CREATE TABLE note AS SELECT 7 AS number")
    running = postmaster(root)

    shutil.rmtree(root)
    until(lambda: not (running and alive(running)))

    assert user.use() == "up"
    assert query(root, "SELECT count(*) FROM pg_tables WHERE tablename = 'note'") == 0
    user.leave()


def test_forked_child_keeps_the_server_when_its_parent_ends(root: Path) -> None:
    user = User(root)
    user.send("fork")
    assert user.answer() == "up"
    user.process.wait()

    assert user.use() == "up"  # said by the child, which has inherited the pipes
    with open(root / "users.lock") as users, pytest.raises(BlockingIOError):
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    assert query(root, "SELECT 1") == 1
    user.leave()


def test_interrupt_from_the_terminal_does_not_reach_the_server(root: Path) -> None:
    user, other = User(root), User(root)
    user.use()
    other.use()
    running = postmaster(root)
    assert running

    assert os.getsid(running) != os.getsid(user.process.pid)
    assert os.getsid(guards(root)[0]) != os.getsid(user.process.pid)
    for each in user, other:
        each.leave()


# -- Folders -----------------------------------------------------------------------------------------------------------
def test_any_path_will_do(tmp_path: Path, cluster: Path) -> None:
    root = tmp_path / ("a 'quoted' \"$HOME\" & ; folder " + "x" * 150) / "postgres"
    shutil.copytree(cluster, root / "data", copy_function=shutil.copy)
    (root / "data").chmod(0o700)
    user = User(root)

    assert user.use() == "up"

    user.leave()
    remove(root)


def test_number_of_another_program_in_the_pid_file_does_not_stop_the_start(root: Path) -> None:
    (root / "data" / "postmaster.pid").write_text(f"{os.getpid()}\n{root / 'data'}\n0\n5432\n")
    user = User(root)

    assert user.use() == "up"

    user.leave()


@as_root
def test_root_may_keep_the_checkout_below_a_closed_folder(root: Path) -> None:
    root.parent.chmod(0o700)
    user = User(root)

    assert user.use() == "up"
    assert (root / "data").stat().st_uid == 0

    user.leave()


@as_root
def test_root_without_namespaces_runs_the_server_as_nobody() -> None:
    if any(not folder.stat().st_mode & 0o001 for folder in programs.binaries().parents):
        pytest.skip("the checkout itself lies below a closed folder")
    base = Path(tempfile.mkdtemp(prefix="adam nobody"))
    base.chmod(0o755)
    user = User(base / "postgres", PATH="/nonexistent")

    assert user.use() == "up"
    assert (base / "postgres" / "data").stat().st_uid == 65534

    user.leave()
    remove(base / "postgres")
    base.rmdir()


@as_root
def test_root_without_namespaces_is_told_about_a_closed_folder(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    user = User(closed / "postgres", PATH="/nonexistent")

    assert "a folder above one of them is closed to it. Move the checkout" in user.use()

    user.leave()


@as_root
def test_folder_of_somebody_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "socket").mkdir()
    os.chown(tmp_path / "socket", 12345, 12345)

    with pytest.raises(programs.EmbeddedServerError, match="belongs to another account"):
        programs.private_folder(tmp_path / "socket")


# -- Versions ----------------------------------------------------------------------------------------------------------
def test_data_of_another_version_are_left_alone_with_a_sentence(root: Path) -> None:
    (root / "data" / "PG_VERSION").write_text("12\n")
    user = User(root)

    assert "was made by PostgreSQL 12, and this is PostgreSQL" in user.use()

    user.leave()


def test_missing_programs_are_named(tmp_path: Path) -> None:
    user = User(tmp_path, ADAM_POSTGRES_BIN="/nonexistent")

    assert user.use().startswith("There is no PostgreSQL in /nonexistent.")

    user.leave()


@pytest.mark.skipif(not OLD_POSTGRES.exists(), reason="needs Debian's PostgreSQL 15 beside the wheel's")
def test_older_postgresql_serves_too(tmp_path: Path) -> None:
    user = User(tmp_path / "postgres", ADAM_POSTGRES_BIN=str(OLD_POSTGRES))

    assert user.use() == "up"
    assert str(query(tmp_path / "postgres", "SHOW server_version")).startswith("15")
    assert query(tmp_path / "postgres", "SELECT lower('ÉЁ')") == "éё"

    user.leave()
    remove(tmp_path / "postgres")


# -- Django ------------------------------------------------------------------------------------------------------------
def test_dbshell_starts_the_server(tmp_path: Path) -> None:
    environment = {**os.environ, "ADAM_VAR": str(tmp_path), "DATABASE_URL": ""}
    command = [sys.executable, "manage.py", "dbshell", "--", "-Atc", "SELECT current_database()"]

    result = subprocess.run(command, cwd=HOME, env=environment, capture_output=True, text=True)

    assert result.stdout == "adam\n", result.stderr
    remove(tmp_path / "postgres")
