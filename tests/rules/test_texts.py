"""Texts keep what people read and refuse what they cannot see."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, strategies as st

from govern.errors import ValuesRefused
from govern.rules.texts import clean, is_blank, pointer_to, shown


def cleaned(text: object, *, lines: bool = False, limit: int = 500) -> str:
    return clean(text, title="Note", lines=lines, limit=limit)


def code_of(text: object, **given: object) -> str:
    with pytest.raises(ValuesRefused) as refusal:
        cleaned(text, **given)  # type: ignore[arg-type]
    return refusal.value.problems[0].code


HOSTILE = [
    "\x00", "\x1b[31m", "\x7f", "\x85", "\ud800", "\ufffe", "\U0001ffff", "\ufdd0",
    "\u202e", "\u2066", "\ufeff", "\r",
]  # fmt: skip


@pytest.mark.parametrize("sign", HOSTILE, ids=ascii)
@pytest.mark.parametrize("lines", [True, False])
def test_signs_that_nobody_can_see_are_refused(sign: str, lines: bool) -> None:
    assert code_of(f"a{sign}b", lines=lines) == "not_text"


@pytest.mark.parametrize("sign", ["\n", "\t", "\u2028", "\r\n"], ids=ascii)
def test_one_line_is_one_line(sign: str) -> None:
    assert code_of(f"a{sign}b") == "not_text"


def test_all_line_ends_become_line_feeds() -> None:
    assert cleaned("a\r\nb\u2028c\nd\te", lines=True) == "a\nb\nc\nd\te"


@pytest.mark.parametrize("sent", [None, 1, True, b"a", ["a"], {}])
def test_only_a_text_is_a_text(sent: object) -> None:
    assert code_of(sent) == "wrong_type"


def test_what_is_written_in_two_ways_is_kept_in_one() -> None:
    assert cleaned("e\u0301") == cleaned("\u00e9") == "\u00e9"


@pytest.mark.parametrize("length", [501, 10_000_000])
def test_a_text_above_the_limit_is_refused(length: int) -> None:
    assert code_of("x" * length) == "too_long"


def test_the_limit_counts_what_is_kept() -> None:
    assert cleaned("e\u0301" * 500) == "\u00e9" * 500


@pytest.mark.parametrize("text", ["", " ", "\u200b", "\u3164\u2800", "\u00ad\u2060", "\ufe0f"])
def test_a_text_without_anything_to_see_is_empty(text: str) -> None:
    assert is_blank(text)
    assert cleaned(text) == ""


@pytest.mark.parametrize("text", ["a", " .", "七", "👩\u200d🚀", "ש\u200e", "ـ"])
def test_texts_of_all_languages_are_seen(text: str) -> None:
    assert not is_blank(text)
    assert cleaned(text) == text


@given(st.text(max_size=200))
def test_what_is_kept_is_kept_as_it_is_the_next_time(text: str) -> None:
    try:
        once = cleaned(text, lines=True)
    except ValuesRefused:
        return
    assert cleaned(once, lines=True) == once == unicodedata.normalize("NFC", once)
    once.encode()


@given(st.text(max_size=300))
def test_what_is_shown_in_a_message_is_short_and_printable(text: str) -> None:
    assert len(shown(text)) <= 61
    assert shown(text).isprintable()


@given(st.text(max_size=50))
def test_a_pointer_is_one_step_that_can_be_sent(name: str) -> None:
    step = pointer_to(name)
    assert step.startswith("/")
    assert "/" not in step[1:]
    step.encode()
