"""The words of transitions: who, where to, under which guards, with which effects."""

from __future__ import annotations

from govern.spec.grammar.forms import (
    Construct,
    Either,
    Empty,
    Entry,
    Expression,
    Form,
    ListOf,
    MapOf,
    Name,
    Part,
    Path,
    Text,
    Value,
    Whole,
    Words,
    Yes,
    one_or_many,
    words_of,
)
from govern.spec.vocabulary import GuardWord, Level, Quantifier

TERM = Either((Path("role or person field"), Part("past_act")), "a term that says who")
WHO = Either((TERM, ListOf(TERM)), "one or several terms that say who")
EFFECTS = ListOf(Part("effect"))
_TITLE = Text(200)
_HELP = Text(2000, lines=True)

TRANSITION = Construct(
    "transition",
    "One move: from where, to where, by whom, and what must be true first.",
    (
        Entry("title", _TITLE, "What people see; by default the name in plain writing."),
        Entry("help", _HELP, "A sentence that says what it is for."),
        Entry(
            "from",
            Either(
                (
                    Words((("any", "Every state that is not final, less the one it leads to."),)),
                    Name("state"),
                    ListOf(Name("state")),
                )
            ),
            "The states it leaves; without it the transition opens a record. A final state, and "
            "the state it leads to, are left only where they are listed by name.",
        ),
        Entry("except", one_or_many(Name("state")), "The states `from: any` does not mean."),
        Entry(
            "to",
            Either(
                (
                    Words(
                        (
                            ("stay", "The record stays where it is, nothing restarts."),
                            ("previous", "Back to the state that a side state interrupted."),
                        )
                    ),
                    Name("state"),
                    MapOf(Name("state"), Name("state"), least=1),
                    ListOf(Part("branch")),
                )
            ),
            "Where it leads: a state, a map from source to target, or branches.",
            required=True,
        ),
        Entry("else", Name("state"), "Where `to: previous` leads if nothing was interrupted."),
        Entry("by", WHO, "Who may; a transition without it is refused."),
        Entry("not_by", WHO, "Who may not, although `by` names them."),
        Entry("require", one_or_many(Name("field")), "The fields that must be filled."),
        Entry(
            "ask",
            Either(
                (
                    Name("field"),
                    ListOf(Name("field")),
                    MapOf(Name("field"), Either((Empty(), Part("input"))), least=1),
                )
            ),
            "What the person is prompted for: fields, and inputs of this act alone; in a map a "
            "field stands with nothing behind it.",
        ),
        Entry("comment", Words((("required", "A comment must be given."),)), "Asks for a comment."),
        Entry("guards", ListOf(Part("guard")), "What must hold, each with its reason."),
        Entry("then", EFFECTS, "What follows from it, all in the same act."),
    ),
)
BRANCH = Construct(
    "branch",
    "One of several targets: the first whose `when` holds; if none does the move is refused.",
    (
        Entry("to", Name("state"), "The state it leads to.", required=True),
        Entry("when", Expression(), "Holds where this branch is meant; without it always."),
    ),
)
PAST = Construct(
    "past_act",
    "People of past acts, or of several terms at once.",
    (
        Entry("fired", Name("transition"), "Everyone who ever fired it on this record."),
        Entry("last", Name("transition"), "Who fired it last."),
        Entry("all", ListOf(TERM, least=2), "Only those who satisfy every term listed."),
    ),
    one_of=("fired", "last", "all"),
)

_WHERE = Entry("where", Expression(), "About the other record; `this` is this one.")


def _counts() -> tuple[Entry, ...]:
    forms: dict[Quantifier, Form] = {
        Quantifier.COUNT: Whole(),
        Quantifier.AT_LEAST: Whole(1),
        Quantifier.ALL_IN: one_or_many(Name("state")),
    }
    return tuple(Entry(word.value, forms.get(word, Yes()), word.meaning) for word in Quantifier)


