"""Where the assignments of a round stand, as its page shows them."""

import uuid
from collections import Counter, defaultdict
from dataclasses import dataclass

from judging.assignments.facts import EntryFacts, Facts, JudgeFacts
from judging.assignments.planning import loads
from judging.recusals.conflicts import ConflictKind


@dataclass(frozen=True, slots=True)
class JudgeLine:
    judge: JudgeFacts
    load: int
    lodged: int
    experts: int
    """Of the entries they have, those in categories that they know."""


@dataclass(frozen=True, slots=True)
class EntryLine:
    entry: EntryFacts
    readers: tuple[JudgeFacts, ...]


@dataclass(frozen=True, slots=True)
class LateConflict:
    """A conflict that came to light after the entry was assigned."""

    assignment_id: uuid.UUID
    judge: JudgeFacts
    entry: EntryFacts
    kind: ConflictKind


@dataclass(frozen=True, slots=True)
class State:
    submitted: int
    ready: int
    needed: int
    """Sheets that all ready entries need."""
    standing: int
    """Of these, how many are with a judge."""
    missing: int
    judges: tuple[JudgeLine, ...]
    entries: tuple[EntryLine, ...]
    """The ready ones."""
    conflicts: tuple[LateConflict, ...]

    @property
    def waiting(self) -> int:
        """Entries without an approved blind copy."""
        return self.submitted - self.ready


def state_of(facts: Facts) -> State:
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
    return State(
        submitted=len(facts.entries),
        ready=len(facts.ready),
        needed=each * len(facts.ready),
        standing=len(standing),
        missing=sum(max(each - len(readers[entry.id]), 0) for entry in facts.ready),
        judges=tuple(
            JudgeLine(judge, held[judge.id], lodged[judge.id], experts[judge.id])
            for judge in facts.judges.values()
        ),
        entries=tuple(EntryLine(entry, tuple(readers[entry.id])) for entry in facts.ready),
        conflicts=tuple(
            LateConflict(made.id, facts.judges[made.judge_id], facts.entries[made.entry_id], kind)
            for made in standing
            if (kind := facts.conflicts.get((made.judge_id, made.entry_id))) is not None
        ),
    )
