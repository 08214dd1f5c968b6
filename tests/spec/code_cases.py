"""One or more files for every code of the reader, § before each place that must be pointed at."""

from __future__ import annotations

from govern.spec.codes import Code
from govern.spec.conditions import ProblemCode
from tests.spec.marking import BOOK, ENTER, LEAVE, ROLES, act, effect, guard, late, loan

C, P = Code, ProblemCode

ELSEWHERE = frozenset(
    {
        # Directories and bytes: test_files.
        *(C.UNREADABLE_FILE, C.OUTSIDE_LINK, C.NOT_UTF_8, C.TOO_MANY_FILES),
        # Limits, which take large files: test_hostile.
        *(C.FILE_TOO_LARGE, C.TOO_MANY_NODES, C.TOO_MANY, C.MORE_FINDINGS, P.TOO_LARGE),
        # Packs without workflows: test_reader. Scenarios: test_scenarios.
        *(C.NO_WORKFLOWS, C.UNKNOWN_RECORD, C.UNKNOWN_PERSON, C.BAD_MOMENT),
    }
)

_DESK = act("to: stay, then: [{open: {workflow: §loan}}]").replace("loan\n", "desk\n", 1)
_DESK = _DESK.replace("within: book\n", "")
_SUM = "to: stay, guards: [{check: §x > parent.price}]"
_DOLLARS = act(_SUM, "x: {kind: money}").replace("fields", "currency: USD\nfields", 1)

_YAML = [
    (C.BYTE_ORDER_MARK, "§\ufeffworkflow: loan\n"),
    (C.FORBIDDEN_CHARACTER, "workflow: loan\ntitle: a§\x07b\n"),
    (C.FORBIDDEN_CHARACTER, "workflow: loan\ntitle: a§\rb\n"),
    (C.FORBIDDEN_CHARACTER, "workflow: loan\ntitle: a§\u202eb\n"),
    (C.FORBIDDEN_CHARACTER, loan(top='summary: §"\\0"\n')),
    (C.EMPTY_FILE, "§# nothing but a comment\n"),
    (C.EMPTY_FILE, "§---\n"),
    (C.NOT_YAML, "workflow: loan\n  title§: Loan\n"),
    (C.NOT_YAML, "workflow: loan\nstates:\n§\topen:\n"),
    (C.TOO_DEEP, "workflow: " + "[" * 31 + "§[" + "]" * 32),
    (C.SEVERAL_DOCUMENTS, "workflow: loan\n§---\ntitle: Loan\n"),
    (C.DIRECTIVE, "§%YAML 1.2\n---\n" + loan()),
    (C.ALIAS, loan(top="summary: §*x\n")),
    (C.ANCHOR, loan(top="summary: §&x text\n")),
    (C.TAG, loan(top="summary: §!!python/object/apply:os.system text\n")),
    (C.MERGE_KEY, late("§<<: {title: Late}")),
    (C.COMPLEX_KEY, loan(top="§[a]: b\n")),
    (C.DUPLICATE_KEY, loan(top="version: 1\n§version: 2\n")),
    (C.NUMBER_TOO_LONG, loan(top="version: §1234567890123456\n")),
    (C.EXPRESSION_NEEDS_QUOTES, guard("{check: §size(owner, fee)}")),
]

