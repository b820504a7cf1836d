"""Where the assignments of a round stand, as its page shows them."""

import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from judging.assignments.connectivity import components
from judging.assignments.facts import EntryFacts, Facts, JudgeFacts, Pair
from judging.assignments.planning import loads, origins_asked
from judging.panels.models import Origin
from judging.recusals.conflicts import ConflictKind


@dataclass(frozen=True, slots=True)
class JudgeLine:
    """A judge and how many entries they hold (`load`) and have lodged a sheet on."""

    judge: JudgeFacts
    load: int
    lodged: int
    experts: int
    """Of the entries they have, those in categories that they know."""


@dataclass(frozen=True, slots=True)
class EntryLine:
    """An entry and its readers."""

    entry: EntryFacts
    readers: tuple[JudgeFacts, ...]
    short: int
    """Readers that it lacks."""
    unread_from: tuple[Origin, ...]
    """Origins of the jury of which it has no reader."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How good the assignments are that stand."""

    load_min: int
    load_max: int
    """Over the judges who may take anything."""
    origins_covered: int
    """Entries with a reader of every origin of the jury."""
    expertise_hits: int
    """Sheets with a judge who knows the category."""
    acquainted: int
    """Sheets with a judge who read the same agency in an earlier cycle."""
    conflicts_avoided: int
    """Pairs of a judge and an entry that are in conflict and were kept apart."""
    ended: int
    """Assignments that ended: conflicts, recusals, judges who left."""
    short: int
    """Entries with fewer readers than the round asks for."""
    components: int
    """1 means that every two entries are linked by a chain of judges."""


@dataclass(frozen=True, slots=True)
class LateConflict:
    """A conflict that came to light after the entry was assigned."""

    assignment_id: uuid.UUID
    judge: JudgeFacts
    entry: EntryFacts
    kind: ConflictKind


@dataclass(frozen=True, slots=True)
class State:
    """The whole round. Entries that are submitted but have no approved copy are counted and not listed."""

    submitted: int
    ready: int
    needed: int
    """Sheets that all ready entries need."""
    standing: int
    """Of these, how many are with a judge."""
    missing: int
    quality: Standing
    judges: tuple[JudgeLine, ...]
    entries: tuple[EntryLine, ...]
    """The ready ones."""
    conflicts: tuple[LateConflict, ...]

    @property
    def waiting(self) -> int:
        """Entries without an approved blind copy."""
        return self.submitted - self.ready


def state_of(facts: Facts) -> State:
    """Where the assignments of a round stand. Pure: one pass over the facts, no statement."""
    standing = [
        made for made in facts.made if (made.judge_id, made.entry_id) in facts.kept and not made.ended
    ]
    readers: dict[uuid.UUID, list[JudgeFacts]] = defaultdict(list)
    for made in standing:
        readers[made.entry_id].append(facts.judges[made.judge_id])
    held, lodged = loads(facts), Counter(made.judge_id for made in standing if made.lodged)
    experts = Counter(
        made.judge_id
        for made in standing
        if facts.entries[made.entry_id].category in facts.judges[made.judge_id].expertise
    )
    each = facts.round.sheets_per_entry
    entries = tuple(_entry_line(facts, entry, readers[entry.id]) for entry in facts.ready)
    conflicts = tuple(
        LateConflict(made.id, facts.judges[made.judge_id], facts.entries[made.entry_id], kind)
        for made in standing
        if (kind := facts.conflicts.get((made.judge_id, made.entry_id))) is not None
    )
    serving = [held[judge.id] for judge in facts.judges.values() if judge.capacity]
    return State(
        submitted=len(facts.entries),
        ready=len(facts.ready),
        needed=each * len(facts.ready),
        standing=len(standing),
        missing=sum(line.short for line in entries),
        quality=Standing(
            load_min=min(serving, default=0),
            load_max=max(serving, default=0),
            origins_covered=sum(not line.unread_from for line in entries),
            expertise_hits=experts.total(),
            acquainted=sum((made.judge_id, made.entry_id) in facts.acquainted for made in standing),
            conflicts_avoided=sum(entry in facts.entries for _, entry in facts.conflicts) - len(conflicts),
            ended=sum(made.ended for made in facts.made),
            short=sum(line.short > 0 for line in entries),
            components=len(components((made.judge_id, made.entry_id) for made in standing)),
        ),
        judges=tuple(
            JudgeLine(judge, held[judge.id], lodged[judge.id], experts[judge.id])
            for judge in facts.judges.values()
        ),
        entries=entries,
        conflicts=conflicts,
    )


def new_readers(facts: Facts, added: Iterable[Pair]) -> list[tuple[EntryFacts, list[JudgeFacts]]]:
    """What a plan would give to whom: each entry with its new judges, in the order of the entries."""
    readers: dict[uuid.UUID, list[JudgeFacts]] = defaultdict(list)
    for judge, entry in added:
        readers[entry].append(facts.judges[judge])
    return [(entry, readers[entry.id]) for entry in facts.ready if entry.id in readers]


def _entry_line(facts: Facts, entry: EntryFacts, readers: list[JudgeFacts]) -> EntryLine:
    there = {judge.origin for judge in readers}
    return EntryLine(
        entry,
        tuple(readers),
        short=max(facts.round.sheets_per_entry - len(readers), 0),
        unread_from=tuple(Origin(origin) for origin in origins_asked(facts) if origin not in there),
    )
