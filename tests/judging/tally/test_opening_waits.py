"""A round of judging is not opened while a disqualification, or the answer to one, waits for its decision."""

import pytest

from awards.kit.errors import RuleBroken
from awards.screening import disqualifications
from awards.screening.models import Ground
from awards.screening.replies import operations as replies
from judging.tally.operations import obstacle_to_opening, open_judging
from tests.awards.screening.scenes import admit_all
from tests.contests import contest

WHY = "لم تُطلق الخدمة قط."


@pytest.fixture
def c(make):
    """Two entries, admitted and assigned, in a round that is not open."""
    c = contest(make, {"G2C": [[8, 8, 8], [7, 7, 7]]})
    with make.db.write() as session:
        c.round.opened_at = None
        session.add(c.round)
    with make.db.write() as session:
        admit_all(session, c.cycle, c.organisers[0].id, make.now)
    make.certificate(c.cycle)
    return c


def obstacle(make, c):
    with make.db.read() as session:
        found = obstacle_to_opening(session, c.round.id, at=make.now)
    return found.text if found else None


def refused(make, c):
    with pytest.raises(RuleBroken), make.db.write() as session:
        open_judging(session, c.round.id, by=c.organisers[0].id, at=make.now)


def test_it_waits_for_the_second_person_and_then_for_the_answer_to_be_decided(make, c):
    first, second = (person.id for person in c.organisers[:2])
    entry = c.entries["G2C"][0]
    assert obstacle(make, c) is None
    with make.db.write() as session:
        wish = disqualifications.propose(session, entry.id, Ground.UNTRUE, WHY, by=first, at=make.now)
    assert obstacle(make, c) == "%(n)s proposed disqualification waits for a second organiser."
    refused(make, c)
    with make.db.write() as session:
        disqualifications.confirm(session, entry.id, wish, by=second, at=make.now)
    assert obstacle(make, c) is None
    with make.db.write() as session:
        replies.reply(session, entry.id, "أُطلقت في يناير.", by=entry.started_by_id, at=make.now)
    assert obstacle(make, c) == "%(n)s answer to a disqualification waits for a decision."
    refused(make, c)
    with make.db.write() as session:
        kept = replies.propose(session, entry.id, WHY, lifts=False, by=first, at=make.now)
    refused(make, c)
    with make.db.write() as session:
        replies.confirm(session, entry.id, kept, by=second, at=make.now)
    assert obstacle(make, c) is None


def test_the_page_says_it_and_leads_to_the_screening(make, c, client, sign_in):
    with make.db.write() as session:
        disqualifications.propose(
            session, c.entries["G2C"][0].id, Ground.UNTRUE, WHY, by=c.organisers[0].id, at=make.now
        )
    sign_in(client, c.organisers[1])
    client.cookies.set("language", "en")
    page = client.get(f"{c.path}/round/opening").text
    assert "1 proposed disqualification waits for a second organiser." in page
    assert f'href="{c.path}/screening"' in page
    assert f'action="{c.path}/round/opening"' not in page


def test_of_a_round_that_was_opened_nothing_is_asked_any_more(make, c, client, sign_in):
    sign_in(client, c.organisers[1])
    client.cookies.set("language", "en")
    with make.db.write() as session:
        open_judging(session, c.round.id, by=c.organisers[0].id, at=make.now)
        disqualifications.propose(
            session, c.entries["G2C"][0].id, Ground.UNTRUE, WHY, by=c.organisers[0].id, at=make.now
        )
    page = client.get(f"{c.path}/round/opening").text
    assert "The round is open already." in page
    assert "From now on the judges may score" not in page
    assert "waits for a second organiser" not in page
