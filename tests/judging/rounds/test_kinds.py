"""Rounds and rubrics from before they had a kind are given the one that they were."""

import pytest
from sqlmodel import col, select

from awards import schema
from judging.rounds.models import Finalist, Round
from judging.rubrics.drafts import CriterionDraft
from judging.rubrics.kinds import RoundKind
from judging.rubrics.models import Rubric
from judging.rubrics.operations import create_rubric
from tests.contests import contest
from tests.factories import Factory
from tests.migrating import back_to

OWN = (CriterionDraft(key="effect", name_ar="الأثر", name_en="Effect", weight="100"),)


def test_old_rounds_and_rubrics_are_told_apart_by_what_they_were(make: Factory) -> None:
    c = contest(make, {"G2C": [[9, 9, 9]]})
    final = make.round(c.cycle, RoundKind.FINAL, shows_before=True)
    with make.db.write() as session:
        session.add(Finalist(round_id=final.id, entry_id=c.entries["G2C"][0].id))
        given = {"by": c.organisers[0].id, "at": make.now}
        create_rubric(session, c.categories["G2C"].id, OWN, kind=RoundKind.FINAL, **given)
    back_to(make.db, "0041")
    schema.migrate(make.db)
    with make.db.read() as session:
        rounds = session.exec(
            select(Round.kind, Round.position, Round.chosen, Round.shows_before).order_by(col(Round.position))
        ).all()
        rubrics = session.exec(select(Rubric.kind).order_by(col(Rubric.version))).all()
    assert [tuple(row) for row in rounds] == [
        (RoundKind.SCORING, 1, False, False),
        (RoundKind.FINAL, 2, True, True),
    ]
    assert list(rubrics) == [RoundKind.SCORING, RoundKind.FINAL]


def test_a_cycle_with_a_first_reading_does_not_go_back(make: Factory) -> None:
    make.round(make.judging_cycle(), RoundKind.FIRST_READING)
    with pytest.raises(RuntimeError, match="first reading"):
        back_to(make.db, "0041")