_SHAPES = [
    (C.UNKNOWN_KEY, loan(top="§sumary: x\n")),
    (C.UNKNOWN_KEY, late("§lok: true")),
    (C.MISSING_KEY, loan(fields="x: §{title: X}")),
    (C.MISSING_KEY, loan(fields="x: §{kind: choice}")),
    (C.MISSING_KEY, loan(moves="  x:\n    - §{to: open, by: [reader]}\n")),
    (
        C.MISSING_KEY,
        guard("{children: §{workflow: loan}}").replace("within: book", "within: [book, loan]"),
    ),
    (C.WRONG_SHAPE, loan(top="summary: §[a]\n")),
    (C.WRONG_SHAPE, loan(top="summary: §2026\n")),
    (C.WRONG_SHAPE, loan(top='version: §"1"\n')),
    (C.WRONG_SHAPE, loan(top="currency: §euro\n")),
    (C.WRONG_SHAPE, loan(top="documents: {slip: {title: Slip, template: §../slip.html}}\n")),
    (C.WRONG_SHAPE, loan(fields='x: {kind: text, default: §"= now"}')),
    (C.WRONG_SHAPE, guard("{check: §null}")),
    (C.UNKNOWN_WORD, loan(fields="x: {kind: §txt}")),
    (C.UNKNOWN_WORD, loan(fields="x: {kind: table, columns: {y: {kind: §table}}}")),
    (C.CHOOSE_ONE, guard("{check: fee > 1, §rule: x}")),
    (C.CHOOSE_ONE, guard("§{else: No.}")),
    (C.CHOOSE_ONE, guard("{siblings: {workflow: loan, all: true, §none: true, where: fee > 1}}")),
    (C.CHOOSE_ONE, guard("{siblings: {workflow: loan, none: true, §at_least: 2}}")),
    (C.BAD_NAME, loan(fields="§Fee: {kind: number}")),
    (C.BAD_NAME, loan(fields="§__class__: {kind: number}")),
    (C.BAD_NAME, loan(fields="§true: {kind: number}")),
    (C.BAD_NAME, loan(moves="  x: {from: open, to: stay, by: [§os.System]}\n")),
    (C.TOO_LONG, loan(top=f"summary: §{'x' * 2001}\n")),
    (C.TOO_LONG, guard(f"{{check: §{'(' * 600}fee > 1{')' * 600}}}")),
    (C.OUT_OF_RANGE, loan(top="version: §0\n")),
    (C.TOO_FEW, loan(moves="  x: {from: §[], to: stay, by: [reader]}\n")),
    (C.TWICE, loan(moves="  x: {from: [open, §open], to: stay, by: [reader]}\n")),
    (C.MISPLACED, loan(moves="  x: {from: open, §except: closed, to: stay, by: [reader]}\n")),
    (C.MISPLACED, loan(moves="  x: {from: open, to: stay, §else: open, by: [reader]}\n")),
    (C.MISPLACED, act("to: stay, not_by: §system")),
    (C.MISPLACED, loan(fields="x: {kind: number, computed: fee, §required: true}")),
    (C.MISPLACED, late("§outcome: failure")),
    (C.MISPLACED, late("final: true, outcome: failure, §side: true", ENTER)),
]

_NAMES = [
    (C.FILE_NAME, {"loans.yaml": loan().replace("workflow: loan", "workflow: §loan")}),
    (C.FILE_NAME, {"loan.yml": loan().replace("workflow: loan", "workflow: §loan")}),
    (C.RESERVED_NAME, loan(fields="§state: {kind: text}")),
    (C.RESERVED_NAME, loan(fields="§size: {kind: text}")),
    (
        C.RESERVED_NAME,
        late("")
        .replace("late", "§stay", 1)
        .replace("to: late", "to: {open: stay}")
        .replace("late", "stay"),
    ),
    (C.RESERVED_NAME, {"roles.yaml": ROLES + "  §anyone: {title: Anyone}\n"}),
    (C.RESERVED_NAME, {"none.yaml": loan().replace("workflow: loan", "workflow: §none")}),
    (C.NAME_CLASH, loan(fields="§reader: {kind: person}")),
    (C.NAME_CLASH, act("to: stay, ask: {§fee: {kind: number}}")),
    (C.DUPLICATE_PREFIX, loan(top="number: §BOOK-00\n")),
    (C.UNKNOWN_WORKFLOW, loan().replace("within: book", "within: §bok")),
    (C.UNKNOWN_WORKFLOW, loan(fields="x: {kind: link, to: [book, §bok]}")),
    (C.UNKNOWN_WORKFLOW, effect("{open: {workflow: §bok}}")),
    (C.UNKNOWN_ROLE, loan(fields="x: {kind: person, role: §libarian}")),
    (C.UNKNOWN_ROLE, {"roles.yaml": ROLES + "  guard: {title: Guard, granted_by: §redaer}\n"}),
    (C.UNKNOWN_WHO, loan(moves="  x: {from: open, to: stay, by: [§redaer]}\n")),
    (C.UNKNOWN_WHO, loan(moves="  x: {from: open, to: stay, by: [§fee]}\n")),
    (C.UNKNOWN_WHO, loan(moves="  x: {from: open, to: stay, by: [§parent.price]}\n")),
    (C.UNKNOWN_WHO, loan(moves="  x: {from: open, to: stay, by: [§fee.owner]}\n")),
    (C.UNKNOWN_STATE, loan(moves="  x: {from: §opne, to: stay, by: [reader]}\n")),
    (C.UNKNOWN_STATE, loan(moves="  x: {from: open, to: [{to: §opne}], by: [reader]}\n")),
    (C.UNKNOWN_STATE, guard("{siblings: {workflow: loan, all_in: [§shut]}}")),
    (C.UNKNOWN_FIELD, act("to: stay, require: §fees")),
    (C.UNKNOWN_FIELD, effect("{set: {§fees: 1}}")),
    (C.UNKNOWN_FIELD, guard("{unique: {fields: [§fee], among: book}}")),
    (C.UNKNOWN_INPUT, effect("{fire: {parent: true, transition: sell, input: {§byer: x}}}")),
    (C.UNKNOWN_TRANSITION, effect("{fire: {parent: true, transition: §sel}}")),
    (C.UNKNOWN_TRANSITION, loan(moves="  x: {from: open, to: stay, by: [{fired: §strat}]}\n")),
    (C.UNKNOWN_RULE, guard("{rule: §fair}")),
    (C.UNKNOWN_DOCUMENT, effect("{print: §slip}")),
]

