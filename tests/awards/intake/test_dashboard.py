"""The page of the intake: its figures are those of the rows."""

import re
from datetime import timedelta
from html import unescape

import pytest
from sqlmodel import select

from awards.entries.models import Entry, EntryState, Submission
from awards.people.models import Role
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


def line_of(answer, name):
    """The cells of the category's line, by their labels."""
    row = re.search(rf'<th scope="row">{name}</th>(.*?)</tr>', answer.text, re.DOTALL).group(1)
    cells = re.findall(r'data-label="([^"]+)">(.*?)</td>', row, re.DOTALL)
    return {label: re.sub(r"<[^>]+>", "", cell).strip() for label, cell in cells}


def past(make, s, *, days_before_closing, submitted=True):
    """An entry of the last cycle (number 4), begun and submitted that many days before it closed."""
    cycle = make.cycle(
        4,
        opens_at=make.now - timedelta(days=400),
        closes_at=make.now - timedelta(days=360),
        judging_opens_at=make.now - timedelta(days=350),
        judging_closes_at=make.now - timedelta(days=320),
        publishes_at=make.now - timedelta(days=300),
    )
    category = make.category(cycle)
    for days in days_before_closing:
        at = cycle.closes_at - timedelta(days=days)
        entry = make.entry(category, s.agency, s.member, submitted=submitted, started_at=at)
        if submitted:
            with make.db.write() as session:
                row = session.exec(select(Submission).where(Submission.entry_id == entry.id)).one()
                row.submitted_at = at
                session.add(row)
    return cycle


def test_each_category_is_counted_by_state_as_its_rows_are(page, s, make, db):
    mobile = make.category(s.cycle, "MOB")
    s.submit(s.whole())
    s.submit(s.whole())
    s.withdraw(s.start())
    s.start(category=mobile)
    answer = page.get("/cycles/5/intake")
    with db.read() as session:
        rows = list(session.exec(select(Entry)))
    for category in (s.category, mobile):
        line = line_of(answer, category.name_en)
        for label, state in (
            ("Submitted", EntryState.SUBMITTED),
            ("Drafts", EntryState.DRAFT),
            ("Withdrawn", EntryState.WITHDRAWN),
        ):
            counted = sum(row.category_id == category.id and row.state is state for row in rows)
            assert line[label] == str(counted), (category.code, state)
    assert line_of(answer, "All")["Submitted"] == "2"
    assert "Then" not in line_of(answer, "All")


def test_the_last_cycle_is_counted_on_the_same_day_before_its_closing_and_at_its_end(page, s, make):
    """Now it is thirty days before the closing: what the last cycle had later than that is not counted then."""
    past(make, s, days_before_closing=(35, 31, 29, 1))
    line = line_of(page.get("/cycles/5/intake"), s.category.name_en)
    assert line["Then"] == "2"
    assert line["At its end"] == "4"
    assert line["Submitted"] == "0"


def test_a_cycle_that_still_takes_entries_and_a_day_before_an_opening_are_no_measure(page, s, make, db):
    cycle = past(make, s, days_before_closing=(5,))
    with db.write() as session:
        session.merge(cycle).opens_at = cycle.closes_at - timedelta(days=20)
    line = line_of(page.get("/cycles/5/intake"), s.category.name_en)
    assert "Then" not in line
    assert line["At its end"] == "1"
    with db.write() as session:
        row = session.merge(cycle)
        row.closes_at = make.now + timedelta(days=1)
        row.judging_opens_at, row.judging_closes_at = (make.now + timedelta(days=n) for n in (2, 3))
        row.publishes_at = make.now + timedelta(days=4)
    line = line_of(page.get("/cycles/5/intake"), s.category.name_en)
    assert "At its end" not in line


def test_an_agency_that_has_begun_nothing_is_named_until_it_begins(page, s, make):
    other = make.agency(make.person(Role.ENTRANT), name_en="Camel Authority", sector="culture")
    past(make, s, days_before_closing=(3,))
    idle = text_of(page.get("/cycles/5/intake")).split("Agencies that have begun nothing")[-1]
    assert s.agency.name_en in idle
    assert other.name_en in idle
    narrowed = text_of(page.get("/cycles/5/intake?took_part=true")).split("Agencies that have begun")[-1]
    assert s.agency.name_en in narrowed
    assert other.name_en not in narrowed
    assert "Camel Authority" in text_of(page.get("/cycles/5/intake?sector=culture"))
    assert s.agency.name_en not in text_of(page.get("/cycles/5/intake?sector=culture"))
    s.start()
    assert s.agency.name_en not in text_of(page.get("/cycles/5/intake"))


def test_the_organiser_of_the_award_is_not_missed(page, make):
    own = make.agency(name_en="Award Authority")
    make.category(make.cycle(5, organiser_agency_id=own.id))
    assert "Award Authority" not in text_of(page.get("/cycles/5/intake"))


def test_the_page_asks_the_same_of_the_database_for_any_number_of_entries(page, s, make, db):
    past(make, s, days_before_closing=(3,))
    counted = []
    for more in (1, 8):
        for _ in range(more):
            person = make.person(Role.ENTRANT)
            make.entry(s.category, make.agency(person), person)
        with statements(db.engine, db.reader) as seen:
            page.get("/cycles/5/intake")
        counted.append(len(seen))
    assert counted[0] == counted[1] <= 8


def test_an_auditor_sees_it_and_nobody_else_but_organisers(client, s, make, sign_in):
    for role, status in ((Role.AUDITOR, 200), (Role.ENTRANT, 403), (Role.JUDGE, 403)):
        sign_in(client, make.person(role))
        assert client.get("/cycles/5/intake").status_code == status
    sign_in(client, make.person(Role.AUDITOR))
    assert client.get("/cycles/99/intake").status_code == 404
