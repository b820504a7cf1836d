"""Type sizes that suit the length of the texts, before layout tells whether they fit."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from awards.kit.i18n import Lang
from reports.certificates.sides import Text
from reports.certificates.wording import CertificateWording
from reports.fonts import advances_of

Size = TypeVar("Size")
Made = TypeVar("Made")

TEXT_SIZE = 12.5
COLUMN, MASTHEAD, SIGNATURE = (mm / 25.4 * 72 for mm in (113, 92, 62))
"""Widths in points of a side, of the award's name and of the signatory, as in the style sheets."""

SCALES = tuple(1 - step * 0.025 for step in range(25))
"""How far type is made smaller, step by step, to fit."""

_FACE: dict[Lang, tuple[str, int]] = {"ar": ("Amiri", 700), "en": ("Cormorant Garamond", 600)}
_CAUTION = 1.04
"""Widths are known without kerning and for the usual form of an Arabic letter only."""


@dataclass(frozen=True)
class Fit:
    """Type sizes in points, of the text and of the recipients' names.

    `tight` sets lines close together, `joined` runs the last lines into one paragraph.
    """

    text: float
    name: float
    tight: bool = True
    joined: bool = True

    def name_indent(self, text: Text) -> str:
        return balanced(text, self.name, COLUMN)

    def title_indent(self, text: Text) -> str:
        return balanced(text, self.text * 1.08, COLUMN)


def fits(wording: CertificateWording) -> list[Fit]:
    """From the roomiest to the smallest."""
    name = name_size(wording)
    smaller = [Fit(round(TEXT_SIZE * scale, 2), round(name * scale, 2)) for scale in SCALES]
    return [Fit(TEXT_SIZE, name, tight=False, joined=False), Fit(TEXT_SIZE, name, joined=False), *smaller]


def largest_that_fits(sizes: Sequence[Size], make: Callable[[Size], Made | None]) -> Made | None:
    """What `make` makes of the first of `sizes` for which it makes something; none if for none.

    The sizes fall. The first nearly always fits and the next to it most of the others: so ever longer steps down
    until one fits, then what was stepped over is halved.
    """
    low, high, best = 0, 0, None
    while best is None:
        if low == len(sizes):
            return None
        if (best := make(sizes[high])) is None:
            low, high = high + 1, min(2 * high + 1, len(sizes) - 1)
    while low < high:
        middle = (low + high) // 2
        if (made := make(sizes[middle])) is None:
            low = middle + 1
        else:
            high, best = middle, made
    return best


def name_size(wording: CertificateWording) -> float:
    """Points for the recipients: large if they are one and short, less if they are long or several."""
    names = (*wording.recipients_ar, *wording.recipients_en)
    longest = max(len(name) for name in names)
    among = max(len(wording.recipients_ar), len(wording.recipients_en))
    by_length = 25 if longest <= 28 else 21.5 if longest <= 36 else 19 if longest <= 64 else 17
    by_count = (25, 19, 16.5, 14.5)[min(among, 4) - 1]
    return min(by_length, by_count)


def balanced(text: Text, size: float, column: float) -> str:
    """The CSS padding, in em, between which a text too long for one line breaks into lines of like length.

    `size` of the type and width of the `column` are points.
    """
    room = column / size
    space, words = _width(" ", text.lang), [_width(word, text.lang) for word in text.text.split()]
    fewest = len(_broken(words, space, room))
    if fewest < 2:
        return "0"
    narrow = room
    while narrow > room / 2 and len(_broken(words, space, narrow - 0.25)) == fewest:
        narrow -= 0.25
    return f"{max(0.0, (room - narrow * _CAUTION) / 2):.2f}em"


def _broken(words: list[float], space: float, room: float) -> list[float]:
    """The widths of the lines that words of these widths fill."""
    lines: list[float] = []
    for word in words:
        if lines and lines[-1] + space + word <= room:
            lines[-1] += space + word
        else:
            lines.append(word)
    return lines


def _width(text: str, lang: Lang) -> float:
    """Estimated width in em."""
    advances = advances_of(*_FACE[lang])
    return sum(advances.get(character, 0.5) for character in text)
