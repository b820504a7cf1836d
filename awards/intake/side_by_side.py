"""The intake day by day beside that of the last cycle, each day as far from its closing. Pure.

Closing is where both are laid one over the other, not opening: cycles are open for different times, and most entries come
in in the last days before the door shuts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from awards.intake.figures import Chart, Day, chart


class Slot(NamedTuple):
    """The days of both cycles that lie as far from their closing; None where its entries were not open, or are not yet."""

    before: int
    """Days before the closing; negative after it."""
    day: date
    """In this cycle's calendar."""
    now: Day | None
    then: Day | None


@dataclass(frozen=True, slots=True)
class Curve:
    """How many had been submitted by each day: points of a line within `WIDTH` × `HEIGHT`, from the side on which the days begin."""

    points: tuple[tuple[float, float], ...]
    """x and y, from the top."""
    last: int
    """How many by its last day."""

    @property
    def path(self) -> str:
        """As an SVG polyline has it."""
        return " ".join(f"{x:g},{y:g}" for x, y in self.points)


@dataclass(frozen=True, slots=True)
class Pace:
    """Submitted so far in both cycles, of one category, or of all with an empty code."""

    code: str
    slots: tuple[Slot, ...]
    now: Curve
    then: Curve

    @property
    def so_far_then(self) -> int | None:
        """How many there were in the last cycle as far from its closing as this one's last day is; None where it was not open."""
        here = [slot for slot in self.slots if slot.now]
        return here[-1].then.submitted_so_far if here and here[-1].then else None


WIDTH, HEIGHT = 340.0, 90.0


def side_by_side(
    now: Sequence[Day], closes: date, then: Sequence[Day] = (), then_closes: date | None = None
) -> list[Slot]:
    """One slot for each day of either cycle, without a gap, the farthest from closing first; none where both are empty."""
    here = {(closes - day.day).days: day for day in now}
    there = {(then_closes - day.day).days: day for day in then} if then_closes else {}
    if not (every := here.keys() | there.keys()):
        return []
    return [
        Slot(before, closes - timedelta(days=before), here.get(before), there.get(before))
        for before in range(max(every), min(every) - 1, -1)
    ]


def pace(code: str, slots: Sequence[Slot]) -> Pace:
    """The curves of both cycles on one scale, the higher of them as high as there is room."""
    sides = (
        [slot.now.submitted_so_far if slot.now else None for slot in slots],
        [slot.then.submitted_so_far if slot.then else None for slot in slots],
    )
    most = max((n for side in sides for n in side if n is not None), default=0) or 1
    now, then = (_curve(side, most) for side in sides)
    return Pace(code, tuple(slots), now, then)


def without_last(one: Pace) -> Pace:
    """Of a category that the last cycle did not have: what is not there is not drawn as nothing."""
    return pace(one.code, [slot._replace(then=None) for slot in one.slots])


def _curve(numbers: Sequence[int | None], most: int) -> Curve:
    step = WIDTH / max(len(numbers) - 1, 1)
    found = [(i, n) for i, n in enumerate(numbers) if n is not None]
    points = tuple((round(i * step, 1), round(HEIGHT - HEIGHT * n / most, 1)) for i, n in found)
    return Curve(points, found[-1][1] if found else 0)


def bars(slots: Sequence[Slot], figure: str) -> tuple[Chart, Chart]:
    """`started` or `submitted` of each day, in this cycle and in the last one, on one scale."""
    sides = [
        [(slot.day, getattr(day, figure) if day else 0) for slot in slots for day in (getattr(slot, side),)]
        for side in ("now", "then")
    ]
    most = max((n for side in sides for _, n in side), default=0)
    now, then = (chart(side, most=most) for side in sides)
    return now, then
