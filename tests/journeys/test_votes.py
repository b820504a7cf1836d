"""A chair puts a motion, the panel votes, the organiser finds what it proposes on the page of the place."""

import pytest
from playwright.sync_api import expect

from awards.people.models import Person
from judging.deliberations.room.operations import open_room
from judging.panels.chairs import Officers
from judging.panels.naming import name_officers
from tests.contests import SETTLED, contest
from tests.journeys.conftest import SIZES

CITATION_AR = "خدمة اختصرت على المستفيدين زيارتين، وأدلتها منشورة كل شهر."
CITATION_EN = "A service that spares people two visits, with figures published every month."


REASON_AR = "لأن أثرها أوسع وأدلتها أقوى."
REASON_EN = "Its reach is wider and its evidence stronger."


def stays_in_its_width(page, what):
    """Whether nothing there has to be moved sideways."""
    return page.locator(what).first.evaluate("one => one.scrollWidth <= one.clientWidth + 1")


@pytest.mark.parametrize(("lang", "width"), SIZES)
def test_a_panel_votes_and_the_organiser_decides_as_it_proposed(
    live, browser_page, enter, assert_accessible, lang, width
):
    make = live.make
    c = contest(make, {"G2C": SETTLED})
    for entry in c.entries["G2C"]:
        make.blind_copy(entry, approved_by=c.organisers[0])
    chair, second, third = c.judges
    category, by, at = c.categories["G2C"].id, c.organisers[0].id, live.clock()
    with live.db.write() as session:
        name_officers(session, category, Officers(chair.id, second.id), by=by, at=at)
        people = {seat.id: session.get_one(Person, seat.person_id) for seat in c.judges}
    c.open_results()
    with live.db.write() as session:
        room = open_room(session, category, open_to_all=True, by=by, at=at).id

    desk = browser_page(lang=lang, width=width)
    enter(desk, people[chair.id])
    desk.goto(f"/rooms/{room}")
    assert stays_in_its_width(desk, ".table-wrap")
    desk.locator(f"a[href='/rooms/{room}/votes']").click()
    desk.locator("form button").last.click()
    expect(desk.locator(".error-summary")).to_be_visible()
    assert_accessible(desk)
    desk.locator("input[name=outcome][value=awarded]").check()
    desk.locator("input[name=entries]").nth(1).check()
    for box in desk.locator("input[name=present]").all():
        box.check()
    desk.locator("#citation_ar").fill(CITATION_AR)
    desk.locator("#citation_en").fill(CITATION_EN)
    desk.locator("#reason").fill(REASON_AR)
    desk.locator("#reason_en").fill(REASON_EN)
    desk.locator("form button").last.click()
    expect(desk.locator(".notice").first).to_be_visible()
    desk.locator("button[name=then][value=count]").click()
    expect(desk.locator(".error-summary")).to_be_visible()
    assert_accessible(desk)
    desk.goto("/rooms")
    expect(desk.locator(f"main a[href='/rooms/{room}/votes']")).to_have_count(1)
    desk.goto("/scorecards")
    expect(desk.locator(".next-entry a[href='/rooms'] .badge")).to_be_visible()
    desk.goto(f"/rooms/{room}/votes")

    for judge, choice in ((second, "for"), (third, "against")):
        page = browser_page(lang=lang, width=width)
        enter(page, people[judge.id])
        page.goto(f"/rooms/{room}/votes")
        page.locator(f"input[value={choice}]").check()
        page.locator("form[action*='/votes/'] button").click()
        expect(page.locator(f"input[value={choice}]")).to_be_checked()
        assert_accessible(page)

    desk.reload()
    desk.locator("input[name=choice][value=for]").check()
    desk.locator("form[action*='/votes/'] button").first.click()
    expect(desk.locator("input[name=choice][value=for]")).to_be_checked()
    desk.locator("button[name=then][value=count]").click()
    expect(desk.locator("main section").first).to_contain_text(CITATION_EN)
    expect(desk.locator("input[name=choice]")).to_have_count(0)
    assert_accessible(desk)
    desk.locator("#place").select_option("1")
    desk.locator("input[name=outcome][value=awarded]").check()
    desk.locator("input[name=entries]").nth(0).check()
    expect(desk.locator("input[name=present]:checked")).to_have_count(2)
    desk.locator("form button").last.click()
    expect(desk.locator("#anew .error")).to_be_visible()
    assert_accessible(desk)
    desk.locator("#anew input").check()
    desk.locator("#reason").fill(REASON_AR)
    desk.locator("#reason_en").fill(REASON_EN)
    desk.locator("form button").last.click()
    expect(desk.locator("#anew")).to_have_count(0)
    desk.locator("form[action$=closing] summary").click()
    desk.locator("button[name=then][value=take_back]").click()
    expect(desk.locator("button[name=then]")).to_have_count(0)

    office = browser_page(lang=lang, width=width)
    enter(office, c.organisers[0])
    office.goto(f"{c.path}/rooms/G2C")
    office.locator("main details summary").first.click()
    expect(office.locator(".votes-cast li").first).to_be_visible()
    assert_accessible(office)
    office.goto(f"{c.path}/decisions/G2C/1")
    expect(office.locator("#citation_en")).to_have_value(CITATION_EN)
    expect(office.locator("input[name=entries]:checked")).to_have_count(1)
    assert_accessible(office)
    assert stays_in_its_width(office, ".table-wrap")
    office.goto(f"{c.path}/decisions")
    expect(office.locator(".panel-said")).to_have_count(1)
    assert_accessible(office)
    assert stays_in_its_width(office, ".table-wrap")
