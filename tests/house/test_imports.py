"""Imports point one way, no two modules need each other, each heavy library has one home."""

from __future__ import annotations

import ast
import graphlib
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest

STORED = ("errors", "settings", "places", "spec", "rules", "ledger", "store")
ENGINE = (*STORED, "definitions", "work", "naming", "situations", "drawing")
DOORS = (*ENGINE, "documents", "queries", "commands", "installation")
ABOVE = (*DOORS, "auditing", "stage", "rehearsal")

MAY_IMPORT: dict[str, tuple[str, ...]] = {
    "errors": (),
    "places": (),
    "settings": ("errors",),
    "spec": ("errors",),
    "rules": ("errors", "spec"),
    "ledger": ("errors", "spec", "rules"),
    "store": STORED[:-1],
    "documents": ("errors", "places"),
    "drawing": ("errors",),
    "definitions": STORED,
    "work": (*STORED, "definitions"),
    "situations": (*STORED, "definitions", "work"),
    "naming": (*STORED, "work"),
    "queries": (*ENGINE, "documents"),
    "installation": ENGINE,
    "commands": (*ENGINE, "documents", "queries", "installation"),
    "auditing": DOORS,
    "stage": DOORS,
    "rehearsal": (*DOORS, "stage"),
    "govern": ABOVE,
    "errands": (*ABOVE, "govern"),
    "api": ("govern", "errors"),
    "cli": (*ABOVE, "govern", "errands"),
    "__main__": ("cli",),
}

# What a type checker alone may follow: a refusal carries verdicts and findings as data.
FOR_TYPES_ONLY = {
    ("govern.errors", "govern.rules.verdicts"),
    ("govern.errors", "govern.spec.diagnostics"),
}

# Where each library from outside may be imported. A library that is not here is not used.
HOMES = {
    "alembic": ["govern/store/*"],
    "apispec": ["api/*"],
    "argon2": ["govern/commands/*"],
    "click": ["govern/cli/*"],
    "flask": ["api/*"],
    "flask_smorest": ["api/*"],
    "jinja2": ["govern/documents/*", "api/pages/*"],
    "markupsafe": ["govern/documents/*", "api/pages/*"],
    "marshmallow": ["govern/rules/fields.py", "api/schemas*.py"],
    "psycopg": ["govern/store/*"],
    "segno": ["govern/documents/*"],
    "sqlalchemy": ["govern/store/*"],
    "transitions": ["govern/rules/lifecycle.py"],
    "waitress": ["govern/cli/*"],
    "weasyprint": ["govern/documents/*"],
    "werkzeug": ["api/*"],
    "yaml": ["govern/spec/nodes.py"],
}
AT_MOST_ONE_FILE = ("argon2", "marshmallow in govern", "transitions", "waitress", "yaml")
COMES_WITH = {"apispec": "flask-smorest", "markupsafe": "jinja2", "werkzeug": "flask"}
DISTRIBUTION = {"argon2": "argon2-cffi", "yaml": "pyyaml", "flask_smorest": "flask-smorest"}


def _imported(source: Any, nodes: Iterator[ast.AST]) -> Iterator[str]:
    """The full names a module imports; `from a import b` gives a.b, which may be a module."""
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            words = source.package.split(".")
            start = words[: len(words) - node.level + 1] if node.level else []
            origin = ".".join([*start, *filter(None, [node.module])])
            yield from (f"{origin}.{alias.name}" for alias in node.names)


def _at_import_time(node: ast.AST) -> Iterator[ast.AST]:
    """What runs when the module is imported: not functions, not what is for types only."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            continue
        if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            continue
        yield child
        yield from _at_import_time(child)


def _area_of(name: str) -> str:
    """The layer of a full name: govern.spec.model is spec; a public name of govern is govern."""
    word = (*name.split("."), "govern")[1]
    return word if word in MAY_IMPORT else "govern"


def test_imports_point_one_way(sources: list[Any]) -> None:
    wrong = {
        f"{source.path} imports {name}"
        for source in sources
        for name in _imported(source, ast.walk(source.tree))
        if name.split(".")[0] == "govern"
        and _area_of(name) not in (source.area, *MAY_IMPORT.get(source.area, ()))
        and not any((source.module, module) in FOR_TYPES_ONLY for module in _prefixes(name))
    }
    assert sorted(wrong) == []


def test_every_folder_of_the_engine_has_a_layer(sources: list[Any]) -> None:
    assert sorted({source.area for source in sources} - set(MAY_IMPORT)) == []


def test_the_order_of_the_layers_has_no_circle() -> None:
    graphlib.TopologicalSorter(MAY_IMPORT).prepare()


def _prefixes(name: str) -> list[str]:
    words = name.split(".")
    return [".".join(words[:end]) for end in range(len(words), 0, -1)]


def test_no_modules_need_each_other_at_import_time(sources: list[Any]) -> None:
    modules = {source.module for source in sources}
    needs = {
        source.module: {
            next((m for m in _prefixes(name) if m in modules), "")
            for name in _imported(source, _at_import_time(source.tree))
        }
        - {"", source.module, "govern"}
        for source in sources
    }
    try:
        graphlib.TopologicalSorter(needs).prepare()
    except graphlib.CycleError as error:
        pytest.fail(" needs ".join(error.args[1]))


def _foreign(source: Any) -> set[str]:
    names = {name.split(".")[0] for name in _imported(source, ast.walk(source.tree))}
    return names - sys.stdlib_module_names - {"govern", "api", "__future__"}


def test_each_library_is_imported_at_its_home_only(sources: list[Any]) -> None:
    wrong = [
        f"{source.path} imports {library}"
        for source in sources
        for library in sorted(_foreign(source))
        if not any(fnmatch(source.path, home) for home in HOMES.get(library, []))
    ]
    assert wrong == []


def test_some_libraries_are_imported_by_one_file(sources: list[Any]) -> None:
    users = {
        rule: [
            source.path
            for source in sources
            if rule.split()[0] in _foreign(source) and source.path.startswith("govern/")
        ]
        for rule in AT_MOST_ONE_FILE
    }
    assert {rule: paths for rule, paths in users.items() if len(paths) > 1} == {}


def test_every_library_with_a_home_is_a_declared_dependency(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text())["project"]
    lines = project["dependencies"] + project["optional-dependencies"]["postgres"]
    declared = {line.split("[")[0].split(">")[0].split("=")[0].lower() for line in lines}
    assert declared == {DISTRIBUTION.get(name, name) for name in HOMES} - set(COMES_WITH)


def test_the_engine_starts_without_the_web_and_the_printer(root: Path) -> None:
    look = "import sys, govern; print(*sorted({'flask', 'weasyprint', 'click'} & set(sys.modules)))"
    child = subprocess.run(
        [sys.executable, "-c", look], cwd=root, capture_output=True, text=True, check=True
    )
    assert child.stdout.strip() == ""
