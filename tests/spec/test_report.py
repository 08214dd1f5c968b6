"""A report names each finding once, in order, and can be printed anywhere."""

from __future__ import annotations

from govern.spec.codes import Code
from govern.spec.diagnostics import Position, render
from govern.spec.report import MOST_PER_FILE, Report, listed, shown
from tests.spec.marking import guard, loan, read


def at(line: int, column: int = 1, file: str = "loan.yaml") -> Position:
    """A place."""
    return Position(file, line, column)


def test_a_finding_is_told_once() -> None:
    report = Report()
    for _ in range(3):
        report.add(at(1), Code.TWICE, "Again.")
    report.add(at(1), Code.TOO_LONG, "Long.")
    assert [one.code for one in report.findings()] == ["too-long", "twice"]


def test_findings_are_in_order_of_their_places() -> None:
    report = Report()
    for place in (at(2), at(1, 5), at(1, 2), at(9, file="book.yaml")):
        report.add(place, Code.TWICE, "Again.")
    assert [one.at for one in report.findings()] == [
        at(9, file="book.yaml"),
        at(1, 2),
        at(1, 5),
        at(2),
    ]


def test_there_is_an_end_to_findings_and_no_hint_is_looked_up_behind_it() -> None:
    report = Report()
    looked = []
    for line in range(1, 500):
        report.add(at(line), Code.TWICE, "Again.", lambda: looked.append(1) or "")  # type: ignore[func-returns-value]
    assert len(report.findings()) == MOST_PER_FILE + 1
    assert report.findings()[-1].code == "more-findings"
    assert len(looked) == MOST_PER_FILE
    assert report.is_full("loan.yaml")
    assert not report.has("book.yaml")


def test_codes_are_plain_texts() -> None:
    report = Report()
    report.unknown(at(1), Code.UNKNOWN_ROLE, "role", "redaer", ["reader", "librarian"])
    finding = report.findings()[0]
    assert type(finding.code) is str
    assert (finding.message, finding.hint) == (
        "There is no role `redaer`.",
        "did you mean `reader`?",
    )


def test_what_people_wrote_is_shown_short_and_printable() -> None:
    assert shown("a\x1b[31mb\u202ec") == "`a\ufffd[31mb\ufffdc`"
    assert len(shown("x" * 10_000)) == 62
    assert listed(["a", "b", "c"]) == "`a`, `b` or `c`"
    assert listed(["a"]) == "`a`"
    assert listed([]) == ""


def test_the_caret_stands_under_the_word() -> None:
    text = loan(moves="  x: {from: opne, to: stay, by: reader}\n")
    printed = render(read(text).findings, {"loan.yaml": text}).split("\n")
    assert printed == [
        "loan.yaml:9:13: unknown-state: There is no state `opne` in `loan`.",
        "      x: {from: opne, to: stay, by: reader}",
        "                ^",
        "    hint: did you mean `open`?",
    ]


def test_the_caret_stands_under_the_word_of_a_folded_expression() -> None:
    text = guard("{check: 'fee > 1\n      && fees > 2'}")
    printed = render(read(text).findings, {"loan.yaml": text}).split("\n")
    assert printed[:3] == [
        "loan.yaml:10:10: unknown-name: There is no name `fees` here.",
        "          && fees > 2'}]}",
        "             ^",
    ]


def test_a_finding_is_data() -> None:
    finding = read(loan(top="sumary: x\n")).findings[0]
    assert finding.as_dict() == {
        "file": "loan.yaml",
        "line": 4,
        "column": 1,
        "code": "unknown-key",
        "message": "`sumary` is no word of a workflow.",
        "hint": "did you mean `summary`?",
    }
