"""How the command line says that something went wrong: one sentence on the error stream, then
what blocks and what to do; with `--json` an object on the standard output. Never a traceback for
what a person can mend.

Exit codes: 0 fine. 1: there are findings, or the rules or the ledger say no. 2: the command
cannot be carried out as it was given.
"""

from __future__ import annotations

import errno
import json
from collections.abc import Mapping, Sequence
from typing import Any

import click

from govern.cli.options import AS_JSON
from govern.errors import (
    Conflict,
    DefinitionRefused,
    GovernError,
    Refused,
    StaleRevision,
    Tampered,
    ValuesRefused,
)
from govern.spec.diagnostics import Finding, render

FINDINGS, USAGE = 1, 2
SAYS_NO = (DefinitionRefused, Refused, Conflict, StaleRevision, Tampered)
NEXT_STEP = {
    "unknown_person": "Who there is: govern user list",
    "unknown_role": "Which there are: govern role list",
    "nothing_published": "To publish the files: govern apply",
}
"""What to do about a refusal, by its code, where the engine's sentence cannot know it."""


class FilesRefused(DefinitionRefused):
    """The same with the files at hand: each finding is shown with its line. `sources` maps the
    names of the files to their texts."""

    def __init__(self, findings: Sequence[Finding], sources: Mapping[str, str]) -> None:
        super().__init__(findings)
        self.sources = sources


class Refusing(click.Group):
    """A group whose commands may let the engine's refusals, and the system's, out."""

    def invoke(self, context: click.Context) -> Any:
        """What the command returns; a refusal ends the program with its exit code."""
        try:
            return super().invoke(context)
        except GovernError as refusal:
            _tell(context, refusal)
            context.exit(FINDINGS if isinstance(refusal, SAYS_NO) else USAGE)
        except OSError as error:
            if error.errno == errno.EPIPE:  # the reader has seen enough
                raise
            _tell(context, GovernError(_reason(error), code="not_possible"))
            context.exit(USAGE)


def _reason(error: OSError) -> str:
    place = f"{error.filename}: " if error.filename else ""
    return f"{place}{error.strerror or error}. Choose another place, or mend its permissions."


def _tell(context: click.Context, refusal: GovernError) -> None:
    if context.meta.get(AS_JSON):
        click.echo(json.dumps(as_dict(refusal)))
    else:
        click.echo(said(refusal), err=True)


def said(refusal: GovernError) -> str:
    """The refusal for the terminal: its sentence, then each problem or blocking verdict."""
    lines = [f"govern: {refusal.message} {NEXT_STEP.get(refusal.code, '')}".rstrip()]
    if isinstance(refusal, DefinitionRefused):
        sources = refusal.sources if isinstance(refusal, FilesRefused) else {}
        lines = [render(refusal.findings, sources), "", *lines]
    elif isinstance(refusal, ValuesRefused):
        lines = [f"govern: {problem.detail}" for problem in refusal.problems]
    elif isinstance(refusal, Refused):
        lines += [f"  - {reason}" for reason in _reasons(refusal) if reason != refusal.message]
    return "\n".join(lines)


def _reasons(refusal: Refused) -> list[str]:
    return [verdict.reason for verdict in refusal.verdicts if verdict.blocks]


def as_dict(refusal: GovernError) -> dict[str, Any]:
    """`{code, message}` and, where there are some, `findings`, `problems` or `verdicts`."""
    told: dict[str, Any] = {"code": refusal.code, "message": refusal.message}
    if isinstance(refusal, DefinitionRefused):
        told["findings"] = [finding.as_dict() for finding in sorted(refusal.findings)]
    elif isinstance(refusal, ValuesRefused):
        told["problems"] = [{"code": p.code, "detail": p.detail} for p in refusal.problems]
    elif isinstance(refusal, Refused):
        told["verdicts"] = [verdict.as_dict() for verdict in refusal.verdicts]
    return told
