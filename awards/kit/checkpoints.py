"""Checkpoints of the audit log: its last digest at one moment, signed, to be kept where nobody of the installation writes.

A chain alone is whole also after it was cut off at its end or written anew from the start; against a checkpoint kept
elsewhere both are found.
"""

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from awards.kit.canonical import canonical_json
from awards.kit.signing import Signer, signed_by

_FIELDS = {"sequence": int, "head": str, "at": str, "key": str, "signature": str}


class BadCheckpoint(Exception):
    """It is no checkpoint; the message says why."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What the log came to."""

    sequence: int
    """Number of the last event; 0 before the first."""
    head: str
    """Its digest, 64 hex digits."""
    at: str
    """When this was read: UTC, ISO 8601."""
    key: str
    """Public key of whoever signed, base64."""
    signature: str
    """Over `sequence`, `head`, `at` and `key` as canonical JSON; base64."""

    @property
    def genuine(self) -> bool:
        """Whether the holder of `key` signed exactly this."""
        return signed_by(self.key, _signed(self.sequence, self.head, self.at, self.key), self.signature)


def checkpoint_of(signer: Signer, *, sequence: int, head: str, at: datetime) -> Checkpoint:
    """A checkpoint of a log whose last event is `sequence` with the digest `head`."""
    when = at.astimezone(UTC).isoformat(timespec="seconds")
    content = _signed(sequence, head, when, signer.public)
    return Checkpoint(sequence, head, when, signer.public, signer.sign(content))


def to_json(checkpoint: Checkpoint) -> str:
    """One JSON object, with a line feed at its end."""
    return json.dumps(asdict(checkpoint), indent=2) + "\n"


def from_json(text: str | bytes) -> Checkpoint:
    """A checkpoint as `to_json` wrote it, genuine or not. Raises BadCheckpoint."""
    try:
        read: Any = json.loads(text)
    except ValueError as error:
        raise BadCheckpoint("it is not JSON") from error
    if not isinstance(read, dict) or read.keys() != _FIELDS.keys():
        raise BadCheckpoint(f"it must hold {', '.join(_FIELDS)}, and nothing else")
    for name, kind in _FIELDS.items():
        if type(read[name]) is not kind:
            raise BadCheckpoint(f"{name} is no {'whole number' if kind is int else 'text'}")
    return Checkpoint(**read)


def _signed(sequence: int, head: str, at: str, key: str) -> bytes:
    return canonical_json({"sequence": sequence, "head": head, "at": at, "key": key})
