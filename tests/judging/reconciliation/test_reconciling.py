"""Sheets of one entry lie far apart: reasons, one rescoring, then the chair or another judge."""

import re
from datetime import timedelta

import pytest
from sqlmodel import select

from awards.kit.errors import NotFound, RuleBroken
from awards.people.models import Person, Role
from judging.panels.chairs import Officers
from judging.panels.models import JudgeAffiliation
from judging.panels.naming import name_officers
from judging.reconciliation import operations
from judging.reconciliation.models import (
    DiscrepancyRule,
    PendingOpening,
    Reconciliation,
    ReconciliationPart,
    Settlement,
)
from judging.reconciliation.queries import pending_in
from judging.rounds.models import EarlyClosing, ResultsOpening
from judging.rubrics.kinds import RoundKind
from judging.scorecards.models import LodgementReceipt, Scorecard
from judging.scorecards.operations import lodge_scorecard, save_scorecard
from judging.scorecards.proofs import proofs
from judging.scorecards.receipt import verify
from judging.scorecards.sheet import SheetInput
from judging.tally.operations import agree_to_close, close_judging, consent_to_results
from judging.tally.queries import document_of, head_of
from tests.judging.scorecards.conftest import at_desk, jury, marks, post  # noqa: F401
from tests.letters import letters_to
from tests.pages import form_token

HIGH, LOW, NEAR = marks(9, 9, 9), marks(2, 8, 8), marks(8, 9, 9)


@pytest.fixture
def apart(jury):  # noqa: F811
    """Two sheets of one entry lie 35 points apart in a cycle that allows 20; the round is closed."""
    jury.second = jury.make.person(Role.ORGANISER)
    jury.chair = jury.make.person(Role.JUDGE)
    jury.chair_seat = jury.make.judge(jury.cycle, jury.chair)
    jury.extra = jury.make.person(Role.JUDGE)
    jury.extra_seat = jury.make.judge(jury.cycle, jury.extra)
    with jury.db.write() as session:
        rule = {"points": 20, "set_at": jury.clock(), "set_by_id": jury.organiser.id}
        session.add(DiscrepancyRule(cycle_id=jury.cycle.id, **rule))
        wanted = Officers(jury.chair_seat.id, None)
        name_officers(session, jury.category.id, wanted, by=jury.organiser.id, at=jury.clock())
        for assignment, person, given in (
            (jury.assignments[0], jury.person, HIGH),
            (jury.theirs, jury.colleague, LOW),
        ):
            by, at = person.id, jury.clock()
            sheet = SheetInput(given, strengths="Kept.")
            saved = save_scorecard(session, assignment.id, sheet, version=0, by=by, at=at)
            lodge_scorecard(session, saved.scorecard_id, by=by, at=at)
    jury.clock.at = jury.cycle.judging_closes_at + timedelta(hours=1)
    with jury.db.write() as session:
        told = {"reason": "الوقت", "reason_en": "Time", "by": jury.organiser.id, "at": jury.clock()}
        if not close_judging(session, jury.round.id, **told):
            [wish] = session.exec(select(EarlyClosing.id)).all()
            agree_to_close(session, jury.round.id, wish, by=jury.second.id, at=jury.clock())
    return jury


def answer(jury, person, code, sheet=None, reason="The channels work."):  # noqa: F811
    with jury.db.write() as session:
        operations.answer(session, code, reason, sheet, by=person.id, at=jury.clock())


def both_stand(jury):  # noqa: F811
    answer(jury, jury.person, "AA-111")
    answer(jury, jury.colleague, "ZZ-999")


def one(jury, table=Reconciliation):  # noqa: F811
    [found] = jury.rows(table)
    return found


def pending(jury):  # noqa: F811
    with jury.db.read() as session:
        return pending_in(session, jury.round.id)


def test_closing_the_round_opens_a_reconciliation_and_writes_to_both_judges(apart, settings) -> None:
    found = one(apart)
    assert (found.threshold, found.criteria) == (20, ["benefit"])
    assert len(apart.rows(ReconciliationPart)) == 2
    for person, code in ((apart.person, "AA-111"), (apart.colleague, "ZZ-999")):
        [(kind, letter)] = letters_to(apart.db, settings, person.email)
        assert kind == "reconciliation.asked"
        assert code in str(letter)
        assert not {"AA-111", "ZZ-999"} - {code} & {str(letter)}


