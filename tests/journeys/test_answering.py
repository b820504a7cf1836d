"""The people of a disqualified entry answer, and two organisers decide on it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from awards.entries.models import Entry
from awards.people.models import Person, Role
from awards.screening import disqualifications
from awards.screening.models import Ground
from tests.awards.entries.scenes import Scene, scene
from tests.journeys.conftest import SIZES, Live

REACHED = {"ar": "وصلت إجابتك إلى المنظّمين.", "en": "The organisers have your answer."}
ANSWER = "أُطلقت الخدمة في يناير، وهذا رابطها."
REASON = "تحققنا من الرابط، والخدمة قائمة."


@pytest.fixture
def s(live: Live) -> Scene:
    return scene(live.make)


def disqualified(s: Scene, first: Person, second: Person) -> Entry:
    entry = s.whole()
    s.submit(entry)
    with s.make.db.write() as session:
        why = "لم تُطلق الخدمة قط."
        wish = disqualifications.propose(session, entry.id, Ground.UNTRUE, why, by=first.id, at=s.make.now)
        disqualifications.confirm(session, entry.id, wish, by=second.id, at=s.make.now)
    return entry


@pytest.mark.parametrize(("lang", "width"), SIZES)
def test_an_entrant_answers_and_two_organisers_lift_the_disqualification(
    lang: str,
    width: int,
    live: Live,
    s: Scene,
    browser_page: Callable[..., Page],
    enter: Callable[[Page, Person], None],
    assert_accessible: Callable[[Page], None],
) -> None:
    organisers = live.make.person(Role.ORGANISER), live.make.person(Role.ORGANISER)
    entry = disqualified(s, *organisers)
    theirs, first, second = (browser_page(lang=lang, width=width) for _ in range(3))
    enter(theirs, s.member)
    theirs.goto(f"/entries/{entry.id}")
    assert_accessible(theirs)
    theirs.locator('main a[href$="/disqualification"]').click()
    assert_accessible(theirs)
    theirs.locator("#reply").fill("كلمتان فقط")
    theirs.locator("main form button").click()
    expect(theirs.locator(".error-summary")).to_be_focused()
    expect(theirs.locator("#reply")).to_have_value("كلمتان فقط")
    assert_accessible(theirs)
    theirs.locator("#reply").fill(ANSWER)
    theirs.locator("main form button").click()
    expect(theirs.locator("[role=status]").first).to_have_text(REACHED[lang])
    expect(theirs.locator("#reply")).to_have_count(0)
    assert_accessible(theirs)

    enter(first, organisers[0])
    first.goto("/desk")
    first.locator('main a[href="/cycles/5/screening?state=replied"]').first.click()
    assert_accessible(first)
    first.locator('tbody a[href="/cycles/5/screening/1"]').click()
    expect(first.locator("main")).to_contain_text(ANSWER)
    first.locator('form[action$="/reply"] button').click()
    expect(first.locator(".error-summary")).to_be_focused()
    assert_accessible(first)
    first.locator("input[name=decision][value=lift]").check()
    first.locator("#reason").fill(REASON)
    first.locator('form[action$="/reply"] button').click()
    expect(first.locator('form[action$="/reply/dropping"]')).to_be_visible()
    expect(first.locator('form[action$="/reply/confirmation"]')).to_have_count(0)
    assert_accessible(first)

    enter(second, organisers[1])
    second.goto("/cycles/5/screening/1")
    expect(second.locator("main")).to_contain_text(REASON)
    assert_accessible(second)
    second.locator('form[action$="/reply/confirmation"] button').click()
    expect(second.locator("#outcome-title")).to_be_visible()
    expect(second.locator('form[action$="/admissions"]')).to_be_visible()
    assert_accessible(second)

    theirs.reload()
    expect(theirs.locator("#outcome-title")).to_be_visible()
    expect(theirs.locator("main")).to_contain_text(REASON)
    assert_accessible(theirs)
