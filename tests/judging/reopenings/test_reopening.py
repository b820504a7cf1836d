"""A lodged sheet is opened by two, changed and lodged again; what was lodged before is never lost."""

from datetime import timedelta

import pytest
from sqlmodel import col, select

from awards.kit.audit import AuditEvent
from awards.kit.errors import NotFound, RuleBroken
from awards.people.models import Role
from judging.panels.chairs import Officers
from judging.panels.models import JudgeAffiliation
from judging.panels.naming import name_officers
from judging.recusals.operations import declare_recusal
from judging.reopenings import operations
from judging.reopenings.models import Reopening
from judging.rounds.models import EarlyClosing
from judging.scorecards.models import LodgementReceipt, Score, Scorecard
from judging.scorecards.operations import StaleSheet, lodge_scorecard, save_scorecard
from judging.scorecards.proofs import proofs
from judging.scorecards.receipt import verify
from judging.scorecards.sheet import SheetInput
from judging.tally.operations import agree_to_close, close_judging
from judging.tally.outlook import outlook_of
from tests.judging.scorecards.conftest import at_desk, jury, marks, post  # noqa: F401
from tests.letters import letters_to

BEFORE, AFTER = (
    SheetInput(marks(8, 6, 4), strengths="Clear"),
    SheetInput(marks(2, 6, 4), strengths="Less clear"),
)


@pytest.fixture
def lodged(jury):  # noqa: F811
    """The judge has lodged their first sheet; somebody else chairs the panel."""
    return _lodged(jury)


def _lodged(jury):  # noqa: F811
    jury.chair = jury.make.person(Role.JUDGE, name_en="Laila Chair")
    jury.chair_seat = jury.make.judge(jury.cycle, jury.chair)
    jury.second = jury.make.person(Role.ORGANISER)
    saved = jury.save(BEFORE)
    jury.card = saved.scorecard_id
    with jury.db.write() as session:
        wanted = Officers(jury.chair_seat.id, jury.judge.id)
        name_officers(session, jury.category.id, wanted, by=jury.organiser.id, at=jury.clock())
        lodge_scorecard(session, jury.card, by=jury.person.id, at=jury.clock())
        jury.missing = outlook_of(session, jury.round.id).missing
    return jury


def ask(jury, by=None, **more):  # noqa: F811
    with jury.db.write() as session:
        by = by or jury.person.id
        return operations.ask_to_reopen(session, jury.card, "A slip.", by=by, at=jury.clock(), **more).id


def agree(jury, request, by, *, organises=False):  # noqa: F811
    with jury.db.write() as session:
        return operations.agree_to_reopen(session, request, by=by.id, organises=organises, at=jury.clock())


def opened(jury):  # noqa: F811
    request = ask(jury)
    agree(jury, request, jury.chair)
    assert agree(jury, request, jury.organiser, organises=True)
    return request


def card(jury):  # noqa: F811
    [found] = jury.rows(Scorecard, id=jury.card)
    return found


def test_a_sheet_opens_when_the_chair_and_an_organiser_agree_and_not_before(lodged) -> None:
    request = ask(lodged)
    assert not agree(lodged, request, lodged.chair)
    assert card(lodged).lodged_at
    assert agree(lodged, request, lodged.organiser, organises=True)
    assert card(lodged).lodged_at is None


def test_lodging_again_makes_a_second_receipt_and_both_prove_their_sheet(lodged) -> None:
    opened(lodged)
    lodged.clock.forward(hours=1)
    saved = lodged.save(AFTER, version=card(lodged).version)
    with lodged.db.write() as session:
        lodge_scorecard(session, saved.scorecard_id, by=lodged.person.id, at=lodged.clock())
    first, second = sorted(lodged.rows(LodgementReceipt), key=lambda one: one.at)
    assert first.sheet["strengths"] == "Clear"
    assert second.sheet["strengths"] == "Less clear"
    for one in (first, second):
        assert verify(one.sheet, bytes.fromhex(one.salt), one.digest)


def test_what_is_not_lodged_again_stands_word_for_word_when_the_round_closes(lodged) -> None:
    before = {s.criterion_id: s.points for s in lodged.rows(Score, scorecard_id=lodged.card)}
    was = card(lodged)
    opened(lodged)
    lodged.save(AFTER, version=card(lodged).version)
    lodged.clock.at = lodged.cycle.judging_closes_at + timedelta(hours=1)
    with lodged.db.write() as session:
        close_judging(
            session,
            lodged.round.id,
            reason="الوقت",
            reason_en="Time",
            by=lodged.organiser.id,
            at=lodged.clock(),
        )
        [wish] = session.exec(select(EarlyClosing.id)).all()
        agree_to_close(session, lodged.round.id, wish, by=lodged.second.id, at=lodged.clock())
    now = card(lodged)
    assert (now.total, now.strengths, now.lodged_at) == (was.total, was.strengths, was.lodged_at)
    assert {s.criterion_id: s.points for s in lodged.rows(Score, scorecard_id=lodged.card)} == before
    assert len(lodged.rows(LodgementReceipt)) == 1
    with lodged.db.read() as session:
        assert proofs(session).broken == ()


