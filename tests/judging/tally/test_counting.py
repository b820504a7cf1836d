"""Tallies: which sheets count, when, and in how many statements."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlmodel import Session, select

from awards.entries.models import Entry, EntryState
from awards.kit.errors import RuleBroken
from judging.assignments.models import Assignment
from judging.tally.document import from_json
from judging.tally.models import Tally
from judging.tally.operations import compute_tally, consent_to_results
from judging.tally.progress import progress_of
from judging.tally.queries import NotYetOpened, document_of, head_of, opened
from judging.tally.sheets import contests_of
from tests.contests import SETTLED, contest
from tests.statements import statements


def ranks(document, code="G2C"):
    return {entry.number: entry.rank for entry in document.category(code).entries}


def test_the_second_consent_counts_the_results(db, make):
    c = contest(make, {"G2C": SETTLED, "IND": []})
    c.close()
    with db.write() as session:
        assert consent_to_results(session, c.round.id, by=c.organisers[0].id, at=make.now) is None
    with db.read() as session, pytest.raises(NotYetOpened):
        opened(session, c.cycle.number)
    with db.write() as session:
        tally = consent_to_results(session, c.round.id, by=c.organisers[1].id, at=make.now)
    document = from_json(tally.document)
    assert tally.version == 1
    assert document.cycle == c.cycle.number
    assert [category.code for category in document.categories] == ["G2C", "IND"]
    assert ranks(document) == {entry.number: n for n, entry in enumerate(c.entries["G2C"], 1)}
    first = document.category("G2C").entries[0]
    assert (first.total, first.entry_id) == ("90.00", c.entries["G2C"][0].id)
    assert first.entrant_en.startswith("Testing Authority")


def test_two_consents_at_the_same_moment_open_the_results_once(db, make):
    c = contest(make, {"G2C": SETTLED})
    c.close()
    together = Barrier(2)

    def consent(organiser) -> Tally | None:
        together.wait()
        with db.write() as session:
            return consent_to_results(session, c.round.id, by=organiser.id, at=make.now)

    with ThreadPoolExecutor(2) as both:
        given = list(both.map(consent, c.organisers[:2]))
    assert sorted(tally is not None for tally in given) == [False, True]
    with db.read() as session:
        assert len(session.exec(select(Tally)).all()) == 1


def test_nothing_is_counted_before_two_people_opened_the_results(db, make):
    c = contest(make, {"G2C": SETTLED})
    with db.write() as session, pytest.raises(RuleBroken, match="two organisers"):
        compute_tally(session, c.round.id, by=c.organisers[0].id, at=make.now)
    c.close()
    with db.write() as session, pytest.raises(RuleBroken, match="two organisers"):
        compute_tally(session, c.round.id, by=c.organisers[0].id, at=make.now)


def test_only_lodged_sheets_of_standing_assignments_and_submitted_entries_count(db, make):
    c = contest(make, {"G2C": [[9, 9, 9, 1], [8, 8, 8], [10, 10, 10]]})
    with db.write() as session:
        ended = session.get_one(Assignment, c.assignments[3].id)
        ended.ended_at, ended.ended_reason = make.now, "recusal"
        session.get_one(Entry, c.entries["G2C"][2].id).state = EntryState.DISQUALIFIED
    draft = make.assignment(c.round, c.judges[3], c.entries["G2C"][1], c.organisers[0])
    make.scorecard(draft, {"benefit": 0}, lodged=False)
    document = from_json(c.open_results().document)
    first, second = document.category("G2C").entries
    assert (first.total, len(first.sheets)) == ("90.00", 3)
    assert (second.total, len(second.sheets)) == ("80.00", 3)


def test_stored_totals_are_those_of_the_sheets(db, make):
    c = contest(make, {"G2C": [[(8, 7, 6), (8, None, 6), (3, 2, 1)]]})
    document = from_json(c.open_results().document)
    lines = {s.scorecard_id: s.total_exact for s in document.category("G2C").entries[0].sheets}
    assert lines == {card.id: card.total for card in c.cards}


def test_a_correction_is_a_new_version_with_its_reason_and_the_old_one_stays(db, make):
    c = contest(make, {"G2C": SETTLED})
    first = c.open_results()
    with db.write() as session:
        session.get_one(Entry, c.entries["G2C"][0].id).state = EntryState.DISQUALIFIED
        with pytest.raises(RuleBroken, match="reason"):
            compute_tally(session, c.round.id, by=c.organisers[0].id, at=make.now, reason="  ")
        second = compute_tally(
            session, c.round.id, by=c.organisers[0].id, at=make.now, reason="Entry disqualified."
        )
    with db.read() as session:
        versions = session.exec(select(Tally).order_by(Tally.version)).all()
        assert [(t.version, t.reason) for t in versions] == [(1, ""), (2, "Entry disqualified.")]
        assert from_json(versions[0].document) == from_json(first.document)
        assert ranks(document_of(session, head_of(session, c.cycle.number))) == ranks(
            from_json(second.document)
        )
    names = [
        {s.scorecard_id: s.judge for e in from_json(t.document).category("G2C").entries for s in e.sheets}
        for t in versions
    ]
    assert names[1].items() <= names[0].items()


def test_counting_takes_as_many_statements_for_many_sheets_as_for_few(db, make):
    seen = []
    for sheets in ([[8, 8, 8]], [[n, n, n] for n in range(1, 9)]):
        c = contest(make, {"G2C": sheets, "IND": sheets})
        with statements(db.reader) as ran, db.read() as session:
            contests_of(session, c.cycle.id, c.round.id)
            progress_of(session, c.round.id)
        seen.append(len(ran))
    assert seen[0] == seen[1]


def test_progress_tells_how_many_sheets_there_are_and_nothing_of_them(db, make):
    c = contest(make, {"G2C": [[9, 9, 9, None], [8, 8, None, None]], "IND": [[7, None]]})
    make.scorecard(c.assignments[7], {"benefit": 3}, lodged=False)
    make.entry(c.categories["IND"], None, make.person())
    with db.read() as session:
        progress = progress_of(session, c.round.id)
    assert (progress.expected, progress.lodged, progress.draft, progress.missing) == (10, 6, 1, 4)
    assert [(line.key, line.lodged, line.draft, line.not_begun) for line in progress.categories] == [
        ("G2C", 5, 1, 2),
        ("IND", 1, 0, 1),
    ]
    assert {line.key: line.missing for line in progress.waiting_for} == {
        c.judges[1].id: 1,
        c.judges[2].id: 1,
        c.judges[3].id: 2,
    }
    assert (progress.submitted, progress.lacking_judges, progress.below_minimum) == (4, 2, 3)


def test_the_head_of_a_cycle_without_a_round_has_no_results(db, make):
    cycle = make.cycle()
    with db.read() as session:
        assert isinstance(session, Session)
        assert head_of(session, cycle.number).round_id is None
        with pytest.raises(NotYetOpened):
            opened(session, cycle.number)
