"""The receipt of a lodged sheet: a salted digest that the judge can keep and anybody can check later."""

import hashlib
import hmac
from collections.abc import Mapping
from typing import Any

from awards.kit.canonical import canonical_json

SALT_BYTES = 32
"""Six criteria of 0–10 points have only 11⁶ sheets: without a salt a digest would give its sheet away."""


def canonical_sheet(sheet: Mapping[str, Any]) -> bytes:
    """The sheet as sorted JSON in UTF-8; points as decimal text. Raises TypeError for a float."""
    _refuse_floats(sheet)
    return canonical_json(dict(sheet))


def receipt(sheet: Mapping[str, Any], salt: bytes) -> str:
    """SHA-256, hex, over the salt (32 random bytes) and the canonical sheet."""
    if len(salt) != SALT_BYTES:
        raise ValueError(f"a salt has {SALT_BYTES} bytes")
    return hashlib.sha256(salt + canonical_sheet(sheet)).hexdigest()


def verify(sheet: Mapping[str, Any], salt: bytes, claimed: str) -> bool:
    """Whether `claimed` is the receipt of exactly this sheet."""
    return hmac.compare_digest(receipt(sheet, salt).encode(), claimed.strip().lower().encode())


def _refuse_floats(value: object) -> None:
    if isinstance(value, float):
        raise TypeError("a sheet holds decimal text, never floats")
    if isinstance(value, Mapping):
        for item in value.values():
            _refuse_floats(item)
    elif isinstance(value, list | tuple):
        for item in value:
            _refuse_floats(item)
