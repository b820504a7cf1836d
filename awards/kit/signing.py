"""The installation's own signature: an Ed25519 key made at first need and kept beside the data, for its owner alone."""

import base64
import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from awards.kit.files import write_durably

KEY_FILE = "signing.key"


@dataclass(frozen=True, slots=True)
class Signature:
    """What was signed by whom: both in base 64."""

    public_key: str
    """32 bytes."""
    signature: str
    """64 bytes."""

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the public key, its first 16 hex digits in groups: to be compared by eye."""
        digest = hashlib.sha256(base64.b64decode(self.public_key)).hexdigest()
        return " ".join(digest[n : n + 4] for n in range(0, 16, 4))


def sign(data_dir: Path, message: bytes) -> Signature:
    """Sign with the installation's key, which is made if there is none yet."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = Ed25519PrivateKey.from_private_bytes(_kept_key(data_dir))
    public = key.public_key().public_bytes_raw()
    return Signature(base64.b64encode(public).decode(), base64.b64encode(key.sign(message)).decode())


def is_signed(signature: Signature, message: bytes) -> bool:
    """Whether the signature is that key's, of exactly this message."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        public = Ed25519PublicKey.from_public_bytes(base64.b64decode(signature.public_key))
        public.verify(base64.b64decode(signature.signature), message)
    except (InvalidSignature, ValueError):
        return False
    return True


def _kept_key(data_dir: Path) -> bytes:
    path = data_dir / KEY_FILE
    if not path.exists():
        new = data_dir / f".{KEY_FILE}-{os.getpid()}"
        write_durably(new, os.urandom(32).hex().encode(), mode=0o600)
        try:
            # Whoever comes first makes the key; the others take it.
            os.link(new, path)
        except FileExistsError:
            pass
        finally:
            new.unlink()
    return bytes.fromhex(path.read_text().strip())
