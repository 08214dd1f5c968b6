"""For every code at least one file that has that finding, there, and no other."""

from __future__ import annotations

import pytest
import yaml

from govern.spec import nodes
from govern.spec.codes import PROBLEMS, Code
from govern.spec.conditions import ProblemCode
from tests.spec.code_cases import CASES, ELSEWHERE
from tests.spec.marking import found, read, whole


@pytest.mark.parametrize("parser", ["CSafeLoader", "SafeLoader"])
@pytest.mark.parametrize(("code", "files"), CASES, ids=[code for code, _ in CASES])
def test_this_and_nothing_else_is_found_where_it_is_marked(
    code: str, files: dict[str, str] | str, parser: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nodes, "_LOADER", getattr(yaml, parser))
    findings, places = found(files)
    assert findings == [(place, code) for place in sorted(places)]


def test_there_is_a_case_for_every_code() -> None:
    codes = {code for code, _ in CASES} | ELSEWHERE
    assert sorted({*Code, *ProblemCode} - codes) == []


def test_every_code_of_an_expression_has_a_paragraph() -> None:
    assert set(PROBLEMS) == set(ProblemCode)


def test_the_pack_the_cases_are_made_of_has_no_findings() -> None:
    reading = read({})
    assert reading.findings == ()
    assert set(whole({})) == {"roles.yaml", "book.yaml"}
