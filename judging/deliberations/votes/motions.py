"""What is wrong with a motion before it is put, all of it at once. Pure: it knows no more than whoever puts it.

That a motion departs from the ranking is said by what its mover sees of the ranking: a refusal that knew more would
tell a chair, motion by motion, where entries stand whose totals are not shown to them, or which are not there for them.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from awards.entries.places import MENTION, place_name
from awards.kit.i18n import Bilingual, Message, msg
from awards.kit.reasons import IN_BOTH
from judging.deliberations.models import Outcome
from judging.deliberations.operations import ReasonNeeded
from judging.deliberations.places import wrong_number
from judging.deliberations.room.panel import Bench
from judging.deliberations.votes.counting import LEAST, Put, is_voted_on, may_know, proposals
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
    reason_en: str = ""
    anew: bool = False
    """Whether its mover knows what the panel has carried before, and puts it all the same."""


def begun(known: Sequence[Put], places: int) -> dict[str, Any]:
    """What the form of the next motion begins with: the first place without one, and who was there the last time."""
    taken = {place for _, place in proposals(known)} | {one.place for one in known if one.is_open}
    place = next((n for n in range(1, places + 1) if n not in taken), MENTION)
    last = max(known, key=lambda one: one.put_at, default=None)
    return {"place": place, "present": [str(judge) for judge in last.roll] if last else []}


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
    elif outside := [judge for judge in asked.present if not bench.sees_all(judge, asked.entries)]:
        wrong["present"] = _outside(bench, outside)
    known = [one for one in motions if may_know(bench, mover, one)]
    if not wrong.keys() & {"outcome", "entries"} and not asked.reason.strip():
        wrong |= _reason(asked, category, known, seen)
    if "reason" in wrong and not asked.reason_en.strip():
        wrong["reason_en"] = IN_BOTH
    return wrong | _beside(asked, known)


def _outside(bench: Bench, judges: Sequence[UUID]) -> Message:
    """Who of those that were ticked may not vote; by name, of whoever is of the panel."""
    named = [bench.members[judge] for judge in judges if judge in bench.members]
    if not named:
        return msg("Tick members of the panel who may vote on this.")
    names = (", ".join(one.name_en for one in named), "، ".join(one.name_ar for one in named))
    return msg(
        "%(names)s stand aside from one of these entries: take the tick away.",
        names=Bilingual(ar=names[1], en=names[0]),
    )


def _beside(asked: Asked, known: Sequence[Put]) -> dict[str, Message]:
    """What the panel votes on, or has carried, that this would contradict: of the motions that the mover knows of.

    Those they may not know of are no reason to refuse anything, and what is carried last counts.
    """
    if asked.place is None:
        return {}
    if is_voted_on(known, asked.place):
        return {
            "place": msg(
                "The panel is voting on this place already: close that vote, or take its motion back."
            )
        }
    if asked.anew:
        return {}
    carried = {place: put for (_, place), put in proposals(known).items()}
    for place, put in carried.items():
        if place != asked.place and (both := put.entries.keys() & asked.entries):
            return {
                "anew": msg(
                    "The panel proposes %(code)s for another place (%(place)s), and no entry has two. Tick here to put this all the same, and move on that place too.",
                    code=min(put.entries[entry] for entry in both),
                    place=place_name(place),
                )
            }
    if asked.place in carried:
        return {
            "anew": msg(
                "The panel has carried a motion on this place before. Tick here to put another: if it is carried, it counts instead."
            )
        }
    return {}


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
