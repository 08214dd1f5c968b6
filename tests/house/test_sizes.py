"""Nothing grows without limit: a file that would is two files, a function that would is two."""

from __future__ import annotations

import ast
from typing import Any

FILE_LINES = 300
FUNCTION_LINES = 40


def test_no_file_is_over_300_lines(sources: list[Any]) -> None:
    lengths = {s.path: len(s.text.splitlines()) for s in sources if not s.is_migration}
    assert {path: n for path, n in lengths.items() if n > FILE_LINES} == {}


def test_no_test_file_is_over_300_lines(texts: dict[str, str]) -> None:
    lengths = {
        path: len(text.splitlines())
        for path, text in texts.items()
        if path.startswith("tests/") and path.endswith(".py")
    }
    assert {path: n for path, n in lengths.items() if n > FILE_LINES} == {}


def test_no_function_is_over_40_lines(sources: list[Any]) -> None:
    lengths = {
        f"{source.path}:{node.lineno} {node.name}": (node.end_lineno or 0) - node.lineno + 1
        for source in sources
        if not source.is_migration
        for node in ast.walk(source.tree)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    }
    assert {name: n for name, n in lengths.items() if n > FUNCTION_LINES} == {}
