"""Who may translate an entry, until when, and what it leaves alone."""

import pytest
from sqlmodel import select

from awards.entries.changes import EntryChanges
from awards.entries.models import Entry, EntryLanguage, Submission
from awards.entries.translations import operations
from awards.entries.translations.queries import last_content, translation_of, with_translation
from awards.kit.audit import AuditEvent
from awards.kit.errors import NotFound, RuleBroken
from awards.people.models import Role
from tests.awards.entries.scenes import scene

TEXTS = {
    "title": "Licence portal",
    "summary": "One service",
    "answer.challenge": "The wait was long",
    "answer.solution": "It went online",
}


@pytest.fixture
def s(make):
    return scene(make)


@pytest.fixture
def organiser(make):
    return make.person(Role.ORGANISER)


def translate(s, entry, texts=TEXTS, *, by=None, seen=None):
    with s.make.db.write() as session:
        return operations.translate_own_entry(
            session, entry.id, texts, seen=seen, by=(by or s.member).id, at=s.make.now
        )


def as_office(s, entry, organiser, texts=TEXTS):
    with s.make.db.write() as session:
        return operations.translate_submission(session, entry.id, texts, by=organiser.id, at=s.make.now)


def close(s):
    s.make.clock.forward(days=60)


def counted(s, entry):
    """The translation of what was submitted, and the entry's version of it."""
    with s.make.db.read() as session:
        sheet = translation_of(session, entry.id, last_content(session, entry.id))
        return sheet, session.get_one(Entry, entry.id).translation_version


def test_a_translation_leaves_the_submission_and_its_receipt_as_they_are(s):
    entry = s.whole()
    before = s.submit(entry)
    translate(s, entry)
    with s.make.db.read() as session:
        after = session.exec(select(Submission)).one()
        shown = with_translation(session, entry.id, after.content)
        event = session.exec(select(AuditEvent).where(AuditEvent.action == "entry.translated")).one()
    assert (after.content, after.content_hash, after.version) == (
        before.content,
        before.content_hash,
        before.version,
    )
    assert (shown["title_en"], shown["translation"]) == (
        "Licence portal",
        {"language": "en", "made_by": "entrant"},
    )
    assert event.detail["whole"] is True
    assert "Licence" not in str(event.detail)


def test_a_draft_may_be_translated_before_it_is_submitted(s):
    entry = s.whole()
    translate(s, entry)
    s.submit(entry)
    assert counted(s, entry)[0].whole


def test_the_translation_of_what_was_submitted_stays_while_the_draft_is_worded_otherwise(s):
    entry = s.whole()
    s.submit(entry)
    translate(s, entry)
    s.save(entry, EntryChanges(summary_ar="خدمتان"))
    translate(s, entry, {"summary": "Two services"})
    sheet, version = counted(s, entry)
    assert (sheet.lines[1].text, sheet.whole, version) == ("One service", True, 1)
    s.submit(entry)
    assert counted(s, entry)[0].lines[1].text == "Two services"


def test_only_a_change_of_what_judges_would_read_raises_the_version(s):
    entry = s.whole()
    s.submit(entry)
    translate(s, entry, {"title": "Licence portal"})
    assert counted(s, entry)[1] == 0
    translate(s, entry)
    assert counted(s, entry)[1] == 1
    translate(s, entry)
    assert counted(s, entry)[1] == 1
    translate(s, entry, {"title": "Portal of licences"})
    translate(s, entry, {"title": ""})
    assert counted(s, entry)[1] == 3


def test_two_windows_do_not_overwrite_each_other(s):
    entry = s.whole()
    translate(s, entry, {"title": "Theirs"})
    assert translate(
        s, entry, {"title": "Mine", "summary": "Mine"}, seen={"title": [""], "summary": [""]}
    ) == {"title"}
    with s.make.db.read() as session:
        assert session.get_one(Entry, entry.id).version == 2
    s.submit(entry)
    assert [line.text for line in counted(s, entry)[0].lines[:2]] == ["Theirs", "Mine"]


def test_the_entrant_translates_until_the_deadline_and_organisers_after_it(s, organiser):
    entry = s.whole()
    s.submit(entry)
    with pytest.raises(RuleBroken, match="the entrant may give the translation"):
        as_office(s, entry, organiser)
    close(s)
    with pytest.raises(RuleBroken):
        translate(s, entry)
    as_office(s, entry, organiser)
    assert counted(s, entry)[0].made_by == "organisers"


def test_organisers_complete_what_the_entrant_began(s, organiser):
    entry = s.whole()
    s.submit(entry)
    translate(s, entry, {"title": "Licence portal"})
    close(s)
    as_office(s, entry, organiser)
    assert [line.made_by.value for line in counted(s, entry)[0].lines[:2]] == ["entrant", "organisers"]


def test_once_a_judge_may_read_the_entry_its_translation_stands(s, organiser, make):
    entry = s.whole()
    s.submit(entry)
    close(s)
    as_office(s, entry, organiser)
    seat, round_ = make.judge(s.cycle), make.round(s.cycle, opened=False)
    make.assignment(round_, seat, entry, organiser)
    as_office(s, entry, organiser, {"title": "Portal of licences"})
    with pytest.raises(RuleBroken, match="assigned to judges"):
        as_office(s, entry, organiser, {"title": ""})
    assert counted(s, entry)[0].whole
    with make.db.write() as session:
        session.merge(round_).opened_at = make.now
    with pytest.raises(RuleBroken, match="Judging of this entry is open"):
        as_office(s, entry, organiser, {"title": "Another"})


def test_an_entry_in_both_languages_and_one_that_is_out_are_not_translated(s, organiser):
    both = s.whole(language=EntryLanguage.BOTH)
    with pytest.raises(RuleBroken, match="both languages"):
        translate(s, both)
    out = s.whole()
    s.submit(out)
    s.withdraw(out)
    close(s)
    with pytest.raises(RuleBroken, match="no longer in the running"):
        as_office(s, out, organiser)


def test_nobody_translates_the_entry_of_another_agency(s, make):
    entry = s.whole()
    with pytest.raises(NotFound):
        translate(s, entry, by=make.person(Role.ENTRANT))
