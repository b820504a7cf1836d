"""The file of sealed results: its members, their digests, the signature; byte for byte. Pure.

A ZIP that holds its members as they are (so that its bytes are the same on every machine), in one order and with one
date. Whatever else could stand in such a file is found, for it is made again from the members and compared.
"""

import base64
import binascii
import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from zipfile import ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from awards.kit.canonical import canonical_json
from awards.kit.signing import Signer, signed_by

FORMAT = "tahkim/sealed/1"
CONTENT = (
    "README.txt",
    "rubrics.json",
    "sheets.json",
    "results.json",
    "decisions.json",
    "events.json",
    "chain.txt",
    "checkpoint.json",
)
MANIFEST, SIGNATURE = "manifest.json", "signature.json"
MEMBERS = (*CONTENT, MANIFEST, SIGNATURE)
_MADE = (1980, 1, 1, 0, 0, 0)
_UNIX, _READABLE = 3, 0o644 << 16


class DoesNotHold(Exception):
    """The first thing that does not hold, in words."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A file whose bytes are all those of its members, each of them as its manifest says, and the manifest signed."""

    members: Mapping[str, bytes]
    manifest: Mapping[str, Any]
    key: str
    """Public key of whoever signed, base64."""


def sealed(content: Mapping[str, bytes], about: Mapping[str, Any], signer: Signer) -> bytes:
    """The whole file: `content` by member, `about` what the manifest says besides the digests."""
    manifest = canonical_json(
        {
            **about,
            "format": FORMAT,
            "members": {
                name: {"bytes": len(content[name]), "sha256": digest(content[name])} for name in CONTENT
            },
        }
    )
    signature = canonical_json({"key": signer.public, "signature": signer.sign(manifest)})
    return _packed({**content, MANIFEST: manifest, SIGNATURE: signature})


def digest(content: bytes) -> str:
    """SHA-256, hex."""
    return hashlib.sha256(content).hexdigest()


def opened(file: bytes) -> Opened:
    """Read a file and check all of its bytes. Raises DoesNotHold; `Opened.key` is nobody's until it is compared."""
    members = _unpacked(file)
    key = _signer_of(members[SIGNATURE], members[MANIFEST])
    manifest = plain(members, MANIFEST)
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise DoesNotHold(f"{MANIFEST}: this is no {FORMAT}")
    listed = manifest.get("members")
    if not isinstance(listed, dict) or set(listed) != set(CONTENT):
        raise DoesNotHold(f"{MANIFEST}: it does not list the members of sealed results")
    for name in CONTENT:
        if listed[name] != {"bytes": len(members[name]), "sha256": digest(members[name])}:
            raise DoesNotHold(f"{name}: it is not what was sealed")
    if _packed(members) != file:
        raise DoesNotHold("archive: it holds other bytes than those of its members")
    return Opened(members, manifest, key)


def plain(members: Mapping[str, bytes], name: str) -> Any:
    """A member that is canonical JSON, read. Raises DoesNotHold."""
    try:
        read = json.loads(members[name])
        if canonical_json(read) == members[name]:
            return read
    except (ValueError, TypeError, RecursionError):
        pass
    raise DoesNotHold(f"{name}: it is no canonical JSON")


def _packed(members: Mapping[str, bytes]) -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_STORED) as archive:
        for name in MEMBERS:
            info = ZipInfo(name, _MADE)
            info.create_system, info.external_attr = _UNIX, _READABLE
            archive.writestr(info, members[name])
    return buffer.getvalue()


def _unpacked(file: bytes) -> dict[str, bytes]:
    try:
        with ZipFile(BytesIO(file)) as archive:
            listed = archive.infolist()
            for name, times in Counter(info.filename for info in listed).items():
                if name not in MEMBERS:
                    raise DoesNotHold(f"archive: {name!r} does not belong in sealed results")
                if times > 1:
                    raise DoesNotHold(f"archive: {name} is there {times} times")
            for name in MEMBERS:
                if name not in archive.namelist():
                    raise DoesNotHold(f"archive: {name} is missing")
            for info in listed:
                # Nothing that swells when it is read.
                if info.compress_type != ZIP_STORED or info.file_size > len(file) or info.flag_bits:
                    raise DoesNotHold(f"{info.filename}: it is not stored as it was sealed")
            return {info.filename: _content(archive, info) for info in listed}
    except (BadZipFile, ValueError, NotImplementedError, OSError, EOFError) as error:
        raise DoesNotHold(f"archive: this is no sealed results, or damaged ({error})") from error


def _content(archive: ZipFile, info: ZipInfo) -> bytes:
    try:
        return archive.read(info)
    except (BadZipFile, ValueError, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        raise DoesNotHold(f"{info.filename}: it is damaged") from error


def _signer_of(signature: bytes, manifest: bytes) -> str:
    """The key that signed the manifest. Raises DoesNotHold."""
    said = plain({SIGNATURE: signature}, SIGNATURE)
    if not (
        isinstance(said, dict)
        and set(said) == {"key", "signature"}
        and _one_spelling(said["key"])
        and _one_spelling(said["signature"])
    ):
        raise DoesNotHold(f"{SIGNATURE}: it holds no key and signature")
    if not signed_by(said["key"], manifest, said["signature"]):
        raise DoesNotHold("signature: it is not that of the manifest by the key that is named")
    return str(said["key"])


def _one_spelling(text: Any) -> bool:
    """Base64 in the one spelling that encoding gives: its last sign could stand for bits that nobody reads."""
    try:
        return (
            isinstance(text, str) and base64.b64encode(base64.b64decode(text, validate=True)).decode() == text
        )
    except binascii.Error:
        return False
