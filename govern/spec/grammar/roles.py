"""The words of `roles.yaml`."""

from __future__ import annotations

from govern.spec.grammar.forms import (
    Construct,
    Entry,
    MapOf,
    Name,
    Part,
    Text,
    one_or_many,
)

ROLES = Construct(
    "roles",
    "The file `roles.yaml`: every role the workflows of the pack name.",
    (
        Entry(
            "roles",
            MapOf(Name("role"), Part("role"), most=1000),
            "The roles, each by its name.",
            required=True,
        ),
    ),
)
ROLE = Construct(
    "role",
    "What people may be granted, on one record and what lies within it or everywhere.",
    (
        Entry("title", Text(200), "What people see.", required=True),
        Entry("help", Text(2000, lines=True), "What its holders are there for."),
        Entry(
            "granted_by",
            one_or_many(Name("role"), least=0),
            "The roles whose holders may grant it where they hold theirs.",
        ),
        Entry(
            "incompatible",
            one_or_many(Name("role"), least=0),
            "The roles nobody may hold beside it on the same record.",
        ),
    ),
)
CONSTRUCTS = (ROLES, ROLE)
