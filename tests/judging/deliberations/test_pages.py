"""Pages of reasons, decisions and publication."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from awards.cycles.operations import move_dates
from awards.cycles.queries import timetable_of
from awards.cycles.timetable import Happened
from awards.entries.operations import disqualify_entry
from awards.kit.audit import AuditEvent
from judging.deliberations.models import Decision, Publication
from judging.deliberations.operations import approve_decision
from judging.scorecards.models import Score, Scorecard
from tests.contests import SETTLED, contest
from tests.judging.deliberations.test_deciding import decide
from tests.pages import form_token

CITATIONS = {"citation_ar": "حيثيات", "citation_en": "Citation"}
REASONS = {"reason": "أثرها أوسع بكثير", "reason_en": "It reaches further."}


@pytest.fixture
def settled(make):
    c = contest(make, {"G2C": SETTLED})
    c.open_results()
    return c


@pytest.fixture
def organiser(client, sign_in, settled):
    sign_in(client, settled.organisers[0])
    client.cookies.set("language", "en")
    return client


def decide_on_page(client, c, place, code="G2C", **data):
    path = f"{c.path}/decisions/{code}/{place}"
    page = client.get(path).text
    shown = {
        name: re.search(rf'name="{name}" value="([^"]*)"', page).group(1) for name in ("tally", "decision")
    }
    return client.post(
        path, data={"_csrf_token": form_token(client, path), **shown, **data}, follow_redirects=False
    )


def test_an_entry_opens_to_its_sheets_the_computation_and_the_decision(organiser, settled, make):
    entry = settled.entries["G2C"][1]
    with make.db.write() as session:
        card = session.get_one(Scorecard, settled.cards[3].id)
        card.strengths = "Saves <b>days</b>"
        session.exec(select(Score).where(Score.scorecard_id == card.id)).first().comment = "Well measured."
    decide(settled, 1, entry, reason="Wider reach.")
    page = organiser.get(f"{settled.path}/results/G2C/{entry.number}").text
    assert "(50 × 8 + 30 × 8 + 20 × 8) ÷ 100 × 10 = 80" in page
    assert "(80 + 80 + 80) ÷ 3 = 80" in page
    assert "Saves &lt;b&gt;days&lt;/b&gt;" in page
    assert "Well measured." in page
    assert "Wider reach." in page
    assert settled.organisers[0].name_en in page
    assert "nobody yet" in page
    with make.db.read() as session:
        names = {session.get_one(type(make.person()), judge.person_id).name_en for judge in settled.judges}
    assert not any(re.search(rf"\b{name}\b", page) for name in names)


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("comment", ["", "لم أجد الدليل"])
def test_an_entry_opens_to_its_reasons_where_a_judge_left_a_criterion_unscored(
    client, sign_in, make, language, comment
):
    c = contest(make, {"G2C": [[9, (9, None, 9), 9], [(8, 8, None), (None, 8, 8), 8]]})
    with make.db.write() as session:
        for card in c.cards:
            for score in session.exec(select(Score).where(Score.scorecard_id == card.id)):
                score.comment = "" if score.points is not None else comment
    c.open_results()
    sign_in(client, c.organisers[0])
    client.cookies.set("language", language)
    for entry in c.entries["G2C"]:
        answer = client.get(f"{c.path}/results/G2C/{entry.number}")
        assert answer.status_code == 200
        assert ("no reason was written" in answer.text) == (language == "en" and not comment)
        assert (comment in answer.text) or not comment


def test_a_tie_is_explained_on_the_page_of_the_entry(client, sign_in, make):
    c = contest(make, {"G2C": [[(8, 6, 6)] * 3, [(6, 8, 8)] * 3]})
    c.open_results()
    sign_in(client, c.organisers[0])
    client.cookies.set("language", "en")
    page = client.get(f"{c.path}/results/G2C/{c.entries['G2C'][0].number}").text
    assert "These entries have the same exact total." in page
    assert re.search(r"decided by:\s*<strong><bdi>Criterion benefit", page)


def test_a_place_is_decided_on_its_page_which_proposes_the_ranking(organiser, settled):
    first = settled.entries["G2C"][0]
    page = organiser.get(f"{settled.path}/decisions/G2C/1").text
    assert re.findall(r'value="([^"]+)" aria-label="Entry \d+" checked', page) == [str(first.id)]
    answer = decide_on_page(organiser, settled, 1, outcome="awarded", entries=[str(first.id)], **CITATIONS)
    assert answer.headers["location"] == f"{settled.path}/decisions#G2C"
    page = organiser.get(f"{settled.path}/decisions").text
    assert page.count("Awarded") == 1
    assert page.count("Not decided") == 2


def test_what_was_typed_is_kept_when_a_citation_or_a_reason_is_missing(organiser, settled):
    second = settled.entries["G2C"][1]
    answer = decide_on_page(
        organiser, settled, 1, outcome="awarded", entries=[str(second.id)], citation_ar="نص الحيثيات"
    )
    assert answer.status_code == 422
    assert "نص الحيثيات" in answer.text
    assert 'href="#citation_en"' in answer.text
    assert f'value="{second.id}" aria-label="Entry {second.number}" checked' in answer.text
    answer = decide_on_page(organiser, settled, 1, outcome="awarded", entries=[str(second.id)], **CITATIONS)
    assert answer.status_code == 422
    assert 'href="#reason"' in answer.text


def test_a_broken_rule_is_told_on_the_form(organiser, settled):
    answer = decide_on_page(organiser, settled, 1, outcome="awarded", **REASONS, **CITATIONS)
    assert answer.status_code == 422
    assert "Choose one entry" in answer.text
    assert "حيثيات" in answer.text


def test_a_decision_on_an_older_version_of_the_results_is_refused(organiser, settled):
    path = f"{settled.path}/decisions/G2C/1"
    data = {
        "_csrf_token": form_token(organiser, path),
        "tally": "00000000-0000-4000-8000-000000000000",
        "outcome": "awarded",
        "entries": [str(settled.entries["G2C"][0].id)],
        **CITATIONS,
    }
    answer = organiser.post(path, data=data)
    assert answer.status_code == 409
    assert "counted again" in answer.text


def test_the_second_organiser_approves_what_the_first_decided(organiser, sign_in, settled, db):
    (decision,) = decide(settled, 1, settled.entries["G2C"][1], reason="Wider reach.")
    approval = f"{settled.path}/decisions/G2C/1/approval"
    board = f"{settled.path}/decisions"
    assert f'action="{approval}"' not in organiser.get(board).text
    data = {"_csrf_token": form_token(organiser, board), "decision": str(decision.id)}
    assert organiser.post(approval, data=data).status_code == 409
    sign_in(organiser, settled.organisers[1])
    page = organiser.get(board).text
    assert f'action="{approval}"' in page
    assert "Wider reach." in page
    data["_csrf_token"] = form_token(organiser, board)
    assert organiser.post(approval, data=data, follow_redirects=False).status_code == 303
    with db.read() as session:
        assert session.exec(select(Decision)).one().approved_by_id == settled.organisers[1].id


def test_an_approval_holds_only_for_the_decision_that_was_shown(organiser, sign_in, settled):
    (shown,) = decide(settled, 1, settled.entries["G2C"][1], reason="One.")
    decide(settled, 1, settled.entries["G2C"][2], reason="Another.")
    sign_in(organiser, settled.organisers[1])
    data = {"_csrf_token": form_token(organiser, f"{settled.path}/decisions"), "decision": str(shown.id)}
    answer = organiser.post(f"{settled.path}/decisions/G2C/1/approval", data=data)
    assert 'class="error-summary"' in answer.text
    assert f'action="{settled.path}/decisions/G2C/1/approval"' in answer.text, "on the board"
    assert answer.status_code == 409
    assert "was changed" in answer.text


def test_the_publication_page_lists_what_is_missing_and_waits_for_its_day(organiser, settled):
    path = f"{settled.path}/publication"
    page = organiser.get(path).text
    assert f'<a href="{settled.path}/decisions#G2C">First place of “Category G2C” is not decided.</a>' in page
    for place, entry in enumerate(settled.entries["G2C"][:3], 1):
        decide(settled, place, entry)
    page = organiser.get(path).text
    assert "Every place is decided" in page
    assert f'href="{path}/consent"' not in page
    assert organiser.get(f"{path}/consent", follow_redirects=False).headers["location"] == path


def test_results_go_out_with_the_second_of_two_consents(client, sign_in, settled, clock, db):
    for place, entry in enumerate(settled.entries["G2C"][:3], 1):
        decide(settled, place, entry)
    clock.at = settled.cycle.publishes_at
    path = f"{settled.path}/publication"
    for n, organiser in enumerate(settled.organisers):
        sign_in(client, organiser)
        client.cookies.set("language", "en")
        assert f'href="{path}/consent"' in client.get(path).text
        page = client.get(f"{path}/consent").text
        assert "rank 1 · total 90.00 · 3 sheets" in page
        data = {
            "_csrf_token": form_token(client, f"{path}/consent"),
            "seen": re.search(r'name="seen" value="([^"]+)"', page).group(1),
        }
        assert client.post(f"{path}/consent", data=data).status_code == 422, "nothing was confirmed"
        data["confirmed"] = "true"
        assert client.post(f"{path}/consent", data=data, follow_redirects=False).status_code == 303
        with db.read() as session:
            assert (session.get(Publication, settled.cycle.id) is not None) == (n == 1)
        assert f'href="{path}/consent"' not in client.get(path).text
    assert "decisions/G2C/1" not in client.get(f"{settled.path}/decisions").text


def test_a_published_place_offers_no_form(client, sign_in, settled, clock):
    for place, entry in enumerate(settled.entries["G2C"][:3], 1):
        decide(settled, place, entry)
    clock.at = settled.cycle.publishes_at
    settled.publish()
    sign_in(client, settled.organisers[0])
    client.cookies.set("language", "en")
    page = client.get(f"{settled.path}/decisions/G2C/1").text
    assert "The decisions stand." in page
    assert "<textarea" not in page
    assert 'method="post" action="/cycles' not in page


def test_the_page_before_publication_shows_what_each_place_rests_on(organiser, settled):
    first, second, *_ = settled.entries["G2C"]
    (decision,) = decide(settled, 1, second, reason="أثرها أوسع")
    with settled.make.db.write() as session:
        session.get_one(Decision, decision.id).reason_en = "Wider reach."
    page = organiser.get(f"{settled.path}/publication").text
    assert "rank 2 · total 80.00 · 3 sheets" in page
    assert "Departs from the ranking" in page
    assert "Wider reach." in page
    assert "أثرها أوسع" not in page
    assert settled.organisers[0].name_en in page
    assert re.search(rf"Passes over:.*{first.title_en}", page), "whoever is passed over is named"
    organiser.cookies.set("language", "ar")
    assert "أثرها أوسع" in organiser.get(f"{settled.path}/publication").text


def test_the_day_of_publication_is_moved_in_sight_of_whoever_publishes(organiser, settled, db):
    new = replace(timetable_of(settled.cycle), publishes=settled.cycle.publishes_at + timedelta(days=1))
    with db.write() as session:
        move_dates(
            session,
            settled.cycle.id,
            new,
            happened=Happened(round_opened=True, round_closed=True),
            reason="The hall is not free.",
            by=settled.organisers[1].id,
            at=settled.make.now,
        )
    page = organiser.get(f"{settled.path}/publication").text
    assert "The day of publication was moved" in page
    assert "The hall is not free." in page
    assert settled.organisers[1].name_en in page


def test_an_entry_without_a_rank_is_not_offered_for_a_place(client, sign_in, make):
    c = contest(make, {"G2C": [[9, 9, 9], [10, 10]], "MOB": [[10, 10], []]})
    c.open_results()
    sign_in(client, c.organisers[0])
    client.cookies.set("language", "en")
    page = client.get(f"{c.path}/decisions/G2C/1").text
    assert str(c.entries["G2C"][0].id) in page
    assert str(c.entries["G2C"][1].id) not in page
    assert "1 entry has fewer than 3 sheets" in page
    assert 'value="shared"' not in page
    page = client.get(f"{c.path}/decisions/MOB/1").text
    assert 'name="entries"' not in page
    assert re.findall(r'name="outcome" value="(\w+)"', page) == ["withheld"]
    forced = decide_on_page(
        client, c, 1, "MOB", outcome="awarded", entries=[str(c.entries["MOB"][0].id)], **CITATIONS, **REASONS
    )
    assert forced.status_code == 409
    assert "is not ranked" in forced.text


def test_an_entry_that_has_another_place_can_be_neither_ticked_nor_unticked(organiser, settled):
    _, second, third, _ = settled.entries["G2C"]
    decide(settled, 2, third, reason="سبب")
    page = organiser.get(f"{settled.path}/decisions/G2C/3").text
    assert str(third.id) not in page
    assert " checked" not in re.sub(r'name="outcome"[^>]*', "", page)
    assert str(second.id) in page


def test_a_withheld_place_goes_to_nobody_whatever_was_ticked(organiser, settled, db):
    first = settled.entries["G2C"][0]
    answer = decide_on_page(
        organiser, settled, 1, outcome="withheld", entries=[str(first.id)], **CITATIONS, **REASONS
    )
    assert answer.status_code == 303
    with db.read() as session:
        decision = session.exec(select(Decision)).one()
    assert (decision.entry_id, decision.citation_ar, decision.reason_en) == (None, "", REASONS["reason_en"])


def test_a_reason_is_written_in_both_languages(organiser, settled):
    answer = decide_on_page(organiser, settled, 1, outcome="withheld", reason="سبب")
    assert answer.status_code == 422
    assert 'href="#reason_en"' in answer.text


def test_a_stale_decision_shows_both_texts_and_replaces_nothing(organiser, settled, db):
    first = settled.entries["G2C"][0]
    path = f"{settled.path}/decisions/G2C/1"
    data = {
        "_csrf_token": form_token(organiser, path),
        "tally": re.search(r'name="tally" value="([^"]*)"', organiser.get(path).text).group(1),
        "decision": "",
        "outcome": "awarded",
        "entries": [str(first.id)],
        "citation_ar": "نص المنظم الثاني",
        "citation_en": "Second",
    }
    (theirs,) = decide(settled, 1, first, citation="نص المنظم الأول", by=1)
    answer = organiser.post(path, data=data)
    assert answer.status_code == 409
    assert "نص المنظم الأول" in answer.text
    assert "نص المنظم الثاني" in answer.text
    with db.read() as session:
        assert session.exec(select(Decision.id)).one() == theirs.id
    data["decision"] = re.search(r'name="decision" value="([^"]*)"', answer.text).group(1)
    assert organiser.post(path, data=data, follow_redirects=False).status_code == 303, "knowingly replaced"


def test_the_second_organiser_returns_a_decision_with_a_reason(organiser, sign_in, settled):
    (decision,) = decide(settled, 1, settled.entries["G2C"][1], reason="أثرها أوسع")
    board, back = f"{settled.path}/decisions", f"{settled.path}/decisions/G2C/1/return"
    assert f'action="{back}"' not in organiser.get(board).text
    sign_in(organiser, settled.organisers[1])
    assert f'action="{back}"' in organiser.get(board).text
    data = {"_csrf_token": form_token(organiser, board), "decision": str(decision.id)}
    assert organiser.post(back, data=data).status_code == 422
    short = organiser.post(back, data={**data, "reason": "Too thin"})
    assert short.status_code == 422
    assert ">Too thin</textarea>" in short.text
    assert 'href="#return-G2C-1"' in short.text
    assert f'action="{back}"' in short.text
    assert (
        organiser.post(
            back, data={**data, "reason": "That is not enough."}, follow_redirects=False
        ).status_code
        == 303
    )
    page = organiser.get(board).text
    assert "That is not enough." in page
    assert "Returned: decide again" in page
    assert "That is not enough." in organiser.get(f"{settled.path}/decisions/G2C/1").text


def test_the_ranking_shows_the_places_that_were_given_and_marks_no_others(organiser, settled):
    marked = re.compile(r'<tr class="placed">.*?</tr>', re.DOTALL)
    assert not marked.findall(organiser.get(f"{settled.path}/results").text)
    decide(settled, 1, settled.entries["G2C"][2], reason="أثرها أوسع")
    for page in ("results", "results/G2C", "decisions"):
        (row,) = marked.findall(organiser.get(f"{settled.path}/{page}").text)
        assert settled.entries["G2C"][2].title_en in row
        assert "First place" in row
        assert "not approved yet" in row


def test_an_entry_opens_to_its_neighbours_and_to_what_was_submitted_and_read(organiser, settled):
    first, second, third, _ = settled.entries["G2C"]
    decide(settled, 2, third, reason="سبب")
    page = organiser.get(f"{settled.path}/results/G2C/{second.number}").text
    for entry in (first, third):
        assert f'href="{settled.path}/results/G2C/{entry.number}"' in page
    assert page.count("10.00 points apart") == 2
    assert f'href="{settled.path}/entries/{second.number}"' in page
    assert f'href="{settled.path}/blinding/{second.number}"' in page
    assert settled.cycle.name_en in page
    over = organiser.get(f"{settled.path}/results/G2C/{third.number}").text
    assert "Passes over:" in over


def test_the_form_says_at_once_all_that_is_missing_and_names_the_fields(organiser, settled):
    page = decide_on_page(organiser, settled, 1, outcome="awarded").text
    for field, label in (("entries", "Who has the place"), ("citation_ar", "Citation in Arabic")):
        assert re.search(rf'<a href="#{field}">{label}: ', page)
    third = str(settled.entries["G2C"][2].id)
    page = decide_on_page(organiser, settled, 1, outcome="awarded", entries=[third]).text
    assert re.findall(r'<li><a href="#(\w+)">', page) == ["citation_ar", "citation_en", "reason", "reason_en"]
    page = decide_on_page(organiser, settled, 1, outcome="awarded", entries=[third], reason="x").text
    assert re.findall(r'<li><a href="#(\w+)">', page) == ["citation_ar", "citation_en", "reason", "reason_en"]
    assert "at least 3 words" in page


def test_the_form_warns_of_who_stands_before_a_place_and_proposes_nobody_else(organiser, settled):
    first, second, *_ = settled.entries["G2C"]
    decide(settled, 1, first)
    decide(settled, 2, citation="", reason="لم تبلغ المستوى")
    page = organiser.get(f"{settled.path}/decisions/G2C/3").text
    assert f"Entry {second.number} has rank 2 and no place." in page
    assert " checked" not in page.split('name="entries"', 1)[1].split("</table>", 1)[0]


def test_whoever_was_passed_over_reads_by_which_place_and_why(organiser, settled):
    first, second, third, _ = settled.entries["G2C"]
    decide(settled, 1, first)
    decide(settled, 2, citation="", reason="لم تبلغ المستوى")
    decide(settled, 3, third, reason="أثرها أوسع")
    page = organiser.get(f"{settled.path}/results/G2C/{second.number}").text
    assert "Passed over" in page
    assert "أثرها أوسع" in page
    assert "لم تبلغ المستوى" in page
    board = organiser.get(f"{settled.path}/decisions").text
    assert board.count("Passes over:") == 2


def test_withheld_places_are_approved_on_one_page_and_each_is_recorded(organiser, sign_in, make, db):
    c = contest(make, {"G2C": SETTLED, "IND": []})
    c.open_results()
    made = [
        decide(c, place, citation="", reason="لم تبلغ المستوى", code=code)[0]
        for code in ("G2C", "IND")
        for place in (1, 2, 3)
    ]
    path = f"{c.path}/decisions/approvals"
    sign_in(organiser, c.organisers[0])
    assert organiser.get(path, follow_redirects=False).status_code == 303, (
        "the first person has nothing to do"
    )
    sign_in(organiser, c.organisers[1])
    assert f'href="{path}"' in organiser.get(f"{c.path}/decisions").text
    page = organiser.get(path).text
    assert "No entries in this category." in page
    assert set(re.findall(r'name="decisions" value="([^"]+)"', page)) == {str(d.id) for d in made}
    token = {"_csrf_token": form_token(organiser, path)}
    assert 'href="#decisions"' in organiser.post(path, data=token).text
    (again,) = decide(c, 3, citation="", reason="لم تبلغه أيضًا", code="IND")
    stale = {**token, "decisions": [str(d.id) for d in made]}
    assert organiser.post(path, data=stale).status_code == 409
    with db.read() as session:
        assert not [d for d in session.exec(select(Decision)) if d.approved_at], "all or none"
    ticked = {**token, "decisions": [str(d.id) for d in (*made[:4], again)]}
    assert organiser.post(path, data=ticked, follow_redirects=False).status_code == 303
    with db.read() as session:
        approved = {d.id for d in session.exec(select(Decision)) if d.approved_at}
        events = session.exec(select(AuditEvent).where(AuditEvent.action == "place.approved")).all()
    assert approved == {d.id for d in (*made[:4], again)}
    assert len(events) == 5


def test_what_was_written_against_a_decision_that_changed_meanwhile_is_shown_beside_the_new_one(
    organiser, sign_in, settled
):
    (former,) = decide(settled, 1, settled.entries["G2C"][1], reason="أثرها أوسع")
    board, back = f"{settled.path}/decisions", f"{settled.path}/decisions/G2C/1/return"
    sign_in(organiser, settled.organisers[1])
    data = {
        "_csrf_token": form_token(organiser, board),
        "decision": str(former.id),
        "reason": "That is far too thin.",
    }
    decide(settled, 1, settled.entries["G2C"][2], reason="أدق في القياس", replaces=former.id)
    answer = organiser.post(back, data=data)
    assert answer.status_code == 409
    assert ">That is far too thin.</textarea>" in answer.text
    assert "أدق في القياس" in answer.text
    assert 'href="#return-G2C-1"' in answer.text
    assert "This decision was changed since you opened the page" in answer.text
    decide(settled, 1, settled.entries["G2C"][1], reason="أثرها أوسع فعلًا", by=1)
    answer = organiser.post(back, data=data)
    assert "That is far too thin." in answer.text, (
        "what they may no longer return is shown with what they wrote"
    )
    assert "What you wrote, and was not kept:" in answer.text
    assert "أثرها أوسع فعلًا" in answer.text


def test_who_left_the_contest_cannot_be_chosen_and_an_approval_that_would_fall_is_named(
    organiser, sign_in, settled, make
):
    first, second, *_ = settled.entries["G2C"]
    (decision,) = decide(settled, 1, second, reason="Wider reach.")
    path = f"{settled.path}/decisions/G2C/1"
    assert "This decision is approved" not in organiser.get(path).text
    with make.db.write() as session:
        approve_decision(session, decision.id, by=settled.organisers[1].id, at=make.now)
    assert "This decision is approved" in organiser.get(path).text
    assert f'value="{first.id}"' in organiser.get(path).text
    with make.db.write() as session:
        disqualify_entry(session, first.id, "Copied from elsewhere", by=settled.organisers[1].id, at=make.now)
    page = organiser.get(path).text
    assert f'value="{first.id}"' not in page
    assert f"Entry {first.number} is no longer in the contest" in page
