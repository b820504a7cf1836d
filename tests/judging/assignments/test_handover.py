"""One entry of a judge who is stuck goes to another judge: the draft is kept and shown to nobody."""

import pytest
from sqlmodel import select

from awards.kit.errors import NotFound, RuleBroken
from awards.people.models import Role
from judging.assignments.departure_queries import departures_of
from judging.assignments.departures import Way
from judging.assignments.handover import hand_over
from judging.assignments.models import HANDED_OVER, Assignment
from judging.panels.models import Judge
from judging.scorecards.models import Scorecard
from judging.scorecards.operations import lodge_scorecard
from judging.scorecards.sheet import SheetInput
from tests.judging.scorecards.conftest import at_desk, jury, marks, post  # noqa: F401
from tests.letters import letters_to
from tests.pages import form_token

DRAFT = SheetInput(marks(8), strengths="Begun and never finished.")


@pytest.fixture
def stuck(jury):  # noqa: F811
    """The judge has a draft of the second entry; another judge has room for it."""
    jury.other = jury.make.person(Role.JUDGE)
    jury.other_seat = jury.make.judge(jury.cycle, jury.other)
    jury.card = jury.save(DRAFT, entry=1).scorecard_id
    return jury


def give(jury, to=None, *, entry=1, reason="Ill for a week."):  # noqa: F811
    with jury.db.write() as session:
        to = to or jury.other_seat.id
        return hand_over(
            session, jury.assignments[entry].id, to, reason, by=jury.organiser.id, at=jury.clock()
        )


def test_the_other_judge_begins_with_nothing_and_the_draft_is_kept(stuck, at_desk, sign_in) -> None:  # noqa: F811
    made = give(stuck)
    assert at_desk.get("/scorecards/BB-222").status_code == 404
    [kept] = stuck.rows(Scorecard, id=stuck.card)
    assert kept.strengths == "Begun and never finished."
    sign_in(at_desk, stuck.other)
    page = at_desk.get(f"/scorecards/{made.code}")
    assert page.status_code == 200
    assert "never finished" not in page.text
    assert "BB-222" not in page.text


def test_a_lodged_sheet_is_not_handed_over_nor_anything_twice_or_without_a_reason(stuck) -> None:
    with pytest.raises(RuleBroken):
        give(stuck, reason=" ")
    saved = stuck.save(SheetInput(marks(8, 6, 4)), entry=0)
    with stuck.db.write() as session:
        lodge_scorecard(session, saved.scorecard_id, by=stuck.person.id, at=stuck.clock())
    with pytest.raises(RuleBroken):
        give(stuck, entry=0)
    give(stuck)
    with pytest.raises(NotFound):
        give(stuck)


def test_whoever_has_or_had_the_entry_cannot_be_given_it(stuck) -> None:
    with pytest.raises(RuleBroken):
        give(stuck, to=stuck.judge.id)
    made = give(stuck)
    with stuck.db.write() as session, pytest.raises(RuleBroken):
        hand_over(session, made.id, stuck.judge.id, "Back.", by=stuck.organiser.id, at=stuck.clock())


def test_both_judges_are_written_to_and_the_record_says_who_and_why(stuck, settings) -> None:
    made = give(stuck)
    [(_, former)] = letters_to(stuck.db, settings, stuck.person.email)
    [(_, new)] = letters_to(stuck.db, settings, stuck.other.email)
    assert "BB-222" in str(former)
    assert made.code in str(new)
    assert stuck.other.name_en not in str(former)
    assert stuck.person.name_en not in str(new)
    with stuck.db.read() as session:
        [left] = departures_of(session, stuck.round).from_entries
    assert (left.way, left.reason, left.by_en) == (
        Way.HANDED_OVER,
        "Ill for a week.",
        stuck.organiser.name_en,
    )
    [ended] = stuck.rows(Assignment, id=stuck.assignments[1].id)
    assert ended.ended_reason == HANDED_OVER


def test_an_organiser_hands_an_entry_over_from_the_list_of_sheets(stuck, client, sign_in) -> None:
    sign_in(client, stuck.organiser)
    client.cookies.set("language", "en")
    cycle, entry = stuck.cycle.number, stuck.entries[1].number
    where = f"/cycles/{cycle}/assignments/{entry}/{stuck.judge.id}/handover"
    assert where in client.get(f"/cycles/{cycle}/progress/sheets?state=draft").text
    token = form_token(client, where)
    empty = client.post(where, data={"_csrf_token": token})
    assert empty.status_code == 422
    assert "To which judge: This field is needed." in empty.text
    assert "Why the entry is handed over: This field is needed." in empty.text
    told = {"_csrf_token": token, "to": str(stuck.other_seat.id), "reason": "Ill for a week."}
    assert client.post(where, data=told, follow_redirects=False).status_code == 303
    assert client.get(where).status_code == 404
    assert "Ill for a week." in client.get(f"/cycles/{cycle}/recusals").text


def test_where_nobody_can_be_given_the_entry_a_link_leads_back_to_the_sheets(stuck, client, sign_in) -> None:
    with stuck.db.write() as session:
        for seat in session.exec(select(Judge).where(Judge.id != stuck.judge.id)):
            seat.dropped_out_at = stuck.clock()
    sign_in(client, stuck.organiser)
    client.cookies.set("language", "en")
    back = f"/cycles/{stuck.cycle.number}/progress/sheets?judge={stuck.judge.id}"
    where = f"/cycles/{stuck.cycle.number}/assignments/{stuck.entries[1].number}/{stuck.judge.id}/handover"
    page = client.get(where).text
    assert "No other judge can be given this entry." in page
    assert f'href="{back}"' in page


def test_the_choice_shows_who_knows_the_category_and_what_each_judge_has(stuck, client, sign_in) -> None:
    make = stuck.make
    make.judge(stuck.cycle, make.person(Role.JUDGE, name_en="Zahra Outside"), expertise=())
    sign_in(client, stuck.organiser)
    client.cookies.set("language", "en")
    where = f"/cycles/{stuck.cycle.number}/assignments/{stuck.entries[1].number}/{stuck.judge.id}/handover"
    text = client.get(where).text
    known, unknown = text.split('<optgroup label="Know the category">')[1].split("<optgroup")[:2]
    most = stuck.round.max_load
    assert f"{stuck.other.name_en} · 0 / " in known
    assert f"Zahra Outside · 0 / {most}" in unknown
    assert 'label="Do not know the category"' in unknown
