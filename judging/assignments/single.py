"""Giving one entry to one more judge, outside of a plan but by its constraints."""

import uuid
from datetime import datetime
from itertools import groupby
from random import Random
from secrets import SystemRandom

from sqlmodel import Session

from awards.cycles.queries import cycle_by_id
from awards.kit import audit
from awards.kit.errors import Invalid, RuleBroken
from awards.kit.i18n import Message, msg
from judging.assignments.facts import Facts, JudgeFacts, Pair
from judging.assignments.gather import gather
from judging.assignments.models import Assignment
from judging.assignments.operations import codes_in_use, readers
from judging.assignments.order import entry_codes
from judging.assignments.planning import loads
from judging.recusals.wording import conflict_in_words


def why_not(facts: Facts, pair: Pair) -> dict[str, Message]:
    """What stands against giving this judge this entry, by the box of the form; nothing if they can have it. Pure."""
    judge, entry = facts.judges.get(pair[0]), facts.entries.get(pair[1])
    if entry is None or not entry.ready:
        return {"entry": msg("Choose an entry that is read in this round and whose blind copy is approved.")}
    if judge is None or judge.dropped_out_at is not None:
        return {"judge": msg("Choose a judge who serves on this jury.")}
    against = (
        (pair in facts.kept, msg("The judge has this entry already.")),
        (pair in facts.read_before, msg("The judge was given this entry in another round.")),
        (
            not judge.languages & entry.languages,
            msg("The judge reads no language in which the whole entry is written."),
        ),
        (loads(facts)[judge.id] >= judge.capacity, msg("The judge has as many entries as they take.")),
    )
    if (conflict := facts.conflicts.get(pair)) is not None:
        return {"judge": conflict_in_words(conflict)}
    told = next((message for holds, message in against if holds), None)
    if told is None and pair in facts.barred:
        told = msg("The judge left this entry, and it does not return to them.")
    return {"judge": told} if told else {}


def eligible(facts: Facts, entry_id: uuid.UUID) -> list[JudgeFacts]:
    """The judges who may be given this entry as things stand, those with the fewest entries first. Pure."""
    held = loads(facts)
    entry = facts.entries.get(entry_id)
    found = [judge for judge in facts.judges.values() if not why_not(facts, (judge.id, entry_id))]
    knows = entry.category if entry else ""
    return sorted(found, key=lambda judge: (knows not in judge.expertise, held[judge.id], judge.name_ar))


def choices(facts: Facts, entry_id: uuid.UUID) -> list[tuple[bool, list[tuple[JudgeFacts, int]]]]:
    """The same, those who know the category and those who do not, each with how many entries they have. Pure."""
    held, entry = loads(facts), facts.entries.get(entry_id)
    found = groupby(
        eligible(facts, entry_id), lambda judge: entry is not None and entry.category in judge.expertise
    )
    return [(knows, [(judge, held[judge.id]) for judge in judges]) for knows, judges in found]


def assign_by_hand(
    session: Session, round_id: uuid.UUID, pair: Pair, *, by: uuid.UUID, at: datetime
) -> Assignment:
    """An organiser gives the judge the entry. Raises Invalid as `why_not` says it, RuleBroken once the round is closed."""
    facts = gather(session, round_id)
    if facts.round.closed_at is not None:
        raise RuleBroken(msg("The round is closed."))
    if wrong := why_not(facts, pair):
        raise Invalid(wrong)
    return assign_one(session, round_id, pair[1], pair[0], by=by, at=at)


def assign_one(
    session: Session,
    round_id: uuid.UUID,
    entry_id: uuid.UUID,
    judge_id: uuid.UUID,
    *,
    by: uuid.UUID,
    at: datetime,
) -> Assignment:
    """Give an entry to one more judge, behind those that they have, under a code of its own; whatever the round's state.

    Raises RuleBroken for a judge who may not have it or has no room.
    """
    facts = gather(session, round_id)
    if why_not(facts, (judge_id, entry_id)):
        raise RuleBroken(msg("This judge cannot be given the entry. Choose another one."))
    # In a demo cycle everything follows from its numbers.
    seed = f"{facts.entries[entry_id].number}-{len(facts.made)}"
    demo = cycle_by_id(session, facts.round.cycle_id).is_demo
    source: Random = Random(seed) if demo else SystemRandom()
    code = entry_codes([entry_id], source, taken=codes_in_use(session, facts)[judge_id])[entry_id]
    last = max((made.position for made in facts.made if made.judge_id == judge_id), default=0)
    made = Assignment(
        round_id=round_id,
        entry_id=entry_id,
        judge_id=judge_id,
        code=code,
        position=last + 1,
        made_at=at,
        made_by_id=by,
    )
    session.add(made)
    session.flush()
    detail = {"sheets": 1, "readers": readers(session, [(judge_id, entry_id)])}
    audit.record(session, "assignments.made", round_id, by=by, at=at, detail=detail)
    return made
