"""What is wrong with a motion before it is put, all of it at once. Pure: it knows no more than whoever puts it.

That a motion departs from the ranking is said by what its mover sees of the ranking: a refusal that knew more would
tell a chair, motion by motion, where entries stand whose totals are not shown to them, or which are not there for them.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from awards.entries.places import MENTION
from awards.kit.i18n import Message, msg
from judging.deliberations.models import Outcome
from judging.deliberations.operations import ReasonNeeded
from judging.deliberations.places import wrong_number
from judging.deliberations.room.panel import Bench
from judging.deliberations.votes.counting import LEAST, Put, may_know, proposals
from judging.tally.document import CategoryTally, EntryLine


@dataclass(frozen=True, slots=True)
class Asked:
    """A motion as it was filled in; None where that cannot be read."""

    place: int | None
    outcome: Outcome | None
    entries: frozenset[UUID]
    present: frozenset[UUID]
    """Seats, the mover's among them."""
    reason: str


def amiss(
    asked: Asked,
    category: CategoryTally,
    bench: Bench,
    mover: UUID,
    motions: Sequence[Put],
    seen: Mapping[UUID, str],
) -> dict[str, Message]:
    """By field. `seen` are the entries whose totals the mover reads, with their shared codes."""
    wrong: dict[str, Message] = {}
    if asked.place == MENTION and asked.outcome is Outcome.WITHHELD:
        wrong["outcome"] = msg("A special mention is given or left alone: there is nothing to withhold.")
    if asked.outcome and (misses := wrong_number(asked.outcome, len(asked.entries))):
        wrong["entries"] = misses
    if len(asked.present) < LEAST:
        wrong["present"] = msg("At least two members must be present for a vote.")
    elif not all(bench.sees_all(judge, asked.entries) for judge in asked.present):
        wrong["present"] = msg("Tick members of the panel who may vote on this.")
    known = [one for one in motions if may_know(bench, mover, one)]
    if not wrong.keys() & {"outcome", "entries"} and not asked.reason.strip():
        wrong |= _reason(asked, category, known, seen)
    return wrong


def _reason(
    asked: Asked, category: CategoryTally, known: Sequence[Put], seen: Mapping[UUID, str]
) -> dict[str, Message]:
    if asked.place is None or asked.outcome is None or asked.place == MENTION:
        return {}
    if asked.outcome is Outcome.WITHHELD or not category.comparable:
        return ReasonNeeded(asked.outcome, comparable=category.comparable).errors
    if over := passed_over_in_sight(category, asked.place, asked.entries, known, seen):
        return {
            "reason": msg(
                "Entry %(code)s is passed over, and its total is no lower: give the reason.",
                code=seen[over[0].entry_id],
            )
        }
    return {}


def passed_over_in_sight(
    category: CategoryTally,
    place: int,
    chosen: Collection[UUID],
    known: Sequence[Put],
    seen: Collection[UUID],
) -> tuple[EntryLine, ...]:
    """The entries that a place passes over, of those `seen`: they stand no lower than who has it, and have none better.

    A better place for which no motion is carried may still go to one of them: as many are not passed over yet.
    """
    carried = {at: put for (_, at), put in proposals(known).items() if at < place}
    ahead = {entry for put in carried.values() for entry in put.entries}
    ranks = {one.entry_id: one.rank for one in category.entries if one.rank and one.entry_id in seen}
    worst = max((ranks[entry] for entry in chosen if entry in ranks), default=0)
    over = tuple(
        one
        for one in category.entries
        if ranks.get(one.entry_id, worst + 1) <= worst
        and one.entry_id not in chosen
        and one.entry_id not in ahead
    )
    still_open = place - 1 - len(carried)
    return over if len(over) > still_open else ()
