"""Well-formed files in which anything stands anywhere are read or refused, as any other."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from govern.spec.nodes import plain, read_nodes
from govern.spec.reader import read_sources
from govern.spec.report import Report
from govern.spec.scenarios import read_scenario_sources
from govern.spec.sources import Source

SAMPLES = Path(__file__).parents[1] / "samples"
ODD: list[Any] = [
    *(None, True, 0, -1, 1e10, "", "x", "any", "stay", "previous", "system", "none", "= now"),
    *("= parent.parent.x", "parent.owner", [], {}, [[]], {"x": None}, [None], "9" * 50),
]
WORDS = ["x", "title", "kind", "from", "to", "by", "where", "check", "open", "parent", "all"]
Path_ = tuple[Any, ...]


def data(path: Path) -> Any:
    """What a file says."""
    root = read_nodes(Source(path.name, path.read_text(encoding="utf-8")), Report())
    assert root is not None
    return plain(root)


def places(tree: Any, path: Path_ = ()) -> Iterator[Path_]:
    """Every place in a tree but its root."""
    if not isinstance(tree, dict | list):
        return
    for key, value in tree.items() if isinstance(tree, dict) else enumerate(tree):
        yield (*path, key)
        yield from places(value, (*path, key))


def at(tree: Any, path: Path_) -> Any:
    """What stands at a place."""
    for key in path:
        tree = tree[key]
    return tree


def changed(tree: Any, rng: random.Random) -> Any:
    """The tree with something else, or nothing, at one of its places."""
    tree = copy.deepcopy(tree)
    *above, key = rng.choice(list(places(tree)))
    parent = at(tree, tuple(above))
    other = copy.deepcopy(at(tree, rng.choice(list(places(tree)))))
    change = rng.randrange(4)
    if change == 0:
        parent[key] = rng.choice(ODD)
    elif change == 1:
        parent[key] = other
    elif change == 2 and isinstance(parent, dict):
        parent[rng.choice(WORDS)] = parent.pop(key)
    else:
        del parent[key]
    return tree


@pytest.mark.parametrize("pack", ["library", "garden"])
def test_a_pack_with_anything_anywhere_is_read_or_refused(pack: str) -> None:
    rng = random.Random(pack)
    trees = {path.name: data(path) for path in sorted((SAMPLES / pack).glob("*.yaml"))}
    texts = {name: json.dumps(tree) for name, tree in trees.items()}
    assert read_sources(texts).findings == ()
    for _ in range(200):
        name = rng.choice(sorted(trees))
        reading = read_sources(texts | {name: json.dumps(changed(trees[name], rng))})
        assert (reading.catalog is None) == bool(reading.findings)


def test_a_scenario_with_anything_anywhere_is_read_or_refused() -> None:
    rng = random.Random(3)
    tree = data(SAMPLES / "library" / "scenarios" / "lending.yaml")
    for _ in range(500):
        read = read_scenario_sources({"x.yaml": json.dumps(changed(tree, rng))})
        assert len(read.scenarios) == (not read.findings)
