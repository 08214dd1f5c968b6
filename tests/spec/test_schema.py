"""The published schema says the same as the grammar: what the reader takes, an editor takes."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from govern.spec.grammar import constructs
from govern.spec.nodes import plain, read_nodes
from govern.spec.report import Report
from govern.spec.schema import KINDS, json_schema
from govern.spec.shapes import shaped
from govern.spec.sources import Source
from tests.spec.code_cases import CASES
from tests.spec.marking import unmarked
from tests.spec.test_fuzz import mutated

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "tests" / "samples").rglob("*.yaml"))
VALIDATORS = {kind: Draft202012Validator(json_schema(kind)) for kind in KINDS}


def kind_of(path: Path) -> str:
    """What kind of file lies there."""
    if path.parent.name == "scenarios":
        return "scenario"
    return "roles" if path.name == "roles.yaml" else "workflow"


def shape_findings(text: str, kind: str) -> tuple[Any, list[str]]:
    """The plain data of a text, and the codes of what is wrong with its shape alone."""
    report = Report()
    source = Source("x.yaml", text)
    root = read_nodes(source, report)
    if root is None:
        return None, ["not-yaml"]
    shaped(root, KINDS[kind], source, report)
    return plain(root), [finding.code for finding in report.findings()]


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_a_valid_schema(kind: str) -> None:
    Draft202012Validator.check_schema(json_schema(kind))


@pytest.mark.parametrize("path", FILES, ids=[f"{p.parent.name}/{p.name}" for p in FILES])
def test_every_sample_is_valid(path: Path) -> None:
    data, codes = shape_findings(path.read_text(encoding="utf-8"), kind_of(path))
    assert codes == []
    assert [error.message for error in VALIDATORS[kind_of(path)].iter_errors(data)] == []


def _objects(schema: Any) -> list[dict[str, Any]]:
    """Every object with its own words anywhere in a schema."""
    if isinstance(schema, list):
        return [one for item in schema for one in _objects(item)]
    if not isinstance(schema, dict):
        return []
    own = [schema] if "properties" in schema else []
    return own + [one for value in schema.values() for one in _objects(value)]


def test_its_objects_are_the_constructs_of_the_grammar() -> None:
    found = [one for kind in KINDS for one in _objects(json_schema(kind))]
    described = {one["description"]: list(one["properties"]) for one in found}
    assert described == {one.meaning: list(one.words()) for one in constructs()}
    assert all(one["additionalProperties"] is False for one in found)


@pytest.mark.parametrize("seed", range(4))
def test_what_the_reader_takes_is_valid(seed: int) -> None:
    rng = random.Random(seed)
    taken = 0
    for _ in range(250):
        path = rng.choice(FILES)
        data, codes = shape_findings(mutated(path.read_text(encoding="utf-8"), rng), kind_of(path))
        if not codes:
            taken += 1
            assert list(VALIDATORS[kind_of(path)].iter_errors(data)) == []
    assert taken > 15


SHAPES = {
    *("unknown-key", "missing-key", "wrong-shape", "unknown-word", "choose-one", "bad-name"),
    *("too-long", "out-of-range", "too-few", "twice"),
}


@pytest.mark.parametrize(
    "files", [files for code, files in CASES if code in SHAPES and isinstance(files, str)]
)
def test_what_has_a_wrong_shape_is_not_valid(files: str) -> None:
    data, codes = shape_findings(unmarked(files)[0]["loan.yaml"], "workflow")
    invalid = bool(list(VALIDATORS["workflow"].iter_errors(data)))
    assert invalid == bool(codes)


@pytest.mark.parametrize("kind", KINDS)
def test_the_published_schema_is_this_one(kind: str) -> None:
    published = (ROOT / "docs" / f"{kind}.schema.json").read_text(encoding="utf-8")
    assert json.loads(published) == json_schema(kind)
