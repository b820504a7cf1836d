import re

from sqlmodel import select

from awards.kit.i18n import gregorian
from awards.people.models import Role
from judging.assignments.models import Assignment
from judging.assignments.operations import stand_back
from judging.panels.models import Judge
from judging.rounds.models import Round
from judging.rounds.operations import close_round
from judging.scorecards.sheet import SheetInput
from tests.judging.scorecards.conftest import CODES, marks


def codes_of(page: str) -> list[str]:
    return re.findall(r'<th scope="row"><a href="/scorecards/([^"]+)"', page)


def counts(page: str) -> list[int]:
    """Of all entries, then by state."""
    return [int(n) for n in re.findall(r'<span class="num hint">(\d+)</span></a></li>', page)]


def test_a_judge_sees_their_entries_in_their_own_order_under_their_own_codes(at_desk, jury):
    page = at_desk.get("/scorecards")
    assert page.status_code == 200
    assert codes_of(page.text) == list(CODES)
    assert "ZZ-999" not in page.text
    assert jury.entries[0].title_en in page.text


def test_the_list_names_the_cycle_that_is_judged(at_desk, jury):
    assert f"· {jury.cycle.name_en}</span></h1>" in at_desk.get("/scorecards").text


def test_the_list_says_how_far_each_sheet_is_and_what_comes_next(at_desk, jury):
    jury.save(SheetInput(marks(8, 7, 6)), entry=0)
    jury.save(SheetInput(marks(8)), entry=1)
    page = at_desk.get("/scorecards").text
    rows = re.findall(r'<tr><th scope="row">.*?</tr>', page)
    assert ["Ready to lodge" in rows[0], "Draft" in rows[1], "Not begun" in rows[2]] == [True] * 3
    assert ">1 of 3</span>" in rows[1], "how far the draft is"
    assert [" of 3</span>" in row for row in rows] == [False, True, False]
    assert ["73.00" in rows[0], "–" in rows[1], "–" in rows[2]] == [True] * 3
    assert "80.00" not in page, "of a draft there is no total yet"
    assert "0 of 3 sheets lodged" in page
    assert f'<a class="button" href="/scorecards/{CODES[1]}">Continue the draft</a>' in page
    assert "1 sheet is complete and not lodged yet." in page


def test_a_draft_that_went_further_is_not_shown_as_it_was(at_desk, jury):
    jury.save(SheetInput(marks(8)), entry=1)
    assert ">1 of 3</span>" in at_desk.get("/scorecards").text
    jury.save(SheetInput(marks(8, 7)), entry=1, version=1)
    assert ">2 of 3</span>" in at_desk.get("/scorecards").text


def test_an_entry_from_which_the_judge_stepped_aside_leaves_its_code_and_the_date(at_desk, jury):
    assert "recused yourself" not in at_desk.get("/scorecards").text
    with jury.db.write() as session:
        stand_back(session, jury.assignments[1].id, "A relative", by=jury.person.id, at=jury.clock())
        stand_back(session, jury.theirs.id, "Another", by=jury.colleague.id, at=jury.clock())
    page = at_desk.get("/scorecards").text
    told = re.search(r'aside-title">.*?</section>', page, re.DOTALL).group()
    assert f"{CODES[1]}</bdi> · {gregorian(jury.clock(), 'en')}<" in told
    assert "ZZ-999" not in page
    assert jury.entries[1].title_en not in page
    assert codes_of(page) == [CODES[0], CODES[2]]


def test_when_all_is_scored_the_next_step_is_to_lodge(at_desk, jury):
    for entry in range(3):
        jury.save(SheetInput(marks(8, 7, 6)), entry=entry)
    assert f'href="/scorecards/{CODES[0]}/lodgement"' in at_desk.get("/scorecards").text


def test_the_list_is_filtered_by_state_and_by_category(at_desk, jury):
    jury.save(SheetInput(marks(8)), entry=1)
    assert codes_of(at_desk.get("/scorecards?state=draft").text) == [CODES[1]]
    assert codes_of(at_desk.get("/scorecards?state=not_begun").text) == [CODES[0], CODES[2]]
    assert codes_of(at_desk.get("/scorecards?state=lodged").text) == []
    assert codes_of(at_desk.get("/scorecards?category=G2C").text) == list(CODES)
    assert codes_of(at_desk.get("/scorecards?category=MOB").text) == []


