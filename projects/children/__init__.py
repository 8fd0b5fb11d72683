"""Programs that open files of strangers, each in a process of its own that may use little: see projects/confined.py.

They import no Django and know no secret. In: the file on standard input. Out: what was found on standard output.
"""

import resource

UNREADABLE, LOCKED, TOO_LARGE = 2, 3, 4  # how a child ends when the file is at fault; else it wanted too much


def confine(memory: int, seconds: int, output: int) -> None:
    """For the rest of this process: bytes of memory, seconds of processor time, bytes of any file it writes."""
    limits = {
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_FSIZE: output,
        resource.RLIMIT_AS: memory,
    }
    for kind, most in limits.items():
        resource.setrlimit(kind, (most, most))
