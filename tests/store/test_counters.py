"""Counters give every number once, without gaps, whatever fails and however many ask."""

from __future__ import annotations

import random
import threading

from govern.store import counters, session
from govern.store.session import Engine


def test_numbers_have_no_gaps_where_many_ask_and_some_fail(database: Engine) -> None:
    kept: list[int] = []

    def take(seed: int) -> None:
        chance = random.Random(seed)
        for _ in range(25):
            try:
                with session.writing(database) as connection:
                    number = counters.advance(connection, "a")
                    if chance.random() < 0.4:
                        raise LookupError
                kept.append(number)
            except LookupError:
                pass

    threads = [threading.Thread(target=take, args=(seed,)) for seed in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(kept) == list(range(1, len(kept) + 1))
    assert len(kept) > 50


def test_counters_count_apart(database: Engine) -> None:
    with session.writing(database) as connection:
        assert [counters.advance(connection, name) for name in "aab"] == [1, 2, 1]
        assert counters.value(connection, "a") == 2
        assert counters.value(connection, "c") == 0
