"""A judge cannot tell an entry, a room or a question of others from one that was never there."""

import itertools
import uuid

import pytest
from sqlmodel import col, select

from awards.blindness.places import ANYBODYS
from awards.helpdesk.models import Ticket
from awards.people.models import Role, SignInSession
from awards.people.viewer import Viewer
from judging.assignments.models import Assignment
from judging.deliberations.room.models import RoomItem
from judging.panels.models import Judge
from judging.reconciliation.models import Reconciliation
from judging.recusals.conflicts import ConflictKind
from judging.recusals.operations import excuse_judge
from judging.reopenings.models import Reopening
from judging.rounds.models import Round
from judging.rounds.operations import open_round
from judging.rubrics.kinds import RoundKind
from judging.scorecards.operations import lodge_scorecard, save_scorecard
from judging.scorecards.sheet import Mark, SheetInput
from tests.awards.hiding.alike import Asker, routes_for, starts_of
from tests.factories import CRITERIA
from tests.judging.blinding.canary import plant
from tests.judging.blinding.others import after_calibration, after_scoring, during_scoring
from tests.judging.blinding.posting import BODIES

NOT_THERE = uuid.UUID("00000000-0000-7000-8000-000000000000")
EXEMPT = {
    **ANYBODYS,
    "/events/{event_id}": "everybody sees every event",
}
"""Where nothing is anybody's own."""
VIEWER = Viewer(NOT_THERE, "", "", Role.JUDGE, frozenset({Role.JUDGE}), "")
WELL = {
    "reason": "A relative works there.",
    "text": "A question",
    "confirmed": "yes",
    "minutes": "m",
    "version": "0",
}
"""What passes any form of a judge."""
REST = {"motion_id": NOT_THERE, "number": 1, "page_number": 1}
"""Behind an object of others."""


@pytest.fixture
def planted(make, settings):
    return plant(make, settings)


def table(make, planted, me):
    """By how addresses begin: what is there and not for this judge, beside what is not there."""
    with make.db.read() as session:
        assigned = session.exec(
            select(Assignment.code, Round.kind)
            .join(Judge, col(Judge.id) == col(Assignment.judge_id))
            .join(Round, col(Round.id) == col(Assignment.round_id))
            .where((col(Judge.person_id) != me.id) | col(Round.opened_at).is_(None))
        ).all()
        tickets = session.exec(select(Ticket.number).where(Ticket.asked_by_id != me.id)).all()
        items = session.exec(select(RoomItem.code)).all()
        others = SignInSession.token_digest
        sessions = session.exec(select(others).where(SignInSession.person_id != me.id)).all()
        found = {
            "reconciliation_id": session.exec(select(Reconciliation.id)).all(),
            "request_id": session.exec(select(Reopening.id)).all(),
            "guide_id": planted.parameters.get("guide_id", []),
        }
    ids = {name: [({name: one}, {name: NOT_THERE}) for one in many] for name, many in found.items()}
    # Of a first reading two are enough: of an entry that did not move on.
    codes = [
        code
        for code, kind in assigned
        if kind is not RoundKind.FIRST_READING or code in planted.parameters["code"]
    ]
    return {
        "/scorecards/{code}": [({"code": code}, {"code": "NO-WAYS"[: len(code)]}) for code in codes],
        "/calibration/{code}": [({"code": planted.hidden["hidden anchor"]}, {"code": "K-222"})],
        "/rooms/{room_id}": [
            ({"room_id": room, "item": item}, {"room_id": NOT_THERE, "item": item})
            for room in planted.parameters.get("room_id", ())
            for item in items[:1]
        ],
        "/rooms/{room_id}/votes/{motion_id}": [
            ({"room_id": room, "motion_id": one}, {"room_id": room, "motion_id": NOT_THERE})
            for room in planted.parameters.get("room_id", ())
            for one in planted.parameters["motion_id"]
        ],
        "/reconciliations/{reconciliation_id}": ids["reconciliation_id"],
        "/reopenings/{request_id}": ids["request_id"],
        "/helpdesk/questions/{number}": [({"number": one}, {"number": 9}) for one in tickets],
        "/guidance/{guide_id}": ids["guide_id"],
        "/sessions/{digest}": [({"digest": one}, {"digest": "0" * 64}) for one in sessions],
    }


