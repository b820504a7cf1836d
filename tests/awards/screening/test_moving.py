"""An entry moves to another category when its people consent."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from awards.cycles.models import Category, EligibilityQuestion, Question
from awards.entries import operations, queries
from awards.entries.changes import AnswerChange, EntryChanges
from awards.entries.content import content_hash
from awards.entries.models import Answer, Entry, EntryState, PastWin, Submission
from awards.kit.audit import AuditEvent
from awards.people.models import Role
from awards.screening import moving
from awards.screening.moving_eligibility import kept_after, still_asked, why_it_stays
from awards.screening.moving_models import EntryMove, MoveOutcome
from awards.screening.state import ScreeningState
from judging.assignments.models import Assignment
from judging.rounds.models import Round
from tests.awards.entries.scenes import WHOLE, scene
from tests.awards.screening.scenes import letters_about, one, post, text_of
from tests.pages import form_token

AT = "/cycles/5/screening/1/move"
REASON = "الخدمة موجهة إلى قطاع الأعمال."


@pytest.fixture
def s(make):
    s = scene(make)
    s.entry = s.whole()
    s.former = s.submit(s.entry)
    s.other = make.category(s.cycle, "G2B")
    s.organiser = make.person(Role.ORGANISER)
    return s


@pytest.fixture
def page(client, s, sign_in):
    sign_in(client, s.organiser)
    client.cookies.set("language", "en")
    return client


def propose(page, to="G2B", reason=REASON):
    return post(page, AT, to=to, move_reason=reason)


def move_in(db):
    with db.read() as session:
        return session.exec(select(EntryMove).order_by(EntryMove.proposed_at.desc())).first()


def checked(db, s):
    with db.read() as session:
        head = queries.any_head(session, 5, 1)
        return content_hash(moving.plan_of(session, head, s.other.id).content)


def answer(page, db, s, how="consent", word="", digest=None, **more):
    data = {
        **more,
        "move": str(move_in(db).id),
        "checked": digest or checked(db, s),
        "answer": how,
        "word": word,
    }
    at = f"/entries/{s.entry.id}/move"
    data["_csrf_token"] = form_token(page, "/entries")
    return page.post(at, data=data, follow_redirects=False)


def entry_in(db, s):
    with db.read() as session:
        return session.get_one(Entry, s.entry.id)


def change_question(db, s, named, **fields):
    with db.write() as session:
        found = session.exec(
            select(Question).where(Question.category_id == s.other.id, Question.key == named)
        ).one()
        for name, value in fields.items():
            setattr(found, name, value)
        session.add(found)


def test_the_organiser_proposes_the_entrant_consents_and_the_entry_waits_in_its_new_category(
    page, s, db, settings, sign_in
):
    post(page, "/cycles/5/screening/admissions", receipt="5-0001-1")
    assert propose(page).status_code == 303
    assert one(s, 1).state is ScreeningState.MOVING
    assert entry_in(db, s).category_id == s.category.id
    ((kind, letter),) = letters_about(db, settings, s.member.email)
    assert kind == "screening.move_proposed"
    assert REASON in letter.paragraphs

    sign_in(page, s.member)
    assert REASON in page.get(f"/entries/{s.entry.id}/move").text
    assert answer(page, db, s, word="نوافق").status_code == 303
    assert entry_in(db, s).category_id == s.other.id
    assert one(s, 1).state is ScreeningState.MOVED
    assert one(s, 1).row.receipt == "5-0001-2"
    receipt = page.get(f"/entries/{s.entry.id}/receipt")
    assert "5-0001-1" in text_of(receipt)
    assert "Moved here from “Category G2C”" in text_of(receipt)
    assert [k for k, _ in letters_about(db, settings, s.member.email)] == [
        "screening.move_proposed",
        "screening.moved",
    ]
    ((kind, letter),) = letters_about(db, settings, s.organiser.email)
    assert (kind, "نوافق" in letter.paragraphs) == ("screening.move_answered", True)

    sign_in(page, s.organiser)
    assert "Moved here" in page.get("/cycles/5/screening").text
    assert post(page, "/cycles/5/screening/admissions", receipt="5-0001-2").status_code == 303
    assert one(s, 1).state is ScreeningState.ADMITTED


def test_the_former_snapshot_stays_and_both_hashes_are_in_one_event(page, s, db, sign_in):
    propose(page)
    sign_in(page, s.member)
    answer(page, db, s)
    with db.read() as session:
        before, after = session.exec(select(Submission).order_by(Submission.sequence)).all()
        (event,) = [e for e in session.exec(select(AuditEvent)) if e.action == "entry.moved"]
        move = session.exec(select(EntryMove)).one()
    assert (before.content, before.content_hash) == (s.former.content, s.former.content_hash)
    assert after.content_hash == content_hash(after.content)
    assert after.content["category"]["code"] == "G2B"
    assert after.content["answers"] == before.content["answers"]
    assert after.content["moved_from"] == {
        "receipt": before.receipt,
        "content_hash": before.content_hash,
        "category": before.content["category"],
    }
    assert after.content["entrant"] == before.content["entrant"]
    assert (after.terms_version, after.submitted_by_id) == (before.terms_version, s.member.id)
    assert (event.detail["former_content_hash"], event.detail["content_hash"]) == (
        before.content_hash,
        after.content_hash,
    )
    assert (event.actor_id, move.outcome) == (s.member.id, MoveOutcome.CONSENTED)
    assert (move.former_id, move.submission_id) == (before.id, after.id)


def test_whoever_writes_on_finds_the_answers_at_the_questions_of_the_new_category(page, s, db, sign_in):
    propose(page)
    sign_in(page, s.member)
    answer(page, db, s)
    with db.read() as session:
        head = queries.head_of(session, s.entry.id)
        asked = queries.asked_of(session, head)
        assert {a.key for a in asked if a.text_ar or a.value} == {
            "operator",
            "launched_on",
            "challenge",
            "solution",
        }
        assert len(session.exec(select(Answer)).all()) == 4
        assert head.version == one_submission(session).version


def one_submission(session):
    return session.exec(select(Submission).order_by(Submission.sequence.desc())).first()


def test_what_is_missing_and_what_is_not_carried_is_listed_to_both_sides(page, s, db, settings, sign_in):
    change_question(db, s, "solution", key="reach", label_en="Reach", label_ar="الانتشار")
    change_question(db, s, "operator", identifying=False)
    propose(page)
    shown = text_of(page.get("/cycles/5/screening/1"))
    assert "Not answered yet in the new category" in shown
    assert "Reach" in shown
    sign_in(page, s.member)
    shown = text_of(page.get(f"/entries/{s.entry.id}/move"))
    assert "Reach" in shown
    assert "Question solution" in shown
    answer(page, db, s)
    with db.read() as session:
        content = one_submission(session).content
    said = {a["question"]: a["text_ar"] or a["value"] for a in content["answers"]}
    assert said["reach"] == "" == said["operator"]
    assert said["launched_on"] == "2025-01-15"
    letter = letters_about(db, settings, s.member.email)[-1][1]
    assert any("Reach" in str(p) for p in letter.paragraphs)
    sign_in(page, s.organiser)
    shown = page.get("/cycles/5/screening/1")
    assert "Reach" in text_of(shown)
    assert "/cycles/5/extensions" in shown.text


def test_an_answer_never_lands_under_a_question_of_the_same_key_that_asks_something_else(
    page, s, db, settings, sign_in
):
    change_question(db, s, "solution", label_ar="ما حجم الاستثمار؟", label_en="What was invested?")
    propose(page)
    letter = letters_about(db, settings, s.member.email)[-1][1]
    assert {"Question solution", "What was invested?"} <= {getattr(p, "en", "") for p in letter.paragraphs}
    with db.read() as session:
        before = session.exec(select(Submission)).one().content
    (said,) = [a["text_ar"] for a in before["answers"] if a["question"] == "solution"]
    sign_in(page, s.member)
    assert said in page.get(f"/entries/{s.entry.id}/move").text
    answer(page, db, s)
    with db.read() as session:
        content = one_submission(session).content
        written = [a.text_ar for a in queries.asked_of(session, queries.head_of(session, s.entry.id))]
    assert not any(a["text_ar"] for a in content["answers"] if a["question"] == "solution")
    assert said not in written
    assert said in page.get(f"/entries/{s.entry.id}/move").text
    letter = letters_about(db, settings, s.member.email)[-1][1]
    assert "Question solution" in {getattr(p, "en", "") for p in letter.paragraphs}
    sign_in(page, s.organiser)
    assert said in page.get("/cycles/5/screening/1").text


def test_what_was_changed_and_not_submitted_is_not_submitted_by_the_move(page, s, db, sign_in):
    s.save(s.entry, EntryChanges(title_ar="اسم آخر", answers={"solution": AnswerChange(text_ar="نص جديد")}))
    propose(page)
    sign_in(page, s.member)
    answer(page, db, s)
    with db.read() as session:
        last = one_submission(session)
        head = queries.head_of(session, s.entry.id)
        asked = {a.key: a.text_ar for a in queries.asked_of(session, head)}
    assert last.content["title_ar"] == "بوابة التراخيص"
    assert head.version > last.version
    assert (head.title_ar, asked["solution"]) == ("اسم آخر", "نص جديد")


def test_the_entrant_declines_and_the_entry_stays_where_it_is(page, s, db, settings, sign_in):
    propose(page)
    sign_in(page, s.member)
    assert answer(page, db, s, how="decline", word="نفضل البقاء").status_code == 303
    assert entry_in(db, s).category_id == s.category.id
    assert one(s, 1).state is ScreeningState.WAITING
    ((kind, letter),) = letters_about(db, settings, s.organiser.email)
    assert (kind, "نفضل البقاء" in letter.paragraphs) == ("screening.move_answered", True)
    assert answer(page, db, s).status_code == 409
    sign_in(page, s.organiser)
    assert "نفضل البقاء" in text_of(page.get("/cycles/5/screening/1"))
    assert propose(page).status_code == 303


def test_the_organiser_takes_it_back_and_nobody_answers_any_more(page, s, db, settings, sign_in):
    propose(page)
    assert propose(page).status_code == 409
    assert post(page, f"{AT}/taking-back", move=str(move_in(db).id)).status_code == 303
    assert one(s, 1).state is ScreeningState.WAITING
    assert letters_about(db, settings, s.member.email)[-1][0] == "screening.move_taken_back"
    assert post(page, f"{AT}/taking-back", move=str(move_in(db).id)).status_code == 409
    sign_in(page, s.member)
    assert answer(page, db, s).status_code == 409


def test_consent_holds_for_what_was_shown_alone(page, s, db, sign_in):
    propose(page)
    seen = checked(db, s)
    change_question(db, s, "solution", label_ar="سؤال بصيغة أخرى")
    sign_in(page, s.member)
    assert answer(page, db, s, digest=seen).status_code == 409
    assert entry_in(db, s).category_id == s.category.id


def test_an_entry_that_waits_for_an_answer_is_not_admitted(page, s):
    propose(page)
    assert post(page, "/cycles/5/screening/admissions", receipt="5-0001-1").status_code == 409


@pytest.mark.parametrize(
    ("to", "reason"), [("G2C", REASON), ("G2B", "كلمتان فقط"), ("", REASON), ("IND", REASON)]
)
def test_same_category_short_reason_and_a_category_for_others_are_refused_beside_their_box(
    page, s, make, db, to, reason
):
    make.category(s.cycle, "IND", for_individuals=True)
    answered = propose(page, to=to, reason=reason)
    assert answered.status_code == 422
    assert ('id="move_reason-error"' if to == "G2B" else 'id="to-error"') in answered.text
    assert move_in(db) is None


def test_a_category_of_another_cycle_is_not_found(page, s, make):
    make.category(make.cycle(number=6), "LATER")
    assert propose(page, to="LATER").status_code == 404


def test_a_recent_winner_of_the_new_category_and_a_full_one_are_refused(page, s, make, db):
    with db.write() as session:
        cycle = session.merge(s.cycle)
        cycle.entries_per_agency, cycle.barred_cycles = 1, 1
    s.submit(s.whole(category=s.other))
    assert propose(page).status_code == 422
    third = make.category(s.cycle, "G2G")
    before = make.cycle(number=4)
    make._save(
        PastWin(
            cycle_id=before.id, category_code=third.code, place=1, entry_id=s.entry.id, agency_id=s.agency.id
        )
    )
    assert propose(page, to="G2G").status_code == 422


def test_what_became_a_hindrance_since_the_proposal_stops_the_consent(page, s, db, sign_in):
    propose(page)
    with db.write() as session:
        session.merge(s.cycle).entries_per_agency = 1
    s.submit(s.whole(category=s.other))
    sign_in(page, s.member)
    assert answer(page, db, s).status_code == 409
    assert entry_in(db, s).category_id == s.category.id


@pytest.mark.parametrize("when", ["before the proposal", "before the consent"])
@pytest.mark.parametrize("what", ["assigned", "opened", "disqualification", "withdrawn"])
def test_nothing_moves_once_judging_is_under_way_or_the_entry_may_be_out(
    page, s, make, db, sign_in, when, what
):
    if when == "before the consent":
        propose(page)
    if what == "withdrawn":
        s.withdraw(s.entry)
    elif what == "disqualification":
        post(page, "/cycles/5/screening/1/disqualification", ground="untrue", reason="لم تُطلق الخدمة قط.")
    else:
        opened = make.now if what == "opened" else None
        scoring = Round(cycle_id=s.cycle.id, opened_at=opened)
        make._save(scoring)
        if what == "assigned":
            judge = make.judge(s.cycle)
            make._save(
                Assignment(
                    round_id=scoring.id,
                    entry_id=s.entry.id,
                    judge_id=judge.id,
                    code="A1",
                    position=1,
                    made_at=make.now,
                    made_by_id=s.organiser.id,
                )
            )
    if when == "before the proposal":
        assert propose(page).status_code == 409
        assert move_in(db) is None
    else:
        sign_in(page, s.member)
        assert answer(page, db, s).status_code == 409
    assert entry_in(db, s).category_id == s.category.id


def test_nobody_else_reads_or_answers_it(page, s, db, make, sign_in):
    propose(page)
    stranger = make.person(Role.ENTRANT)
    make.agency(stranger)
    sign_in(page, stranger)
    assert page.get(f"/entries/{s.entry.id}/move").status_code == 404
    assert answer(page, db, s).status_code == 404
    assert answer(page, db, s, how="decline").status_code == 404
    sign_in(page, make.person(Role.AUDITOR))
    assert REASON in page.get("/cycles/5/screening/1").text
    assert "/move/taking-back" not in page.get("/cycles/5/screening/1").text
    assert propose(page).status_code == 403


def test_an_individual_consents_for_their_own_entry(page, s, db, make, sign_in):
    mine, other = (make.category(s.cycle, code, for_individuals=True) for code in ("ONE", "TWO"))
    person = make.person(Role.ENTRANT)
    with db.write() as session:
        started = operations.start_entry(
            session,
            cycle_id=s.cycle.id,
            category_id=mine.id,
            agency_id=None,
            language="ar",
            title_ar="مبادرة",
            by=person.id,
            at=make.now,
        )
        entry = session.get_one(Entry, started.id)
    s.save(entry, WHOLE, by=person)
    s.submit(entry, by=person)
    post(page, "/cycles/5/screening/2/move", to="TWO", move_reason=REASON)
    with db.read() as session:
        move = session.exec(select(EntryMove)).one()
        digest = content_hash(moving.plan_of(session, queries.any_head(session, 5, 2), other.id).content)
    with db.write() as session:
        moving.consent_to_move(session, entry.id, move.id, "", checked=digest, by=person.id, at=make.now)
    with db.read() as session:
        found = session.get_one(Entry, entry.id)
    assert (found.category_id, found.state) == (other.id, EntryState.SUBMITTED)


def eligible(s, key, category=None, position=1):
    return EligibilityQuestion(
        cycle_id=s.cycle.id,
        category_id=category.id if category else None,
        key=key,
        position=position,
        label_ar=f"سؤال {key}",
        label_en=f"Eligible {key}",
        options=[{"key": "may_1", "ar": "نعم", "en": "Yes"}, {"key": "may_not_1", "ar": "لا", "en": "No"}],
        barring=["may_not_1"],
        why_ar="ليست لقطاع الأعمال.",
        why_en="It is not for business.",
    )


def kept(*keys):
    return [{"question": key, "answer": "may_1"} for key in keys]


@pytest.fixture
def asked(s, db):
    """Asked of everybody and answered; asked in the former category alone, and answered; asked in the new one alone."""
    rows = [eligible(s, "all"), eligible(s, "old", s.category, 2), eligible(s, "new", s.other, 3)]
    with db.write() as session:
        for row in rows:
            session.add(row)
        session.get_one(Entry, s.entry.id).eligibility = kept("all", "old")
    return s


def test_the_new_category_asks_what_was_not_answered_before_the_entry_moves(page, asked, db, sign_in):
    s = asked
    propose(page)
    assert "Eligible new" in text_of(page.get("/cycles/5/screening/1"))
    sign_in(page, s.member)
    shown = text_of(page.get(f"/entries/{s.entry.id}/move"))
    assert "Eligible new" in shown
    assert "Eligible all" not in shown
    missing = answer(page, db, s, word="نوافق")
    assert missing.status_code == 422
    assert 'id="eligible-new-error"' in missing.text
    assert ">نوافق</textarea>" in missing.text
    assert answer(page, db, s, **{"eligible-new": "may_1"}).status_code == 303
    found = entry_in(db, s)
    assert found.category_id == s.other.id
    assert [one["question"] for one in found.eligibility] == ["all", "new"]
    with db.read() as session:
        content = one_submission(session).content
    assert content["eligibility"] == found.eligibility
    assert content["eligibility"][1]["label_en"] == "Eligible new"


def test_an_answer_that_bars_keeps_the_entry_where_it_is_and_says_why(page, asked, db, sign_in):
    s = asked
    propose(page)
    sign_in(page, s.member)
    refused = answer(page, db, s, **{"eligible-new": "may_not_1"})
    assert refused.status_code == 422
    assert "stays where it is: It is not for business." in text_of(refused)
    assert entry_in(db, s).category_id == s.category.id
    assert one(s, 1).state is ScreeningState.MOVING
    assert answer(page, db, s, how="decline").status_code == 303


KEYS = ("a", "b", "c", "d")


@given(
    st.dictionaries(st.sampled_from(KEYS), st.sampled_from(["all", "old", "new"])),
    st.sets(st.sampled_from(KEYS)),
    st.dictionaries(st.sampled_from(KEYS), st.sampled_from(["may_1", "may_not_1", "other"])),
)
def test_whatever_moves_has_an_answer_that_does_not_bar_to_all_that_its_category_asks(
    where, before, given_now
):
    old, new = Category(), Category()
    places = {"all": None, "old": old, "new": new}
    cycle = SimpleNamespace(cycle=SimpleNamespace(id=None))
    questions = [eligible(cycle, key, places[place]) for key, place in where.items()]
    left = still_asked(questions, new.id, kept(*before))
    assert {q.key for q in left} == {k for k, place in where.items() if place != "old"} - before
    stays = why_it_stays(left, given_now)
    assert bool(stays) == any(given_now.get(q.key) != "may_1" for q in left)
    if not stays:
        after = [one["question"] for one in kept_after(kept(*sorted(before)), questions, new.id, given_now)]
        assert len(after) == len(set(after))
        assert set(after) == {key for key in before if where.get(key) != "old"} | {q.key for q in left}
