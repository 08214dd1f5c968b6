"""The fonts documents are set in: static, unmodified files that travel with the package.

`assets/manifest.json` lists every face with its family, its licence and its SHA-256, and which
characters each group covers. The `base` group is always there; the others, one a script, only
where a page has characters the base has not: decoding a face costs 30 to 60 ms.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

ASSETS = Path(__file__).resolve().parent / "assets"
BASE = "base"


@dataclass(frozen=True, slots=True)
class Face:
    """One font file. `sha256` is of the file, `licence_file` lies beside it."""

    file: str
    family: str
    weight: int
    style: str
    group: str
    font: str
    version: str
    licence: str
    licence_file: str
    sha256: str

    @property
    def path(self) -> Path:
        """Where the file is."""
        return ASSETS / "fonts" / self.file

    @property
    def url(self) -> str:
        """The name style sheets know it by."""
        return f"app:fonts/{self.file}"

    @property
    def rule(self) -> str:
        """Its `@font-face` rule."""
        return (
            f'@font-face {{ font-family: "{self.family}"; src: url("{self.url}"); '
            f"font-weight: {self.weight}; font-style: {self.style}; }}\n"
        )


@cache
def faces() -> tuple[Face, ...]:
    """All faces, in the order of the manifest."""
    entries: list[dict[str, Any]] = _manifest()["faces"]
    return tuple(Face(**entry) for entry in entries)


@cache
def covers() -> dict[str, frozenset[int]]:
    """The code points each group of faces has."""
    ranges: dict[str, str] = _manifest()["covers"]
    return {group: frozenset(_points(text)) for group, text in ranges.items()}


def groups_for(text: str) -> tuple[str, ...]:
    """The groups needed to set `text`: the base, and each that has a character the base lacks."""
    wanted = {ord(char) for char in set(text)} - covers()[BASE]
    return (BASE, *(group for group, has in covers().items() if group != BASE and wanted & has))


def stylesheet(groups: Iterable[str]) -> str:
    """The `@font-face` rules of these groups."""
    chosen = set(groups)
    return "".join(face.rule for face in faces() if face.group in chosen)


@cache
def _manifest() -> dict[str, Any]:
    manifest: dict[str, Any] = json.loads((ASSETS / "manifest.json").read_text(encoding="utf-8"))
    return manifest


def _points(ranges: str) -> Iterable[int]:
    for part in ranges.split():
        first, _, last = part.partition("-")
        yield from range(int(first, 16), int(last or first, 16) + 1)
