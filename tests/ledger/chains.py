"""Chains read from their first entry to the last."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from govern.ledger.chain import Break, Chain
from govern.ledger.entries import Entry


def first_break(entries: Iterable[Entry]) -> Break | None:
    """The first break of the chain that begins with the first entry; None where it is sound."""
    chain: Chain | None = None
    for entry in entries:
        chain = chain or Chain(entry.subject)
        found = chain.take(entry)[1]
        if found:
            return found
    return None


def are_sound(entries: Iterable[Entry]) -> bool:
    """Whether every chain is, given one after the other."""
    chains = groupby(entries, key=lambda entry: entry.subject)
    return all(first_break(chain) is None for _, chain in chains)
