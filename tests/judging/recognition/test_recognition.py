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
from judging.recognition.queries import rates
from judging.recognition.rates import rates_of, summed
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
    whole = summed(found)
    assert whole.lodged == sum(sheets for *_, sheets in rows)
    assert sum(rate.answered for rate in found) == whole.answered
    for rate in [*found, whole]:
        assert rate.answered <= rate.lodged
        assert rate.share is None or 0 <= rate.share <= 100
        assert (rate.share is None) == (rate.answered == 0)


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
        [rate] = rates(session, jury.round.id)
    assert (rate.code, rate.lodged, rate.knew) == (jury.category.code, 1, 1)


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
    assert asked in at_desk.get("/scorecards/AA-111").text
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
    assert "100%" in page
    assert jury.person.name_en not in page
