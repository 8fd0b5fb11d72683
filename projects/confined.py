"""Opens a stranger's file in a child process that may use little memory and time, and returns what the child says."""

import os
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from enum import Enum
from tempfile import TemporaryFile
from typing import IO

from django.conf import settings

from projects.children import LOCKED, TOO_LARGE, UNREADABLE

ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "MALLOC_ARENA_MAX": "2"}  # none of our secrets
GRACE = 2  # seconds on the clock for one of the processor: the machine may be busy


class Cause(Enum):
    LOCKED = "It is protected by a password."
    UNREADABLE = "It is damaged, or not quite what its name says."
    TOO_LARGE = "It is larger than what may be read here."
    TIME = "Reading it took too long."
    MEMORY = "Reading it needed too much memory."


CAUSES = {
    LOCKED: Cause.LOCKED,
    UNREADABLE: Cause.UNREADABLE,
    TOO_LARGE: Cause.TOO_LARGE,
    -signal.SIGXCPU: Cause.TIME,
    -signal.SIGKILL: Cause.TIME,
}


class Failed(Exception):
    """The child came to no result; the text says why, as a sentence for people."""

    def __init__(self, status: int) -> None:
        self.cause = CAUSES.get(status, Cause.MEMORY)
        super().__init__(self.cause.value)


def run(module: str, *words: object, given: IO[bytes], memory: int, seconds: int) -> bytes:
    """What `module` of projects.children makes of the file. The child limits itself before it looks at it."""
    command = [sys.executable, "-m", f"projects.children.{module}", str(memory), str(seconds), *map(str, words)]
    with TemporaryFile() as source, TemporaryFile() as answer:  # a file obeys the child's limit, a pipe does not
        given.seek(0)
        shutil.copyfileobj(given, source, 1 << 16)
        source.seek(0)
        if status := ended(command, source, answer, seconds * GRACE):
            raise Failed(status)
        answer.seek(0)
        return answer.read()


def ended(command: list[str], source: IO[bytes], answer: IO[bytes], seconds: int) -> int:
    """Start it in a session of its own, wait, and leave nothing of it running."""
    child = subprocess.Popen(
        command,
        stdin=source,
        stdout=answer,
        stderr=subprocess.DEVNULL,  # what a broken file makes a parser say is nothing for our log
        cwd=settings.BASE_DIR,
        env={**ENVIRONMENT, "TMPDIR": unpacked()},
        start_new_session=True,
    )
    try:
        return child.wait(seconds)
    except subprocess.TimeoutExpired:
        return -signal.SIGXCPU
    finally:
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()


def unpacked() -> str:
    """Where libraries lay out parts of themselves: a folder of ours; in /tmp anybody could put others there."""
    folder = settings.VAR / "unpacked"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return str(folder)
