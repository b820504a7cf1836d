"""Nobody reads an entry before they have signed the pledge of the cycle."""

import pytest
from sqlmodel import col, select

from awards.kit.audit import AuditEvent
from awards.kit.errors import NotFound, RuleBroken
from awards.people.models import Role
from judging.panels.models import Judge, Origin
from judging.panels.operations import Seat, seat_judge
from judging.panels.pledge import sign_pledge, text_digest
from judging.scorecards.operations import save_scorecard
from judging.scorecards.sheet import Mark, SheetInput
from tests.pages import form_token


def post(client, path, page, **data):
    return client.post(path, data={"_csrf_token": form_token(client, page), **data}, follow_redirects=False)


@pytest.fixture
def seated(make):
    """A judge with an entry in an open round, who was seated and has signed nothing."""
    cycle = make.judging_cycle()
    category, round_ = make.category(cycle), make.round(cycle)
    organiser, entrant, person = (make.person(r) for r in (Role.ORGANISER, Role.ENTRANT, Role.JUDGE))
    entry = make.entry(category, make.agency(entrant), entrant)
    make.blind_copy(entry, approved_by=organiser)
    with make.db.write() as session:
        seat = Seat(origin=Origin.LOCAL, reads_ar=True, reads_en=True, capacity=9, expertise=("G2C",))
        judge = seat_judge(session, cycle.id, person.id, seat, by=organiser.id, at=make.now)
    return person, judge, make.assignment(round_, judge, entry, organiser, code="K7-QM2"), organiser, cycle


def test_until_it_is_signed_the_list_leads_to_the_pledge_and_no_entry_is_there(client, sign_in, seated):
    person, *_ = seated
    sign_in(client, person)
    listed = client.get("/scorecards", follow_redirects=False)
    assert (listed.status_code, listed.headers["location"]) == (303, "/scorecards/pledge")
    assert client.get("/scorecards/K7-QM2").status_code == 404
    refused = post(client, "/scorecards/pledge", "/scorecards/pledge")
    assert refused.status_code == 422
    assert client.get("/scorecards/K7-QM2").status_code == 404
    assert post(client, "/scorecards/pledge", "/scorecards/pledge", confirmed="true").status_code == 303
    assert "K7-QM2" in client.get("/scorecards").text
    assert client.get("/scorecards/K7-QM2").status_code == 200
    assert post(client, "/scorecards/pledge", "/scorecards", confirmed="true").status_code == 303


def test_no_sheet_is_saved_before(make, seated):
    person, _, assignment, *_ = seated
    with make.db.write() as session, pytest.raises(NotFound):
        save_scorecard(
            session, assignment.id, SheetInput({"benefit": Mark("5")}), version=0, by=person.id, at=make.now
        )


def test_a_judge_signs_for_nobody_else_and_once(make, seated):
    person, judge, _, organiser, _ = seated
    with make.db.write() as session:
        with pytest.raises(NotFound):
            sign_pledge(session, judge.id, by=organiser.id, at=make.now)
        sign_pledge(session, judge.id, by=person.id, at=make.now)
        with pytest.raises(RuleBroken):
            sign_pledge(session, judge.id, by=person.id, at=make.now)
        (event,) = session.exec(select(AuditEvent).where(col(AuditEvent.action) == "judge.pledged"))
        assert event.detail == {"digest": text_digest()}
        assert session.get_one(Judge, judge.id).pledged_at == make.now


def test_organisers_see_who_has_signed(client, sign_in, make, seated):
    person, judge, _, organiser, cycle = seated
    sign_in(client, organiser)
    client.cookies.set("language", "en")
    assert "Pledge not signed" in client.get(f"/cycles/{cycle.number}/jury").text
    with make.db.write() as session:
        sign_pledge(session, judge.id, by=person.id, at=make.now)
    assert "Pledge signed on" in client.get(f"/cycles/{cycle.number}/jury").text
