"""Pieces of work shared out among forked processes, which start with all that the parent has in memory."""

import gc
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from django.db import connections
from numpy.typing import NDArray

PIECE = 500  # projects read, searched or settled together
ALONE_UP_TO = 3_000  # projects for which starting other processes costs more than it saves
REMEMBERED = 10_000  # projects whose texts a process keeps in comparable form

Piece = TypeVar("Piece")
Result = TypeVar("Result")
Part = TypeVar("Part", bound="Sequence[Any] | NDArray[Any]")

ENDING = {signal.SIGTERM}

_work: Callable[[Any], Any]  # set in each process as it starts: with fork it need not be pickled


def processes_for(projects: int) -> int:
    return 1 if projects <= ALONE_UP_TO else os.cpu_count() or 1


def pieces(whole: Part, size: int) -> Iterator[Part]:
    return (whole[start : start + size] for start in range(0, len(whole), size))  # type: ignore[misc]


@contextmanager
def without_collecting() -> Iterator[None]:
    """Python looks for no garbage that refers to itself, neither here nor in the processes that are started meanwhile:
    this work leaves none, and to look through all that it gathers takes a tenth of its time.
    """
    was_collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_collecting:
            gc.enable()


def shared_out(work: Callable[[Piece], Result], pieces: Iterable[Piece], processes: int) -> Iterator[Result]:
    """The result of each piece, in the order they come. With one process everything happens in this one."""
    if processes == 1:
        yield from map(work, pieces)
        return
    connections.close_all()  # a connection must not be shared by two processes
    gc.freeze()  # what there is by now is no garbage: looked through for some, it would be copied by each process
    signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)  # until each process knows what it means to be ended
    try:
        pool = multiprocessing.get_context("fork").Pool(processes, initializer=_start, initargs=(work,))
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)
    with pool:
        yield from pool.imap_unordered(_do, pieces)


def _start(work: Callable[[Any], Any]) -> None:
    global _work
    _work = work
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's business, who ends us by SIGTERM,
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # whatever that means to the parent, such as a worker of jobs
    signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)
    for connection in connections.all(initialized_only=True):
        connection.connection = None  # forgotten, not closed: if it is open after all, it is the parent's


def _do(piece: Any) -> Any:
    return _work(piece)
