"""A reason that somebody else must be able to understand later. Pure."""

import re
from collections.abc import Mapping
from typing import Annotated

from pydantic import AfterValidator

from awards.kit.i18n import Message, msg

LEAST_WORDS = 3
_WORD = re.compile(r"[^\W\d_]{2,}")


def too_short(text: str) -> Message | None:
    """Why a text is no reason: it has fewer than `LEAST_WORDS` words of two letters or more. Nothing is no reason either."""
    if len(_WORD.findall(text)) >= LEAST_WORDS:
        return None
    return msg("Write the reason in at least %(n)s words: others must understand it later.", n=LEAST_WORDS)


def _in_words(text: str) -> str:
    if text and (wrong := too_short(text)):
        raise ValueError(wrong)
    return text


InWords = Annotated[str, AfterValidator(_in_words)]
"""A form's field for a reason: empty, or enough words to be read as one."""


_ARABIC = re.compile(r"[ء-ي]")


def not_in_arabic(text: str) -> Message | None:
    """Why a text does not belong where Arabic is asked for: it holds no Arabic letter. Nothing written is nothing wrong."""
    if not text.strip() or _ARABIC.search(text):
        return None
    return msg("Write this in Arabic: the text has no Arabic letters.")


def _in_arabic(text: str) -> str:
    if wrong := not_in_arabic(text):
        raise ValueError(wrong)
    return text


InArabic = Annotated[str, AfterValidator(_in_arabic)]
"""A form's field for a text in Arabic: empty, or with Arabic letters."""
InArabicWords = Annotated[InWords, AfterValidator(_in_arabic)]
"""A form's field for a reason in Arabic."""


IN_BOTH = msg("Write the reason in both languages: it is printed in both.")


def missing_half(typed: Mapping[str, object]) -> dict[str, Message]:
    """The error of a reason that is typed as `reason` or as `reason_en` alone: it is printed in both languages."""
    given = {name: bool(str(typed.get(name, "")).strip()) for name in ("reason", "reason_en")}
    if any(given.values()) and not all(given.values()):
        lacking = next(name for name, there in given.items() if not there)
        return {lacking: IN_BOTH}
    return {}
