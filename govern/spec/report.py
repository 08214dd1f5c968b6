"""Where findings are collected while files are read: each once, with a hint, never too many.

Findings carry what people wrote; it is shown shortened and without control characters, so that
a report can be printed anywhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from govern.spec.codes import Code
from govern.spec.diagnostics import Finding, Position
from govern.spec.names import did_you_mean

MOST_PER_FILE = 100
"""So many findings of one file are told; that there are more is the last one."""


def shown(text: str, longest: int = 60) -> str:
    """`text` between back quotes, for messages: short and printable."""
    short = text if len(text) <= longest else f"{text[: longest - 1]}…"
    plain = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in short)
    return f"`{plain}`"


def sentence(clause: str) -> str:
    """A clause as a sentence: with a capital and a full stop."""
    return f"{clause[:1].upper()}{clause[1:]}{'' if clause.endswith('.') else '.'}"


def listed(words: Iterable[str], last: str = "or") -> str:
    """Words as a phrase: "`a`, `b` or `c`"."""
    every = [shown(word) for word in words]
    return f" {last} ".join([", ".join(every[:-1]), every[-1]]) if every[1:] else "".join(every)


class Report:
    """The findings of one reading."""

    def __init__(self) -> None:
        self._findings: dict[tuple[Position, str], Finding] = {}
        self._counts: Counter[str] = Counter()

    def add(
        self, at: Position, code: str, message: str, hint: str | Callable[[], str] = ""
    ) -> None:
        """The finding is in the report, unless that place has one of that code already.

        A hint that takes time to find is given as a function, asked only if it is shown.
        """
        if self._has_room(at, code):
            shown_hint = hint if isinstance(hint, str) else hint()
            self._findings[at, code] = Finding(at, str(code), message, shown_hint)

    def unknown(
        self,
        at: Position,
        code: Code,
        what: str,
        word: str,
        candidates: Iterable[str],
        of: str = "",
    ) -> None:
        """The finding that there is no `what` called `word`, of a workflow where one is given;
        with the nearest there is."""
        text = f"There is no {what} {shown(word)}{f' in {shown(of)}' if of else ''}."
        self.add(at, code, text, lambda: did_you_mean(word, candidates))

    def is_full(self, file: str) -> bool:
        """Whether the file has so many findings that no further one is told."""
        return self._counts[file] > MOST_PER_FILE

    def has(self, file: str) -> bool:
        """Whether there is any finding in the file so far."""
        return self._counts[file] > 0

    def findings(self) -> tuple[Finding, ...]:
        """All of them in order of position."""
        return tuple(sorted(self._findings.values()))

    def _has_room(self, at: Position, code: str) -> bool:
        if (at, code) in self._findings or self.is_full(at.file):
            return False
        self._counts[at.file] += 1
        if self._counts[at.file] <= MOST_PER_FILE:
            return True
        text = f"The file has more findings than {MOST_PER_FILE}; the others are not shown."
        more = Finding(at, str(Code.MORE_FINDINGS), text)
        self._findings[at, Code.MORE_FINDINGS] = more
        return False
