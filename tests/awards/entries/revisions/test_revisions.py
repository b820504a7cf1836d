"""A question is changed while agencies answer it: with a reason, told to whom it concerns, and nothing submitted changes."""

import re
import uuid
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from awards.cycles.models import Indicator, Question, QuestionKind
from awards.cycles.plans import QuestionPlan
from awards.cycles.queries import questions_of
from awards.entries.changes import AnswerChange, EntryChanges
from awards.entries.completeness import gaps
from awards.entries.models import EntryState
from awards.entries.queries import my_sheet, submissions_of
from awards.entries.revisions.effects import Given, effects
from awards.entries.revisions.letters import REVISED
from awards.kit.audit import AuditEvent
from awards.kit.i18n import in_words
from awards.people.models import Role
from tests.awards.entries.scenes import scene
from tests.letters import letters_to
from tests.pages import form_token

OPTIONS = [
    {"key": "web", "ar": "الموقع", "en": "Website"},
    {"key": "sms", "ar": "الرسائل", "en": "Messages"},
    {"key": "app", "ar": "التطبيق", "en": "App"},
]
CHOICES = QuestionPlan("q", QuestionKind.CHOICES, "س", "Q", options=tuple(OPTIONS))
given_choices = st.builds(
    Given,
    entry_id=st.uuids(),
    submitted=st.booleans(),
    value=st.sets(st.sampled_from(["web", "sms", "app"])).map(",".join),
)


@given(st.lists(given_choices, max_size=6), st.sets(st.sampled_from(["web", "sms", "app"])))
def test_exactly_those_who_chose_what_is_removed_choose_again(every, kept) -> None:
    after = replace(CHOICES, options=tuple(option for option in OPTIONS if option["key"] in kept))
    found = effects(CHOICES, after, every)
    wanted = {one.entry_id for one in every if one.value and not set(one.value.split(",")) <= kept}
    assert found.choose_again == wanted
    assert found.drafts + found.submitted == len(every)
    assert found.unanswered == frozenset()
    assert found.to_do <= {one.entry_id for one in every}


@given(st.lists(given_choices, max_size=6), st.booleans(), st.booleans())
def test_only_a_question_that_becomes_required_is_missing(every, was, now) -> None:
    found = effects(replace(CHOICES, required=was), replace(CHOICES, required=now), every)
    missing = {one.entry_id for one in every if not one.value} if now and not was else set()
    assert found.unanswered == missing
    added = effects(None, replace(CHOICES, required=now), every)
    assert added.unanswered == ({one.entry_id for one in every if not one.value} if now else set())


@given(st.integers(1, 6), st.integers(1, 6), st.integers(0, 8))
def test_a_lower_limit_concerns_the_texts_that_are_longer(old, new, words) -> None:
    before = QuestionPlan("q", QuestionKind.LONG_TEXT, "س", "Q", word_limit=old)
    one = Given(uuid.UUID(int=1), submitted=False, text_ar="كلمة " * words)
    assert effects(before, replace(before, word_limit=new), [one]).too_long == (
        {one.entry_id} if words > new else frozenset()
    )


@pytest.fixture
def world(make, db):
    made = scene(make)
    with db.write() as session:
        session.add(
            Question(
                category_id=made.category.id,
                key="channels",
                position=20,
                kind=QuestionKind.CHOICES,
                label_ar="القنوات",
                label_en="The channels",
                options=OPTIONS,
                identifying=False,
            )
        )
    return made


@pytest.fixture
def organiser(make, client, sign_in):
    person = make.person(Role.ORGANISER)
    sign_in(client, person)
    client.cookies.set("language", "en")
    return person


@pytest.fixture
def send(client, world, organiser):
    def post(path, **data):
        token = form_token(client, "/password")
        base = f"/cycles/{world.cycle.number}/categories/{world.category.code}"
        return client.post(base + path, data={"_csrf_token": token, **data}, follow_redirects=False)

    return post


NEW_FORM = {
    "kind": "choices",
    "label_ar": "القنوات المتاحة",
    "label_en": "The channels that are open",
    "options_ar": "الموقع\nالتطبيق",
    "options_en": "Website\nApp",
    "required": "true",
}


def revisions_told(db, settings, person):
    return [letter for kind, letter in letters_to(db, settings, person.email) if kind == REVISED]


def version_in(page):
    return re.search(r'name="version" value="(\d+)"', page)[1]  # type: ignore[index]


