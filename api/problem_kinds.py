"""Every kind of problem the HTTP answers name: its code, status, title and paragraph.

The one table behind `type` (the address /problems/CODE), the pages under /problems, and
docs/problems.md, which a test compares with it. `problems` translates; nothing is decided here.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of problem. `text` says what happened and what to do next."""

    code: str
    status: int
    title: str
    text: str


_ALL = (
    Kind(
        "unreadable",
        400,
        "The request cannot be read",
        "The body is not JSON, has a key twice, is nested too deeply or is empty; a header or a "
        "parameter is malformed, or a parameter is there twice. `detail` says which. Send it "
        "again, mended.",
    ),
    Kind(
        "not_storable",
        400,
        "A text cannot be stored",
        "A text in the request holds something that no database keeps, such as NUL. Send it "
        "without.",
    ),
    Kind(
        "not_signed_in",
        401,
        "Nobody is signed in",
        "The request has no token, or one that is unknown, expired or revoked; or the name and "
        "the password do not belong together. Send `Authorization: Bearer gov_…`, with a token "
        "of `POST /api/v1/sign-in` or `POST /api/v1/tokens`.",
    ),
    Kind(
        "wrong_credentials",
        401,
        "The name or the password is wrong",
        "Which of the two is not said. After too many failures within a minute the answer is "
        "`too_many_requests`, also for the right password.",
    ),
    Kind(
        "not_allowed",
        403,
        "You are not among those who may do this",
        "The rules name who may, and you are not among them. Every verdict is listed under "
        "`verdicts`; `who` names the people who could do it.",
    ),
    Kind(
        "not_found",
        404,
        "There is nothing here",
        "The address does not exist, or what it names does not exist, or you may not know of it. "
        "The answer is the same in all three cases.",
    ),
    Kind(
        "unknown_person",
        404,
        "There is no such person",
        "No person of this name is known here, or the person is no longer active.",
    ),
    Kind(
        "unknown_role",
        404,
        "There is no such role",
        "The roles in force are at `/api/v1/roles`.",
    ),
    Kind(
        "unknown_token",
        404,
        "There is no such token of yours",
        "Your tokens are at `/api/v1/tokens`; other people's tokens are shown to nobody.",
    ),
    Kind(
        "unknown_transition",
        404,
        "The workflow has no such transition",
        "The transitions of a record are at `/api/v1/records/REF/transitions`.",
    ),
    Kind(
        "unknown_type",
        404,
        "There is no such record type",
        "The record types in force are at `/api/v1/workflows`.",
    ),
    Kind(
        "method_not_allowed",
        405,
        "This address does not take this method",
        "The `Allow` header lists the methods that it takes.",
    ),
    Kind(
        "refused",
        409,
        "The rules refuse",
        "You may do this, but not now: something is missing, or a condition does not hold. "
        "`verdicts` lists every rule with its outcome, its reason and the people who could mend "
        "it. Nothing was changed.",
    ),
    Kind(
        "loop",
        409,
        "The act would set itself off again",
        "The effects of this act would fire the same move of the same record twice, or more "
        "moves than one act may make. The workflow needs mending; nothing was changed.",
    ),
    Kind(
        "conflict",
        409,
        "Somebody was first",
        "The act collides with one already made or still under way, for example with a request "
        "of the same Idempotency-Key that has not been answered yet. Look again, then decide.",
    ),
    Kind(
        "key_in_flight",
        409,
        "The first request is still under way",
        "A request with the same Idempotency-Key has not been answered yet. Wait, then send "
        "it again: it is answered, not done, a second time.",
    ),
    Kind(
        "already_granted",
        409,
        "The role is held already",
        "The person holds this role there already; nothing was changed.",
    ),
    Kind(
        "already_revoked",
        409,
        "The grant was revoked before",
        "The grant no longer holds; nothing was changed.",
    ),
    Kind(
        "name_taken",
        409,
        "The name is taken",
        "A person's name is never given twice, not even after the person has left.",
    ),
    Kind(
        "not_issued",
        409,
        "The document has not been issued",
        "There are no bytes to be had yet. Ask for the document itself: its `state` says "
        "whether it will be printed.",
    ),
    Kind(
        "document_failed",
        409,
        "The document could not be printed",
        "Printing this document failed for good; the record itself is not affected. The "
        "installation's operator finds the reason in the worker's log.",
    ),
    Kind(
        "stale_revision",
        412,
        "The record has changed",
        "The record is no longer at the revision named in `If-Match`. Read it again, look at "
        "what changed, and send the change against the new `ETag`.",
    ),
    Kind(
        "too_large",
        413,
        "The request is too large",
        "The body is above the limit, one mebibyte unless the installation says otherwise.",
    ),
    Kind(
        "address_too_long",
        414,
        "The address is too long",
        "The query is longer than eight kibibytes. Ask for less at once, or page by page.",
    ),
    Kind(
        "unsupported_media_type",
        415,
        "The body is not declared as JSON",
        "Send `Content-Type: application/json`, in UTF-8, without Content-Encoding.",
    ),
    Kind(
        "values_refused",
        422,
        "Some values cannot be taken",
        "`errors` has one entry for each: its `code`, a sentence in `detail`, and where it is: "
        "`pointer`, a JSON pointer into the body, or `parameter`, the name of a query parameter. "
        "Nothing was changed.",
    ),
    Kind(
        "definition_refused",
        422,
        "The workflow files were refused",
        "`errors` lists every finding with its file, line and column. What was in force remains "
        "in force.",
    ),
    Kind(
        "idempotency_mismatch",
        422,
        "The Idempotency-Key was used for something else",
        "You have sent this key with another request within the last day. Use a new key for "
        "every act, and the same key only to repeat that act.",
    ),
    Kind(
        "revision_required",
        428,
        "The change must name a revision",
        "Send `If-Match` with the `ETag` of the record as you last read it, so that nobody's "
        "change is overwritten unseen.",
    ),
    Kind(
        "too_many_requests",
        429,
        "Too many attempts",
        "Try again after as many seconds as the `Retry-After` header says.",
    ),
    Kind(
        "internal_error",
        500,
        "Something is broken here",
        "This is a defect of the service, not of the request. Nothing was changed. Give the "
        "value of `instance` to the operator, who finds the reason in the log with it.",
    ),
    Kind(
        "tampered",
        500,
        "What is stored is not what was recorded",
        "The service found stored data that contradicts the ledger and refuses to go on with it. "
        "The operator runs `govern audit` to see what was altered.",
    ),
    Kind(
        "busy",
        503,
        "The service is too busy",
        "The act could not be taken in time; nothing was changed. Try again after as many "
        "seconds as the `Retry-After` header says.",
    ),
    Kind(
        "nothing_published",
        503,
        "No workflows are in force",
        "The installation has not published its workflow files yet. The operator runs `govern "
        "apply`.",
    ),
    Kind(
        "no_drawing",
        503,
        "Diagrams cannot be drawn here",
        "The program `dot` is not installed beside the service. The definition itself, with all "
        "its states and transitions, is at `/api/v1/workflows/NAME`.",
    ),
)

KINDS = {kind.code: kind for kind in _ALL}
"""Every kind by its code, in the order of the statuses."""

STATUS_KINDS = {
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
    414: "address_too_long",
    415: "unsupported_media_type",
    429: "too_many_requests",
    503: "busy",
}
"""What the web framework refuses by itself, by status; other 4xx are "unreadable"."""
