"""The panels of a demo cycle: one that met, voted on the first place and left its record; others in the midst of it."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from random import Random

from awards.demo.cast import Cast
from awards.kit.db import Database
from judging.deliberations.models import Outcome
from judging.deliberations.room.operations import keep_record, open_room
from judging.deliberations.room.panel import Member
from judging.deliberations.room.queries import Opened, opened_room
from judging.deliberations.votes.models import Choice
from judging.deliberations.votes.operations import close_vote, put_motion, vote
from judging.tally.document import CategoryTally, EntryLine

MINUTES = (
    "رأى الأعضاء أن أثر الخدمة موثّق بأرقام تُقارن، وأن أدلتها أقوى من سواها، واقترحوا منحها المركز الأول."
)
Citations = Mapping[str, tuple[str, str]]
"""By the category's code: what is said of its first place, in Arabic and English."""


def deliberate(
    db: Database, cast: Cast, categories: Sequence[CategoryTally], citation: Citations, at: datetime
) -> None:
    """In the first category whose first place goes to one entry that three or more members may speak of."""
    for category in categories:
        if len(category.ranked(1)) == 1:
            room_id = _open(db, cast, category, at)
            if _voted(db, room_id, category, citation[category.code], at):
                return


def convene(
    db: Database, cast: Cast, categories: Sequence[CategoryTally], citation: Citations, at: datetime
) -> list[CategoryTally]:
    """Open every room: one panel has voted, the next is voting, the others have yet to begin.

    Returns the categories of the first two; fewer where fewer panels can vote.
    """
    rooms = [(category, _open(db, cast, category, at)) for category in categories if category.ranked(1)]
    began: list[CategoryTally] = []
    for category, room_id in rooms:
        if len(began) == 2 or len(category.ranked(1)) != 1:
            continue
        starts, said = at + timedelta(hours=2 * len(began)), citation[category.code]
        if _voted(db, room_id, category, said, starts, closes=not began):
            began.append(category)
    return began


def _open(db: Database, cast: Cast, category: CategoryTally, at: datetime) -> uuid.UUID:
    """The room of the category, which has codes that the same demo always has."""
    by, source = cast.organisers[0], Random(category.code)
    with db.write() as session:
        return open_room(session, category.id, open_to_all=True, by=by, at=at, source=source).id


def _voted(
    db: Database,
    room_id: uuid.UUID,
    category: CategoryTally,
    citation: tuple[str, str],
    at: datetime,
    *,
    closes: bool = True,
) -> bool:
    """Whether the panel could vote on its best entry; the vote is closed and its record kept, if it `closes`."""
    [best] = category.ranked(1)
    with db.write() as session:
        room = opened_room(session, room_id)
        present = room.bench.may_be_present(best.entry_id)
        chair = next((one for one in present if room.bench.presides(one.judge_id, [best.entry_id])), None)
        code = _code_of(room, best)
        if chair is None or code is None or len(present) < 3:
            return False
        seats = [one.judge_id for one in present]
        motion = put_motion(
            session,
            room_id,
            place=1,
            outcome=Outcome.AWARDED,
            codes=[code],
            present=seats,
            citation_ar=citation[0],
            citation_en=citation[1],
            by=chair.person_id,
            at=at + timedelta(minutes=40),
        )
        voting = present if closes else _others(present, chair)[:-1]
        for n, member in enumerate(voting):
            choice = Choice.ABSTAINED if n == len(present) - 1 else Choice.FOR
            when = at + timedelta(minutes=42 + n)
            vote(session, room_id, motion.id, choice, by=member.person_id, at=when)
        if closes:
            by, when = chair.person_id, at + timedelta(minutes=45 + len(present))
            close_vote(session, room_id, motion.id, by=by, at=when)
            keep_record(session, room_id, code, minutes=MINUTES, present=seats, version=0, by=by, at=when)
    return True


def _code_of(room: Opened, entry: EntryLine) -> str | None:
    return next((item.code for item in room.items if item.entry_id == entry.entry_id), None)


def _others(present: Sequence[Member], chair: Member) -> list[Member]:
    """All but the chair, in whose hands the vote is."""
    return [one for one in present if one is not chair]
