"""Organisers look at the pages of a file, and two of them accept an innocent finding of the blindness check."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from awards.kit.files import FileStore
from awards.people.models import Person, Role
from judging.blinding.certificate.operations import begin_check, file_findings
from tests.journeys.conftest import SIZES, Live
from tests.judging.blinding.certificate.test_operations import FINDING
from tests.judging.blinding.desk import Desk
from tests.judging.blinding.pages.scene import entry_with_files, read

WORDS = {
    "ar": {
        "look": "عرض صفحات الملف 1",
        "picture": "الصفحة 2 من الملف 1",
        "attached": "الصفحة 2 من المرفق 1",
        "stands": "شهادة التعمية قائمة",
        "propose": "اقتراح قبوله",
        "agree": "أوافق: لا ضرر فيه",
    },
    "en": {
        "look": "Look at the pages of file 1",
        "picture": "Page 2 of file 1",
        "attached": "Page 2 of attachment 1",
        "stands": "The blindness certificate stands",
        "propose": "Propose to accept it",
        "agree": "Agree: it is innocent",
    },
}


@pytest.mark.parametrize(("lang", "width"), SIZES)
def test_files_are_looked_at_and_a_certificate_is_made_to_stand_by_two(
    lang: str,
    width: int,
    live: Live,
    browser_page: Callable[..., Page],
    enter: Callable[[Page, Person], None],
    assert_accessible: Callable[[Page], None],
) -> None:
    words, desk, make = WORDS[lang], Desk(live.make), live.make
    files = FileStore(live.settings.files_dir)
    entry = entry_with_files(desk, files)
    read(desk, files)
    first, second = browser_page(lang=lang, width=width), browser_page(lang=lang, width=width)
    enter(first, desk.organiser)

    # The pages of a file, from the entry.
    base = f"/cycles/{desk.cycle.number}"
    first.goto(f"{base}/blinding/{entry.number}")
    assert_accessible(first)
    first.get_by_role("link", name=words["look"]).click()
    expect(first.get_by_role("img", name=words["picture"])).to_be_visible()
    expect(first.locator("mark.found-entrant")).to_have_text("Boats Authority")
    assert_accessible(first)

    # The check has found something; one proposes, another agrees.
    desk.approve(desk.copy(entry))
    round_, judge = make.round(desk.cycle), make.person(Role.JUDGE)
    make.assignment(round_, make.judge(desk.cycle, judge), entry, desk.organiser, code="AB-123")
    with make.db.write() as session:
        check, judges = begin_check(session, desk.cycle.id, by=desk.organiser.id, at=make.now)
        read_all = {"judges": len(judges), "pages": 9, "findings": [FINDING]}
        file_findings(session, live.settings.data_dir, check.id, **read_all, at=make.now)
    first.goto(f"{base}/blindness")
    assert_accessible(first)
    first.locator("textarea").fill("The service is only linked to it.")
    first.get_by_role("button", name=words["propose"]).click()
    expect(first.get_by_role("button", name=words["agree"])).to_have_count(0)
    enter(second, make.person(Role.ORGANISER))
    second.goto(f"{base}/blindness")
    assert_accessible(second)
    second.get_by_role("button", name=words["agree"]).click()
    expect(second.locator("main")).to_contain_text(words["stands"])
    assert_accessible(second)

    # The judge reads the pages beside the rubric.
    third = browser_page(lang=lang, width=width)
    enter(third, judge)
    third.goto("/scorecards/AB-123")
    shown = third.get_by_role("img", name=words["attached"])
    shown.scroll_into_view_if_needed()
    expect(shown).to_be_visible()
    assert_accessible(third)
