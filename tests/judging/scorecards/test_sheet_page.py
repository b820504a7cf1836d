import re
from html import unescape

import pytest
from sqlmodel import select

from awards.entries.models import Entry, EntryState
from judging.assignments.models import Assignment
from judging.blinding.models import BlindCopy
from judging.rounds.models import Round
from judging.rounds.operations import close_round
from judging.rubrics.scale import TEN
from judging.scorecards.forms import LONGEST_COMMENT
from judging.scorecards.models import LodgementReceipt, Score, Scorecard
from judging.scorecards.operations import lodge_scorecard, save_scorecard
from judging.scorecards.sheet import ABSTAINED, SheetInput
from tests.judging.scorecards.conftest import CODES, marks
from tests.pages import form_token

CODE = CODES[1]


def checked(page: str) -> dict[str, str]:
    """What is chosen on the page, by criterion."""
    return dict(re.findall(r'name="points\.(\w+)" value="(\w+)" checked', page))


def version(page: str) -> int:
    return int(re.search(r'name="version" value="(\d+)"', page).group(1))


def test_the_sheet_stands_beside_the_entry(at_desk, jury):
    page = at_desk.get(f"/scorecards/{CODE}").text
    assert jury.entries[1].title_en in page
    assert jury.entries[1].summary_en in page
    assert "Criterion benefit" in page
    assert "Level 10" in page
    assert re.sub("<noscript>.*?</noscript>", "", page, flags=re.DOTALL).count('type="radio"') == 3 * 12
    assert version(page) == 0
    assert checked(page) == {}
    assert f"/scorecards/{CODE}/recusal" in page
    assert 'value="previous"' in page
    assert 'value="next"' in page


def test_every_text_box_says_who_will_read_it(at_desk):
    page = at_desk.get(f"/scorecards/{CODE}").text
    labels = re.findall(
        r'<label for="(comment\.\w+|strengths|improvements|confidential)">(.*?)</label>', page, re.DOTALL
    )
    assert len(labels) == 6
    assert all("read by" in label for _, label in labels)


@pytest.mark.parametrize("points", TEN.values)
def test_each_choice_comes_back_as_it_was_saved(at_desk, jury, points):
    jury.save(SheetInput(marks(points, ABSTAINED, None, channels="لا أحكم")), entry=1)
    page = at_desk.get(f"/scorecards/{CODE}").text
    assert checked(page) == {"benefit": str(points), "channels": ABSTAINED}
    assert ">لا أحكم</textarea>" in page
    assert version(page) == 1


def test_a_posted_sheet_is_saved_and_the_page_is_shown_again(at_desk, jury, post):
    answer = post(CODE, version=0, benefit=8, channels=7, comment_benefit="جيد", strengths="أثر")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/scorecards/{CODE}")
    page = at_desk.get(f"/scorecards/{CODE}").text
    assert "Your sheet is saved." in page
    assert checked(page) == {"benefit": "8", "channels": "7"}
    assert "76.25" in page
    assert "Criteria left: 1" in page


@pytest.mark.parametrize(
    ("then", "where"),
    [
        ("previous", f"/{CODES[0]}"),
        ("next", f"/{CODES[2]}"),
        ("lodge", f"/{CODE}/lodgement"),
        ("", f"/{CODE}"),
    ],
)
def test_a_save_goes_where_the_pressed_button_says(post, then, where):
    assert post(CODE, version=0, benefit=8, then=then).headers["location"] == f"/scorecards{where}"


def test_after_the_last_entry_comes_the_list(post):
    assert post(CODES[2], version=0, benefit=8, then="next").headers["location"] == "/scorecards"


def test_a_save_by_script_answers_with_what_the_page_shows(jury, post):
    answer = post(CODE, version=0, script=True, benefit=8, channels=7)
    assert answer.status_code == 200
    told = answer.json()
    assert {name: told[name] for name in ("version", "total", "scored")} == {
        "version": 1, "total": "76.25", "scored": 2
    }  # fmt: skip
    assert told["saved_at"] == jury.clock().isoformat(timespec="seconds")
    assert told["words"].startswith("Saved at ")


def test_points_off_the_scale_are_refused_with_what_was_typed(jury, post):
    answer = post(CODE, version=0, benefit=12, channels=7, strengths="لا يضيع")
    assert answer.status_code == 422
    assert "Choose one of the options." in answer.text
    assert checked(answer.text) == {"channels": "7"}
    assert ">لا يضيع</textarea>" in answer.text
    told = post(CODE, version=1, script=True, benefit=12, channels=7)
    assert (told.status_code, list(told.json()["errors"])) == (422, ["points.benefit"])


