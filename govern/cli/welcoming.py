"""What whoever starts the demo is told: the address, the sign-ins, and what to try first, as
lines to be pasted into a terminal."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from govern.cli.opening import quoted
from govern.cli.wording import columns
from govern.installation import Installation
from govern.queries.explaining import explain_transitions
from govern.spec.scenarios import Scenario, Step
from govern.work import Identity


@dataclass(frozen=True, slots=True)
class Act:
    """Something to try: `step` on the record `number`, with the `token` of who may do it."""

    step: Step
    number: str
    token: str

    def lines(self, url: str) -> list[str]:
        """The act, and the fetching of each document it issues, as `curl` is told."""
        step, address = self.step, f"{url}/api/v1/records/{self.number}/transitions"
        sent = {"fields": step.fields, "input": step.inputs, "comment": step.comment}
        body = json.dumps({key: value for key, value in sent.items() if value})
        lines = [
            f"# {step.by}: {step.name} on {self.number}",
            f"curl -sS -w '\\n' -X POST {address}/{step.name} \\",
            f"  -H {self._bearer()} \\",
            f"  -H 'Content-Type: application/json' -d {shlex.quote(body)}",
        ]
        return lines + [line for kind in step.documents or () for line in self._paper(url, kind)]

    def _paper(self, url: str, kind: str) -> list[str]:
        file = f"{self.number}-{kind.replace('_', '-')}-1.pdf"
        return [
            f"# the {kind.replace('_', ' ')}: the answer is 202 until it is printed, then the PDF",
            f"while [ \"$(curl -sS -o {file} -w '%{{http_code}}' {url}/api/v1/documents/{file} \\",
            f'  -H {self._bearer()})" = 202 ]; do sleep 1; done; ls -l {file}',
        ]

    def _bearer(self) -> str:
        return f"'Authorization: Bearer {self.token}'"


def next_acts(
    installation: Installation, stories: Iterable[Scenario], told: Mapping[str, Any]
) -> list[Act]:
    """What the stories say could be done next, less what has been done since."""
    tokens = {one["name"]: one["token"] for one in told["people"]}
    acts = []
    for story in stories:
        names = told["names"].get(story.file, {})
        for step in story.next:
            number, token = names.get(step.record), tokens.get(step.by)
            if number and token and _is_ahead(installation, step, number):
                acts.append(Act(step, number, token))
    return acts


def _is_ahead(installation: Installation, step: Step, number: str) -> bool:
    with installation.look(Identity(step.by, "story")) as work:
        return any(move["name"] == step.name for move in explain_transitions(work, number))


def welcome(url: str, home: Path, people: list[dict[str, Any]], acts: list[Act]) -> str:
    """The whole text."""
    rows = [("NAME", "PASSWORD", "ROLES")]
    rows += [(p["name"], p["password"], ", ".join(p["roles"]) or "-") for p in people]
    lines = [
        f"The demo portfolio is served at {url} (stop with Ctrl-C).",
        f"The interface, to be browsed: {url}/docs",
        "",
        *(f"  {line}" for line in columns(rows).splitlines()),
        "",
        f"Who holds what on single records: govern user show NAME --home {quoted(home)}",
    ]
    if acts:
        lines += ["", "To walk a project through its next gate, in another terminal:", ""]
        lines += [line for act in acts for line in act.lines(url)]
    return "\n".join(lines)