def test_counts_and_the_next_step_keep_to_the_category_that_is_looked_at(at_desk, jury, make):
    entrant = make.person(Role.ENTRANT)
    entry = make.entry(make.category(jury.cycle, "MOB"), make.agency(entrant), entrant)
    make.blind_copy(entry, approved_by=jury.organiser)
    make.assignment(jury.round, jury.judge, entry, jury.organiser, code="DD-444")
    jury.save(SheetInput(marks(8)), entry=1)
    everywhere, there = (at_desk.get(f"/scorecards{query}").text for query in ("", "?category=MOB"))
    assert counts(everywhere) == [4, 3, 1, 0, 0]
    assert counts(there) == [1, 1, 0, 0, 0]
    assert f'<a class="button" href="/scorecards/{CODES[1]}">' in everywhere
    assert '<a class="button" href="/scorecards/DD-444">Open the entry</a>' in there
    assert "0 of 4 sheets lodged" in there, "progress is of all entries"
    assert (
        "No entry of this category is in this state."
        in at_desk.get("/scorecards?category=MOB&state=draft").text
    )


def test_an_entry_from_which_the_judge_stood_back_is_gone(at_desk, jury):
    with jury.db.write() as session:
        assignment = session.get_one(Assignment, jury.assignments[1].id)
        assignment.ended_at = jury.clock()
        session.add(assignment)
    page = at_desk.get("/scorecards").text
    assert codes_of(page) == [CODES[0], CODES[2]]
    assert "0 of 2 sheets lodged" in page


def test_an_entry_whose_blind_copy_is_not_ready_is_counted_and_not_shown(at_desk, jury, make):
    entrant = make.person(Role.ENTRANT)
    entry = make.entry(jury.category, make.agency(entrant), entrant, title="عنوان لم يُحجب")
    make.blind_copy(entry)
    make.assignment(jury.round, jury.judge, entry, jury.organiser, code="DD-444")
    page = at_desk.get("/scorecards").text
    assert codes_of(page) == list(CODES)
    assert "1 entry is still being prepared for judging." in page
    assert "عنوان لم يُحجب" not in page


def test_before_the_round_is_opened_entries_are_counted_and_not_shown(at_desk, jury):
    with jury.db.write() as session:
        round_ = session.get_one(Round, jury.round.id)
        round_.opened_at = None
        session.add(round_)
    page = at_desk.get("/scorecards").text
    assert "3 entries are assigned to you." in page
    assert codes_of(page) == []
    assert jury.entries[0].title_en not in page


def test_after_the_deadline_the_list_can_be_read_and_offers_nothing_to_score(client, jury, sign_in):
    jury.clock.forward(days=13)
    sign_in(client, jury.person)
    client.cookies.set("language", "en")
    page = client.get("/scorecards").text
    assert codes_of(page) == list(CODES)
    assert "The time for scoring is over." in page
    assert '<a class="button"' not in page


def test_after_an_early_closing_the_list_says_so_and_counts_no_days(at_desk, jury, db, make):
    organiser = make.person(Role.ORGANISER)
    with db.write() as session:
        close_round(session, jury.round.id, by=organiser.id, at=jury.clock())
    page = at_desk.get("/scorecards").text
    assert "The round was closed before its time" in page
    assert "You had been given until" in page
    assert "days left" not in page
    assert "Scoring closes on" not in page


def test_a_judge_without_a_seat_is_told_so(client, make, sign_in):
    sign_in(client, make.person(Role.JUDGE))
    client.cookies.set("language", "en")
    assert "You do not sit on the jury of any cycle yet." in client.get("/scorecards").text


def test_only_judges_have_this_list(client, make, sign_in):
    for role in (Role.ENTRANT, Role.ORGANISER, Role.AUDITOR):
        sign_in(client, make.person(role))
        for path in ("/scorecards", "/scorecards/comparison", "/scorecards/AA-111"):
            assert client.get(path).status_code == 403


def test_the_list_takes_the_same_statements_however_many_entries_there_are(at_desk, jury, make, sent):
    at_desk.get("/scorecards")
    sent.clear()
    at_desk.get("/scorecards")
    few = len(sent)
    entrant = make.person(Role.ENTRANT)
    agency = make.agency(entrant)
    for n in range(5):
        entry = make.entry(jury.category, agency, entrant)
        make.blind_copy(entry, approved_by=jury.organiser)
        make.assignment(jury.round, jury.judge, entry, jury.organiser, code=f"EE-55{n}")
    at_desk.get("/scorecards")
    sent.clear()
    page = at_desk.get("/scorecards").text
    assert len(codes_of(page)) == 8
    assert len(sent) == few <= 3


def test_a_judge_who_was_excused_reads_so_and_nothing_of_meetings(at_desk, jury, db, make):
    organiser = make.person(Role.ORGANISER)
    with db.write() as session:
        close_round(session, jury.round.id, by=organiser.id, at=jury.clock())
    assert "the panels meet" in at_desk.get("/scorecards").text
    with db.write() as session:
        judge = session.exec(select(Judge).where(Judge.person_id == jury.person.id)).one()
        judge.dropped_out_at, judge.dropped_out_reason = jury.clock(), "x"
        session.add(judge)
    page = at_desk.get("/scorecards").text
    assert "You were excused from this jury." in page
    assert "the panels meet" not in page
