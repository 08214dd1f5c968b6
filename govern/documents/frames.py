"""How the parent and the child that prints talk: frames over one socket, each with its length.

A request is the canonical snapshot. An answer is a JSON frame (what became of it) and a frame
with the file, empty where it failed.
"""

from __future__ import annotations

import socket
import struct
import time

LENGTH = struct.Struct(">I")
LARGEST = 64 * 1024 * 1024  # bytes of one frame


class Closed(Exception):
    """The other side is gone, or sends what is no frame."""


def send(channel: socket.socket, *frames: bytes, deadline: float | None = None) -> None:
    """Sends the frames; TimeoutError at the deadline (of `time.monotonic`), else Closed."""
    for frame in frames:
        _allow(channel, deadline)
        try:
            channel.sendall(LENGTH.pack(len(frame)) + frame)
        except TimeoutError:
            raise
        except OSError as error:
            raise Closed from error


def receive(channel: socket.socket, deadline: float | None = None) -> bytes:
    """The next frame; TimeoutError at the deadline (of `time.monotonic`), else Closed."""
    (length,) = LENGTH.unpack(_receive(channel, LENGTH.size, deadline))
    if length > LARGEST:
        raise Closed
    return _receive(channel, length, deadline)


def _receive(channel: socket.socket, count: int, deadline: float | None) -> bytes:
    received = bytearray()
    while len(received) < count:
        _allow(channel, deadline)
        try:
            chunk = channel.recv(min(count - len(received), 1 << 20))
        except TimeoutError:
            raise
        except OSError as error:
            raise Closed from error
        if not chunk:
            raise Closed
        received += chunk
    return bytes(received)


def _allow(channel: socket.socket, deadline: float | None) -> None:
    """Lets the next operation take until the deadline."""
    if deadline is None:
        return
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    channel.settimeout(left)
