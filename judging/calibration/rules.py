"""How far a calibration is, who takes part in an anchor, what an anchor and a voice are called. Pure."""

import uuid
from collections.abc import Collection
from datetime import datetime
from enum import StrEnum
from random import Random

from judging.assignments.facts import Facts
from judging.assignments.order import DIGITS, LETTERS
from judging.panels.chairs import Officers, Panel, acting_chair

MOST_ANCHORS = 3
"""Of one category."""
_SHAPE = (DIGITS, LETTERS, DIGITS)


class Phase(StrEnum):
    """How far a calibration is. Once scoring is open nothing of it can be changed."""

    MARKING = "marking"
    """Judges score the anchors."""
    WAITING = "waiting"
    """Its time is over, and an organiser has still to close it."""
    TALKING = "talking"
    """The spread is shown and talked over."""
    OVER = "over"
    """Scoring is open: what was shown and said can be read."""
    UNSHOWN = "unshown"
    """Scoring was opened before calibration was closed: the spread is never shown."""


def phase_of(*, ends_at: datetime, closed_at: datetime | None, scoring: bool, at: datetime) -> Phase:
    """`scoring`: whether a round of the cycle was opened."""
    if scoring:
        return Phase.UNSHOWN if closed_at is None else Phase.OVER
    if closed_at is not None:
        return Phase.TALKING
    return Phase.MARKING if at < ends_at else Phase.WAITING


def taking_part(facts: Facts, officers: Officers, entry_id: uuid.UUID) -> frozenset[uuid.UUID]:
    """The judges of the entry's panel who serve and have no conflict with it; nobody for an entry that is out."""
    entry = facts.entries.get(entry_id)
    if entry is None or not entry.ready:
        return frozenset()
    return frozenset(
        judge.id
        for judge in facts.judges.values()
        if judge.dropped_out_at is None
        and (judge.id, entry_id) not in facts.conflicts
        and (
            entry.category in judge.expertise
            or judge.id in (officers.chair, officers.deputy)
            or (judge.id, entry.category) in facts.reserves
        )
    )


def chair_of(facts: Facts, officers: Officers, entry_id: uuid.UUID) -> uuid.UUID | None:
    """Who acts as chair for the entry."""
    return acting_chair(Panel(officers, frozenset(facts.conflicts)), entry_id)


def shared_codes(number: int, source: Random, taken: Collection[str]) -> list[str]:
    """So many codes such as `K-7F3`: of another shape than a judge's own, so that nobody takes one for the other.

    Raises ValueError if there are not that many.
    """
    every = [f"K-{a}{b}{c}" for a in _SHAPE[0] for b in _SHAPE[1] for c in _SHAPE[2]]
    return source.sample([code for code in every if code not in set(taken)], number)


def letter(position: int) -> str:
    """What the judge at this position is called, from 0: A, B, …, Z, AA, AB."""
    rest, last = divmod(position, 26)
    return (letter(rest - 1) if rest else "") + chr(ord("A") + last)
