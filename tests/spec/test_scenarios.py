"""Scenario files: read strictly, every step with its place."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from govern.spec.diagnostics import Position
from govern.spec.reader import catalog_of, read_directory
from govern.spec.scenarios import (
    STARTS,
    Scenario,
    Step,
    StepKind,
    read_scenario_sources,
    read_scenarios,
)

LIBRARY = Path(__file__).parents[1] / "samples" / "library"
HEAD = "scenario: A loan\npeople: {alice: [librarian], bob: []}\nsteps:\n"
OPEN = "  - {by: alice, open: shelf, as: SHELF}\n"


def found(steps: str, head: str = HEAD, *, known: bool = True) -> list[tuple[str, bool]]:
    """Code of each finding, and whether it is at the sign §."""
    before, mark, _ = (head + steps).partition("§")
    place = Position("x.yaml", before.count("\n") + 1, len(before) - before.rfind("\n"))
    catalog = catalog_of(read_directory(LIBRARY)) if known else None
    read = read_scenario_sources({"x.yaml": (head + steps).replace("§", "")}, catalog)
    return [(one.code, bool(mark) and one.at == place) for one in read.findings]


def played(steps: str, head: str = HEAD) -> Scenario:
    """The scenario of a text without findings."""
    read = read_scenario_sources({"x.yaml": head + steps})
    assert read.findings == ()
    return read.scenarios[0]


def step(text: str) -> Step:
    """A single step after a shelf was opened."""
    return played(f"{OPEN}  - {text}\n").steps[1]


def test_the_scenarios_of_a_pack_are_read_beside_it() -> None:
    read = read_scenarios(LIBRARY / "scenarios", catalog_of(read_directory(LIBRARY)))
    assert read.findings == ()
    assert [(one.file, len(one.steps)) for one in read.scenarios] == [
        ("scenarios/counting.yaml", 4),
        ("scenarios/lending.yaml", 10),
    ]
    assert list(read.sources) == [one.file for one in read.scenarios]


def test_a_pack_without_scenarios_has_none() -> None:
    assert read_scenarios(LIBRARY / "nothing") == ((), (), {})


def test_a_scenario_has_a_title_people_and_a_beginning() -> None:
    people = "{bob: {full_name: Bob Brown, email: bob@example.org, roles: reader}, alice: []}"
    head = f"scenario: A loan\nstarts: 2026-03-02 09:30\npeople: {people}\nsteps:\n"
    one = played(OPEN, head)
    assert (one.title, one.at, one.starts) == (
        "A loan",
        Position("x.yaml", 1, 11),
        datetime(2026, 3, 2, 9, 30, tzinfo=UTC),
    )
    bob = one.people["bob"]
    assert (bob.full_name, bob.email, bob.roles) == ("Bob Brown", "bob@example.org", ("reader",))
    assert (one.people["alice"].full_name, one.people["alice"].roles) == ("Alice", ())


@pytest.mark.parametrize(
    ("starts", "moment"),
    [("", STARTS), ("starts: 2026-03-02\n", datetime(2026, 3, 2, tzinfo=UTC)),
     ("starts: 2026-03-02T09:00:30Z\n", datetime(2026, 3, 2, 9, 0, 30, tzinfo=UTC))],
)  # fmt: skip
def test_a_scenario_starts_when_it_says(starts: str, moment: datetime) -> None:
    assert played(OPEN, starts + HEAD).starts == moment


def test_steps_know_where_they_stand() -> None:
    steps = played(f"{OPEN}  - by: bob\n    edit: SHELF\n    fields: {{}}\n").steps
    assert [one.at for one in steps] == [Position("x.yaml", 4, 5), Position("x.yaml", 5, 5)]


def test_an_act_says_what_is_expected_of_it() -> None:
    one = step(
        "{by: bob, fire: lend, on: SHELF, fields: {price: 2.5}, input: {reader: bob}, "
        "comment: Why., at: 2026-02-01 10:00, refused: [wrong_state, locked], state: in_use, "
        "documents: []}"
    )
    assert (one.kind, one.by, one.name, one.record) == (StepKind.FIRE, "bob", "lend", "SHELF")
    assert (one.fields, one.inputs, one.comment) == ({"price": 2.5}, {"reader": "bob"}, "Why.")
    assert (one.moment, one.state) == (datetime(2026, 2, 1, 10, tzinfo=UTC), "in_use")
    assert (one.refused, one.documents) == (("wrong_state", "locked"), ())


def test_opening_names_the_record_and_its_place() -> None:
    one = step("{by: bob, open: book, as: BOOK, via: buy, within: SHELF, refused: no_place}")
    assert (one.kind, one.name, one.record) == (StepKind.OPEN, "book", "BOOK")
    assert (one.via, one.within, one.refused) == ("buy", "SHELF", ("no_place",))
    assert one.documents is None


def test_roles_are_granted_and_revoked_and_time_passes() -> None:
    given = step("{grant: librarian, to: bob, on: SHELF}")
    taken = step("{revoke: librarian, from: bob}")
    assert (given.kind, given.name, given.person, given.record) == (
        StepKind.GRANT,
        "librarian",
        "bob",
        "SHELF",
    )
    assert (taken.kind, taken.name, taken.person, taken.record) == (
        StepKind.REVOKE,
        "librarian",
        "bob",
        "",
    )
    assert step("{wait: 3 days}").wait == timedelta(days=3)
    assert step("{wait: 1 hour}").wait == timedelta(hours=1)


def test_an_expectation_looks_at_fields_and_moves() -> None:
    one = step(
        "{expect: SHELF, by: bob, fields: {name: null}, allowed: [clear], "
        "blocked: {set_up: [wrong_state], x: []}}"
    )
    assert (one.record, one.fields) == ("SHELF", {"name": None})
    assert one.allowed == ("clear",)
    assert dict(one.blocked) == {"set_up": ("wrong_state",), "x": ()}


REFUSED = OPEN.replace("}", ", refused: locked}")
LATER = OPEN + "  - {wait: 3 weeks}\n"
WRONG = [
    ("unknown-person", "  - {by: §mallory, open: shelf, as: SHELF}\n"),
    ("unknown-person", OPEN + "  - {grant: librarian, to: §mallory}\n"),
    ("unknown-record", "  - {by: bob, edit: §SHELF, fields: {}}\n"),
    ("unknown-record", OPEN + "  - {by: bob, open: book, as: BOOK, within: §SHELV}\n"),
    ("unknown-record", REFUSED + "  - {by: bob, fire: clear, on: §SHELF}\n"),
    ("unknown-workflow", "  - {by: bob, open: §shelv, as: A}\n"),
    ("unknown-transition", OPEN + "  - {by: bob, fire: §cler, on: SHELF}\n"),
    ("unknown-transition", "  - {by: bob, open: shelf, via: §clear}\n"),
    ("unknown-transition", OPEN + "  - {expect: SHELF, allowed: [§cler]}\n"),
    ("unknown-transition", OPEN + "  - {expect: SHELF, blocked: {§cler: [x]}}\n"),
    ("unknown-state", OPEN + "  - {expect: SHELF, state: §in_us}\n"),
    ("unknown-field", OPEN + "  - {by: bob, edit: SHELF, fields: {§nam: x}}\n"),
    ("unknown-document", OPEN + "  - {expect: SHELF, documents: [§card]}\n"),
    ("unknown-role", OPEN + "  - {grant: §libarian, to: bob}\n"),
    ("twice", OPEN + "  - {by: alice, open: shelf, as: §SHELF}\n"),
    ("bad-moment", OPEN + "  - {by: bob, edit: SHELF, fields: {}, at: §2026-02-30}\n"),
    ("bad-moment", LATER + "  - §{by: bob, edit: SHELF, fields: {}, at: 2026-01-06}\n"),
    ("bad-moment", "  - §{wait: 520000 weeks}\n"),
    ("choose-one", "  - §{by: bob}\n"),
    ("choose-one", OPEN + "  - §{by: bob, edit: SHELF, fire: clear, on: SHELF}\n"),
    ("missing-key", "  - §{open: shelf}\n"),
    ("unknown-key", OPEN + "  - {by: bob, edit: SHELF, fields: {}, §on: SHELF}\n"),
    ("wrong-shape", "  - {wait: §3 months}\n"),
    ("wrong-shape", "  - {by: bob, open: shelf, as: §my shelf}\n"),
    ("wrong-shape", OPEN + '  - {by: bob, edit: SHELF, fields: {name: §"= now"}}\n'),
]


@pytest.mark.parametrize(("code", "steps"), WRONG)
def test_what_means_nothing_is_found_where_it_stands(code: str, steps: str) -> None:
    assert found(steps) == [(code, True)]


def test_names_of_workflows_are_not_looked_up_without_a_catalog() -> None:
    steps = "  - {by: bob, open: anything, as: A}\n  - {by: bob, fire: any_move, on: A}\n"
    assert found(steps, known=False) == []


def test_a_record_an_effect_opened_is_called_by_its_number() -> None:
    assert found("  - {expect: LN-001, state: running}\n") == []
    assert found("  - {expect: LN-001, state: §on_shelf}\n") == [("unknown-state", True)]


def test_the_roles_of_people_must_exist() -> None:
    head = "scenario: x\npeople: {alice: [§libarian]}\nsteps:\n"
    assert found(OPEN, head) == [("unknown-role", True)]


def test_what_could_come_next_is_checked_but_is_no_step() -> None:
    following = "next:\n  - {by: bob, fire: clear, on: SHELF}\n"
    assert [one.name for one in played(OPEN + following).next] == ["clear"]
    assert found(OPEN + following.replace("clear", "§cler")) == [("unknown-transition", True)]
