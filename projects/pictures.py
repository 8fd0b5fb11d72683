"""Pictures are drawn anew by a limited child: metadata stays behind, and a thumbnail is made."""

import struct
from threading import Semaphore
from typing import IO

from django.conf import settings

from projects import confined

MEMORY, SECONDS = 1_000_000_000, 20  # that the child may use
one_at_a_time = Semaphore(1)  # in a process: several large pictures would want the memory of the whole host


class Unreadable(ValueError):
    """The file is no picture that can be shown; the text says why."""


def redrawn(file: IO[bytes]) -> tuple[bytes, bytes]:
    """The picture without metadata, and its thumbnail as JPEG."""
    largest = 2 * settings.DOCUMENT_MAX_BYTES
    try:
        with one_at_a_time:
            answer = confined.run("picture", largest, given=file, memory=MEMORY, seconds=SECONDS)
    except confined.Failed as reason:
        raise Unreadable(SENTENCES.get(reason.cause, "it takes too much memory or time to draw")) from reason
    (length,) = struct.unpack_from(">Q", answer)
    return answer[8 : 8 + length], answer[8 + length :]


SENTENCES = {
    confined.Cause.UNREADABLE: "it cannot be read as a picture",
    confined.Cause.TOO_LARGE: "it has more points than a picture here may have",
}
