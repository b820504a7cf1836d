"""What a blind copy says otherwise than the original, word by word. Pure."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from awards.kit.text import fold
from judging.blinding.review import Piece

_TOKENS = re.compile(r"\w+|\s+|[^\w\s]")
_NUMBERS = re.compile(r"\d+(?:[.,٫٬/]\d+)*")
_MARK = re.compile(r"\[[^\]]*\]")
"""What stands in place of a redaction."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of text that both have, or only the original (`cut`), or only the copy (`added`)."""

    text: str
    cut: bool = False
    added: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """One text of a blind copy that is not the original any more."""

    stretches: tuple[Stretch, ...]
    numbers_gone: tuple[str, ...]
    """Numbers of the original that the copy no longer has; those in what the search found are not counted."""
    numbers_new: tuple[str, ...]

    @property
    def in_numbers(self) -> bool:
        return bool(self.numbers_gone or self.numbers_new)


def change(original: Iterable[Piece], copy: str) -> Change | None:
    """How a copy differs from the original in which findings are marked; None where it says the same."""
    pieces = list(original)
    whole = "".join(piece.text for piece in pieces)
    if whole == copy:
        return None
    before = Counter(_numbers(" ".join(piece.text for piece in pieces if not piece.whose)))
    in_findings = Counter(_numbers(" ".join(piece.text for piece in pieces if piece.whose)))
    after = Counter(_numbers(copy))
    return Change(
        tuple(_stretches(whole, copy)),
        numbers_gone=tuple((before - after).elements()),
        numbers_new=tuple((after - before - in_findings).elements()),
    )


def _numbers(text: str) -> list[str]:
    return _NUMBERS.findall(fold(_MARK.sub(" ", text)))


def _stretches(original: str, copy: str) -> Iterator[Stretch]:
    one, other = _TOKENS.findall(original), _TOKENS.findall(copy)
    for kind, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Stretch("".join(one[a:b]))
            continue
        if a < b:
            yield Stretch("".join(one[a:b]), cut=True)
        if c < d:
            yield Stretch("".join(other[c:d]), added=True)