def told_apart(asker, app, pairs_by_start):
    """What tells the two of any pair apart, in words."""
    found = []
    for route in routes_for(app, VIEWER):
        if starts_of(route.pattern, EXEMPT):
            continue
        # What is wrong with a form may be said before it is looked for, of any address alike.
        bodies = (*BODIES.get(route.name, ({},))[-2:], WELL) if route.method == "POST" else ({},)
        starts = starts_of(route.pattern, pairs_by_start)
        for pair in (pair for start in starts for pair in pairs_by_start[start]):
            whole = {**REST, **pair[0]}, {**REST, **pair[1]}
            for body, script in itertools.product(bodies, {False, route.name == "scorecards.save"}):
                found += filter(None, [asker.differences(route, whole, body, script=script)])
    return found


def test_every_address_of_a_judge_is_compared(planted, make, app) -> None:
    """A new one is added to table(), or to EXEMPT where nothing is anybody's own."""
    known = {*table(make, planted, planted.judge), *EXEMPT}
    assert not {route.pattern for route in routes_for(app, VIEWER) if not starts_of(route.pattern, known)}


def test_before_a_round_opens_own_codes_are_as_unknown_as_any(
    planted, make, app, client, sign_in, clock
) -> None:
    asker = Asker(client, make.db, clock, lambda: sign_in(client, planted.judge, Role.JUDGE))
    assert not told_apart(asker, app, table(make, planted, planted.judge))


def test_what_is_not_a_judges_answers_as_what_is_not_there(
    planted, make, app, client, sign_in, clock
) -> None:
    left, *kept = planted.codes
    # To the first entry a criterion does not apply: its sheet would be another one.
    partly = planted.parameters["entry_id"][0]
    with make.db.read() as session:
        whole = select(Assignment.code).where(
            col(Assignment.code).in_(kept),
            Assignment.entry_id != partly,
        )
        lodged = session.exec(whole).first()
    after_calibration(make, planted)
    with make.db.write() as session:
        open_round(session, planted.round.id, by=planted.organiser.id, at=make.now)
    during_scoring(make, planted)
    lodge(make, planted.judge, lodged)
    after_scoring(make, planted)
    newcomer = make.person(Role.JUDGE)
    make.judge(planted.cycle, newcomer)
    with make.db.write() as session:
        gone = session.exec(select(Assignment).where(Assignment.code == left)).one()
        excuse_judge(
            session,
            gone.judge_id,
            gone.entry_id,
            ConflictKind.OWN_AGENCY,
            by=planted.organiser.id,
            at=make.now,
        )
        item = session.exec(select(RoomItem.code).where(RoomItem.entry_id == gone.entry_id)).one()
    [room] = planted.parameters["room_id"]
    asker = Asker(client, make.db, clock, lambda: sign_in(client, planted.judge, Role.JUDGE))

    # Who sits in the room knows of it, but not of the item from which they are recused; nor of a file that was kept back.
    sign_in(client, planted.judge, Role.JUDGE)
    pairs = table(make, planted, planted.judge)
    pairs["/rooms/{room_id}"] = []
    pairs["/rooms/{room_id}/{item}"] = [
        ({"room_id": room, "item": item}, {"room_id": room, "item": "NO-WAY"})
    ]
    pairs["/scorecards/{code}/files/{number}"] = [
        ({"code": lodged, "number": 4}, {"code": lodged, "number": 9})
    ]
    assert client.get(f"/rooms/{room}").status_code == 200
    assert client.get(f"/scorecards/{lodged}/files/1").status_code == 200
    assert not told_apart(asker, app, pairs)
    refused = {key for key, statuses in asker.told.items() if 404 in statuses}
    assert refused == asker.told.keys(), "something was let through"

    client.cookies.delete("session")
    asker = Asker(client, make.db, clock, lambda: sign_in(client, newcomer, Role.JUDGE))
    assert not told_apart(asker, app, table(make, planted, newcomer))


def lodge(make, person, code) -> None:
    sheet = SheetInput({key: Mark(points="8", comment="x") for key, _ in CRITERIA})
    with make.db.write() as session:
        mine = session.exec(select(Assignment.id).where(Assignment.code == code)).one()
        saved = save_scorecard(session, mine, sheet, version=0, by=person.id, at=make.now)
        lodge_scorecard(session, saved.scorecard_id, by=person.id, at=make.now)
