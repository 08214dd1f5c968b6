"""Finding the word somebody meant."""

from __future__ import annotations

import pytest

from govern.spec.names import did_you_mean, nearest, which_word


@pytest.mark.parametrize(
    ("word", "meant"),
    [("tecnical", "technical"), ("Technical", "technical"), ("draem", "dream"), ("cots", "cost")],
)
def test_a_slip_finds_its_word(word: str, meant: str) -> None:
    assert nearest(word, ["technical", "dream", "cost", "schedule"]) == meant


@pytest.mark.parametrize("word", ["", "xyz", "a" * 5000])
def test_what_is_like_nothing_finds_nothing(word: str) -> None:
    assert nearest(word, ["technical", "dream", "b" * 5000]) is None


def test_of_words_as_near_the_first_in_the_alphabet_is_meant() -> None:
    assert nearest("cast", ["cost", "cart"]) == nearest("cast", ["cart", "cost"]) == "cart"


def test_the_nearer_word_wins_wherever_it_stands() -> None:
    assert nearest("returned", ["return", "returned_at", "returnd"]) == "returnd"


def test_a_hint_names_the_nearest_word() -> None:
    assert did_you_mean("tecnical", ["technical"]) == "did you mean `technical`?"


def test_where_nothing_is_near_few_words_are_listed_and_many_are_not() -> None:
    assert did_you_mean("xyz", ["b", "a"]) == "there is `a`, `b`"
    assert did_you_mean("xyz", [f"word{n}" for n in range(9)]) == ""
    assert did_you_mean("xyz", []) == ""


@pytest.mark.parametrize(
    ("word", "meant"), [("type", "kind"), ("Enum", "choice"), ("at_leest", "at_least")]
)
def test_a_word_of_another_language_is_known_by_its_meaning(word: str, meant: str) -> None:
    assert which_word(word, ["at_least", "choice", "kind", "number"]) == f"did you mean `{meant}`?"


def test_a_bound_is_not_taken_for_its_opposite() -> None:
    assert which_word("at_most", ["at_least", "count"]) == "there is `count`"
