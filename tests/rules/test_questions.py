"""Which verdicts wait for the answers of the person, and which stand whatever is answered."""

from __future__ import annotations

import pytest

from govern.rules.questions import is_open
from govern.rules.verdicts import Verdict, VerdictOutcome
from govern.spec.model import Guard
from govern.spec.vocabulary import GuardWord
from tests.rules.making import expression, move


def waits(guard: Guard, *, opening: bool = False) -> bool:
    sources = () if opening else ("open",)
    transition = move("go", *sources, to="closed", ask=("cost",), guards=(guard,))
    return is_open(transition, Verdict("guards/0", "x", VerdictOutcome.FAILED))


CHECKS = [
    ("cost > 5", True),
    ("this.cost > 5", True),
    ('input.answer == "yes"', True),
    ("pages > 5", False),
    ('state == "open"', False),
]


@pytest.mark.parametrize(("text", "waiting"), CHECKS)
def test_a_check_waits_for_what_is_asked(text: str, waiting: bool) -> None:
    assert waits(Guard(GuardWord.CHECK, text, check=expression(text))) is waiting
    other = Guard(GuardWord.CHECK, text, check=expression("pages > 1"), when=expression(text))
    assert waits(other) is waiting


WHERES = [("cost > 5", False), ("cost > this.cost", True), ('input.answer == "yes"', True)]


@pytest.mark.parametrize(("text", "waiting"), WHERES)
def test_bare_names_inside_where_are_not_asked_of_anybody(text: str, waiting: bool) -> None:
    guard = Guard(GuardWord.CHILDREN, text, workflow="loan", where=expression(text))
    assert waits(guard) is waiting


def test_fields_that_must_be_unique_wait_when_they_are_asked_for() -> None:
    assert waits(Guard(GuardWord.UNIQUE, "unique", fields=("title", "cost")))
    assert not waits(Guard(GuardWord.UNIQUE, "unique", fields=("title",)))


def test_whoever_opens_a_record_is_asked_for_every_field_but_not_for_the_parent() -> None:
    assert waits(Guard(GuardWord.CHECK, "x", check=expression("pages > 5")), opening=True)
    assert not waits(Guard(GuardWord.CHECK, "x", check=expression('state == "open"')), opening=True)


@pytest.mark.parametrize("rule", ["comment", "input", "by", "not_by", "from", "to"])
def test_other_rules_wait_only_for_comment_and_input(rule: str) -> None:
    verdict = Verdict(rule, "x", VerdictOutcome.FAILED)
    waiting = is_open(move("go", "open", to="closed"), verdict)
    assert waiting == (rule in ("comment", "input"))
