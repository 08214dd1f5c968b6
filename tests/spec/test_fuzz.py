"""Whatever a file says, reading it ends in a report: never in an exception, never late."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from govern.spec.diagnostics import render
from govern.spec.reader import Reading, read_sources
from govern.spec.scenarios import read_scenario_sources

SAMPLES = Path(__file__).parents[1] / "samples"
SIGNS = "{}[]:,#&*!|>'\"%@`-? \n\t\\abxyz019_.~=<\r\u2028\u202eé\0\ud800"
ROUNDS = 1_500


def _sign(text: str, rng: random.Random) -> str:
    place = rng.randrange(len(text) + 1)
    return text[:place] + rng.choice(SIGNS) + text[place:]


def _cut(text: str, rng: random.Random) -> str:
    place = rng.randrange(len(text) + 1)
    return text[:place] + text[place + rng.randrange(1, 9) :]


def _word(text: str, rng: random.Random) -> str:
    words = text.split() or ["x"]
    return text.replace(rng.choice(words), rng.choice(words), rng.choice([1, -1]))


def _line(text: str, rng: random.Random) -> str:
    lines = text.split("\n")
    place, other = rng.randrange(len(lines)), rng.randrange(len(lines))
    if rng.random() < 0.4:
        lines[place], lines[other] = lines[other], lines[place]
    elif rng.random() < 0.5:
        lines.insert(place, lines[other])
    else:
        del lines[place]
    return "\n".join(lines)


def _indent(text: str, rng: random.Random) -> str:
    lines = text.split("\n")
    place = rng.randrange(len(lines))
    lines[place] = rng.choice(["  ", " ", "\t", "- ", "? "]) + lines[place]
    return "\n".join(lines)


MUTATIONS: list[Callable[[str, random.Random], str]] = [_sign, _cut, _word, _word, _line, _indent]


def mutated(text: str, rng: random.Random) -> str:
    """The text with one to four random changes."""
    for _ in range(rng.choice([1, 1, 1, 2, 4])):
        text = rng.choice(MUTATIONS)(text, rng)
    return text


def _is_a_report(reading: Reading) -> bool:
    printed = render(reading.findings, reading.sources)
    printed.encode()
    places = all(one.at.line > 0 and one.at.column > 0 for one in reading.findings)
    return places and (reading.catalog is None) == bool(reading.findings)


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("pack", ["garden", "kitchen"])
def test_a_mutated_pack_is_read_or_refused(pack: str, seed: int) -> None:
    sources = {p.name: p.read_text(encoding="utf-8") for p in (SAMPLES / pack).glob("*.yaml")}
    rng = random.Random(f"{pack}{seed}")
    worst = 0.0
    for _ in range(ROUNDS // 2):
        file = rng.choice(sorted(sources))
        before = time.process_time()
        reading = read_sources(sources | {file: mutated(sources[file], rng)})
        worst = max(worst, time.process_time() - before)
        assert _is_a_report(reading)
    assert worst < 0.5


def test_a_mutated_scenario_is_read_or_refused() -> None:
    text = (SAMPLES / "library" / "scenarios" / "lending.yaml").read_text(encoding="utf-8")
    rng = random.Random(7)
    for _ in range(500):
        read = read_scenario_sources({"x.yaml": mutated(text, rng)})
        render(read.findings, read.sources).encode()
        assert len(read.scenarios) == (not read.findings)


@settings(max_examples=300, deadline=None)
@given(st.text())
def test_any_text_at_all_is_read_or_refused(text: str) -> None:
    assert _is_a_report(read_sources({"x.yaml": text, "roles.yaml": text}))
    read = read_scenario_sources({"x.yaml": text})
    assert not read.scenarios


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=20), st.text(max_size=40))
def test_any_expression_and_name_is_read_or_refused(name: str, expression: str) -> None:
    quoted = [one.replace("\\", "\\\\").replace('"', '\\"') for one in (name, expression)]
    text = (
        'workflow: x\ntitle: X\nfields: {"%s": {kind: number, computed: "%s"}}\n'
        "states: {open: }\ntransitions: {start: {to: open, by: anyone}}\n"
    )
    assert _is_a_report(read_sources({"x.yaml": text % tuple(quoted)}))
