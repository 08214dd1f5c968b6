"""Expressions that YAML would cut or misread, and the line as it should be written.

`{check: a, b}` is to YAML a map with two keys, `!done` a tag, `"x" == y` a text with something
behind it, `a ? b : c` a map within a map, and ` #` begins a comment. All are told by looking at
the source line: where an expression begins, where it ends, and whether YAML reads it as one
plain scalar.
"""

from __future__ import annotations

import re

from govern.spec.codes import Code
from govern.spec.diagnostics import Position
from govern.spec.grammar import ALL_WORDS, EXPRESSION_WORDS
from govern.spec.report import Report
from govern.spec.sources import Source

_KEY = re.compile(r"(?:^|(?<=[\s{,]))([a-z_][a-z0-9_]*)\s*:\s+(?=\S)")
_FINE = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'|[|>][+-]?\d?")
_NEXT_WORD = re.compile(r"\s*([a-z_]+)\s*:\s")
_QUOTED = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'")
_RULES = re.compile(r"\s*rules\s*:\s*(#.*)?$")
_LONGEST = 2000  # characters of a line that is looked at
_LINES_ABOVE = 500  # lines looked back for the head of a map
_PAIRS = {"(": ")", "[": "]", "{": "}"}


def misread(
    source: Source, at: Position, report: Report, *, flow: bool = False, exact: bool = True
) -> Source | None:
    """The text with the line mended, if the expression at `at` is one that YAML does not read as
    it is meant; the finding with the corrected line is in the report then. Else None.

    Where it is not `exact`, any expression of that line will do. `flow` says that the line is
    known to stand within braces.
    """
    if report.is_full(at.file):
        return None
    found = mended(source, at.line, column=at.column if exact else 0, flow=flow)
    if found is None:
        return None
    column, line = found
    report.add(
        Position(at.file, at.line, column),
        Code.EXPRESSION_NEEDS_QUOTES,
        "YAML does not read this expression as it is meant: it needs quotes.",
        f"write: {line.strip()}",
    )
    lines = [*source.lines[: at.line - 1], line, *source.lines[at.line :]]
    return Source(source.file, "\n".join(lines))


def mended(
    source: Source, line: int, *, column: int = 0, flow: bool = False
) -> tuple[int, str] | None:
    """Column and corrected line of the first expression in `line` that needs quotes, or None.

    With a `column` only the expression that begins there is looked at.
    """
    text = source.lines[line - 1]
    if len(text) > _LONGEST:
        return None
    for match in _KEY.finditer(text):
        key, start = match.group(1), match.end()
        if column and start + 1 != column:
            continue
        if not _is_expression(source, line, key, text[start:], match.start(1)):
            continue
        inside = flow or _inside_flow(text[: match.start(1)])
        expression = text[start : _end(text, start, flow=inside)].rstrip()
        if _needs_quotes(expression, flow=inside):
            quoted = f"{text[:start]}{quote(expression)}{text[start + len(expression) :]}"
            return start + 1, quoted
    return None


def quote(expression: str) -> str:
    """The expression as a quoted YAML scalar."""
    if '"' in expression or "\\" in expression:
        return "'" + expression.replace("'", "''") + "'"
    return f'"{expression}"'


def _is_expression(source: Source, line: int, key: str, value: str, column: int) -> bool:
    if key in EXPRESSION_WORDS or value.startswith("= "):
        return True
    before = source.lines[line - 1][:column]
    return bool(re.search(r"\brules\s*:\s*\{", before)) or _under_rules(source, line, column)


def _under_rules(source: Source, line: int, column: int) -> bool:
    """Whether the nearest line above that is indented less is `rules:`."""
    if source.lines[line - 1][:column].strip():
        return False
    for above in reversed(source.lines[max(0, line - _LINES_ABOVE) : line - 1]):
        if above.strip() and not above.lstrip().startswith("#"):
            indent = len(above) - len(above.lstrip())
            if indent < column:
                return _RULES.match(above) is not None
    return False


def _inside_flow(before: str) -> bool:
    """Whether a `{` of the line is still open."""
    unquoted = _QUOTED.sub("", before)
    return unquoted.count("{") > unquoted.count("}")


def _end(text: str, start: int, *, flow: bool) -> int:
    """Where the expression that begins at `start` ends: before a comment, `}` or the next word."""
    is_value = text.startswith("= ", start)
    open_pairs: list[str] = []
    string = ""
    for index in range(start, len(text)):
        sign = text[index]
        if string:
            string = "" if sign == string and text[index - 1] != "\\" else string
        elif sign in "\"'":
            string = sign
        elif sign in _PAIRS:
            open_pairs.append(_PAIRS[sign])
        elif open_pairs and sign == open_pairs[-1]:
            open_pairs.pop()
        elif _ends_here(text, index, flow=flow and not open_pairs, is_value=is_value):
            return index
    return len(text)


def _ends_here(text: str, index: int, *, flow: bool, is_value: bool) -> bool:
    """Whether a comment, the end of the map or the next word begins at `index`. Beside values of
    effects stand names of fields, elsewhere only words of the language."""
    if text[index] == "#":
        return text[index - 1] in " \t"
    if not flow:
        return False
    following = _NEXT_WORD.match(text, index + 1)
    is_next = following is not None and (is_value or following.group(1) in ALL_WORDS)
    return text[index] == "}" or (text[index] == "," and is_next)


def _needs_quotes(expression: str, *, flow: bool) -> bool:
    """Whether YAML reads something else than the whole expression as one plain scalar."""
    if not expression or _FINE.fullmatch(expression) or _is_map(expression):
        return False
    if expression[0] in "!&*%@`|>{[\"'#," or expression[:2] in ("- ", "? ", ": "):
        return True
    if ": " in expression or expression.endswith(":") or re.search(r"\s#", expression):
        return True
    return flow and any(sign in expression for sign in ",[]{}")


def _is_map(expression: str) -> bool:
    """Whether it is a map in braces and nothing behind it, or the beginning of one: the key
    before it is then a name that only looks like a word, as that of a transition `check`."""
    if not expression.startswith("{"):
        return False
    bare = _QUOTED.sub(lambda match: "." * len(match.group()), expression)
    depth = 0
    for index, sign in enumerate(bare):
        depth += (sign == "{") - (sign == "}")
        if depth == 0:
            return index + 1 == len(bare)
    return True
