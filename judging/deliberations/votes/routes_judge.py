"""The votes of a panel, for its members and for whoever acts as its chair."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from awards.kit.db import Database
from awards.kit.errors import Invalid, NotFound, RuleBroken
from awards.kit.forms import Filled, read
from awards.kit.i18n import Message, msg
from awards.kit.pages import language_of, page, see
from awards.kit.reasons import missing_half
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenViewer
from awards.people.guards import judges
from awards.people.viewer import Viewer
from judging.deliberations.models import Outcome
from judging.deliberations.room.panel import Member
from judging.deliberations.room.queries import Opened, seated_in
from judging.deliberations.votes import operations
from judging.deliberations.votes.counting import (
    Put,
    count,
    may_know,
    may_vote_on,
    standing_roll,
    still_to_vote,
)
from judging.deliberations.votes.forms import ClosingForm, MotionForm, Then, VoteForm
from judging.deliberations.votes.motions import Asked, begun
from judging.deliberations.votes.queries import motions_of
from judging.scorecards.reading import heading

AnyRequest = Request[Any, Any, Any]


@get("/rooms/{room_id:uuid}/votes", name="room.votes", guards=[judges], sync_to_thread=True)
def votes(
    request: AnyRequest, room_id: FromPath[uuid.UUID], viewer: GivenViewer, db: GivenDb
) -> Response[str]:
    """The motions that this member may know of, by place; and for the chair the form that puts another one."""
    return _page(request, db, viewer, room_id)


def _page(
    request: AnyRequest,
    db: Database,
    viewer: Viewer,
    room_id: uuid.UUID,
    filled: Filled[Any] | None = None,
) -> Response[str]:
    with db.read() as session:
        room, seat = seated_in(session, viewer.person_id, room_id)
        bench = room.bench
        known = [
            one for one in motions_of(session, room.head.category_id) if may_know(bench, seat.judge_id, one)
        ]
    lang = language_of(request)
    titles = {item.entry_id: heading(item.view, lang).title for item in room.items}
    return page(
        request,
        "judging/deliberations/votes/votes.html",
        filled=filled or Filled(typed=begun(known, room.category.places)),
        room=room.head,
        places=room.category.places,
        motions=[
            {
                "put": one,
                "entries": [(code, titles.get(entry)) for entry, code in one.entries.items()],
                "count": count(standing_roll(bench, one).values()) if one.is_open else one.count,
                "may_vote": one.is_open and seat.judge_id in one.roll,
                "mine": one.roll.get(seat.judge_id),
                "presides": one.is_open and bench.presides(seat.judge_id, one.entries),
                "could": len(may_vote_on(bench, one.entries)),
                # Members read no names of one another here; the chair ticked them.
                "lacking": still_to_vote(bench, one)
                if one.is_open and bench.presides(seat.judge_id, one.entries)
                else [],
            }
            for one in known
        ],
        options=_options(room, seat, titles),
        may_withhold=bench.presides(seat.judge_id, ()),
        members=list(bench.members.values()),
        me=seat.judge_id,
        not_present=operations.NOT_PRESENT,
    )


def _options(room: Opened, seat: Member, titles: Mapping[uuid.UUID, Any]) -> list[tuple[str, Any]]:
    """Shared code and title of the items that this member may put to the vote; none for an ordinary member."""
    return [
        (item.code, titles[item.entry_id])
        for item in room.items
        if room.bench.presides(seat.judge_id, [item.entry_id])
    ]


@post("/rooms/{room_id:uuid}/votes", name="room.put_motion", guards=[judges], sync_to_thread=True)
def put(
    request: AnyRequest,
    *,
    room_id: FromPath[uuid.UUID],
    viewer: GivenViewer,
    form: GivenForm,
    db: GivenDb,
    clock: GivenClock,
) -> Response[str] | Redirect:
    """A motion of whoever acts as chair. Raises NotFound for any other member."""
    with db.read() as session:
        room, seat = seated_in(session, viewer.person_id, room_id)
    if seat.judge_id not in (room.bench.officers.chair, room.bench.officers.deputy):
        raise NotFound
    filled = read(MotionForm, form)
    with filled.catching_refusal():
        if filled.values is None or missing_half(filled.typed):
            with db.read() as session:
                motions = motions_of(session, room.head.category_id)
            raise Invalid(_all_that_is_wrong(filled, room, seat, motions))
        given = filled.values.model_dump()
        with db.write() as session:
            codes = given.pop("entries")
            operations.put_motion(session, room_id, codes=codes, **given, by=viewer.person_id, at=clock())
        return see(f"/rooms/{room_id}/votes", notice=msg("The panel votes on this motion now."))
    return _page(request, db, viewer, room_id, filled)


def _all_that_is_wrong(
    filled: Filled[MotionForm], room: Opened, seat: Member, motions: Sequence[Put]
) -> dict[str, Message]:
    """What the form says, and what the panel says to as much of it as could be read; as the fields stand on the page."""
    errors, typed = {**missing_half(filled.typed), **filled.errors}, filled.typed
    outcome = None if "outcome" in errors else Outcome(typed["outcome"])
    codes = [] if outcome is Outcome.WITHHELD else typed.get("entries", [])
    seats = [] if "present" in errors else [uuid.UUID(one) for one in typed.get("present", [])]
    asked = Asked(
        None if "place" in errors else int(typed["place"]),
        outcome,
        frozenset(item.entry_id for item in room.items if item.code in codes),
        frozenset([seat.judge_id, *seats]),
        str(typed.get("reason", "")),
        str(typed.get("reason_en", "")),
        typed.get("anew") == "true",
    )
    wrong = {**operations.wrong_with(room, seat, motions, asked), **errors}
    return {name: wrong[name] for name in MotionForm.model_fields if name in wrong}


@post("/rooms/{room_id:uuid}/votes/{motion_id:uuid}", name="room.vote", guards=[judges], sync_to_thread=True)
def vote(
    request: AnyRequest,
    *,
    room_id: FromPath[uuid.UUID],
    motion_id: FromPath[uuid.UUID],
    viewer: GivenViewer,
    form: GivenForm,
    db: GivenDb,
    clock: GivenClock,
) -> Response[str] | Redirect:
    """The member's own vote, until the vote is closed."""
    filled = read(VoteForm, form)
    answer: Filled[Any] = Filled()
    with answer.catching_refusal():
        if filled.values is None:
            raise RuleBroken(msg("Choose how you vote."))
        with db.write() as session:
            operations.vote(
                session, room_id, motion_id, filled.values.choice, by=viewer.person_id, at=clock()
            )
        return see(
            f"/rooms/{room_id}/votes",
            notice=msg("Your vote is noted. You can change it until the chair closes the vote."),
        )
    return _page(request, db, viewer, room_id, answer)


