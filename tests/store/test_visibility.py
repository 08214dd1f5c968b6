"""Who sees a record, and which roles hold on it: by grant, by lineage, by taking part, by time."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from govern.store import grants, people, records, session
from govern.store.session import Connection, Engine
from tests.store import library
from tests.store.library import BEFORE, LATER, NOW


@dataclass
class House:
    """A top record, one within it, one within that, and one beside."""

    engine: Engine
    top: str
    middle: str
    low: str
    beside: str


@pytest.fixture
def house(database: Engine) -> House:
    with session.writing(database) as connection:
        library.publish(connection)
        library.add(connection, "alice", "bob", "carol", "mallory")
        top = library.open_record(connection, "book").id
        middle = library.open_record(connection, "loan", top).id
        low = library.open_record(connection, "book", middle).id
        beside = library.open_record(connection, "book").id
    return House(database, top, middle, low, beside)


def _seen(house: House, person: str, now: str = NOW, reading: tuple[str, ...] = ()) -> str:
    """One letter for each record the person sees, by `visible` and by `search` alike."""
    places = {"t": house.top, "m": house.middle, "l": house.low, "b": house.beside}
    with session.reading(house.engine) as connection:
        page = records.search(connection, records.Search(), person, now, reading)
        found = {row.id for row in page.items}
        for place in places.values():
            seen = records.visible(connection, place, person, now, reading)
            assert seen == (place in found)
    return "".join(letter for letter, place in places.items() if place in found)


def _grant(house: House, person: str, role: str, record: str | None = None, **columns: object):
    with session.writing(house.engine) as connection:
        return library.grant(connection, person, role, record, **columns)


def test_who_has_nothing_to_do_with_it_sees_nothing(house: House) -> None:
    assert _seen(house, "mallory") == ""


def test_a_grant_shows_the_record_and_what_is_within_it(house: House) -> None:
    _grant(house, "bob", "librarian", house.middle)
    assert _seen(house, "bob") == "ml"


def test_the_requester_sees_what_is_within_too(house: House) -> None:
    assert _seen(house, "alice") == "tmlb"


def test_a_person_named_in_a_field_sees_the_record(house: House) -> None:
    with session.writing(house.engine) as connection:
        library.edit(connection, house.low, values={"reader": "carol"})
    assert _seen(house, "carol") == "l"
    with session.writing(house.engine) as connection:
        library.edit(connection, house.low, values={})
    assert _seen(house, "carol") == ""


def test_a_grant_everywhere_shows_everything_only_in_a_reading_role(house: House) -> None:
    _grant(house, "bob", "auditor")
    assert _seen(house, "bob") == ""
    assert _seen(house, "bob", reading=("auditor", "other")) == "tmlb"
    assert _seen(house, "bob", reading=("other",)) == ""


def test_a_reading_role_on_a_record_shows_no_more_than_that(house: House) -> None:
    _grant(house, "bob", "auditor", house.beside)
    assert _seen(house, "bob", reading=("auditor",)) == "b"


@pytest.mark.parametrize(
    ("columns", "seen"),
    [
        ({"valid_from": LATER}, ""),
        ({"valid_from": NOW}, "ml"),
        ({"valid_until": NOW}, ""),
        ({"valid_until": LATER}, "ml"),
        ({"revoked_at": BEFORE, "revoked_by": "alice"}, ""),
    ],
    ids=["not begun", "begins now", "ends now", "ends later", "revoked"],
)
def test_a_grant_holds_from_its_beginning_until_before_its_end(
    house: House, columns: dict[str, str], seen: str
) -> None:
    _grant(house, "bob", "librarian", house.middle, **columns)
    assert _seen(house, "bob") == seen
    with session.reading(house.engine) as connection:
        roles = grants.roles_of(connection, "bob", house.middle, NOW)
    assert roles == ({"librarian"} if seen else set())


def _roles(connection: Connection, person: str, *places: str | None) -> list[list[str]]:
    return [sorted(grants.roles_of(connection, person, place, NOW)) for place in places]


def test_roles_hold_below_their_record_and_everywhere_without_one(house: House) -> None:
    _grant(house, "bob", "librarian", house.middle)
    _grant(house, "bob", "reader")
    with session.reading(house.engine) as connection:
        assert _roles(connection, "bob", house.top, house.middle, house.low, None) == [
            ["reader"],
            ["librarian", "reader"],
            ["librarian", "reader"],
            ["reader"],
        ]


def test_who_is_no_longer_active_holds_nothing(house: House) -> None:
    _grant(house, "bob", "librarian", house.top)
    with session.writing(house.engine) as connection:
        library.change(connection, "bob", active=False)
        assert _roles(connection, "bob", house.top) == [[]]
        assert grants.holders(connection, house.top, NOW) == {}
        assert people.active(connection, ["alice", "bob", "nobody"]) == {"alice"}


def test_holders_are_named_once_each_in_order(house: House) -> None:
    for person, role, place in (
        ("carol", "librarian", house.top),
        ("bob", "librarian", None),
        ("bob", "librarian", house.middle),
        ("alice", "reader", house.beside),
        ("carol", "reader", house.low),
    ):
        _grant(house, person, role, place)
    with session.reading(house.engine) as connection:
        assert grants.holders(connection, house.middle, NOW) == {"librarian": ("bob", "carol")}
        assert grants.holders(connection, house.low, NOW)["reader"] == ("carol",)
        assert grants.holders(connection, None, NOW) == {"librarian": ("bob",)}


def test_a_grant_is_revoked_once(house: House) -> None:
    grant = _grant(house, "bob", "librarian", house.middle)
    with session.writing(house.engine) as connection:
        assert grants.revoke(connection, grant, at=NOW, by="alice")
        assert not grants.revoke(connection, grant, at=LATER, by="mallory")
        found = grants.find(connection, grant, lock=True)
        assert found is not None
        assert (found.revoked_at, found.revoked_by) == (NOW, "alice")
        assert grants.on_record(connection, house.middle) == [found]
        assert grants.of_person(connection, "bob") == [found]
