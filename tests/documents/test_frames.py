"""Parent and child exchange whole frames, or notice that they cannot."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator

import pytest

from govern.documents import frames

Pair = tuple[socket.socket, socket.socket]


@pytest.fixture
def pair() -> Iterator[Pair]:
    """Two sockets that talk to each other."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield ours, theirs


def test_frames_arrive_as_they_were_sent(pair: Pair) -> None:
    frames.send(pair[0], b"one", b"", b"x" * 9000)
    assert [frames.receive(pair[1]) for _ in range(3)] == [b"one", b"", b"x" * 9000]


def test_half_a_frame_is_the_end(pair: Pair) -> None:
    pair[0].sendall(frames.LENGTH.pack(10) + b"half")
    pair[0].close()
    with pytest.raises(frames.Closed):
        frames.receive(pair[1])


def test_a_frame_that_claims_to_be_huge_is_the_end(pair: Pair) -> None:
    pair[0].sendall(frames.LENGTH.pack(frames.LARGEST + 1))
    with pytest.raises(frames.Closed):
        frames.receive(pair[1])


def test_sending_to_nobody_is_the_end(pair: Pair) -> None:
    pair[1].close()
    with pytest.raises(frames.Closed):
        frames.send(pair[0], b"x")


def test_silence_ends_at_the_deadline(pair: Pair) -> None:
    before = time.monotonic()
    with pytest.raises(TimeoutError):
        frames.receive(pair[1], before + 0.1)
    assert time.monotonic() - before < 2


def test_a_reader_that_does_not_read_ends_at_the_deadline(pair: Pair) -> None:
    with pytest.raises(TimeoutError):
        frames.send(pair[0], b"x" * 10_000_000, deadline=time.monotonic() + 0.1)


def test_after_the_deadline_nothing_is_tried(pair: Pair) -> None:
    pair[0].sendall(frames.LENGTH.pack(0))
    with pytest.raises(TimeoutError):
        frames.receive(pair[1], time.monotonic() - 1)
