import pytest
from sqlmodel import select

from awards.kit.audit import AuditEvent
from awards.kit.errors import RuleBroken
from awards.people.models import Role
from judging.rounds.operations import close_round, open_results, open_round
from judging.rounds.queries import consents_of, last_round, round_state
from judging.rounds.state import RoundState, state_of
from tests.conftest import NOW


@pytest.fixture
def organiser(make):
    return make.person(Role.ORGANISER)


@pytest.mark.parametrize(
    ("opened", "closed", "consents", "state"),
    [
        (None, None, 0, RoundState.PREPARING),
        (NOW, None, 0, RoundState.OPEN),
        (NOW, NOW, 0, RoundState.CLOSED),
        (NOW, NOW, 1, RoundState.CLOSED),
        (NOW, NOW, 2, RoundState.OPENED),
    ],
)
def test_a_round_goes_from_preparing_to_opened(opened, closed, consents, state):
    assert state_of(opened_at=opened, closed_at=closed, consents=consents) is state


def test_a_round_is_not_opened_while_entries_come_in(db, make, organiser, clock):
    cycle = make.cycle()
    round_ = make.round(cycle, opened=False)
    with pytest.raises(RuleBroken, match="still accepted"), db.write() as session:
        open_round(session, round_.id, by=organiser.id, at=clock())
    clock.forward(days=30)
    with db.write() as session:
        open_round(session, round_.id, by=organiser.id, at=clock())
    with db.read() as session:
        assert last_round(session, cycle.id).opened_at == clock()


def test_a_round_opens_once_and_closes_once(db, make, organiser, clock):
    round_ = make.round(make.judging_cycle(), opened=False)
    with db.write() as session:
        with pytest.raises(RuleBroken, match="not been opened"):
            close_round(session, round_.id, by=organiser.id, at=clock())
        open_round(session, round_.id, by=organiser.id, at=clock())
        with pytest.raises(RuleBroken, match="open already"):
            open_round(session, round_.id, by=organiser.id, at=clock())
        close_round(session, round_.id, missing=3, by=organiser.id, at=clock())
        with pytest.raises(RuleBroken, match="closed already"):
            close_round(session, round_.id, by=organiser.id, at=clock())
    with db.read() as session:
        event = session.exec(select(AuditEvent).where(AuditEvent.action == "round.closed")).one()
    assert event.detail == {"missing": 3}


def test_results_are_opened_by_two_different_organisers_of_a_closed_round(db, make, organiser, clock):
    other, third = make.person(Role.ORGANISER), make.person(Role.ORGANISER)
    round_ = make.round(make.judging_cycle())
    with db.write() as session:
        with pytest.raises(RuleBroken, match="must be closed"):
            open_results(session, round_.id, by=organiser.id, at=clock())
        close_round(session, round_.id, by=organiser.id, at=clock())
        assert open_results(session, round_.id, by=organiser.id, at=clock()) is False
        with pytest.raises(RuleBroken, match="consented already"):
            open_results(session, round_.id, by=organiser.id, at=clock())
        assert open_results(session, round_.id, by=other.id, at=clock()) is True
        with pytest.raises(RuleBroken, match="open already"):
            open_results(session, round_.id, by=third.id, at=clock())
    with db.read() as session:
        consents = consents_of(session, round_.id)
        assert {consent.person_id for consent in consents} == {organiser.id, other.id}
        assert round_state(last_round(session, round_.cycle_id), consents) is RoundState.OPENED
        actions = [event.action for event in session.exec(select(AuditEvent))]
    assert actions.count("results.consented") == 2
    assert actions.count("results.opened") == 1
