"""Hostile files are refused quickly, with a place, and nothing in them is ever carried out."""

from __future__ import annotations

import sys
import time

import pytest

from govern.spec.report import MOST_PER_FILE
from tests.spec.marking import effect, guard, loan, read

SECONDS = 1.0


def _laughs() -> str:
    lines = ["a0: &a0 [ha, ha, ha, ha, ha, ha, ha, ha, ha]\n"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 10)]
    return "".join(lines)


def _merges() -> str:
    return "a0: &a0 {x: 1}\n" + "".join(
        f"a{n}: &a{n}\n  <<: [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 20)
    )


def _many(line: str, times: int) -> str:
    """So many lines, numbered."""
    return "".join(line.format(n=n, next=(n + 1) % times) for n in range(times))


STATES = "".join(f"  s{n}:\n" for n in range(500))
HEAD = f"workflow: loan\ntitle: Loan\nstates:\n{STATES}transitions:\n  o: {{to: s0, by: anyone}}\n"

FILES = {
    "50 000 open brackets": ("[" * 50_000, "too-deep"),
    "50 000 open braces": ("{" * 50_000, "too-deep"),
    "50 000 keys in keys": ("? " * 50_000, "too-deep"),
    "50 000 lists in lists": ("- " * 50_000, "too-deep"),
    "900 levels": ("".join(f"{' ' * n}a:\n" for n in range(700)), "too-deep"),
    "a billion laughs": (_laughs(), "anchor"),
    "a merge bomb": (_merges(), "merge-key"),
    "a list that holds itself": ("a: &a [*a]", "alias"),
    "a scalar of 10 MB": (f"a: {'x' * 10_000_000}", "file-too-large"),
    "a scalar at the limit": (f"title: {'x' * 262_000}", "too-long"),
    "200 000 keys": (_many("k{n}: 1\n", 200_000), "file-too-large"),
    "20 000 values": ("- a\n" * 25_000, "too-many-nodes"),
    "9 000 unknown keys": (_many("k{n}: 1\n", 9_000), "more-findings"),
    "20 000 aliases": (_many("- *a{n}\n", 19_000), "more-findings"),
    "a Python object": ("workflow: !!python/object/apply:os.system [id]", "tag"),
    "a Python name": ("workflow: !!python/name:os.system", "tag"),
    "binary": ("workflow: !!binary aGk=", "tag"),
    "5 000 digits": (f"version: {'9' * 5_000}", "number-too-long"),
    "200 000 hexadecimal digits": (f"version: 0x{'f' * 200_000}", "number-too-long"),
    "a huge exponent": ("version: 1e999999999", "number-too-long"),
    "not a number": ("version: .nan", "wrong-shape"),
    "sexagesimal": ("version: 190:20:30", "wrong-shape"),
    "an impossible escape": ('title: "\\UFFFFFFFF"', "not-yaml"),
    "a lone surrogate": ("title: \ud800", "forbidden-character"),
    "a nul": ("title: a\0b", "forbidden-character"),
    "a long line of expressions": (f"{{{_many('k{n}: = a, b{n}, ', 6_000)}}}", "too-many-nodes"),
    "9 000 expressions without quotes": (
        _many("- check: a ? b : c{n}\n", 9_000),
        "expression-needs-quotes",
    ),
    "501 states": (loan(states=", ".join(f"s{n}: " for n in range(500))), "too-many"),
    "400 parentheses": (
        guard(f"{{check: '{'(' * 400}fee > 1{')' * 400}'}}"),
        "expression-too-large",
    ),
    "a long chain of sums": (guard(f"{{check: '{'1+' * 600}1 > 0'}}"), "too-long"),
    "2 000 unknown states": (
        HEAD + _many("  t{n}: {{from: z{n}, to: sz{n}, by: anyon}}\n", 2_000),
        "more-findings",
    ),
    "2 000 fields in a circle": (
        "workflow: loan\ntitle: Loan\nfields:\n"
        + _many("  f{n}: {{kind: number, computed: f{next}}}\n", 2_000)
        + "states: {open: }\ntransitions: {start: {to: open, by: anyone}}\n",
        "computed-cycle",
    ),
}


@pytest.mark.parametrize(("text", "code"), FILES.values(), ids=FILES)
def test_it_is_refused_quickly_and_with_a_place(text: str, code: str) -> None:
    before = time.process_time()
    findings = read(text).findings
    assert time.process_time() - before < SECONDS
    assert code in {one.code for one in findings}
    assert all(one.at.line > 0 and one.at.column > 0 for one in findings)
    assert len(findings) <= MOST_PER_FILE + 1
    assert all(len(one.message) < 600 and len(one.hint) < 2_500 for one in findings)


NAMES = [
    *("to_x", "save", "trigger", "metadata", "query", "model", "is_open", "may_close"),
    *("__class__", "__init__", "os.system", "../x", "a.b", "A", "é", "\u0430dmin", "1", "", " "),
    *("x" * 65, "{{ x }}", "{% x %}", "$(id)", "a-b", "a b", "'; drop table x; --", "%s"),
]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_a_plain_word_or_refused(name: str) -> None:
    quoted = '"' + name.replace('"', '\\"') + '"'
    plain = name.isascii() and name.isidentifier() and name == name.lower() and len(name) < 65
    plain = plain and not name.startswith("_")
    codes = {
        one.code
        for text in (
            loan(fields=f"{quoted}: {{kind: text}}"),
            loan(moves=f"  {quoted}: {{from: open, to: stay, by: reader}}\n"),
            loan(
                states=f"{quoted}: {{edit: reader}}",
                moves=f"  x: {{from: open, to: {quoted}, by: reader}}\n",
            ),
        )
        for one in read(text).findings
    }
    assert codes <= {"bad-name", "unknown-state", "wrong-shape"}
    assert bool(codes) is not plain


@pytest.mark.parametrize("callback", ["os.system", "subprocess.call", "builtins.eval", "open"])
def test_no_place_of_a_file_reaches_python(callback: str) -> None:
    loaded = set(sys.modules)
    for text in (
        loan(moves=f"  x: {{from: open, to: stay, by: [{callback}]}}\n"),
        guard(f"{{check: {callback}('id')}}"),
        guard(f"{{rule: {callback}}}"),
        effect(f"{{set: {{fee: = {callback}('id')}}}}"),
        effect(f"{{print: {callback}}}"),
    ):
        assert read(text).catalog is None
    assert {name.split(".")[0] for name in set(sys.modules) - loaded} <= {"govern"}


def test_a_large_workflow_within_the_limits_is_read_in_time() -> None:
    moves = "".join(f"  t{n}: {{from: any, to: s{n % 500}, by: anyone}}\n" for n in range(2_000))
    before = time.process_time()
    assert read(HEAD + moves).findings == ()
    assert time.process_time() - before < 5