def test_a_sheet_that_is_changed_once_is_kept_in_both_versions(apart) -> None:
    apart.clock.forward(minutes=5)
    answer(apart, apart.colleague, "ZZ-999", SheetInput(NEAR))
    answer(apart, apart.person, "AA-111")
    with pytest.raises(RuleBroken):
        answer(apart, apart.colleague, "ZZ-999", SheetInput(HIGH))
    [card] = apart.rows(Scorecard, assignment_id=apart.theirs.id)
    before, after = sorted(apart.rows(LodgementReceipt, scorecard_id=card.id), key=lambda r: r.at)
    assert before.sheet["marks"][0]["points"] == "2"
    assert after.sheet["marks"][0]["points"] == "8"
    assert after.sheet["strengths"] == "Kept."
    for receipt in (before, after):
        assert verify(receipt.sheet, bytes.fromhex(receipt.salt), receipt.digest)
    assert one(apart).settlement is Settlement.AGREED
    with apart.db.read() as session:
        assert proofs(session).broken == ()
    assert card.lodged_at


def test_sheets_that_still_lie_apart_wait_for_the_chair_and_nobody_else(apart) -> None:
    id_ = one(apart).id
    with apart.db.write() as session, pytest.raises(RuleBroken):
        operations.determine(session, id_, "Both are right.", by=apart.chair.id, at=apart.clock())
    both_stand(apart)
    assert pending(apart) == 1
    for other in (apart.person, apart.colleague, apart.organiser):
        with apart.db.write() as session, pytest.raises(NotFound):
            operations.determine(session, id_, "Both are right.", by=other.id, at=apart.clock())
    with apart.db.write() as session:
        operations.determine(session, id_, "Both are right.", by=apart.chair.id, at=apart.clock())
    assert one(apart).settlement is Settlement.STANDS
    assert pending(apart) == 0


def test_a_chair_with_a_tie_to_the_entry_neither_reads_it_nor_determines(apart, at_desk, sign_in) -> None:  # noqa: F811
    both_stand(apart)
    sign_in(at_desk, apart.chair)
    address = f"/reconciliations/{one(apart).id}"
    assert at_desk.get(address).status_code == 200
    apart.make._save(JudgeAffiliation(judge_id=apart.chair_seat.id, agency_id=apart.entries[0].agency_id))
    assert at_desk.get(address).status_code == 404
    assert address not in at_desk.get("/reconciliations").text
    with apart.db.write() as session, pytest.raises(NotFound):
        operations.determine(session, one(apart).id, "Both are right.", by=apart.chair.id, at=apart.clock())


@pytest.mark.parametrize("lacking", ["pledge", "seat"])
def test_a_chair_who_did_not_sign_or_has_left_reads_no_entry(apart, at_desk, sign_in, lacking) -> None:  # noqa: F811
    both_stand(apart)
    sign_in(at_desk, apart.chair)
    address = f"/reconciliations/{one(apart).id}"
    assert at_desk.get(address).status_code == 200
    seat = apart.chair_seat
    if lacking == "pledge":
        seat.pledge_asked, seat.pledged_at = True, None
    else:
        seat.dropped_out_at = apart.clock()
    apart.make._save(seat)
    assert at_desk.get(address).status_code == 404


def test_whoever_determines_reads_the_blind_copy_beside_what_its_judges_say(apart, at_desk, sign_in) -> None:  # noqa: F811
    address = f"/reconciliations/{one(apart).id}"
    sign_in(at_desk, apart.chair)
    assert at_desk.get(address).status_code == 404, "it does not wait for the chair yet"
    both_stand(apart)
    assert at_desk.get("/reconciliations").text.count(f'href="{address}"') == 1
    page = at_desk.get(address).text
    assert apart.entries[0].title_en in page
    assert page.count("The channels work.") == 2
    assert f"R-{one(apart).id.hex[-4:].upper()}" in page
    for hidden in (apart.colleague.name_en, apart.person.name_en, "ZZ-999", "AA-111", "55.00", "90.00"):
        assert hidden not in page
    short = at_desk.post(f"{address}/determination", data={"_csrf_token": form_token(at_desk, address)})
    assert (short.status_code, apart.entries[0].title_en in short.text) == (422, True)
    for other in (apart.person, apart.colleague):
        sign_in(at_desk, other)
        for path in (address, f"{address}/files/1", f"{address}/files/1/pages/1"):
            assert at_desk.get(path).status_code == 404


def test_another_judge_is_brought_in_after_all_have_answered_and_their_sheet_counts(apart) -> None:
    id_, by = one(apart).id, apart.organiser.id
    with apart.db.write() as session, pytest.raises(RuleBroken):
        operations.bring_in(session, id_, apart.extra_seat.id, by=by, at=apart.clock())
    both_stand(apart)
    with apart.db.write() as session, pytest.raises(RuleBroken):
        operations.bring_in(session, id_, apart.judge.id, by=by, at=apart.clock())
    with apart.db.write() as session:
        code = operations.bring_in(session, id_, apart.extra_seat.id, by=by, at=apart.clock()).code
    with apart.db.write() as session:
        operations.lodge_extra(session, code, SheetInput(NEAR), by=apart.extra.id, at=apart.clock())
    assert one(apart).settlement is Settlement.EXTRA_JUDGE
    with apart.db.write() as session:
        for each in (apart.organiser, apart.second):
            consent_to_results(session, apart.round.id, by=each.id, at=apart.clock())
    with apart.db.read() as session:
        document = document_of(session, head_of(session, apart.cycle.number))
    entry = document.category(apart.category.code).entry(apart.entries[0].number)
    assert len(entry.sheets) == 3


