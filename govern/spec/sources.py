"""The text of one file, and the places in it. Reading files is the business of `files`."""

from __future__ import annotations

from bisect import bisect_right

from govern.spec.diagnostics import Position


class Source:
    """A file's name, as findings give it, and its text with every line ended by LF."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.text = text.replace("\r\n", "\n")
        self.lines = self.text.split("\n")
        self._starts = [0]
        for line in self.lines[:-1]:
            self._starts.append(self._starts[-1] + len(line) + 1)

    def position(self, index: int) -> Position:
        """The place of the character at `index` of the text."""
        line = bisect_right(self._starts, max(index, 0))
        return Position(self.file, line, index - self._starts[line - 1] + 1)

    def index(self, line: int, column: int = 1) -> int:
        """The index in the text of a line and column, both from 1."""
        return self._starts[line - 1] + column - 1
