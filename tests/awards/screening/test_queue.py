"""The queue of submitted entries: what the rules say, what was decided, what comes next."""

import re
from datetime import timedelta

import pytest
from sqlmodel import select

from awards.entries.changes import AnswerChange, EntryChanges
from awards.entries.models import PastWin
from awards.kit.audit import AuditEvent
from awards.people.models import Role
from awards.screening.queries import unscreened_in
from awards.screening.state import ScreeningState
from judging.deliberations.models import Publication
from judging.rounds.models import Round
from tests.awards.entries.scenes import scene
from tests.awards.screening.scenes import one, post, queue, text_of
from tests.statements import statements

ADMISSIONS = "/cycles/5/screening/admissions"


@pytest.fixture
def s(make):
    return scene(make)


@pytest.fixture
def page(client, make, sign_in):
    sign_in(client, make.person(Role.ORGANISER))
    client.cookies.set("language", "en")
    return client


def left(s):
    with s.make.db.read() as session:
        return unscreened_in(session, s.cycle.id)


def test_only_what_was_submitted_is_screened(page, s):
    s.start()
    s.withdraw(s.whole())
    s.submit(s.whole())
    assert [(q.row.number, q.state) for q in queue(s)] == [(3, ScreeningState.WAITING)]
    assert left(s) == 1
    assert page.get("/cycles/5/screening/1").status_code == 404
    assert page.get("/cycles/5/screening/3").status_code == 200


def test_an_entry_is_admitted_and_the_next_one_shown(page, s, db):
    entry = s.whole()
    s.submit(entry)
    s.submit(s.whole())
    answer = post(page, ADMISSIONS, receipt="5-0001-1")
    assert answer.headers["location"] == "/cycles/5/screening/2"
    assert one(s, 1).state is ScreeningState.ADMITTED
    assert left(s) == 1
    shown = text_of(page.get("/cycles/5/screening"))
    assert "1 of 2 entries are settled" in shown
    assert post(page, ADMISSIONS, receipt="5-0002-1").headers["location"] == "/cycles/5/screening"
    with db.read() as session:
        events = list(session.exec(select(AuditEvent).where(AuditEvent.action == "entry.admitted")))
    assert (events[0].subject_id, events[0].detail) == (str(entry.id), {"receipt": "5-0001-1"})


def test_an_entry_that_is_submitted_again_waits_again_and_says_so(page, s):
    entry = s.whole()
    s.submit(entry)
    post(page, ADMISSIONS, receipt="5-0001-1")
    s.save(entry, EntryChanges(answers={"challenge": AnswerChange(text_ar="أقصر")}))
    assert one(s, 1).state is ScreeningState.ADMITTED
    s.submit(entry)
    assert one(s, 1).state is ScreeningState.WAITING
    assert left(s) == 1
    assert "Submitted again since it was admitted" in text_of(page.get("/cycles/5/screening"))
    post(page, ADMISSIONS, receipt="5-0001-2")
    assert one(s, 1).state is ScreeningState.ADMITTED
    assert left(s) == 0


def test_a_submission_that_was_replaced_meanwhile_is_not_admitted_nor_anything_beside_it(page, s):
    entry = s.whole()
    s.submit(entry)
    s.submit(s.whole())
    s.save(entry, EntryChanges(answers={"challenge": AnswerChange(text_ar="أقصر")}))
    s.submit(entry)
    assert post(page, ADMISSIONS, receipt=["5-0001-1", "5-0002-1"]).status_code == 409
    assert left(s) == 2


def test_several_are_admitted_with_a_tick_for_each_and_only_what_nothing_speaks_against_is_ticked(
    page, s, make, db
):
    for number, title in enumerate(("بوابة التراخيص", "تطبيق المواعيد الصحية"), start=1):
        entry = s.whole()
        s.save(entry, EntryChanges(title_ar=title, title_en=f"{'Licences' if number == 1 else 'Health'}"))
        s.submit(entry)
    twin = s.whole()
    s.save(twin, EntryChanges(title_ar="تطبيق المواعيد الصحية", title_en="Appointments"))
    s.submit(twin)
    past = make.cycle(4)
    make._save(
        PastWin(
            cycle_id=past.id, category_code="MOB", place=1, entry_id=queue(s)[0].row.id, agency_id=s.agency.id
        )
    )
    mobile = make.category(s.cycle, "MOB")
    make.entry(mobile, s.agency, s.member, number=9)
    assert "May be the same as entry 3" in text_of(page.get("/cycles/5/screening"))
    assert "May be the same as entry 2" in text_of(page.get("/cycles/5/screening/3"))
    shown = page.get(ADMISSIONS).text
    ticked = re.findall(r'value="(5-\d+-1)" checked', shown)
    assert ticked == ["5-0001-1"]
    assert set(re.findall(r'value="(5-\d+-1)"', shown)) == {f"5-000{n}-1" for n in (1, 2, 3, 9)}
    post(page, ADMISSIONS, receipt=["5-0001-1", "5-0002-1"])
    assert [q.state for q in queue(s)] == [ScreeningState.ADMITTED] * 2 + [ScreeningState.WAITING] * 2
    with db.read() as session:
        event = session.exec(select(AuditEvent).where(AuditEvent.action == "entries.admitted")).one()
    assert event.detail == {"entries": [1, 2]}
    assert "won this category" in text_of(page.get("/cycles/5/screening?against=true"))


