"""Ruling on appeals, publication that waits for them, and counting again."""

import pytest
from sqlmodel import select

from awards.directory.models import Membership, MembershipKind
from awards.kit.audit import AuditEvent
from awards.kit.errors import Invalid, NotFound, RuleBroken
from awards.people.models import Role
from judging.appeals.correcting import correct_after, made, preview
from judging.appeals.models import Appeal, AppealRuling, Outcome
from judging.appeals.own import own_change
from judging.appeals.parts import candidates_for
from judging.appeals.queries import appeal_by_id
from judging.appeals.rules import Part, State
from judging.appeals.rulings import HadPart, RuledMeanwhile, send_ruling_back
from judging.deliberations.places import Lack, lacks
from judging.deliberations.queries import decided_places
from judging.recusals.models import Recusal
from judging.tally.models import Tally
from judging.tally.queries import document_of, head_of
from tests.contests import SETTLED
from tests.judging.appeals.world import world_of
from tests.letters import letters_to


@pytest.fixture
def filed(world):
    world.tell()
    world.make.clock.forward(days=2)
    return world.file()


def state(world, appeal):
    with world.make.db.read() as session:
        return appeal_by_id(session, appeal.id).state


def kinds(world, settings, person):
    return [name for name, _ in letters_to(world.make.db, settings, person.email)]


def correct(world, appeal, *, by=None):
    with world.make.db.write() as session:
        return correct_after(session, appeal.id, by=by or world.contest.organisers[0].id, at=world.now)


def test_whoever_had_a_part_may_not_rule_and_is_told_which(world, filed):
    first, other = world.contest.organisers
    with world.make.db.read() as session:
        known = {one.id: one for one in candidates_for(session, appeal_by_id(session, filed.id))}
    assert known[first.id].candidate.parts == {Part.OPENED, Part.DECIDED}
    assert known[other.id].candidate.parts == {Part.OPENED}
    assert known[world.ruler.id].may_rule
    with pytest.raises(HadPart) as refused:
        world.assign(filed, other)
    assert refused.value.message.params["part"].text == "opened or counted the results"


@pytest.mark.parametrize("how", ["member", "judge", "expert", "affiliate"])
def test_neither_the_entrants_people_nor_judges_of_the_category_rule(world, filed, how):
    make, entry = world.make, world.entry(1)
    person = make.person(Role.ORGANISER)
    if how == "member":
        make._save(
            Membership(
                agency_id=entry.agency_id, person_id=person.id, kind=MembershipKind.EDITOR, since=make.now
            )
        )
    elif how == "judge":
        seat = make.judge(world.contest.cycle, person, expertise=())
        make.assignment(world.contest.round, seat, world.entry(3), world.contest.organisers[0])
    elif how == "expert":
        make.judge(world.contest.cycle, person, expertise=("G2C",))
    else:
        from awards.directory.models import Agency

        with make.db.read() as session:
            agency = session.get_one(Agency, entry.agency_id)
        make.judge(world.contest.cycle, person, expertise=(), affiliations=(agency,))
    with pytest.raises(HadPart):
        world.assign(filed, person)


def test_nobody_asks_themselves_and_neither_auditors_nor_judges_are_asked(world, filed):
    with pytest.raises(RuleBroken, match="nobody asks themselves"):
        world.assign(filed, world.ruler, by=world.ruler)
    for role in (Role.AUDITOR, Role.JUDGE, Role.ENTRANT):
        with pytest.raises(HadPart, match="An organiser who can sign in"):
            world.assign(filed, world.make.person(role))


def test_a_rejected_appeal_is_closed_and_its_entrant_reads_the_reasons(world, filed, settings):
    world.assign(filed)
    assert "appeals.assigned" in kinds(world, settings, world.ruler)
    with pytest.raises(NotFound):
        world.rule(filed, Outcome.REJECTED, by=world.second)
    world.rule(filed, Outcome.REJECTED)
    assert state(world, filed) is State.CLOSED
    (letter,) = [
        one
        for name, one in letters_to(world.make.db, settings, world.entrant.email)
        if name == "appeals.ruled"
    ]
    reasons = letter.paragraphs[2].params["reasons"]
    assert reasons.en == "We read the appeal and the sheets."
    with pytest.raises(RuleBroken, match="ruled on"):
        world.rule(filed, Outcome.UPHELD)
    with world.make.db.read() as session:
        event = session.exec(select(AuditEvent).where(AuditEvent.action == "appeal.ruled")).one()
    assert event.detail["reasons_ar"]
    assert event.detail["ruling"] == "rejected"


def test_only_an_upheld_appeal_sets_sheets_aside_and_only_those_of_its_entry(world, filed):
    world.assign(filed)
    with pytest.raises(Invalid, match="at least in part"):
        world.rule(filed, Outcome.REJECTED, set_aside=[world.low_sheet()])
    with pytest.raises(Invalid, match="does not count"):
        world.rule(filed, Outcome.UPHELD, set_aside=[world.contest.cards[0].id])


def test_a_ruling_that_changes_a_place_takes_a_second_person_without_a_part(world, filed, settings):
    world.assign(filed)
    ruling = world.rule(filed, Outcome.UPHELD, set_aside=[world.low_sheet()])
    assert ruling.changes_place
    assert state(world, filed) is State.TO_AGREE
    assert "appeals.ruled" not in kinds(world, settings, world.entrant)
    assert "appeals.to_agree" in kinds(world, settings, world.second)
    assert "appeals.to_agree" not in kinds(world, settings, world.contest.organisers[0])
    with pytest.raises(RuleBroken, match="second person"):
        world.agree(filed, ruling, by=world.ruler)
    with pytest.raises(HadPart):
        world.agree(filed, ruling, by=world.contest.organisers[1])
    world.agree(filed, ruling)
    assert state(world, filed) is State.TO_CORRECT
    assert "appeals.ruled" in kinds(world, settings, world.entrant)


