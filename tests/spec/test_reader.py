"""A pack is read as a whole: all findings of all files, one digest for what is said."""

from __future__ import annotations

import json

import pytest

from govern.errors import DefinitionRefused, NotFound
from govern.spec.reader import catalog_of, read_sources
from tests.spec.marking import BOOK, ROLES, act, built, effect, guard, loan, read, whole

NOTE = """\
workflow: note
title: Note
states: {open: }
transitions: {write: {to: open, by: [anyone]}}
"""


def test_a_sound_pack_is_a_catalog() -> None:
    catalog = catalog_of(read(loan()))
    assert sorted(catalog.workflows) == ["book", "loan"]
    assert sorted(catalog.roles.roles) == ["auditor", "librarian", "reader"]
    assert catalog.sources == whole(loan())


def test_there_is_no_catalog_where_anything_was_found() -> None:
    reading = read(loan(top="sumary: x\n"))
    assert reading.catalog is None
    with pytest.raises(DefinitionRefused) as refused:
        catalog_of(reading)
    assert refused.value.findings == reading.findings


def test_a_type_that_is_not_there_is_not_found() -> None:
    with pytest.raises(NotFound):
        catalog_of(read(loan())).workflow("desk")


def test_types_are_found_by_what_they_lie_within() -> None:
    catalog = catalog_of(read(loan()))
    assert [one.name for one in catalog.within("book")] == ["book", "loan"]
    assert catalog.within("loan") == ()


def test_a_pack_without_workflows_is_told() -> None:
    assert [one.code for one in read_sources({}).findings] == ["no-workflows"]
    assert [one.code for one in read_sources({"roles.yaml": ROLES}).findings] == ["no-workflows"]


def test_a_pack_without_roles_may_do_without_the_file() -> None:
    catalog = catalog_of(read_sources({"note.yaml": NOTE}))
    assert dict(catalog.roles.roles) == {}


def test_a_role_without_any_roles_file_says_so() -> None:
    finding = read_sources({"note.yaml": NOTE.replace("anyone", "reader")}).findings[0]
    assert (finding.code, finding.hint) == (
        "unknown-who",
        "the pack has no roles.yaml: declare the roles there",
    )


def test_findings_of_all_files_come_together_in_order() -> None:
    files = {
        "loan.yaml": loan(moves="  x: {from: opne, to: stay, by: reader}\n"),
        "book.yaml": BOOK.replace("title: Book", "titel: Book"),
        "roles.yaml": ROLES + "  x: {}\n",
        "desk.yaml": "workflow: [",
    }
    findings = read(files).findings
    assert [(one.at.file, one.code) for one in findings] == [
        ("book.yaml", "missing-key"),
        ("book.yaml", "unknown-key"),
        ("desk.yaml", "not-yaml"),
        ("loan.yaml", "unknown-state"),
        ("roles.yaml", "missing-key"),
    ]


BROKEN = [
    *("workflow: [", "", "- a\n", "workflow: book\n", "workflow: book\nfields: [price]\n"),
    BOOK.replace("fields:", "filds:"),
    BOOK.replace("price:", "Price:"),
    BOOK.replace("states: {here", "states: {Here").replace("to: here", "to: Here"),
]


@pytest.mark.parametrize("book", BROKEN)
def test_names_of_a_broken_file_are_not_missed_elsewhere(book: str) -> None:
    text = act(
        "to: stay, not_by: parent.owner, guards: [{check: parent.price == null}, "
        "{parent: {all_in: here}}, {linked: {field: book, where: price == null}}], "
        "then: [{fire: {parent: true, transition: sell}}]"
    )
    findings = read({"book.yaml": book, "loan.yaml": text}).findings
    assert findings
    assert {one.at.file for one in findings} == {"book.yaml"}


def test_names_of_broken_roles_are_not_missed_elsewhere() -> None:
    files = {"loan.yaml": loan(), "roles.yaml": "rolls: {reader: {title: Reader}}\n"}
    assert {one.at.file for one in read(files).findings} == {"roles.yaml"}


