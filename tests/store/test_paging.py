"""Pages, put together, are the whole: nothing twice, nothing left out, whatever is added."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from govern.store import records, session
from govern.store.records import Search
from govern.store.session import Connection, Engine
from tests import databases
from tests.store import library

SORTS = [*sorted(records.SORTS), "shelf"]
texts = st.sampled_from(["", "a", "A", "b", "ä", "z z"])
books = st.fixed_dictionaries(
    {
        "title": texts,
        "shelf": texts,
        "opened_at": st.sampled_from([library.BEFORE, library.NOW, library.LATER]),
    }
)


def _open(connection: Connection, book: dict[str, str]) -> str:
    values = {"shelf": book["shelf"]} if book["shelf"] else {}
    opened_at = book["opened_at"]
    new = library.content(
        connection, "book", title=book["title"], values=values, opened_at=opened_at
    )
    records.insert(connection, new, {}, library.keys_of(values))
    return new.id


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def shelves(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A database in which alice may open books, the same for every example."""
    if request.param == "postgresql":
        engine = request.getfixturevalue("postgresql_server")
        databases.empty(engine)
    else:
        engine = session.open_engine(tmp_path_factory.mktemp("paging") / "a.db")
        databases.migrate.upgrade(engine)
    with session.writing(engine) as connection:
        library.publish(connection)
        library.add(connection, "alice")
    yield engine
    databases.empty(engine) if request.param == "postgresql" else engine.dispose()


def _pages(connection: Connection, wanted: dict[str, Any], meanwhile: list[Any]) -> list[str]:
    """The ids on all pages; between two pages another book is opened."""
    found: list[str] = []
    cursor = None
    while True:
        page = records.search(connection, Search(**wanted, cursor=cursor), "alice", library.NOW, ())
        found += [row.id for row in page.items]
        if page.next is None:
            return found
        assert len(page.items) == wanted["limit"]
        if meanwhile:
            _open(connection, meanwhile.pop())
        cursor = page.next


class _Undone(Exception):
    pass


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    before=st.lists(books, max_size=9),
    meanwhile=st.lists(books, max_size=9),
    sort=st.sampled_from(SORTS),
    descending=st.booleans(),
    limit=st.integers(1, 4),
)
def test_pages_neither_skip_nor_repeat(
    shelves: Engine,
    before: list[dict[str, str]],
    meanwhile: list[dict[str, str]],
    sort: str,
    descending: bool,
    limit: int,
) -> None:
    wanted = {
        "workflow": "book",
        "sort": sort,
        "field": sort == "shelf",
        "descending": descending,
        "limit": limit,
    }
    try:
        with session.writing(shelves) as connection:
            opened = [_open(connection, book) for book in before]
            whole = _pages(connection, {**wanted, "limit": 100}, [])
            assert sorted(whole) == sorted(opened)
            found = _pages(connection, wanted, list(meanwhile))
            assert len(found) == len(set(found))
            assert [one for one in found if one in set(opened)] == whole
            raise _Undone
    except _Undone:
        pass
