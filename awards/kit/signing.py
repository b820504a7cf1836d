"""Signatures of this installation: Ed25519, by one key that is made once and kept beside the data.

`cryptography` is loaded where something is signed: no page that only reads needs it.
"""

import base64
import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

KEY_FILE = "signing.key"


class BadKey(Exception):
    """The key on the disk is none; the message names the file."""


class Signer:
    """Signs as this installation."""

    def __init__(self, key: "Ed25519PrivateKey") -> None:
        self._key = key

    @property
    def public(self) -> str:
        """The public key, its 32 bytes in base64."""
        return base64.b64encode(self._key.public_key().public_bytes_raw()).decode("ascii")

    def sign(self, content: bytes) -> str:
        """The signature over `content`, its 64 bytes in base64."""
        return base64.b64encode(self._key.sign(content)).decode("ascii")


def signer(data_dir: Path) -> Signer:
    """The signer of this data; its key is made at the first call, readable by its owner alone. Raises BadKey."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    path = data_dir / KEY_FILE
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raw = _made(path)
    try:
        return Signer(Ed25519PrivateKey.from_private_bytes(base64.b64decode(raw, validate=True)))
    except ValueError as error:
        raise BadKey(f"{path} does not hold a key of 32 bytes in base64") from error


def _made(path: Path) -> bytes:
    """A new key in `path`, or the one that another process made in the same moment."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    path.parent.mkdir(parents=True, exist_ok=True)
    made = base64.b64encode(Ed25519PrivateKey.generate().private_bytes_raw())
    part = path.with_name(f".{path.name}-{os.getpid()}")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as handle:
            handle.write(made)
            handle.flush()
            os.fsync(handle.fileno())
        os.link(part, path)  # fails where another was quicker, and never shows half a key
    except FileExistsError:
        return path.read_bytes()
    finally:
        part.unlink(missing_ok=True)
    return made


def signed_by(public: str, content: bytes, signature: str) -> bool:
    """Whether `signature` is that of `content` by the holder of the key whose public half is `public`."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public, validate=True))
        key.verify(base64.b64decode(signature, validate=True), content)
    except (InvalidSignature, ValueError):
        return False
    return True


def fingerprint(public: str) -> str:
    """What people compare a key by: SHA-256 of its 32 bytes, as eight groups of eight hex digits."""
    digits = hashlib.sha256(base64.b64decode(public)).hexdigest()
    return "-".join(digits[at : at + 8] for at in range(0, len(digits), 8))


def is_fingerprint_of(claimed: str, public: str) -> bool:
    """Whether `claimed`, with or without hyphens, colons and blanks, is the fingerprint of this key."""
    plain = "".join(sign for sign in claimed.lower() if sign not in "-: ")
    return plain == fingerprint(public).replace("-", "")
