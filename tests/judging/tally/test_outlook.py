"""What closing a round comes to, and when it takes two."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from awards.entries.models import Entry, EntryState
from awards.kit.audit import AuditEvent
from awards.kit.errors import RuleBroken
from judging.rounds.models import EarlyClosing, Round
from judging.tally.operations import ClosingReasonNeeded, agree_to_close, close_judging
from judging.tally.outlook import CategoryOutlook, Outlook, closing_takes_two, outlook_of
from tests.conftest import NOW
from tests.contests import SETTLED, contest


@st.composite
def categories(draw):
    submitted, lodged = draw(st.integers(0, 60)), draw(st.integers(0, 240))
    return CategoryOutlook(
        "G2C",
        "ف",
        "C",
        3,
        submitted,
        draw(st.integers(0, submitted)),
        lodged + draw(st.integers(0, 9)),
        lodged,
    )


@given(st.lists(categories()), st.integers(-1000, 1000))
def test_one_organiser_closes_only_in_time_and_when_no_entry_falls_out(lines, minutes):
    now = NOW + timedelta(minutes=minutes)
    in_time, nobody_out = now >= NOW, all(line.ranked == line.submitted for line in lines)
    assert closing_takes_two(lines, now=now, announced=NOW) == (not (in_time and nobody_out))


@given(st.lists(categories()))
def test_every_entry_is_either_ranked_or_falls_out(lines):
    whole = Outlook(tuple(lines))
    assert whole.ranked + whole.falling_out == whole.submitted
    assert whole.emptied == sum(line.submitted > 0 and line.ranked == 0 for line in lines)


def test_the_outlook_counts_lodged_sheets_of_entries_that_are_still_in(db, make):
    c = contest(make, {"G2C": [[9, 9, 9], [8, 8, None], [7, 7, 7]], "IND": [], "MOB": [[5, 5]]})
    gone = c.entries["G2C"][2]
    with db.write() as session:
        session.get_one(Entry, gone.id).state = EntryState.WITHDRAWN
        c.assignments[4].ended_at, c.assignments[4].ended_reason = make.now, "recusal"
        session.add(c.assignments[4])
    with db.read() as session:
        outlook = outlook_of(session, c.round.id)
    assert {x.code: (x.submitted, x.ranked, x.expected, x.lodged) for x in outlook.categories} == {
        "G2C": (2, 1, 5, 4),
        "IND": (0, 0, 0, 0),
        "MOB": (1, 0, 2, 2),
    }
    assert (outlook.emptied, outlook.missing) == (1, 1)


def test_an_early_closing_waits_for_another_organiser_and_is_counted_anew_when_agreed(db, make, clock):
    c = contest(make, {"G2C": [*SETTLED, [5, 5, None]]}, judging_closes_at=clock() + timedelta(days=9))
    first, second = c.organisers
    with db.write() as session:
        with pytest.raises(ClosingReasonNeeded):
            close_judging(session, c.round.id, reason=" ", by=first.id, at=clock())
        assert close_judging(session, c.round.id, reason="One.", by=first.id, at=clock()) is False
        old = session.exec(select(EarlyClosing.id)).one()
        assert close_judging(session, c.round.id, reason="Another.", by=first.id, at=clock()) is False
    make.scorecard(c.assignments[-1], {"benefit": 5, "channels": 5, "support": 5})
    with db.write() as session:
        wish = session.exec(select(EarlyClosing)).one()
        assert (wish.reason, wish.missing, wish.unranked) == ("Another.", 1, 1)
        with pytest.raises(RuleBroken, match="has changed"):
            agree_to_close(session, c.round.id, old, by=second.id, at=clock())
        with pytest.raises(RuleBroken, match="Another organiser"):
            agree_to_close(session, c.round.id, wish.id, by=first.id, at=clock())
        agree_to_close(session, c.round.id, wish.id, by=second.id, at=clock())
        assert (wish.missing, wish.unranked) == (0, 0)
        with pytest.raises(RuleBroken, match="closed already"):
            agree_to_close(session, c.round.id, wish.id, by=second.id, at=clock())
        assert session.get_one(Round, c.round.id).closed_at == clock()
        actions = list(session.exec(select(AuditEvent.action)))
    assert actions.count("round.early_closing_asked") == 2
    assert actions.count("round.closed") == 1
