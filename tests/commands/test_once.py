"""A request sent twice under one key is carried out once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from govern import Identity, Reply, Work, find_record, fire_transition, once
from govern.errors import Conflict, NotAllowed

ALICE = Identity("alice", "http:test")


def count(library: Any, book: str, key: str = "k", request: bytes = b"{}") -> Reply:
    def command(work: Work) -> Reply:
        def produce() -> Reply:
            done = fire_transition(work, book, "count", inputs={"seen": True})
            return Reply(200, str(done.record["revision"]).encode(), {"X": "y"})

        return once(work, key, request, produce)

    answer: Reply = library.installation.perform(ALICE, command)
    return answer


def test_the_second_time_the_first_answer_is_given_again(library: Any) -> None:
    book = library.book()
    first, second = count(library, book), count(library, book)
    assert (first.body, first.replayed) == (b"2", False)
    assert (second.body, second.replayed, second.headers) == (b"2", True, {"X": "y"})


def test_another_request_under_the_key_is_refused(library: Any) -> None:
    book = library.book()
    count(library, book)
    with pytest.raises(Conflict) as refusal:
        count(library, book, request=b"other")
    assert refusal.value.code == "idempotency_mismatch"


def test_the_key_of_one_person_is_not_that_of_another(library: Any) -> None:
    book = library.book()
    count(library, book)
    with library.installation.act(Identity("bob", "http:test")) as work:
        reply = once(work, "k", b"{}", lambda: Reply(200, b"bob's"))
    assert reply.body == b"bob's"


def test_a_refused_request_is_judged_afresh(library: Any) -> None:
    book = library.book()

    def refused(work: Work) -> Reply:
        return once(work, "k", b"{}", lambda: _lend(work, book))

    with pytest.raises(NotAllowed):
        library.installation.perform(Identity("carol", "http:test"), refused)
    with pytest.raises(NotAllowed):
        library.installation.perform(Identity("carol", "http:test"), refused)


def test_eight_at_once_under_one_key_move_the_record_once(library: Any) -> None:
    book = library.book()

    def attempt(_: int) -> bytes:
        try:
            return count(library, book).body
        except Conflict as conflict:  # the first is not answered yet: told so, not done twice
            return conflict.code.encode()

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(attempt, range(8))) <= {b"2", b"key_in_flight"}
    assert library.ask("alice", find_record, book)["revision"] == 2


def _lend(work: Work, book: str) -> Reply:
    return Reply(200, str(fire_transition(work, book, "lend").record["revision"]).encode())
