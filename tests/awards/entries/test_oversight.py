"""The organisers' pages of entries: everything of the cycle, files as they came, exclusion with a reason."""

import re
from html import unescape

import pytest
from sqlmodel import select

from awards.entries import operations, oversight
from awards.entries.changes import AnswerChange, EntryChanges
from awards.entries.models import EntryState
from awards.kit.audit import AuditEvent
from awards.kit.files import FileStore
from awards.people.models import Role
from tests.awards.entries.hostile_files import pdf
from tests.awards.entries.scenes import scene
from tests.statements import statements


@pytest.fixture
def s(make):
    return scene(make)


@pytest.fixture
def page(client, make, sign_in):
    sign_in(client, make.person(Role.ORGANISER))
    client.cookies.set("language", "en")
    return client


def text_of(answer):
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", answer.text)))


def numbers(answer):
    return [int(n) for n in re.findall(r'href="/cycles/5/entries/(\d+)"', answer.text)]


def test_the_list_is_filtered_by_state_category_and_words(page, s, make):
    mobile = make.category(s.cycle, "MOB")
    s.submit(s.whole())
    s.start(category=mobile)
    other = make.person(Role.ENTRANT)
    s.start(
        other, agency=make.agency(other, name_ar="هيئة الإبل", name_en="Camel Authority"), category=mobile
    )
    assert numbers(page.get("/cycles/5/entries")) == [1, 2, 3]
    assert numbers(page.get("/cycles/5/entries?state=submitted")) == [1]
    assert numbers(page.get("/cycles/5/entries?category=MOB")) == [2, 3]
    assert numbers(page.get("/cycles/5/entries?q=camel")) == [3]
    assert numbers(page.get("/cycles/5/entries?q=الابل+هيئه")) == [3]
    assert numbers(page.get("/cycles/5/entries?q=5-0001-1")) == [1]
    assert numbers(page.get("/cycles/5/entries?state=nonsense&category=")) == [1, 2, 3]
    assert "No entry matches the filter." in page.get("/cycles/5/entries?q=nothing").text


def test_the_list_counts_every_state_whatever_is_filtered(page, s):
    s.submit(s.whole())
    s.withdraw(s.start())
    answer = page.get("/cycles/5/entries?state=draft")
    figures = re.findall(r"<dt>([^<]+)</dt><dd[^>]*>(\d+)</dd>", answer.text)
    assert figures == [
        ("All", "2"),
        ("Drafts", "0"),
        ("Submitted", "1"),
        ("Withdrawn", "1"),
        ("Disqualified", "0"),
    ]


def test_the_list_asks_the_same_of_the_database_for_any_number_of_entries(page, s, make, db):
    counted = []
    for more in (1, 8):
        for _ in range(more):
            person = make.person(Role.ENTRANT)
            make.entry(s.category, make.agency(person), person)
        with statements(db.engine, db.reader) as seen:
            page.get("/cycles/5/entries")
        counted.append(len(seen))
    assert counted[0] == counted[1] <= 4


def test_a_cycle_or_an_entry_that_is_not_there_is_not_found(page, s):
    assert page.get("/cycles/99/entries").status_code == 404
    assert page.get("/cycles/5/entries/1").status_code == 404


def test_an_entry_shows_what_was_submitted_and_not_what_was_changed_since(page, s, clock):
    entry = s.whole()
    s.submit(entry)
    clock.forward(minutes=1)
    s.save(entry, EntryChanges(answers={"challenge": AnswerChange(text_ar="لم يُقدَّم بعد")}))
    text = text_of(page.get("/cycles/5/entries/1"))
    assert "كان الانتظار طويلًا" in text
    assert "لم يُقدَّم بعد" not in text
    assert "has changed it since" in text
    for shown in (s.agency.name_en, s.member.email, "5-0001-1", "إدارة الخدمات"):
        assert shown in text


def test_a_draft_is_shown_as_one(page, s):
    s.start()
    assert "Not submitted. Shown is the draft as it stands." in text_of(page.get("/cycles/5/entries/1"))


def test_files_come_as_they_were_sent_even_removed_ones_and_never_open_in_the_site(
    page, s, make, db, settings
):
    entry, data = s.whole(), pdf()
    with db.write() as session:
        attachment = operations.attach_file(
            session,
            FileStore(settings.files_dir),
            entry.id,
            operations.check_file("شعار الجهة.pdf", data),
            by=s.member.id,
            at=make.now,
        )
    s.submit(entry)
    with db.write() as session:
        operations.remove_attachment(session, attachment.id, by=s.member.id, at=make.now)
    href = f"/cycles/5/entries/1/files/{attachment.id}"
    assert href in page.get("/cycles/5/entries/1").text
    fetched = page.get(href)
    assert fetched.content == data
    assert fetched.headers["content-disposition"].startswith("attachment;")
    assert fetched.headers["content-security-policy"].startswith("sandbox")
    assert fetched.headers["cache-control"] == "no-store"
    s.start()
    assert page.get(f"/cycles/5/entries/2/files/{attachment.id}").status_code == 404


def test_an_auditor_reads_an_entry_too(client, s, make, sign_in):
    s.submit(s.whole())
    sign_in(client, make.person(Role.AUDITOR))
    answer = client.get("/cycles/5/entries/1")
    assert answer.status_code == 200


@pytest.mark.parametrize("role", [Role.ENTRANT, Role.JUDGE])
def test_entrants_and_judges_never_come_here(client, s, make, sign_in, role):
    s.start()
    sign_in(client, make.person(role))
    for path in ("/cycles/5/entries", "/cycles/5/entries/1"):
        assert client.get(path).status_code == 403


def test_every_word_of_a_search_must_be_found(make, s, db):
    s.start()
    with db.read() as session:
        entries = oversight.entries_of(session, s.cycle.id)
    assert oversight.filtered(entries, search="التراخيص بوابه") == entries
    assert oversight.filtered(entries, search="التراخيص غيره") == []
    assert dict(oversight.counts(entries)) == {state: int(state is EntryState.DRAFT) for state in EntryState}


def test_why_an_entry_is_out_who_said_so_and_when_is_in_the_chain_and_on_its_page(
    client, s, make, sign_in, db, clock
):
    withdrawn, disqualified, silent = s.whole(), s.whole(), s.whole()
    for entry in (withdrawn, disqualified, silent):
        s.submit(entry)
    organiser = make.person(Role.ORGANISER, name_en="Noura Organiser")
    clock.forward(hours=3)
    with db.write() as session:
        operations.withdraw_entry(session, withdrawn.id, "The service ended", by=s.member.id, at=clock())
        operations.withdraw_entry(session, silent.id, "", by=s.member.id, at=clock())
        operations.disqualify_entry(session, disqualified.id, "Copied work", by=organiser.id, at=clock())
    with db.read() as session:
        events = {event.subject_id: event for event in session.exec(select(AuditEvent))}
    for entry, action, reason, by in (
        (withdrawn, "entry.withdrawn", "The service ended", s.member),
        (disqualified, "entry.disqualified", "Copied work", organiser),
        (silent, "entry.withdrawn", "none was given", s.member),
    ):
        event = events[str(entry.id)]
        assert (event.action, event.actor_id) == (action, by.id)
        assert event.detail["reason"] == ("" if entry is silent else reason)
        for role in (Role.ORGANISER, Role.AUDITOR):
            sign_in(client, make.person(role))
            client.cookies.set("language", "en")
            shown = text_of(client.get(f"/cycles/5/entries/{entry.number}"))
            told = shown[shown.index("This entry is ") :][:200]
            assert reason in told
            assert by.name_en in told
            assert "3:00" in told
