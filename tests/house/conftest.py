"""What the house tests look at: the tree of the repository, its parsed sources, its texts.

Everything is read from the files themselves; nothing of Govern is imported here, so the house
tests say what is wrong even where the service does not start.
"""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MADE = {"build", "dist", "demo-home", "__pycache__"}
HIDDEN_BUT_OURS = {".ci", ".github"}


@dataclass(frozen=True)
class Source:
    """One Python file of govern/ or api/. `module` is its full name: api/ lies in govern.api."""

    path: str
    module: str
    text: str
    tree: ast.Module = field(repr=False)

    @property
    def area(self) -> str:
        """The layer it belongs to: the second word of its name; "govern" for the root itself."""
        return (*self.module.split("."), "govern")[1]

    @property
    def package(self) -> str:
        """What a relative import of one dot starts from."""
        return self.module if self.path.endswith("__init__.py") else self.module.rpartition(".")[0]

    @property
    def is_migration(self) -> bool:
        """Steps of the database, written once and never touched again."""
        return self.path.startswith("govern/store/migrations/versions/")


def _files() -> Iterator[Path]:
    """Every file of the repository, less what was made by running something."""
    for directory, names, files in os.walk(ROOT):
        names[:] = sorted(name for name in names if _is_ours(name))
        yield from (Path(directory, name) for name in sorted(files))


def _is_ours(name: str) -> bool:
    hidden = name.startswith(".") and name not in HIDDEN_BUT_OURS
    return not hidden and name not in MADE and not name.endswith(".egg-info")


def _source(path: Path) -> Source:
    place = path.relative_to(ROOT)
    words = list(place.with_suffix("").parts)
    if words[0] == "api":
        words.insert(0, "govern")
    if words[-1] == "__init__":
        words.pop()
    text = path.read_text(encoding="utf-8")
    return Source(place.as_posix(), ".".join(words), text, ast.parse(text, place.as_posix()))


def _text(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None


@pytest.fixture(scope="session")
def root() -> Path:
    """The directory of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def files() -> dict[str, Path]:
    """Every file of the repository by its path, with slashes."""
    return {path.relative_to(ROOT).as_posix(): path for path in _files()}


@pytest.fixture(scope="session")
def texts(files: dict[str, Path]) -> dict[str, str]:
    """Every file that is text, with what it says."""
    read = {name: _text(path) for name, path in files.items()}
    return {name: text for name, text in read.items() if text is not None}


@pytest.fixture(scope="session")
def sources(files: dict[str, Path]) -> list[Source]:
    """Every Python file of govern/ and api/, parsed."""
    return [
        _source(path)
        for name, path in files.items()
        if name.endswith(".py") and name.startswith(("govern/", "api/"))
    ]
