"""A command and the processes that it starts, watched from outside: time, processor time, memory. Linux only."""

import os
import re
import signal
import subprocess
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

EVERY = 0.5  # seconds between two looks at the memory


@dataclass(frozen=True, slots=True)
class Watched:
    seconds: float
    worked: float  # seconds of all its processors
    megabytes: float  # the most its processes had together at one time, what they share counted once
    lines: list[str]  # printed


def watched(command: list[str], ends_at: Callable[[str], bool] = lambda line: False) -> Watched:
    """Run it, or kill it and all its processes (SIGKILL) once it prints such a line."""
    began, before = time.perf_counter(), os.times()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True)
    memory = Memory(process.pid)
    lines = []
    for line in process.stdout or ():
        lines.append(line.rstrip())
        if ends_at(line):
            os.killpg(process.pid, signal.SIGKILL)
            break
    process.wait()
    after = os.times()
    worked = after.children_user + after.children_system - before.children_user - before.children_system
    return Watched(time.perf_counter() - began, worked, memory.most(), lines)


class Memory(threading.Thread):
    """Looks until it is asked."""

    def __init__(self, session: int) -> None:
        super().__init__(daemon=True)
        self.session, self.ended, self.kilobytes = session, threading.Event(), 0
        self.start()

    def run(self) -> None:
        while not self.ended.wait(EVERY):
            self.kilobytes = max(self.kilobytes, sum(map(proportional, members(self.session))))

    def most(self) -> float:
        self.ended.set()
        self.join()
        return self.kilobytes / 1024


def members(session: int) -> list[Path]:
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        with suppress(OSError, ProcessLookupError):
            if os.getsid(int(path.name)) == session:
                found.append(path)
    return found


def proportional(process: Path) -> int:
    """Kilobytes; of what several processes have in common its part."""
    with suppress(OSError, ProcessLookupError):
        if found := re.search(r"^Pss:\s+(\d+)", (process / "smaps_rollup").read_text(), re.MULTILINE):
            return int(found[1])
    return 0


def processor_seconds(pid: int) -> float:
    """What a process has worked so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
