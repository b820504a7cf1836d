"""An organiser opens the room of a panel, a member reads there, the chair keeps the record, two texts meet."""

import pytest
from playwright.sync_api import expect
from sqlmodel import select

from awards.people.models import Person
from judging.panels.chairs import Officers
from judging.panels.naming import name_officers
from judging.recusals.models import Recusal
from judging.scorecards.models import Score, Scorecard
from tests.contests import SETTLED, contest
from tests.journeys.conftest import SIZES

MINUTES = "رأت اللجنة أن أثر الخدمة واسع وأدلته موثقة، وتقترح منحها المركز الأول."


@pytest.mark.parametrize(("lang", "width"), SIZES)
def test_a_panel_deliberates_and_leaves_its_record(live, browser_page, enter, assert_accessible, lang, width):
    make = live.make
    c = contest(make, {"G2C": SETTLED})
    for entry in c.entries["G2C"]:
        make.blind_copy(entry, approved_by=c.organisers[0])
    chair, aside, member = c.judges
    with live.db.write() as session:
        by, at = c.organisers[0].id, live.clock()
        name_officers(session, c.categories["G2C"].id, Officers(chair.id), by=by, at=at)
        for card in session.exec(select(Scorecard)):
            card.strengths = "خدمة واضحة وسريعة."
        for score in session.exec(select(Score)):
            score.comment = "الأدلة كافية."
        people = {seat.id: session.get_one(Person, seat.person_id) for seat in c.judges}
    c.open_results()
    with live.db.write() as session:
        first, by = c.entries["G2C"][0].id, aside.person_id
        session.add(Recusal(judge_id=aside.id, entry_id=first, reason="x", declared_at=at, declared_by_id=by))

    office = browser_page(lang=lang, width=width)
    enter(office, c.organisers[0])
    office.goto(f"{c.path}/decisions")
    office.locator(f"main a[href='{c.path}/rooms']").click()
    assert_accessible(office)
    office.locator(f"form[action='{c.path}/rooms/G2C'] button").click()
    office.locator(".notice").first.wait_for()
    assert_accessible(office)

    judge = browser_page(lang=lang, width=width)
    enter(judge, people[member.id])
    judge.goto("/scorecards")
    judge.locator("main a[href='/rooms']").click()
    assert_accessible(judge)
    judge.locator("main a[href^='/rooms/']").click()
    expect(judge.locator("tbody tr")).to_have_count(4)
    assert_accessible(judge)
    judge.locator("tbody a").first.click()
    expect(judge.locator("#minutes")).to_have_count(0)
    closed = judge.locator("main details:not([open]) summary")
    while closed.count():
        closed.first.click()
    assert_accessible(judge)

    other = browser_page(lang=lang, width=width)
    enter(other, people[aside.id])
    other.goto("/rooms")
    other.locator("main a[href^='/rooms/']").click()
    expect(other.locator("tbody tr")).to_have_count(3)

    desk, twin = browser_page(lang=lang, width=width), browser_page(lang=lang, width=width)
    for page in (desk, twin):
        enter(page, people[chair.id])
        page.goto("/rooms")
        page.locator("main a[href^='/rooms/']").click()
        page.locator("tr", has_text="90.00").locator("a").click()
    expect(desk.locator("input[name=present]")).to_have_count(2)
    assert_accessible(desk)
    for page, text in ((desk, MINUTES), (twin, "Another text.")):
        for box in page.locator("input[name=present]").all():
            box.check()
        page.locator("#minutes").fill(text)
        page.locator("form[action$='/record'] button").click()
    expect(twin.locator(".error-summary")).to_be_visible()
    expect(twin.locator(".warning")).to_contain_text(MINUTES)
    expect(twin.locator("#minutes")).to_have_value("Another text.")
    assert_accessible(twin)

    office.goto(f"{c.path}/rooms/G2C")
    expect(office.locator("main")).to_contain_text(MINUTES)
    assert_accessible(office)
