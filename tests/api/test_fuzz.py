"""The document is put to the test: requests made from it are answered as it says.

Schemathesis makes them, the same ones in every run: those that follow the document, half of them
turned to things that exist, and those that break it in one place.
"""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import load_all_checks

load_all_checks()
from schemathesis.checks import CHECKS  # noqa: E402  filled by the line above

EXAMPLES = settings(
    max_examples=20,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
WELL_FORMED = ["not_a_server_error", "status_code_conformance", "content_type_conformance"]
WELL_FORMED += ["response_schema_conformance", "response_headers_conformance"]


@pytest.fixture
def database(sqlite: Any) -> Any:
    """One database is enough here."""
    return sqlite


@pytest.fixture
def operations(library: Any, loan: Any) -> list[Any]:
    """Every operation of the served document, of a library with a loan in it."""
    document = schemathesis.openapi.from_wsgi("/openapi.json", library.app)
    return [found.ok() for found in document.get_all_operations()]


def _turn_to_what_exists(case: Any) -> None:
    """Every other name is one that exists, every other body opens a loan."""
    known = {"ref": "LN-0001", "name": "lend" if "transitions" in case.path else "loan"}
    for name, value in known.items():
        if len(case.path_parameters.get(name, "")) % 2:
            case.path_parameters[name] = value
    if isinstance(case.body, dict) and len(case.body.get("type", "")) % 2:
        case.body = {"type": "loan", "fields": {"purpose": case.body["type"]}}


def _token_of_alice(library: Any) -> str:
    """A new one: an operation may sign her out."""
    from govern import issue_token

    made: dict[str, str] = library.by_operator(issue_token, "alice", label="fuzz")
    return made["token"]


def _send(case: Any, token: str, checks: list[str]) -> None:
    headers = {"Authorization": f"Bearer {token}"}
    case.call_and_validate(headers=headers, checks=[CHECKS.get_one(name) for name in checks])


def _ask(library: Any, operation: Any, mode: GenerationMode, checks: list[str]) -> None:
    """Requests of one operation, each held against the checks."""
    token = _token_of_alice(library)

    @given(case=operation.as_strategy(generation_mode=mode))
    @EXAMPLES
    def ask(case: Any) -> None:
        if mode is GenerationMode.POSITIVE:
            _turn_to_what_exists(case)
        _send(case, token, checks)

    ask()


def test_what_follows_the_document_is_answered_by_it(
    library: Any, operations: list[Any], subtests: Any
) -> None:
    for operation in operations:
        with subtests.test(msg=operation.label):
            _ask(library, operation, GenerationMode.POSITIVE, WELL_FORMED)


def test_what_breaks_the_document_is_refused(
    library: Any, operations: list[Any], subtests: Any
) -> None:
    for operation in (one for one in operations if one.path.startswith("/api/")):
        with subtests.test(msg=operation.label):
            checks = [*WELL_FORMED, "negative_data_rejection"]
            _ask(library, operation, GenerationMode.NEGATIVE, checks)
