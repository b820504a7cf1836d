"""Whether a judge could tell whose entry it was: asked once, after lodging, and told in figures alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from awards.kit.audit import AuditEvent
from awards.kit.errors import NotFound, RuleBroken
from awards.people.models import Role
from judging.recognition.models import Recognised, Recognition
from judging.recognition.operations import say_whether_recognised
from judging.recognition.queries import figures
from judging.recognition.rates import LEAST_ANSWERS, figures_of, rates_of
from judging.rounds.operations import close_round
from judging.scorecards.models import Scorecard
from judging.scorecards.operations import lodge_scorecard
from judging.scorecards.sheet import SheetInput
from judging.tally.operations import consent_to_results
from tests.judging.scorecards.conftest import at_desk, jury, marks, post  # noqa: F401

CODES = st.sampled_from(["G2C", "MOB", "IND"])
ROWS = st.lists(st.tuples(CODES, st.sampled_from([None, *Recognised]), st.integers(1, 50)), max_size=12).map(
    lambda rows: [(code, code, code, answer, sheets) for code, answer, sheets in rows]
)


@given(rows=ROWS)
def test_the_figures_count_every_lodged_sheet_once(rows) -> None:
    found = rates_of(rows)
    assert figures_of(found).whole.lodged == sum(sheets for *_, sheets in rows)
    for rate in found:
        assert rate.answered <= rate.lodged
        assert rate.share is None or 0 <= rate.share <= 100
        assert (rate.share is None) == (rate.answered == 0)


@given(rows=ROWS)
def test_no_figure_told_or_worked_out_is_of_few_answers(rows) -> None:
    found = rates_of(rows)
    told = figures_of(found)
    assert [line.lodged for line in told.categories] == [line.lodged for line in found]
    for line in (*told.categories, told.whole):
        assert line.answered == 0 or line.answered >= LEAST_ANSWERS
    hidden = [true for true, line in zip(found, told.categories, strict=True) if line.withheld]
    if hidden and not told.whole.withheld:
        # What a reader works out: the total less every line that is told.
        left = told.whole.answered - sum(line.answered for line in told.categories)
        assert left >= LEAST_ANSWERS
        assert len([line for line in hidden if line.answered]) >= 2
    if not any(0 < line.answered < LEAST_ANSWERS for line in found):
        assert told.categories == tuple(found)
        assert not told.whole.withheld


def test_a_category_with_one_answer_takes_the_smallest_other_one_with_it() -> None:
    rows = [(c, c, c, Recognised.NO, n) for c, n in (("A", 30), ("B", 1), ("C", 9), ("D", 20))]
    told = figures_of(rates_of(rows))
    assert [line.withheld for line in told.categories] == [None, "few", "beside", None]
    assert told.whole.answered == 60
    alone = figures_of(rates_of(rows[:2]))
    assert [line.withheld for line in alone.categories] == ["beside", "few"]
    assert figures_of(rates_of(rows[1:2])).whole.withheld == "few"


def test_the_share_is_of_those_who_answered_and_leaves_out_who_would_not_say() -> None:
    rows = [("G2C", "", "", Recognised.KNEW, 1), ("G2C", "", "", Recognised.NO, 2)]
    left = [("G2C", "", "", Recognised.SKIPPED, 50), ("G2C", "", "", None, 50)]
    [rate] = rates_of([*rows, *left])
    assert (rate.share, rate.lodged) == (33, 103)


def lodge(jury):  # noqa: F811
    saved = jury.save(SheetInput(marks(8, 6, 4)))
    with jury.db.write() as session:
        lodge_scorecard(session, saved.scorecard_id, by=jury.person.id, at=jury.clock())


def say(jury, answer=Recognised.KNEW, by=None):  # noqa: F811
    with jury.db.write() as session:
        by = (by or jury.person).id
        say_whether_recognised(session, "AA-111", answer, by=by, at=jury.clock())


def test_it_is_asked_once_after_lodging_and_of_nobody_else(jury) -> None:  # noqa: F811
    jury.save(SheetInput(marks(8, 6, 4)))
    with pytest.raises(RuleBroken):
        say(jury)
    with jury.db.write() as session:
        [card] = session.exec(select(Scorecard.id)).all()
        lodge_scorecard(session, card, by=jury.person.id, at=jury.clock())
    with pytest.raises(NotFound):
        say(jury, by=jury.colleague)
    say(jury)
    with pytest.raises(RuleBroken):
        say(jury, Recognised.NO)
    with jury.db.read() as session:
        [rate] = figures(session, jury.round.id).categories
    # One judge's answer is not told.
    assert (rate.code, rate.lodged, rate.knew, rate.withheld) == (jury.category.code, 1, 0, "few")


def test_the_figures_stand_once_the_round_is_closed(jury) -> None:  # noqa: F811
    lodge(jury)
    with jury.db.write() as session:
        close_round(session, jury.round.id, by=jury.organiser.id, at=jury.clock())
    with pytest.raises(RuleBroken):
        say(jury)


def test_the_audit_log_says_that_it_was_answered_and_not_what(jury) -> None:  # noqa: F811
    lodge(jury)
    say(jury)
    [event] = jury.rows(AuditEvent, action="scorecard.recognition_answered")
    assert not event.detail


def test_the_question_stands_beside_the_receipt_until_it_is_answered_or_left(jury, at_desk, post) -> None:  # noqa: F811
    lodge(jury)
    asked = "Could you tell whose entry this was?"
    page = at_desk.get("/scorecards/AA-111").text
    assert asked in page
    assert "You can answer until the round closes" in page
    assert post("AA-111", version=None, path="/recognition", answer="x").status_code == 409
    assert post("AA-111", version=None, path="/recognition", answer="skipped").status_code == 303
    assert asked not in at_desk.get("/scorecards/AA-111").text
    [said] = jury.rows(Recognition)
    assert said.answer is Recognised.SKIPPED


def test_the_figures_are_read_with_the_results_and_not_before(jury, client, sign_in) -> None:  # noqa: F811
    lodge(jury)
    say(jury)
    second = jury.make.person(Role.ORGANISER)
    sign_in(client, jury.organiser)
    client.cookies.set("language", "en")
    where = f"/cycles/{jury.cycle.number}/results"
    assert client.get(f"{where}/recognition").status_code == 409
    with jury.db.write() as session:
        close_round(session, jury.round.id, by=jury.organiser.id, at=jury.clock())
        for each in (jury.organiser, second):
            consent_to_results(session, jury.round.id, by=each.id, at=jury.clock())
    assert f'href="{where}/recognition"' in client.get(where).text
    page = client.get(f"{where}/recognition").text
    assert "Services to people" in page
    assert "Fewer than 5 answers" in page
    assert "100%" not in page
    assert jury.person.name_en not in page
