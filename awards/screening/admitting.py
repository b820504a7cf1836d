"""Which entries an organiser may admit at once, and which of them a page ticks beforehand. Pure but for the reads."""

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from awards.cycles.models import Cycle
from awards.entries.queries import head_of
from awards.entries.words import count_words
from awards.kit import audit
from awards.kit.errors import Invalid, RuleBroken
from awards.kit.i18n import msg
from awards.screening.duplicates import Pair, Titled, duplicates_of
from awards.screening.moving import judging_has_begun
from awards.screening.operations import MAY_BE_ADMITTED, refuse_if_published, take_back_admission
from awards.screening.queries import Screened, one_of, queue_of
from awards.screening.state import ScreeningState

REASON_WORDS = 3


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry that may be admitted."""

    one: Screened
    alike: tuple[Titled, ...]
    """Entries that nobody has compared with it yet, though they look alike."""

    @property
    def plain(self) -> bool:
        """Nothing speaks against it and nothing about it is open: it may be ticked beforehand."""
        return (
            self.one.state is ScreeningState.WAITING
            and not self.one.resubmitted
            and not self.one.findings.obstacles
            and not self.alike
        )


def alike_by_entry(pairs: Sequence[Pair]) -> dict[uuid.UUID, tuple[Titled, ...]]:
    """For each entry the others that it looks like, as long as nobody has said that they are two."""
    found: defaultdict[uuid.UUID, list[Titled]] = defaultdict(list)
    for pair in pairs:
        if pair.verdict is None:
            found[pair.one.id].append(pair.other)
            found[pair.other.id].append(pair.one)
    return {entry: tuple(others) for entry, others in found.items()}


def unresolved(session: Session, cycle: int) -> dict[uuid.UUID, tuple[Titled, ...]]:
    """`alike_by_entry` of a cycle, in a constant number of statements."""
    return alike_by_entry(duplicates_of(session, cycle))


def candidates(queue: Sequence[Screened], alike: Mapping[uuid.UUID, tuple[Titled, ...]]) -> list[Candidate]:
    """Those of the queue that may be admitted, in its order."""
    return [Candidate(one, alike.get(one.row.id, ())) for one in queue if one.state in MAY_BE_ADMITTED]


def withdraw_admission(
    session: Session, cycle: Cycle, number: int, reason: str, *, by: uuid.UUID, at: datetime
) -> None:
    """An entry that was admitted by mistake waits for screening again.

    Raises Invalid for a reason of fewer than three words, RuleBroken where it is not admitted, judges have it already,
    or the results are published.
    """
    refuse_if_published(session, cycle)
    one = one_of(queue_of(session, cycle), number)
    if one is None or one.state is not ScreeningState.ADMITTED:
        raise RuleBroken(msg("This entry is not admitted."))
    if judging_has_begun(session, head_of(session, one.row.id)):
        raise RuleBroken(msg("Judges have been given this entry, or judging is open: its admission stands."))
    if count_words(reason) < REASON_WORDS:
        raise Invalid({"admission_reason": msg("Give the reason in at least three words.")})
    take_back_admission(session, one.row.id)
    detail = {"receipt": one.row.receipt, "reason": reason}
    audit.record(session, "entry.admission_taken_back", one.row.id, by=by, at=at, detail=detail)
