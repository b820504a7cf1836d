"""Telling entrants, filing, withdrawing: who may, when, and what is written to whom."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from awards.directory.models import Membership, MembershipKind
from awards.kit.audit import AuditEvent
from awards.kit.errors import Invalid, NotFound, RuleBroken, Stale
from awards.kit.templates import environment
from awards.people.models import Role
from judging.appeals.models import Appeal, Standing
from judging.appeals.operations import set_rule, withdraw_appeal
from judging.appeals.own import own_result
from judging.appeals.telling import propose_telling
from judging.deliberations.models import Publication
from judging.deliberations.operations import correct_tally
from judging.rounds.method.rules import Method, Rules
from judging.tally.queries import document_of, opened
from tests.judging.appeals.world import world_of
from tests.letters import letters_to


def own(world, n=1):
    from awards.entries.queries import my_head

    with world.make.db.read() as session:
        return own_result(session, my_head(session, world.entrant.id, world.entry(n).id))


def written(world, settings, kind):
    return [
        letter for name, letter in letters_to(world.make.db, settings, world.entrant.email) if name == kind
    ]


def test_an_entrant_reads_its_own_totals_once_told_and_nothing_before(world):
    assert own(world) is None
    world.tell()
    found = own(world)
    assert (found.total, found.sheets) == ("80.00", 4)
    assert [one.mean for one in found.criteria] == ["8.00", "8.00", "8.00"]
    assert found.place.text == "Second place"
    assert found.rank is None
    assert found.among is None


@pytest.mark.parametrize(
    ("shows", "tells_place", "rank", "among"),
    [(Standing.NOTHING, False, None, None), (Standing.RANK, True, 2, 4)],
)
def test_of_its_standing_it_reads_what_the_cycle_says(make, shows, tells_place, rank, among):
    world = world_of(make, shows=shows)
    world.tell()
    found = own(world)
    assert found.tells_place is tells_place
    assert (found.place is not None) is tells_place
    assert (found.rank, found.among) == (rank, among)


def test_every_counted_entry_is_told_the_window_by_letter_and_only_once(world, settings):
    world.tell()
    letters = written(world, settings, "appeals.told")
    assert len(letters) == len(world.contest.entries["G2C"])
    assert all(letter.notes for letter in letters)  # unpublished: in confidence
    with pytest.raises(RuleBroken, match="told already"):
        world.tell()


def test_telling_takes_two_who_saw_the_same(world, settings):
    opens = world.now + timedelta(days=1)

    def propose(days):
        with world.make.db.write() as session:
            return propose_telling(
                session,
                world.contest.cycle.id,
                opens=opens,
                ends=opens + timedelta(days=days),
                by=world.contest.organisers[0].id,
                at=world.now,
            )

    first = world.seen(propose(5))
    second = world.seen(propose(6))
    assert own(world) is None
    with pytest.raises(RuleBroken, match="Another organiser must agree"):
        world.agree_to_telling(second, by=0)
    with pytest.raises(Stale):
        world.agree_to_telling(first)
    world.agree_to_telling(second)
    assert own(world).notice.ends_at == opens + timedelta(days=6)
    assert len(written(world, settings, "appeals.told")) == 4


def test_nobody_is_told_while_a_place_is_not_decided(world):
    c = world.contest
    with world.make.db.write() as session:
        correct_tally(session, c.cycle.id, "استُبعدت مشاركة", by=c.organisers[0].id, at=world.now)
    with pytest.raises(RuleBroken, match="counted again"):
        world.tell()


def test_where_publication_does_not_wait_entrants_are_told_after_it(make, settings):
    world = world_of(make, waits=False)
    with pytest.raises(RuleBroken, match="publish the results first"):
        world.tell()
    make._save(
        Publication(
            cycle_id=world.contest.cycle.id,
            published_at=world.now,
            published_by_id=world.contest.organisers[0].id,
        )
    )
    world.tell()
    assert not written(world, settings, "appeals.told")[0].notes


def test_a_window_of_two_days_is_none(world):
    with pytest.raises(Invalid) as refused:
        world.tell(days=2)
    assert "ends" in refused.value.errors
    with pytest.raises(Invalid) as refused, world.make.db.write() as session:
        propose_telling(
            session,
            world.contest.cycle.id,
            opens=world.now,
            ends=world.now + timedelta(days=9),
            by=world.contest.organisers[0].id,
            at=world.now,
        )
    assert "opens" in refused.value.errors


def test_what_the_cycle_says_stays_once_judging_has_opened(world):
    c = world.contest
    with pytest.raises(RuleBroken, match="Judging has opened"), world.make.db.write() as session:
        set_rule(session, c.cycle.id, waits=False, shows=Standing.RANK, by=c.organisers[0].id, at=world.now)


def test_an_appeal_is_numbered_acknowledged_and_on_record(world, settings):
    world.tell()
    world.make.clock.forward(days=2)
    first, second = world.file(1), world.file(2)
    assert (first.number, second.number) == (1, 2)
    assert len(written(world, settings, "appeals.filed")) == 2
    with world.make.db.read() as session:
        event = session.exec(select(AuditEvent).where(AuditEvent.action == "appeal.filed")).first()
    assert event.detail == {"number": 1, "appeal_ground": "misread"}


def test_it_is_refused_a_second_early_and_at_the_second_of_the_end(world):
    world.tell(days=3)
    world.make.clock.forward(days=1, seconds=-1)
    with pytest.raises(RuleBroken, match="taken from"):
        world.file()
    world.make.clock.forward(seconds=1, days=3)
    with pytest.raises(RuleBroken, match="came after that"):
        world.file()
    world.make.clock.forward(seconds=-1)
    assert world.file().number == 1


def test_there_is_one_for_each_entry_even_after_it_was_withdrawn(world, settings):
    world.tell()
    world.make.clock.forward(days=2)
    world.file()
    with world.make.db.write() as session:
        withdraw_appeal(session, world.entry(1).id, by=world.entrant.id, at=world.now)
    with world.make.db.read() as session:
        appeal = session.exec(select(Appeal)).one()
    assert appeal.closed_at == appeal.withdrawn_at == world.now
    assert len(written(world, settings, "appeals.withdrawn")) == 1
    with pytest.raises(RuleBroken, match="one for each entry"):
        world.file()
    with pytest.raises(RuleBroken, match="withdrawn already"), world.make.db.write() as session:
        withdraw_appeal(session, world.entry(1).id, by=world.entrant.id, at=world.now)


def test_an_editor_reads_and_does_not_file_and_a_stranger_finds_nothing(world):
    world.tell()
    world.make.clock.forward(days=2)
    editor, stranger = world.make.person(Role.ENTRANT), world.make.person(Role.ENTRANT)
    world.make._save(
        Membership(
            agency_id=world.entry(1).agency_id,
            person_id=editor.id,
            kind=MembershipKind.EDITOR,
            since=world.now,
        )
    )
    with pytest.raises(RuleBroken, match="An owner"):
        world.file(by=editor)
    with pytest.raises(NotFound):
        world.file(by=stranger)


@pytest.mark.parametrize("text", ["", "كلمة " * 501])
def test_an_empty_or_endless_text_is_refused(world, text):
    world.tell()
    world.make.clock.forward(days=2)
    with pytest.raises(Invalid):
        world.file(text=text)


def test_where_ranks_follow_the_adjusted_score_an_entrant_reads_its_own(make):
    plain = world_of(make)
    plain.tell()
    assert own(plain).score is None
    adjusted = world_of(make, rules=Rules(Method.ADJUSTED, draws=200), shows=Standing.RANK)
    adjusted.tell()
    with make.db.read() as session:
        document = document_of(session, opened(session, adjusted.contest.cycle.number))
    lines = {entry.number: entry for category in document.categories for entry in category.entries}
    for n in range(4):
        assert own(adjusted, n).score == lines[adjusted.entry(n).number].score
        assert own(adjusted, n).total == lines[adjusted.entry(n).number].total


def method_said(world, **changed):
    """What the entry's people read of how ranks come about."""
    parts = environment("en").get_template("judging/appeals/parts.html").module
    return str(parts.method(replace(own(world), **changed)))


def test_an_entrant_reads_the_method_by_which_its_cycle_is_ranked(world):
    world.tell()
    assert "in the order of their totals" in method_said(world, adjusted=False)
    adjusted = method_said(world, adjusted=True, ladder="shared")
    assert "in the order of their adjusted scores" in adjusted
    assert "in the order of their totals" not in adjusted
    assert "Equal ones share their rank" in adjusted
    assert "greatest weight alone" in method_said(world, ladder="heaviest")
    assert (own(world).adjusted, own(world).ladder) == (False, "criteria")
