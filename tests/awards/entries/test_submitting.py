"""Submitting: what is missing is told, what is submitted is frozen, and every submission has its receipt."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlmodel import col, select

from awards import schema
from awards.entries import operations
from awards.entries.changes import AnswerChange, EntryChanges
from awards.entries.completeness import Part
from awards.entries.content import content_hash
from awards.entries.desk import my_entries
from awards.entries.files import FileKind
from awards.entries.models import Entry, EntryLanguage, EntryState, PastWin, Submission
from awards.entries.refusals import NotReady, TermsNotAccepted
from awards.kit.audit import AuditEvent
from awards.kit.errors import NotFound, RuleBroken, Stale
from awards.kit.files import FileStore
from awards.kit.i18n import translate
from awards.people.models import Role
from judging.deliberations.models import Publication
from tests.awards.entries.hostile_files import pdf
from tests.awards.entries.scenes import WHOLE, scene
from tests.contests import contest
from tests.migrating import back_to


def gaps_of(s, entry):
    with pytest.raises(NotReady) as caught:
        s.submit(entry)
    return caught.value.gaps


def change(s, entry, **answers):
    s.save(entry, EntryChanges(answers={k: AnswerChange(**v) for k, v in answers.items()}))


def test_an_empty_draft_is_told_all_that_is_missing_in_the_order_of_the_pages(make):
    s = scene(make)
    gaps = gaps_of(s, s.start())
    assert [gap.field for gap in gaps] == [
        "summary_ar",
        "text_ar-operator",
        "value-launched_on",
        "text_ar-challenge",
        "text_ar-solution",
    ]
    assert [gap.part for gap in gaps] == [Part.SUMMARY] + [Part.ANSWERS] * 4


def test_an_entry_in_both_languages_needs_every_text_twice(make):
    s = scene(make)
    entry = s.whole(language=EntryLanguage.BOTH)
    change(s, entry, challenge={"text_en": ""})
    assert [gap.field for gap in gaps_of(s, entry)] == ["text_en-challenge"]
    s.save(entry, EntryChanges(language=EntryLanguage.ARABIC))
    assert s.submit(entry).content["answers"][2]["text_en"] == ""


def test_an_answer_over_its_limit_is_refused_with_the_question_the_limit_and_the_count(make):
    s = scene(make)
    entry = s.whole()
    change(s, entry, challenge={"text_ar": "كلمة " * 121})
    (gap,) = gaps_of(s, entry)
    assert gap.field == "text_ar-challenge"
    assert translate(gap.message, "en") == "“Question challenge” takes at most 120 words; there are 121."
    assert "سؤال challenge" in translate(gap.message, "ar")
    change(s, entry, challenge={"text_ar": "كلمة " * 120})
    s.submit(entry)


def test_a_date_that_is_none_is_refused_once_and_in_words(make):
    s = scene(make)
    entry = s.whole()
    change(s, entry, launched_on={"value": "في الربيع"})
    (gap,) = gaps_of(s, entry)
    assert gap.field == "value-launched_on"
    assert "2026-05-31" in translate(gap.message, "ar")


def test_a_service_that_is_too_young_at_the_deadline_is_refused(make):
    s = scene(make, months_in_operation=6)  # entries close on 1 December 2026
    entry = s.whole()
    change(s, entry, launched_on={"value": "2026-06-02"})
    (gap,) = gaps_of(s, entry)
    assert gap.field == "value-launched_on"
    assert "5 months" in translate(gap.message, "en")
    change(s, entry, launched_on={"value": "2026-06-01"})
    s.submit(entry)


def test_a_partner_who_won_lately_bars_the_joint_entry(make):
    s = scene(make)
    partner, winner = make.agency(), make.person(Role.ENTRANT)
    past = make.cycle(number=4)
    won = make.entry(make.category(past), make.agency(winner), winner)
    make._save(PastWin(cycle_id=past.id, category_code="G2C", place=2, entry_id=won.id, agency_id=partner.id))
    entry = s.whole()
    s.save(entry, EntryChanges(partner_ids=frozenset({partner.id})))
    (gap,) = gaps_of(s, entry)
    assert (gap.part, gap.field) == (Part.SUMMARY, "partner-1")
    assert translate(gap.message, "en").startswith(partner.name_en)


def test_the_organiser_may_not_be_a_partner_either(make):
    organiser = make.agency()
    s = scene(make, organiser_agency_id=organiser.id)
    entry = s.whole()
    s.save(entry, EntryChanges(partner_ids=frozenset({organiser.id})))
    (gap,) = gaps_of(s, entry)
    assert "organises" in gap.message.text


def test_drafts_of_colleagues_do_not_use_up_the_limit_and_submissions_do(make, db):
    s = scene(make, entries_per_agency=2)
    first, second = s.whole(), s.whole()
    with db.write() as session:
        session.get(type(s.cycle), s.cycle.id).entries_per_agency = 1
    s.submit(first)
    (gap,) = gaps_of(s, second)
    assert "At most" in gap.message.text


def test_nothing_is_submitted_without_accepting_the_terms(make):
    s = scene(make)
    entry = s.whole()
    with pytest.raises(TermsNotAccepted):
        s.submit(entry, terms=False)
    assert s.submit(entry, terms=True).terms_version == s.cycle.terms_version


def test_what_was_checked_is_what_is_submitted(make, db):
    s = scene(make)
    entry = s.whole()
    checked = s.checked(entry)
    change(s, entry, challenge={"text_ar": "تغيّر"})
    with pytest.raises(Stale), db.write() as session:
        operations.submit_entry(
            session, entry.id, terms_accepted=True, checked=checked, by=s.member.id, at=make.now
        )
    change(s, entry, challenge={"text_ar": "كان الانتظار طويلًا"})
    with db.write() as session:
        operations.submit_entry(
            session, entry.id, terms_accepted=True, checked=checked, by=s.member.id, at=make.now
        )


def test_a_file_that_a_partner_removes_at_the_same_moment_is_noticed(make, db, settings):
    """The removal has the lock when the submission comes, which was checked with the file."""
    s = scene(make)
    entry = s.whole()
    upload = operations.check_file("a.pdf", pdf())
    with db.write() as session:
        file = operations.attach_file(
            session, FileStore(settings.files_dir), entry.id, upload, by=s.member.id, at=make.now
        )
    checked, removing = s.checked(entry), threading.Event()

    def remove():
        with db.write() as session:
            operations.remove_attachment(session, file.id, by=s.member.id, at=make.now)
            removing.set()
            time.sleep(0.3)

    def submit():
        removing.wait(10)
        with db.write() as session:
            return operations.submit_entry(
                session, entry.id, terms_accepted=True, checked=checked, by=s.member.id, at=make.now
            )

    with ThreadPoolExecutor(2) as together:
        removal, submission = together.submit(remove), together.submit(submit)
        removal.result()
        with pytest.raises(Stale):
            submission.result()
    with db.read() as session:
        assert session.exec(select(Submission)).first() is None


def test_a_submission_keeps_the_version_of_its_entry(make, db):
    s = scene(make)
    entry = s.whole()
    assert s.submit(entry).version == 2
    change(s, entry, challenge={"text_ar": "تغيّر"})
    assert s.submit(entry).version == 3


def test_submissions_of_an_older_database_get_a_version_that_tells_what_was_changed_since(make, db, clock):
    s = scene(make)
    same, changed = s.whole(), s.whole()
    for entry in (same, changed):
        s.submit(entry)
    clock.forward(minutes=1)
    change(s, changed, challenge={"text_ar": "تغيّر"})
    back_to(db, "0005")
    schema.migrate(db)
    with db.read() as session:
        assert {entry.id: entry.has_new_changes for entry in my_entries(session, s.member.id)} == {
            same.id: False,
            changed.id: True,
        }


def test_a_submission_holds_everything_and_its_hash_is_of_that(make, db, settings):
    s = scene(make)
    partner = make.agency()
    entry = s.whole(language=EntryLanguage.BOTH)
    s.save(entry, EntryChanges(partner_ids=frozenset({partner.id})))
    upload = operations.check_file("C:\\files\\التقرير.pdf", pdf())
    with db.write() as session:
        operations.attach_file(
            session, FileStore(settings.files_dir), entry.id, upload, by=s.member.id, at=make.now
        )
    submission = s.submit(entry)
    said = submission.content
    assert said["entrant"] == {
        "kind": "agency",
        "code": s.agency.code,
        "name_ar": s.agency.name_ar,
        "name_en": s.agency.name_en,
    }
    assert [p["code"] for p in said["partners"]] == [partner.code]
    assert [a["question"] for a in said["answers"]] == ["operator", "launched_on", "challenge", "solution"]
    assert said["answers"][2]["label_en"] == "Question challenge"
    assert said["answers"][2]["text_en"] == "The wait was long"
    assert said["answers"][1]["value_en"] == "Wednesday 15 January 2025"
    (file,) = said["attachments"]
    assert (file["name"], file["media_type"]) == ("التقرير.pdf", FileKind.PDF)
    assert file["original_digest"] == upload.original_digest != file["clean_digest"]
    with db.read() as session:
        stored = session.exec(select(Submission)).one()
    assert content_hash(stored.content) == stored.content_hash == submission.content_hash


def test_receipts_name_the_cycle_the_entry_and_the_sequence(make, db):
    s = scene(make)
    entry = s.whole()
    assert s.submit(entry).receipt == "5-0001-1"
    change(s, entry, challenge={"text_ar": "نص آخر"})
    assert s.submit(entry).receipt == "5-0001-2"
    with db.read() as session:
        kept = session.exec(select(Submission).order_by(col(Submission.sequence))).all()
        assert session.get(Entry, entry.id).state is EntryState.SUBMITTED
    assert [one.content["answers"][2]["text_ar"] for one in kept] == ["كان الانتظار طويلًا", "نص آخر"]


def test_submitting_twice_what_has_not_changed_gives_the_same_receipt(make, db):
    s = scene(make)
    entry = s.whole()
    assert s.submit(entry).receipt == s.submit(entry).receipt
    with db.read() as session:
        assert len(session.exec(select(Submission)).all()) == 1
        assert len(session.exec(select(AuditEvent).where(AuditEvent.action == "entry.submitted")).all()) == 1


def test_a_stranger_submits_nothing(make):
    s = scene(make)
    entry = s.whole()
    with pytest.raises(NotFound):
        s.submit(entry, by=make.person(Role.ENTRANT))


def test_an_individual_submits_for_themselves(make):
    s = scene(make)
    category = make.category(s.cycle, "IND", for_individuals=True)
    entry = s.whole(category=category, alone=True)
    said = s.submit(entry).content
    assert said["entrant"] == {
        "kind": "individual",
        "code": "",
        "name_ar": s.member.name_ar,
        "name_en": s.member.name_en,
    }


def test_a_withdrawn_entry_is_not_submitted_again(make):
    s = scene(make)
    entry = s.whole()
    s.withdraw(entry)
    with pytest.raises(RuleBroken, match="withdrawn"):
        s.submit(entry)


def test_an_entry_is_withdrawn_until_judging_ends(make, clock):
    s = scene(make)
    early, late = s.whole(), s.whole()
    clock.at = s.cycle.judging_opens_at
    s.withdraw(early)
    clock.at = s.cycle.judging_closes_at
    with pytest.raises(RuleBroken, match="Judging has ended"):
        s.withdraw(late)


def test_an_entry_stays_once_the_results_of_a_round_that_ended_early_are_open(make, db):
    """Some know the ranking by then, whatever the timetable says."""
    c = contest(make, {"G2C": [[8, 8, 8], [7, 7, 7]]})
    first, second = c.entries["G2C"]

    def withdraw(entry):
        with db.write() as session:
            operations.withdraw_entry(session, entry.id, "", by=entry.started_by_id, at=make.now)

    c.close()
    withdraw(second)
    c.open_results(closed=True)
    with pytest.raises(RuleBroken, match="Judging has ended"):
        withdraw(first)


def test_a_disqualified_entry_has_a_reason_and_stays_out(make, db):
    s = scene(make)
    entry = s.whole()
    s.submit(entry)
    organiser = make.person(Role.ORGANISER)
    for reason in ("", "   "):
        with pytest.raises(RuleBroken, match="reason"), db.write() as session:
            operations.disqualify_entry(session, entry.id, reason, by=organiser.id, at=make.now)
    with db.write() as session:
        operations.disqualify_entry(session, entry.id, "الخدمة غير عاملة", by=organiser.id, at=make.now)
    with pytest.raises(RuleBroken, match="disqualified"):
        s.save(entry, WHOLE)
    with pytest.raises(RuleBroken, match="disqualified"):
        s.withdraw(entry)


def test_nothing_is_disqualified_once_results_are_published(make, db):
    s = scene(make)
    entry = s.whole()
    s.submit(entry)
    make._save(Publication(cycle_id=s.cycle.id, published_at=make.now, published_by_id=s.member.id))
    with pytest.raises(RuleBroken, match="published"), db.write() as session:
        operations.disqualify_entry(session, entry.id, "سبب كافٍ", by=s.member.id, at=make.now)
