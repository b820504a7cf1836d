"""Who has a seat and who waits. Pure: first come, first seated."""

from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


def seats(came: Sequence[T], capacity: int | None) -> tuple[tuple[T, ...], tuple[T, ...]]:
    """(who has a seat, who waits), each in the order in which they `came`; without a capacity all have one."""
    most = len(came) if capacity is None else capacity
    return tuple(came[:most]), tuple(came[most:])


def moved_up(
    before: Sequence[T], after: Sequence[T], capacity_before: int | None, capacity_after: int | None
) -> tuple[T, ...]:
    """Who waited and has a seat now."""
    waited = set(seats(before, capacity_before)[1])
    return tuple(each for each in seats(after, capacity_after)[0] if each in waited)