def test_closing_counts_a_reopened_sheet_as_it_will_stand_and_names_what_is_in_progress(
    lodged, client, sign_in
) -> None:
    opened(lodged)
    with lodged.db.write() as session:
        assert outlook_of(session, lodged.round.id).missing == lodged.missing
        close_judging(
            session,
            lodged.round.id,
            reason="الوقت",
            reason_en="Time",
            by=lodged.organiser.id,
            at=lodged.clock(),
        )
    sign_in(client, lodged.second)
    client.cookies.set("language", "en")
    page = client.get(f"/cycles/{lodged.cycle.number}/round/closing").text
    assert "1 reopened sheet stands again as it had been lodged." in page
    assert "Open now" in page


def test_a_sheet_that_was_reopened_twice_stands_as_it_was_lodged_last(lodged) -> None:
    for strengths in ("Second", "Third"):
        opened(lodged)
        lodged.clock.forward(hours=1)
        sheet = SheetInput(marks(5, 5, 5), strengths=strengths)
        lodged.save(sheet, version=card(lodged).version)
        if strengths == "Second":
            with lodged.db.write() as session:
                lodge_scorecard(session, lodged.card, by=lodged.person.id, at=lodged.clock())
    with lodged.db.write() as session:
        by, at = lodged.organiser.id, lodged.clock()
        assert operations.restore_unlodged(session, lodged.round.id, by=by, at=at) == 1
        assert operations.restore_unlodged(session, lodged.round.id, by=by, at=at) == 0
    assert card(lodged).strengths == "Second"
    assert sorted(one.restored_at is not None for one in lodged.rows(Reopening)) == [False, True]
    with lodged.db.read() as session:
        assert proofs(session).broken == ()


def test_a_judge_keeps_the_sheet_as_it_was_lodged(lodged) -> None:
    opened(lodged)
    with lodged.db.write() as session:
        operations.keep_as_lodged(session, lodged.card, by=lodged.person.id, at=lodged.clock())
    assert card(lodged).lodged_at
    [request] = lodged.rows(Reopening)
    assert request.restored_at


def test_nobody_agrees_on_their_own_sheet_and_a_deputy_acts_for_a_chair_who_is_recused(lodged) -> None:
    """The judge is deputy here: with the chair recused nobody can act, and two organisers decide."""
    with lodged.db.write() as session:
        declare_recusal(
            session, lodged.chair_seat.id, lodged.entries[0].id, "Kin.", by=lodged.chair.id, at=lodged.clock()
        )
    request = ask(lodged)
    for person in (lodged.person, lodged.chair, lodged.colleague):
        with pytest.raises(NotFound):
            agree(lodged, request, person)
    assert not agree(lodged, request, lodged.organiser, organises=True)
    with pytest.raises(RuleBroken):
        agree(lodged, request, lodged.organiser, organises=True)
    assert agree(lodged, request, lodged.second, organises=True)


def test_a_chair_with_a_tie_to_the_entry_decides_nothing_about_its_sheets(lodged) -> None:
    """They declared it against the whole directory: no recusal was ever needed, as the entry was never theirs to read."""
    lodged.make._save(JudgeAffiliation(judge_id=lodged.chair_seat.id, agency_id=lodged.entries[0].agency_id))
    request = ask(lodged)
    with pytest.raises(NotFound):
        agree(lodged, request, lodged.chair)
    assert not agree(lodged, request, lodged.organiser, organises=True)
    assert agree(lodged, request, lodged.second, organises=True)


def test_an_organiser_who_asks_has_agreed_and_still_needs_the_chair(lodged) -> None:
    request = ask(lodged, by=lodged.organiser.id, organises=True)
    with pytest.raises(RuleBroken):
        agree(lodged, request, lodged.second, organises=True)
    assert agree(lodged, request, lodged.chair)


