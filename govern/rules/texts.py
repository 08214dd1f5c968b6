"""What a text may hold: normal form, lengths, and the characters that are refused.

Kept is what people can read. Refused are control characters (line feed and tab may stand in long
texts), lone surrogates, non-characters, and the invisible marks that reorder what is shown, so
that a text never says one thing to a person and another to a program.
"""

from __future__ import annotations

import re
import unicodedata

from govern.errors import Problem, ValuesRefused

LINE_LIMIT = 500
LONG_LIMIT = 20_000

# Controls, bidirectional embeddings, overrides and isolates, the byte order mark, surrogates and
# non-characters. Marks that languages need (joiners, left-to-right mark) are not among them.
_PLANES = range(0, 0x110000, 0x10000)
_ALWAYS = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff\ufdd0-\ufdef"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in _PLANES)
)
_NOT_IN_LONG = re.compile(f"[{_ALWAYS}]")
_NOT_IN_LINE = re.compile(f"[{_ALWAYS}\t\n\u2028\u2029]")
_LINE_ENDS = re.compile("\r\n|[\u2028\u2029]")
_FILLERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")  # letters by their class, blank to the eye


def clean(
    text: object,
    *,
    title: str,
    lines: bool,
    limit: int,
    pointer: str = "",
) -> str:
    """`text` in NFC with line feeds for line ends; "" where nothing in it can be seen.

    `lines` allows several of them. ValuesRefused with wrong_type, not_text or too_long.
    """
    if not isinstance(text, str):
        raise ValuesRefused([Problem("wrong_type", f"{title} must be a text.", pointer)])
    # The form changes the length by far less than four times: a huge text is not even normalised.
    if len(text) > 4 * limit + 4:
        raise _too_long(title, limit, pointer)
    if lines:
        text = _LINE_ENDS.sub("\n", text)
    found = (_NOT_IN_LONG if lines else _NOT_IN_LINE).search(text)
    if found:
        raise ValuesRefused([Problem("not_text", _hidden(title, found.group()), pointer)])
    text = unicodedata.normalize("NFC", text)
    if len(text) > limit:
        raise _too_long(title, limit, pointer)
    return "" if is_blank(text) else text


def is_blank(text: str) -> bool:
    """True where a reader sees nothing: empty, white space, or invisible marks only."""
    return not any(map(_is_seen, text))


def _is_seen(character: str) -> bool:
    if character.isalnum():
        return character not in _FILLERS
    return not (
        character.isspace() or character in _FILLERS or unicodedata.category(character) in _UNSEEN
    )


_UNSEEN = frozenset({"Cc", "Cf", "Mn"})


def folded(text: str) -> str:
    """`text` as it is searched and sorted: compatibility forms and the case of letters do not
    count."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


def shown(text: object, limit: int = 60) -> str:
    """`text` in a form that is safe in a message: short, in one line, without odd characters."""
    whole = str(text)
    plain = (c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in whole[:limit])
    return "".join(plain) + ("…" if len(whole) > limit else "")


def pointer_to(name: object) -> str:
    """`name` as one step of an RFC 6901 pointer; surrogates are made visible, so it can be sent."""
    step = str(name)[:200].replace("~", "~0").replace("/", "~1")
    return "/" + step.encode("utf-8", "backslashreplace").decode()


def _too_long(title: str, limit: int, pointer: str) -> ValuesRefused:
    detail = f"{title} must not be longer than {limit} characters."
    return ValuesRefused([Problem("too_long", detail, pointer)])


def _hidden(title: str, character: str) -> str:
    kind = "a line break" if character in "\n\u2028\u2029" else f"the sign U+{ord(character):04X}"
    return f"{title} must not hold {kind}."
