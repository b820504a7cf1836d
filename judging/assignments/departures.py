"""Judges who were recused or excused, and what followed. Pure."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from judging.recusals.conflicts import ConflictKind


class Way(StrEnum):
    """How a judge came to read an entry no more."""

    RECUSED = "recused"
    """On their own word."""
    EXCUSED = "excused"
    """On an organiser's, from this entry."""
    LEFT = "left"
    """On an organiser's, from the jury."""
    HANDED_OVER = "handed_over"
    """On an organiser's, and the entry went to another judge at once."""


class SheetKept(StrEnum):
    """What there was of the sheet, which is kept and never counts."""

    NONE = "none"
    DRAFT = "draft"
    LODGED = "lodged"


class Open(StrEnum):
    """Why nobody has taken the judge's place."""

    WAITS = "waits"
    """An organiser still has to assign the entry."""
    ENTRY_OUT = "entry_out"
    ROUND_CLOSED = "round_closed"


@dataclass(frozen=True, slots=True)
class Reader:
    """An assignment, by the names of its judge."""

    name_ar: str
    name_en: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Departure:
    """An assignment that ended."""

    assignment_id: uuid.UUID
    entry_id: uuid.UUID
    number: int
    title_ar: str
    title_en: str
    category: str
    entry_out: bool
    judge_id: uuid.UUID
    name_ar: str
    name_en: str
    way: Way
    made_at: datetime
    """When the entry was assigned to them."""
    at: datetime
    """When that ended."""
    reason: str
    """In the judge's words; empty where a conflict or the leaving of the jury is the reason."""
    conflict: ConflictKind | None
    by_ar: str
    by_en: str
    """On whose word."""
    sheet: SheetKept


@dataclass(frozen=True, slots=True)
class Followed:
    """Who reads the entry instead; or why nobody does."""

    readers: tuple[Reader, ...]
    """Several where several judges left before somebody came: whose place each took is not known."""
    open: Open | None


def what_followed(
    departures: Iterable[Departure], readers: Mapping[uuid.UUID, Iterable[Reader]], *, closed: bool
) -> dict[uuid.UUID, Followed]:
    """Ended assignment → what followed; `readers` are all who were ever assigned, by entry.

    Those who were assigned together fill the places that were empty then, the longest empty ones first. Whoever was
    assigned while no place was empty is no replacement.
    """
    leaving: defaultdict[uuid.UUID, list[Departure]] = defaultdict(list)
    for departure in sorted(departures, key=lambda one: one.at):
        leaving[departure.entry_id].append(departure)
    found: dict[uuid.UUID, Followed] = {}
    for entry_id, left in leaving.items():
        taken = _filled(left, readers.get(entry_id, ()))
        for departure in left:
            came = taken.get(departure.assignment_id, ())
            found[departure.assignment_id] = Followed(came, None if came else _open(departure, closed))
    return found


def _filled(left: list[Departure], readers: Iterable[Reader]) -> dict[uuid.UUID, tuple[Reader, ...]]:
    together: defaultdict[datetime, list[Reader]] = defaultdict(list)
    for reader in readers:
        together[reader.made_at].append(reader)
    taken: dict[uuid.UUID, tuple[Reader, ...]] = {}
    for at in sorted(together):
        # Whoever is assigned in the step that takes the judge away comes instead; whoever came with the judge does not.
        empty = [one for one in left if one.made_at < at >= one.at and one.assignment_id not in taken]
        filled = empty[: len(together[at])]
        taken |= dict.fromkeys((one.assignment_id for one in filled), tuple(together[at]))
    return taken


def _open(departure: Departure, closed: bool) -> Open:
    if departure.entry_out:
        return Open.ENTRY_OUT
    return Open.ROUND_CLOSED if closed else Open.WAITS
