"""What a judge calls each entry, and in which order they meet: random, and different for every judge."""

import hashlib
import re
from collections.abc import Collection, Hashable, Sequence
from random import Random
from typing import TypeVar

E = TypeVar("E", bound=Hashable)

LETTERS = "CDFGHJKMNPQRTVWX"
"""No vowels and no Y, so that no code reads as a word; no L, S, Z or B, which pass for 1, 5, 2 and 8."""
DIGITS = "23456789"
_SHAPE = (LETTERS, DIGITS, "-", LETTERS, LETTERS, DIGITS)
CODE = re.compile(rf"\b[{LETTERS}][{DIGITS}]-[{LETTERS}]{{2}}[{DIGITS}]\b")
"""A code where it stands in a text."""
_POSSIBLE = len(LETTERS) ** 3 * len(DIGITS) ** 2


def entry_codes(entries: Sequence[E], source: Random, *, taken: Collection[str] = ()) -> dict[E, str]:
    """For one judge: entry → a code such as `K7-QM2`, unlike each other and any that is `taken`.

    `source` is `secrets.SystemRandom()` in earnest, a seeded `random.Random` for a demo cycle. A code says nothing
    about its entry. Raises ValueError if there are not that many codes.
    """
    used = set(taken)
    if len(used) + len(entries) > _POSSIBLE // 2:
        raise ValueError("there are not enough codes for so many entries")
    codes: dict[E, str] = {}
    for entry in entries:
        code = _code(source)
        while code in used:
            code = _code(source)
        used.add(code)
        codes[entry] = code
    return codes


def _code(source: Random) -> str:
    return "".join(source.choice(symbols) for symbols in _SHAPE)


def new_seed(source: Random) -> int:
    """A seed for one judge's order, to be stored beside it; fits a signed 64-bit column."""
    return source.getrandbits(63)


def reading_order(entries: Collection[E], seed: int) -> list[E]:
    """One judge's random order; it depends on the seed and on `str(entry)` only.

    Sorted by a digest instead of shuffled: the order given does not matter, no library's generator is part of it,
    and an entry that comes or goes later leaves the others in their order.
    """
    return sorted(entries, key=lambda entry: hashlib.sha256(f"{seed}:{entry}".encode()).digest())