def test_a_field_that_is_wrong_is_named_and_everything_else_is_saved(jury, post):
    jury.save(SheetInput(marks(6, benefit="كما حُفظ")), entry=1)
    long = "ا" * (LONGEST_COMMENT + 1)
    answer = post(CODE, version=1, benefit=8, comment_benefit=long, strengths="أثر")
    assert answer.status_code == 422
    assert long in answer.text, "what was typed is not lost"
    assert (
        f'<a href="#comment.benefit">Criterion benefit: Write at most {LONGEST_COMMENT} characters.</a>'
        in (answer.text)
    )
    assert version(answer.text) == 2
    [card] = jury.rows(Scorecard)
    assert (card.strengths, card.version, card.total) == ("أثر", 2, "80")
    assert jury.rows(Score, criterion_id=jury.criteria()["benefit"].id)[0].comment == "كما حُفظ"
    told = post(CODE, version=2, script=True, benefit=9, comment_benefit=long).json()
    assert (told["version"], list(told["errors"])) == (3, ["comment.benefit"])
    assert jury.rows(Scorecard)[0].total == "90"


def test_a_field_that_is_wrong_does_not_open_a_sheet_that_was_saved_elsewhere(jury, post):
    jury.save(SheetInput(marks(6), "الأولى"), entry=1)
    answer = post(
        CODE, version=0, benefit=8, comment_benefit="ا" * (LONGEST_COMMENT + 1), strengths="الثانية"
    )
    assert answer.status_code == 409
    assert jury.rows(Scorecard)[0].strengths == "الأولى"


def test_a_choice_can_be_taken_back_without_javascript(at_desk, jury, post):
    jury.save(SheetInput(marks(6)), entry=1)
    page = at_desk.get(f"/scorecards/{CODE}").text
    assert '<noscript><label class="choice"><input type="radio" name="points.benefit" value="">' in page
    post(CODE, version=1, benefit="")
    assert checked(at_desk.get(f"/scorecards/{CODE}").text) == {}


def onward(page: str) -> list[tuple[str, str]]:
    """Where the page says to go on."""
    words = "Continue a draft|Next entry not started|Next sheet to lodge"
    return re.findall(rf'href="/scorecards/([^"]+)">({words})</a>', page)


def test_the_page_says_which_entry_of_how_many_it_is_and_leads_to_what_comes_first(at_desk, jury):
    page = at_desk.get(f"/scorecards/{CODE}").text
    assert "Entry 2 of 3 · 0 of 3 sheets lodged" in page
    assert onward(page) == [(CODES[2], "Next entry not started")], "the next one, not the first"
    jury.save(SheetInput(marks(8, 7, 6)), entry=2)
    assert onward(at_desk.get(f"/scorecards/{CODE}").text) == [(CODES[0], "Next entry not started")]
    jury.save(SheetInput(marks(8)), entry=0)
    assert onward(at_desk.get(f"/scorecards/{CODE}").text) == [(CODES[0], "Continue a draft")]
    jury.save(SheetInput(marks(8, 7, 6)), entry=0, version=1)
    assert onward(at_desk.get(f"/scorecards/{CODE}").text) == [(CODES[2], "Next sheet to lodge")]


def test_a_total_of_some_criteria_is_no_total_and_says_of_how_much_of_the_weights_it_is(at_desk, jury):
    jury.save(SheetInput(marks(None, 7)), entry=1)
    page = at_desk.get(f"/scorecards/{CODE}").text
    assert "70.00 so far, on 30% of the weights · Criteria left: 2" in page
    assert ">–</output>" in page
    jury.save(SheetInput(marks(ABSTAINED, 7, ABSTAINED)), entry=1, version=1)
    page = at_desk.get(f"/scorecards/{CODE}").text
    assert '<strong class="error">Before you lodge, your points must cover at least half' in page
    assert ">70.00</output>" in page


def test_the_rule_of_half_of_the_weights_is_said_before(at_desk):
    page = at_desk.get(f"/scorecards/{CODE}").text
    assert "To abstain is not a zero: the criterion is left out of the total." in page
    assert "your points must cover at least half of the weights" in page


