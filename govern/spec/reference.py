"""The pages of the documentation that are made of the grammar, the codes and the vocabulary:
`docs/language.md`, `docs/diagnostics.md` and the JSON Schemas beside them.

`python -m govern.spec.reference docs` writes them; a test compares.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from govern.spec import files, nodes, scalars, vocabulary
from govern.spec.builder.fields import GOES_WITH, NEEDED
from govern.spec.codes import PROBLEMS, Code
from govern.spec.grammar import CONSTRUCTS, RESERVED, forms as f
from govern.spec.schema import KINDS, json_schema
from govern.spec.scopes import RESERVED_FIELDS
from govern.spec.vocabulary import FieldKind, Word
from govern.spec.wording import a, wanted

MADE = "<!-- Made by `python -m govern.spec.reference docs`. Change the grammar, not this page. -->"

EXAMPLE = """\
workflow: lunch_order
title: Lunch order
number: LO-000
fields:
  dish: {kind: text, required: true, max: 80}
  price: {kind: number, min: 0}
states:
  open: {edit: [requester], require: [price]}
  eaten: {final: true, outcome: success}
  dropped: {final: true, outcome: cancelled}
transitions:
  order: {to: open, by: [anyone], ask: [dish, price]}
  eat:
    from: open
    to: eaten
    by: [requester]
    guards:
      - check: price <= 20
        else: Lunch costs at most twenty.
        code: too_expensive
  drop: {from: any, to: dropped, by: [requester], comment: required}
"""

LANGUAGE = """\
# The language of workflow files

One YAML file is one record type with one lifecycle; the file bears the name its `workflow:` key
says. Beside the workflows of a pack lies `roles.yaml`, which declares every role they name, and
the directory `scenarios/`, whose files play through what may happen. The smallest useful file:

```yaml title="lunch_order.yaml"
{example}```

`govern check` says everything that is wrong with a pack in one report; `diagnostics.md` explains
each code. For completion in an editor point it at `workflow.schema.json` in this directory.

## Names and values

- Names of things (states, fields, roles …) begin with a small letter; small letters, digits and
  `_` follow, at most 64 characters. `true`, `false` and `null` are no names.
- Files are UTF-8, without byte order mark. Scalars are those of the core schema of YAML 1.2:
  `no`, `on`, `12:30` and `2026-12-01` are texts, `010` is ten. Keys are always texts.
- Anchors, aliases, tags, merge keys, directives, further documents and duplicate keys are refused.
- An expression that contains `: ` or ` #`, begins with a sign that means something to YAML, or
  stands in braces and contains a comma, is put in quotes.
- A title that is left out is the name in plain writing: `first_draft` is "First draft".
- A value under `set`, `fields` and `input` that begins with `= ` is an expression; anything else
  is literal, and null clears.
- A number that is left out is made of the name: records of `lunch_order` are `LUNCH-ORDER-1` …

Limits: {bytes} KiB a file, {files} files, {depth} levels, {nodes} keys and values a file,
500 states, 5 000 transitions, {expression} characters an expression, 200 a title, 2 000 a help
text.
"""

EXPRESSIONS = """\
## Names in expressions

What an expression may compute with is described in `expressions.md`. It may name:

| name | is |
|---|---|
| any field | its value; a link field is the record it names |
| `state`, `number`, `id` | of the record |
| `requester` | who opened it |
| `opened_at`, `state_since` | when it was opened, when it came into its state |
| `parent` | the record it lies within; `parent.parent` the one above |
| `children.TYPE`, `descendants.TYPE` | the records of a type within it, directly or at any depth |
| `siblings.TYPE` | the others of a type within the same parent |
| `records.TYPE` | all records of a type |
| `this` | the record itself; inside `where`, where bare names are the other record's |
| `actor`, `now` | who acts, and when |
| `changed` | the names of the fields the act changes |
| `input.NAME` | an input of the act, on its transition only |

Computed fields may not use `actor`, `now`, `changed` and `input`. A path goes up through parents,
or one step through a link field of the record itself: no more is loaded for a decision.
"""


REFUSALS = """\
## What a refusal is called

Each rule that is not kept gives its reason a code; `refused` and `blocked` in a scenario, and
programs over HTTP, go by it. The rules are judged once all values given can be read; then every
reason comes at once.

| code | when |
|---|---|
| `wrong_state` | the transition does not start from the state the record is in |
| `not_among_by` | `by`, or for an edit the `edit` of the state, does not name the person |
| `excluded` | `not_by` names the person |
| `required_empty` | a field under `require` is empty |
| `comment_required` | `comment: required`, and there is none |
| `locked` | the field is locked in this state |
| `not_asked` | a field is given that is neither under `ask` nor for the person to edit |
| `no_branch` | `when` holds for no branch under `to` |
| `no_previous` | nothing was interrupted that `to: previous` could go back to |
| `expression_error` | an expression meets an empty value, or cannot be computed |
| the `code` of a guard | it fails; without `code`: the name of its `rule`, or `check_not_met` … |
| `required` | a value that is `required: true`, of a field or an input, is not given |
| `wrong_type`, `not_one_of`, `too_small`, `too_long` … | a value does not fit its field |
| `not_found` | the person does not see the record |

