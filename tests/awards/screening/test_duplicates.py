"""Entries that look alike are shown side by side, and what was said of them is remembered."""

import pytest
from sqlmodel import select

from awards.directory.models import Service
from awards.entries.models import Entry, EntryService
from awards.kit.audit import AuditEvent
from awards.people.models import Role
from awards.screening.duplicates import duplicates_of
from tests.awards.entries.scenes import scene
from tests.awards.screening.scenes import post, text_of
from tests.statements import statements

PATH = "/cycles/5/screening/duplicates"


@pytest.fixture
def s(make):
    return scene(make)


@pytest.fixture
def page(client, make, sign_in):
    sign_in(client, make.person(Role.ORGANISER))
    client.cookies.set("language", "en")
    return client


def entry(s, number, ar, en="", *, cycle_category=None, **fields):
    person = s.make.person(Role.ENTRANT)
    made = s.make.entry(cycle_category or s.category, s.make.agency(person), person, number=number, **fields)
    with s.make.db.write() as session:
        row = session.get_one(Entry, made.id)
        row.title_ar, row.title_en = ar, en
        session.add(row)
    return made


def service(s, one, ar, en):
    with s.make.db.write() as session:
        made = Service(agency_id=one.agency_id, code=f"s{one.number}", name_ar=ar, name_en=en)
        session.add(made)
        session.flush()
        return made.id


def name(s, one, *services):
    with s.make.db.write() as session:
        for position, id_ in enumerate(services, 1):
            session.add(EntryService(entry_id=one.id, service_id=id_, position=position))


def found(s):
    with s.make.db.read() as session:
        return duplicates_of(session, 5)


def pairs(s):
    with s.make.db.read() as session:
        return [(p.one.number, p.other.cycle, p.other.number) for p in duplicates_of(session, 5)]


def test_entries_are_found_across_categories_cycles_and_languages(s, make):
    mobile, past = make.category(s.cycle, "MOB"), make.category(make.cycle(4))
    entry(s, 1, "بوابة التراخيص البلدية", "Gate A")
    entry(s, 2, "بوابه التراخيص البلديه", "Other", cycle_category=mobile)
    entry(s, 3, "شيء غيره تمامًا", "One visit for every premises")
    entry(s, 9, "لا علاقة له", "One visit for every premises", cycle_category=past)
    entry(s, 8, "بوابة التراخيص البلدية", "Gate B", cycle_category=past)
    assert set(pairs(s)) == {(1, 5, 2), (1, 4, 8), (2, 4, 8), (3, 4, 9)}


def test_entries_of_one_service_are_found_across_categories_and_cycles_whatever_their_titles(s, make):
    mobile, past = make.category(s.cycle, "MOB"), make.category(make.cycle(4))
    one = entry(s, 1, "بوابة التراخيص", "Gate")
    two = entry(s, 2, "منصة الآبار", "Wells", cycle_category=mobile)
    old = entry(s, 9, "نظام المزارع", "Farms", cycle_category=past)
    other = entry(s, 3, "حجز المواعيد", "Booking")
    wells = service(s, one, "ترخيص حفر الآبار", "Well drilling licence")
    visits = service(s, other, "مواعيد الزيارة", "Visits")
    for named in (one, two, old):
        name(s, named, wells)
    name(s, other, visits)
    assert set(pairs(s)) == {(1, 5, 2), (1, 4, 9), (2, 4, 9)}
    (shared,) = found(s)[0].services
    assert (shared.one.name_en, shared.same) == ("Well drilling licence", True)


@pytest.mark.parametrize(
    ("names", "others"),
    [
        (("ترخيص حفر الآبار", "Wells"), ("تَرخيص حفر الابار", "Drilling")),
        (("الآبار", "Well drilling licence"), ("حفر", "Licence: well drilling")),
    ],
)
def test_services_whose_names_are_alike_in_either_language_are_found(s, names, others):
    one, two = entry(s, 1, "بوابة التراخيص"), entry(s, 2, "منصة المزارع")
    name(s, one, service(s, one, *names))
    name(s, two, service(s, two, *others))
    (pair,) = found(s)
    assert pair.likeness < 0.6
    assert [(one.same, one.one.name_ar, one.other.name_ar) for one in pair.services] == [
        (False, names[0], others[0])
    ]