def test_an_admission_is_taken_back_with_a_reason_until_judges_have_the_entry(page, s, make, db):
    s.submit(s.whole())
    post(page, ADMISSIONS, receipt="5-0001-1")
    back = "/cycles/5/screening/1/admission/taking-back"
    assert post(page, back, admission_reason="خطأ").status_code == 422
    assert post(page, back, admission_reason="قُبلت قبل مراجعة الملف").status_code == 303
    assert one(s, 1).state is ScreeningState.WAITING
    assert post(page, back, admission_reason="قُبلت قبل مراجعة الملف").status_code == 409
    with db.read() as session:
        event = session.exec(
            select(AuditEvent).where(AuditEvent.action == "entry.admission_taken_back")
        ).one()
    assert event.detail == {"receipt": "5-0001-1", "reason": "قُبلت قبل مراجعة الملف"}
    post(page, ADMISSIONS, receipt="5-0001-1")
    make._save(Round(cycle_id=s.cycle.id, position=1, sheets_per_entry=3, opened_at=make.now))
    assert post(page, back, admission_reason="قُبلت قبل مراجعة الملف").status_code == 409
    assert "taking-back" not in page.get("/cycles/5/screening/1").text


def test_the_rules_are_told_as_of_what_was_submitted_not_of_what_was_written_since(page, s):
    entry = s.whole()
    s.submit(entry)
    assert one(s, 1).findings.obstacles == ()
    s.save(entry, EntryChanges(answers={"launched_on": AnswerChange(value="2026-10-30")}))
    assert one(s, 1).findings.months == 22
    assert one(s, 1).findings.obstacles == ()


def test_the_window_of_entries_is_no_obstacle_after_it_has_closed(s, clock):
    s.submit(s.whole())
    clock.forward(days=60)
    assert one(s, 1).findings.obstacles == ()


def test_each_rule_that_stands_against_an_entry_is_named(make):
    own = make.agency(name_en="Award Authority")
    s = scene(make, organiser_agency_id=own.id, entries_per_agency=1)
    partner = make.agency(name_en="Winning Authority")
    s.submit(s.whole())
    make.entry(s.category, own, s.member, number=2)
    make.entry(s.category, s.agency, s.member, number=3)
    make._save(
        PastWin(
            cycle_id=make.cycle(4).id,
            category_code="G2C",
            place=1,
            entry_id=queue(s)[0].row.id,
            agency_id=partner.id,
        )
    )
    other = make.person(Role.ENTRANT)
    entry = make.entry(s.category, make.agency(other), other, number=4, submitted=False)
    s.save(entry, EntryChanges(partner_ids=frozenset({partner.id})), by=other)
    make.submission(entry, other)
    with make.db.write() as session:
        entry.state = "submitted"
        session.add(entry)
    said = {q.row.number: [m.text for m in q.findings.obstacles] for q in queue(s)}
    assert any("organises the award" in text for text in said[2])
    assert any("At most" in text for text in said[1])
    assert any("At most" in text for text in said[3])
    assert said[4] == [
        "%(agency)s won this category lately and may not enter it again yet, nor as a partner."
    ]


def test_nothing_is_admitted_once_the_results_are_published(page, s, make):
    s.submit(s.whole())
    make._save(Publication(cycle_id=s.cycle.id, published_at=make.now, published_by_id=s.member.id))
    assert post(page, ADMISSIONS, receipt="5-0001-1").status_code == 409
    assert "Admit this entry" not in page.get("/cycles/5/screening/1").text


def test_an_auditor_reads_the_queue_and_admits_nothing(client, s, make, sign_in):
    s.submit(s.whole())
    sign_in(client, make.person(Role.AUDITOR))
    client.cookies.set("language", "en")
    for path in ("/cycles/5/screening", "/cycles/5/screening/1"):
        answer = client.get(path)
        assert answer.status_code == 200
        assert "/admissions" not in answer.text
    assert post(client, ADMISSIONS, receipt="5-0001-1").status_code == 403


@pytest.mark.parametrize("role", [Role.ENTRANT, Role.JUDGE])
def test_entrants_and_judges_never_come_here(client, s, make, sign_in, role):
    s.submit(s.whole())
    sign_in(client, make.person(role))
    for path in ("/cycles/5/screening", "/cycles/5/screening/1"):
        assert client.get(path).status_code == 403


def test_the_pages_ask_the_same_of_the_database_for_any_number_of_entries(page, s, make, db):
    s.submit(s.whole())
    for path in ("/cycles/5/screening", "/cycles/5/screening/1"):
        counted = []
        for more in (1, 6):
            for _ in range(more):
                person = make.person(Role.ENTRANT)
                make.entry(s.category, make.agency(person), person, number=100 + len(queue(s)))
            with statements(db.engine, db.reader) as seen:
                page.get(path)
            counted.append(len(seen))
        assert counted[0] == counted[1] <= 20


def test_the_queue_is_filtered(page, s, make):
    s.submit(s.whole())
    make.entry(make.category(s.cycle, "MOB"), s.agency, s.member, number=2, title="بوابة الإبل")
    post(page, ADMISSIONS, receipt="5-0001-1")

    def shown(query):
        text = page.get(f"/cycles/5/screening?{query}").text
        return [n for n in (1, 2) if f'<a href="/cycles/5/screening/{n}">' in text]

    assert shown("") == [1, 2]
    assert shown("state=admitted") == [1]
    assert shown("category=MOB") == [2]
    assert shown("q=الابل") == [2]
    assert shown("against=true") == []
    assert timedelta(0) <= make.now - queue(s)[0].row.submitted_at
