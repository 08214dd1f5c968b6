"""Pictures of a lifecycle, as text: Mermaid, DOT, and the table that says the same in words.

Every name and title is written as a quoted label; the identifiers of a diagram are made up, so no
definition can put anything but words into it. Colours and font names are literal: what prints the
picture knows no style sheet.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from govern.rules.authority import said
from govern.spec.model import State, Term, Transition, Workflow
from govern.spec.vocabulary import FinalOutcome, TermKind

FONT = "IBM Plex Sans"
INK, PAPER, LINE = "#1c2430", "#ffffff", "#5b6675"
PRESENT, PRESENT_INK = "#1d4e89", "#ffffff"
WENT = "#1d4e89"
SIDE = "#eef1f5"
FAINT = "#808b9b"

Step = tuple[str, str]
"""From a state ("" for the opening) to a state."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table, in titles: from where, what, by whom, to where."""

    sources: tuple[str, ...]
    transition: str
    who: str
    targets: tuple[str, ...]


def table(workflow: Workflow) -> list[Row]:
    """Every transition in file order, in words: the picture for those who cannot see it."""
    return [row for transition in workflow.transitions for row in _rows(workflow, transition)]


def _rows(workflow: Workflow, transition: Transition) -> Iterator[Row]:
    who = said(transition.by or _SYSTEM) if transition.system else said(transition.by)
    way = transition.target
    if way.by_source:
        for source, target in way.by_source.items():
            yield Row(
                _titles(workflow, [source]), transition.title, who, _titles(workflow, [target])
            )
        return
    if way.stay:
        targets: tuple[str, ...] = ("stays",)
    elif way.previous:
        targets = ("the state before", *_titles(workflow, [way.otherwise] if way.otherwise else []))
    else:
        targets = _titles(workflow, _named_targets(transition))
    yield Row(_titles(workflow, transition.sources), transition.title, who, targets)


_SYSTEM = (Term(TermKind.SYSTEM, "system"),)


def _titles(workflow: Workflow, names: Collection[str]) -> tuple[str, ...]:
    return tuple(workflow.states[name].title for name in names if name in workflow.states)


def _named_targets(transition: Transition) -> tuple[str, ...]:
    way = transition.target
    return (way.state,) if way.state else tuple(dict.fromkeys(b.to for b in way.branches))


def steps(workflow: Workflow) -> dict[Step, list[str]]:
    """Every step that can be taken, with the titles of the transitions that take it.

    `previous` is drawn to the states from which the side state can be entered.
    """
    found: dict[Step, list[str]] = {}
    for transition in workflow.transitions:
        for source in transition.sources or ("",):
            for target in dict.fromkeys(_drawn(workflow, transition, source)):
                if target in workflow.states:
                    found.setdefault((source, target), []).append(transition.title)
    return found


def _drawn(workflow: Workflow, transition: Transition, source: str) -> tuple[str, ...]:
    way = transition.target
    if way.stay:
        return (source,)
    if way.previous:
        return (*_interrupted_by(workflow, source), *filter(None, [way.otherwise]))
    if way.by_source:
        return tuple(filter(None, [way.by_source.get(source)]))
    return _named_targets(transition)


def _interrupted_by(workflow: Workflow, side: str) -> tuple[str, ...]:
    into = [t for t in workflow.transitions if side in _named_targets(t)]
    return tuple(dict.fromkeys(source for t in into for source in t.sources if source != side))


def mermaid(workflow: Workflow, state: str | None = None) -> str:
    """The lifecycle as a Mermaid state diagram; `state` is the present one."""
    ids = _ids(workflow)
    lines = ["stateDiagram-v2"]
    lines += [f'    state "{_coded(s.title)}" as {ids[s.name]}' for s in workflow.states.values()]
    for (source, target), titles in steps(workflow).items():
        label = _coded(", ".join(titles))
        lines.append(f"    {ids.get(source, '[*]')} --> {ids[target]}: {label}")
    lines += [f"    {ids[s.name]} --> [*]" for s in workflow.states.values() if s.final]
    if state in ids:
        lines.append(f"    classDef present fill:{PRESENT},color:{PRESENT_INK}")
        lines.append(f"    class {ids[state]} present")
    return "\n".join(lines) + "\n"


