"""Finding the word somebody meant: the hints of findings and problems."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher

_CLOSE = 0.6
_MOST_COMPARED = 2000  # words; a hint is not worth more
_LONGEST = 80  # characters of a word that is compared


def nearest(word: str, candidates: Iterable[str]) -> str | None:
    """The candidate most like `word`, case aside, or None where none is close.

    Of several as close the first in alphabetical order.
    """
    if not word or len(word) > _LONGEST:
        return None
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(word.lower())
    best, best_ratio = None, _CLOSE
    for candidate in sorted(candidates)[:_MOST_COMPARED]:
        ratio = _likeness(matcher, candidate, best_ratio)
        if ratio > best_ratio or (best is None and ratio == best_ratio):
            best, best_ratio = candidate, ratio
    return best


def _likeness(matcher: SequenceMatcher[str], candidate: str, least: float) -> float:
    """How alike, from 0 to 1; 0 as soon as it is clear to be below `least`."""
    if len(candidate) > _LONGEST:
        return 0.0
    matcher.set_seq1(candidate.lower())
    if matcher.real_quick_ratio() < least or matcher.quick_ratio() < least:
        return 0.0
    return matcher.ratio()


def did_you_mean(word: str, candidates: Iterable[str], most: int = 8) -> str:
    """A hint: the nearest word, else the words there are (where they are few), else ""."""
    words = sorted(candidates)
    meant = nearest(word, words)
    if meant is not None:
        return f"did you mean `{meant}`?"
    if words and len(words) <= most:
        return "there is " + ", ".join(f"`{known}`" for known in words)
    return ""


_ELSEWHERE = {
    "actions": "then",
    "actor": "by",
    "bool": "boolean",
    "condition": "guards",
    "conditions": "guards",
    "effects": "then",
    "enum": "choice",
    "float": "number",
    "label": "title",
    "options": "of",
    "role": "by",
    "roles": "by",
    "string": "text",
    "timestamp": "datetime",
    "type": "kind",
    "user": "person",
    "values": "of",
}
"""What other languages call a word of this one."""

_OPPOSITES = {"at_most": "at_least"}


def which_word(word: str, words: Iterable[str]) -> str:
    """A hint as of `did_you_mean`, all words listed, for a word of the language itself: one that
    is common elsewhere is known by its meaning, and no bound is taken for its opposite."""
    known = sorted(words)
    if _ELSEWHERE.get(word.lower()) in known:
        return f"did you mean `{_ELSEWHERE[word.lower()]}`?"
    close = [one for one in known if one != _OPPOSITES.get(word.lower())]
    return did_you_mean(word, close, most=len(close))
