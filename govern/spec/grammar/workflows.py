"""The words of a workflow file: its top level, fields, states and documents."""

from __future__ import annotations

from govern.spec.grammar.forms import (
    Construct,
    Either,
    Empty,
    Entry,
    Expression,
    Flag,
    ListOf,
    MapOf,
    Name,
    Part,
    Text,
    Value,
    Whole,
    Words,
    Yes,
    one_or_many,
    words_of,
)
from govern.spec.grammar.moves import EFFECTS, WHO
from govern.spec.vocabulary import FieldKind, FinalOutcome

TITLE = Text(200)
HELP = Text(2000, lines=True)
NUMBER = Text(
    32,
    pattern="[A-Z](?:[A-Z0-9-]*[A-Z-])?0{1,9}",
    like="capitals and then zeros, as CR-0000",
)
CURRENCY = Text(3, pattern="[A-Z]{3}", like="three capital letters, as EUR")
CHOICE = Text(100, pattern=r"\S(?:.*\S)?", like="text, no spaces at its ends")
TEMPLATE = Text(
    100,
    pattern=r"[A-Za-z0-9][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)*\.html",
    like="a plain file name that ends in .html",
)

WORKFLOW = Construct(
    "workflow",
    "One file is one record type with one lifecycle.",
    (
        Entry("workflow", Name("workflow"), "Its name, which is also the file's.", required=True),
        Entry("version", Whole(1, 1_000_000), "Counts what the pack's owners call versions."),
        Entry("title", TITLE, "What people call a record of this type.", required=True),
        Entry("summary", HELP, "What such a record is for."),
        Entry("number", NUMBER, "How records are numbered: a prefix, and a zero for each digit."),
        Entry(
            "within",
            one_or_many(Name("workflow")),
            "The types a record lies within; roles granted there hold below. `none` among them "
            "says that it may also stand alone.",
        ),
        Entry("currency", CURRENCY, "The currency of every money field."),
        Entry("fields", MapOf(Name("field"), Part("field")), "What a record holds."),
        Entry("rules", MapOf(Name("rule"), Expression()), "Expressions that guards share by name."),
        Entry(
            "states",
            MapOf(Name("state"), Either((Empty(), Part("state"))), least=1, most=500),
            "The states a record may be in.",
            required=True,
        ),
        Entry(
            "transitions",
            MapOf(
                Name("transition"),
                Either((Part("transition"), ListOf(Part("transition")))),
                least=1,
            ),
            "The moves between them; a list holds variants for different states.",
            required=True,
        ),
        Entry("documents", MapOf(Name("document"), Part("document")), "The papers it prints."),
    ),
)

_TITLE = Entry("title", TITLE, "What people see; by default the name in plain writing.")
_HELP = Entry("help", HELP, "A sentence that helps to fill it in.")
_KIND = words_of(FieldKind, "a kind of field")
_ASKED = (
    _TITLE,
    _HELP,
    Entry("required", Flag(), "It may never be empty."),
    Entry("min", Value(literal=True), "The least value; of texts and lists a length."),
    Entry("max", Value(literal=True), "The greatest value; of texts and lists a length."),
    Entry(
        "of",
        Either((ListOf(CHOICE), MapOf(CHOICE, TITLE, least=1))),
        "The values of a choice: a list, or a map from value to title.",
    ),
    Entry("to", one_or_many(Name("workflow")), "The record types a link may name."),
    Entry("role", Name("role"), "The role a person named here must hold on the record."),
)
_COLUMNS = Entry(
    "columns", MapOf(Name("column"), Part("column"), least=1), "The columns of a table."
)
_DEFAULT = Entry("default", Value(literal=True), "The value where none is given.")

FIELD = Construct(
    "field",
    "One thing a record holds.",
    (
        Entry("kind", _KIND, "What it holds.", required=True),
        *_ASKED,
        _COLUMNS,
        _DEFAULT,
        Entry("index", Flag(), "Records are found and sorted by it quickly."),
        Entry("personal", Flag(), "It is about a person, and can be erased."),
        Entry(
            "computed",
            Expression(),
            "Worked out by this expression each time its own record is written, never sent.",
        ),
    ),
)
_SIMPLE = Words(
    tuple(pair for pair in _KIND.words if pair[0] != FieldKind.TABLE), "a kind of field, no table"
)
COLUMN = Construct(
    "column",
    "One column of a table.",
    (Entry("kind", _SIMPLE, "What it holds.", required=True), *_ASKED),
)
INPUT = Construct(
    "input",
    "A value of one act alone, not kept on the record.",
    (
        Entry("kind", _KIND, "What it holds.", required=True),
        *_ASKED,
        _COLUMNS,
        _DEFAULT,
    ),
)

STATE = Construct(
    "state",
    "Where a record stands, and who may do what to it there.",
    (
        _TITLE,
        _HELP,
        Entry("phase", Name("phase"), "The group of states it belongs to."),
        Entry("final", Flag(), "The record has ended."),
        Entry("outcome", words_of(FinalOutcome), "How it has ended; a final state says so."),
        Entry("side", Flag(), "It interrupts another state; `to: previous` goes back there."),
        Entry("edit", WHO, "Who may change fields; without it nobody may."),
        Entry(
            "lock",
            Either((Yes(), ListOf(Name("field")))),
            "The fields nobody may write here; `true` for all.",
        ),
        Entry("hide", ListOf(Name("field")), "The fields that are not shown here."),
        Entry(
            "require",
            one_or_many(Name("field")),
            "The fields that must be filled before leaving, except to a side state or to one that "
            "ends in failure or is called off.",
        ),
        Entry("on_enter", EFFECTS, "What follows from entering."),
        Entry("on_exit", EFFECTS, "What follows from leaving."),
    ),
)

DOCUMENT = Construct(
    "document",
    "A paper that is printed of a record.",
    (
        Entry("title", TITLE, "Its heading.", required=True),
        Entry("template", TEMPLATE, "The template it is printed with.", required=True),
        Entry("print_on", Part("occasion"), "When it is issued by itself."),
    ),
)
PRINT_ON = Construct(
    "occasion",
    "The act that issues a document.",
    (
        Entry("fired", Name("transition"), "Issued when this transition fires."),
        Entry("entered", Name("state"), "Issued when this state is entered."),
    ),
    one_of=("fired", "entered"),
)
CONSTRUCTS = (WORKFLOW, FIELD, COLUMN, INPUT, STATE, DOCUMENT, PRINT_ON)
