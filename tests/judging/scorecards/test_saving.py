import uuid

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import select

from awards import schema
from awards.entries.models import Entry, EntryState
from awards.kit.audit import AuditEvent
from awards.kit.errors import NotFound
from judging.assignments.models import Assignment
from judging.rounds.models import Round
from judging.rubrics.drafts import CriterionDraft
from judging.rubrics.models import Anchor
from judging.rubrics.operations import create_rubric
from judging.rubrics.scale import TEN
from judging.scorecards import operations
from judging.scorecards.models import Score, Scorecard
from judging.scorecards.operations import NotScoringNow, StaleSheet, save_by_code, save_scorecard
from judging.scorecards.queries import marks_of
from judging.scorecards.sheet import ABSTAINED, SheetInput
from tests.judging.scorecards.conftest import CODES, marks
from tests.migrating import back_to


def test_a_sheet_is_kept_with_its_exact_total(jury):
    saved = jury.save(SheetInput(marks(8, 7, ABSTAINED, benefit="قوي"), "أثر", "لغة", "للجنة"))
    assert (saved.version, saved.scored, saved.criteria) == (1, 3, 3)
    assert saved.total == "305/4"  # (50·8 + 30·7) · 10 / 80
    [card] = jury.rows(Scorecard)
    assert (card.total, card.scored, card.strengths, card.improvements, card.confidential) == (
        "305/4", 3, "أثر", "لغة", "للجنة"
    )  # fmt: skip
    with jury.db.read() as session:
        assert marks_of(session.connection(), card.id) == marks(8, 7, ABSTAINED, benefit="قوي")


def test_a_later_save_replaces_points_and_can_take_them_back(jury):
    jury.save(SheetInput(marks(8, 7, 6)))
    saved = jury.save(SheetInput(marks(9, None, 6)), version=1)
    assert (saved.version, saved.scored) == (2, 2)
    with jury.db.read() as session:
        assert marks_of(session.connection(), saved.scorecard_id) == marks(9, None, 6)
    assert len(jury.rows(Score)) == 3


def test_a_save_on_an_older_version_is_refused_and_changes_nothing(jury):
    jury.save(SheetInput(marks(8), "من النافذة الأولى"))
    with pytest.raises(StaleSheet):
        jury.save(SheetInput(marks(2), "من النافذة الثانية"), version=0)
    [card] = jury.rows(Scorecard)
    assert (card.version, card.strengths) == (1, "من النافذة الأولى")


def test_each_save_is_an_audit_event_that_gives_no_score_away(jury):
    jury.save(SheetInput(marks(8, 7), "نص سري"))
    [event] = jury.rows(AuditEvent, action="scorecard.saved")
    assert event.actor_id == jury.person.id
    assert event.detail == {"version": 1, "scored": 2}


def test_nobody_saves_on_a_colleagues_sheet(jury):
    with pytest.raises(NotFound), jury.db.write() as session:
        save_scorecard(
            session, jury.theirs.id, SheetInput(marks(8)), version=0, by=jury.person.id, at=jury.clock()
        )
    assert jury.rows(Scorecard) == []


def test_a_code_means_an_entry_only_to_the_judge_whose_code_it_is(jury):
    with jury.db.write() as session:
        save_by_code(
            session, "ZZ-999", SheetInput(marks(8)), version=0, by=jury.colleague.id, at=jury.clock()
        )
    with pytest.raises(NotFound), jury.db.write() as session:
        save_by_code(session, "ZZ-999", SheetInput(marks(8)), version=0, by=jury.person.id, at=jury.clock())


def test_an_unknown_assignment_is_not_found(jury):
    with pytest.raises(NotFound), jury.db.write() as session:
        save_scorecard(session, uuid.uuid4(), SheetInput(), version=0, by=jury.person.id, at=jury.clock())


@pytest.mark.parametrize("days", [-6, 13])
def test_nothing_is_saved_outside_the_announced_hours(jury, days):
    jury.clock.forward(days=days)
    with pytest.raises(NotScoringNow):
        jury.save(SheetInput(marks(8)))


@pytest.mark.parametrize("field", ["opened_at", "closed_at"])
def test_nothing_is_saved_before_the_round_is_opened_or_after_it_is_closed(jury, field):
    with jury.db.write() as session:
        round_ = session.get_one(Round, jury.round.id)
        if field == "opened_at":
            round_.opened_at = None
        else:
            round_.closed_at, round_.closed_by_id = jury.clock(), jury.organiser.id
        session.add(round_)
    with pytest.raises(NotScoringNow):
        jury.save(SheetInput(marks(8)))


def test_a_sheet_from_which_the_judge_stood_back_takes_no_more(jury):
    jury.save(SheetInput(marks(8)))
    with jury.db.write() as session:
        assignment = session.get_one(Assignment, jury.assignments[0].id)
        assignment.ended_at = jury.clock()
        session.add(assignment)
    with pytest.raises(NotFound):
        jury.save(SheetInput(marks(9)), version=1)


