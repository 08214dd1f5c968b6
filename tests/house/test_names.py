"""Things are called by what they are, never by the pattern they follow; docstrings say more."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Any

NAMES_OF_PATTERNS = {
    *("manager", "handler", "service", "helper", "helpers", "util", "utils"),
    *("common", "base", "processor", "misc"),
}
# Names that a library asks for, where it asks for them.
ASKED_FOR = {
    ("govern/store/migrations/env.py", "base"),
}
Defined = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def words_of(name: str) -> list[str]:
    """The words of an identifier: `openRecord_now` is open, record, now."""
    return re.findall(r"[a-z]+|[A-Z]+(?![a-z])|[A-Z][a-z]*", name)


def _definitions(tree: ast.AST) -> Iterator[Defined]:
    return (node for node in ast.walk(tree) if isinstance(node, Defined))


def test_no_module_class_or_function_is_named_after_a_pattern(sources: list[Any]) -> None:
    names = [
        (source.path, name)
        for source in sources
        for name in [*source.module.split("."), *(d.name for d in _definitions(source.tree))]
    ]
    wrong = [
        f"{path}: {name}"
        for path, name in names
        if {word.lower() for word in words_of(name)} & NAMES_OF_PATTERNS
        and (path, name) not in ASKED_FOR
    ]
    assert wrong == []


def test_every_module_says_what_lives_in_it(sources: list[Any]) -> None:
    assert [s.path for s in sources if s.text.strip() and not ast.get_docstring(s.tree)] == []


def _public(body: list[ast.stmt], described: frozenset[str] = frozenset()) -> Iterator[Defined]:
    """What others may use: top-level names, and methods less those `described` further up."""
    classes = {node.name: node for node in body if isinstance(node, ast.ClassDef)}
    for node in body:
        if isinstance(node, Defined) and node.name not in described and node.name[0] != "_":
            yield node
        if isinstance(node, ast.ClassDef) and node.name[0] != "_":
            yield from _public(node.body, _described(node, classes))


def _described(node: ast.ClassDef, classes: dict[str, ast.ClassDef]) -> frozenset[str]:
    """The methods that a class above, in the same file, describes once for all."""
    above = [classes[ast.unparse(b)] for b in node.bases if ast.unparse(b) in classes]
    methods = (m for one in above for m in one.body if isinstance(m, Defined))
    return frozenset(m.name for m in methods if ast.get_docstring(m))


def _says_it_all(node: Defined) -> bool:
    """Needs no further sentence: a function of one statement, a list of words, or a frozen
    structure of named and typed fields."""
    if not isinstance(node, ast.ClassDef):
        return len(node.body) == 1
    kinds = {ast.unparse(parent) for parent in node.bases}
    return bool(kinds & {"Word", "StrEnum"}) or any(
        "dataclass" in ast.unparse(mark) for mark in node.decorator_list
    )


def test_every_public_name_of_the_engine_is_described(sources: list[Any]) -> None:
    wrong = [
        f"{source.path}:{node.lineno} {node.name}"
        for source in sources
        if source.path.startswith("govern/") and not source.is_migration
        for node in _public(source.tree.body)
        if not ast.get_docstring(node) and not _says_it_all(node)
    ]
    assert wrong == []


def test_comments_and_docstrings_do_not_point_at_a_time(sources: list[Any]) -> None:
    owed = re.compile(r"#\s*(TODO|FIXME|XXX|HACK)\b")
    wrong = [
        f"{source.path}:{number}"
        for source in sources
        for number, line in enumerate(source.text.splitlines(), 1)
        if owed.search(line)
    ]
    assert wrong == []
