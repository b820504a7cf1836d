"""One more reader for one entry, chosen by an organiser instead of the planner, under the same rules."""

import uuid
from collections import defaultdict
from datetime import datetime

from sqlmodel import Session

from awards.kit.errors import Invalid
from awards.kit.i18n import Message, msg
from judging.assignments.connectivity import components
from judging.assignments.facts import Facts, Pair
from judging.assignments.gather import gather
from judging.assignments.operations import make_assignments
from judging.assignments.plan import Plan, Quality
from judging.assignments.planning import loads, origins_asked
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


def assign_by_hand(session: Session, round_id: uuid.UUID, pair: Pair, *, by: uuid.UUID, at: datetime) -> None:
    """Give the judge the entry, under a new code, behind what they have. Raises Invalid as `why_not` says it, and
    RuleBroken once the round is closed.
    """
    facts = gather(session, round_id)
    if wrong := why_not(facts, pair):
        raise Invalid(wrong)
    plan = Plan(assignments=(*facts.kept, pair), added=(pair,), quality=_quality(facts, pair))
    make_assignments(session, round_id, plan, seed=0, by=by, at=at)


def _quality(facts: Facts, pair: Pair) -> Quality:
    """Of what stands, with the pair."""
    standing = facts.kept | {pair}
    held = loads(facts)
    held[pair[0]] += 1
    serving = [held[judge.id] for judge in facts.judges.values() if judge.capacity]
    origins: dict[uuid.UUID, set[str]] = defaultdict(set)
    for judge, entry in standing:
        origins[entry].add(facts.judges[judge].origin.value)
    asked = set(origins_asked(facts))
    return Quality(
        sheets=len(standing),
        load_min=min(serving),
        load_max=max(serving),
        origins_covered=sum(origins[entry.id] >= asked for entry in facts.ready),
        expertise_hits=sum(
            facts.entries[entry].category in facts.judges[judge].expertise for judge, entry in standing
        ),
        components=len(components(standing)),
    )
