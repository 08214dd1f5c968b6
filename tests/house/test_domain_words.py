"""The engine knows no domain word: what is governed is content, and stands in workflows/ alone.

The words are taken from the shipped pack: names of types, roles, states, transitions and fields,
split at the underscore. What any program says is on the list of everyday words; a new name in
the pack that collides with the engine is put there only after somebody looked at both.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml

# Words that any program may use, each of them looked at; a plural is excused with its singular.
EVERYDAY = frozenset(
    """
    actual amount approve approved assigned back background baseline basis by call cancel
    cancelled category change close closed closing comment date decided decision description
    done draft draw due execution finish for hold impact in interest issue item kind lead level
    measure member met name number of off on open operation out owner pass purpose raise reason
    register reject rejected reopen report request response resume return review rollback
    scheduled scope security send sign signed start status submit success summary target title
    total up validation withdraw withdrawn
    """.split()
)

# Words that no list of everyday words may ever excuse.
NEVER = frozenset(
    """
    project programme portfolio charter sponsor risk gate closure deliverable milestone lesson
    stakeholder budget pmo methodology change_request
    """.split()
)


def _names(definition: dict[str, Any]) -> Iterator[str]:
    """Every name one file of the pack gives to something."""
    yield from _types_and_roles(definition)
    for part in ("states", "transitions", "fields"):
        yield from definition.get(part) or {}
    for field in (definition.get("fields") or {}).values():
        yield from (field or {}).get("columns") or {}


def _types_and_roles(definition: dict[str, Any]) -> Iterator[str]:
    yield from filter(None, [definition.get("workflow")])
    yield from definition.get("roles") or {}


@pytest.fixture(scope="module")
def definitions(root: Path) -> list[dict[str, Any]]:
    """The files of the shipped pack as plain YAML."""
    files = sorted((root / "workflows").glob("*.yaml"))
    return [yaml.load(file.read_text(encoding="utf-8"), yaml.BaseLoader) for file in files]


@pytest.fixture(scope="module")
def pack(definitions: list[dict[str, Any]]) -> set[str]:
    """All names of the shipped pack."""
    return {name for definition in definitions for name in _names(definition)}


@pytest.fixture(scope="module")
def domain(definitions: list[dict[str, Any]], pack: set[str]) -> set[str]:
    """The words of the pack less the everyday ones, those that are never excused, and the names
    of types and roles as a whole."""
    words = {word for name in pack for word in name.lower().split("_")}
    own = {word for word in words if not {word, word.removesuffix("s")} & EVERYDAY}
    wholes = {name for definition in definitions for name in _types_and_roles(definition)}
    return own | NEVER | wholes


def _identifiers(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Every name the source uses, with its line; texts and docstrings are not names."""
    for node in ast.walk(tree):
        line = getattr(node, "lineno", 0)
        for part in ("id", "attr", "arg", "name", "asname", "module"):
            value = getattr(node, part, None)
            if isinstance(value, str):
                yield line, value


def _words(identifier: str) -> Iterator[str]:
    """The words of an identifier and each two neighbours, a plural also as its singular."""
    words = [w.lower() for w in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", identifier)]
    for word in [*words, *map("_".join, pairwise(words))]:
        yield word
        yield word.removesuffix("s")


def test_the_engine_knows_no_word_of_the_domain(sources: list[Any], domain: set[str]) -> None:
    wrong = [
        f"{source.path}:{line} {identifier}"
        for source in sources
        for line, identifier in [(0, source.module), *_identifiers(source.tree)]
        if domain & set(_words(identifier))
    ]
    assert wrong == []


def test_the_engine_does_not_compare_with_a_name_of_the_domain(
    sources: list[Any], pack: set[str]
) -> None:
    names = {name for name in pack if set(name.split("_")) - EVERYDAY}
    wrong = [
        f"{source.path}:{node.lineno} {node.value!r}"
        for source in sources
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Constant) and node.value in names
    ]
    assert wrong == []


def test_the_list_of_everyday_words_excuses_no_word_of_the_domain() -> None:
    assert not EVERYDAY & NEVER


def test_the_words_are_found_in_any_form_of_a_name(domain: set[str]) -> None:
    forms = ["openProject", "project_id", "Projects", "the_projects_list", "ChangeRequests"]
    assert [form for form in forms if not domain & set(_words(form))] == []
