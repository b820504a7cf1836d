"""What an assignment is planned from: entries, judges, conflicts, what is assigned already."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from judging.panels.models import Origin
from judging.recusals.conflicts import ConflictKind
from judging.rounds.models import Round

Pair = tuple[uuid.UUID, uuid.UUID]
"""(judge, entry)"""


@dataclass(frozen=True, slots=True)
class EntryFacts:
    """A submitted entry: what decides who can read it (`languages`), and whether it may be assigned yet (`ready`)."""

    id: uuid.UUID
    number: int
    title_ar: str
    title_en: str
    category: str
    languages: frozenset[str]
    ready: bool
    """The copy of its last submission is approved."""


@dataclass(frozen=True, slots=True)
class JudgeFacts:
    """A judge's seat: what they can read, how much they take, and whether they have dropped out."""

    id: uuid.UUID
    person_id: uuid.UUID
    name_ar: str
    name_en: str
    origin: Origin
    languages: frozenset[str]
    capacity: int
    """In this round; 0 for one who has dropped out."""
    expertise: frozenset[str]
    dropped_out_at: datetime | None
    dropped_out_reason: str


@dataclass(frozen=True, slots=True)
class Made:
    """An assignment of the round."""

    id: uuid.UUID
    judge_id: uuid.UUID
    entry_id: uuid.UUID
    code: str
    position: int
    ended: bool
    lodged: bool


@dataclass(frozen=True)
class Facts:
    """All that a plan is made from, read at one moment. Pairs are (judge id, entry id)."""

    round: Round
    entries: Mapping[uuid.UUID, EntryFacts]
    """Every submitted entry that is read in the round, by category and number."""
    judges: Mapping[uuid.UUID, JudgeFacts]
    made: tuple[Made, ...]
    conflicts: Mapping[Pair, ConflictKind]
    read_before: frozenset[Pair] = frozenset()
    """Assigned in another round of the cycle: a final panel reads with new eyes."""
    acquainted: frozenset[Pair] = frozenset()
    """The judge read an entry of the same agency, or of the same person, in an earlier cycle."""
    reserves: frozenset[tuple[uuid.UUID, str]] = frozenset()
    """Judges who stand in reserve for a category, by its code."""

    @cached_property
    def put_off(self) -> frozenset[Pair]:
        """Pairs to be used only where nothing else will do.

        A reserve reads where somebody left an entry of their category, and there before anybody else; elsewhere in the
        category last.
        """
        left = {made.entry_id for made in self.made if made.ended}
        standing_by: dict[str, set[uuid.UUID]] = {}
        for judge, code in self.reserves:
            standing_by.setdefault(code, set()).add(judge)
        return frozenset(
            (judge, entry.id)
            for entry in self.ready
            if (reserves := standing_by.get(entry.category))
            for judge in (self.judges.keys() - reserves if entry.id in left else reserves)
        )

    @cached_property
    def ready(self) -> list[EntryFacts]:
        return [entry for entry in self.entries.values() if entry.ready]

    @cached_property
    def kept(self) -> frozenset[Pair]:
        """The assignments that stand, of entries that are in the running."""
        return frozenset(
            (made.judge_id, made.entry_id)
            for made in self.made
            if not made.ended and made.entry_id in self.entries and self.entries[made.entry_id].ready
        )

    @cached_property
    def barred(self) -> frozenset[Pair]:
        """Never to be assigned: in conflict, ended once before, or read in another round."""
        ended = {(made.judge_id, made.entry_id) for made in self.made if made.ended}
        return frozenset(self.conflicts) | ended | self.read_before
