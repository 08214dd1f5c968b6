"""Pages of a list: `{items, next}` in the body, and the next page's address in a Link header.

A page is a span of keys, never an offset, so that what is added while somebody turns the pages
neither repeats nor hides anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from flask import Response, request

from .authentication import installation
from .problems import refuse_parameter
from .replies import json_reply


def page_size(asked: Mapping[str, Any]) -> int:
    """How many items the page may have; ValuesRefused above what the installation allows."""
    most = installation().settings.limits.page_size
    limit: int = asked["limit"]
    if limit > most:
        raise refuse_parameter("invalid", "limit", f"A page has at most {most} items here.")
    return limit


def answer_page(
    found: Mapping[str, Any], asked: Mapping[str, Any], *, continued_by: str = "cursor"
) -> Response:
    """200 with the page `found`; `continued_by` is the parameter that takes its `next`."""
    headers = {}
    if found["next"] is not None:
        query = urlencode({**asked, continued_by: found["next"]}, doseq=True)
        headers["Link"] = f'<{request.path}?{query}>; rel="next"'
    return json_reply({"items": found["items"], "next": found["next"]}, headers=headers)


def answer_all(items: list[Any]) -> Response:
    """200 with a list that fits on one page."""
    return json_reply({"items": items, "next": None})
