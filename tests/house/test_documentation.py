"""What the documentation says is so: its workflows load, its commands exist, its links lead on.

And what exists is documented: every word of the language, every command, every variable.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    import click

FENCE = re.compile(r"^```(\w*)([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)\s]+)\)")


@pytest.fixture(scope="module")
def pages(texts: dict[str, str]) -> dict[str, str]:
    """Every page of documentation: README.md, CHANGELOG.md and what lies in docs/."""
    return {
        path: text
        for path, text in texts.items()
        if path.endswith(".md") and ("/" not in path or path.startswith("docs/"))
    }


def _fences(pages: dict[str, str], *languages: str) -> Iterator[str]:
    """The text of each fenced block in one of the languages."""
    for text in pages.values():
        for language, _, block in FENCE.findall(text):
            if language in languages:
                yield block


def test_every_whole_workflow_shown_loads_beside_the_shipped_ones(
    pages: dict[str, str], root: Path
) -> None:
    from govern.spec.reader import read_sources

    pack = {p.name: p.read_text(encoding="utf-8") for p in (root / "workflows").glob("*.yaml")}
    whole = re.compile(r"workflow: (\w+)\n")
    shown = {f"{m[1]}.yaml": b for b in _fences(pages, "yaml") if (m := whole.match(b))}
    assert "purchase.yaml" in shown
    assert read_sources(pack | shown).findings == ()


def _command_lines(pages: dict[str, str]) -> Iterator[list[str]]:
    """Every use of the command line in the pages, as words without comments."""
    for block in _fences(pages, "sh", "console"):
        for line in block.replace("\\\n", " ").splitlines():
            inner = re.match(r"(?:\$ |\w+=\$\()?(govern .*?)\)?$", line.split("  #")[0])
            if inner:
                yield shlex.split(inner[1])
    for text in pages.values():
        for line in re.findall(r"`(govern [^`]+)`", FENCE.sub("", text)):
            yield line.split()


@pytest.fixture(scope="module")
def program() -> click.Group:
    """The command line itself."""
    from govern.cli import main

    return main


def _unknown(command: click.Command, words: list[str]) -> str:
    """The first word that the command does not know; "" where it knows all."""
    import click

    known = {o for p in command.params for o in (*p.opts, *p.secondary_opts)} | {"--help"}
    for position, word in enumerate(words):
        if word.startswith("--") and word.split("=")[0] not in known:
            return word
        if isinstance(command, click.Group) and not word.startswith("-"):
            below = command.commands.get(word)
            return _unknown(below, words[position + 1 :]) if below else word
    return ""


def test_every_command_shown_exists(pages: dict[str, str], program: click.Group) -> None:
    wrong = [
        f"{' '.join(words)}: no {unknown}"
        for words in _command_lines(pages)
        if (unknown := _unknown(program, words[1:]))
    ]
    assert wrong == []


def test_every_command_is_documented(pages: dict[str, str], program: click.Group) -> None:
    shown = {words[1] for words in _command_lines(pages) if len(words) > 1}
    assert sorted(set(program.commands) - shown) == []


def test_every_word_of_the_language_is_documented(texts: dict[str, str]) -> None:
    from govern.spec import vocabulary

    kinds = [k for k in vars(vocabulary).values() if isinstance(k, type)]
    words = {w for k in kinds if issubclass(k, vocabulary.Word) for w in k}
    page = texts.get("docs/language.md", "")
    assert sorted(word for word in words if f"`{word}`" not in page) == []


def test_every_variable_of_the_environment_is_documented(
    texts: dict[str, str], pages: dict[str, str]
) -> None:
    code = "\n".join(t for p, t in texts.items() if p.startswith(("govern/", "api/")))
    read = set(re.findall(r"[\"'](GOVERN_[A-Z_]+)[\"']", code))
    assert sorted(name for name in read if f"`{name}`" not in "\n".join(pages.values())) == []


def test_every_target_of_make_that_is_shown_exists(pages: dict[str, str], root: Path) -> None:
    targets = re.findall(r"^([a-z]+):", (root / "Makefile").read_text(), re.MULTILINE)
    shown = re.findall(r"(?:^|`)make ([a-z]+)", "\n".join(pages.values()), re.MULTILINE)
    assert shown
    assert set(shown) - set(targets) == set()


def test_every_link_leads_to_a_file(pages: dict[str, str], root: Path) -> None:
    wrong = [
        f"{path}: {link}"
        for path, text in pages.items()
        for link in LINK.findall(FENCE.sub("", text))
        if "://" not in link
        and not link.startswith("#")
        and not (root / path).parent.joinpath(link.split("#")[0]).exists()
    ]
    assert wrong == []


def test_every_decision_is_listed_and_has_its_three_parts(pages: dict[str, str]) -> None:
    listed = pages["docs/decisions/README.md"]
    wrong = [
        path
        for path, text in pages.items()
        if re.match(r"docs/decisions/\d{4}-", path)
        and not (
            Path(path).name in listed
            and all(f"**{part}.**" in text for part in ("Context", "Decision", "Consequences"))
        )
    ]
    assert wrong == []


def test_every_part_of_the_engine_is_on_the_page_of_the_architecture(
    sources: list[Any], pages: dict[str, str]
) -> None:
    page = pages["docs/architecture.md"]
    parts = {"/".join(source.path.split("/")[:2]) for source in sources if source.area != "api"}
    wrong = [p for p in parts if f"`{p}`" not in page and f"`{p}/`" not in page]
    assert sorted(set(wrong) - {"govern/__main__.py"}) == []
