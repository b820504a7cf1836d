"""An organiser brings lists in: with errors, corrected, confirmed, and once more."""

import pytest
from sqlmodel import select

from awards.directory.models import Agency
from awards.entries.models import Entry
from awards.people.models import Role
from tests.awards.imports.conftest import csv_of
from tests.journeys.conftest import SIZES

MAPS = {
    "code": "maps",
    "name_ar": "هيئة الخرائط",
    "name_en": "Board of Maps",
    "domain": "maps.example",
    "sector": "digital",
    "parent": "",
}
CITY = {
    **MAPS,
    "code": "city",
    "name_ar": "فرع المدينة",
    "name_en": "City Branch",
    "domain": "",
    "parent": "maps",
}
NOURA = {
    "email": "noura@maps.example",
    "name_ar": "نورة",
    "name_en": "Noura",
    "agency": "maps",
    "part": "owner",
}


def choose(page, name, data):
    page.locator("#file").set_input_files({"name": name, "mimeType": "text/csv", "buffer": data})
    page.locator("main form [type=submit], main form button").last.click()


@pytest.mark.parametrize(("lang", "width"), SIZES)
def test_lists_are_corrected_confirmed_and_the_second_time_change_nothing(
    live, browser_page, enter, assert_accessible, lang, width
):
    cycle = live.make.cycle(7)
    live.make.category(cycle)
    page = browser_page(lang=lang, width=width)
    enter(page, live.make.person(Role.ORGANISER))

    page.goto("/agencies")
    assert_accessible(page)
    page.locator("main a[href='/imports/agencies']").click()
    assert_accessible(page)
    page.locator("main form button").click()
    page.locator("#file-error").wait_for()
    assert_accessible(page)
    wrong = csv_of(MAPS, {**CITY, "parent": "nobody", "sector": "moon"}, {**MAPS, "name_en": ""})
    choose(page, "الجهات.csv", wrong)
    page.locator("#problems-title").wait_for()
    assert_accessible(page)
    assert page.locator("main tbody tr").count() == 4
    page.locator("main a.button").click()
    choose(page, "agencies.csv", csv_of(MAPS, CITY))
    page.locator("#rows-title").wait_for()
    assert_accessible(page)
    with live.db.read() as session:
        assert session.exec(select(Agency)).all() == []
    page.locator("form[action$=confirmation] button").click()
    page.locator(".notice").wait_for()
    assert_accessible(page)
    assert page.locator("table.agencies tbody tr").count() == 2

    page.goto("/imports/agencies")
    choose(page, "agencies.csv", csv_of(MAPS, CITY))
    page.locator(".empty").wait_for()
    assert page.locator("form[action$=confirmation]").count() == 0
    assert_accessible(page)
    page.goto("/imports/agencies")
    choose(page, "agencies.csv", csv_of({**MAPS, "name_en": "Maps Board"}, CITY))
    page.locator("del").wait_for()
    assert_accessible(page)

    page.goto("/imports/people")
    choose(page, "people.csv", csv_of(NOURA))
    page.locator("form[action$=confirmation] button").click()
    page.locator(".notice").wait_for()

    page.goto("/cycles/7/entries")
    assert_accessible(page)
    page.locator("main a[href^='/imports/entries']").click()
    assert_accessible(page)
    entry = {
        "key": "A-1",
        "category": "G2C",
        "agency": "maps",
        "person": NOURA["email"],
        "state": "submitted",
        "language": "ar",
        "title_ar": "خدمة الخرائط",
    }
    choose(page, "entries.csv", csv_of(entry))
    page.locator("#problems-title").wait_for()
    assert_accessible(page)
    page.locator("main a.button").click()
    choose(page, "entries.csv", csv_of({**entry, "state": "draft"}))
    page.locator("form[action$=confirmation] button").click()
    page.locator(".notice").wait_for()
    assert_accessible(page)
    with live.db.read() as session:
        assert [e.title_ar for e in session.exec(select(Entry))] == ["خدمة الخرائط"]


@pytest.mark.parametrize(("lang", "width"), SIZES)
def test_several_lists_come_in_on_one_word_after_all_of_them_are_right(
    live, browser_page, enter, assert_accessible, lang, width
):
    live.make.category(live.make.cycle(7))
    page = browser_page(lang=lang, width=width)
    enter(page, live.make.person(Role.ORGANISER))
    page.goto("/agencies")
    page.locator("main a[href='/imports']").click()
    page.locator("main form button").click()
    page.locator("#agencies-error").wait_for()
    assert_accessible(page)

    def give(person):
        entry = {"key": "A-1", "category": "G2C", "agency": "maps", "person": person, "language": "ar"}
        for name, row in (("agencies", MAPS), ("people", {**NOURA, "email": person}), ("entries", entry)):
            sent = {"name": f"{name}.csv", "mimeType": "text/csv", "buffer": csv_of(row)}
            page.locator(f"#{name}").set_input_files(sent)
        page.locator("#cycle").select_option("7")
        page.locator("main form button").click()

    give("noura")
    page.locator("#people-title").wait_for()
    assert page.locator("form[action$=confirmation]").count() == 0
    assert_accessible(page)
    page.locator("main a.button").click()
    give(NOURA["email"])
    page.locator("form[action$=confirmation]").wait_for()
    page.locator("main details summary").first.click()
    assert_accessible(page)
    page.locator("form[action$=confirmation] button").click()
    page.locator(".notice").wait_for()
    assert page.url.endswith("/cycles/7/entries")
    assert_accessible(page)
    with live.db.read() as session:
        assert session.exec(select(Agency.code)).all() == ["maps"]
        assert len(session.exec(select(Entry)).all()) == 1
