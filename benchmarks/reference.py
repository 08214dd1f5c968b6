"""The reference: one decision in bare Flask and raw sqlite3, the least this work can cost here.

Token looked up by its hash, role looked up, state and four-eyes checked, an optimistic UPDATE, a
decision row, a hash-chained audit row, one durable COMMIT (WAL, synchronous=FULL), a JSON answer.
No definition, no explanation, no index of what waits: those are what a product adds.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import sys
import threading
from datetime import UTC, datetime
from typing import Any

from flask import Flask, Response, request
from waitress import serve

SCHEMA = """
CREATE TABLE people (id INTEGER PRIMARY KEY, token TEXT UNIQUE);
CREATE TABLE members (person INTEGER, record INTEGER, role TEXT, PRIMARY KEY (person, record));
CREATE TABLE records (id INTEGER PRIMARY KEY, author INTEGER, state TEXT, version INTEGER,
                      amount INTEGER, changed TEXT);
CREATE TABLE decisions (id INTEGER PRIMARY KEY, record INTEGER, person INTEGER, said TEXT, at TEXT);
CREATE TABLE audit (seq INTEGER PRIMARY KEY, record INTEGER, body TEXT, prev BLOB, hash BLOB);
CREATE TABLE head (id INTEGER PRIMARY KEY, seq INTEGER, hash BLOB);
INSERT INTO head VALUES (1, 0, x'00');
"""
WHO = """SELECT p.id, r.author, r.state, r.version, r.amount, EXISTS (
  SELECT 1 FROM members m WHERE m.person = p.id AND m.role = 'approver')
FROM people p LEFT JOIN records r ON r.id = ? WHERE p.token = ?"""

MOVE = """UPDATE records SET state = 'approved', version = version + 1, changed = ?
WHERE id = ? AND version = ?"""

app = Flask(__name__)
_local = threading.local()
_writer = threading.Lock()


def connection() -> sqlite3.Connection:
    """This thread's connection."""
    if not hasattr(_local, "connection"):
        made = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=20)
        made.execute("PRAGMA synchronous=FULL")
        _local.connection = made
    found: sqlite3.Connection = _local.connection
    return found


def prepare(path: str, records: int, token: str) -> None:
    """A database of so many records that wait for a decision."""
    made = sqlite3.connect(path)
    made.execute("PRAGMA journal_mode=WAL")
    made.executescript(SCHEMA)
    digest = hashlib.sha256(token.encode()).hexdigest()
    made.execute("INSERT INTO people VALUES (1, ?), (2, 'author')", (digest,))
    made.execute("INSERT INTO members VALUES (1, 0, 'approver')")
    made.executemany(
        "INSERT INTO records VALUES (?, 2, 'review', 1, 100, '')",
        [(number,) for number in range(1, records + 1)],
    )
    made.commit()
    made.close()


@app.post("/records/<int:number>/decisions")
def decide(number: int) -> Response:
    """Approves a record, durably."""
    token = hashlib.sha256(request.headers["Authorization"][7:].encode()).hexdigest()
    said = json.loads(request.get_data())
    with _writer:
        found = connection()
        found.execute("BEGIN IMMEDIATE")
        status, answer = _apply(found, number, token, said)
        found.execute("COMMIT" if status == 200 else "ROLLBACK")
    return Response(json.dumps(answer), status, mimetype="application/json")


def _apply(found: Any, number: int, token: str, said: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    row = found.execute(WHO, (number, token)).fetchone()
    if row is None:
        return 401, {}
    person, author, state, version, amount, role = row
    if not role or author == person or amount > 5000 or state != "review":
        return 403, {}
    at = datetime.now(UTC).isoformat()
    if found.execute(MOVE, (at, number, version)).rowcount != 1:
        return 409, {}
    found.execute(
        "INSERT INTO decisions (record, person, said, at) VALUES (?,?,?,?)",
        (number, person, said["comment"], at),
    )
    seq, prev = found.execute("SELECT seq, hash FROM head WHERE id=1").fetchone()
    body = json.dumps({"seq": seq + 1, "at": at, "actor": person, "record": number}, sort_keys=True)
    digest = hashlib.sha256(bytes(prev) + body.encode()).digest()
    found.execute("INSERT INTO audit VALUES (?,?,?,?,?)", (seq + 1, number, body, prev, digest))
    found.execute("UPDATE head SET seq=?, hash=? WHERE id=1", (seq + 1, digest))
    return 200, {"id": number, "state": "approved", "version": version + 1, "hash": digest.hex()}


if __name__ == "__main__":
    serve(app, host="127.0.0.1", port=int(sys.argv[2]), threads=8, _quiet=True)
