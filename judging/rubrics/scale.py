"""The scale of a criterion: numbers from the lowest to the highest in steps, or levels that have names.

A scale is a value of its criterion, stored and frozen with it. Points are kept as decimal text in one spelling (`8`, `7.5`),
and whatever is counted goes through `percents_of`: the lowest points are 0 of 100, the highest 100, the others lie between
them in proportion, `100 · (x − lowest) / (highest − lowest)`. On 0–10 that is ten times the points; the levels of a banded
scale are brought to 0–100 by their points in the same way. What cannot ask here: the default columns of `criterion`, and in
`awards/static` the sum that is made while one types, which is told the ends by the page.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from awards.kit.i18n import Message, msg
from awards.kit.text import fold

MOST_VALUES = 1001
"""0–100 in tenths; more would be no scale but a measurement."""
MOST_CHOICES = 11
"""With more numbers than these a judge types them instead of choosing one."""
MOST_BANDS = 10
_DECIMAL = re.compile(r"[0-9]{1,4}(?:[.٫][0-9]{1,3})?", re.ASCII)

NUMERIC = "points <> '' AND ltrim(points, '0123456789.') = ''"
"""SQL: the column `points` holds digits and points alone; true of NULL. Which ones, its criterion's scale says."""


@dataclass(frozen=True, slots=True)
class Band:
    """A level with a name, and what it counts."""

    points: str
    name_ar: str
    name_en: str


@dataclass(frozen=True, slots=True)
class Scale:
    """Decimal text in the spelling of `decimal`. With `bands`, they are all that can be given, the lowest first."""

    lowest: str = "0"
    highest: str = "10"
    step: str = "1"
    """Says nothing where there are bands."""
    bands: tuple[Band, ...] = ()

    @property
    def values(self) -> tuple[str, ...]:
        """All that can be given, the lowest first."""
        return tuple(percents_of(self))

    @property
    def by_ones(self) -> bool:
        """Whether its points are the whole numbers between its ends."""
        return self.step == "1" and "." not in self.lowest

    @property
    def chosen(self) -> bool:
        """Whether a judge chooses one of a few, or types a number."""
        return bool(self.bands) or len(percents_of(self)) <= MOST_CHOICES

    @property
    def ends(self) -> str:
        """`0–10`, the same in both languages."""
        return f"{self.lowest}–{self.highest}"

    def parse(self, text: str) -> str | None:
        """The points that `text` means, `٧٫٥٠` as `7.5`; None for whatever does not lie on the scale."""
        points = decimal(text)
        return points if points in percents_of(self) else None

    def contains(self, points: str) -> bool:
        """Whether `points`, in the one spelling, can be given."""
        return points in percents_of(self)

    def percent(self, points: str) -> Fraction:
        """From 0 to 100, exact. Raises ValueError for points off the scale."""
        try:
            return percents_of(self)[points]
        except KeyError:
            raise ValueError(f"{points!r} does not lie on the scale {self.ends}") from None

    def band(self, points: str | None) -> Band | None:
        """The level that has these points."""
        return next((band for band in self.bands if band.points == points), None)


TEN = Scale()
"""The scale of a criterion that does not say another one."""
USUAL: Mapping[str, Scale] = {"ten": TEN, "five": Scale(highest="5"), "hundred": Scale(highest="100")}
"""What the editor offers by name."""


def banded(bands: Sequence[Band]) -> Scale:
    """The scale of these levels, whatever their order; one that `fault_of` refuses where there are none."""
    rising = tuple(sorted(bands, key=lambda band: Fraction(band.points)))
    ends = (rising[0].points, rising[-1].points) if rising else ("0", "0")
    return Scale(*ends, bands=rising)


def decimal(text: str) -> str | None:
    """A number that is not negative in its one spelling: digits 0–9, a point, no zeros that say nothing; else None."""
    plain = (text if text.isascii() else fold(text)).strip()
    if not _DECIMAL.fullmatch(plain):
        return None
    whole, _, part = plain.replace("٫", ".").partition(".")
    part = part.rstrip("0")
    return f"{int(whole)}.{part}" if part else str(int(whole))


def fault_of(scale: Scale) -> Message | None:
    """What makes this no scale, in words."""
    if scale.bands:
        return _fault_of_bands(scale.bands)
    lowest, highest, step = (decimal(text) for text in (scale.lowest, scale.highest, scale.step))
    if lowest is None or highest is None or step is None:
        return msg("Give the lowest and the highest points and the step as numbers.")
    low, high, by = Fraction(lowest), Fraction(highest), Fraction(step)
    if low >= high:
        return msg("The highest points must be more than the lowest.")
    if not by or ((high - low) / by).denominator != 1:
        return msg("The step must lead from the lowest points to the highest exactly.")
    if (high - low) / by >= MOST_VALUES:
        return msg("The step is too small: a scale has at most %(n)s values.", n=MOST_VALUES)
    return None


def _fault_of_bands(bands: Sequence[Band]) -> Message | None:
    if not 2 <= len(bands) <= MOST_BANDS:
        return msg("Name two levels at least and %(n)s at most.", n=MOST_BANDS)
    if any(not (band.name_ar and band.name_en) for band in bands):
        return msg("Name each level in both languages.")
    if len({band.points for band in bands}) < len(bands):
        return msg("Each level needs points of its own.")
    return None


@lru_cache(maxsize=256)
def percents_of(scale: Scale) -> Mapping[str, Fraction]:
    """Points, in their one spelling and the lowest first, to what they are out of 100."""
    low, high = Fraction(scale.lowest), Fraction(scale.highest)
    if scale.bands:
        texts = [band.points for band in scale.bands]
    else:
        by = Fraction(scale.step)
        texts = [_text(low + by * n) for n in range(int((high - low) / by) + 1)]
    return {text: (Fraction(text) - low) * 100 / (high - low) for text in texts}


def _text(value: Fraction) -> str:
    """A decimal of at most three places, in its one spelling."""
    whole, thousandths = divmod(int(value * 1000), 1000)
    part = f"{thousandths:03}".rstrip("0")
    return f"{whole}.{part}" if part else str(whole)