@pytest.mark.parametrize("state", [EntryState.WITHDRAWN, EntryState.DISQUALIFIED])
def test_an_entry_that_is_out_is_no_longer_scored(jury, state):
    with jury.db.write() as session:
        entry = session.get_one(Entry, jury.entries[0].id)
        entry.state = state
        session.add(entry)
    with pytest.raises(NotFound):
        jury.save(SheetInput(marks(8)))


def test_a_draft_goes_over_to_a_rubric_that_replaces_its_own(jury):
    first = jury.save(SheetInput(marks(8, 7, 6)))
    drafts = [CriterionDraft(key, key, key, weight) for key, weight in (("benefit", "60"), ("reach", "40"))]
    with jury.db.write() as session:
        rubric = create_rubric(session, jury.category.id, drafts, by=jury.organiser.id, at=jury.clock())
    with pytest.raises(StaleSheet):
        jury.save(SheetInput(marks(8, 7, 6)), version=1)
    second = jury.save(SheetInput({"benefit": marks(8)["benefit"]}), version=1)
    assert (second.total, second.criteria) == ("80", 2)
    [card] = jury.rows(Scorecard)
    assert card.rubric_id == rubric.id
    with jury.db.read() as session:
        kept = marks_of(session.connection(), first.scorecard_id)
    assert {key for key, mark in kept.items() if mark.answered} == {"benefit"}


def test_a_save_takes_the_same_few_statements_however_many_criteria(jury, sent):
    jury.save(SheetInput(marks(8, 7, 6)))
    sent.clear()
    jury.save(SheetInput(marks(9, 9, 9)), version=1)
    assert len([text for text in sent if "advisory_xact_lock" not in text]) <= 5


def test_the_judges_sheets_are_their_own(jury):
    jury.save(SheetInput(marks(8)), entry=0)
    jury.save(SheetInput(marks(3)), entry=1)
    with jury.db.read() as session:
        cards = session.exec(select(Scorecard, Assignment.code).join(Assignment)).all()
    assert {code: card.total for card, code in cards} == {CODES[0]: "80", CODES[1]: "30"}


@pytest.mark.parametrize("dialect", [sqlite.dialect(), postgresql.dialect()])
def test_a_save_is_worded_for_either_database(dialect):
    assert "ON CONFLICT (assignment_id) DO NOTHING" in str(operations._FIRST_SAVE.compile(dialect=dialect))
    assert "DO UPDATE SET points = excluded.points" in str(operations._SCORES.compile(dialect=dialect))


@pytest.mark.parametrize("points", ["-1", "", "ten", "7,5", "1e3"])
def test_the_database_itself_refuses_points_that_are_no_plain_number(jury, points):
    card = jury.save(SheetInput(marks(8))).scorecard_id
    other = jury.criteria()["channels"]
    with pytest.raises(sa.exc.IntegrityError, match="points_numeric"), jury.db.write() as session:
        session.add(Score(scorecard_id=card, criterion_id=other.id, points=points))


def test_the_database_itself_refuses_an_anchor_below_every_scale(jury):
    criterion = jury.criteria()["channels"]
    with pytest.raises(sa.exc.IntegrityError, match="points_not_negative"), jury.db.write() as session:
        session.add(Anchor(criterion_id=criterion.id, points=-1, text_ar="مستوى", text_en="Level"))


def test_the_sheets_and_anchors_of_an_older_database_stay_as_they_were(jury):
    jury.save(SheetInput(marks(TEN.lowest, TEN.highest, ABSTAINED, benefit="قوي"), "أثر"))
    jury.save(SheetInput(marks(8)), entry=1)
    before = {table: all_rows(jury.db, table) for table in ("scorecard", "score", "criterion", "anchor")}
    assert len(before["score"]) == 6
    assert len(before["anchor"]) == 9
    back_to(jury.db, "0009")
    schema.migrate(jury.db)
    assert schema.is_current(jury.db)
    assert {table: all_rows(jury.db, table) for table in before} == before
    with pytest.raises(sa.exc.IntegrityError, match="points_or_reason"), jury.db.write() as session:
        session.connection().execute(sa.update(Score).values(points="1", not_scored=ABSTAINED))


def test_a_database_that_holds_points_off_the_scale_stays_at_the_version_before(jury):
    jury.save(SheetInput(marks(8)))
    back_to(jury.db, "0009")
    with jury.db.write() as session:
        session.connection().execute(sa.update(Score).values(points="11"))
    with pytest.raises(sa.exc.IntegrityError, match="points_on_scale"):
        schema.migrate(jury.db)
    assert not schema.is_current(jury.db)
    assert [score.points for score in jury.rows(Score)] == ["11"] * 3


def all_rows(db, table: str) -> list[tuple]:
    with db.rows() as connection:
        return sorted(map(tuple, connection.execute(sa.text(f"SELECT * FROM {table}"))), key=str)
