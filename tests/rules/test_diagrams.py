"""Pictures show the whole lifecycle, and no title can put anything else into them."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, strategies as st

from govern.rules.diagrams import Row, dot, mermaid, steps, table
from govern.spec.model import State, Workflow
from tests.rules import packs
from tests.rules.making import move, states, workflow

LOAN = packs.read("""
workflow: loan
title: Loan
states:
  open:
  lent:
  end: {side: true}
  closed: {final: true, outcome: success}
transitions:
  ask_for: {to: open, by: [anyone]}
  lend:    {from: open, to: lent, by: [librarian, requester]}
  renew:   {from: lent, to: stay, by: [requester]}
  hold:    {from: [open, lent], to: end, by: [librarian]}
  resume:  {from: end, to: previous, else: open, by: [librarian]}
  bring:   {from: lent, to: [{to: closed, when: 1 > 2}, {to: open}], by: [librarian]}
  sort:    {to: {open: lent, lent: closed}, from: [open, lent], by: [librarian]}
""")


def test_the_table_says_in_words_what_the_picture_shows() -> None:
    assert table(LOAN) == [
        Row((), "Ask for", "anyone who is signed in", ("Open",)),
        Row(("Open",), "Lend", "the Librarian or the requester", ("Lent",)),
        Row(("Lent",), "Renew", "the requester", ("stays",)),
        Row(("Open", "Lent"), "Hold", "the Librarian", ("End",)),
        Row(("End",), "Resume", "the Librarian", ("the state before", "Open")),
        Row(("Lent",), "Bring", "the Librarian", ("Closed", "Open")),
        Row(("Open",), "Sort", "the Librarian", ("Lent",)),
        Row(("Lent",), "Sort", "the Librarian", ("Closed",)),
    ]


def test_every_step_is_drawn_once_with_all_its_transitions() -> None:
    assert steps(LOAN) == {
        ("", "open"): ["Ask for"],
        ("open", "lent"): ["Lend", "Sort"],
        ("lent", "lent"): ["Renew"],
        ("open", "end"): ["Hold"],
        ("lent", "end"): ["Hold"],
        ("end", "open"): ["Resume"],
        ("end", "lent"): ["Resume"],
        ("lent", "closed"): ["Bring", "Sort"],
        ("lent", "open"): ["Bring"],
    }


def test_mermaid_shows_states_steps_and_where_the_record_is() -> None:
    lines = mermaid(LOAN, "lent").splitlines()
    assert lines[:2] == ["stateDiagram-v2", '    state "Open" as s0']
    assert "    [*] --> s0: Ask for" in lines
    assert "    s0 --> s1: Lend, Sort" in lines
    assert "    s3 --> [*]" in lines
    assert lines[-1] == "    class s1 present"


def test_dot_fills_the_present_state_and_marks_the_way_gone() -> None:
    text = dot(LOAN, "lent", {("", "open"), ("open", "lent")})
    fills = re.findall(r'(s\d) \[label="(\w+)"[^]]*fillcolor="#1d4e89"', text)
    assert fills == [("s1", "Lent")]
    assert re.findall(r"(\w+ -> \w+) \[[^]]*penwidth", text) == ["start -> s0", "s0 -> s1"]
    assert 's3 [label="Closed", width="0.90", peripheries="2"]' in text


def test_nothing_is_highlighted_in_a_state_nobody_knows() -> None:
    assert dot(LOAN, "burnt") == dot(LOAN)
    assert mermaid(LOAN, "burnt") == mermaid(LOAN)


HOSTILE = [
    'a" ]; evil [URL="javascript:1"', "a\\", 'a\\"', "<b>x</b>", "a\nb", "\x00", "a;b", "end",
    "%%{init}%%", "x --> y", "\u202ename", "#quot;", "état 状态", "\ud800",
]  # fmt: skip


def titled(title: str) -> Workflow:
    flow = workflow(transitions=(replace(move("go", "open", to="closed"), title=title),))
    return replace(flow, states={**flow.states, "closed": State("closed", title)})


DOT_LINE = re.compile(
    r"    (s\d|start|s\d -> s\d|start -> s\d|graph|node|edge) "
    r'\[\w+="(?:[^"\\]|\\.)*"(?:, \w+="(?:[^"\\]|\\.)*")*\];'
)
MERMAID_LINE = re.compile(
    r'    (state "[^"\n;:<>{}]*(#\d+;[^"\n;:<>{}]*)*" as s\d|s\d --> s\d: ([^;:\n<>{}"]|#\d+;)*)'
)


def check_lines(title: str) -> None:
    head, *lines, tail = dot(titled(title)).splitlines()
    assert (head, tail) == ("digraph {", "}")
    assert all(DOT_LINE.fullmatch(line) for line in lines), lines
    head, *lines = mermaid(titled(title)).splitlines()
    assert len(lines) == 3
    assert all(MERMAID_LINE.fullmatch(line) for line in lines), lines


@pytest.mark.parametrize("title", HOSTILE, ids=ascii)
def test_a_hostile_title_is_only_a_label(title: str) -> None:
    check_lines(title)
    (dot(titled(title)) + mermaid(titled(title))).encode()


@given(st.text(max_size=40))
def test_no_title_breaks_out_of_its_label(title: str) -> None:
    check_lines(title)


def test_a_box_is_as_wide_as_its_title_in_every_alphabet() -> None:
    def width(title: str) -> float:
        found = re.search(r's1 \[label="[^"]*", width="([0-9.]+)"', dot(titled(title)))
        assert found
        return float(found[1])

    assert width("状态状态状态状态状态状态") > width("abcdefghijkl") > width("ab")


def test_a_lifecycle_without_an_opening_has_no_start() -> None:
    assert "start" not in dot(workflow(states=states("open")))
