"""Files kept beside the database, named by their content.

A file is written whole to a temporary name, synced and renamed, so that a crash leaves either the whole
file or none. The name is the SHA-256 of the content: the same bytes are stored once, and a reader can
check what it got.
"""

import hashlib
import os
import tempfile
from pathlib import Path


class FileStore:
    """Files by their SHA-256: the same content lies there once, and is never changed."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def path(self, digest: str) -> Path:
        """Where the content with this SHA-256 (64 hex digits) lies."""
        if len(digest) != 64 or not all(c in "0123456789abcdef" for c in digest):
            raise ValueError(f"not a SHA-256: {digest!r}")
        return self.root / digest[:2] / digest[2:]

    def put(self, data: bytes) -> str:
        """Store `data` durably; returns its SHA-256."""
        digest = hashlib.sha256(data).hexdigest()
        path = self.path(digest)
        if not path.exists():
            write_durably(path, data)
        return digest

    def get(self, digest: str) -> bytes:
        """The stored bytes. Raises FileNotFoundError."""
        return self.path(digest).read_bytes()


def write_durably(path: Path, data: bytes, *, mode: int = 0o640) -> None:
    """Write, sync, rename: either the whole new file is there afterwards or the old one is."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".part-")
    try:
        with os.fdopen(descriptor, "wb") as handle:
            os.fchmod(handle.fileno(), mode)
            handle.write(data)
            handle.flush()
            os.fsync(handle.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