def test_a_lodged_sheet_says_where_to_ask_about_a_mistake_and_leads_on(at_desk, jury):
    saved = jury.save(SheetInput(marks(8, 7, 6)), entry=1)
    jury.save(SheetInput(marks(8)), entry=0)
    with jury.db.write() as session:
        lodge_scorecard(session, saved.scorecard_id, by=jury.person.id, at=jury.clock())
    page = at_desk.get(f"/scorecards/{CODE}").text
    assert "Found a mistake?" in page
    assert f'href="/scorecards/{CODE}/reopening"' in page
    assert page.count(f'<a class="button" href="/scorecards/{CODES[0]}">Continue a draft') == 1


def test_an_entry_in_the_other_language_alone_says_so(at_desk, jury, make):
    assert "This entry is in Arabic only." not in at_desk.get(f"/scorecards/{CODE}").text
    with jury.db.write() as session:
        copy = session.exec(select(BlindCopy).where(BlindCopy.entry_id == jury.entries[1].id)).one()
        copy.content, copy.version = {**copy.content, "language": "ar"}, copy.version + 1
        session.add(copy)
    assert "This entry is in Arabic only." in at_desk.get(f"/scorecards/{CODE}").text


def test_an_entry_without_attachments_says_so(at_desk):
    assert "No attachments." in at_desk.get(f"/scorecards/{CODE}").text


def test_the_key_of_unsent_text_is_the_persons_own(at_desk, client, jury, sign_in):
    keys = []
    for person, code in ((jury.person, CODES[0]), (jury.colleague, "ZZ-999"), (jury.person, CODES[1])):
        sign_in(client, person)
        page = client.get(f"/scorecards/{code}").text
        keys.append(re.search(r'data-owner="([^"]+)" data-key="([^"]+)"', page).groups())
    mine, theirs, mine_again = keys
    assert mine == mine_again
    assert not set(mine) & set(theirs)


def test_what_is_sent_after_the_session_ended_comes_back_ready_to_be_sent_again(
    client, at_desk, jury, post, sign_in
):
    token = form_token(at_desk, "/scorecards")
    del at_desk.cookies["session"]
    written = {
        "version": "0",
        "points.benefit": "8",
        "comment.benefit": "تعليق",
        "strengths": "</textarea><b>أثر",
    }
    answer = at_desk.post(f"/scorecards/{CODE}", data={"_csrf_token": token, **written})
    assert answer.status_code == 403
    assert "You have been signed out." in answer.text
    assert f'href="/sign-in?next=/scorecards/{CODE}"' in answer.text
    assert "</textarea><b>" not in answer.text
    sent_again = {
        name: unescape(value)
        for name, value in re.findall(r'<textarea name="([^"]+)" hidden>\n(.*?)</textarea>', answer.text)
    }
    assert sent_again == written
    assert jury.rows(Scorecard) == []
    told = at_desk.post(
        f"/scorecards/{CODE}", data={"_csrf_token": token, **written}, headers={"accept": "application/json"}
    )
    assert (told.status_code, told.json()) == (403, {"error": "You have been signed out."})
    sign_in(client, jury.person)
    token = form_token(client, "/scorecards")
    client.post(f"/scorecards/{CODE}", data={"_csrf_token": token, **sent_again})
    assert jury.rows(Scorecard)[0].strengths == "</textarea><b>أثر"


def seen(page: str) -> str:
    """What a page that was opened sends back as what it has seen."""
    return unescape(re.search(r'name="seen" value="([^"]*)"', page).group(1))


def test_two_tabs_that_wrote_in_different_fields_are_put_together(at_desk, jury, post):
    post(CODE, version=0, benefit=8, channels=5, strengths="أثر")
    known = seen(at_desk.get(f"/scorecards/{CODE}").text)
    post(CODE, version=1, benefit=8, channels=3, comment_channels="من الأولى", strengths="أثر")
    answer = post(CODE, version=1, seen=known, benefit=9, channels=5, strengths="أثر")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/scorecards/{CODE}")
    page = at_desk.get(f"/scorecards/{CODE}").text
    assert "together with what you had saved elsewhere" in page
    assert checked(page) == {"benefit": "9", "channels": "3"}
    assert ">من الأولى</textarea>" in page