def test_results_are_not_opened_while_one_is_pending_unless_two_say_why(apart) -> None:
    for reason in ("", "  "):
        with apart.db.write() as session, pytest.raises(RuleBroken):
            consent_to_results(
                session, apart.round.id, reason=reason, by=apart.organiser.id, at=apart.clock()
            )
    for each in (apart.organiser, apart.second):
        with apart.db.write() as session:
            consent_to_results(
                session, apart.round.id, reason="The day is fixed.", by=each.id, at=apart.clock()
            )
    assert len(apart.rows(PendingOpening)) == 2
    with pytest.raises(RuleBroken):
        answer(apart, apart.person, "AA-111")


def test_what_the_scoring_round_left_pending_holds_up_the_final_panel_and_ends_with_its_results(
    apart,
) -> None:
    final = apart.make.round(apart.cycle, RoundKind.FINAL, chosen=False, closed_at=apart.clock())
    with apart.db.read() as session:
        assert pending_in(session, final.id) == 1
    with apart.db.write() as session:
        for each in (apart.organiser, apart.second):
            session.add(ResultsOpening(round_id=final.id, person_id=each.id, at=apart.clock()))
    with pytest.raises(RuleBroken):
        answer(apart, apart.colleague, "ZZ-999", SheetInput(NEAR))


def test_the_rule_is_set_before_judging_is_open_and_not_after(jury) -> None:  # noqa: F811
    with jury.db.write() as session, pytest.raises(RuleBroken):
        operations.set_rule(session, jury.cycle.id, 20, by=jury.organiser.id, at=jury.clock())
    other = jury.make.cycle()
    jury.make.round(other, opened=False)
    for points in (20, 30, None):
        with jury.db.write() as session:
            operations.set_rule(session, other.id, points, by=jury.organiser.id, at=jury.clock())
        assert [rule.points for rule in jury.rows(DiscrepancyRule)] == ([points] if points else [])


def test_pages_tell_nothing_of_the_other_judge(apart, at_desk, post, sign_in) -> None:  # noqa: F811
    page = at_desk.get("/scorecards/AA-111/reconciliation").text
    assert "differ by more than 20 points" in page
    for hidden in (apart.colleague.name_en, apart.colleague.name_ar, "ZZ-999", "55.00", "90.00"):
        assert hidden not in page
    assert post("AA-111", version=None, path="/reconciliation", then="stands").status_code == 422
    assert (
        post("BB-222", version=None, path="/reconciliation", then="stands", reason="Why.").status_code == 404
    )
    answered = post(
        "AA-111", version=None, path="/reconciliation", then="stands", reason="The channels work."
    )
    assert answered.status_code == 303
    answer(apart, apart.colleague, "ZZ-999", reason="Few use it.")
    sign_in(at_desk, apart.chair)
    page = at_desk.get(f"/reconciliations/{one(apart).id}").text
    assert "The channels work." in page
    assert "Few use it." in page
    for hidden in (apart.colleague.name_en, apart.person.name_en, "ZZ-999", "AA-111"):
        assert hidden not in page
    sign_in(at_desk, apart.organiser)
    page = at_desk.get(f"/cycles/{apart.cycle.number}/reconciliations").text
    assert "The channels work." not in page
    told = page.partition('<optgroup label="Know the category">')[2]
    load = rf"{apart.extra_seat.id}\">[^<]+ · 0 / {apart.extra_seat.capacity}</option>"
    assert re.search(load, told), "how much each has, and whether they know the category"
    assert '<option value="">Choose a judge</option>' in page, "nobody is brought in by a press alone"
    assert "is being reconciled" in at_desk.get(f"/cycles/{apart.cycle.number}/progress").text
    with apart.db.read() as session:
        assert session.get_one(Person, apart.extra.id).email not in page


def test_changed_points_off_their_scale_are_named_and_change_nothing(apart, post) -> None:  # noqa: F811
    answered = post("AA-111", version=None, path="/reconciliation", benefit="250", channels=9, support=9,
                    then="rescore", reason="The channels work.")  # fmt: skip
    assert answered.status_code == 422
    assert "Choose one of the options." in answered.text
    [card] = apart.rows(Scorecard, assignment_id=apart.assignments[0].id)
    assert card.total == "90"
