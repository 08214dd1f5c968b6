"""From the text of an expression to its tokens. What tokens mean together is read in `syntax`.

Names and digits are ASCII; texts between quotes may hold anything printable and are normalised
(NFC) as the values of fields are, so that what looks equal is equal.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import NoReturn
from unicodedata import normalize

from govern.spec.conditions.problems import ConditionError, ConditionProblem, ProblemCode

LONGEST_TEXT = 1024
"""Characters of an expression."""

MOST_DIGITS = 60
"""Digits of a number, written or worked out."""


class TokenKind(StrEnum):
    NAME = "name"
    NUMBER = "number"
    TEXT = "text"
    SIGN = "sign"
    END = "end"


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the text from `start` to `end`; `value` of a number or text literal."""

    kind: TokenKind
    text: str
    start: int
    end: int
    value: Decimal | str | None = None


_PIECE = re.compile(
    r"(?P<space>[ \t\r\n]+)"
    r"|(?P<number>[0-9]+(?:\.[0-9]+)?)"
    r"|(?P<name>[A-Za-z_][A-Za-z0-9_]*)"
    r"|(?P<quote>[\"'])"
    r"|(?P<sign>&&|\|\||[=!<>]=|[-+*/%!<>?:()\[\].,])"
)
_AFTER_NUMBER = re.compile(r"[A-Za-z0-9_.]+")
_IN_TEXT = re.compile(r"[^\"'\\\x00-\x1f\x7f-\x9f\ud800-\udfff]+")
_UNICODE_ESCAPE = re.compile(r"u([0-9A-Fa-f]{4})")
_ESCAPES = {"\\": "\\", '"': '"', "'": "'", "n": "\n", "t": "\t"}
_HINTS = {
    "=": "write == to compare",
    "&": "write && for and",
    "|": "write || for or",
    "≤": "write <=",
    "≥": "write >=",
    "≠": "write !=",
    "{": "there are no maps in expressions",
    **dict.fromkeys("“”„«»‘’‚`´", "use plain quotes, ' or \""),
    **dict.fromkeys("−–—", "use the plain minus sign, -"),
}


def refuse(
    start: int, end: int, message: str, hint: str = "", code: ProblemCode = ProblemCode.SYNTAX
) -> NoReturn:
    """Raises the one problem that ends the reading of a text."""
    raise ConditionError([ConditionProblem(start, max(end - start, 1), code, message, hint)])


def tokenize(text: str) -> list[Token]:
    """The tokens of `text`, the last of kind END. ConditionError where a piece means nothing."""
    if len(text) > LONGEST_TEXT:
        refuse(
            LONGEST_TEXT,
            len(text),
            f"the expression is longer than {LONGEST_TEXT} characters",
            "name parts of it under `rules`",
            ProblemCode.TOO_LARGE,
        )
    tokens: list[Token] = []
    at = 0
    while at < len(text):
        token, at = _next_token(text, at)
        if token is not None:
            tokens.append(token)
    tokens.append(Token(TokenKind.END, "", at, at))
    return tokens


def _next_token(text: str, at: int) -> tuple[Token | None, int]:
    """The token at `at`, None for space, and where the next one may start."""
    match = _PIECE.match(text, at)
    if match is None:
        _refuse_character(text, at)
    end = match.end()
    if match.lastgroup == "space":
        return None, end
    if match.lastgroup == "quote":
        value, end = _read_text(text, at)
        return Token(TokenKind.TEXT, text[at:end], at, end, value), end
    if match.lastgroup == "number":
        return Token(TokenKind.NUMBER, match.group(), at, end, _read_number(text, at, end)), end
    kind = TokenKind.NAME if match.lastgroup == "name" else TokenKind.SIGN
    return Token(kind, match.group(), at, end), end


def _read_number(text: str, start: int, end: int) -> Decimal:
    rest = _AFTER_NUMBER.match(text, end)
    if rest is not None:
        message = f"`{text[start : rest.end()]}` is not a number"
        refuse(start, rest.end(), message, "a number is digits with at most one dot, as 1000.50")
    if end - start > MOST_DIGITS:
        message = f"the number has more than {MOST_DIGITS} digits"
        refuse(start, end, message, code=ProblemCode.TOO_LARGE)
    return Decimal(text[start:end])


def _read_text(text: str, start: int) -> tuple[str, int]:
    """The value of the quoted text that starts at `start`, and where it ends."""
    quote = text[start]
    parts: list[str] = []
    at = start + 1
    while at < len(text):
        character = text[at]
        plain = _IN_TEXT.match(text, at)
        if plain is not None:
            parts.append(plain.group())
            at = plain.end()
        elif character == quote:
            return normalize("NFC", "".join(parts)), at + 1
        elif character == "\\":
            escaped, at = _read_escape(text, at)
            parts.append(escaped)
        elif character in "\"'":
            parts.append(character)
            at += 1
        else:
            _refuse_character(text, at)
    refuse(start, len(text), "the text has no closing quote", f"end it with {quote}")


def _read_escape(text: str, at: int) -> tuple[str, int]:
    """The character the backslash at `at` stands for, and where the text goes on."""
    letter = text[at + 1 : at + 2]
    if letter in _ESCAPES:
        return _ESCAPES[letter], at + 2
    code = _UNICODE_ESCAPE.match(text, at + 1)
    if code is not None:
        character = chr(int(code.group(1), 16))
        if character.isprintable():
            return character, code.end()
    message = f"`\\{letter}` stands for nothing in a text"
    refuse(at, at + 2, message, r"there is \\ \" \' \n \t and \u00e9 for a printable character")


def _refuse_character(text: str, at: int) -> NoReturn:
    character = text[at]
    shown = f"`{character}`" if character.isprintable() else f"the character U+{ord(character):04X}"
    refuse(at, at + 1, f"{shown} means nothing here", _HINTS.get(character, ""))
