"""What is wrong with a file, where, and how to mend it: findings and the way they are printed.

A finding is data first (`govern check --json`) and text second: `file:line:column: code: message`,
the source line, a caret, and a hint.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in a file; `line` and `column` count from 1, columns in characters."""

    file: str
    line: int
    column: int


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing wrong: a stable `code`, a `message` in one sentence, a `hint` or ""."""

    at: Position
    code: str
    message: str
    hint: str = ""

    def as_dict(self) -> dict[str, object]:
        """The shape `govern check --json` prints."""
        place = asdict(self.at)
        return {**place, "code": self.code, "message": self.message, "hint": self.hint}


def render(findings: Iterable[Finding], sources: Mapping[str, str]) -> str:
    """All findings as text, in order of position, each with its source line and a caret.

    `sources` maps a finding's file to its text; a file that is missing there gets no excerpt.
    """
    return "\n".join(_render_one(finding, sources) for finding in sorted(findings))


def _render_one(finding: Finding, sources: Mapping[str, str]) -> str:
    at = finding.at
    parts = [f"{at.file}:{at.line}:{at.column}: {finding.code}: {finding.message}"]
    lines = sources.get(at.file, "").split("\n")
    if 0 < at.line <= len(lines):
        shown, caret = _window(lines[at.line - 1].rstrip("\r"), at.column)
        parts += [f"    {shown}", f"    {' ' * caret}^"]
    if finding.hint:
        parts.append(f"    hint: {finding.hint}")
    return "\n".join(parts)


def _window(line: str, column: int, width: int = 96) -> tuple[str, int]:
    """At most `width` characters of `line` around `column`, and the caret's place in them."""
    start = max(0, column - 1 - width // 2) if len(line) > width else 0
    shown = line[start : start + width].replace("\t", " ")
    plain = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in shown)
    return plain, column - 1 - start
