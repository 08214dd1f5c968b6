"""The words of scenario files: people, and what they do step by step."""

from __future__ import annotations

from govern.spec.grammar.forms import (
    Construct,
    Either,
    Entry,
    Headed,
    ListOf,
    MapOf,
    Name,
    Part,
    Text,
    Value,
    one_or_many,
)

_ON = "The record: its name under `as`, or its number, as of one that an effect opened."
LABEL = Text(64, pattern="[A-Za-z][A-Za-z0-9_-]{0,63}", like="letters, digits, `-` and `_`")
PERSON = Text(
    64,
    pattern="[a-z0-9][a-z0-9._@-]{0,63}",
    like="a login name in lower case, as alice",
)
MOMENT = Text(
    20,
    pattern=r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[ T][0-9]{2}:[0-9]{2}(?::[0-9]{2})?Z?)?",
    like="a day or a minute in UTC, as 2026-03-02 or 2026-03-02 09:00",
)
WAIT = Text(
    40,
    pattern=r"[1-9][0-9]{0,5} (?:weeks?|days?|hours?|minutes?|seconds?)",
    like="a length of time, as `3 days` or `2 hours`",
)
REASON = Text(80, pattern="[a-z][a-z0-9_]*", like="a reason code, as wrong_state")
EMAIL = Text(200, pattern=r"[^@\s]+@[^@\s]+", like="an e-mail address")

SCENARIO = Construct(
    "scenario",
    "A file under `scenarios/`: people in roles, what they do in order, and what is expected.",
    (
        Entry("scenario", Text(200), "What it shows, in one sentence.", required=True),
        Entry("starts", MOMENT, "When it starts, in UTC; 2026-01-05 09:00 if left out."),
        Entry(
            "people",
            MapOf(PERSON, Either((ListOf(Name("role"), least=0), Part("person")))),
            "Who takes part: the roles each holds everywhere, or more about them.",
        ),
        Entry("steps", ListOf(Part("step")), "What happens, in order.", required=True),
        Entry("next", ListOf(Part("step")), "What could be done next: shown, not played."),
    ),
)
PERSON_PART = Construct(
    "person",
    "Somebody who takes part.",
    (
        Entry("full_name", Text(200), "The name people see."),
        Entry("email", EMAIL, "Where mail would go."),
        Entry("roles", one_or_many(Name("role"), least=0), "The roles held everywhere."),
    ),
)

_VALUES = MapOf(Name("field"), Value(literal=True))
_BY = Entry("by", PERSON, "Who acts.", required=True)
_FIELDS = Entry("fields", _VALUES, "Field values given with it.")
_COMMENT = Entry("comment", Text(2000, lines=True), "The comment given with it.")
_ACT = (
    Entry("at", MOMENT, "The clock is set to this moment first; never back."),
    Entry(
        "refused",
        one_or_many(REASON),
        "It is refused, for these reasons among others, and nothing changes.",
    ),
    Entry("state", Name("state"), "The state the record is in afterwards."),
    Entry("documents", ListOf(Name("document"), least=0), "The documents it issues."),
)
_EXPECTED = MapOf(Name("field"), Value(literal=True), least=1)

STEP = Headed(
    "step",
    "One step of a scenario.",
    (
        Construct(
            "open",
            "Somebody opens a record.",
            (
                Entry("open", Name("workflow"), "The type of the record.", required=True),
                _BY,
                Entry("as", LABEL, "What later steps call it."),
                Entry("via", Name("transition"), "The opening, where there are several."),
                Entry("within", LABEL, "The record it lies within."),
                _FIELDS,
                Entry("input", _VALUES, "Inputs given with it."),
                _COMMENT,
                *_ACT,
            ),
        ),
        Construct(
            "fire",
            "Somebody fires a transition.",
            (
                Entry("fire", Name("transition"), "The transition.", required=True),
                _BY,
                Entry("on", LABEL, _ON, required=True),
                _FIELDS,
                Entry("input", _VALUES, "Inputs given with it."),
                _COMMENT,
                *_ACT,
            ),
        ),
        Construct(
            "edit",
            "Somebody changes fields.",
            (
                Entry("edit", LABEL, "The record.", required=True),
                _BY,
                Entry("fields", _VALUES, "The new values.", required=True),
                _COMMENT,
                *_ACT,
            ),
        ),
        Construct(
            "grant",
            "Somebody is given a role.",
            (
                Entry("grant", Name("role"), "The role.", required=True),
                Entry("to", PERSON, "Who gets it.", required=True),
                Entry("on", LABEL, "The record it is granted on; everywhere if left out."),
            ),
        ),
        Construct(
            "revoke",
            "A role is taken back.",
            (
                Entry("revoke", Name("role"), "The role.", required=True),
                Entry("from", PERSON, "Who loses it.", required=True),
                Entry("on", LABEL, "The record it was granted on; everywhere if left out."),
            ),
        ),
        Construct(
            "wait",
            "Time passes.",
            (Entry("wait", WAIT, "How much.", required=True),),
        ),
        Construct(
            "expect",
            "Something is looked at; nothing happens.",
            (
                Entry("expect", LABEL, "The record.", required=True),
                Entry("state", Name("state"), "The state it is in."),
                Entry("fields", _EXPECTED, "Values its fields have; null for an empty one."),
                Entry("by", PERSON, "Whom `allowed` and `blocked` are about; else who acted last."),
                Entry("allowed", ListOf(Name("transition")), "Transitions `by` may fire now."),
                Entry(
                    "blocked",
                    MapOf(
                        Name("transition"),
                        one_or_many(REASON, least=0),
                        least=1,
                    ),
                    "Transitions `by` may not fire now, each with reason codes among others.",
                ),
                Entry("documents", ListOf(Name("document"), least=0), "Documents issued so far."),
            ),
        ),
    ),
)
CONSTRUCTS = (SCENARIO, PERSON_PART)