_ONE = tuple(word.value for word in Quantifier if word is not Quantifier.AT_LEAST)
_TYPE = Entry("workflow", Name("workflow"), "The type of the other records.", required=True)
RELATIVES = Construct(
    "condition_on_relatives",
    "What must hold of the other records of one type; `all` where nothing else is said.",
    (_TYPE, _WHERE, *_counts()),
    at_most_one=_ONE,
)
LINKED = Construct(
    "condition_on_links",
    "What must hold of the records a link field names; `all` where nothing else is said.",
    (
        Entry("field", Name("field"), "The link field.", required=True),
        _WHERE,
        *_counts(),
    ),
    at_most_one=_ONE,
)
ABOVE = Construct(
    "condition_on_parent",
    "What must hold of the record this one lies within.",
    (
        _WHERE,
        Entry("all_in", one_or_many(Name("state")), "It must be in one of these states."),
    ),
    one_of=("where", "all_in"),
)
UNIQUE = Construct(
    "uniqueness",
    "Fields in which no other record may have the same values.",
    (
        Entry("fields", one_or_many(Name("field")), "The fields compared.", required=True),
        Entry("among", Name("workflow"), "The type searched; by default this one."),
    ),
)


def _guards() -> tuple[Entry, ...]:
    forms: dict[GuardWord, Form] = {
        GuardWord.CHECK: Expression(),
        GuardWord.RULE: Name("rule"),
        GuardWord.PARENT: Part("condition_on_parent"),
        GuardWord.LINKED: Part("condition_on_links"),
        GuardWord.UNIQUE: Part("uniqueness"),
    }
    relatives = Part("condition_on_relatives")
    return tuple(Entry(word.value, forms.get(word, relatives), word.meaning) for word in GuardWord)


GUARD = Construct(
    "guard",
    "One condition of a transition.",
    (
        *_guards(),
        Entry("when", Expression(), "The guard applies only where this holds."),
        Entry("else", Text(500, lines=True), "The reason shown where it fails."),
        Entry("code", Name("code"), "A stable code of that reason."),
        Entry("level", words_of(Level), "Whether it holds back or only warns."),
    ),
    one_of=tuple(word.value for word in GuardWord),
)

_VALUES = MapOf(Name("field"), Value(), least=1)
EFFECT = Construct(
    "effect",
    "One consequence of a move.",
    (
        Entry("set", _VALUES, "Writes fields of this record; null clears, `= …` computes."),
        Entry("open", Part("opening"), "Opens another record."),
        Entry("fire", Part("firing"), "Fires a transition of other records."),
        Entry("print", Name("document"), "Issues a document."),
    ),
    one_of=("set", "open", "fire", "print"),
)
OPEN = Construct(
    "opening",
    "Another record that is opened.",
    (
        Entry("workflow", Name("workflow"), "Its type.", required=True),
        Entry("transition", Name("transition"), "The way it is opened, where there are several."),
        Entry("fields", _VALUES, "Its field values."),
        Entry("link", Name("field"), "The link field of this record that is to name it."),
    ),
)
_THOSE = Either((Name("workflow"), Part("selection")))
FIRE = Construct(
    "firing",
    "A transition of other records that is fired.",
    (
        Entry("children", _THOSE, "On the records within this one."),
        Entry("siblings", _THOSE, "On the other records within the same parent."),
        Entry("parent", Yes(), "On the record this one lies within."),
        Entry("linked", Name("field"), "On the records this link field names."),
        Entry("transition", Name("transition"), "The transition.", required=True),
        Entry("fields", _VALUES, "Field values given with it."),
        Entry("input", _VALUES, "Inputs given with it."),
        Entry(
            "each",
            Words(
                (
                    ("all_or_nothing", "If one of them refuses, the whole act is refused."),
                    ("try", "Those that refuse are left as they are."),
                )
            ),
            "What a refusal means; `all_or_nothing` where it is left out.",
        ),
    ),
    one_of=("children", "siblings", "parent", "linked"),
)
THOSE = Construct("selection", "The records of one type that satisfy a condition.", (_TYPE, _WHERE))
CONSTRUCTS = (
    *(TRANSITION, BRANCH, PAST, GUARD, RELATIVES, LINKED, ABOVE, UNIQUE),
    *(EFFECT, OPEN, FIRE, THOSE),
)
