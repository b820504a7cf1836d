"""Whether what somebody holds is what a receipt was given for."""

import hashlib
import hmac
import json
import re
from enum import StrEnum

from awards.kit.canonical import canonical_json
from awards.kit.text import fold

_DIGEST = re.compile(r"[0-9a-f]{64}")


class Answer(StrEnum):
    """What is told to whoever compares."""

    SAME = "same"
    SAME_CONTENT = "same_content"
    """Another program has written the file anew; what it says is the same."""
    DIFFERENT = "different"
    NOT_A_FINGERPRINT = "not_a_fingerprint"


def compared_text(typed: str, digest: str) -> Answer:
    """A fingerprint that was typed or pasted, in any case, with blanks or without."""
    meant = re.sub(r"[\s:]", "", fold(typed[:1000]))
    if not _DIGEST.fullmatch(meant):
        return Answer.NOT_A_FINGERPRINT
    return Answer.SAME if hmac.compare_digest(meant, digest) else Answer.DIFFERENT


def compared_file(data: bytes, digest: str) -> Answer:
    """The submission's file, byte by byte, and if it is not that by what it says."""
    if hashlib.sha256(data).hexdigest() == digest:
        return Answer.SAME
    try:
        said = canonical_json(json.loads(data))
    except (ValueError, TypeError, RecursionError):
        return Answer.DIFFERENT
    return Answer.SAME_CONTENT if hashlib.sha256(said).hexdigest() == digest else Answer.DIFFERENT
