"""The grammar is one table: what it names is used, documented, published, and nothing else is."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from govern.spec import scopes, vocabulary
from govern.spec.conditions import FUNCTION_NAMES
from govern.spec.grammar import ALL_WORDS, CONSTRUCTS, EXPRESSION_WORDS, constructs, forms as f
from govern.spec.nodes import BrokenNode, ListNode, MapNode, Node, ScalarNode, read_nodes
from govern.spec.report import Report
from govern.spec.schema import KINDS
from govern.spec.sources import Source

SAMPLES = Path(__file__).parents[1] / "samples"


def forms(*kinds: type[f.Form]) -> list[f.Form]:
    """Every form of these kinds anywhere in the grammar."""
    every = (part for c in constructs() for e in c.entries for part in f.parts_of(e.form))
    return [form for form in every if isinstance(form, kinds)]


def test_no_construct_has_a_word_twice() -> None:
    twice = {c.name: [w for w, n in Counter(c.words()).items() if n > 1] for c in constructs()}
    assert {name: words for name, words in twice.items() if words} == {}


def test_every_word_has_one_sentence() -> None:
    wrong = [
        f"{c.name}.{e.word}"
        for c in constructs()
        for e in c.entries
        if not e.meaning.endswith(".") or not e.meaning[0].isupper()
    ]
    assert wrong == []


def test_every_part_is_a_construct() -> None:
    named = {form.construct for form in forms(f.Part) if isinstance(form, f.Part)}
    assert named | {root.name for root in KINDS.values()} == set(CONSTRUCTS)


def test_of_several_forms_at_most_one_is_a_list_and_one_a_map() -> None:
    for form in forms(f.Either):
        assert isinstance(form, f.Either)
        kinds = Counter(
            "list" if isinstance(one, f.ListOf) else "map"
            for one in form.options
            if isinstance(one, f.ListOf | f.MapOf | f.Part)
        )
        assert max(kinds.values(), default=0) <= 1


def test_words_that_exclude_one_another_are_words_of_the_construct() -> None:
    for one in constructs():
        assert {*one.one_of, *one.at_most_one} <= set(one.words())


@pytest.mark.parametrize(
    "closed", [vocabulary.GuardWord, vocabulary.Quantifier, vocabulary.EffectWord]
)
def test_every_closed_word_that_heads_something_is_in_the_grammar(
    closed: type[vocabulary.Word],
) -> None:
    assert {word.value for word in closed} <= ALL_WORDS


def test_every_closed_word_that_is_a_value_is_in_the_grammar() -> None:
    values = {
        word for form in forms(f.Words) if isinstance(form, f.Words) for word, _ in form.words
    }
    for closed in (vocabulary.FieldKind, vocabulary.FinalOutcome, vocabulary.Level):
        assert {word.value for word in closed} <= values


def test_words_of_expressions_are_found_from_the_grammar() -> None:
    assert {"check", "when", "where", "computed"} == EXPRESSION_WORDS


def test_no_field_may_be_called_what_expressions_mean_something_by() -> None:
    assert {name.lower() for name in FUNCTION_NAMES} < scopes.RESERVED_FIELDS


def _used(node: Node, form: f.Form) -> set[tuple[str, str]]:
    """Every word of every construct that the node uses, read along the form."""
    if isinstance(form, f.Either):
        return {one for option in form.options for one in _used(node, option)}
    if isinstance(form, f.ListOf) and isinstance(node, ListNode):
        return {one for item in node.items for one in _used(item, form.item)}
    if isinstance(form, f.MapOf) and isinstance(node, MapNode):
        return {one for _, value in node.items() for one in _used(value, form.value)}
    if isinstance(form, f.Part) and isinstance(node, MapNode):
        part = CONSTRUCTS[form.construct]
        heads = part.heads if isinstance(part, f.Headed) else (part,)
        keys = [name for name, _ in node.items()]
        mine = [one for one in heads if one is part or one.entries[0].word in keys]
        return {pair for one in mine for pair in _of(node, one)}
    return set()


def _of(node: MapNode, construct: f.Construct) -> set[tuple[str, str]]:
    found = set()
    for name, value in node.items():
        entry = construct.entry(name)
        assert entry is not None
        found |= {(construct.name, name)} | _used(value, entry.form)
    return found


def test_every_word_is_used_by_a_sample() -> None:
    used = set()
    for path in SAMPLES.rglob("*.yaml"):
        kind = "roles" if path.name == "roles.yaml" else "workflow"
        kind = "scenario" if path.parent.name == "scenarios" else kind
        root = read_nodes(Source(path.name, path.read_text(encoding="utf-8")), Report())
        assert not isinstance(root, ScalarNode | BrokenNode | None)
        used |= _used(root, f.Part(KINDS[kind].name))
    every = {(one.name, word) for one in constructs() for word in one.words()}
    assert sorted(every - used) == []