_FIELDS = [
    (C.NOT_FOR_KIND, loan(fields="x: {kind: boolean, §min: 1}")),
    (C.NOT_FOR_KIND, loan(fields="x: {kind: long_text, §index: true}")),
    (C.BAD_LIMIT, loan(fields="x: {kind: date, max: §tomorrow}")),
    (C.BAD_LIMIT, loan(fields="x: {kind: text, min: §501}")),
    (C.BAD_LIMIT, loan(fields="x: {kind: number, min: 2, §max: 1}")),
    (C.BAD_VALUE, loan(fields="x: {kind: integer, default: §1.5}")),
    (C.BAD_VALUE, loan(fields="x: {kind: integer, max: 9, default: §10}")),
    (C.BAD_VALUE, loan(fields="x: {kind: choice, of: [a, b], default: §c}")),
    (C.BAD_VALUE, effect("{set: {fee: §much}}")),
    (C.BAD_VALUE, effect("{set: {book: §B-1}}")),
    (C.BAD_VALUE, effect("{set: {x: §null}}", fields="x: {kind: text, required: true}")),
    (C.NO_CURRENCY, loan(fields="x: §{kind: money}")),
    (C.COMPUTED_WRITTEN, effect("{set: {§x: 1}}", fields="x: {kind: number, computed: fee}")),
    (
        C.COMPUTED_CYCLE,
        loan(fields="x: {kind: number, computed: §y}, y: {kind: number, computed: §x}"),
    ),
    (C.COMPUTED_CYCLE, loan(fields="x: {kind: number, computed: §x + 1}")),
    (C.TOO_FAR, guard("{check: book.§next.price > 1}")),
    (C.TOO_FAR, loan(moves="  x: {from: open, to: stay, by: [§parent.next.owner]}\n")),
]

_RELATIONS = [
    (C.NOT_A_LINK, guard("{linked: {field: §fee, where: state == 'here'}}")),
    (C.NOT_A_LINK, effect("{open: {workflow: loan, link: §book}}")),
    (C.NOT_RELATED, guard("{children: {workflow: §book, none: true}}")),
    (C.NOT_RELATED, guard("{§parent: {all_in: open}}").replace("within: book\n", "")),
    (C.NOWHERE_TO_OPEN, {"book.yaml": BOOK.replace("within: [none, book]", "§within: [book]")}),
    (C.NOT_AN_OPENING, effect("{open: {workflow: book, transition: §sell}}")),
    (C.WHICH_OPENING, effect("{open: {workflow: §book}}")),
    (C.NOT_A_MOVE, effect("{fire: {parent: true, transition: §buy}}")),
    (
        C.NO_PLACE,
        {
            "loan.yaml": loan(),
            "desk.yaml": act("to: stay, then: [{open: {workflow: §loan}}]")
            .replace("loan\n", "desk\n", 1)
            .replace("within: book\n", ""),
        },
    ),
    (
        C.SELF_INCOMPATIBLE,
        {"roles.yaml": ROLES + "  guard: {title: Guard, incompatible: §guard}\n"},
    ),
]

