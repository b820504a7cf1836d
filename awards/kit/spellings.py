"""Finding a text in the database in every spelling that folds alike, without a folded copy of what is searched.

A text becomes a regular expression of letters, alternatives and bars alone, which SQLite (through Python) and
PostgreSQL read alike.
"""

import json
from collections import defaultdict
from functools import cache

from awards.kit.text import fold

_LETTERS = (range(0x21, 0x250), range(0x600, 0x700), range(0xFE70, 0xFF00))
_MARKS = "[\u0640\u064b-\u0655\u0670\u200b-\u200f]*"
"""What may stand between letters and is not heard in a search: tatweel, vowel signs, signs of direction."""
_MARKS_ESCAPED = r"(?:\\u0(?:640|64[b-f]|65[0-5]|670)|\\u200[b-f])*"


def spellings(text: str, *, escaped: bool = False) -> str:
    """A regular expression for `text` in every spelling; with `escaped`, as it stands within recorded JSON."""
    marks = _MARKS_ESCAPED if escaped else _MARKS
    return marks.join(_one_of(letter, escaped) for letter in fold(text.strip()))


@cache
def _one_of(letter: str, escaped: bool) -> str:
    alike = sorted({letter, *_alike().get(letter, ())})
    written = [_literal(json.dumps(one)[1:-1] if escaped else one) for one in alike]
    return written[0] if len(written) == 1 else f"(?:{'|'.join(written)})"


def _literal(text: str) -> str:
    return "".join(
        f"\\{sign}" if sign.isascii() and not sign.isalnum() and sign not in " _" else sign for sign in text
    )


@cache
def _alike() -> dict[str, list[str]]:
    """Folded letter → the letters that fold to it."""
    found = defaultdict(list)
    for letters in _LETTERS:
        for letter in map(chr, letters):
            found[fold(letter)].append(letter)
    return found
