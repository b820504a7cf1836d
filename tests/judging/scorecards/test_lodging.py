from datetime import UTC

import pytest

from awards.kit.audit import AuditEvent
from awards.kit.errors import NotFound
from judging.rubrics.drafts import CriterionDraft
from judging.rubrics.models import Rubric
from judging.rubrics.operations import RubricFrozen, create_rubric
from judging.scorecards import receipt
from judging.scorecards.models import LodgementReceipt, Scorecard
from judging.scorecards.operations import (
    NotScoringNow,
    SheetIncomplete,
    SheetLocked,
    StaleSheet,
    TooLittleScored,
    lodge_scorecard,
)
from judging.scorecards.sheet import ABSTAINED, SheetInput
from tests.judging.scorecards.conftest import marks

FULL = SheetInput(marks(8, 7, 6, benefit="مقيس"), "أثر", "لغة", "للجنة")


@pytest.fixture
def lodge(jury):
    def do(scorecard_id, *, version=None, by=None):
        with jury.db.write() as session:
            return lodge_scorecard(
                session, scorecard_id, version=version, by=by or jury.person.id, at=jury.clock()
            )

    return do


def test_a_lodged_sheet_has_a_receipt_that_proves_it(jury, lodge):
    saved = jury.save(FULL)
    kept = lodge(saved.scorecard_id, version=1)
    [stored] = jury.rows(LodgementReceipt)
    assert stored.digest == kept.digest
    assert receipt.verify(stored.sheet, bytes.fromhex(stored.salt), stored.digest)
    assert stored.sheet["total"] == saved.total == "73"
    assert [mark["points"] for mark in stored.sheet["marks"]] == ["8", "7", "6"]
    assert stored.sheet["confidential"] == "للجنة"
    changed = {**stored.sheet, "strengths": "غير ذلك"}
    assert not receipt.verify(changed, bytes.fromhex(stored.salt), stored.digest)


def test_a_lodged_sheet_is_locked(jury, lodge):
    saved = jury.save(FULL)
    lodge(saved.scorecard_id)
    with pytest.raises(SheetLocked):
        jury.save(SheetInput(marks(1, 1, 1)), version=1)
    with pytest.raises(SheetLocked):
        lodge(saved.scorecard_id)
    [card] = jury.rows(Scorecard)
    assert (card.total, card.lodged_by_id, card.lodged_at) == (
        "73", jury.person.id, jury.clock().astimezone(UTC)
    )  # fmt: skip
    assert len(jury.rows(LodgementReceipt)) == 1


def test_a_criterion_without_an_answer_keeps_a_sheet_from_being_lodged(jury, lodge):
    saved = jury.save(SheetInput(marks(8, None, 6)))
    with pytest.raises(SheetIncomplete) as refusal:
        lodge(saved.scorecard_id)
    assert refusal.value.missing == ["channels"]
    assert jury.rows(LodgementReceipt) == []


@pytest.mark.parametrize(
    ("given", "enough"),
    [((8, ABSTAINED, ABSTAINED), True), ((ABSTAINED, 7, 6), True), ((ABSTAINED, 7, ABSTAINED), False)],
)
def test_half_of_the_weight_needs_points(jury, lodge, given, enough):
    saved = jury.save(SheetInput(marks(*given)))
    if enough:
        assert lodge(saved.scorecard_id).sheet["total"] == saved.total
    else:
        with pytest.raises(TooLittleScored):
            lodge(saved.scorecard_id)


def test_abstaining_from_everything_cannot_be_lodged(jury, lodge):
    saved = jury.save(SheetInput(marks(ABSTAINED, ABSTAINED, ABSTAINED)))
    with pytest.raises(TooLittleScored):
        lodge(saved.scorecard_id)


def test_the_first_lodgement_freezes_the_rubric(jury, lodge):
    saved = jury.save(FULL)
    assert jury.rubric().frozen_at is None
    lodge(saved.scorecard_id)
    assert jury.rows(Rubric)[0].frozen_at == jury.clock()
    with pytest.raises(RubricFrozen), jury.db.write() as session:
        create_rubric(
            session, jury.category.id, [CriterionDraft("a", "أ", "a", "100")], by=None, at=jury.clock()
        )
    other = jury.save(FULL, entry=1)
    lodge(other.scorecard_id)
    assert len(jury.rows(AuditEvent, action="rubric.frozen")) == 1


def test_a_sheet_under_a_rubric_that_was_replaced_must_be_looked_at_again(jury, lodge):
    saved = jury.save(FULL)
    with jury.db.write() as session:
        create_rubric(
            session, jury.category.id, [CriterionDraft("a", "أ", "a", "100")], by=None, at=jury.clock()
        )
    with pytest.raises(StaleSheet):
        lodge(saved.scorecard_id)


def test_what_changed_after_it_was_confirmed_is_not_lodged(jury, lodge):
    saved = jury.save(FULL)
    jury.save(SheetInput(marks(1, 1, 1)), version=1)
    with pytest.raises(StaleSheet):
        lodge(saved.scorecard_id, version=1)


def test_nobody_lodges_for_somebody_else(jury, lodge):
    saved = jury.save(FULL)
    with pytest.raises(NotFound):
        lodge(saved.scorecard_id, by=jury.colleague.id)
    with pytest.raises(NotFound):
        lodge(saved.scorecard_id, by=jury.organiser.id)


def test_nothing_is_lodged_after_the_deadline(jury, lodge):
    saved = jury.save(FULL)
    jury.clock.forward(days=12)
    with pytest.raises(NotScoringNow):
        lodge(saved.scorecard_id)


def test_a_lodgement_is_an_audit_event_with_the_receipt_and_without_scores(jury, lodge):
    kept = lodge(jury.save(FULL).scorecard_id)
    [event] = jury.rows(AuditEvent, action="scorecard.lodged")
    assert event.detail == {"version": 1, "receipt": kept.digest}
