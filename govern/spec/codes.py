"""Every code a finding may have, each with the paragraph `docs/diagnostics.md` shows.

Codes are stable: a program may rely on them. Those of expressions are `conditions.ProblemCode`,
described in here as well.
"""

from __future__ import annotations

from collections.abc import Mapping

from govern.spec.conditions import ProblemCode
from govern.spec.vocabulary import Word


# fmt: off
class Code(Word):
    UNREADABLE_FILE = "unreadable-file", (
        "The file or directory cannot be opened, or is not an ordinary file. Mend its rights."
    )
    OUTSIDE_LINK = "outside-link", (
        "The file is a symbolic link that leads out of the directory. Copy the file instead."
    )
    NOT_UTF_8 = "not-utf-8", (
        "The bytes of the file are not UTF-8. Save it as UTF-8; the place shows the first bad "
        "byte."
    )
    BYTE_ORDER_MARK = "byte-order-mark", (
        "The file begins with an invisible byte order mark. Save it as UTF-8 without one."
    )
    FORBIDDEN_CHARACTER = "forbidden-character", (
        "The text contains a control character, a line end other than LF or CRLF, or a sign that "
        "turns the order of the text around. Remove it."
    )
    FILE_TOO_LARGE = "file-too-large", "The file is larger than 256 KiB. Divide it."
    TOO_MANY_FILES = "too-many-files", "The directory holds more than 500 workflow files."
    FILE_NAME = "file-name", (
        "The file is not called what its `workflow:` key says, or its name does not end in "
        "`.yaml`. One file is one record type and bears its name."
    )
    NO_WORKFLOWS = "no-workflows", "There is no workflow file in the pack."
    EMPTY_FILE = "empty-file", "The file says nothing: it is empty or holds only comments."
    NOT_YAML = "not-yaml", (
        "The text is no YAML; the place is where reading stopped, the mistake is there or shortly"
        " before. Look at indentation, colons and quotes."
    )
    EXPRESSION_NEEDS_QUOTES = "expression-needs-quotes", (
        "YAML would cut the expression or read something else: it begins with a sign that means "
        "something to YAML (`!`, `&`, `*`, `[`, `{`, `%`, `@`, a quote …), contains `: ` or ` #`,"
        " or stands in braces and contains a comma or brackets. The hint is the line as it should"
        " be."
    )
    TOO_DEEP = "too-deep", "Maps and lists are nested more than 32 levels deep."
    TOO_MANY_NODES = "too-many-nodes", "The file holds more than 20 000 keys and values."
    SEVERAL_DOCUMENTS = "several-documents", (
        "A second YAML document begins (`---`). A file holds one; make it another file."
    )
    DIRECTIVE = "directive", "The file begins with a YAML directive (`%`). Remove it."
    ALIAS = "alias", "An alias (`*name`) is used. Write out what it stands for."
    ANCHOR = "anchor", "An anchor (`&name`) is used. Write things where they are meant."
    TAG = "tag", (
        "A tag (`!name`) is used. Values need none; text that begins with `!` needs quotes."
    )
    MERGE_KEY = "merge-key", "A merge key (`<<`) is used. Write out what is meant."
    COMPLEX_KEY = "complex-key", "A key is a list or a map. Keys are single words."
    DUPLICATE_KEY = "duplicate-key", "The same key stands twice in one map. Only one can be meant."
    NUMBER_TOO_LONG = "number-too-long", (
        "A number has more than 15 significant digits, or is too large or too small to be kept "
        "exactly."
    )
    MORE_FINDINGS = "more-findings", (
        "The file has more findings than are shown. Mend those and look again."
    )
    UNKNOWN_KEY = "unknown-key", "The word is not known in this place. The hint names the nearest."
    MISSING_KEY = "missing-key", "A word that is required is missing."
    WRONG_SHAPE = "wrong-shape", (
        "Something else is expected in this place: a list instead of a text, a number instead of "
        "a map. Text that looks like a number or like true, false or null is put in quotes."
    )
    UNKNOWN_WORD = "unknown-word", "The value is none of the words that may stand here."
    CHOOSE_ONE = "choose-one", "Of several words that exclude one another not exactly one is used."
    BAD_NAME = "bad-name", (
        "A name begins with a small letter and holds small letters, digits and `_`, at most 64 "
        "characters. `true`, `false` and `null` are no names."
    )
    TOO_LONG = "too-long", "The text is longer than may stand here."
    OUT_OF_RANGE = "out-of-range", "The number is below or above what may stand here."
    TOO_FEW = "too-few", "The list or map has too few entries, perhaps none."
    TOO_MANY = "too-many", "The list or map has more entries than the limit."
    TWICE = "twice", "The list names the same thing twice."
    MISPLACED = "misplaced", (
        "The word means nothing beside the others: `except` without `from: any`, `else` without "
        "`to: previous`, `outcome` on a state that is not final, and the like."
    )
    RESERVED_NAME = "reserved-name", "The name means something else wherever it would be used."
    NAME_CLASH = "name-clash", (
        "Two things that are used in the same places have one name: a role and a person field, or"
        " a field and an input."
    )
    DUPLICATE_PREFIX = "duplicate-prefix", (
        "Two record types number their records with the same prefix. Give one of them another "
        "`number`."
    )
    UNKNOWN_WORKFLOW = "unknown-workflow", "There is no record type of this name in the pack."
    UNKNOWN_ROLE = "unknown-role", "There is no role of this name in `roles.yaml`."
    UNKNOWN_WHO = "unknown-who", (
        "The term is neither a role nor a person, people or role field, nor one of `requester`, "
        "`editors`, `anyone` and `system`."
    )
    UNKNOWN_STATE = "unknown-state", "The workflow has no state of this name."
    UNKNOWN_FIELD = "unknown-field", "The workflow has no field of this name."
    UNKNOWN_INPUT = "unknown-input", "The transition asks for no input of this name."
    UNKNOWN_TRANSITION = "unknown-transition", "The workflow has no transition of this name."
    UNKNOWN_RULE = "unknown-rule", "There is no rule of this name under `rules`."
    UNKNOWN_DOCUMENT = "unknown-document", "The workflow has no document of this name."
    NOT_FOR_KIND = "not-for-kind", "Fields of this kind do not have the attribute."
    BAD_LIMIT = "bad-limit", (
        "`min` or `max` does not fit the kind of the field, or the one is above the other."
    )
    BAD_VALUE = "bad-value", "The value does not fit the field it is meant for."
    NO_CURRENCY = "no-currency", "The workflow has a money field but no `currency`."
    COMPUTED_WRITTEN = "computed-written", (
        "A computed field is asked for or set. It is worked out; nothing else writes it."
    )
    COMPUTED_CYCLE = "computed-cycle", "Computed fields depend on one another in a circle."
    TOO_FAR = "too-far", (
        "The path leads further than what is loaded for a decision: up through parents, or one "
        "step through a link field of the record itself."
    )
    NOT_A_LINK = "not-a-link", "The field is not a link to records of that type."
    NOT_RELATED = "not-related", (
        "Records of the types named never stand in that relation: the one does not lie within the"
        " other, or within the same parent."
    )
    NOBODY_MAY = "nobody-may", (
        "Nobody could ever fire the transition: it names nobody under `by`, excludes everyone it "
        "names, or is left to effects (`by: [system]`) of which there is none."
    )
    NO_OPENING = "no-opening", "No transition opens a record: one without `from` does."
    NOWHERE_TO_OPEN = "nowhere-to-open", (
        "No record of the type could ever be opened, because the types it must lie within in turn"
        " must lie within it."
    )
    BAD_OPENING = "bad-opening", "A transition that opens a record leads to one named state."
    NO_SOURCE = "no-source", "The transition leaves no state: everything is excepted."
    UNREACHABLE_STATE = "unreachable-state", "No sequence of transitions leads to the state."
    DEAD_END = "dead-end", (
        "The state is not final, but nothing leads out of it although the record should end."
    )
    NO_OUTCOME = "no-outcome", "A final state says with which outcome the record has ended."
    OVERLAPPING_VARIANTS = "overlapping-variants", (
        "Two variants of one transition leave the same state; only the first could ever fire."
    )
    UNMAPPED_SOURCE = "unmapped-source", (
        "The map under `to` does not say where one of the sources leads, or names a state that is"
        " no source."
    )
    DEAD_BRANCH = "dead-branch", "The branch stands behind one that always holds."
    NOT_FROM_SIDE = "not-from-side", (
        "`to: previous` goes back from a side state; the source is none, and no `else` is given."
    )
    ASKS_LOCKED = "asks-locked", (
        "The field is asked for, but locked in every state the transition leaves."
    )
    NOT_AN_OPENING = "not-an-opening", "The transition does not open a record of that type."
    WHICH_OPENING = "which-opening", "The type is opened in several ways; the effect names none."
    NOT_A_MOVE = "not-a-move", "The transition opens records; it cannot be fired on one."
    NO_PLACE = "no-place", (
        "The record to be opened must lie within another, and neither this record nor the one it "
        "lies within is of such a type."
    )
    SELF_INCOMPATIBLE = "self-incompatible", "The role is said to be incompatible with itself."
    UNKNOWN_RECORD = "unknown-record", "No earlier step of the scenario opens a record called so."
    UNKNOWN_PERSON = "unknown-person", "The scenario has no such person under `people`."
    BAD_MOMENT = "bad-moment", "There is no such day or time, or it lies before the step above."
