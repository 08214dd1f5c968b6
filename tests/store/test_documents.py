"""Documents are requested, issued or failed once, and found by record and by file."""

from __future__ import annotations

import pytest

from govern.store import documents, session
from govern.store.session import Engine
from tests.store import library


@pytest.fixture
def desk(database: Engine) -> Engine:
    """A database in which alice may open books."""
    with session.writing(database) as connection:
        library.publish(connection)
        library.add(connection, "alice")
    return database


def test_a_document_is_issued_once(desk: Engine) -> None:
    with session.writing(desk) as connection:
        book = library.open_record(connection, "book")
        asked = library.request(connection, book.id)
        assert documents.find(connection, asked.id, lock=True) == asked
        issued = asked._replace(state="issued", sha256="f" * 64, size=5, issued_at=library.NOW)
        assert documents.update(connection, issued, documents.State.PENDING)
        assert not documents.update(connection, asked, documents.State.PENDING)
        assert documents.find(connection, asked.id) == issued


def test_the_documents_of_a_record_come_oldest_first(desk: Engine) -> None:
    with session.writing(desk) as connection:
        book = library.open_record(connection, "book")
        made = [library.request(connection, book.id) for _ in range(3)]
        assert documents.of_record(connection, book.id) == made
        assert documents.of_record(connection, "none") == []


def test_the_ledger_is_told_the_digest_of_the_snapshot_only(desk: Engine) -> None:
    with session.writing(desk) as connection:
        book = library.open_record(connection, "book")
        asked = library.request(connection, book.id, '{"secret":1}')
    assert "secret" not in str(asked.projection())
    assert asked.projection()["documents"][asked.id]["snapshot_sha256"] == asked.snapshot_sha256
