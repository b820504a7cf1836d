"""For organisers and auditors: opening the rooms of a cycle, and the record that a panel leaves."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from awards.kit.errors import NotFound, RuleBroken
from awards.kit.forms import read
from awards.kit.i18n import msg
from awards.kit.pages import page, see
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenViewer
from awards.people.guards import organisers, overseers
from judging.deliberations.queries import publication_of
from judging.deliberations.room.agenda import agenda_of
from judging.deliberations.room.forms import OpeningForm
from judging.deliberations.room.operations import open_room
from judging.deliberations.room.queries import agendas_of, bench_of, over_in, records_of, rooms_of
from judging.deliberations.votes.counting import may_vote_on
from judging.deliberations.votes.queries import motions_of, voters_in
from judging.tally.queries import category_of, document_of, head_of, opened
from judging.tally.sealed import sealed_page


@get("/cycles/{number:int}/rooms", name="room.office", guards=[overseers], sync_to_thread=True)
def office(
    request: Request[Any, Any, Any], number: FromPath[int], viewer: GivenViewer, db: GivenDb
) -> Response[str]:
    """Every category: whether its panel has a room, and the button that opens it."""
    with db.read() as session:
        head = head_of(session, number)
        if not head.results_open:
            return sealed_page(request, session, head, tab="decisions")
        document = document_of(session, head)
        rooms = rooms_of(session, head.cycle_id)
        over = over_in(session, number)
        published = publication_of(session, head.cycle_id) is not None
        agendas = agendas_of(session, [room.id for room in rooms.values()])
        motions = motions_of(session, *rooms) if rooms else []
    wanted = {one.id: agenda_of(one, document.final) for one in document.categories}
    return page(
        request,
        "judging/deliberations/room/office.html",
        cycle=head,
        categories=[(one, len(wanted[one.id])) for one in document.categories],
        work={
            category: {
                "items": len(agenda),
                "kept": sum(agenda.values()),
                "carried": sum(one.carried for one in motions if one.category_id == category),
                "voting": sum(one.is_open for one in motions if one.category_id == category),
                "new": len(set(wanted.get(category, ())) - agenda.keys()),
            }
            for category, room in rooms.items()
            for agenda in [agendas[room.id]]
        },
        rooms=rooms,
        rule=next((room.open_to_all for room in rooms.values()), None),
        over={one.id for one in document.categories} if published else over,
        may_open=viewer.organises and not published,
    )


@post("/cycles/{number:int}/rooms/{code:str}", name="room.open", guards=[organisers], sync_to_thread=True)
def open_(
    number: FromPath[int],
    code: FromPath[str],
    *,
    viewer: GivenViewer,
    form: GivenForm,
    db: GivenDb,
    clock: GivenClock,
) -> Redirect:
    values = read(OpeningForm, form).values
    if values is None:
        raise RuleBroken(msg("Say which sheets the panel sees."))
    with db.write() as session:
        category = category_of(session, opened(session, number), code)
        open_room(session, category.id, open_to_all=values.open_to_all, by=viewer.person_id, at=clock())
    return see(f"/cycles/{number}/rooms", notice=msg("The room is open for the panel of this category."))


@get("/cycles/{number:int}/rooms/{code:str}", name="room.kept", guards=[overseers], sync_to_thread=True)
def kept(
    request: Request[Any, Any, Any], number: FromPath[int], code: FromPath[str], db: GivenDb
) -> Response[str]:
    """What the panel left on record: its votes place by place, minutes and presence item by item. Raises NotFound without a room."""
    with db.read() as session:
        head = opened(session, number)
        category = category_of(session, head, code)
        room = rooms_of(session, head.cycle_id).get(category.id)
        if room is None:
            raise NotFound
        bench = bench_of(session, room, head)
        records = records_of(session, room.id)
        motions = motions_of(session, category.id)
        voters = voters_in(session, motions)
    lines = {entry.entry_id: entry for entry in category.entries}
    return page(
        request,
        "judging/deliberations/room/kept.html",
        cycle=head,
        category=category,
        room=room,
        records=[
            (record, lines.get(record.entry_id), bench.out_of_the_room(record.entry_id)) for record in records
        ],
        motions=[(one, voters[one.id], may_vote_on(bench, one.entries)) for one in motions],
        chair=bench.members.get(bench.officers.chair) if bench.officers.chair else None,
        members=list(bench.members.values()),
    )


handlers = (office, open_, kept)
