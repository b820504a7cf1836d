"""Links that work for whoever was sent them, and are kept nowhere.

The secret in a link is an HMAC-SHA256 over what it is for and the id of a row, under the server's key. The row says until
when it holds and whether it was used, so a link is single-use without being stored: whoever reads the database, the
outbox or a backup finds no link in it.
"""

import base64
import hashlib
import hmac
import re
import uuid
from dataclasses import dataclass

HIDDEN = "…"
"""Stands in a link that is shown to others than its recipient."""


@dataclass(frozen=True)
class Links:
    """Writes the full addresses of a letter."""

    base_url: str
    secret: str | None
    """None where others read the letter: secret links are then cut short."""

    def to(self, path: str) -> str:
        return f"{self.base_url}{path}"

    def secret_to(self, path: str, purpose: str, row: uuid.UUID) -> str:
        """`path`/secret, for the recipient alone."""
        token = HIDDEN if self.secret is None else token_of(self.secret, purpose, row)
        return f"{self.base_url}{path}/{token}"


def token_of(secret: str, purpose: str, row: uuid.UUID) -> str:
    """The secret of one link: 32 characters that are safe in an address."""
    digest = hmac.digest(secret.encode(), f"{purpose}\0{row}".encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(digest[:24]).decode()


def is_token(token: str, secret: str, purpose: str, row: uuid.UUID) -> bool:
    return hmac.compare_digest(token.encode(), token_of(secret, purpose, row).encode())


_SECRET = re.compile(r"/[A-Za-z0-9_-]{32}$")


def without_secret(path: str) -> str:
    """The path of a request, for logs: the secret at its end is cut."""
    return _SECRET.sub(f"/{HIDDEN}", path)
