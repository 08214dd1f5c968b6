"""The forms a value in a file may have, and the constructs whose words have them.

The grammar is data: `shapes` checks a node tree against it, `schema` turns it into JSON Schema,
`reference` into documentation. A form says only what one value looks like by itself; whether a
name exists, or a limit fits, is said by `builder` and `checks`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from govern.spec.vocabulary import Word

NAME = r"[a-z][a-z0-9_]{0,63}"
"""What states, fields, roles and all other things a file declares may be called."""


@dataclass(frozen=True, slots=True)
class Text:
    """Text of at most `longest` characters; `pattern` must match all of it, `like` describes it."""

    longest: int = 200
    lines: bool = False
    pattern: str = ""
    like: str = ""


@dataclass(frozen=True, slots=True)
class Name:
    """The name of a thing: `of` says of what."""

    of: str


@dataclass(frozen=True, slots=True)
class Path:
    """A name, or names joined by dots."""

    of: str


@dataclass(frozen=True, slots=True)
class Flag:
    """true or false."""


@dataclass(frozen=True, slots=True)
class Yes:
    """true: a word that is either there or left out."""


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number from `least` to `most`."""

    least: int = 0
    most: int = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Expression:
    """One line of the expression language."""


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a field: a literal, or text beginning with `= ` that is an expression."""

    literal: bool = False  # true where an expression is not possible


@dataclass(frozen=True, slots=True)
class Words:
    """One of a closed set of words, each with its meaning; `like` says what they are where they
    are many."""

    words: tuple[tuple[str, str], ...]
    like: str = ""


@dataclass(frozen=True, slots=True)
class ListOf:
    item: Form
    least: int = 1
    most: int = 5000


@dataclass(frozen=True, slots=True)
class MapOf:
    key: Name | Text
    value: Form
    least: int = 0
    most: int = 5000


@dataclass(frozen=True, slots=True)
class Part:
    """A construct, by its name in the grammar."""

    construct: str


@dataclass(frozen=True, slots=True)
class Empty:
    """Nothing: the value is left out."""


@dataclass(frozen=True, slots=True)
class Either:
    """One of several forms; at most one of them is a list and at most one a map. `like` says
    all of them at once."""

    options: tuple[Form, ...]
    like: str = ""


Form: TypeAlias = (
    Text
    | Name
    | Path
    | Flag
    | Yes
    | Whole
    | Expression
    | Value
    | Words
    | ListOf
    | MapOf
    | Part
    | Empty
    | Either
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One word of a construct: the form of its value, and what it means in one sentence."""

    word: str
    form: Form
    meaning: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class Construct:
    """A map with known words. Of `one_of` exactly one is there, of `at_most_one` one or none."""

    name: str
    meaning: str
    entries: tuple[Entry, ...]
    one_of: tuple[str, ...] = ()
    at_most_one: tuple[str, ...] = ()

    def entry(self, word: str) -> Entry | None:
        """The entry of `word`; None where the construct has no such word."""
        return next((entry for entry in self.entries if entry.word == word), None)

    def words(self) -> tuple[str, ...]:
        """All its words, in the order of the documentation."""
        return tuple(entry.word for entry in self.entries)


@dataclass(frozen=True, slots=True)
class Headed:
    """Constructs told apart by their first word, of which exactly one is there."""

    name: str
    meaning: str
    heads: tuple[Construct, ...]

    def head(self, word: str) -> Construct | None:
        """The construct that begins with `word`."""
        return next((one for one in self.heads if one.entries[0].word == word), None)


def one_or_many(item: Form, least: int = 1) -> Either:
    """One item, or a list of them."""
    return Either((item, ListOf(item, least)))


def words_of(closed: type[Word], like: str = "") -> Words:
    """The words of a closed set, with their meanings."""
    return Words(tuple((word.value, word.meaning) for word in closed), like)


def parts_of(form: Form) -> Iterator[Form]:
    """The form itself and every form inside it; constructs are not entered."""
    yield form
    if isinstance(form, Either):
        for option in form.options:
            yield from parts_of(option)
    elif isinstance(form, ListOf):
        yield from parts_of(form.item)
    elif isinstance(form, MapOf):
        yield from parts_of(form.value)
