"""A judge who leaves while a sheet of theirs is reopened does not lose it: as it was lodged last it counts."""

import pytest

from awards.kit.errors import RuleBroken
from judging.assignments.handover import hand_over
from judging.assignments.models import Assignment
from judging.assignments.operations import release_judge
from judging.panels.chairs import Officers
from judging.panels.naming import name_officers
from judging.reopenings.operations import restore_unlodged
from judging.scorecards.operations import NotScoringNow, lodge_scorecard
from tests.judging.reopenings.test_reopening import AFTER, card, jury, lodged, opened  # noqa: F401
from tests.judging.scorecards.conftest import at_desk  # noqa: F401


def reopened(jury):  # noqa: F811
    """The first sheet is open and changed, the second is a draft."""
    opened(jury)
    jury.save(AFTER, version=card(jury).version)
    jury.save(AFTER, entry=1)
    return jury.assignments[0].id


def test_the_reopened_sheet_of_a_judge_who_is_released_stands_as_it_was_lodged_last(lodged) -> None:  # noqa: F811
    mine = reopened(lodged)
    with lodged.db.write() as session:
        by, at = lodged.organiser.id, lodged.clock()
        name_officers(
            session, lodged.category.id, Officers(lodged.chair_seat.id, lodged.theirs.judge_id), by=by, at=at
        )
        assert release_judge(session, lodged.judge.id, "Ill", by=by, at=at) == len(lodged.assignments) - 1
    [kept] = lodged.rows(Assignment, id=mine)
    assert kept.ended_at is None
    with pytest.raises(NotScoringNow):
        lodged.save(AFTER, version=card(lodged).version)
    with pytest.raises(NotScoringNow), lodged.db.write() as session:
        lodge_scorecard(session, card(lodged).id, by=lodged.person.id, at=lodged.clock())
    with lodged.db.write() as session:
        assert restore_unlodged(session, lodged.round.id, by=by, at=at) == 1
    assert (card(lodged).strengths, card(lodged).lodged_at is None) == ("Clear", False)


def test_a_reopened_sheet_is_not_handed_over(lodged) -> None:  # noqa: F811
    mine = reopened(lodged)
    with pytest.raises(RuleBroken, match="is lodged"), lodged.db.write() as session:
        hand_over(session, mine, lodged.chair_seat.id, "Ill", by=lodged.organiser.id, at=lodged.clock())


def test_a_judge_who_is_released_reads_their_reopened_sheet_and_finds_no_box_in_it(
    lodged,  # noqa: F811
    at_desk,  # noqa: F811
) -> None:
    reopened(lodged)
    assert "<textarea" in at_desk.get("/scorecards/AA-111").text
    with lodged.db.write() as session:
        lodged.judge.dropped_out_at = lodged.clock()
        session.add(lodged.judge)
    page = at_desk.get("/scorecards/AA-111")
    assert page.status_code == 200
    assert "<textarea" not in page.text
    assert at_desk.get("/scorecards/AA-111/reopening").status_code == 200