# fmt: on


PROBLEMS: Mapping[ProblemCode, str] = {
    ProblemCode.SYNTAX: (
        "The text is no expression: a sign is missing or stands where it means nothing. The caret "
        "shows where reading stopped."
    ),
    ProblemCode.TOO_LARGE: "The expression is too long, too deeply nested or has too many parts.",
    ProblemCode.UNKNOWN_NAME: (
        "There is no field, record type or other name so called in this place."
    ),
    ProblemCode.UNKNOWN_FUNCTION: "There is no function of this name.",
    ProblemCode.UNKNOWN_VALUE: (
        "The text can never be the value it is compared with: no such choice, state, role or "
        "transition."
    ),
    ProblemCode.WITHHELD: (
        "The name or function exists, but not in this place; the message says why."
    ),
    ProblemCode.WRONG_TYPE: (
        "Two values cannot be compared or computed with one another, or the expression has not "
        "the kind of value that is needed here."
    ),
    ProblemCode.WRONG_ARGUMENTS: "The function takes other arguments.",
    ProblemCode.MIXED_CURRENCIES: "Amounts of different currencies are compared or added.",
    ProblemCode.NEVER_EMPTY: (
        "The value is asked whether it is empty, or compared with null, but can never be empty."
    ),
}
"""What the codes of expressions mean."""