def test_services_of_another_subject_are_not_alike(s):
    one, two = entry(s, 1, "بوابة التراخيص"), entry(s, 2, "منصة المزارع")
    name(s, one, service(s, one, "إصدار رخصة قيادة", "Issue a driving licence"))
    name(s, two, service(s, two, "تجديد رخصة قيادة", "Renew a driving licence"))
    assert pairs(s) == []


def test_the_page_says_which_services_are_shared_and_the_verdict_keeps_them(page, s, db):
    one, two = entry(s, 1, "بوابة التراخيص"), entry(s, 2, "منصة المزارع")
    wells, farms = service(s, one, "الآبار", "Wells"), service(s, two, "المزارع", "Farms")
    name(s, one, wells, farms)
    name(s, two, farms)
    shown = text_of(page.get(PATH))
    assert "Services in both: Farms" in shown
    assert "Wells" not in shown
    assert post(page, PATH, one=str(one.id), other=str(two.id), reason="Two apps").status_code == 303
    assert "Two apps" in text_of(page.get(PATH))
    with db.read() as session:
        event = session.exec(select(AuditEvent).where(AuditEvent.action == "entry.not_a_duplicate")).one()
    assert event.detail["services"] == ["المزارع"]


def test_drafts_and_pairs_of_an_earlier_cycle_alone_are_left_out(s, make):
    past = make.category(make.cycle(4))
    entry(s, 1, "بوابة التراخيص", cycle_category=past)
    entry(s, 2, "بوابة التراخيص", cycle_category=past)
    entry(s, 3, "منصة المواعيد")
    entry(s, 4, "منصة المواعيد", submitted=False)
    assert pairs(s) == []


def test_what_is_no_duplicate_is_remembered_with_who_and_why(page, s, db):
    one, other = entry(s, 1, "بوابة التراخيص"), entry(s, 2, "بوابة التراخيص")
    assert "titles 100% alike" in text_of(page.get(PATH))
    sent = {"one": str(one.id), "other": str(other.id)}
    short = post(page, PATH, **sent, reason="")
    assert short.status_code == 422
    assert 'aria-invalid="true"' in short.text
    assert post(page, PATH, **sent, reason="Two services of two agencies").status_code == 303
    shown = text_of(page.get(PATH))
    assert "No two entries look alike" in shown
    assert "Two services of two agencies" in shown
    assert post(page, PATH, **sent, reason="Once more").status_code == 409
    with db.read() as session:
        event = session.exec(select(AuditEvent).where(AuditEvent.action == "entry.not_a_duplicate")).one()
    assert event.detail["other"] == "5-0002"
    assert event.detail["reason"] == "Two services of two agencies"


def test_entries_that_do_not_look_alike_are_not_kept_apart(page, s):
    one, other = entry(s, 1, "بوابة التراخيص"), entry(s, 2, "حجز المواعيد")
    assert post(page, PATH, one=str(one.id), other=str(other.id), reason="None at all").status_code == 404


def test_an_auditor_reads_the_pairs_and_says_nothing(client, s, make, sign_in):
    entry(s, 1, "بوابة التراخيص")
    entry(s, 2, "بوابة التراخيص")
    sign_in(client, make.person(Role.AUDITOR))
    assert "<button" not in client.get(PATH).text.split("<main")[1].split("</main")[0]
    assert post(client, PATH, reason="None at all").status_code == 403


def test_the_page_asks_the_same_of_the_database_for_any_number_of_pairs(page, s, db):
    counted = []
    for numbers in ((1, 2), (3, 4, 5, 6)):
        for number in numbers:
            entry(s, number, "بوابة التراخيص")
        with statements(db.engine, db.reader) as seen:
            page.get(PATH)
        counted.append(len(seen))
    assert counted[0] == counted[1] <= 5
