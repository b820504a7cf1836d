"""What is written to the people of an entry."""

import pytest

from awards.directory.models import MembershipKind
from awards.directory.operations import add_member
from awards.entries import operations
from awards.entries.letters import SUBMITTED, WITHDRAWN
from awards.entries.models import EntryLanguage
from awards.entries.refusals import NotReady
from awards.kit.mail.letters import in_language
from awards.people.models import Role
from awards.people.operations import disable_person
from tests.awards.entries.scenes import WHOLE, scene
from tests.letters import letters_to


@pytest.fixture
def found(make):
    return scene(make)


def letters(found, person, kind):
    return [
        letter
        for name, letter in letters_to(found.make.db, found.make.settings, person.email)
        if name == kind
    ]


def editor_of(found):
    person = found.make.person(Role.ENTRANT, name_ar="سعد", name_en="Saad")
    with found.make.db.write() as session:
        add_member(session, found.agency.id, person.id, MembershipKind.EDITOR, by=None, at=found.make.now)
    return person


def test_the_submitter_and_all_people_of_the_agency_get_the_receipt_in_both_languages(found) -> None:
    editor, other = editor_of(found), editor_of(found)
    submission = found.submit(found.whole(by=editor, language=EntryLanguage.BOTH), by=editor)
    for person in (editor, other, found.member):
        (letter,) = letters(found, person, SUBMITTED)
        for lang, title in (("ar", "بوابة التراخيص"), ("en", "Licence portal")):
            part = in_language(letter, lang)
            text = "\n".join((part.subject, *part.paragraphs, *part.notes))
            for words in (submission.receipt, submission.content_hash, title, "1448", "receipt.pdf"):
                assert words in text
            assert f"/receipts/{submission.receipt}/" in text


def test_submitting_again_what_has_not_changed_writes_no_second_letter(found) -> None:
    entry = found.whole()
    found.submit(entry)
    found.submit(entry)
    assert len(letters(found, found.member, SUBMITTED)) == 1


def test_a_refused_submission_writes_no_letter(found) -> None:
    with pytest.raises(NotReady):
        found.submit(found.start())
    assert letters(found, found.member, SUBMITTED) == []


def test_an_owner_whose_account_is_disabled_is_not_written_to(found) -> None:
    editor = editor_of(found)
    entry = found.whole(by=editor)
    with found.make.db.write() as session:
        disable_person(session, found.member.id, by=None, at=found.make.now)
    found.submit(entry, by=editor)
    assert letters(found, found.member, SUBMITTED) == []


def test_a_withdrawal_is_told_with_its_reason_if_there_is_one(found) -> None:
    entry = found.whole()
    with found.make.db.write() as session:
        operations.withdraw_entry(
            session, entry.id, "نقدمها العام القادم", by=found.member.id, at=found.make.now
        )
    (letter,) = letters(found, found.member, WITHDRAWN)
    assert "نقدمها العام القادم" in in_language(letter, "en").paragraphs
    assert "بوابة التراخيص" in in_language(letter, "ar").subject


def test_an_individual_is_written_to(found, make) -> None:
    person = make.person(Role.ENTRANT)
    found.category = make.category(found.cycle, "IND", for_individuals=True)
    entry = found.start(by=person, category=found.category, alone=True)
    found.save(entry, WHOLE, by=person)
    found.submit(entry, by=person)
    assert len(letters(found, person, SUBMITTED)) == 1
