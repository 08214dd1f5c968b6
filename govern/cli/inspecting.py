"""Inspecting an installation: is the ledger sound, is the machine fit."""

from __future__ import annotations

import json
import platform
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import click

from govern import __version__
from govern.auditing import audit_installation
from govern.cli.opening import open_home, operator, unpublished
from govern.cli.options import home_option, json_option, say
from govern.cli.refusing import FINDINGS
from govern.cli.wording import count
from govern.documents.native import native_check
from govern.documents.printer import Limits as PrintLimits
from govern.errors import GovernError, Unreadable
from govern.installation import Installation
from govern.ledger.replay import Difference
from govern.settings import load_settings
from govern.store import definitions, errands, records, session
from govern.store.audit import Audit
from govern.work import Work

LONGEST = 80


@click.command()
@home_option
@json_option
def audit(home: Path, as_json: bool) -> None:
    """Verify the ledger and compare it with the tables: whatever was altered is named."""
    _refuse_missing(home)
    installation = open_home(home)
    found = audit_installation(installation)
    say(as_json, {**asdict(found), "sound": found.sound}, _told(found, installation))
    if not found.sound:
        raise SystemExit(FINDINGS)


def _refuse_missing(home: Path) -> None:
    """A ledger that is not there is not a sound one, and opening would make an empty one."""
    held = load_settings(home).database
    if isinstance(held, Path) and not held.exists() and (home / "workflows").is_dir():
        raise Unreadable(
            f"There is no ledger in {home}: {held} is missing. Where there was one, restore it; "
            f"else begin: govern serve --home {home}"
        )


def _told(found: Audit, installation: Installation) -> str:
    lines = [f"BROKEN  {b.subject} entry {b.seq} ({b.log}): {b.why}" for b in found.breaks]
    with installation.look(operator()) as work:
        lines += [f"ALTERED {_place(one, work)}: {_why(one)}" for one in found.differences]
    return "\n".join([*lines, _summary(found)])


def _place(other: Difference, work: Work) -> str:
    row = records.get(work.connection, other.row) if other.table == "records" else None
    called = f"{row.number} ({other.row})" if row else other.row
    return f"{other.table} {called}{f', {other.column}' if other.column else ''}"


def _why(other: Difference) -> str:
    if other.expected is None and other.actual is None:
        return other.why
    expected, actual = (json.dumps(v, ensure_ascii=False) for v in (other.expected, other.actual))
    return f"{other.why}: it is {actual[:LONGEST]}, the ledger says {expected[:LONGEST]}"


def _summary(found: Audit) -> str:
    entries, subjects = count(found.entries, "entry", "entries"), count(found.subjects, "subject")
    read = f"{entries} of {subjects}, {count(found.refusals, 'refusal')}"
    if found.sound:
        return f"Sound: {read}; every chain holds and every row is what the ledger says."
    return f"NOT SOUND: {len(found.breaks) + len(found.differences)} found in {read}."


@click.command()
@home_option
@json_option
def doctor(home: Path, as_json: bool) -> None:
    """Say what this machine and this installation have, what they lack, and every limit."""
    checks = [*_machine(), *_installation(home)]
    lines = (f"{'ok  ' if one.fine else 'FAIL'}  {one.what}: {one.found}" for one in checks)
    say(as_json, [asdict(one) for one in checks], "\n".join(lines))
    if not all(one.fine for one in checks):
        raise SystemExit(FINDINGS)


@dataclass(frozen=True, slots=True)
class Check:
    what: str
    fine: bool
    found: str


def _machine() -> Iterator[Check]:
    missing = native_check()
    yield Check("Govern", True, f"{__version__} on Python {platform.python_version()}")
    yield Check("SQLite", sqlite3.sqlite_version_info >= (3, 35), sqlite3.sqlite_version)
    yield Check("Printing", not missing, "; ".join(missing) or "all libraries are there")
    dot = shutil.which("dot")
    none = "no Graphviz: diagrams are shown as tables (apt-get install graphviz)"
    yield Check("Diagrams", True, dot or none)


def _installation(home: Path) -> Iterator[Check]:
    if not (home / "workflows").is_dir():
        yield Check("Installation", True, f"none in {home} (make one: govern init DIR)")
        return
    try:
        installation = open_home(home)
        yield from _database(installation)
        yield _workflows(installation)
        yield _background(installation)
    except GovernError as refusal:
        yield Check("Installation", False, refusal.message)
        return
    yield Check("Limits of a request", True, _numbers(asdict(installation.settings.limits)))
    yield Check("Limits of a document", True, _numbers(asdict(PrintLimits())))


def _database(installation: Installation) -> Iterator[Check]:
    yield Check("Database", True, installation.engine.dialect.name)
    for one in session.settings_report(installation.engine):
        yield Check(one.name, one.ok, one.value if one.ok else f"{one.value}, not {one.wanted}")


def _workflows(installation: Installation) -> Check:
    with installation.look(operator()) as work:
        held = definitions.in_force(work.connection)
    if held is None:
        return Check("Workflows", True, "none in force yet; govern serve publishes the files")
    edited = unpublished(installation)
    return Check("Workflows", True, f"not in force: {edited}" if edited else "in force")


def _background(installation: Installation) -> Check:
    with installation.look(operator()) as work:
        held = errands.counts(work.connection)
    waiting, failed = held.get(errands.State.WAITING, 0), held.get(errands.State.FAILED, 0)
    return Check("Background work", not failed, f"{waiting} waiting, {failed} given up")


def _numbers(limits: dict[str, float]) -> str:
    return ", ".join(f"{name} {number:.0f}" for name, number in limits.items())
