"""What the people of an entry read that did not go past the first reading, and what they may do."""

import pytest
from sqlmodel import select

from awards.entries.queries import my_head
from awards.people.models import Person, Role
from judging.appeals.models import AppealNotice, Ground
from judging.appeals.operations import file_appeal
from judging.appeals.own import own_result
from judging.scorecards.models import Scorecard
from judging.tally.models import Tally
from reports.feedback.queries import feedback_on
from tests.judging.rounds.test_first_reading import BELOW, ON_THE_LINE, PASSED, SHORT, read_first


@pytest.fixture
def told(make):
    """Results are open, and entrants were told how their entries did."""
    r = read_first(make)
    r.close()
    r.move_on()
    r.score({PASSED: [4, 4], ON_THE_LINE: [7, 7]})
    r.results()
    with make.db.write() as session:
        for card in session.exec(select(Scorecard)):
            card.improvements = f"word of {card.total}"
            session.add(card)
        tally = session.exec(select(Tally.id).where(Tally.round_id == r.scoring.id)).one()
        session.add(
            AppealNotice(
                cycle_id=r.c.cycle.id,
                tally_id=tally,
                opens_at=make.now,
                ends_at=r.c.cycle.publishes_at,
                proposed_at=make.now,
                proposed_by_id=r.by,
                told_at=make.now,
                told_by_id=r.c.organisers[1].id,
            )
        )
    return r


def head(session, r, place):
    entry = r.entry(place)
    return my_head(session, entry.started_by_id, entry.id)


def test_it_reads_the_same_as_others_of_its_first_reading(told, make):
    with make.db.read() as session:
        own = own_result(session, head(session, told, BELOW))
        passed = own_result(session, head(session, told, PASSED))
        short = own_result(session, head(session, told, SHORT))
        said = feedback_on(session, head(session, told, BELOW))
    assert (own.stopped, own.total, own.sheets, own.rank) == (True, "45.00", 2, None)
    assert [one.mean for one in own.criteria] == ["4.50"] * 3
    assert sorted(said.improvements) == ["word of 30", "word of 60"]
    assert said.stopped
    assert (passed.stopped, passed.total) == (False, "40.00")
    assert (short.stopped, short.sheets) == (True, 1)


def test_the_page_says_that_it_did_not_go_past_this_round(told, make, client, sign_in):
    with make.db.read() as session:
        entrant = session.get_one(Person, told.entry(BELOW).started_by_id)
    client.cookies.set("language", "en")
    sign_in(client, entrant, Role.ENTRANT)
    page = client.get(f"/entries/{told.entry(BELOW).id}/feedback").text
    assert "did not go past the first reading" in page
    assert "45.00" in page
    assert "word of 60" in page
    other = client.get(f"/entries/{told.entry(PASSED).id}/feedback").text
    assert "did not go past" not in other
    assert "word of 80" not in other, "of scoring alone"
    assert "word of 40" in other
    client.cookies.set("language", "ar")
    assert "لم تتجاوز المشاركة القراءة الأولى" in client.get(f"/entries/{told.entry(BELOW).id}/feedback").text


def test_an_appeal_can_be_filed(told, make):
    entry = told.entry(BELOW)
    with make.db.write() as session:
        filed = file_appeal(
            session,
            entry.id,
            next(iter(Ground)),
            "نعترض على القراءة الأولى",
            by=entry.started_by_id,
            at=make.now,
        )
    assert filed.number == 1
