"""The people of a disqualified entry answer once, two organisers decide on it, and the people are told."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import select

from awards.entries.models import Entry, EntryEnding, EntryState, Submission
from awards.kit.audit import AuditEvent
from awards.people.models import Role
from awards.screening import disqualifications
from awards.screening.models import Ground
from awards.screening.queries import settled
from awards.screening.replies.models import DisqualificationReply, ReplyDecision
from awards.screening.state import ScreeningState
from judging.deliberations.models import Publication
from judging.rounds.models import Round
from tests.awards.entries.scenes import scene
from tests.awards.screening.scenes import letters_about, one, post, queue, text_of
from tests.letters import link_to
from tests.pages import form_token

AT = "/cycles/5/screening/1"
WHY = "لم تُطلق الخدمة قط."
ANSWER = "أُطلقت الخدمة في يناير، وهذا رابطها."
REASON = "تحققنا من الرابط، والخدمة قائمة."


@pytest.fixture
def organisers(make):
    return make.person(Role.ORGANISER), make.person(Role.ORGANISER)


@pytest.fixture
def s(make, organisers):
    s = scene(make)
    s.entry = s.whole()
    s.submit(s.entry)
    disqualify(s, organisers)
    return s


@pytest.fixture
def page(client):
    client.cookies.set("language", "en")
    return client


def disqualify(s, organisers, at=None):
    first, second = organisers
    with s.make.db.write() as session:
        wish = disqualifications.propose(
            session, s.entry.id, Ground.UNTRUE, WHY, by=first.id, at=at or s.make.now
        )
    with s.make.db.write() as session:
        disqualifications.confirm(session, s.entry.id, wish, by=second.id, at=at or s.make.now)


def send(page, s, text=ANSWER):
    path = f"/entries/{s.entry.id}/disqualification"
    data = {"_csrf_token": form_token(page, "/entries"), "reply": text}
    return page.post(path, data=data, follow_redirects=False)


@pytest.fixture
def answered(page, s, sign_in, organisers):
    sign_in(page, s.member)
    assert send(page, s).status_code == 303
    sign_in(page, organisers[0])
    return s


def propose(page, decision="lift", reason=REASON):
    return post(page, f"{AT}/reply", decision=decision, reason=reason)


def decide(page, db, how):
    with db.read() as session:
        wish = session.exec(select(ReplyDecision).order_by(sa.text("rowid DESC"))).first()
    return post(page, f"{AT}/reply/{how}", proposal=str(wish.id))


def state_in(db, s):
    with db.read() as session:
        return session.get_one(Entry, s.entry.id).state


def open_round(s):
    s.make._save(Round(cycle_id=s.cycle.id, opened_at=s.make.now))


def test_letter_and_entry_lead_to_the_page_where_its_people_answer_once(page, s, db, settings, sign_in):
    path = link_to(db, settings, s.member.email, "screening.disqualified")
    assert path == f"/entries/{s.entry.id}/disqualification"
    sign_in(page, s.member)
    assert f'href="{path}"' in page.get(f"/entries/{s.entry.id}").text
    shown = text_of(page.get(path))
    assert WHY in shown
    assert "There is one answer for the whole entry." in shown
    assert send(page, s).status_code == 303
    again = send(page, s, "شيء آخر لم نقله قبل")
    assert again.status_code == 409
    assert "answered already" in again.text
    assert "<textarea" not in page.get(path).text
    with db.read() as session:
        (kept,) = session.exec(select(DisqualificationReply)).all()
    assert (kept.text, kept.by_id) == (ANSWER, s.member.id)


@pytest.mark.parametrize("text", ["", "كلمتان فقط", "كلمة " * 801])
def test_what_is_too_short_or_too_long_is_kept_on_the_page(page, s, db, sign_in, text):
    sign_in(page, s.member)
    refused = send(page, s, text)
    assert refused.status_code == 422
    assert f">{text}</textarea>" in refused.text
    with db.read() as session:
        assert session.exec(select(DisqualificationReply)).all() == []


def test_line_ends_count_once_as_the_browser_counts_them(page, s, sign_in):
    sign_in(page, s.member)
    assert send(page, s, "ا ب ج" + "\r\n" * 1990 + "د" * 2005).status_code == 303


def test_somebody_elses_entry_is_not_found(page, s, make, sign_in):
    stranger = make.person(Role.ENTRANT)
    sign_in(page, stranger)
    assert page.get(f"/entries/{s.entry.id}/disqualification").status_code == 404
    assert send(page, s).status_code == 404


def test_an_entry_that_is_not_disqualified_has_nothing_to_answer(page, s, sign_in):
    s.entry = s.whole()
    s.submit(s.entry)
    sign_in(page, s.member)
    shown = page.get(f"/entries/{s.entry.id}/disqualification")
    assert "There is no disqualification here to answer." in text_of(shown)
    assert send(page, s).status_code == 404


def test_organisers_see_the_answer_in_the_queue_and_on_the_page_of_the_entry(page, answered, sign_in):
    assert one(answered, 1).state is ScreeningState.REPLIED
    assert settled(queue(answered)) == 0
    assert 'href="/cycles/5/screening/1"' in page.get("/cycles/5/screening?state=replied").text
    assert ANSWER in text_of(page.get(AT))
    assert "Decide on 1 answer to a disqualification" in text_of(page.get("/desk"))


def test_two_organisers_lift_it_and_the_entry_waits_for_admission_as_it_was(
    page, answered, db, settings, organisers, sign_in
):
    s = answered
    assert propose(page).status_code == 303
    assert propose(page).status_code == 409
    assert "/reply/confirmation" not in page.get(AT).text
    assert decide(page, db, "confirmation").status_code == 409
    assert state_in(db, s) is EntryState.DISQUALIFIED

    sign_in(page, organisers[1])
    assert REASON in text_of(page.get(AT))
    assert decide(page, db, "confirmation").status_code == 303
    assert state_in(db, s) is EntryState.SUBMITTED
    assert one(s, 1).state is ScreeningState.WAITING
    with db.read() as session:
        assert session.get(EntryEnding, s.entry.id) is None
        assert session.exec(select(Submission.sequence)).all() == [1]
    kind, letter = letters_about(db, settings, s.member.email)[-1]
    assert kind == "screening.reply_decided"
    assert REASON in letter.paragraphs
    assert decide(page, db, "confirmation").status_code == 409
    assert post(page, "/cycles/5/screening/admissions", receipt="5-0001-1").status_code == 303

    sign_in(page, s.member)
    assert REASON in text_of(page.get(f"/entries/{s.entry.id}/disqualification"))
    assert send(page, s).status_code == 409


def test_two_organisers_keep_it_and_its_people_read_why(page, answered, db, settings, organisers, sign_in):
    s = answered
    propose(page, "keep")
    sign_in(page, organisers[1])
    assert decide(page, db, "confirmation").status_code == 303
    assert state_in(db, s) is EntryState.DISQUALIFIED
    assert one(s, 1).state is ScreeningState.DISQUALIFIED
    kind, letter = letters_about(db, settings, s.member.email)[-1]
    assert kind == "screening.reply_decided"
    assert REASON in letter.paragraphs
    assert propose(page).status_code == 409
    sign_in(page, s.member)
    assert REASON in text_of(page.get(f"/entries/{s.entry.id}/disqualification"))


@pytest.mark.parametrize("who", [0, 1])
def test_either_may_drop_what_was_proposed_and_the_answer_waits_again(
    page, answered, db, settings, organisers, sign_in, who
):
    before = len(letters_about(db, settings, answered.member.email))
    propose(page)
    sign_in(page, organisers[who])
    assert decide(page, db, "dropping").status_code == 303
    assert one(answered, 1).state is ScreeningState.REPLIED
    assert len(letters_about(db, settings, answered.member.email)) == before
    assert decide(page, db, "confirmation").status_code == 409
    assert propose(page, "keep").status_code == 303


def test_it_takes_a_choice_and_a_reason(page, answered):
    refused = propose(page, decision="", reason="لا")
    assert refused.status_code == 422
    assert ">لا</textarea>" in refused.text


def test_nobody_decides_on_what_was_not_answered(page, s, sign_in, organisers):
    sign_in(page, organisers[0])
    assert "/reply" not in page.get(AT).text
    assert propose(page).status_code == 409


def test_once_the_round_has_opened_it_cannot_be_lifted_and_the_pages_say_so(
    page, answered, db, organisers, sign_in
):
    propose(page)
    open_round(answered)
    sign_in(page, organisers[1])
    shown = page.get(AT)
    assert "can no longer be lifted here" in text_of(shown)
    assert "/reply/confirmation" not in shown.text
    assert decide(page, db, "confirmation").status_code == 409
    assert decide(page, db, "dropping").status_code == 303
    assert 'value="lift"' not in page.get(AT).text
    assert propose(page).status_code == 409
    assert propose(page, "keep").status_code == 303
    assert state_in(db, answered) is EntryState.DISQUALIFIED


def test_the_entrant_reads_that_judging_has_begun_and_nothing_is_taken_after_publication(
    page, s, make, sign_in
):
    open_round(s)
    sign_in(page, s.member)
    path = f"/entries/{s.entry.id}/disqualification"
    assert "can no longer be lifted here" in text_of(page.get(path))
    make._save(Publication(cycle_id=s.cycle.id, published_at=make.now, published_by_id=s.member.id))
    assert "<textarea" not in page.get(path).text
    assert send(page, s).status_code == 409


def test_whoever_answered_does_not_decide(page, s, make, db, organisers, sign_in):
    with db.write() as session:
        session.add(
            DisqualificationReply(
                disqualification_id=disqualification_in(session),
                entry_id=s.entry.id,
                text=ANSWER,
                at=make.now,
                by_id=organisers[0].id,
            )
        )
    sign_in(page, organisers[0])
    assert "Other organisers must decide." in text_of(page.get(AT))
    assert propose(page).status_code == 409


def disqualification_in(session):
    return session.exec(select(disqualifications.Disqualification.id)).one()


def test_a_disqualification_after_a_lifted_one_may_be_answered_anew(page, answered, db, organisers, sign_in):
    s = answered
    propose(page)
    sign_in(page, organisers[1])
    decide(page, db, "confirmation")
    disqualify(s, organisers, at=s.make.now + timedelta(hours=1))
    assert one(s, 1).state is ScreeningState.DISQUALIFIED
    sign_in(page, s.member)
    assert send(page, s, "وهذا جواب جديد كامل").status_code == 303
    assert one(s, 1).state is ScreeningState.REPLIED


def test_an_auditor_reads_all_of_it_and_does_nothing(page, answered, db, make, sign_in):
    propose(page)
    sign_in(page, make.person(Role.AUDITOR))
    shown = page.get(AT)
    assert ANSWER in text_of(shown)
    assert "/reply" not in shown.text
    assert propose(page).status_code == 403
    for how in ("confirmation", "dropping"):
        assert decide(page, db, how).status_code == 403


def test_every_step_is_in_the_chain_with_who_took_it(page, answered, db, organisers, sign_in):
    propose(page, "keep")
    decide(page, db, "dropping")
    propose(page)
    sign_in(page, organisers[1])
    decide(page, db, "confirmation")
    with db.read() as session:
        events = session.exec(select(AuditEvent).order_by(AuditEvent.sequence)).all()
    actions = [
        (e.action, e.actor_id) for e in events if "recon" in e.action or e.action.startswith("entry.rein")
    ]
    assert actions == [
        ("entry.reconsideration_proposed", organisers[0].id),
        ("entry.reconsideration_dropped", organisers[0].id),
        ("entry.reconsideration_proposed", organisers[0].id),
        ("entry.reinstated", organisers[1].id),
    ]
    (event,) = [e for e in events if e.action == "entry.disqualification_answered"]
    assert event.actor_id == answered.member.id
