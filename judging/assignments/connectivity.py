"""Which entries can be compared at all: the connected parts of the graph of judges and entries."""

from collections.abc import Hashable, Iterable
from typing import TypeVar

J = TypeVar("J", bound=Hashable)
E = TypeVar("E", bound=Hashable)


def components(pairs: Iterable[tuple[J, E]]) -> list[frozenset[E]]:
    """The entries in each connected part of the (judge, entry) pairs, in order of first appearance.

    Two entries are in one part if a chain of shared judges leads from one to the other. Union-find with path
    halving, over the entries alone: a judge joins all that they read.
    """
    above: dict[E, E] = {}
    first_read: dict[J, E] = {}

    def top(entry: E) -> E:
        while above[entry] != entry:
            above[entry] = entry = above[above[entry]]
        return entry

    for judge, entry in pairs:
        above.setdefault(entry, entry)
        above[top(entry)] = top(first_read.setdefault(judge, entry))
    parts: dict[E, set[E]] = {}
    for entry in above:
        parts.setdefault(top(entry), set()).add(entry)
    return [frozenset(part) for part in parts.values()]
