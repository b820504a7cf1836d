"""The audit chain: each event's digest covers the event and the digest before it."""

import hashlib
from collections.abc import Iterable
from typing import Any

from awards.kit.canonical import canonical_json

GENESIS = "0" * 64
"""What stands before the first event."""


def event_digest(previous: str, event: dict[str, Any]) -> str:
    """SHA-256, hex, over the previous digest (64 hex digits), a line feed and the canonical event."""
    if len(previous) != len(GENESIS):
        raise ValueError("the previous digest has 64 hex digits")
    return hashlib.sha256(previous.encode("ascii") + b"\n" + canonical_json(event)).hexdigest()


def first_broken(events: Iterable[tuple[dict[str, Any], str]], previous: str = GENESIS) -> int | None:
    """The index of the first event whose recorded digest does not follow from it and its predecessor, or None.

    `events` are (event, recorded digest) in order; `previous` is the digest before the first of them. A chain that
    was cut off at the end, or written anew as a whole, is not found here: that takes a checkpoint kept elsewhere.
    """
    for index, (event, recorded) in enumerate(events):
        if event_digest(previous, event) != recorded:
            return index
        previous = recorded
    return None