def test_what_a_change_means_is_said_before_and_it_takes_a_reason(db, settings, world, send) -> None:
    drafted, submitted = world.whole(), world.whole()
    for entry in (drafted, submitted):
        world.save(entry, EntryChanges(answers={"channels": AnswerChange(value="web,sms")}))
    frozen = world.submit(submitted)
    looked = send("/questions/channels/revision", **NEW_FORM, step="look")
    assert looked.status_code == 200
    for words in (
        "2 entries have an answer to this question",
        "1 draft is not submitted yet",
        "1 entry is submitted",
        "2 entries have chosen an option that is removed",
    ):
        assert words in looked.text
    with db.read() as session:
        assert questions_of(session, world.category.id)[-1].label_en == "The channels"
    version = version_in(looked.text)
    assert send("/questions/channels/revision", **NEW_FORM, step="apply", version=version).status_code == 422
    done = send(
        "/questions/channels/revision", **NEW_FORM, step="apply", version=version, reason="Messages are gone."
    )
    assert done.status_code == 303
    with db.read() as session:
        changed = questions_of(session, world.category.id)[-1]
        assert [option["key"] for option in changed.options] == ["web", "app"]
        sheet = my_sheet(session, world.member.id, drafted.id)
        assert [gap.field for gap in gaps(sheet)] == ["value-channels"]
        kept = submissions_of(session, submitted.id)
        assert [one.content_hash for one in kept] == [frozen.content_hash]
        assert my_sheet(session, world.member.id, submitted.id).head.state is EntryState.SUBMITTED
        event = session.exec(select(AuditEvent).where(AuditEvent.action == "question.revised")).one()
    assert event.detail["reason"] == "Messages are gone."
    assert event.detail["changed"] == ["label_ar", "label_en", "options"]
    was = event.detail["changes"]["options"]
    assert len(was["old"]) == 3
    assert was["new"] == was["old"][:1] + was["old"][-1:], "how it was asked before is on record"
    assert event.detail["changes"]["label_en"] == {"old": "The channels", "new": "The channels that are open"}
    (letter,) = revisions_told(db, settings, world.member)
    told = [str(in_words(words, "en")) for words in letter.paragraphs]
    assert "Messages are gone." in told
    assert sum("look at its answer again" in words for words in told) == 2


def test_a_later_question_is_a_gap_of_drafts_and_submitted_entries_count_as_they_are(
    db, settings, world, send
) -> None:
    entry = world.whole()
    world.save(entry, EntryChanges(answers={"channels": AnswerChange(value="web")}))
    world.submit(entry)
    more = {"kind": "number", "label_ar": "كم؟", "label_en": "How many?", "required": "true"}
    looked = send("/later-question", **more, step="look")
    assert "1 entry lacks an answer that is needed from now on" in looked.text
    back = send("/later-question", **more, step="edit")
    assert "How many?" in back.text
    assert 'name="required" value="true" checked' in back.text
    sent = send(
        "/later-question", **more, step="apply", version=version_in(looked.text), reason="It was forgotten."
    )
    assert sent.status_code == 303
    with db.read() as session:
        added = questions_of(session, world.category.id)[-1]
        assert (added.label_en, added.identifying) == ("How many?", True)
        sheet = my_sheet(session, world.member.id, entry.id)
        assert [gap.field for gap in gaps(sheet)] == [f"value-{added.key}"]
        assert sheet.head.state is EntryState.SUBMITTED
    assert len(revisions_told(db, settings, world.member)) == 1


def test_what_would_break_a_promise_is_refused(db, world, send) -> None:
    for changed in ({"kind": "choice"}, {"options_ar": "الموقع", "options_en": "Website"}):
        assert send("/questions/channels/revision", **{**NEW_FORM, **changed}, step="look").status_code in (
            409,
            422,
        )
    same = {
        **NEW_FORM,
        "label_ar": "القنوات",
        "label_en": "The channels",
        "options_ar": "الموقع\nالرسائل\nالتطبيق",
        "options_en": "Website\nMessages\nApp",
    }
    assert "Nothing is changed." in send("/questions/channels/revision", **same, step="look").text
    looked = send("/questions/channels/revision", **NEW_FORM, step="look")
    version = int(version_in(looked.text))
    stale = send(
        "/questions/channels/revision", **NEW_FORM, step="apply", reason="It is so.", version=version - 1
    )
    assert stale.status_code == 409
    with db.read() as session:
        question = questions_of(session, world.category.id)[-1]
    assert question.label_en == "The channels"


def test_questions_stand_once_entries_are_closed(client, make, sign_in, organiser, world, send) -> None:
    make.clock.forward(days=31)
    sign_in(client, organiser)
    client.cookies.set("language", "en")
    assert send("/questions/channels/revision", **NEW_FORM, step="look").status_code == 409
    assert send("/later-question", **NEW_FORM, step="look").status_code == 409
    page = client.get(f"/cycles/{world.cycle.number}/categories/{world.category.code}").text
    assert "later-question" not in page


@pytest.mark.parametrize("role", [Role.ENTRANT, Role.JUDGE, Role.AUDITOR])
def test_only_organisers_change_questions(client, make, sign_in, world, role) -> None:
    sign_in(client, make.person(role))
    base = f"/cycles/{world.cycle.number}/categories/{world.category.code}"
    assert client.get(f"{base}/questions/channels/revision").status_code == 403
    assert client.get(f"{base}/later-question").status_code == 403


def test_marking_a_question_as_an_indicator_later_is_on_record_and_no_letter(world, send, db, settings):
    world.save(world.whole(), EntryChanges(answers={"channels": AnswerChange(value="web")}))
    same = {
        "kind": "choices",
        "label_ar": "القنوات",
        "label_en": "The channels",
        "options_ar": "الموقع\nالرسائل\nالتطبيق",
        "options_en": "Website\nMessages\nApp",
        "required": "true",
        "indicator": "channels",
    }
    looked = send("/questions/channels/revision", step="look", **same)
    assert "nobody is written to" in looked.text
    version = re.search(r'name="version" value="(\d+)"', looked.text)[1]
    done = send("/questions/channels/revision", step="apply", reason="للمقارنة", version=version, **same)
    assert done.status_code == 303
    with db.read() as session:
        found = next(q for q in questions_of(session, world.category.id) if q.key == "channels")
        event = session.exec(select(AuditEvent).where(AuditEvent.action == "question.revised")).one()
    assert found.indicator is Indicator.CHANNELS
    assert event.detail["changed"] == ["indicator"]
    assert revisions_told(db, settings, world.member) == []
