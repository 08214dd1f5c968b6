"""What a plain scalar means: the core schema of YAML 1.2, and nothing of YAML 1.1.

`no`, `on`, `12:30`, `1_000` and `2026-12-01` are texts, `010` is ten. What is not a number to
JSON (`.nan`, `.inf`) is a text too, and so refused wherever a number is expected.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TypeAlias

NUMBER_DIGITS = 15
NUMBER_EXPONENT = 30

Plain: TypeAlias = bool | int | Decimal | str | None

FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069"
    "\ufeff\ufffe\uffff\ud800-\udfff]"
)
"""Control characters, line ends other than LF, and signs that turn the order of text around."""

_WHOLE = re.compile(r"[-+]?[0-9]+")
_RADIX = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]{1,9})?")
_CONSTANTS: dict[str, Plain] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}


def core_value(text: str) -> Plain:
    """What a plain scalar means in YAML 1.2; numbers too long to be read are Decimal infinity."""
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    whole, radix = _WHOLE.fullmatch(text), _RADIX.fullmatch(text)
    if not (whole or radix or _FLOAT.fullmatch(text)):
        return text
    if len(text) > 4 * NUMBER_DIGITS:
        return Decimal("Infinity")
    if whole:
        return int(text)
    return int(text, 0) if radix else Decimal(text)


def is_long(value: int | Decimal) -> bool:
    """Whether a number has more digits, or a greater exponent, than is kept exactly."""
    if isinstance(value, bool):
        return False
    exact = Decimal(value)
    if not exact.is_finite():
        return True
    digits = "".join(str(digit) for digit in exact.as_tuple().digits).strip("0")
    too_far = bool(digits) and abs(exact.adjusted()) > NUMBER_EXPONENT
    return len(digits) > NUMBER_DIGITS or too_far
