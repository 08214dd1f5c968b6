"""Packs are published once and kept for good; one of them is in force."""

from __future__ import annotations

from govern.store import definitions, session
from govern.store.session import Engine
from tests.store import library


def test_a_published_pack_reads_back(database: Engine) -> None:
    with session.writing(database) as connection:
        assert definitions.in_force(connection) is None
        library.publish(connection)
        assert definitions.in_force(connection, lock=True) == library.PACK
        assert definitions.pack_sources(connection, library.PACK) == library.FILES
        assert definitions.pack_of(connection, library.LOAN) == library.PACK


def test_what_was_never_published_is_not_there(database: Engine) -> None:
    with session.reading(database) as connection:
        assert definitions.pack(connection, library.PACK) is None
        assert definitions.pack_sources(connection, library.PACK) is None
        assert definitions.pack_of(connection, library.LOAN) is None


def test_a_definition_stays_with_the_pack_that_first_had_it(database: Engine) -> None:
    with session.writing(database) as connection:
        library.publish(connection)
        library.publish(connection, "d" * 64)
        assert definitions.in_force(connection) == "d" * 64
        assert definitions.pack_of(connection, library.LOAN) == library.PACK


def test_a_pack_published_again_is_left_as_it_is(database: Engine) -> None:
    with session.writing(database) as connection:
        library.publish(connection)
        library.publish(connection, files={"other.yaml": ""})
        assert definitions.pack_sources(connection, library.PACK) == library.FILES
