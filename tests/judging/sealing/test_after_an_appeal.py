"""After an appeal the corrected places are sealed anew, and what was sealed before holds as it was."""

import pytest
import sqlalchemy as sa

from awards.kit.errors import RuleBroken
from judging.appeals.amending import approve, changed_categories, propose, seen_of, suggested
from judging.appeals.correcting import correct_after
from judging.appeals.logged import rulings_otherwise
from judging.appeals.models import AppealCorrection, Outcome
from judging.appeals.queries import appeal_by_id
from judging.deliberations.queries import decided_places
from judging.sealing.holding import held
from judging.sealing.standing import seals_that_stand
from tests.judging.appeals.world import world_of
from tests.judging.sealing.conftest import Sealing
from tests.judging.sealing.receipts import give_receipts


def test_corrected_places_are_sealed_as_a_version_that_names_the_one_before(make, settings):
    world = world_of(make, waits=False)
    c = world.contest
    give_receipts(c)
    make.clock.at = c.cycle.publishes_at
    c.publish()
    sealing = Sealing(c, settings)
    first = sealing.seal()
    world.tell()
    make.clock.forward(days=2)
    appeal = world.file()
    world.assign(appeal)
    world.agree(appeal, world.rule(appeal, Outcome.UPHELD, set_aside=[world.low_sheet()]))
    with make.db.write() as session:
        correct_after(session, appeal.id, by=c.organisers[0].id, at=make.now)
    with pytest.raises(RuleBroken):
        sealing.seal()
    with make.db.write() as session:
        found = appeal_by_id(session, appeal.id)
        places = suggested(
            changed_categories(session, found), decided_places(session, c.cycle.id), found.number
        )
        propose(session, appeal.id, places, by=c.organisers[0].id, at=make.now)
        seen = seen_of(session.get_one(AppealCorrection, appeal.id))
        approve(session, appeal.id, seen, by=c.organisers[1].id, at=make.now)
    lines = list(held(sealing.file(sealing.seal())))
    assert f"it replaces version 1, {first.file}" in lines[0]
    assert "receipts: 16 are those of their sheets, of which 15 count and 1 do not" in lines
    assert "two people: 2 opened the results, 2 published them" in lines
    with make.db.read() as session:
        (told,) = seals_that_stand(session, sealing.files)
    assert "2 versions hold; the database says what was sealed" in told


@pytest.mark.parametrize(
    "changed",
    [
        "outcome = 'rejected'",
        "reasons_en = 'x'",
        "set_aside = '[]'",
        "ruled_at = '2020-01-01 00:00:00.000000'",
        "ruled_by_id = (SELECT min(id) FROM person WHERE id NOT IN (ruled_by_id, agreed_by_id))",
        "agreed_at = NULL, agreed_by_id = NULL",
    ],
)
def test_a_ruling_is_compared_with_the_log(make, settings, changed):
    world = world_of(make, waits=False)
    c = world.contest
    make.clock.at = c.cycle.publishes_at
    c.publish()
    world.tell()
    make.clock.forward(days=2)
    appeal = world.file()
    world.assign(appeal)
    world.agree(appeal, world.rule(appeal, Outcome.UPHELD, set_aside=[world.low_sheet()]))
    with make.db.write() as session:
        assert rulings_otherwise(session) == (1, ())
        session.connection().execute(sa.text(f"UPDATE appeal_ruling SET {changed}"))
        session.expire_all()
        assert rulings_otherwise(session) == (
            1,
            (f"the ruling on appeal 1 of entry {appeal.entry_id}",),
        )
