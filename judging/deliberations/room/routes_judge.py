"""For members of a panel: their rooms, the agenda of one, an item on it, and its record for whoever chairs it."""

import uuid
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from markupsafe import Markup
from sqlmodel import Session

from awards.kit.db import Database
from awards.kit.errors import NotFound
from awards.kit.forms import Filled, read
from awards.kit.i18n import Lang, msg
from awards.kit.pages import language_of, page, see
from awards.kit.templates import render
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenViewer
from awards.people.guards import judges
from awards.people.viewer import Viewer
from judging.blinding.judge_view import JudgeView
from judging.deliberations.queries import written_on
from judging.deliberations.room import operations
from judging.deliberations.room.agenda import PanelSheet, panel_sheets
from judging.deliberations.room.forms import RecordForm
from judging.deliberations.room.operations import MinutedMeanwhile
from judging.deliberations.room.panel import Member
from judging.deliberations.room.queries import Item, Opened, item_seen_by, open_rooms_for, seated_in
from judging.deliberations.votes.counting import waits_for
from judging.deliberations.votes.queries import motions_of, votes_waiting
from judging.scorecards.reading import heading, reading

AnyRequest = Request[Any, Any, Any]


@get("/rooms", name="room.mine", guards=[judges], sync_to_thread=True)
def mine(request: AnyRequest, viewer: GivenViewer, db: GivenDb) -> Response[str]:
    """The rooms in which this judge sits, with the votes that wait; none whose places are decided and approved."""
    with db.read() as session:
        found = open_rooms_for(session, viewer.person_id)
        waiting = votes_waiting(session, viewer.person_id, found)
    return page(request, "judging/deliberations/room/mine.html", rooms=found, waiting=waiting)


@get("/rooms/{room_id:uuid}", name="room.agenda", guards=[judges], sync_to_thread=True)
def agenda(
    request: AnyRequest, room_id: FromPath[uuid.UUID], viewer: GivenViewer, db: GivenDb
) -> Response[str]:
    """The items that this member may know of, as if there were no others, and how many votes wait for theirs."""
    with db.read() as session:
        room, seat = seated_in(session, viewer.person_id, room_id)
        motions = motions_of(session, room.head.category_id)
    bench, lang, me = room.bench, language_of(request), seat.judge_id
    lines = [
        {
            "code": item.code,
            "own": seat.codes.get(item.entry_id),
            "title": heading(item.view, lang).title,
            "score": _score(room, item) if bench.reads_sheets(seat.judge_id, item.entry_id) else None,
            "minuted": item.version > 0,
            "chairs": bench.chairs(seat.judge_id, item.entry_id),
        }
        for item in room.items
        if bench.sees(seat.judge_id, item.entry_id)
    ]
    return page(
        request,
        "judging/deliberations/room/agenda.html",
        room=room.head,
        ranked=room.category,
        lines=lines,
        unvoted=sum(waits_for(bench, me, one) for one in motions),
    )


@get("/rooms/{room_id:uuid}/{item:str}", name="room.item", guards=[judges], sync_to_thread=True)
def item_page(
    request: AnyRequest,
    room_id: FromPath[uuid.UUID],
    item: FromPath[str],
    viewer: GivenViewer,
    db: GivenDb,
) -> Response[str]:
    """An entry on the table: its blind copy, and its sheets where the rule lets this member see them."""
    return _item_page(request, db, viewer, room_id, item)


def _item_page(
    request: AnyRequest,
    db: Database,
    viewer: Viewer,
    room_id: uuid.UUID,
    code: str,
    filled: Filled[Any] | None = None,
) -> Response[str]:
    with db.read() as session:
        room, seat, found = item_seen_by(session, viewer.person_id, room_id, code)
        shows = room.bench.reads_sheets(seat.judge_id, found.entry_id)
        sheets = _sheets(session, room, found, seat) if shows else []
    lang, entry_id = language_of(request), found.entry_id
    kept = {"minutes": found.minutes, "present": [str(judge) for judge in found.present]}
    return page(
        request,
        "judging/deliberations/room/item.html",
        filled=filled or Filled(typed=kept),
        room=room.head,
        view=found.view,
        heading=heading(found.view, lang),
        entry=_drawn(found.view, lang),
        own=seat.codes.get(entry_id),
        shows=shows,
        ranked=room.category,
        score=_score(room, found) if shows else None,
        sheets=sheets,
        chairs=room.bench.chairs(seat.judge_id, entry_id),
        members=room.bench.may_be_present(entry_id),
        out=room.bench.out_of_the_room(entry_id),
        version=found.version,
        minutes=found.minutes,
        present=found.present,
        stale=filled is not None and isinstance(filled.refusal, MinutedMeanwhile),
    )


@post("/rooms/{room_id:uuid}/{item:str}/record", name="room.record", guards=[judges], sync_to_thread=True)
def record(
    request: AnyRequest,
    *,
    room_id: FromPath[uuid.UUID],
    item: FromPath[str],
    viewer: GivenViewer,
    form: GivenForm,
    db: GivenDb,
    clock: GivenClock,
) -> Response[str] | Redirect:
    """The chair's minutes and ticks. Where somebody kept the record since, 409 with both texts."""
    with db.read() as session:
        room, seat = seated_in(session, viewer.person_id, room_id)
    entry = next((one.entry_id for one in room.items if one.code == item), None)
    if entry is None or not room.bench.chairs(seat.judge_id, entry):
        raise NotFound
    filled = read(RecordForm, form)
    if filled.values is not None:
        with filled.catching_refusal():
            with db.write() as session:
                given = filled.values.model_dump()
                operations.keep_record(session, room_id, item, **given, by=viewer.person_id, at=clock())
            return see(f"/rooms/{room_id}/{item}", notice=msg("The record of this item is kept."))
    return _item_page(request, db, viewer, room_id, item, filled)


def _sheets(session: Session, room: Opened, item: Item, seat: Member) -> list[PanelSheet]:
    entry = next((one for one in room.category.entries if one.entry_id == item.entry_id), None)
    if entry is None:
        return []
    return panel_sheets(room.category, entry, written_on(session, entry), seat.cards)


def _score(room: Opened, item: Item) -> str | None:
    """What ranks the entry, by the method of the cycle."""
    return next((one.score for one in room.category.entries if one.entry_id == item.entry_id), None)


def _drawn(view: JudgeView, lang: Lang) -> Markup:
    """The blind copy; attachments are opened from the judge's own entry, under their own code."""
    html = render(lang, "judging/scorecards/entry.html", view=view, reading=reading(view, lang), preview=True)
    return Markup(html)  # noqa: S704 - from a template that escapes


handlers = (mine, agenda, item_page, record)