def test_a_ruling_that_moves_nobody_stands_at_once(world, filed):
    world.assign(filed)
    ruling = world.rule(filed, Outcome.PARTLY_UPHELD, set_aside=[world.contest.cards[4].id])
    assert not ruling.changes_place
    assert state(world, filed) is State.TO_CORRECT


def test_a_ruling_that_is_sent_back_is_made_anew_and_an_old_one_is_not_agreed_to(world, filed):
    world.assign(filed)
    ruling = world.rule(filed, Outcome.UPHELD, set_aside=[world.low_sheet()])
    with world.make.db.write() as session:
        send_ruling_back(
            session, filed.id, ruling.id, "الورقة تتفق مع ما كتب", by=world.second.id, at=world.now
        )
    assert state(world, filed) is State.ASSIGNED
    with world.make.db.read() as session:
        assert session.get_one(Appeal, filed.id).sent_back
        assert session.exec(select(AppealRuling)).first() is None
    anew = world.rule(filed, Outcome.UPHELD, set_aside=[world.low_sheet()])
    with pytest.raises(RuledMeanwhile):
        world.agree(filed, ruling)
    world.agree(filed, anew)


def test_counting_again_names_the_appeal_and_shows_who_moved(world, filed, settings):
    world.assign(filed)
    world.agree(filed, world.rule(filed, Outcome.UPHELD, set_aside=[world.low_sheet()]))
    with world.make.db.read() as session:
        expected = preview(session, appeal_by_id(session, filed.id))
    with pytest.raises(RuleBroken, match="Another organiser"):
        correct(world, filed, by=world.ruler.id)
    correct(world, filed)
    with world.make.db.read() as session:
        appeal = appeal_by_id(session, filed.id)
        found = made(session, appeal)
        assert found == expected
        (category,) = found
        versions = session.exec(select(Tally).order_by(Tally.version)).all()
        assert [tally.version for tally in versions] == [1, 2]
        assert "Appeal no. 1" in versions[1].reason
        assert session.exec(select(Recusal)).one().reason == "ruling"
        assert own_change(session, appeal).total_after == "90.00"
    moved = {one.entry.number: (one.rank_before, one.rank_after, one.sheets_after) for one in category.moved}
    assert moved == {world.entry(0).number: (1, 2, 4), world.entry(1).number: (2, 1, 3)}
    assert appeal.state is State.CLOSED
    (letter,) = [
        one
        for name, one in letters_to(world.make.db, settings, world.entrant.email)
        if name == "appeals.corrected"
    ]
    assert letter.paragraphs[1].params == {"before": "80.00", "after": "90.00"}
    with pytest.raises(RuleBroken, match="no ruling"):
        correct(world, filed)


def test_places_of_the_category_are_decided_anew_and_those_of_another_stay(make):
    world = world_of(make, more={"G2B": SETTLED})
    world.tell()
    make.clock.forward(days=2)
    filed = world.file()
    world.assign(filed)
    world.agree(filed, world.rule(filed, Outcome.UPHELD, set_aside=[world.low_sheet()]))
    correct(world, filed)
    with make.db.read() as session:
        head = head_of(session, world.contest.cycle.number)
        open_ = [
            (category.code, lack)
            for category, _, lack in lacks(
                document_of(session, head).categories,
                decided_places(session, world.contest.cycle.id),
                head.tally_id,
            )
        ]
    assert set(open_) == {("G2C", Lack.OUTDATED)}
    world.decide(order=(1, 0, 2))


def test_publication_waits_for_the_telling_the_window_and_every_open_appeal(world):
    world.make.clock.at = world.contest.cycle.publishes_at
    with pytest.raises(RuleBroken, match="tell entrants"):
        world.contest.publish(by=(0,))
    world.tell(days=3)
    with pytest.raises(RuleBroken, match="taken until"):
        world.contest.publish(by=(0,))
    world.make.clock.forward(days=2)
    filed = world.file()
    world.make.clock.forward(days=2)
    with pytest.raises(RuleBroken, match=r"is open"):
        world.contest.publish(by=(0,))
    world.assign(filed)
    world.rule(filed, Outcome.INADMISSIBLE)
    assert world.contest.publish() is not None


def test_where_it_does_not_wait_nothing_about_appeals_keeps_it(make):
    world = world_of(make, waits=False)
    make.clock.at = world.contest.cycle.publishes_at
    assert world.contest.publish() is not None
    world.tell(days=3)
    make.clock.forward(days=2)
    assert world.file().number == 1


def test_an_entrys_results_name_the_sheet_that_fell_and_why(world, filed, client, sign_in):
    world.assign(filed)
    world.agree(filed, world.rule(filed, Outcome.UPHELD, set_aside=[world.low_sheet()]))
    sign_in(client, world.contest.organisers[0])
    client.cookies.set("language", "en")
    pages = [f"{world.contest.path}/results/G2C/{world.entry(n).number}" for n in (0, 1)]
    heading = "Counted before, and no longer"
    assert not [path for path in pages if heading in client.get(path).text]
    correct(world, filed)
    kept, changed = (client.get(path).text for path in pages)
    assert heading not in kept
    told = changed.split(heading)[1].split("</ul>")[0]
    assert all(words in told for words in ("50.00", "since version 2", "Appeal no. 1"))
