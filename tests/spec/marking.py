"""Packs for the tests of the reader. The sign § stands before the place a finding must be at."""

from __future__ import annotations

from govern.spec.diagnostics import Position
from govern.spec.model import Workflow
from govern.spec.reader import Reading, read_sources

ROLES = """\
roles:
  librarian: {title: Librarian}
  reader: {title: Reader}
  auditor: {title: Auditor, incompatible: [librarian]}
"""
BOOK = """\
workflow: book
title: Book
within: [none, book]
currency: EUR
fields:
  owner: {kind: person}
  price: {kind: money}
  next: {kind: link, to: book}
states: {here: {edit: [librarian]}, sold: {final: true, outcome: success}}
transitions:
  buy: {to: here, by: [librarian], ask: {price: , seller: {kind: text}}}
  inherit: {to: here, by: [librarian]}
  sell: {from: here, to: sold, by: [librarian], ask: {buyer: {kind: text}}}
"""
STATES = "open: {edit: [librarian]}, closed: {final: true, outcome: success}"
MOVES = """\
  start: {to: open, by: [librarian]}
  close: {from: open, to: closed, by: [librarian]}
"""


def loan(fields: str = "", states: str = "", moves: str = "", top: str = "") -> str:
    """A loan within a book; each argument is put into its section, `moves` as whole lines."""
    own = "owner: {kind: person}, book: {kind: link, to: book}, fee: {kind: number}"
    more = f", {states}" if states else ""
    return (
        f"workflow: loan\ntitle: Loan\nwithin: book\n{top}"
        f"fields: {{{own}{', ' if fields else ''}{fields}}}\n"
        f"states: {{{STATES}{more}}}\ntransitions:\n{MOVES}{moves}"
    )


def guard(text: str) -> str:
    """A loan with one more move that has this guard."""
    return loan(moves=f"  check: {{from: open, to: stay, by: [librarian], guards: [{text}]}}\n")


def effect(text: str, fields: str = "") -> str:
    """A loan with one more move that has this effect."""
    move = f"  act: {{from: open, to: stay, by: [librarian], then: [{text}]}}\n"
    return loan(fields=fields, moves=move)


def act(words: str, fields: str = "") -> str:
    """A loan with one more move, of these words, that anybody who reads may make."""
    return loan(fields=fields, moves=f"  act: {{from: open, by: [reader], {words}}}\n")


ENTER = "  enter: {from: open, to: late, by: reader}\n"
LEAVE = "  leave: {from: late, to: open, by: reader}\n"


def late(words: str, moves: str = ENTER + LEAVE) -> str:
    """A loan with one more state, of these words, which is entered and left."""
    return loan(states=f"late: {{{words}}}", moves=moves)


def whole(files: dict[str, str] | str) -> dict[str, str]:
    """A whole pack of these files; a text alone is that of the loan."""
    own = {"loan.yaml": files} if isinstance(files, str) else files
    return {"roles.yaml": ROLES, "book.yaml": BOOK} | own


def read(files: dict[str, str] | str) -> Reading:
    """What comes of reading a whole pack of these files."""
    return read_sources(whole(files))


def built(text: str, name: str = "loan") -> Workflow:
    """The workflow of a text that has no findings."""
    reading = read(text)
    assert reading.findings == ()
    assert reading.catalog is not None
    return reading.catalog.workflow(name)


def unmarked(files: dict[str, str] | str) -> tuple[dict[str, str], list[Position]]:
    """The pack without the signs §, and the places they stood at."""
    places = []
    clean = {}
    for file, text in whole(files).items():
        while "§" in text:
            before, _, after = text.partition("§")
            line = before.count("\n") + 1
            places.append(Position(file, line, len(before) - before.rfind("\n")))
            text = before + after
        clean[file] = text
    return clean, places


def found(files: dict[str, str] | str) -> tuple[list[tuple[Position, str]], list[Position]]:
    """Place and code of every finding, and the places that are marked."""
    clean, places = unmarked(files)
    findings = read_sources(clean).findings
    return [(one.at, one.code) for one in findings], places
