"""An entry is taken out by two organisers, and its people are told why."""

import pytest
from sqlmodel import select

from awards.entries.models import Entry, EntryState
from awards.kit.audit import AuditEvent
from awards.people.models import Role
from awards.screening.models import Disqualification
from awards.screening.state import ScreeningState
from judging.deliberations.models import Publication
from tests.awards.entries.scenes import scene
from tests.awards.screening.scenes import letters_about, one, post, text_of

AT = "/cycles/5/screening/1/disqualification"
REASON = "لم تُطلق الخدمة قط."


@pytest.fixture
def s(make):
    s = scene(make)
    s.entry = s.whole()
    s.submit(s.entry)
    return s


@pytest.fixture
def organisers(make):
    return make.person(Role.ORGANISER), make.person(Role.ORGANISER)


@pytest.fixture
def page(client, organisers, sign_in):
    sign_in(client, organisers[0])
    client.cookies.set("language", "en")
    return client


def propose(page, **data):
    return post(page, AT, **{"ground": "untrue", "reason": REASON, **data})


def decide(page, db, how):
    with db.read() as session:
        wish = session.exec(select(Disqualification)).one()
    return post(page, f"{AT}/{how}", proposal=str(wish.id))


def state_in(db, s):
    with db.read() as session:
        return session.get_one(Entry, s.entry.id).state


def test_one_proposes_another_confirms_and_the_entrant_reads_why(page, s, db, settings, organisers, sign_in):
    assert propose(page).status_code == 303
    assert one(s, 1).state is ScreeningState.PROPOSED
    assert state_in(db, s) is EntryState.SUBMITTED
    assert letters_about(db, settings, s.member.email) == []
    assert "/confirmation" not in page.get("/cycles/5/screening/1").text
    assert decide(page, db, "confirmation").status_code == 409

    sign_in(page, organisers[1])
    assert REASON in text_of(page.get("/cycles/5/screening/1"))
    assert decide(page, db, "confirmation").status_code == 303
    assert state_in(db, s) is EntryState.DISQUALIFIED
    assert one(s, 1).state is ScreeningState.DISQUALIFIED
    ((kind, letter),) = letters_about(db, settings, s.member.email)
    assert kind == "screening.disqualified"
    assert REASON in letter.paragraphs
    assert decide(page, db, "confirmation").status_code == 409

    shown = text_of(page.get("/cycles/5/screening/1"))
    assert "Ground" in shown
    for organiser in organisers[:2]:
        assert organiser.name_en in shown
    assert "No rule stands against it" not in text_of(page.get("/cycles/5/screening"))

    sign_in(page, s.member)
    shown = page.get(f"/entries/{s.entry.id}").text
    assert REASON in shown
    assert not any(organiser.name_en in shown for organiser in organisers)


def test_every_step_is_in_the_chain_with_who_took_it(page, s, db, organisers, sign_in):
    propose(page)
    sign_in(page, organisers[1])
    decide(page, db, "confirmation")
    with db.read() as session:
        events = [e for e in session.exec(select(AuditEvent)) if e.action.startswith("entry.disq")]
    assert [(e.action, e.actor_id) for e in events] == [
        ("entry.disqualification_proposed", organisers[0].id),
        ("entry.disqualified", organisers[1].id),
    ]
    assert events[0].detail == {"ground": "untrue", "reason": REASON}


@pytest.mark.parametrize("who", [0, 1])
def test_either_may_drop_it_and_the_entry_waits_for_screening_again(
    page, s, db, settings, organisers, sign_in, who
):
    post(page, "/cycles/5/screening/admissions", receipt="5-0001-1")
    propose(page)
    sign_in(page, organisers[who])
    assert decide(page, db, "dropping").status_code == 303
    assert one(s, 1).state is ScreeningState.WAITING
    assert letters_about(db, settings, s.member.email) == []
    assert decide(page, db, "confirmation").status_code == 409
    assert propose(page).status_code == 303


def test_there_is_one_proposal_at_a_time_and_what_it_applies_to_is_not_admitted(page, s):
    propose(page)
    assert propose(page).status_code == 409
    assert post(page, "/cycles/5/screening/admissions", receipt="5-0001-1").status_code == 409


def test_it_takes_a_ground_and_a_reason(page, s):
    answer = propose(page, ground="", reason="لا")
    assert answer.status_code == 422
    assert ">لا</textarea>" in answer.text
    assert 'id="ground-error"' in answer.text


def test_nothing_is_proposed_of_a_draft_nor_once_results_are_published(page, s, make):
    s.start()
    draft = post(page, "/cycles/5/screening/2/disqualification", ground="other", reason=REASON)
    assert draft.status_code == 409
    make._save(Publication(cycle_id=s.cycle.id, published_at=make.now, published_by_id=s.member.id))
    assert propose(page).status_code == 409
    assert "/disqualification" not in page.get("/cycles/5/screening/1").text


def test_an_auditor_sees_a_proposal_and_does_nothing_about_it(page, s, db, make, sign_in):
    propose(page)
    sign_in(page, make.person(Role.AUDITOR))
    answer = page.get("/cycles/5/screening/1")
    assert REASON in answer.text
    assert "/disqualification" not in answer.text
    for how in ("confirmation", "dropping"):
        assert decide(page, db, how).status_code == 403
