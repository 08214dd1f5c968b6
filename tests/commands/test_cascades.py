"""What a move sets off elsewhere: all of it or none, and with `each: try` for each record."""

from __future__ import annotations

from typing import Any

import pytest

from govern import find_record, fire_transition, history, open_record, publish
from govern.errors import Refused

SHELF = """\
workflow: shelf
title: Shelf
states: {open: {}, shut: {final: true, outcome: success}}
transitions:
  build: {to: open, by: [librarian]}
  shut:
    from: open
    to: shut
    by: [librarian]
    then:
      - fire: {children: {workflow: box}, transition: close, each: EACH}
"""
BOX = """\
workflow: box
title: Box
within: shelf
states: {open: {}, shut: {final: true, outcome: success}}
transitions:
  pack: {to: open, by: [librarian]}
  close:
    from: open
    to: shut
    by: [librarian]
    then:
      - fire: {children: {workflow: page}, transition: burn}
"""
PAGE = """\
workflow: page
title: Page
within: box
fields: {dear: {kind: boolean}}
states: {whole: {}, burnt: {final: true, outcome: failure}}
transitions:
  write: {to: whole, by: [librarian]}
  burn: {from: whole, to: burnt, by: [librarian], guards: [{check: "!dear"}]}
"""


@pytest.fixture
def shelf(library: Any, request: pytest.FixtureRequest) -> tuple[str, str, str]:
    """A shelf with a box whose page may be burnt, and a box whose page may not."""
    texts = {"shelf": SHELF.replace("EACH", request.param), "box": BOX, "page": PAGE}
    roles = {"roles.yaml": "roles: {librarian: {title: Librarian}}"}
    library.by(None, publish, {f"{name}.yaml": text for name, text in texts.items()} | roles)
    shelf = _open(library, "shelf")
    boxes = [_open(library, "box", within=shelf) for _ in range(2)]
    for box, dear in zip(boxes, (False, True), strict=True):
        _open(library, "page", {"dear": dear}, within=box)
    return shelf, boxes[0], boxes[1]


def _open(library: Any, *said: Any, **named: Any) -> str:
    return str(library.by("alice", open_record, *said, **named).record["number"])


def _states(library: Any, *numbers: str) -> list[str]:
    return [library.ask("alice", find_record, number)["state"] for number in numbers]


@pytest.mark.parametrize("shelf", ["try"], indirect=True)
def test_what_is_tried_is_undone_with_all_it_set_off(library: Any, shelf: Any) -> None:
    library.by("alice", fire_transition, shelf[0], "shut")
    assert _states(library, *shelf) == ["shut", "shut", "open"]
    assert len(library.ask("alice", history, shelf[2])["items"]) == 1


@pytest.mark.parametrize("shelf", ["all_or_nothing"], indirect=True)
def test_a_failure_far_below_refuses_the_whole_act(library: Any, shelf: Any) -> None:
    with pytest.raises(Refused):
        library.by("alice", fire_transition, shelf[0], "shut")
    assert _states(library, *shelf) == ["open", "open", "open"]
