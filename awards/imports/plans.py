"""What a table would change: worked out first, shown, and then done or not. Pure."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Generic, TypeVar
from uuid import UUID

from sqlmodel import Session

from awards.imports.columns import Column, Line, Problem
from awards.imports.raw import MOST_ROWS
from awards.kit.canonical import canonical_json
from awards.kit.i18n import Lang, Message

T = TypeVar("T")


class Outcome(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Judged(Generic[T]):
    """A row without problems: what it is about, what it would change, and all that doing so needs."""

    number: int
    key: str
    """By which the thing is known again: an agency's code, an address."""
    name: str
    """What a reader calls it."""
    outcome: Outcome
    todo: T
    changes: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Column → what stands there now and what would."""


@dataclass(frozen=True, slots=True)
class Plan(Generic[T]):
    """What a table would change. With problems nothing is done."""

    rows: tuple[Judged[T], ...] = ()
    problems: tuple[Problem, ...] = ()

    def count(self, outcome: Outcome) -> int:
        return sum(row.outcome is outcome for row in self.rows)

    @property
    def to_do(self) -> list[Judged[T]]:
        """The rows that change something."""
        return [row for row in self.rows if row.outcome is not Outcome.UNCHANGED]

    @property
    def digest(self) -> str:
        """SHA-256 over what would be changed: another one, and the award is no longer what was shown."""
        said = [[row.number, row.key, row.outcome, sorted(row.changes.items())] for row in self.rows]
        return hashlib.sha256(canonical_json(said)).hexdigest()


@dataclass(frozen=True, slots=True)
class Setting:
    """Who brings a table in, when, in which language, and into which cycle."""

    by: UUID
    at: datetime
    lang: Lang
    cycle_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of table: its columns, what its rows would change, how that is done, and the table that there is."""

    name: Message
    columns: Callable[[Session, Setting], Sequence[Column]]
    plan: Callable[[Session, Sequence[Line], Setting], Plan[Any]]
    carry_out: Callable[[Session, Plan[Any], Setting], list[Problem]]
    """Returns what the award's rules refuse: then nothing of it must stay."""
    written_out: Callable[[Session, Setting], Iterable[dict[str, str]]]
    """The table that there is: cells by the key of their column. Read in again, it changes nothing."""
    rehearsed: bool = False
    """Whether carrying it out may find problems that the plan does not know of."""
    most: int = MOST_ROWS
    """Rows that come in at once."""


def sorted_problems(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """In the order of the rows; a row's own in the order in which they were found."""
    return tuple(sorted(problems, key=lambda problem: problem.row))
