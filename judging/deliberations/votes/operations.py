"""What is done by vote: put a motion, vote on it, close it with its count or take it back."""

import uuid
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from awards.entries.places import place_name
from awards.kit import audit
from awards.kit.errors import Invalid, NotFound, RuleBroken
from awards.kit.i18n import Message, msg
from judging.deliberations.letters import VOTE_OPENED
from judging.deliberations.models import Outcome
from judging.deliberations.places import is_place
from judging.deliberations.room.operations import tell_members
from judging.deliberations.room.panel import Member
from judging.deliberations.room.queries import Opened, seated_in
from judging.deliberations.votes.counting import (
    Put,
    count,
    fingerprint,
    may_know,
    standing_roll,
    why_not_counted,
)
from judging.deliberations.votes.models import Choice, Motion, MotionItem, Vote
from judging.deliberations.votes.motions import Asked, amiss
from judging.deliberations.votes.queries import motions_of


def put_motion(
    session: Session,
    room_id: uuid.UUID,
    *,
    place: int,
    outcome: Outcome,
    codes: Collection[str],
    present: Collection[uuid.UUID],
    citation_ar: str = "",
    citation_en: str = "",
    reason: str = "",
    reason_en: str = "",
    anew: bool = False,
    by: uuid.UUID,
    at: datetime,
) -> Motion:
    """Whoever acts as chair of all these items (shared `codes`) puts to the vote what becomes of a place.

    `present` are the seats of those who may vote; the chair is among them. Raises NotFound for anybody but that
    chair, Invalid with all that is `amiss`: also where the panel votes on the place already, or has carried what this
    would contradict, unless it is put `anew`. The others who are present are told by letter: they may vote, so none of
    them stands aside.
    """
    room, seat = seated_in(session, by, room_id)
    items = [item for item in room.items if item.code in set(codes)]
    entries = {item.entry_id for item in items}
    known = len(items) == len(set(codes)) and is_place(room.category, place)
    if not known or not room.bench.presides(seat.judge_id, entries):
        raise NotFound
    roll = {seat.judge_id, *present}
    motions = motions_of(session, room.head.category_id)
    asked = Asked(place, outcome, frozenset(entries), frozenset(roll), reason, reason_en, anew)
    if wrong := wrong_with(room, seat, motions, asked):
        raise Invalid(wrong)
    motion = Motion(
        room_id=room_id,
        place=place,
        outcome=outcome,
        citation_ar=citation_ar,
        citation_en=citation_en,
        reason=reason,
        reason_en=reason_en,
        put_at=at,
        put_by_id=by,
    )
    session.add(motion)
    session.flush()
    session.add_all(MotionItem(motion_id=motion.id, item_id=item.id) for item in items)
    session.add_all(Vote(motion_id=motion.id, judge_id=judge) for judge in roll)
    session.flush()
    written = {
        "citation_ar": citation_ar,
        "citation_en": citation_en,
        "reason": reason,
        "reason_en": reason_en,
    }
    detail: dict[str, object] = {
        "place": place,
        "outcome": outcome.value,
        "entries": sorted(map(str, entries)),
        "present": len(roll),
    }
    detail |= {name: text for name, text in written.items() if text}
    audit.record(session, "room.motion_put", room.head.category_id, by=by, at=at, detail=detail)
    voters = [room.bench.members[judge].person_id for judge in roll - {seat.judge_id}]
    told = {"ar": room.head.name_ar, "en": room.head.name_en, "room": str(room_id)}
    tell_members(session, voters, VOTE_OPENED, told, about=motion.id, at=at)
    return motion


def wrong_with(room: Opened, mover: Member, motions: Sequence[Put], asked: Asked) -> dict[str, Message]:
    """What keeps this member from putting it, by field."""
    judge = mover.judge_id
    seen = {item.entry_id: item.code for item in room.items if room.bench.reads_sheets(judge, item.entry_id)}
    return amiss(asked, room.category, room.bench, judge, motions, seen)


