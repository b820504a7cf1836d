"""The panel of one category in a demo cycle: it meets, votes on the first place and leaves its record."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from awards.demo.cast import Cast
from awards.kit.db import Database
from judging.deliberations.models import Outcome
from judging.deliberations.room.operations import keep_record, open_room
from judging.deliberations.room.queries import opened_room
from judging.deliberations.votes.models import Choice
from judging.deliberations.votes.operations import close_vote, put_motion, vote
from judging.tally.document import CategoryTally

MINUTES = (
    "رأى الأعضاء أن أثر الخدمة موثّق بأرقام تُقارن، وأن أدلتها أقوى من سواها، واقترحوا منحها المركز الأول."
)


def deliberate(
    db: Database,
    cast: Cast,
    categories: Sequence[CategoryTally],
    citation: dict[str, tuple[str, str]],
    at: datetime,
) -> None:
    """In the first category whose first place goes to one entry that three or more members may speak of."""
    for category in categories:
        best = category.ranked(1)
        if len(best) == 1 and _met(db, cast, category, citation[category.code], at):
            return


def _met(db: Database, cast: Cast, category: CategoryTally, citation: tuple[str, str], at: datetime) -> bool:
    [best] = category.ranked(1)
    with db.write() as session:
        opening = open_room(
            session,
            category.id,
            open_to_all=True,
            by=cast.organisers[0],
            at=at,
            source=Random(category.code),
        )
        room = opened_room(session, opening.id)
        present = room.bench.may_be_present(best.entry_id)
        chair = next((one for one in present if room.bench.presides(one.judge_id, [best.entry_id])), None)
        code = next((item.code for item in room.items if item.entry_id == best.entry_id), None)
        if chair is None or code is None or len(present) < 3:
            return False
        seats = [one.judge_id for one in present]
        motion = put_motion(
            session,
            room.head.id,
            place=1,
            outcome=Outcome.AWARDED,
            codes=[code],
            present=seats,
            citation_ar=citation[0],
            citation_en=citation[1],
            by=chair.person_id,
            at=at + timedelta(minutes=40),
        )
        for n, member in enumerate(present):
            choice = Choice.ABSTAINED if n == len(present) - 1 else Choice.FOR
            when = at + timedelta(minutes=42 + n)
            vote(session, room.head.id, motion.id, choice, by=member.person_id, at=when)
        by, when = chair.person_id, at + timedelta(minutes=45 + len(present))
        close_vote(session, room.head.id, motion.id, by=by, at=when)
        keep_record(session, room.head.id, code, minutes=MINUTES, present=seats, version=0, by=by, at=when)
    return True
