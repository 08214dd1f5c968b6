"""What a person reads about the interface: /docs, /problems/CODE, and /openapi.json for programs.

Plain HTML made from the OpenAPI document and the table of problems; nothing is loaded from
elsewhere, nothing runs in the browser.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from flask import Flask, Response

from .headers import PAGES_ALLOWED
from .problem_kinds import KINDS, Kind
from .replies import JSON, to_bytes

STYLE = """
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
code { font-family: ui-monospace, monospace; overflow-wrap: anywhere; }
table { border-collapse: collapse; }
th, td { padding: .2rem .8rem .2rem 0; text-align: left; vertical-align: top; }
section { border-top: 1px solid; margin-top: 1.5rem; }
"""


def register(app: Flask, document: Mapping[str, Any]) -> None:
    """`app` serves `document` (OpenAPI 3.1) for programs, and both tables as pages."""
    description = to_bytes(document)
    listing = page("The HTTP interface", _listing(document))

    app.add_url_rule("/openapi.json", "openapi", lambda: Response(description, content_type=JSON))
    app.add_url_rule("/docs", "docs", lambda: _html(listing))
    app.add_url_rule("/docs/style.css", "style", _style)
    app.add_url_rule("/problems", "problems", lambda: _html(_all_problems()))
    app.add_url_rule("/problems/<code>", "problem", _one_problem)


def problem_page(kind: Kind) -> Response:
    """The page for people of one kind of problem, as an answer of its status."""
    return _html(page(kind.title, _paragraph(kind)), kind.status)


def page(title: str, body: str) -> str:
    """A whole page; `body` is HTML, `title` is text."""
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f'<title>{escape(title)}</title><link rel="stylesheet" href="/docs/style.css"></head>'
        f"<body><main><h1>{escape(title)}</h1>{body}</main></body></html>"
    )


def _html(text: str, status: int = 200) -> Response:
    headers = {"Content-Security-Policy": PAGES_ALLOWED}
    return Response(text, status, headers, content_type="text/html; charset=utf-8")


def _style() -> Response:
    return Response(STYLE, content_type="text/css; charset=utf-8")


def _one_problem(code: str) -> Response:
    kind = KINDS.get(code)
    if kind is None:
        return problem_page(KINDS["not_found"])
    return _html(page(kind.title, _paragraph(kind)))


def _all_problems() -> str:
    rows = (
        f'<tr><td>{kind.status}<td><a href="/problems/{kind.code}"><code>{kind.code}</code></a>'
        f"<td>{escape(kind.title)}"
        for kind in KINDS.values()
    )
    return page("Problems", f"<table><tr><th>Status<th>Code<th>Title{''.join(rows)}</table>")


def _paragraph(kind: Kind) -> str:
    return (
        f"<p>Code <code>{kind.code}</code>, status {kind.status}.</p><p>{_marked(kind.text)}</p>"
        '<p><a href="/problems">All problems</a></p>'
    )


def _marked(text: str) -> str:
    """HTML in which what stood between backticks is code."""
    words = enumerate(text.split("`"))
    return "".join(f"<code>{escape(word)}</code>" if n % 2 else escape(word) for n, word in words)


def _listing(document: Mapping[str, Any]) -> str:
    sections = "".join(
        _operation(path, method, operation, document["components"]["schemas"])
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        if method != "parameters"
    )
    return (
        '<p>The same for programs: <a href="/openapi.json">openapi.json</a> (OpenAPI 3.1). '
        f'What can go wrong: <a href="/problems">problems</a>.</p>{sections}'
    )


def _operation(
    path: str, method: str, operation: Mapping[str, Any], schemas: Mapping[str, Any]
) -> str:
    said = _marked(f"{operation.get('summary', '')} {operation.get('description', '')}")
    answers = ", ".join(
        f"{status} {escape(_answer(answer))}" for status, answer in operation["responses"].items()
    )
    inputs = _inputs(operation, schemas)
    rows = "".join(f"<tr><td><code>{name}</code><td>{text}" for name, text in inputs)
    return (
        f"<section><h2><code>{method.upper()} {escape(path)}</code></h2>"
        f"<p>{said}</p><table>{rows}</table><p>Answers: {answers}</p></section>"
    )


def _inputs(operation: Mapping[str, Any], schemas: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for parameter in operation.get("parameters", ()):
        if "name" in parameter:
            yield escape(parameter["name"]), _marked(parameter.get("description", ""))
    for content in operation.get("requestBody", {}).get("content", {}).values():
        body = schemas[content["schema"]["$ref"].rpartition("/")[2]]
        for name, member in body.get("properties", {}).items():
            where = "In the body, needed." if name in body.get("required", ()) else "In the body."
            yield escape(name), f"{where} {_marked(member.get('description', ''))}"


def _answer(answer: Mapping[str, Any]) -> str:
    name: str = answer.get("$ref", "").rpartition("/")[2]
    return answer.get("description", "") or name.replace("_", " ").capitalize()
