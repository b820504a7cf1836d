"""Attaching files: what is taken, how many, and that nothing submitted is lost."""

import pytest
from sqlmodel import select

from awards.entries import attachments, operations, queries
from awards.entries.attachments import IN_WORDS, MAX_FILES, FileRefused
from awards.entries.files import Problem, cleaned
from awards.entries.models import Attachment
from awards.kit.errors import NotFound, RuleBroken
from awards.kit.files import FileStore
from awards.kit.i18n import LANGUAGES, translate
from awards.people.models import Role
from tests.awards.entries import hostile_files as hostile
from tests.awards.entries.scenes import scene


def attach(s, entry, data, name="file.pdf", by=None):
    upload = operations.check_file(name, data, clean_with=cleaned)
    with s.make.db.write() as session:
        return operations.attach_file(
            session,
            FileStore(s.make.settings.files_dir),
            entry.id,
            upload,
            by=(by or s.member).id,
            at=s.make.now,
        )


def remove(s, attachment, by=None):
    with s.make.db.write() as session:
        operations.remove_attachment(session, attachment.id, by=(by or s.member).id, at=s.make.now)


def different(n):
    """A PDF of its own for each `n`."""
    return hostile.pdf(fill=lambda made: made.docinfo.update({"/Title": f"file {n}"}))


def listed(s, entry):
    with s.make.db.read() as session:
        return queries.files_of(session, entry.id)


def test_the_original_and_a_clean_copy_are_both_stored(make, settings):
    s = scene(make)
    entry = s.start()
    data = hostile.pdf(fill=lambda made: made.docinfo.update({"/Author": hostile.TOKEN}))
    attachment = attach(s, entry, data)
    files = FileStore(settings.files_dir)
    assert files.get(attachment.original_digest) == data
    clean = files.get(attachment.clean_digest)
    assert len(clean) == attachment.clean_size
    assert hostile.TOKEN.encode() not in clean


def test_an_entry_has_five_files_at_most_and_a_removed_one_makes_room(make):
    s = scene(make)
    entry = s.start()
    first, *_ = [attach(s, entry, different(n)) for n in range(MAX_FILES)]
    with pytest.raises(RuleBroken):
        attach(s, entry, different("six"))
    remove(s, first)
    sixth = attach(s, entry, different("six"))
    assert sixth.position == MAX_FILES + 1
    assert len(listed(s, entry)) == MAX_FILES


def test_two_files_of_one_name_are_both_there_and_told_apart_by_their_number(make):
    s = scene(make)
    entry = s.start()
    attach(s, entry, different(1), "report.pdf")
    attach(s, entry, different(2), "report.pdf")
    assert [(file.position, file.name) for file in listed(s, entry)] == [(1, "report.pdf"), (2, "report.pdf")]


def test_the_files_of_an_entry_are_bounded_together(make, monkeypatch):
    s = scene(make)
    entry = s.start()
    attach(s, entry, different(1))
    monkeypatch.setattr(attachments, "MAX_TOTAL", len(different(1)) + 10)
    with pytest.raises(RuleBroken, match="together"):
        attach(s, entry, different(2))
    assert len(listed(s, entry)) == 1


def test_the_same_file_twice_is_one_attachment(make):
    s = scene(make)
    entry = s.start()
    data = different(1)
    assert attach(s, entry, data).id == attach(s, entry, data, "again.pdf").id
    assert len(listed(s, entry)) == 1


def test_a_removed_file_stays_on_record_and_in_what_was_submitted(make, db):
    s = scene(make)
    entry = s.whole()
    attachment = attach(s, entry, different(1))
    before = s.submit(entry)
    remove(s, attachment)
    remove(s, attachment)
    assert listed(s, entry) == ()
    after = s.submit(entry)
    assert [len(one.content["attachments"]) for one in (before, after)] == [1, 0]
    with db.read() as session:
        assert session.exec(select(Attachment)).one().removed_at is not None


def test_a_strangers_file_is_neither_attached_nor_removed(make):
    s = scene(make)
    entry = s.start()
    stranger = make.person(Role.ENTRANT)
    with pytest.raises(NotFound):
        attach(s, entry, different(1), by=stranger)
    attachment = attach(s, entry, different(1))
    with pytest.raises(NotFound):
        remove(s, attachment, by=stranger)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"MZ\x90 program", "Only PDF"),
        (b"%PDF-1.7 broken", "damaged"),
        (b"<html></html>", "Only PDF"),
    ],
)
def test_a_file_that_is_not_taken_is_refused_in_words(data, words):
    with pytest.raises(FileRefused) as refused:
        operations.check_file("report.pdf", data)
    assert words in refused.value.message.text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_problem_with_a_file_has_its_sentence(lang):
    assert set(IN_WORDS) == set(Problem)
    assert len({translate(message, lang) for message in IN_WORDS.values()}) == len(Problem)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("C:\\Users\\Ali\\تقرير.pdf", "تقرير.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("", "file.pdf"),
        ("..", "file.pdf"),
        (".pdf", "file.pdf"),
        ("a\r\nb.pdf", "a b.pdf"),
        ("a\0b.PDF", "ab.PDF"),
        ("report.html", "report.html.pdf"),
        ("report\u202egpj.pdf", "reportgpj.pdf"),
        ("invoice\u202efdp.exe", "invoicefdp.exe.pdf"),
        ("con.pdf", "file-con.pdf"),
        ("NUL.tar.pdf", "file-NUL.tar.pdf"),
        ("ا" * 300 + ".pdf", "ا" * 150 + ".pdf"),
    ],
)
def test_a_name_is_the_last_part_of_what_the_computer_calls_it(sent, kept):
    assert operations.check_file(sent, hostile.pdf(), clean_with=cleaned).name == kept