def test_only_what_both_tabs_changed_is_asked_about_and_the_rest_is_saved(at_desk, jury, post):
    known = seen(at_desk.get(f"/scorecards/{CODE}").text)
    post(CODE, version=0, benefit=8, strengths="من الأولى")
    answer = post(CODE, version=0, seen=known, benefit=8, channels=4, strengths="من الثانية")
    assert answer.status_code == 409
    assert "You changed 1 field here and elsewhere" in answer.text
    [card] = jury.rows(Scorecard)
    assert (card.version, card.scored, card.strengths) == (2, 2, "من الأولى")
    offered = re.findall(r'<input type="radio" name="([^"]+)" value="([^"]*)"( checked)?', answer.text)
    assert offered == [
        ("strengths", "من الأولى\n\nمن الثانية", " checked"),
        ("strengths", "من الثانية", ""),
        ("strengths", "من الأولى", ""),
    ]
    kept = dict(re.findall(r'<textarea name="([^"]+)" hidden>\n(.*?)</textarea>', answer.text))
    assert kept == {"points.benefit": "8", "points.channels": "4"}
    chosen = post(CODE, version=version(answer.text), **kept, strengths=offered[0][1])
    assert chosen.status_code == 303
    [card] = jury.rows(Scorecard)
    assert (card.scored, card.strengths) == (2, "من الأولى\n\nمن الثانية")


def test_what_is_wrong_and_what_is_asked_about_do_not_hide_each_other(at_desk, jury, post):
    known = seen(at_desk.get(f"/scorecards/{CODE}").text)
    post(CODE, version=0, benefit=8)
    long = "ا" * (LONGEST_COMMENT + 1)
    answer = post(CODE, version=0, seen=known, benefit=3, comment_channels=long)
    assert answer.status_code == 409
    assert f'<textarea name="comment.channels" hidden>\n{long}</textarea>' in answer.text
    told = post(CODE, version=0, seen=known, script=True, benefit=3, comment_channels=long).json()
    assert (told["contested"], list(told["errors"])) == (["points.benefit"], ["comment.channels"])


def test_a_partial_save_is_never_taken_for_somebody_elses(at_desk, jury, post):
    known = seen(at_desk.get(f"/scorecards/{CODE}").text)
    long = "ا" * (LONGEST_COMMENT + 1)
    sent = {"benefit": 8, "comment_benefit": long}
    assert post(CODE, version=0, seen=known, script=True, **sent).status_code == 422
    again = post(CODE, version=0, seen=known, script=True, **sent)
    assert (again.status_code, again.json()["contested"]) == (422, [])
    shorter = post(CODE, version=0, seen=known, script=True, benefit=8, comment_benefit=long[1:])
    assert (shorter.status_code, shorter.json()["contested"]) == (200, [])


def test_a_wrong_field_that_is_sent_again_makes_no_new_version(jury, post):
    long = "ا" * (LONGEST_COMMENT + 1)
    for version_known in (0, 1, 1):
        told = post(CODE, version=version_known, script=True, benefit=8, comment_benefit=long).json()
    assert told["version"] == jury.rows(Scorecard)[0].version == 1


def test_a_save_without_an_answer_is_not_taken_for_somebody_elses_however_much_was_typed_since(jury, post):
    post(CODE, version=0, benefit=8, strengths="أثر")  # whose answer was lost
    unheard = '[{}, {"points.benefit": "8", "strengths": "أثر"}]'
    answer = post(CODE, version=0, script=True, seen=unheard, benefit=7, strengths="أثر واضح")
    assert (answer.status_code, answer.json()["version"]) == (200, 2)
    assert jury.rows(Scorecard)[0].strengths == "أثر واضح"


def test_what_is_written_on_a_criterion_that_is_scored_no_longer_can_be_copied(at_desk, jury, post):
    known = seen(at_desk.get(f"/scorecards/{CODE}").text)
    answer = post(CODE, version=0, seen=known, benefit=8, **{"comment.beauty": "لا يضيع"})
    assert answer.status_code == 409
    assert "لا يضيع" in answer.text
    assert "A criterion that is scored no longer" in answer.text
    assert jury.rows(Scorecard)[0].scored == 1, "the rest is saved"


def test_a_script_that_is_late_is_told_what_is_saved(post):
    post(CODE, version=0, benefit=8, strengths="الأولى")
    late = post(CODE, version=0, script=True, benefit=3, strengths="الثانية")
    assert late.status_code == 409
    told = late.json()
    assert (told["contested"], told["version"]) == (["points.benefit", "strengths"], 1)
    assert (told["saved"]["points.benefit"], told["saved"]["strengths"]) == ("8", "الأولى")
    assert told["saved"]["points.channels"] == ""


def test_a_save_whose_answer_was_lost_can_be_sent_again(jury, post):
    post(CODE, version=0, benefit=8, strengths="أثر\r\nواضح ")
    again = post(CODE, version=0, script=True, benefit=8, strengths="أثر\nواضح")
    told = again.json()
    assert (again.status_code, told["version"], told["fresh"]) == (200, 1, False)
    assert post(CODE, version=0, benefit=8, strengths="أثر\nواضح").status_code == 303
    assert jury.rows(Scorecard)[0].version == 1


