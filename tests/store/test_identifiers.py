"""Identifiers grow, moments are fixed-width, and both sort as what they stand for."""

from __future__ import annotations

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given, strategies as st

from govern.errors import Unreadable
from govern.store import identifiers
from govern.store.identifiers import instant, is_id, moment, new_id


def test_an_identifier_is_a_uuid_of_version_7_and_of_now() -> None:
    made = UUID(new_id())
    assert made.version == 7
    assert made.variant == "specified in RFC 4122"
    assert abs((made.int >> 80) - time.time() * 1000) < 5000


def test_identifiers_grow_within_a_process() -> None:
    made = [new_id() for _ in range(20_000)]
    assert made == sorted(set(made))


def test_threads_never_get_the_same_identifier() -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: [new_id() for _ in range(2000)], range(8)))
    assert all(some == sorted(some) for some in made)
    assert len({one for some in made for one in some}) == 16_000


def test_identifiers_grow_when_the_clock_goes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    first = new_id()
    monkeypatch.setattr(time, "time_ns", lambda: 0)
    assert first < new_id() < new_id()


def test_identifiers_grow_when_a_millisecond_is_used_up(monkeypatch: pytest.MonkeyPatch) -> None:
    sequence = identifiers._Sequence()
    monkeypatch.setattr(identifiers, "_sequence", sequence)
    monkeypatch.setattr(time, "time_ns", lambda: 5_000_000)
    new_id()
    sequence.tail = (1 << 74) - 1
    full = new_id()
    assert UUID(full).int >> 80 == 6
    assert full < new_id()


FORK = """
import os, signal
from govern.store import identifiers
identifiers.new_id()
with identifiers._sequence.lock:  # as if another thread were just making one
    child = os.fork()
    if child == 0:
        signal.alarm(5)
        identifiers.new_id()
        os._exit(0)
    os._exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) & 255)
"""


def test_a_child_process_does_not_wait_for_a_thread_that_it_has_not() -> None:
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", FORK], cwd=root)
    assert done.returncode == 0


@pytest.mark.parametrize(
    "text",
    [
        "",
        "CR-0001",
        "7" * 36,
        "01A205F3-6918-72CB-AAAA-817C72B3983A",
        "01a205f3-6918-42cb-aaaa-817c72b3983a",
        "01a205f3-6918-72cb-aaaa-817c72b3983",
        "01a205f3a6918a72cbaaaaaa817da21a8bd6",
    ],
)
def test_what_has_another_shape_is_no_identifier(text: str) -> None:
    assert not is_id(text)


def test_an_identifier_has_the_shape_of_one() -> None:
    assert is_id(new_id())


@given(st.datetimes(timezones=st.just(UTC)))
def test_a_moment_reads_back_as_the_time_it_stands_for(at: datetime) -> None:
    assert instant(moment(at)) == at
    assert len(moment(at)) == identifiers.MOMENT_LENGTH


@given(st.datetimes(timezones=st.just(UTC)), st.datetimes(timezones=st.just(UTC)))
def test_moments_sort_as_times(one: datetime, two: datetime) -> None:
    assert (moment(one) < moment(two)) == (one < two)


def test_a_moment_is_in_utc() -> None:
    at = datetime(2026, 3, 31, 12, tzinfo=timezone(timedelta(hours=2)))
    assert moment(at) == "2026-03-31T10:00:00.000000Z"


def test_a_time_without_a_zone_is_no_moment() -> None:
    with pytest.raises(Unreadable):
        moment(datetime(2026, 3, 31))  # noqa: DTZ001


@pytest.mark.parametrize(
    "text",
    ["", "2026-03-31", "2026-03-31T10:00:00Z", "2026-02-30T10:00:00.000000Z", "x" * 27],
)
def test_another_text_is_no_moment(text: str) -> None:
    with pytest.raises(Unreadable):
        instant(text)
