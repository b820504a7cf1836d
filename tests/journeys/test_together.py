"""Two people of one agency write one entry, and see of each other where they are and what is not saved yet."""

import pytest

from awards.directory.models import Membership, MembershipKind
from awards.people.models import Role
from tests.awards.entries.scenes import scene

IN_ANSWERS = {
    "ar": "سارة الحربي الآن في «الإجابات»، وفيه نص لم يُحفظ بعد.",
    "en": "Sara Al-Harbi is in “Answers” and has text there that is not saved yet.",
}


@pytest.fixture
def together(live):
    s = scene(live.make)
    sara = live.make.person(Role.ENTRANT, name_ar="سارة الحربي", name_en="Sara Al-Harbi")
    with live.db.write() as session:
        session.add(
            Membership(
                agency_id=s.agency.id, person_id=sara.id, kind=MembershipKind.EDITOR, since=live.clock()
            )
        )
    return s, sara


@pytest.mark.parametrize("lang", ["ar", "en"])
@pytest.mark.parametrize("width", [390, 1280])
def test_who_submits_is_told_of_a_colleague_whose_text_is_not_saved(
    together, browser_page, enter, assert_accessible, lang, width
):
    s, sara = together
    entry = s.whole()
    hers = browser_page(lang=lang, width=width)
    enter(hers, sara)
    hers.goto(f"/entries/{entry.id}/answers")
    hers.route("**/answers", lambda route: route.abort())  # her connection is lost, as far as saving goes
    hers.wait_for_load_state("networkidle")
    with hers.expect_response(lambda answer: answer.url.endswith("/presence")):
        hers.locator("#text_ar-challenge").fill("لم يُحفظ بعد")
    mine = browser_page(lang=lang, width=width)
    enter(mine, s.member)
    mine.goto(f"/entries/{entry.id}")
    told = mine.locator(".presence li")
    told.wait_for()
    assert told.inner_text() == IN_ANSWERS[lang]
    assert_accessible(mine)
    mine.goto(f"/entries/{entry.id}/check")
    mine.locator("#terms").check()
    mine.locator("form[action$='/submissions'] .button").click()
    mine.locator("#writing-title").wait_for()
    assert IN_ANSWERS[lang] in mine.locator("main section.warning").inner_text()
    assert_accessible(mine)
    mine.locator("button[name=anyway]").click()
    mine.wait_for_url("**/receipt")
