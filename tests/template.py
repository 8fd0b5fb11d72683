"""The database that every process of tests copies: the migrations run once, while the tests are still being collected.

A process of its own makes it, says so by leaving a lock, and removes it once its input ends, however that comes.
"""

import fcntl
import gc
import os
import subprocess
import sys
from pathlib import Path

NAME = "test_adam_template"
HOME = Path(__file__).parents[1]


def start(lock: Path) -> subprocess.Popen[bytes]:
    """Begin to make it; whoever then has the lock shared finds it made."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    with open(lock, "w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        command = [sys.executable, "-m", __name__, str(held.fileno())]
        return subprocess.Popen(  # in a session of its own: Ctrl-C is for the tests, not for it
            command, cwd=HOME, stdin=subprocess.PIPE, pass_fds=[held.fileno()], start_new_session=True
        )


def wait(lock: Path) -> None:
    with open(lock) as held:
        fcntl.flock(held, fcntl.LOCK_SH)


def fill() -> None:
    """What every test finds: the tables, and the reference data in them."""
    from django.core.management import call_command

    call_command("createcachetable", verbosity=0)
    call_command("load_reference", verbosity=0)


def main(lock: int) -> None:
    import django

    django.setup()
    gc.freeze()
    gc.set_threshold(100_000, 10, 10)  # each step of a migration makes its models anew: a fifth of the time was this
    from django.db import connection

    connection.settings_dict["TEST"]["NAME"] = NAME
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    fill()
    connection.close()  # nobody may use a database that is copied
    os.close(lock)
    sys.stdin.read()
    connection.creation.destroy_test_db("", verbosity=0)


if __name__ == "__main__":
    main(int(sys.argv[1]))
