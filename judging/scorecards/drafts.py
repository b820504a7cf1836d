"""With what a browser keeps the text that it could not send yet.

A tablet may go from one judge to the next. Each judge's text is kept under a name and a key of their own, which only
their own pages are given: a page of somebody else neither reads nor removes it.
"""

import base64
import hashlib
import hmac
import uuid
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DraftKey:
    """Under which name and with which key a browser keeps drafts: the same at each sign-in of the same person."""

    owner: str
    """Names the person's drafts in the browser and says nothing of the person."""
    key: str
    """Of AES-256, in base64."""


def draft_key(secret: str, person_id: uuid.UUID) -> DraftKey:
    """The same for a person as long as the server keeps its secret."""
    return DraftKey(
        owner=_derived(secret, "owner", person_id).hex()[:16],
        key=base64.b64encode(_derived(secret, "key", person_id)).decode(),
    )


def _derived(secret: str, purpose: str, person_id: uuid.UUID) -> bytes:
    return hmac.digest(secret.encode(), f"draft {purpose}:{person_id}".encode(), hashlib.sha256)