Whoever holds a role on a record, above it or everywhere sees it, and whoever opened it, or is
named in one of its fields, or in those of a record it lies within. For all others it does not
exist: `by: anyone` is everyone who sees the record; only an opening is for everyone signed in.
"""


def language_page() -> str:
    """`docs/language.md`."""
    head = LANGUAGE.format(
        example=EXAMPLE,
        bytes=files.FILE_BYTES // 1024,
        files=files.FILES,
        depth=nodes.DEPTH,
        nodes=f"{nodes.NODES:,}".replace(",", " "),
        expression=f"{scalars.EXPRESSION_LONGEST:,}".replace(",", " "),
    )
    sections = [head, *(_section(one) for one in CONSTRUCTS.values())]
    sections += [_kinds(), *_closed_sets(), EXPRESSIONS, REFUSALS, _reserved()]
    return "\n".join([MADE, "", *sections])


def diagnostics_page() -> str:
    """`docs/diagnostics.md`: one paragraph for each code a finding may have."""
    head = [
        *(MADE, "", "# What the reader finds", ""),
        "Each finding has a stable code, the place, a sentence, and often a hint. All findings of",
        "all files come in one report; where there is one, nothing of the pack is in force.",
        "",
    ]
    codes = {code.value: code.meaning for code in Code}
    problems = {code.value: meaning for code, meaning in PROBLEMS.items()}
    return "\n".join(
        [
            *head,
            *_paragraphs("Files and workflows", codes),
            *_paragraphs("Expressions", problems),
        ]
    )


def _paragraphs(title: str, codes: Mapping[str, str]) -> Iterator[str]:
    yield f"## {title}"
    yield ""
    for code, meaning in sorted(codes.items()):
        yield f"**`{code}`** {meaning}"
        yield ""


def _section(one: f.Construct | f.Headed) -> str:
    if isinstance(one, f.Headed):
        steps = [_table(f"`{head.name}`: {head.meaning}", head) for head in one.heads]
        heads = _words(head.name for head in one.heads)
        text = f"{one.meaning} It begins with one of {heads}."
        return "\n".join([f"## {_title(one.name)}", "", text, "", *steps])
    return "\n".join([f"## {_title(one.name)}", "", _table(one.meaning, one)])


def _title(name: str) -> str:
    return f"The words of {a(name.replace('_', ' '))}" if name != "roles" else "The file roles.yaml"


def _table(meaning: str, construct: f.Construct) -> str:
    lines = [meaning]
    if construct.one_of:
        lines.append(f"Exactly one of {_words(construct.one_of)} stands there.")
    if construct.at_most_one:
        lines.append(f"At most one of {_words(construct.at_most_one)} stands there.")
    lines += ["", "| word | value | meaning |", "|---|---|---|"]
    for entry in construct.entries:
        word = f"`{entry.word}`" + (" (required)" if entry.required else "")
        lines.append(f"| {word} | {_cell(wanted(entry.form))} | {_cell(_meaning(entry))} |")
    return "\n".join([*lines, ""])


def _meaning(entry: f.Entry) -> str:
    """The sentence of a word, and of the words that may stand for its value."""
    closed = [form for form in f.parts_of(entry.form) if isinstance(form, f.Words)]
    own = [pair for form in closed for pair in form.words if pair not in _VOCABULARY]
    return " ".join([entry.meaning, *(f"`{word}`: {meaning}" for word, meaning in own)])


def _words(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _closed() -> list[type[Word]]:
    """Every closed set of the vocabulary, in its order there."""
    found = [one for one in vars(vocabulary).values() if isinstance(one, type)]
    return [one for one in found if issubclass(one, Word) and one is not Word]


_VOCABULARY = {(word.value, word.meaning) for closed in _closed() for word in closed}
_TITLES = {
    "FinalOutcome": "How a record ends",
    "GuardWord": "Guards",
    "Quantifier": "How many must satisfy a guard about other records",
    "Level": "Levels of a guard",
    "EffectWord": "Effects",
    "TermKind": "Who is meant",
}


def _closed_sets() -> Iterator[str]:
    for closed in _closed():
        if closed is not FieldKind:
            rows = [f"| `{word.value}` | {_cell(word.meaning)} |" for word in closed]
            yield "\n".join(
                [f"## {_TITLES[closed.__name__]}", "", "| word | meaning |", "|---|---|", *rows, ""]
            )


def _kinds() -> str:
    rows = []
    for kind in FieldKind:
        goes = [word for word, kinds in GOES_WITH.items() if kind in kinds]
        named = ", ".join(f"`{w}`{' (required)' if NEEDED.get(kind) == w else ''}" for w in goes)
        rows.append(f"| `{kind.value}` | {_cell(kind.meaning)} | {named} |")
    text = "Every field may have `title`, `help`, `required` and `personal`; besides:"
    head = ["## Kinds of fields", "", text, "", "| kind | holds | may have |", "|---|---|---|"]
    return "\n".join([*head, *rows, ""])


def _reserved() -> str:
    lines = ["## Names that mean something else", ""]
    for what, names in {**RESERVED, "field": RESERVED_FIELDS}.items():
        lines.append(f"- No {what} may be called {_words(sorted(names))}.")
    return "\n".join([*lines, ""])


def pages() -> dict[str, str]:
    """Every page that is made, by its file name in `docs/`."""
    schemas = {
        f"{kind}.schema.json": json.dumps(json_schema(kind), indent=2, ensure_ascii=False) + "\n"
        for kind in KINDS
    }
    return {"language.md": language_page(), "diagnostics.md": diagnostics_page(), **schemas}


if __name__ == "__main__":
    for name, text in pages().items():
        Path(sys.argv[1], name).write_text(text, encoding="utf-8")
