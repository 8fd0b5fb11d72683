"""Opens a stranger's file in a child process that may use little memory and time, and returns what the child says."""

import os
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from tempfile import TemporaryFile
from typing import IO

from django.conf import settings

from projects.children import LOCKED, UNREADABLE

ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "MALLOC_ARENA_MAX": "2"}  # none of our secrets
GRACE = 2  # seconds on the clock for one of the processor: the machine may be busy


class Failed(Exception):
    """The child came to no result; the text says why, as a sentence for people."""


def run(module: str, *words: object, given: IO[bytes], memory: int, seconds: int) -> bytes:
    """What `module` of projects.children makes of the file. The child limits itself before it looks at it."""
    command = [sys.executable, "-m", f"projects.children.{module}", str(memory), str(seconds), *map(str, words)]
    with (
        TemporaryFile() as source,
        TemporaryFile() as answer,
    ):  # a file obeys the child's limit, a pipe does not
        given.seek(0)
        shutil.copyfileobj(given, source, 1 << 16)
        source.seek(0)
        status = ended(command, source, answer, seconds * GRACE)
        if status:
            raise Failed(reason(status))
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
        env=ENVIRONMENT,
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


def reason(status: int) -> str:
    if status == LOCKED:
        return "It is protected by a password."
    if status == UNREADABLE:
        return "It is damaged, or not quite what its name says."
    if status in {-signal.SIGXCPU, -signal.SIGKILL}:
        return "Reading it took too long."
    return "Reading it needed too much memory."
