"""Type sizes that suit the length of the texts, before layout tells whether they fit."""

from dataclasses import dataclass
from math import ceil

from reports.certificates.sides import Text
from reports.certificates.wording import CertificateWording

TEXT_SIZE = 12.5
COLUMN = 108 / 25.4 * 72
"""Width of a side in points, as in certificate.css."""

SCALES = tuple(1 - step * 0.05 for step in range(11))
"""How far type is made smaller, step by step, to fit: down to half."""

_ADVANCE = {"ar": 0.345, "en": 0.41}
"""Mean width of a character in em, over the titles and agencies of a real cycle."""


@dataclass(frozen=True)
class Fit:
    """Type sizes in points: of the text, and of the recipients' names."""

    text: float
    name: float

    def name_width(self, text: Text) -> str:
        return balanced(text, self.name)

    def title_width(self, text: Text) -> str:
        return balanced(text, self.text * 1.08)


def fits(wording: CertificateWording) -> tuple[Fit, ...]:
    """From the largest type to the smallest."""
    name = name_size(wording)
    return tuple(Fit(text=round(TEXT_SIZE * scale, 2), name=round(name * scale, 2)) for scale in SCALES)


def name_size(wording: CertificateWording) -> float:
    """Points for the recipients: large if they are one and short, less if they are long or several."""
    names = (*wording.recipients_ar, *wording.recipients_en)
    longest = max(len(name) for name in names)
    among = max(len(wording.recipients_ar), len(wording.recipients_en))
    by_length = 25 if longest <= 28 else 21.5 if longest <= 36 else 19 if longest <= 64 else 17
    by_count = (25, 19, 16.5, 14.5)[min(among, 4) - 1]
    return min(by_length, by_count)


def balanced(text: Text, size: float) -> str:
    """A CSS width, in em, at which a text too long for one line breaks into lines of like length."""
    column = COLUMN / size
    length = len(text.text) * _ADVANCE[text.lang]
    lines = ceil(length / column)
    if lines < 2:
        return "none"
    longest_word = max(len(word) for word in text.text.split()) * _ADVANCE[text.lang]
    width = length * 1.08 / lines + longest_word / 2
    return f"{min(width, column):.1f}em"
