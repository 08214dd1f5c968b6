"""No file names the machine it was written on, an index it was fetched from, or how it was made."""

from __future__ import annotations

import re
import tomllib

import pytest

# The patterns are written so that they do not find themselves.
FORBIDDEN = {
    "an address of a package index": re.compile(
        r"index[-_]ur[l]|py[p]i\.(org|python)|pythonhoste[d]|npmj[s]\.|registr[y]\.|"
        r"https?://[^ \"']*/simpl[e]\b|\"resolve[d]\":"
    ),
    "a path of a machine": re.compile(
        r"(^|[^a-z.\w<])/(work|root|farm)/[a-z.]|fil[e]:///[a-z]|/hom[e]/[a-z]|/tm[p]/[a-z]"
    ),
    "how it was written": re.compile(
        r"\b(A[I]|LL[M]s?|GP[T]|Claud[e]|Copilo[t]|ChatGP[T]|Anthropi[c]|OpenA[I])\b|"
        r"\b(?<![Uu]ser[- _])[Aa]gen[t]s?\b|\b(this|next|previous) sessio[n]\b|"
        r"\btool cal[l]s?\b|\bsub-?agen[t]"
    ),
}
# The one place that names how versions are fetched: an option that keeps addresses out.
ALLOWED = {("Makefile", "--no-emit-index-ur" + "l")}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_says(what: str, texts: dict[str, str]) -> None:
    wrong = [
        f"{path}:{number}: {found.group()}"
        for path, text in texts.items()
        for number, line in enumerate(text.splitlines(), 1)
        if (found := FORBIDDEN[what].search(line))
        and not any(path == file and words in line for file, words in ALLOWED)
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("what", "line"),
    [
        ("an address of a package index", "fetched from https://files.python" + "hosted.org/x"),
        ("a path of a machine", "see /ro" + "ot/notes"),
        ("how it was written", "written by an A" + "I"),
    ],
)
def test_what_must_not_be_said_is_recognised(what: str, line: str) -> None:
    assert FORBIDDEN[what].search(line)


@pytest.mark.parametrize("line", ["User-Agent: curl", "a session token", "GET /api/v1/work"])
def test_plain_words_of_the_trade_may_be_said(line: str) -> None:
    assert not any(pattern.search(line) for pattern in FORBIDDEN.values())


def test_requirements_pin_every_package_by_hash(texts: dict[str, str]) -> None:
    pinned = re.compile(r"^[a-z0-9-]+(\[[a-z]+\])?==[^ ]+ (; .+ )?\\$")
    wrong = [
        f"{path}: {line}"
        for path in ("requirements.txt", "requirements-dev.txt")
        for line in texts[path].splitlines()
        if line[:1] not in ("", " ") and not pinned.match(line)
    ]
    assert wrong == []


def test_requirements_of_the_service_are_those_of_the_tests(texts: dict[str, str]) -> None:
    def versions(path: str) -> set[str]:
        return {line.split(" ")[0] for line in texts[path].splitlines() if line[:1].isalnum()}

    assert versions("requirements.txt") <= versions("requirements-dev.txt")


def test_every_direct_dependency_is_pinned(texts: dict[str, str]) -> None:
    project = tomllib.loads(texts["pyproject.toml"])["project"]
    names = {re.match(r"[\w-]+", line).group().lower() for line in project["dependencies"]}  # type: ignore[union-attr]
    pinned = {line.split("==")[0] for line in texts["requirements.txt"].splitlines()}
    assert names - pinned == set()
