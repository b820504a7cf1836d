"""Codes that people read from paper and type: short, and too many to guess."""

import hashlib

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without 0 and O, 1, I and L, which print alike. Eight of them make 8.5 · 10¹¹ codes."""
GROUP = 4


def derived_code(*parts: str) -> str:
    """`7KQM-4WZP`: always the same for the same parts, one of which nobody else may know."""
    number = int.from_bytes(hashlib.sha256("\0".join(parts).encode()).digest(), "big")
    characters = ""
    for _ in range(2 * GROUP):
        number, at = divmod(number, len(ALPHABET))
        characters += ALPHABET[at]
    return f"{characters[:GROUP]}-{characters[GROUP:]}"
