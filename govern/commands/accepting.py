"""Taking in what people send: the values of fields and of inputs, checked against what exists.

The border: `rules/fields` knows what a value must look like, this module knows whom and what it
may name in this installation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from govern.commands.drafts import Draft
from govern.errors import Problem, ValuesRefused
from govern.naming import Named
from govern.rules import fields
from govern.spec.model import Field, Transition
from govern.work import Work


def accept_fields(work: Work, draft: Draft, sent: Mapping[str, Any]) -> dict[str, Any]:
    """`sent` in stored form; ValuesRefused with every problem. Whether the person may write these
    fields in this act is not asked here: it is judged."""
    return _accept(work, draft, draft.workflow.fields, sent, "/fields")


def _accept(
    work: Work, draft: Draft, declared: Mapping[str, Field], sent: Mapping[str, Any], pointer: str
) -> dict[str, Any]:
    if not sent:
        return {}
    resolve = Named(work, draft.row.id if draft.row else draft.parent)
    currency = draft.workflow.currency
    return fields.accept(declared, sent, currency=currency, resolve=resolve, pointer=pointer)


def fill(
    work: Work,
    draft: Draft,
    transition: Transition,
    sent: Mapping[str, Any],
    inputs: Mapping[str, Any],
) -> None:
    """What was sent with the act is in the draft; ValuesRefused for what cannot be a value."""
    draft.write(accept_fields(work, draft, sent))
    _give_inputs(work, draft, transition, inputs)
    draft.compute()


def _give_inputs(work: Work, draft: Draft, transition: Transition, sent: Mapping[str, Any]) -> None:
    """The draft has the inputs of this act, defaults filled in where nothing was given.

    ValuesRefused, also for a required one that is left out.
    """
    declared = transition.inputs
    defaults = {f.name: f.default for f in declared.values() if f.default is not None}
    given = defaults | _accept(work, draft, declared, sent, "/input")
    missing = [
        Problem("required", f"{field.title} must be given.", f"/input/{name}")
        for name, field in declared.items()
        if field.required and given.get(name) in (None, [])
    ]
    if missing:
        raise ValuesRefused(missing)
    draft.inputs = given
    typed = {name: fields.typed(field, given.get(name)) for name, field in declared.items()}
    draft.situation = replace(draft.situation, inputs=typed)