def vote(
    session: Session, room_id: uuid.UUID, motion_id: uuid.UUID, choice: Choice, *, by: uuid.UUID, at: datetime
) -> None:
    """A member who is present votes, or votes otherwise while the vote is open; how is recorded by no event.

    Raises NotFound where the motion does not exist for them, RuleBroken once it is closed or if they are not present.
    """
    room, seat, motion = _motion(session, by, room_id, motion_id)
    if not may_know(room.bench, seat.judge_id, motion):
        raise NotFound
    _still_open(motion)
    if seat.judge_id not in motion.roll:
        raise RuleBroken(NOT_PRESENT)
    row = session.get_one(Vote, (motion_id, seat.judge_id))
    row.choice, row.cast_at = choice, at
    session.add(row)
    session.flush()
    detail = {"place": motion.place, "entries": sorted(map(str, motion.entries))}
    audit.record(session, "room.voted", room.head.category_id, by=by, at=at, detail=detail)


def close_vote(
    session: Session,
    room_id: uuid.UUID,
    motion_id: uuid.UUID,
    *,
    take_back: bool = False,
    by: uuid.UUID,
    at: datetime,
) -> bool:
    """The acting chair closes the vote: whether the motion is carried. From then on nothing of it changes.

    Only those count who are still of the panel and stand aside from none of its entries. To `take_back` a motion
    closes it without a count. Raises NotFound for anybody else, RuleBroken if it is closed, or without a quorum.
    """
    room, seat, motion = _motion(session, by, room_id, motion_id)
    known = may_know(room.bench, seat.judge_id, motion)
    if not known or not room.bench.presides(seat.judge_id, motion.entries):
        raise NotFound
    _still_open(motion)
    roll = standing_roll(room.bench, motion)
    counted = count(roll.values())
    if not take_back and (wrong := why_not_counted(counted, place_name(motion.place))):
        raise RuleBroken(wrong)
    gone = motion.roll.keys() - roll.keys()
    for row in session.exec(
        select(Vote).where(Vote.motion_id == motion_id, col(Vote.judge_id).in_(gone))
    ).all():
        session.delete(row)
    made = session.get_one(Motion, motion_id)
    made.closed_at, made.closed_by_id, made.taken_back = at, by, take_back
    made.aside = sum(not room.bench.sees_all(judge, motion.entries) for judge in room.bench.members)
    session.add(made)
    session.flush()
    detail: dict[str, object] = {
        "place": motion.place,
        "outcome": motion.outcome.value,
        "entries": sorted(map(str, motion.entries)),
    }
    if not take_back:
        detail |= {
            "present": counted.present,
            "aside": made.aside,
            "supporting": counted.supporting,
            "opposed": counted.opposed,
            "abstained": counted.abstained,
            "carried": counted.carried,
            "votes": fingerprint(motion_id, roll),
        }
    action = "room.motion_taken_back" if take_back else "room.vote_closed"
    audit.record(session, action, room.head.category_id, by=by, at=at, detail=detail)
    return counted.carried and not take_back


NOT_PRESENT = msg(
    "You are not among those whom the chair noted as present for this vote. Whoever came later asks the chair, who takes the motion back and puts it again."
)


def _still_open(motion: Put) -> None:
    """Raises RuleBroken."""
    if motion.taken_back:
        raise RuleBroken(msg("The chair took this motion back: there is nothing to vote on any more."))
    if not motion.is_open:
        raise RuleBroken(msg("This vote is closed: no vote changes any more."))


def _motion(
    session: Session, person_id: uuid.UUID, room_id: uuid.UUID, motion_id: uuid.UUID
) -> tuple[Opened, Member, Put]:
    """Raises NotFound."""
    room, seat = seated_in(session, person_id, room_id)
    found = next((one for one in motions_of(session, room.head.category_id) if one.id == motion_id), None)
    if found is None:
        raise NotFound
    return room, seat, found
