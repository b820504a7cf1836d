"""`/rooms/{room}/{item}/recusal`: a member who meets a tie in an item leaves the room for it."""

import uuid
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from awards.kit.db import Database
from awards.kit.i18n import Bilingual, msg
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenViewer
from awards.people.guards import judges
from judging.deliberations.room.operations import leave_for_item
from judging.deliberations.room.queries import item_seen_by
from judging.recusals.pages import Aside, ask_reason, take_reason

_OUT = msg("The item is not there for you any more: you are out of the room while the panel talks about it.")
_VOTE = msg(
    "If the panel is voting on it, your vote is taken out; votes that are closed stay as they were counted."
)
_SHEET = msg("A sheet that you lodged counts as it was counted, because the round is closed.")


@get("/rooms/{room_id:uuid}/{item:str}/recusal", name="room.recusal", guards=[judges], sync_to_thread=True)
def reason_page(
    request: Request[Any, Any, Any],
    room_id: FromPath[uuid.UUID],
    item: FromPath[str],
    viewer: GivenViewer,
    db: GivenDb,
) -> Response[str]:
    """The reason is asked for first. 404 for whoever does not see the item."""
    return ask_reason(request, _aside(db, viewer.person_id, room_id, item))


@post(
    "/rooms/{room_id:uuid}/{item:str}/recusal", name="room.step_aside", guards=[judges], sync_to_thread=True
)
def declare(
    request: Request[Any, Any, Any],
    *,
    room_id: FromPath[uuid.UUID],
    item: FromPath[str],
    viewer: GivenViewer,
    form: GivenForm,
    db: GivenDb,
    clock: GivenClock,
) -> Response[str] | Redirect:
    """Once confirmed, the item is gone for this member."""

    def recuse(reason: str) -> None:
        with db.write() as session:
            leave_for_item(session, room_id, item, reason, by=viewer.person_id, at=clock())

    return take_reason(request, _aside(db, viewer.person_id, room_id, item), form, recuse)


def _aside(db: Database, person_id: uuid.UUID, room_id: uuid.UUID, code: str) -> Aside:
    with db.read() as session:
        room, seat, item = item_seen_by(session, person_id, room_id, code)
    home = f"/rooms/{room_id}"
    crumbs = (
        (msg("My entries to judge"), "/scorecards"),
        (msg("Deliberation rooms"), "/rooms"),
        (Bilingual(room.head.name_ar, room.head.name_en), home),
    )
    follows = (_OUT, _VOTE, _SHEET) if item.entry_id in seat.codes else (_OUT, _VOTE)
    return Aside(item.view, f"{home}/{code}", crumbs, follows, home)


handlers = (reason_page, declare)
