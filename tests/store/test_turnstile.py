"""Writers go in one at a time, in the order they came, and nobody waits for ever."""

from __future__ import annotations

import os
import threading
import time
from collections import Counter
from pathlib import Path

import pytest

from govern.errors import Busy
from govern.store import counters, session
from govern.store.session import Engine
from govern.store.turnstile import Turnstile, turnstile_of


def _waiting(turnstile: Turnstile, number: int) -> None:
    deadline = time.monotonic() + 5
    while len(turnstile._waiting) < number and time.monotonic() < deadline:
        time.sleep(0.001)
    assert len(turnstile._waiting) == number


def test_who_waits_longest_is_next() -> None:
    turnstile, came = Turnstile(), []

    def go(number: int) -> None:
        with turnstile.pass_through(10):
            came.append(number)

    threads = []
    with turnstile.pass_through(10):
        for number in range(20):
            threads.append(threading.Thread(target=go, args=(number,)))
            threads[-1].start()
            _waiting(turnstile, number + 1)
    for thread in threads:
        thread.join()
    assert came == list(range(20))


def test_one_at_a_time_is_inside() -> None:
    turnstile, inside, most = Turnstile(), [0], []

    def go() -> None:
        for _ in range(200):
            with turnstile.pass_through(10):
                inside[0] += 1
                most.append(inside[0])
                inside[0] -= 1

    threads = [threading.Thread(target=go) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Counter(most) == {1: 1600}


def test_whose_turn_does_not_come_is_told_and_forgotten() -> None:
    turnstile, told = Turnstile(), []

    def go() -> None:
        try:
            with turnstile.pass_through(0.01):
                pass
        except Busy as error:
            told.append(error)

    with turnstile.pass_through(1):
        thread = threading.Thread(target=go)
        thread.start()
        thread.join()
    assert len(told) == 1
    with turnstile.pass_through(0.01):
        pass


def test_turns_are_not_lost_when_many_give_up() -> None:
    turnstile = Turnstile()

    def go() -> None:
        for _ in range(50):
            try:
                with turnstile.pass_through(0.0005):
                    time.sleep(0.0005)
            except Busy:
                pass

    threads = [threading.Thread(target=go) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with turnstile.pass_through(0.01):
        pass


def test_a_writer_inside_a_writer_is_a_defect_and_not_a_wait(sqlite: Engine) -> None:
    with session.writing(sqlite), pytest.raises(RuntimeError), session.writing(sqlite):
        pass


def test_a_file_has_one_turnstile_whatever_it_is_called(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path)
    one = turnstile_of(str(tmp_path / "a.db"))
    assert turnstile_of(str(tmp_path / "link" / "a.db")) is one
    assert turnstile_of(os.path.relpath(tmp_path / "a.db")) is one
    assert turnstile_of(str(tmp_path / "b.db")) is not one


def test_no_writer_is_passed_by_many_others(sqlite: Engine) -> None:
    """With SQLite's own waiting some threads write ten times while another writes once."""
    order: list[int] = []
    start = threading.Barrier(6)

    def write(number: int) -> None:
        start.wait()
        for _ in range(40):
            with session.writing(sqlite) as connection:
                counters.advance(connection, "a")
                order.append(number)

    threads = [threading.Thread(target=write, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    half = Counter(order[: len(order) // 2])
    assert len(half) == 6
    assert max(half.values()) - min(half.values()) <= 8