@post(
    "/rooms/{room_id:uuid}/votes/{motion_id:uuid}/closing",
    name="room.close_vote",
    guards=[judges],
    sync_to_thread=True,
)
def close(
    request: AnyRequest,
    *,
    room_id: FromPath[uuid.UUID],
    motion_id: FromPath[uuid.UUID],
    viewer: GivenViewer,
    form: GivenForm,
    db: GivenDb,
    clock: GivenClock,
) -> Response[str] | Redirect:
    """The chair closes the vote with its count, or takes the motion back; what is refused is said on the same page."""
    values, carried = read(ClosingForm, form).values, False
    back = values is not None and values.then is Then.TAKE_BACK
    answer: Filled[Any] = Filled()
    with answer.catching_refusal():
        if values is None:
            raise RuleBroken(msg("Say whether the vote is counted or the motion taken back."))
        with db.write() as session:
            carried = operations.close_vote(
                session, room_id, motion_id, take_back=back, by=viewer.person_id, at=clock()
            )
    if answer.refusal:
        return _page(request, db, viewer, room_id, answer)
    if back:
        notice = msg("The motion is taken back.")
    elif carried:
        notice = msg("The vote is closed: the panel proposes it.")
    else:
        notice = msg("The vote is closed: the motion is not carried.")
    return see(f"/rooms/{room_id}/votes", notice=notice)


handlers = (votes, put, vote, close)
