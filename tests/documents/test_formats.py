"""Stored values look the same everywhere on paper; what is empty is an em dash."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, strategies as st
from markupsafe import Markup

from govern.documents import formats

NAMES = {"people": {"alice": "Alice Liddell"}, "states": {"out": "Out"}, "links": {"b1": "BOOK-1"}}


@pytest.mark.parametrize(
    ("amount", "currency", "expected"),
    [
        ("1184150.00", "EUR", "€ 1 184 150"),
        ("1250.50", "EUR", "€ 1 250.50"),
        ("-500.00", "USD", "−$ 500"),
        ("12.00", "SEK", "SEK 12"),
        ("0.05", "EUR", "€ 0.05"),
    ],
)
def test_money_has_a_sign_and_groups(amount: str, currency: str, expected: str) -> None:
    shown = formats.money({"amount": amount, "currency": currency})
    assert shown.replace("\u00a0", " ") == expected


def test_a_column_with_one_amount_in_cents_shows_cents_everywhere() -> None:
    rows = [{"cost": {"amount": amount, "currency": "EUR"}} for amount in ("3.00", "2.50")]
    assert formats.has_cents(rows, "cost")
    assert formats.money(rows[0]["cost"], cents=True) == "€\u00a03.00"


@pytest.mark.parametrize(
    ("value", "expected"),
    [(1184, "1184"), (12345, "12 345"), (0.7425, "0.7425"), (-3, "−3"), (1e-7, "0.0000001")],
)
def test_numbers_are_grouped_from_five_digits_on(value: float, expected: str) -> None:
    assert formats.digits(value).replace("\u00a0", " ") == expected


@pytest.mark.parametrize(
    ("kind", "held", "expected"),
    [
        ("person", "alice", "Alice Liddell"),
        ("person", "mallory", "mallory"),
        ("people", ["alice", "mallory"], "Alice Liddell, mallory"),
        ("link", "b1", "BOOK-1"),
        ("choice", "rare", "Rare books"),
        ("choices", ["rare", "big_one"], "Rare books, Big one"),
        ("role", "head_librarian", "Head librarian"),
        ("boolean", False, "No"),
        ("date", "2026-03-31", "2026-03-31"),
        ("datetime", "2026-03-31T10:00:00.000000Z", "2026-03-31 10:00:00 UTC"),
        ("duration", "3 days", "3 days"),
        ("percent", 12.5, "12.5\u00a0%"),
        ("text", "as is", "as is"),
    ],
)
def test_every_kind_of_value_has_a_form(kind: str, held: Any, expected: str) -> None:
    field = {"kind": kind, "choices": {"rare": "Rare books"}}
    assert formats.value(NAMES, held, field) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", ["text", "money", "date", "boolean", "people", "table", "percent"])
@pytest.mark.parametrize("held", [None, "", []])
def test_what_is_empty_is_an_em_dash(kind: str, held: Any) -> None:
    assert formats.value(NAMES, held, {"kind": kind}) == "—"  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "of", "expected"),
    [("120.00", "100.00", "€ 20 over"), ("90.00", "100.00", "€ 10 under"), ("1", "1.00", "none")],
)
def test_an_overrun_is_said_in_words(value: str, of: str, expected: str) -> None:
    amounts = [{"amount": amount, "currency": "EUR"} for amount in (value, of)]
    assert formats.overrun(*amounts).replace("\u00a0", " ") == expected


def test_amounts_of_different_currencies_are_not_compared() -> None:
    euro, dollar = ({"amount": "1.00", "currency": code} for code in ("EUR", "USD"))
    assert formats.overrun(euro, dollar) == "—"


def test_a_share_is_at_most_the_whole() -> None:
    whole = {"amount": "100.00", "currency": "EUR"}
    assert formats.share({"amount": "25.00", "currency": "EUR"}, whole) == 0.25
    assert formats.share({"amount": "250.00", "currency": "EUR"}, whole) == 1.0
    assert formats.share(whole, {"amount": "0.00", "currency": "EUR"}) is None


def test_lines_that_begin_with_dashes_are_a_list() -> None:
    found = formats.blocks("Why:\nbecause\n\n- one\n- two")
    assert found == [
        {"listed": False, "texts": ["Why:", "because"]},
        {"listed": True, "texts": ["one", "two"]},
    ]


def test_lines_are_escaped_one_by_one() -> None:
    assert formats.lines(["<b>", "&"]) == Markup("&lt;b&gt;<br>&amp;")


def test_marks_that_reorder_text_are_shown_by_their_number() -> None:
    assert formats.shown("abc\u202egnp.exe") == "abc[U+202E]gnp.exe"


def test_a_long_word_may_be_broken_and_a_short_one_stays() -> None:
    assert formats.shown("x" * 39) == "x" * 39
    assert formats.shown("x" * 60) == "\u200b".join(["x" * 20] * 3)


@given(st.text(max_size=300).filter(lambda text: "[U+" not in text))
def test_shown_text_is_the_text_but_for_marks_and_places_to_break(text: str) -> None:
    shown = formats.shown(text).replace("\u200b", "")
    named = re.compile(r"\[U\+([0-9A-F]{4,6})\]")
    assert named.sub(lambda mark: chr(int(mark[1], 16)), shown) == text.replace("\u200b", "")


def test_the_columns_of_a_table_fill_the_measure() -> None:
    columns = [{"name": n, "title": n, "kind": k} for n, k in (("what", "text"), ("when", "date"))]
    widths = formats.widths({"columns": columns, "value": [{"what": "x" * 200, "when": None}]})
    assert sum(widths) == pytest.approx(100, abs=0.1)
    assert widths[0] > widths[1]
