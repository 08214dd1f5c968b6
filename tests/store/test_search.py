"""Records are found by type, place, state, text and field, and sorted alike on both databases."""

from __future__ import annotations

from typing import Any

import pytest

from govern.errors import Unreadable
from govern.store import records, session
from govern.store.records import Comparison, Condition, Search
from govern.store.session import Engine
from tests.store import library

TITLES = ["Straße", "STRASSE 2", "ärger", "Zebra", "50% off", "50 off", "a_b", "axb", "c\\d", "ﬁne"]


@pytest.fixture
def shelves(database: Engine) -> Engine:
    """Ten books of alice's, one for each title, on shelves of their own, five of them lent."""
    with session.writing(database) as connection:
        library.publish(connection)
        library.add(connection, "alice", "bob")
        for place, title in enumerate(TITLES):
            library.open_record(
                connection,
                "book",
                title=title,
                state="lent" if place % 2 else "draft",
                values={"shelf": f"{place % 4}"} if place else {},
                opened_at=f"2026-03-{31 - place}T00:00:00.000000Z",
                changed_at="2026-04-01T00:00:00.000000Z",
            )
    return database


def _found(engine: Engine, **wanted: Any) -> list[str]:
    with session.reading(engine) as connection:
        page = records.search(connection, Search(**wanted), "alice", library.NOW)
    return [row.title for row in page.items]


@pytest.mark.parametrize(
    ("q", "titles"),
    [
        ("strasse", {"Straße", "STRASSE 2"}),
        ("STRAßE", {"Straße", "STRASSE 2"}),
        ("ÄRGER", {"ärger"}),
        ("%", {"50% off"}),
        ("_", {"a_b"}),
        ("\\", {"c\\d"}),
        ("fine", {"ﬁne"}),
        ("  50   off ", {"50 off"}),
        ("book-0004", {"Zebra"}),
        ("BOOK-00", set(TITLES)),
        ("' OR 1=1 --", set()),
        ("", set(TITLES)),
    ],
)
def test_text_is_found_whatever_the_case_and_the_form(
    shelves: Engine, q: str, titles: set[str]
) -> None:
    assert set(_found(shelves, q=q)) == titles


def test_a_search_keeps_to_type_state_and_place(shelves: Engine) -> None:
    with session.writing(shelves) as connection:
        book = records.find(connection, "BOOK-0001")
        assert book is not None
        loan = library.open_record(connection, "loan", book.id, title="Loan")
        library.open_record(connection, "book", loan.id, title="Deep")
    assert _found(shelves, workflow="loan") == ["Loan"]
    assert set(_found(shelves, workflow="book", states=("lent",))) == set(TITLES[1::2])
    assert _found(shelves, within=book.id, sort="title") == ["Deep", "Loan"]
    assert _found(shelves, within=book.id, workflow="book") == ["Deep"]
    assert _found(shelves, states=("lent", "draft"), workflow="loan") == ["Loan"]


@pytest.mark.parametrize(
    ("where", "places"),
    [
        ([("eq", "2")], {2, 6}),
        ([("lt", "1")], {4, 8}),
        ([("gt", "1")], {2, 3, 6, 7}),
        ([("gt", "0"), ("lt", "2")], {1, 5, 9}),
        ([("eq", "9")], set()),
    ],
)
def test_records_are_found_by_indexed_fields(
    shelves: Engine, where: list[tuple[str, str]], places: set[int]
) -> None:
    asked = tuple(Condition("shelf", Comparison(how), key) for how, key in where)
    assert set(_found(shelves, workflow="book", where=asked)) == {TITLES[n] for n in places}


def test_titles_sort_without_regard_to_case(shelves: Engine) -> None:
    assert _found(shelves, sort="title") == [
        "50 off",
        "50% off",
        "a_b",
        "axb",
        "c\\d",
        "ﬁne",
        "Straße",
        "STRASSE 2",
        "Zebra",
        "ärger",
    ]


def test_records_sort_by_time_and_by_number(shelves: Engine) -> None:
    assert _found(shelves, sort="opened_at") == TITLES[::-1]
    assert _found(shelves, sort="number") == TITLES
    assert _found(shelves, sort="number", descending=True) == TITLES[::-1]
    assert _found(shelves, sort="changed_at") == TITLES


def test_numbers_sort_as_they_are_counted(shelves: Engine) -> None:
    with session.writing(shelves) as connection:
        for number in ("X-9", "X-10", "X-2"):
            new = library.content(connection, "loan", number=number, title=number)
            records.insert(connection, new, {}, {})
    assert _found(shelves, workflow="loan", sort="number") == ["X-2", "X-9", "X-10"]


def test_records_sort_by_an_indexed_field_the_empty_ones_first(shelves: Engine) -> None:
    asked: dict[str, Any] = {"workflow": "book", "sort": "shelf", "field": True}
    by_shelf = [0, 4, 8, 1, 5, 9, 2, 6, 3, 7]
    assert _found(shelves, **asked) == [TITLES[n] for n in by_shelf]
    assert _found(shelves, **asked, descending=True) == [TITLES[n] for n in by_shelf[::-1]]


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ({"sort": "nothing"}, "bad_sort"),
        ({"sort": "values"}, "bad_sort"),
        ({"sort": "shelf", "field": True}, "type_required"),
        ({"where": (Condition("shelf", Comparison.EQ, "1"),)}, "type_required"),
        ({"workflow": "b", "where": (Condition("s", Comparison.EQ, "1"),) * 11}, "bad_query"),
        ({"q": "x" * 201}, "bad_query"),
        ({"q": "a\0"}, "bad_query"),
        ({"q": "\ud800"}, "bad_query"),
        ({"workflow": "\0"}, "bad_query"),
        ({"states": ("\0",)}, "bad_query"),
        ({"cursor": ""}, "bad_cursor"),
        ({"cursor": "€"}, "bad_cursor"),
        ({"cursor": "AAAA"}, "bad_cursor"),
        ({"cursor": "x" * 5000}, "bad_cursor"),
    ],
    ids=repr,
)
def test_what_cannot_be_asked_is_refused_alike(
    shelves: Engine, wanted: dict[str, Any], code: str
) -> None:
    with pytest.raises(Unreadable) as refused:
        _found(shelves, **wanted)
    assert refused.value.code == code


def test_a_cursor_goes_on_only_in_its_own_order(shelves: Engine) -> None:
    with session.reading(shelves) as connection:
        page = records.search(connection, Search(limit=3), "alice", library.NOW)
    assert page.next is not None
    assert len(_found(shelves, cursor=page.next)) == 7
    with pytest.raises(Unreadable):
        _found(shelves, cursor=page.next, sort="title")
    with pytest.raises(Unreadable):
        _found(shelves, cursor=page.next, descending=True)


def test_each_shape_of_question_is_built_once(shelves: Engine) -> None:
    from govern.store.records.search import _statement

    _found(shelves, q="a", workflow="book")
    built = _statement.cache_info().misses
    _found(shelves, q="other", workflow="loan")
    assert _statement.cache_info().misses == built
