"""An organiser gives one entry one more reader, under the planner's own rules."""

import pytest
from sqlmodel import select

from awards.kit.errors import Invalid
from awards.people.models import Person, Role
from judging.assignments.gather import gather
from judging.assignments.models import Assignment
from judging.assignments.operations import stand_back
from judging.assignments.single import assign_by_hand, why_not
from judging.rounds.models import Finalist, Round
from judging.rubrics.kinds import RoundKind
from tests.pages import form_token


@pytest.fixture
def scene(make):
    """A round with one entry, one who reads it, one who may, and others who may not."""
    cycle = make.judging_cycle()
    category, round_ = make.category(cycle), make.round(cycle)
    organiser, entrant = make.person(Role.ORGANISER), make.person(Role.ENTRANT)
    agency = make.agency(entrant)
    entry = make.entry(category, agency, entrant)
    make.blind_copy(entry, approved_by=organiser)
    reader, free = make.judge(cycle), make.judge(cycle)
    first = make.assignment(round_, reader, entry, organiser)
    return make, cycle, round_, organiser, agency, entry, reader, free, first


def test_a_judge_who_may_read_the_entry_is_given_it_under_a_code_of_their_own(scene):
    make, _, round_, organiser, _, entry, _, free, _ = scene
    with make.db.write() as session:
        assign_by_hand(session, round_.id, (free.id, entry.id), by=organiser.id, at=make.now)
    with make.db.read() as session:
        made = session.exec(select(Assignment).where(Assignment.judge_id == free.id)).one()
    assert (made.entry_id, made.position) == (entry.id, 1)
    assert made.code


def test_what_stands_against_it_is_said_and_nothing_is_assigned(scene):
    make, cycle, round_, organiser, agency, entry, reader, free, _ = scene
    tied = make.judge(cycle, affiliations=(agency,))
    full = make.judge(cycle, capacity=0)
    mute = make.judge(cycle, reads_ar=False, reads_en=False)
    left = make.judge(cycle)
    gone = make.assignment(round_, left, entry, organiser)
    with make.db.write() as session:
        stand_back(session, gone.id, "قرابة", by=left.person_id, at=make.now)
        facts = gather(session, round_.id)
        for judge in (reader, tied, full, mute, left):
            assert set(why_not(facts, (judge.id, entry.id))) == {"judge"}, judge
            with pytest.raises(Invalid):
                assign_by_hand(session, round_.id, (judge.id, entry.id), by=organiser.id, at=make.now)
        assert set(why_not(facts, (free.id, reader.id))) == {"entry"}
        assert not why_not(facts, (free.id, entry.id))


def test_nobody_reads_an_entry_in_two_rounds(scene):
    make, cycle, round_, _, _, entry, reader, free, _ = scene
    final = make.round(cycle, RoundKind.FINAL, opened=False)
    with make.db.write() as session:
        assert not gather(session, final.id).entries
        session.add(Finalist(round_id=session.get_one(Round, final.id).id, entry_id=entry.id))
        session.flush()
        facts = gather(session, final.id)
        assert set(why_not(facts, (reader.id, entry.id))) == {"judge"}
        assert not why_not(facts, (free.id, entry.id))
    assert round_.kind is RoundKind.SCORING


def test_the_page_gives_the_entry_and_says_what_is_wrong(client, sign_in, scene):
    _, cycle, _, organiser, _, entry, reader, free, _ = scene
    sign_in(client, organiser)
    path = f"/cycles/{cycle.number}/assignments/by-hand"
    assert path in client.get(f"/cycles/{cycle.number}/assignments").text

    def give(judge):
        data = {"_csrf_token": form_token(client, path), "entry": str(entry.id), "judge": str(judge.id)}
        return client.post(path, data=data, follow_redirects=False)

    assert give(reader).status_code == 422
    assert give(free).status_code == 303
    assert give(free).status_code == 422


def test_in_a_final_panel_the_page_names_who_was_given_a_finalist_before(client, sign_in, scene):
    make, cycle, round_, organiser, _, entry, reader, free, _ = scene
    final = make.round(cycle, RoundKind.FINAL, opened=False)
    with make.db.write() as session:
        session.get_one(Round, round_.id).closed_at = make.now
        session.add(Finalist(round_id=final.id, entry_id=entry.id))
        before, never = (session.get_one(Person, one.person_id).name_en for one in (reader, free))
    client.cookies.set("language", "en")
    sign_in(client, organiser)
    page = client.get(f"/cycles/{cycle.number}/assignments/by-hand").text
    table = page.split('id="read-title"')[1]
    assert before in table
    assert never not in table