def test_what_is_typed_into_a_sheet_that_was_lodged_meanwhile_can_be_copied(jury, post):
    saved = jury.save(SheetInput(marks(8, 7, 6)), entry=1)
    with jury.db.write() as session:
        lodge_scorecard(session, saved.scorecard_id, by=jury.person.id, at=jury.clock())
    answer = post(CODE, version=1, benefit=9, strengths="كُتب متأخرًا")
    assert answer.status_code == 409
    assert "كُتب متأخرًا" in answer.text
    assert 'type="radio"' not in answer.text
    assert jury.rows(Scorecard)[0].total == "73"


def test_what_is_typed_when_the_round_closes_can_be_copied(jury, post):
    with jury.db.write() as session:
        round_ = session.get_one(Round, jury.round.id)
        round_.closed_at, round_.closed_by_id = jury.clock(), jury.organiser.id
        session.add(round_)
    answer = post(CODE, version=0, benefit=9, strengths="كُتب متأخرًا")
    assert answer.status_code == 409
    assert "كُتب متأخرًا" in answer.text
    assert jury.rows(Scorecard) == []


def unreachable(at_desk, post, code: str) -> set[int]:
    return {
        at_desk.get(f"/scorecards/{code}").status_code,
        at_desk.get(f"/scorecards/{code}/lodgement").status_code,
        post(code, version=0, benefit=8).status_code,
        post(code, version=0, path="/lodgement").status_code,
    }


def test_a_colleagues_code_and_no_code_at_all_answer_alike(at_desk, post):
    assert unreachable(at_desk, post, "ZZ-999") == {404}
    theirs, nothing = at_desk.get("/scorecards/ZZ-999"), at_desk.get("/scorecards/NO-000")
    assert theirs.text == nothing.text


def test_a_sheet_from_which_the_judge_stood_back_cannot_be_reached(at_desk, jury, post):
    jury.save(SheetInput(marks(8)), entry=1)
    with jury.db.write() as session:
        assignment = session.get_one(Assignment, jury.assignments[1].id)
        assignment.ended_at = jury.clock()
        session.add(assignment)
    assert unreachable(at_desk, post, CODE) == {404}


def test_the_sheet_of_an_entry_that_is_out_cannot_be_reached(at_desk, jury, post):
    with jury.db.write() as session:
        entry = session.get_one(Entry, jury.entries[1].id)
        entry.state = EntryState.WITHDRAWN
        session.add(entry)
    assert unreachable(at_desk, post, CODE) == {404}


def test_before_the_round_is_opened_no_sheet_can_be_reached(at_desk, jury, post):
    with jury.db.write() as session:
        round_ = session.get_one(Round, jury.round.id)
        round_.opened_at = None
        session.add(round_)
    assert unreachable(at_desk, post, CODE) == {404}


def test_the_judge_never_learns_of_colleagues(at_desk, jury):
    before = at_desk.get(f"/scorecards/{CODES[0]}").text
    with jury.db.write() as session:
        save_scorecard(
            session, jury.theirs.id, SheetInput(marks(1, 2, 3), "قول الزميل"), version=0,
            by=jury.colleague.id, at=jury.clock(),
        )  # fmt: skip
    assert at_desk.get(f"/scorecards/{CODES[0]}").text == before


def test_the_lodgement_page_lists_what_is_missing_and_offers_no_button(at_desk, jury):
    jury.save(SheetInput(marks(8, None, 6)), entry=1)
    page = at_desk.get(f"/scorecards/{CODE}/lodgement").text
    assert f'href="/scorecards/{CODE}#points.channels"' in page
    assert "#points.benefit" not in page
    assert '<button class="button">' not in page


def test_all_that_is_lodged_is_shown_before(at_desk, jury):
    jury.save(SheetInput(marks(8, 7, 6, benefit="سطر\nثان"), "قوة", confidential="سر"), entry=1)
    page = at_desk.get(f"/scorecards/{CODE}/lodgement").text
    for text in (
        "سطر\nثان",
        "قوة",
        "سر",
        "Nothing written.",
        "read by the entrant after",
        "confidential: read by",
    ):
        assert text in page
    assert "The entrant will read nothing from you" not in page
    jury.save(SheetInput(marks(8, 7, 6)), entry=1, version=1)
    page = at_desk.get(f"/scorecards/{CODE}/lodgement").text
    assert page.count("Nothing written.") == 3
    assert "The entrant will read nothing from you" in page


