"""The virus scanner: clamd at CLAMD_SOCKET, asked by its INSTREAM command."""

import socket
import struct
from typing import IO

from django.conf import settings

TIMEOUT, PING_TIMEOUT = 60, 3
CHUNK = 1 << 16


class NotScanned(Exception):
    """The scanner gave no verdict on the file. It counts as not scanned, never as clean."""


def scan(file: IO[bytes]) -> str:
    """What was found in the file; empty when it is clean. Raises NotScanned."""
    try:
        with connected(TIMEOUT) as line:
            line.sendall(b"zINSTREAM\0")
            file.seek(0)
            while chunk := file.read(CHUNK):
                line.sendall(struct.pack("!L", len(chunk)) + chunk)
            line.sendall(struct.pack("!L", 0))
            answer = received(line)
    except OSError as error:  # it is not there, or it hung up because the file is beyond its StreamMaxLength
        raise NotScanned(f"The virus scanner gave no answer: {error}") from error
    if answer == "stream: OK":
        return ""
    if answer.startswith("stream: ") and answer.endswith(" FOUND"):
        return answer.removeprefix("stream: ").removesuffix(" FOUND")[:200]
    raise NotScanned(f"The virus scanner said: {answer[:200]!r}")


def answers() -> bool:
    try:
        with connected(PING_TIMEOUT) as line:
            line.sendall(b"zPING\0")
            return received(line) == "PONG"
    except OSError:
        return False


def connected(timeout: int) -> socket.socket:
    """At a path, or at host:port."""
    address = settings.CLAMD_SOCKET
    if address.startswith("/"):
        line = socket.socket(socket.AF_UNIX)
        try:
            line.settimeout(timeout)
            line.connect(address)
        except OSError:
            line.close()
            raise
        return line
    host, _, port = address.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=timeout)


def received(line: socket.socket) -> str:
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < 4096 and (more := line.recv(4096)):
        answer += more
    return answer.rstrip(b"\0").decode(errors="replace")
