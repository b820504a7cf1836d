"""Codes of certificates: short enough to type, too many to guess."""

import re
import secrets

from awards.kit.codes import ALPHABET, GROUP
from awards.kit.text import fold

PREFIX = "ENJ"

_CODE = re.compile(rf"{PREFIX}([0-9]{{1,4}})([{ALPHABET}]{{{2 * GROUP}}})")
"""Without hyphens; the last eight characters are the code's, whatever digits it begins with."""


def new_code(cycle: int) -> str:
    """`ENJ-2-7KQM-4WZP`, from the system's randomness."""
    first, second = ("".join(secrets.choice(ALPHABET) for _ in range(GROUP)) for _ in range(2))
    return f"{PREFIX}-{cycle}-{first}-{second}"


def normalised(typed: str) -> str | None:
    """The code that somebody meant: any case, any hyphens and spaces, any script's digits. None: not a code."""
    found = _CODE.fullmatch(re.sub(r"[^0-9A-Z]", "", fold(typed[:100]).upper()))
    if found is None:
        return None
    cycle, rest = found.groups()
    return f"{PREFIX}-{int(cycle)}-{rest[:GROUP]}-{rest[GROUP:]}"