def test_a_sheet_with_too_little_scored_is_not_offered_for_lodgement(at_desk, jury):
    jury.save(SheetInput(marks(ABSTAINED, 7, ABSTAINED)), entry=1)
    page = at_desk.get(f"/scorecards/{CODE}/lodgement").text
    assert "at least half of the weights (now 30%)" in page
    assert '<button class="button">' not in page


def test_a_sheet_is_confirmed_lodged_and_then_read_only(at_desk, jury, post):
    jury.save(SheetInput(marks(8, 7, ABSTAINED, benefit="مقيس"), "أثر"), entry=1)
    confirmation = at_desk.get(f"/scorecards/{CODE}/lodgement").text
    assert '<button class="button">' in confirmation
    answer = post(CODE, version=version(confirmation), path="/lodgement")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/scorecards/{CODE}")
    page = at_desk.get(f"/scorecards/{CODE}").text
    assert "<textarea" not in page
    assert "The sheet is lodged. Keep its receipt." in page
    for text in ("76.25", "Abstained", "مقيس", "أثر"):
        assert text in page
    with jury.db.read() as session:
        digest = session.exec(select(LodgementReceipt.digest)).one()
    assert "".join(re.findall(r"<span>([0-9a-f]{8})</span>", page)) == digest
    assert at_desk.get(f"/scorecards/{CODE}/lodgement", follow_redirects=False).status_code == 303


def test_an_incomplete_sheet_that_is_lodged_anyway_is_refused(jury, post):
    assert post(CODE, version=0, path="/lodgement").status_code == 422
    jury.save(SheetInput(marks(8)), entry=1)
    answer = post(CODE, version=1, path="/lodgement")
    assert answer.status_code == 422
    assert "A sheet is lodged when every criterion has an answer." in answer.text
    assert jury.rows(LodgementReceipt) == []


def test_what_changed_since_the_confirmation_is_shown_before_it_is_lodged(jury, post):
    jury.save(SheetInput(marks(8, 7, 6)), entry=1)
    jury.save(SheetInput(marks(1, 1, 1)), entry=1, version=1)
    answer = post(CODE, version=1, path="/lodgement")
    assert answer.status_code == 422
    assert version(answer.text) == 2
    assert "10.00" in answer.text
    assert jury.rows(LodgementReceipt) == []


def test_a_sheet_not_lodged_in_time_can_only_be_read(at_desk, jury):
    jury.save(SheetInput(marks(8)), entry=1)
    with jury.db.write() as session:
        round_ = session.get_one(Round, jury.round.id)
        round_.closed_at, round_.closed_by_id = jury.clock(), jury.organiser.id
        session.add(round_)
    page = at_desk.get(f"/scorecards/{CODE}").text
    assert "it does not count" in page
    assert "<textarea" not in page
    assert "Not scored" in page


def test_what_a_judge_writes_is_never_markup(at_desk, post):
    post(CODE, version=0, benefit=8, strengths="<script>alert(1)</script>", comment_benefit="</textarea><b>")
    page = at_desk.get(f"/scorecards/{CODE}").text
    assert "<script>alert" not in page
    assert "</textarea><b>" not in page


def test_a_form_without_its_token_saves_nothing(at_desk, jury):
    form_token(at_desk, f"/scorecards/{CODE}")
    assert (
        at_desk.post(f"/scorecards/{CODE}", data={"version": "0", "points.benefit": "8"}).status_code == 403
    )
    assert jury.rows(Scorecard) == []


def test_the_page_takes_a_few_statements(at_desk, jury, sent):
    jury.save(SheetInput(marks(8)), entry=1)
    at_desk.get(f"/scorecards/{CODE}")
    sent.clear()
    at_desk.get(f"/scorecards/{CODE}")
    assert len(sent) <= 5  # one of them asks for what the entrant answered


def test_after_the_round_a_sheet_leads_to_its_neighbours_and_to_no_work(jury, at_desk) -> None:
    assert "Next entry not started" in at_desk.get("/scorecards/AA-111").text
    with jury.db.write() as session:
        close_round(session, jury.round.id, by=jury.organiser.id, at=jury.clock())
    page = at_desk.get("/scorecards/AA-111").text
    assert "Next entry not started" not in page
    assert ">Next</a>" in page
    assert 'href="/reconciliations"' not in at_desk.get("/scorecards").text
