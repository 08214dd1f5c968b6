"""An expression that YAML would cut or misread is told as such, with the line as it should be."""

from __future__ import annotations

import pytest

from govern.spec.nodes import plain, read_nodes
from govern.spec.quoting import mended, quote
from govern.spec.report import Report
from govern.spec.sources import Source
from tests.spec.marking import found, guard, loan, read, unmarked

# Each is the expression as somebody writes it, then the corrected one; § is where it begins.
BLOCK = [
    ("!closed", '"!closed"'),
    ("!has(fee) && fee > 1", '"!has(fee) && fee > 1"'),
    ('"x" == state', "'\"x\" == state'"),
    ("'x' == state", "\"'x' == state\""),
    ("fee > 1 ? true : false", '"fee > 1 ? true : false"'),
    ("[1, 2].exists(x, x == fee)", '"[1, 2].exists(x, x == fee)"'),
    ("{1: 2}.size() > 0", '"{1: 2}.size() > 0"'),
    ("&fee > 1", '"&fee > 1"'),
    ("*fee > 1", '"*fee > 1"'),
    ("%fee > 1", '"%fee > 1"'),
    ("@fee > 1", '"@fee > 1"'),
    ("`fee` > 1", '"`fee` > 1"'),
    ("> 5", '"> 5"'),
    ("| 5", '"| 5"'),
    ("- 5 < fee", '"- 5 < fee"'),
    ('state == "a: b"', "'state == \"a: b\"'"),
    ('state == "a # b"', "'state == \"a # b\"'"),
    ("state == 'it''s # b'", "\"state == 'it''s # b'\""),
]
FLOW = [
    ("has(fee, book)", '"has(fee, book)"'),
    ('state in ["open"]', "'state in [\"open\"]'"),
    ("!closed", '"!closed"'),
    ("fee > 1 ? 2 : 3", '"fee > 1 ? 2 : 3"'),
    ("[1].size() > fee", '"[1].size() > fee"'),
]


def guards(expression: str, *, flow: bool) -> str:
    """A loan with this expression as a check, in braces or on a line of its own."""
    if flow:
        return guard(f"{{check: §{expression}, else: No.}}")
    move = "  act:\n    from: open\n    to: stay\n    by: [reader]\n    guards:\n"
    return loan(moves=f"{move}      - check: §{expression}\n        else: No.\n")


@pytest.mark.parametrize(("expression", "corrected"), BLOCK)
def test_on_a_line_of_its_own_it_needs_quotes(expression: str, corrected: str) -> None:
    findings, places = found(guards(expression, flow=False))
    assert findings[0] == (places[0], "expression-needs-quotes")
    assert _hint(guards(expression, flow=False)) == f"write: - check: {corrected}"


@pytest.mark.parametrize(("expression", "corrected"), FLOW)
def test_in_braces_it_needs_quotes(expression: str, corrected: str) -> None:
    findings, places = found(guards(expression, flow=True))
    assert findings[0] == (places[0], "expression-needs-quotes")
    assert f"{{check: {corrected}, else: No.}}" in _hint(guards(expression, flow=True))


def _hint(text: str) -> str:
    return read(text.replace("§", "")).findings[0].hint


@pytest.mark.parametrize(
    ("expression", "flow"), [(e, False) for e, _ in BLOCK] + [(e, True) for e, _ in FLOW]
)
def test_the_corrected_line_reads_as_the_expression_that_was_meant(
    expression: str, flow: bool
) -> None:
    text = unmarked(guards(expression, flow=flow))[0]["loan.yaml"]
    line = next(n for n, one in enumerate(text.split("\n"), 1) if "check: " in one)
    corrected = mended(Source("loan.yaml", text), line)
    assert corrected is not None
    lines = [*text.split("\n")[: line - 1], corrected[1], *text.split("\n")[line:]]
    root = read_nodes(Source("loan.yaml", "\n".join(lines)), Report())
    assert root is not None
    assert expression in str(_checks(plain(root)))


def _checks(data: object) -> list[object]:
    """Every value under a key `check`, wherever it stands, but transitions called so."""
    if isinstance(data, dict):
        own = [value for key, value in data.items() if key == "check" and isinstance(value, str)]
        return own + [one for value in data.values() for one in _checks(value)]
    return [one for item in data for one in _checks(item)] if isinstance(data, list) else []


@pytest.mark.parametrize(
    "line",
    [
        "- check: fee > 1",
        "- check: fee > 1 # a comment",
        '- check: "!closed"',
        '- check: \'state in ["a", "b"]\'',
        "- check: size(owners, 2) > 1",
        "- check: >-",
        "- check: |",
        "check: {from: open, to: stay}",
        "check: {from: open,",
        "- {check: fee > 1, else: 'a, b'}",
        "- {check: fee > 1, code: x}",
        "title: !x",
        "- check:",
    ],
)
def test_a_line_that_is_read_as_it_is_meant_is_left_alone(line: str) -> None:
    assert mended(Source("loan.yaml", line), 1) is None


def test_values_of_effects_and_rules_are_expressions_too() -> None:
    source = Source(
        "loan.yaml", "rules:\n  # first\n  fair: !x\nset: {fee: = max(1, 2), owner: null}\n"
    )
    assert mended(source, 3) == (9, '  fair: "!x"')
    assert mended(source, 4) == (12, 'set: {fee: "= max(1, 2)", owner: null}')


def test_all_of_them_are_told_in_one_report() -> None:
    checks = "".join(f"      - check: fee > {n} ? true : false\n" for n in range(3))
    text = loan(
        moves=f"  act:\n    from: opne\n    to: stay\n    by: [reader]\n    guards:\n{checks}"
    )
    codes = [one.code for one in read(text).findings]
    assert codes == ["unknown-state", *["expression-needs-quotes"] * 3]


def test_braces_over_several_lines_are_seen_too() -> None:
    text = guard("{check: fee > 1,\n    when: §max(fee, 2) > 1}")
    findings, places = found(text)
    assert findings == [(places[0], "expression-needs-quotes")]


def test_a_transition_that_is_called_check_is_not_taken_for_an_expression() -> None:
    findings, _ = found(loan(moves="  check: {from: open, to: stay, by: [redaer]}\n"))
    assert [code for _, code in findings] == ["unknown-who"]


def test_quotes_are_chosen_by_what_is_inside() -> None:
    assert quote("a, b") == '"a, b"'
    assert quote('a == "b"') == "'a == \"b\"'"
    assert quote("a == \"b\" || c == 'd'") == "'a == \"b\" || c == ''d'''"
