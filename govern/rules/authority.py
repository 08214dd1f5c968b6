"""Who is meant by the terms of a definition, and who may write which fields.

Authority is judged by the record as it was before the act: values that are only in the draft
appoint nobody, but they do exclude. Whoever is not found is not among: an empty field, a path
that leads nowhere, a record whose definition is not known name nobody.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from govern.rules import people
from govern.rules.situation import RecordView, Situation
from govern.rules.verdicts import Verdict, VerdictOutcome
from govern.spec.model import Roles, State, Term, Transition, Who
from govern.spec.vocabulary import TermKind

PASSED, FAILED = VerdictOutcome.PASSED, VerdictOutcome.FAILED


def is_among(situation: Situation, who: Who) -> bool:
    """Whether the actor is one of those meant; the system is among `system` only.

    False where that cannot be told, because something was not loaded.
    """
    try:
        return _is_among(situation, who, standing(situation))
    except KeyError:
        return False


def is_excluded(situation: Situation, who: Who) -> bool:
    """Whether the actor is one of those meant, by the record as it was or as it would be.

    True where that cannot be told, because something was not loaded.
    """
    try:
        return _is_among(situation, who, standing(situation)) or (
            bool(situation.changed) and _is_among(situation, who, situation.record)
        )
    except KeyError:
        return True


def _is_among(situation: Situation, who: Who, record: RecordView) -> bool:
    if situation.actor.name is None:
        return any(term.kind is TermKind.SYSTEM for term in who)
    return any(people.means_actor(situation, record, term) for term in who)


def standing(situation: Situation) -> RecordView:
    """The record by which authority is judged: as it was before the act.

    Where nobody says how it was, changed fields count as empty; of a record that is about to be
    opened all are, and it has no requester yet.
    """
    record = situation.before or situation.record
    opened = bool(record.state)
    if opened and (situation.before is not None or not situation.changed):
        return record
    doubtful = situation.changed if opened else {*record.values, *record.links}
    return replace(
        record,
        values={name: value for name, value in record.values.items() if name not in doubtful},
        links={name: views for name, views in record.links.items() if name not in doubtful},
        requester=record.requester if opened else None,
    )


def people_of(situation: Situation, who: Who) -> tuple[str, ...]:
    """The people meant, each once, in the order of the terms; for `anyone` and `system` nobody.

    Those who cannot be told, because something was not loaded, are left out.
    """
    record = standing(situation)
    found: dict[str, None] = {}
    for term in who:
        try:
            found.update(dict.fromkeys(people.people(situation, record, term)))
        except KeyError:
            continue
    return tuple(found)


def name_people(
    verdicts: Iterable[Verdict], situation: Situation, less: Who = ()
) -> tuple[Verdict, ...]:
    """The verdicts, those that block naming who could resolve them; who may not fire (`less`) may
    still fill in what is missing."""
    return tuple(_naming(verdict, situation, less) for verdict in verdicts)


def _naming(verdict: Verdict, situation: Situation, less: Who) -> Verdict:
    if not (verdict.blocks and verdict.terms):
        return verdict
    excluded = set(people_of(situation, less)) if verdict.rule in _OF_WHOEVER_FIRES else set()
    people = people_of(situation, verdict.terms)
    named = tuple(name for name in people if name not in excluded)
    if verdict.rule == "by" and not named:
        verdict = replace(verdict, reason=f"{verdict.reason} At present that is nobody.")
    return verdict.named(named)


_OF_WHOEVER_FIRES = frozenset({"by", "not_by"})


def may_edit(situation: Situation) -> tuple[Verdict, ...]:
    """Whether the actor may edit the record in its present state: the verdict `edit`, and one
    verdict `fields` for each field the edit changes."""
    state = _state(situation)
    if is_among(situation, state.edit):
        first = _MAY_EDIT
    else:
        reason = f"In the state {state.title} only {said(state.edit)} may edit."
        if not state.edit:
            reason = f"In the state {state.title} nobody may edit."
        first = Verdict("edit", "not_among_by", FAILED, reason, terms=state.edit)
    return first, *(_unlocked(situation, state, name) for name in sorted(situation.changed))


_MAY_EDIT = Verdict("edit", "not_among_by", PASSED)


def may_write(situation: Situation, transition: Transition) -> tuple[Verdict, ...]:
    """One verdict `fields` for each field sent with the act: asked for, or the actor's to edit,
    and not locked. Whoever opens a record fills it."""
    if not situation.changed:
        return ()
    state = _state(situation)
    free = transition.opens or is_among(situation, state.edit)
    return tuple(
        _unlocked(situation, state, name)
        if free or name in transition.ask
        else _not_asked(situation, state, name)
        for name in sorted(situation.changed)
    )


def editors(situation: Situation) -> Who:
    """Who may edit the record in its present state."""
    return _state(situation).edit


def _not_asked(situation: Situation, state: State, name: str) -> Verdict:
    reason = f"This does not ask for {_title(situation, name)}, and you may not edit it."
    return Verdict("fields", "not_asked", FAILED, reason, name, terms=state.edit)


def _unlocked(situation: Situation, state: State, name: str) -> Verdict:
    if state.lock.all or name in state.lock.fields:
        reason = f"{_title(situation, name)} is locked in the state {state.title}."
        return Verdict("fields", "locked", FAILED, reason, name)
    return Verdict("fields", "locked", PASSED, field=name)


def _title(situation: Situation, name: str) -> str:
    declared = situation.workflow.fields.get(name)
    return declared.title if declared else name


def _state(situation: Situation) -> State:
    """The present state; one that allows nothing where the record is about to be opened."""
    return situation.workflow.states.get(situation.record.state) or State("", "new")


def incompatible(roles: Roles, held: Collection[str], role: str) -> str | None:
    """The role among those `held` that nobody may hold together with `role`; None where all go.

    It does not matter which of the two says so.
    """
    declared = roles.roles.get(role)
    excluded = set(declared.incompatible) if declared else set()
    for other in sorted(held):
        one = roles.roles.get(other)
        if other != role and (other in excluded or (one and role in one.incompatible)):
            return other
    return None


def said(who: Who) -> str:
    """The terms for people: "the librarian, the requester or whoever did lend"."""
    phrases = [_phrase(term) for term in who] or ["nobody"]
    return " or ".join(filter(None, [", ".join(phrases[:-1]), phrases[-1]]))


def _phrase(term: Term) -> str:
    if term.kind is TermKind.ALL:
        return " who is also ".join(_phrase(one) for one in term.terms)
    if term.kind is TermKind.FIELD:
        *above, last = (step.replace("_", " ") for step in term.path)
        return " of the ".join([f"the {last}", *reversed(above)])
    name = term.title or term.name.replace("_", " ")
    return _PHRASES[term.kind].format(name)


_PHRASES = {
    TermKind.ROLE: "the {}",
    TermKind.REQUESTER: "the requester",
    TermKind.EDITORS: "whoever edited it",
    TermKind.ANYONE: "anyone who is signed in",
    TermKind.SYSTEM: "an effect of another record",
    TermKind.FIRED: "whoever did {}",
    TermKind.LAST: "whoever did {} last",
}