def test_only_one_request_waits_at_a_time_and_a_refused_one_may_be_followed_by_another(lodged) -> None:
    request = ask(lodged)
    with pytest.raises(RuleBroken):
        ask(lodged)
    with lodged.db.write() as session:
        operations.refuse_to_reopen(session, request, "No need.", by=lodged.chair.id, at=lodged.clock())
    with pytest.raises(RuleBroken):
        agree(lodged, request, lodged.organiser, organises=True)
    ask(lodged)


def test_nothing_is_reopened_once_scoring_is_over(lodged) -> None:
    request = ask(lodged)
    lodged.clock.at = lodged.cycle.judging_closes_at
    with pytest.raises(RuleBroken):
        agree(lodged, request, lodged.chair)
    with pytest.raises(RuleBroken):
        ask(lodged)


def test_a_page_of_the_locked_sheet_cannot_save_over_the_reopened_one(lodged) -> None:
    version = card(lodged).version
    opened(lodged)
    with pytest.raises(StaleSheet), lodged.db.write() as session:
        save_scorecard(
            session, lodged.assignments[0].id, AFTER, version=version, by=lodged.person.id, at=lodged.clock()
        )


def test_each_step_is_on_record_and_the_judge_is_written_to(lodged, settings) -> None:
    opened(lodged)
    with lodged.db.read() as session:
        actions = session.exec(
            select(AuditEvent.action).where(
                AuditEvent.subject_id == str(lodged.card), col(AuditEvent.action).contains("reopen")
            )
        ).all()
    assert sorted(actions) == [
        "scorecard.reopened",
        "scorecard.reopening_agreed",
        "scorecard.reopening_agreed",
        "scorecard.reopening_asked",
    ]
    assert [kind for kind, _ in letters_to(lodged.db, settings, lodged.person.email)] == ["reopenings.opened"]
    [(kind, letter)] = letters_to(lodged.db, settings, lodged.chair.email)
    assert kind == "reopenings.asked_chair"
    told = str(letter)
    assert "AA-111" not in told
    assert lodged.person.name_en not in told


def test_the_pages_lead_from_the_judge_to_chair_and_office_and_back(lodged, at_desk, post, sign_in) -> None:  # noqa: F811
    assert "/scorecards/AA-111/reopening" in at_desk.get("/scorecards/AA-111").text
    assert post("AA-111", version=None, path="/reopening", reason="x").status_code == 422
    assert post("AA-111", version=None, path="/reopening", reason="A slip.").status_code == 303
    assert "A slip." in at_desk.get("/scorecards/AA-111/reopening").text
    sign_in(at_desk, lodged.chair)
    page = at_desk.get("/reopenings").text
    assert "A slip." in page
    for hidden in ("AA-111", lodged.person.name_en, lodged.entries[0].title_en):
        assert hidden not in page
    sign_in(at_desk, lodged.colleague)
    assert "A slip." not in at_desk.get("/reopenings").text
    sign_in(at_desk, lodged.organiser)
    page = at_desk.get(f"/cycles/{lodged.cycle.number}/reopenings").text
    assert "A slip." in page
    assert "Agree to reopen" in page


@pytest.mark.parametrize(("agreed", "kind"), [(False, "reopenings.lapsed"), (True, "reopenings.restored")])
def test_the_judge_is_written_to_when_closing_ends_what_was_asked(lodged, settings, agreed, kind) -> None:
    (opened if agreed else ask)(lodged)
    with lodged.db.write() as session:
        operations.restore_unlodged(session, lodged.round.id, by=lodged.organiser.id, at=lodged.clock())
    name, letter = letters_to(lodged.db, settings, lodged.person.email)[-1]
    assert name == kind
    assert letter.subject.params == {"code": "AA-111"}


def test_after_scoring_a_waiting_request_has_lapsed(lodged, at_desk, client, sign_in) -> None:  # noqa: F811
    ask(lodged)
    lodged.clock.at = lodged.cycle.judging_closes_at + timedelta(hours=1)
    sign_in(client, lodged.person)
    client.cookies.set("language", "en")
    mine = at_desk.get("/scorecards/AA-111/reopening").text
    assert "The request has lapsed" in mine
    assert "Waiting" not in mine
    sign_in(client, lodged.organiser)
    client.cookies.set("language", "en")
    office = client.get(f"/cycles/{lodged.cycle.number}/reopenings").text
    assert "Not agreed" in office
    assert "Waiting" not in office


def test_the_judge_reads_that_a_reopened_sheet_stands_as_before(lodged, at_desk) -> None:  # noqa: F811
    opened(lodged)
    with lodged.db.write() as session:
        operations.restore_unlodged(session, lodged.round.id, by=lodged.organiser.id, at=lodged.clock())
    assert "The sheet stands as it was before" in at_desk.get("/scorecards/AA-111/reopening").text
