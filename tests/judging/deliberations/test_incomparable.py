"""A place of a category whose entries no judge connects takes a reason and a second person, where ranks follow the adjusted score."""

import pytest

from judging.deliberations.operations import ReasonNeeded, approve_decision
from judging.deliberations.places import Lack, lack_among
from judging.deliberations.queries import decided_places
from judging.rounds.method.models import RoundMethod
from judging.rounds.method.rules import Method, Rules
from judging.tally.queries import category_of, head_of
from tests.contests import contest
from tests.judging.deliberations.test_deciding import decide

APART = [[9, 9, 9, None, None, None], [None, None, None, 7, 7, 6]]
"""Two entries, read by three judges each, none of whom read the other."""


@pytest.fixture
def field(make):
    c = contest(make, {"G2C": APART})
    rules = Rules(Method.ADJUSTED)
    with make.db.write() as session:
        session.add(
            RoundMethod(
                round_id=c.round.id,
                version=1,
                method=rules.method,
                ladder=rules.ladder,
                clear=rules.clear,
                leading=rules.leading,
                far=rules.far,
                draws=rules.draws,
                seed=rules.seed,
                set_at=make.now,
                set_by_id=c.organisers[0].id,
            )
        )
    c.open_results()
    return c


def lack(c):
    with c.make.db.read() as session:
        head = head_of(session, c.cycle.number)
        category = category_of(session, head, "G2C")
        return lack_among(category, 1, decided_places(session, c.cycle.id), head.tally_id)


def test_such_a_place_is_decided_with_a_reason_and_stands_with_a_second_person(db, field):
    with pytest.raises(ReasonNeeded, match="not comparable across panels"):
        decide(field, 1, field.entries["G2C"][0])
    [decision] = decide(field, 1, field.entries["G2C"][0], reason="Both panels were equally strict in trial.")
    assert lack(field) is Lack.UNAPPROVED
    with db.write() as session:
        approve_decision(session, decision.id, by=field.organisers[1].id, at=field.make.now)
    assert lack(field) is None


def test_the_pages_say_so_and_what_would_connect_them(client, sign_in, field):
    sign_in(client, field.organisers[0])
    client.cookies.set("language", "en")
    page = client.get(f"{field.path}/results/G2C").text
    assert "Not comparable across panels." in page
    assert "These reviews would connect them:" in page
    assert "Not comparable across panels" in client.get(f"{field.path}/decisions/G2C/1").text