def test_a_broken_field_state_or_move_is_told_once() -> None:
    text = loan(
        fields="x: {kind: nmber}",
        states="late: {edit: reader, final: perhaps}",
        moves="  y: {from: open, to: late, by: reader, require: x, guards: [{check: x > 1}, "
        "{check: {}}]}\n  z: {from: late, too: open, by: reader}\n"
        "  w: {from: late, to: open, by: [{last: z}, {fired: y}]}\n",
    )
    assert [(one.at.line, one.code) for one in read(text).findings] == [
        (4, "unknown-word"),
        (5, "wrong-shape"),
        (9, "wrong-shape"),
        (10, "missing-key"),
        (10, "unknown-key"),
    ]


def test_a_hint_names_the_nearest_word() -> None:
    for text, hint in [
        (loan(top="sumary: x\n"), "did you mean `summary`?"),
        (loan(moves="  x: {from: opne, to: stay, by: reader}\n"), "did you mean `open`?"),
        (loan(moves="  x: {from: open, to: stay, by: redaer}\n"), "did you mean `reader`?"),
        (guard("{check: fees > 1}"), "did you mean `fee`?"),
        (effect("{set: {oner: null}}"), "did you mean `owner`?"),
        (effect("{print: bill}"), ""),
    ]:
        assert read(text).findings[0].hint == hint


LOOKS = [
    lambda text: f"# a comment\n{text}",
    lambda text: text.replace("\n", "\r\n"),
    lambda text: text.replace("title: Loan", "title:    'Loan'   # as it is called"),
    lambda text: text.replace("title: Loan", 'title: "\\u004coan"'),
    lambda text: text.replace("workflow: loan\ntitle: Loan\n", "title: Loan\nworkflow: loan\n"),
    lambda text: text.replace(
        "  close: {from: open, to: closed, by: [librarian]}\n",
        "  close:\n    from: open\n    to: closed\n    by:\n    - librarian\n",
    ),
]


@pytest.mark.parametrize("look", LOOKS)
def test_layout_and_comments_do_not_count_in_the_digest(look: object) -> None:
    assert callable(look)
    changed = look(loan())
    assert changed != loan()
    assert built(changed).digest == built(loan()).digest
    assert catalog_of(read(changed)).digest == catalog_of(read(loan())).digest


def test_what_is_said_counts_in_the_digest() -> None:
    other = built(loan(fields="x: {kind: text}"))
    assert other.digest != built(loan()).digest
    assert len({len(one.digest) for one in (other, built(loan()))} | {64}) == 1


def test_the_roles_count_in_the_digest_of_the_pack() -> None:
    changed = {"loan.yaml": loan(), "roles.yaml": ROLES.replace("Reader", "Borrower")}
    first, second = catalog_of(read(loan())), catalog_of(read(changed))
    assert first.digest != second.digest
    assert first.roles.digest != second.roles.digest
    assert first.workflow("loan") == second.workflow("loan")


def test_json_and_yaml_of_the_same_data_have_one_digest() -> None:
    same = {
        "title": "Note",
        "workflow": "note",
        "states": {"open": None},
        "transitions": {"write": {"to": "open", "by": ["anyone"]}},
    }
    texts = (json.dumps(same), NOTE)
    digests = {catalog_of(read_sources({"note.yaml": text})).digest for text in texts}
    assert len(digests) == 1


def test_a_pack_that_was_read_can_be_read_again_from_its_sources() -> None:
    catalog = catalog_of(read(loan()))
    assert catalog_of(read_sources(catalog.sources)) == catalog


def test_files_are_told_apart_from_their_names() -> None:
    reading = read_sources(whole(loan()) | {"scenarios/x.yaml": loan()})
    assert [(one.at.file, one.code) for one in reading.findings] == [
        ("scenarios/x.yaml", "file-name")
    ]