def _ids(workflow: Workflow) -> dict[str, str]:
    return {name: f"s{index}" for index, name in enumerate(workflow.states)}


def _coded(text: str) -> str:
    """Letters, digits and a little more as they are, everything else as Mermaid's entity codes."""
    return "".join(c if c.isalnum() or c in " ,.-'" else f"#{ord(c)};" for c in _line(text))


def _line(text: str) -> str:
    """The text in one line, without characters that are not shown."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


_FONT = f'fontname="{FONT}", fontcolor="{INK}", color="{LINE}"'
_STYLE = (
    '    graph [rankdir="TB", bgcolor="transparent", nodesep="0.4", ranksep="0.5"];',
    f'    node [{_FONT}, shape="box", style="rounded,filled", fillcolor="{PAPER}", fontsize="11"];',
    f'    edge [{_FONT}, fontsize="9", arrowsize="0.7"];',
)


def dot(workflow: Workflow, state: str | None = None, went: Collection[Step] = frozenset()) -> str:
    """The lifecycle in Graphviz' language; `state` is the present one, `went` the steps taken."""
    ids = _ids(workflow)
    lines = ["digraph {", *_STYLE]
    been = {name for step in went for name in step} | ({state} if state else set())
    lines += [_node(ids[s.name], s, state, s.name in been) for s in workflow.states.values()]
    if any(t.opens for t in workflow.transitions):
        lines.append(f'    start [shape="circle", label="", width="0.16", fillcolor="{INK}"];')
    for step, titles in steps(workflow).items():
        lines.append(_edge(ids, step, titles, _look(workflow, step, step in went)))
    return "\n".join([*lines, "}"]) + "\n"


def _node(id_: str, state: State, present: str | None, been: bool) -> str:
    marks = {"label": state.title, "width": f"{_inches(state.title):.2f}"}
    if state.side:
        marks |= {"fillcolor": SIDE, "style": "rounded,filled,dashed"}
    if state.final:
        marks["peripheries"] = "2"
    if been:
        marks |= {"color": WENT, "penwidth": "2"}
    if state.name == present:
        marks |= {"fillcolor": PRESENT, "fontcolor": PRESENT_INK}
    return f"    {id_} [{_marks(marks)}];"


def _edge(ids: dict[str, str], step: Step, titles: list[str], look: dict[str, str]) -> str:
    marks = {"label": "\n".join(titles), **look}
    return f"    {ids.get(step[0], 'start')} -> {ids[step[1]]} [{_marks(marks)}];"


def _look(workflow: Workflow, step: Step, taken: bool) -> dict[str, str]:
    """The main way is drawn straight; ways aside, and ways of giving up, faint beside it."""
    if taken:
        return {"color": WENT, "fontcolor": WENT, "penwidth": "2", "weight": "8"}
    ends = [workflow.states[name] for name in step if name in workflow.states]
    aside = any(end.side for end in ends) or ends[-1].outcome in _GIVING_UP
    return {"color": FAINT, "fontcolor": LINE, "style": "dashed"} if aside else {"weight": "8"}


_GIVING_UP = (FinalOutcome.CANCELLED, FinalOutcome.FAILURE)


def _marks(marks: dict[str, str]) -> str:
    return ", ".join(f"{name}={_quoted(value)}" for name, value in marks.items())


def _quoted(text: str) -> str:
    """A DOT string: never an HTML label, never an escape of the definition's own making."""
    lines = (_line(line).replace("\\", "\\\\").replace('"', '\\"') for line in text.split("\n"))
    return '"' + "\\n".join(lines) + '"'


def _inches(title: str) -> float:
    """About how wide the title is in print; Graphviz cannot tell for most alphabets."""
    wide = sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in _line(title))
    return max(0.9, 0.3 + 0.085 * wide)
