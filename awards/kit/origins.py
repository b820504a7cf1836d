"""From where something is done: the address and device of the request, for the event that records it.

They lie beside the event, and its digest covers only a salted digest of them: so they can be erased and the chain stays valid.
"""

import hashlib
from contextvars import ContextVar
from typing import NamedTuple

from awards.kit.canonical import canonical_json

SALT_BYTES = 16
"""There are few addresses and fewer devices: without a salt a digest would give them away after they are erased."""


class Origin(NamedTuple):
    """Where a request comes from, as the web process knows it."""

    address: str
    device: str
    """Browser and system in words, `Firefox · Windows`; empty where it is none that we know."""


came_from: ContextVar[Origin | None] = ContextVar("came_from", default=None)
"""Of the request that is answered; None where nobody asked over the web: commands, jobs."""


def origin_digest(salt: str, origin: Origin) -> str:
    """SHA-256, hex, over the canonical address, device and salt (hex)."""
    return hashlib.sha256(canonical_json({"salt": salt, **origin._asdict()})).hexdigest()
