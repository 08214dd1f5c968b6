"""Requests that were made to break something, and what each is answered on every database.

A row is the name of the attack, the statuses that are right, and the request. `LN-0001` is a
loan that bob has asked for and may edit; every request is made in bob's name.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

JSON = "application/json"
AS_JSON = {"Content-Type": JSON}
EDIT = "/records/LN-0001"
LEND = "/records/LN-0001/transitions/lend"


@dataclass(frozen=True)
class Attack:
    """One request; `body` are raw bytes."""

    name: str
    statuses: tuple[int, ...]
    method: str
    path: str
    body: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)

    def send(self, caller: Any) -> Any:
        """The answer to the attack."""
        return caller.send(self.method, self.path, data=self.body, headers=self.headers)


def _edit(name: str, value: str | bytes, *statuses: int, to: str = "weeks") -> Attack:
    """An edit of the field `to`; `value` is raw JSON."""
    raw = value if isinstance(value, bytes) else value.encode("utf-8", "surrogatepass")
    body = b'{"fields": {"%s": %s}}' % (to.encode(), raw)
    headers = {"If-Match": '"1"', "Content-Type": JSON}
    return Attack(f"{to}: {name}", statuses or (422,), "PATCH", EDIT, body, headers)


def _raw(name: str, body: bytes, *statuses: int, kind: str = JSON, **headers: str) -> Attack:
    """A body that is sent to open a record."""
    sent = {"Content-Type": kind, **{k.replace("_", "-"): v for k, v in headers.items()}}
    return Attack(name, statuses or (400,), "POST", "/records", body, sent)


def _get(name: str, path: str, *statuses: int, **headers: str) -> Attack:
    sent = {key.replace("_", "-"): value for key, value in headers.items()}
    return Attack(name, statuses or (422,), "GET", path, None, sent)


OPENING = json.dumps({"type": "loan", "fields": {"purpose": "x"}}).encode()
DIGITS = "9" * 5_000
BIG = {
    "2^31": str(2**31),
    "2^63": str(2**63),
    "-2^63-1": str(-(2**63) - 1),
    "10^40": "1" + "0" * 40,
}

DEPTH = [
    _raw("a hundred thousand brackets", b"[" * 100_000),
    _raw("a hundred thousand objects", b'{"a":' * 100_000),
    _edit("five thousand levels", "[" * 5_000 + "]" * 5_000, 400),
    _edit("forty levels", "[" * 40 + "]" * 40, 400),
    _edit("twenty levels", "[" * 20 + "]" * 20),
]

NUMBERS = [
    *(_edit(name, text, to=to) for name, text in BIG.items() for to in ("weeks", "urgent", "due")),
    *(_edit(name, text, to=to) for name, text in BIG.items() if name == "10^40" for to in ("fee",)),
    *(_edit("five thousand digits", DIGITS, to=to) for to in ("weeks", "weight", "fee")),
    *(_edit("sixteen digits", "1234567890.123456", to=to) for to in ("weight", "fee")),
    *(_edit("1e400", "1e400", to=to) for to in ("weeks", "weight", "fee")),
    *(_edit("1e-400", "1e-400", to=to) for to in ("weeks", "weight", "fee")),
    *(_edit("NaN", "NaN", 400, to=to) for to in ("weeks", "weight", "fee")),
    *(_edit("Infinity", "-Infinity", 400, to=to) for to in ("weeks", "weight", "fee")),
    *(_edit("sNaN in quotes", '"sNaN"', to=to) for to in ("weeks", "weight", "fee")),
    *(_edit("Infinity in quotes", '"Infinity"', to=to) for to in ("weight", "fee")),
    *(_edit("underscored", '"1_000"', to=to) for to in ("weeks", "weight", "fee")),
    *(_edit("Arabic digits", '"١٢"', to=to) for to in ("weeks", "weight", "fee")),
    *(_edit("in blanks", '" 7 "', to=to) for to in ("weeks", "weight", "fee")),
    *(_edit("true", "true", to=to) for to in ("weeks", "weight", "fee", "due", "purpose")),
    *(_edit("a list", "[1]", to=to) for to in ("weeks", "weight", "fee", "due", "purpose")),
    *(_edit("an object", '{"a": 1}', to=to) for to in ("weeks", "weight", "fee", "due", "purpose")),
    _edit("1.9", "1.9"),
    _edit("a third decimal", "1.999", to="fee"),
    _edit("another currency", '{"amount": 1, "currency": "USD"}', to="fee"),
    _edit("more than an amount", '{"amount": 1, "currency": "EUR", "x": 1}', to="fee"),
    _edit("1 for true", "1", to="urgent"),
    _edit("a word for true", '"yes"', to="urgent"),
]

TEXTS = [
    *(
        attack
        for to in ("purpose", "note")
        for attack in (
            _edit("an escaped NUL", '"a\\u0000b"', to=to),
            _edit("a raw NUL", b'"a\x00b"', 400, to=to),
            _edit("an escaped half character", '"\\ud800"', to=to),
            _edit("a raw half character", b'"\xed\xa0\x80"', 400, to=to),
            _edit("Latin-1", b'"\xe9"', 400, to=to),
            _edit("an escape sequence", '"\\u001b[31m"', to=to),
            _edit("a control of C1", '"\\u0085"', to=to),
            _edit("21 000 characters", json.dumps("x" * 21_000), to=to),
        )
    ),
    _edit("121 characters for 120", json.dumps("x" * 121), to="purpose"),
    _edit("a line break in one line", '"a\\nb"', to="purpose"),
    _edit("ten megabytes", json.dumps("x" * 10_000_000), 413, to="purpose"),
    _edit("a choice not offered", '"blue"', to="colour"),
    _edit("a choice in capitals", '"RED"', to="colour"),
    _raw("a byte order mark", b"\xef\xbb\xbf" + OPENING),
    _raw("UTF-16", OPENING.decode().encode("utf-16")),
    _raw("UTF-16 without a mark", OPENING.decode().encode("utf-16-le")),
    _raw("a key twice", b'{"type": "loan", "type": "loan", "fields": {"purpose": "x"}}'),
    _raw("a field twice", b'{"type": "loan", "fields": {"purpose": "x", "purpose": "y"}}'),
    _raw("a half character as a key", b'{"type": "loan", "fields": {"\\ud800": 1}}', 422),
    _raw("NUL as a type", b'{"type": "\\u0000"}', 422),
    _raw("a prototype", b'{"type": "loan", "__proto__": {"admin": true}}', 422),
    _raw("a field of the inside", b'{"type": "loan", "fields": {"state": "lent"}}', 422),
    _raw("a parent of another world", b'{"type": "loan", "within": "../../etc/passwd"}', 422),
]

MOMENTS = [
    _edit(name, json.dumps(text), to="wanted_at")
    for name, text in {
        "before the first year": "0001-01-01T00:00:00+14:00",
        "after the last year": "9999-12-31T23:59:59-14:00",
        "second 60": "2026-03-02T23:59:60Z",
        "24 o'clock": "2026-03-02T24:00:00Z",
        "a zone of 99 hours": "2026-03-02T00:00:00+99:99",
        "no zone": "2026-03-02T00:00:00",
        "a day alone": "2026-03-02",
        "a day that is not": "2026-02-30T00:00:00Z",
        "a week": "2026-W10-1T00:00:00Z",
        "Arabic digits": "٢٠٢٦-03-02T00:00:00Z",
        "a number": 1_772_000_000,
        "words": "next monday",
    }.items()
] + [
    _edit(name, json.dumps(text), to="due")
    for name, text in {
        "a day that is not": "2026-02-30",
        "the year nought": "0000-01-01",
        "five digits": "12026-01-01",
        "a week": "2026-W10-1",
        "no hyphens": "20260302",
        "a moment": "2026-03-02T00:00:00Z",
        "Arabic digits": "٢٠٢٦-03-02",
    }.items()
]

QUERIES = [
    _get("a page before the first", "/records?limit=-1"),
    _get("a page of a thousand million", "/records?limit=1000000000"),
    _get("a page of 2^63", f"/records?limit={2**63}"),
    _get("a page of 5 000 digits", f"/records?limit={DIGITS}"),
    _get("history after 2^31", f"/records/LN-0001/history?after={2**31}"),
    _get("history after 10^40", f"/records/LN-0001/history?after={10**40}"),
    _get("history after -1", "/records/LN-0001/history?after=-1"),
    _get("an offset", "/records?offset=-5"),
    _get("a page number", "/records?page=2"),
    _get("NUL", "/records?q=%00"),
    _get("broken UTF-8", "/records?q=%ff", 400),
    _get("half a character", "/records?q=%ED%A0%80", 400),
    _get("a hundred kilobytes of wildcards", "/records?q=" + "%25_" * 25_000, 414),
    _get("a long question", "/records?q=" + "a" * 201),
    _get("a hundred thousand parameters", "/records?" + "a&" * 100_000, 414),
    _get("a hundred parameters", "/records?" + "&".join(f"a{n}=1" for n in range(100)), 400),
    _get("a parameter twice", "/records?limit=1&limit=2", 400),
    _get("a parameter twice, in another case", "/records?limit=1&LIMIT=2"),
    _get("a parameter as a list", "/records?limit[]=1"),
    _get("a cursor of another kind", "/records?cursor=eyJhIjoxfQ=="),
    _get("a broken cursor", "/records?cursor=%F0%9F%92%A9"),
    _get("an order of its own", "/records?sort=number;drop table records"),
    _get("an order by a column", "/records?sort=(select 1)"),
    _get("a condition of its own", "/records?type=book&where=copies=1) or (1=1"),
    _get("a condition on a column", "/records?type=book&where=state=kept"),
    _get("eleven conditions", "/records?type=book" + "&where=copies>1" * 11),
    _get("a path with 2^66", f"/records/{2**66}", 404),
    _get("a path with 5 000 digits", f"/records/{DIGITS}", 404),
    _get("a path with NUL", "/records/%00", 404),
    _get("a path with broken UTF-8", "/records/%ff", 404),
    _get("a path upwards", "/records/../../../etc/passwd", 404),
    _get("an encoded path upwards", "/records/%2e%2e%2f%2e%2e%2fetc%2fpasswd", 404),
    _get("a path with a quote", "/records/LN-0001'--", 404),
    _get("a wildcard for a record", "/records/LN-000_", 404),
    _get("another wildcard", "/records/%25", 404),
    _get("a document that is a path", "/documents/..%2f..%2fgovern.db.pdf", 404),
    _get("a document that is no id", "/documents/1.pdf", 404),
    _get("a workflow that is a file", "/workflows/..%2froles", 404),
    _get("a picture of something else", "/workflows/book/diagram.svg?record=LN-0001", 404),
]

SHAPES = [
    _raw("an empty body", b""),
    _raw("a list", b"[]"),
    _raw("a text", b'"loan"'),
    _raw("null", b"null"),
    _raw("half an object", b'{"type": '),
    _raw("no Content-Type", OPENING, 415, kind=""),
    _raw("a text as Content-Type", OPENING, 415, kind="text/plain"),
    _raw("two Content-Types in one", OPENING, 415, kind="application/json, text/plain"),
    _raw("a bogus charset", OPENING, 415, kind="application/json; charset=bogus"),
    _raw("another charset", OPENING, 415, kind="application/json; charset=utf-16"),
    _raw("another JSON", OPENING, 415, kind="application/merge-patch+json"),
    _raw("a form", b"type=loan", 415, kind="application/x-www-form-urlencoded"),
    _raw("a multipart without a boundary", b"--x\r\n", 415, kind="multipart/form-data"),
    _raw("half a multipart", b"--x\r\nContent-", 415, kind="multipart/form-data; boundary=x"),
    _raw(
        "two thousand parts",
        b"--x\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n" * 2_000,
        415,
        kind="multipart/form-data; boundary=x",
    ),
    _raw(
        "a file named upwards",
        b'--x\r\nContent-Disposition: form-data; name=a; filename="../../x"\r\n\r\n1\r\n--x--',
        415,
        kind="multipart/form-data; boundary=x",
    ),
    _raw("a body in gzip", b"\x1f\x8b" + b"\x00" * 99, 415, Content_Encoding="gzip"),
    _raw("two megabytes", b" " * 2_000_000, 413),
    _raw("sixty thousand keys", json.dumps({f"k{n}": 1 for n in range(60_000)}).encode(), 422),
    Attack("a type in the query", (422,), "POST", "/records?type=loan", OPENING, AS_JSON),
    _raw("a key of spaces", OPENING, 400, Idempotency_Key="a b"),
    _raw("a key of 256", OPENING, 400, Idempotency_Key="x" * 256),
    Attack("a wrong method", (405,), "DELETE", EDIT),
    Attack("a method of its own", (405,), "EVIL", EDIT),
    Attack("a trace", (405,), "TRACE", EDIT),
    Attack("an edit of any revision", (428,), "PATCH", EDIT, b'{"fields": {}}', AS_JSON),
    Attack("a transition as code", (404,), "POST", f"{LEND}__init__", b"{}", AS_JSON),
    Attack("an opening fired", (404,), "POST", LEND[:-4] + "ask", b"{}", AS_JSON),
]

INJECTIONS = [
    "'",
    "' or '1'='1",
    "'; drop table records; --",
    "1); select pg_sleep(9); --",
    "' and randomblob(900000000) --",
    '"',
    "\\",
    "%",
    "_",
    "%%%",
    "$.a",
    '{"$ne": null}',
    "${7*7}",
    "{{7*7}}",
    "#{7*7}",
    "__import__('os').system('true')",
    "<script>alert(1)</script>",
    "../../etc/passwd",
    "a\tb",
    "\N{RIGHT-TO-LEFT OVERRIDE}",
    "\N{FULLWIDTH APOSTROPHE}",
]
