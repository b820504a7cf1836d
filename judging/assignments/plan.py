"""What an assignment starts from, and what comes of it: a plan, or shortages."""

from collections.abc import Hashable
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

J = TypeVar("J", bound=Hashable)
E = TypeVar("E", bound=Hashable)

MAX_LOAD = 36


@dataclass(frozen=True, slots=True)
class Reader(Generic[J]):
    """A judge. One who may take nothing new, but whose sheets stand, has capacity 0."""

    judge: J
    origin: str
    languages: frozenset[str]
    expertise: frozenset[str] = frozenset()
    """Category codes."""
    capacity: int = MAX_LOAD


@dataclass(frozen=True, slots=True)
class Reading(Generic[E]):
    """An entry that is to be read."""

    entry: E
    category: str
    languages: frozenset[str]
    """Languages in which all of it is written or translated: a judge needs one of them."""


class Cause(StrEnum):
    """What a shortage comes from: the first of these that is true, in this order."""

    TOO_FEW_ABLE = "too_few_able"
    """There are not so many judges (of this origin) who can read it."""
    CONFLICTS = "conflicts"
    """There are, but conflicts leave too few."""
    CAPACITY = "capacity"
    """There are enough, but their places are taken by other entries."""


@dataclass(frozen=True, slots=True)
class Shortage(Generic[E]):
    """So many readers an entry lacks, and why."""

    entry: E
    missing: int
    cause: Cause
    able: int
    """Judges (of this origin) who can read it."""
    free: int
    """Those of them without a conflict."""
    origin: str | None = None


@dataclass(frozen=True, slots=True)
class Quality:
    """How good a plan is, as counts over all its assignments, kept and added."""

    sheets: int
    load_min: int
    load_max: int
    """Over the judges who may take anything."""
    origins_covered: int
    """Entries with a reader of every origin asked for."""
    expertise_hits: int
    """Sheets by a judge who knows the category."""
    acquainted: int
    """Sheets by a judge who read the same agency in an earlier cycle."""
    components: int
    """1 means that every two entries are linked by a chain of judges."""


@dataclass(frozen=True, slots=True)
class Plan(Generic[J, E]):
    """Readers for every entry that is to be judged. Who stands on what now is in it, untouched."""

    assignments: tuple[tuple[J, E], ...]
    """All (judge, entry) pairs, the kept ones too, by entry and judge in the order given."""
    added: tuple[tuple[J, E], ...]
    """Those that are new."""
    quality: Quality
    waived: tuple[tuple[E, str], ...] = ()
    """Entries that cannot have a reader of this origin, and go without."""
