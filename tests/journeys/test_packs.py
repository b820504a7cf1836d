"""A judge takes their entries on paper; an organiser asks for the packs of the whole jury."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import select

from awards.kit.files import FileStore
from awards.kit.job_kinds import Work
from awards.kit.job_runs import run_job
from awards.kit.jobs import Job
from awards.people.models import Person, Role
from tests.journeys.conftest import SIZES, Live


@pytest.mark.parametrize(("lang", "width"), SIZES)
def test_a_judge_downloads_their_pack_and_an_organiser_asks_for_all(
    live: Live,
    browser_page: Callable[..., Page],
    enter: Callable[[Page, Person], None],
    assert_accessible: Callable[[Page], None],
    lang: str,
    width: int,
) -> None:
    make = live.make
    cycle = make.judging_cycle()
    category, round_ = make.category(cycle), make.round(cycle)
    organiser, entrant, person = (make.person(r) for r in (Role.ORGANISER, Role.ENTRANT, Role.JUDGE))
    entry = make.entry(category, make.agency(entrant), entrant)
    make.blind_copy(entry, approved_by=organiser)
    make.assignment(round_, make.judge(cycle, person), entry, organiser, code="K7-QM2")

    desk = browser_page(lang=lang, width=width)
    enter(desk, person)
    desk.goto("/scorecards")
    assert_accessible(desk)
    desk.locator('a[href="/packs/mine"]').click()
    assert_accessible(desk)
    desk.locator('form[action="/packs/mine"] button').click()
    expect(desk.locator("#job[data-under-way]")).to_be_visible()
    assert_accessible(desk)
    with live.db.read() as session:
        [job] = session.exec(select(Job)).all()
    run_job(Work(live.db, FileStore(live.settings.files_dir), live.settings, live.clock), job.id)
    file = desk.locator('a[href="/packs/mine.pdf"]')
    expect(file).to_be_visible()
    assert_accessible(desk)
    with desk.expect_download() as taken:
        file.click()
    assert taken.value.suggested_filename == f"pack-{cycle.number}-{lang}.pdf"

    office = browser_page(lang=lang, width=width)
    enter(office, organiser)
    office.goto(f"/cycles/{cycle.number}/assignments")
    office.locator(f'a[href="/cycles/{cycle.number}/packs"]').click()
    assert_accessible(office)
    office.locator(f'form[action="/cycles/{cycle.number}/packs"] button').click()
    expect(office.locator("#job")).to_be_visible()
    office.goto(f"/cycles/{cycle.number}/packs")
    expect(office.locator(".notice a")).to_be_visible()
    assert_accessible(office)