_MOVES = [
    (C.NOBODY_MAY, loan(moves="  §x: {from: open, to: stay}\n")),
    (C.NOBODY_MAY, loan(moves="  x: {from: open, to: stay, by: §[system]}\n")),
    (C.NOBODY_MAY, loan(moves="  x: {from: open, to: stay, by: §[reader], not_by: [reader]}\n")),
    (C.NOBODY_MAY, loan(moves="  x: {from: open, to: stay, by: §[reader], not_by: [anyone]}\n")),
    (C.NOBODY_MAY, loan(moves="  x: {from: open, to: stay, by: §[{all: [auditor, librarian]}]}\n")),
    (C.NOBODY_MAY, loan(moves="  x: {from: open, to: stay, by: §[{last: x}]}\n")),
    (C.NOBODY_MAY, loan(moves="  x: {to: open, by: §[requester, owner]}\n")),
    (
        C.NO_OPENING,
        loan()
        .replace("transitions", "§transitions")
        .replace("  start: {to", "  start: {from: open, to"),
    ),
    (C.BAD_OPENING, loan(moves="  x: {§to: stay, by: [reader]}\n")),
    (C.NO_SOURCE, loan(moves="  x: {§from: any, except: open, to: stay, by: [reader]}\n")),
    (C.UNREACHABLE_STATE, late("", LEAVE).replace("late", "§late", 1)),
    (C.DEAD_END, late("", ENTER).replace("late", "§late", 1)),
    (C.NO_OUTCOME, late("final: true", ENTER).replace("late", "§late", 1)),
    (
        C.OVERLAPPING_VARIANTS,
        loan(
            moves="  x:\n    - {from: open, to: stay, by: reader}\n"
            "    - §{from: any, to: closed, by: reader}\n"
        ),
    ),
    (
        C.UNMAPPED_SOURCE,
        loan(moves="  x: {from: [open, closed], §to: {open: closed}, by: reader}\n"),
    ),
    (
        C.UNMAPPED_SOURCE,
        loan(moves="  x: {from: open, to: {open: closed, §closed: open}, by: reader}\n"),
    ),
    (C.DEAD_BRANCH, loan(moves="  x: {from: open, to: [{to: open}, §{to: closed}], by: reader}\n")),
    (C.NOT_FROM_SIDE, loan(moves="  x: {from: open, to: §previous, by: reader}\n")),
    (
        C.ASKS_LOCKED,
        late("lock: [fee]").replace("to: open, by: reader", "to: open, by: reader, ask: §[fee]"),
    ),
]

_EXPRESSIONS = [
    (P.SYNTAX, guard("{check: fee >§}")),
    (P.UNKNOWN_NAME, guard("{check: fee > 1 && §fees > 2}")),
    (P.UNKNOWN_NAME, guard("{check: parent.§prize > parent.price}")),
    (P.UNKNOWN_FUNCTION, guard("{check: §sizes(owner) > 1}")),
    (P.UNKNOWN_VALUE, guard("{check: state == §'opn'}")),
    (P.WITHHELD, guard("{rule: x}") + "rules: {x: §input.y > 1}\n"),
    (P.WITHHELD, loan(fields="x: {kind: boolean, computed: §actor == owner}")),
    (P.WITHHELD, guard("{siblings: {workflow: loan, where: §parent.price > 1}}")),
    (P.WRONG_TYPE, guard("{check: §fee > owner}")),
    (P.WRONG_ARGUMENTS, guard("{check: '§size() > 1'}")),
    (P.MIXED_CURRENCIES, _DOLLARS),
    (
        P.NEVER_EMPTY,
        act("to: stay, guards: [{check: §xs == null}]", "xs: {kind: people}"),
    ),
]

CASES: list[tuple[str, dict[str, str] | str]] = [
    *_YAML,
    *_SHAPES,
    *_NAMES,
    *_FIELDS,
    *_RELATIONS,
    *_MOVES,
    *_EXPRESSIONS,
]
