"""What is asked before an entry is started changes after the announcement: whoever has answered has answered."""

from datetime import timedelta

import pytest
from sqlmodel import select

from awards.cycles.models import Cycle, EligibilityQuestion
from awards.cycles.queries import eligibility_of, ever_asked_before
from awards.entries import operations
from awards.entries.models import Entry, EntryLanguage
from awards.entries.revisions.letters import ELIGIBILITY
from awards.kit.audit import AuditEvent
from awards.kit.errors import Invalid
from awards.people.models import Role
from awards.screening.moving_eligibility import still_asked
from tests.awards.entries.scenes import scene
from tests.letters import letters_to
from tests.pages import form_token

FORM = {
    "label_ar": "هل الخدمة قائمة؟",
    "label_en": "Does the service run?",
    "allowed_ar": "نعم",
    "allowed_en": "Yes",
    "barred_ar": "لا",
    "barred_en": "No",
    "why_ar": "لا تُقبل إلا خدمة قائمة.",
    "why_en": "Only a service that runs is taken.",
}


@pytest.fixture
def s(make, db):
    made = scene(make)
    with db.write() as session:
        session.add(
            EligibilityQuestion(
                cycle_id=made.cycle.id,
                key="eligibility_1",
                position=1,
                label_ar="س",
                label_en="Is it yours?",
                options=[
                    {"key": "may_1", "ar": "نعم", "en": "Yes"},
                    {"key": "may_not_1", "ar": "لا", "en": "No"},
                ],
                barring=["may_not_1"],
                why_ar="لا",
                why_en="It must be yours.",
            )
        )
    return made


@pytest.fixture
def send(client, make, sign_in):
    sign_in(client, make.person(Role.ORGANISER))
    client.cookies.set("language", "en")

    def post(path, **data):
        token = form_token(client, "/password")
        return client.post(f"/cycles/5/{path}", data={"_csrf_token": token, **data}, follow_redirects=False)

    return post


def start(s, **eligibility):
    with s.make.db.write() as session:
        started = operations.start_entry(
            session,
            cycle_id=s.cycle.id,
            category_id=s.category.id,
            agency_id=s.agency.id,
            language=EntryLanguage.ARABIC,
            eligibility=eligibility,
            by=s.member.id,
            at=s.make.now,
        )
        return session.get_one(Entry, started.id)


def test_a_changed_question_is_another_one_and_earlier_answers_are_not_taken_for_it(
    s, db, send, client, settings
):
    entry = start(s, eligibility_1="may_1")
    page = client.get("/cycles/5/eligibility/eligibility_1/revision").text
    assert "1 draft is begun" in page
    assert send("eligibility/eligibility_1/revision", **FORM).status_code == 422
    unchanged = {**FORM, "reason": "None.", "label_ar": "س", "label_en": "Is it yours?"}
    same = {"why_ar": "لا", "why_en": "It must be yours."}
    assert send("eligibility/eligibility_1/revision", **{**unchanged, **same}).status_code == 409
    reason = "The terms say so."
    assert send("eligibility/eligibility_1/revision", **FORM, reason=reason).status_code == 303
    with db.read() as session:
        [asked] = eligibility_of(session, s.cycle.id)
        assert (asked.key, asked.label_en, asked.position) == ("eligibility_2", "Does the service run?", 1)
        kept = session.get_one(Entry, entry.id).eligibility
        every = ever_asked_before(session, s.cycle.id)
        detail = session.exec(
            select(AuditEvent.detail).where(AuditEvent.action == "eligibility.revised")
        ).one()
    assert [(one["question"], one["label_en"]) for one in kept] == [("eligibility_1", "Is it yours?")]
    assert [question.key for question in still_asked(every, s.category.id, kept)] == ["eligibility_2"]
    assert detail["changes"]["label_en"] == {"old": "Is it yours?", "new": "Does the service run?"}
    with pytest.raises(Invalid):
        start(s, eligibility_1="may_1")
    start(s, eligibility_2="may_1")
    [letter] = [one for kind, one in letters_to(db, settings, s.member.email) if kind == ELIGIBILITY]
    assert reason in str(letter)


def test_one_is_asked_more_and_one_no_more_with_a_reason(s, db, send, client):
    assert send("later-eligibility-question", **FORM, reason="It was forgotten.").status_code == 303
    assert send("eligibility/eligibility_1/revision", step="retire").status_code == 422
    assert send("eligibility/eligibility_1/revision", step="retire", reason="Not needed.").status_code == 303
    assert client.get("/cycles/5/eligibility/eligibility_1/revision").status_code == 404
    with db.read() as session:
        assert [q.key for q in eligibility_of(session, s.cycle.id)] == ["eligibility_2"]
        actions = session.exec(
            select(AuditEvent.action).where(AuditEvent.action.startswith("eligibility"))
        ).all()  # type: ignore[attr-defined]
    assert set(actions) == {"eligibility.added_later", "eligibility.retired"}


def test_after_the_last_entry_nothing_changes_in_this_way(s, db, send, clock):
    with db.write() as session:
        cycle = session.get_one(Cycle, s.cycle.id)
        cycle.closes_at = clock() - timedelta(days=1)
        session.add(cycle)
    assert send("later-eligibility-question", **FORM, reason="Too late.").status_code == 409
    with db.read() as session:
        assert [q.key for q in eligibility_of(session, s.cycle.id)] == ["eligibility_1"]
