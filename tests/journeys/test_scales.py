"""Criteria with scales of every kind: an organiser sets them up, a judge scores on them with the keyboard alone."""

import pytest
from playwright.sync_api import expect

from awards.cycles.models import Announcement
from awards.people.models import Role
from judging.rubrics.operations import create_rubric
from judging.rubrics.queries import rubric_of
from tests.journeys.conftest import SIZES
from tests.journeys.sheets import SAVED, alert, press
from tests.judging.scorecards.test_scales import DRAFTS


@pytest.fixture
def mixed(bench):
    """The bench, with a criterion of 0–5, one of levels and one of 0–100."""
    with bench.live.db.write() as session:
        create_rubric(session, bench.entry.category_id, DRAFTS, by=bench.organiser.id, at=bench.live.make.now)
    return bench


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_a_rubric_of_mixed_scales_is_scored_with_the_keyboard_alone(desk, mixed, assert_accessible, lang):
    page = desk(lang=lang)
    page.goto("/scorecards/AA-111")
    page.locator("[name='points.benefit']").first.focus()
    press(page, "7", "4")  # no 7 on this scale; 4 leads on
    press(page, "0")  # the lowest level
    box = page.locator("[data-box]")
    expect(box).to_be_focused()
    press(page, "8", "5", "ArrowUp", "ArrowUp", "ArrowDown")
    expect(box).to_have_value("86")
    expect(page.locator("[data-total]")).to_have_text("57.20")
    press(page, "k")
    expect(page.locator("[name='points.channels']:checked")).to_be_focused()
    expect(page.locator("[data-owed]")).to_be_visible()
    assert_accessible(page)
    expect(page.locator("[data-saved]")).to_have_text(SAVED[lang])
    assert mixed.points("AA-111") == {"benefit": "4", "channels": "0", "support": "86"}
    page.locator("button[value='lodge']").click()
    page.wait_for_url("**/lodgement")
    assert_accessible(page)
    page.locator(".sheet-missing a").click()
    expect(page.locator("[id='comment.channels']")).to_be_focused()
    page.keyboard.type("no channel at all")
    expect(page.locator("[data-owed]")).to_be_hidden()
    page.locator("button[value='lodge']").click()
    page.wait_for_url("**/lodgement")
    page.locator("main button.button").click()
    page.wait_for_url("**/AA-111")
    expect(page.locator(".digest")).to_be_visible()
    assert_accessible(page)


def test_a_number_off_its_scale_is_named_beside_its_box_and_an_abstention_clears_it(desk, mixed):
    page = desk(lang="en")
    page.goto("/scorecards/AA-111")
    box = page.locator("[data-box]")
    box.fill("250")
    page.locator("#strengths").focus()
    expect(page.locator("[data-off]")).to_have_text("Give a whole number from 0 to 100.")
    expect(alert(page)).to_contain_text("Support: Give a whole number from 0 to 100")
    box.fill("٨٥")
    expect(page.locator("[data-off]")).to_be_hidden()
    expect(page.locator("[data-saved]")).to_have_text(SAVED["en"])
    assert mixed.points("AA-111")["support"] == "85"
    page.locator("[type=checkbox][value=abstained]").check()
    expect(box).to_have_value("")
    expect(page.locator("[data-saved]")).to_have_text(SAVED["en"])
    page.reload()
    expect(page.locator("[type=checkbox][value=abstained]")).to_be_checked()
    box.fill("7")
    expect(page.locator("[type=checkbox][value=abstained]")).not_to_be_checked()


def test_mixed_scales_are_scored_without_javascript(desk, mixed):
    page = desk(lang="ar", javascript=False)
    page.goto("/scorecards/AA-111")
    page.locator("[name='points.benefit'][value='4']").check(force=True)
    page.locator("[name='points.channels'][value='2']").check(force=True)
    page.locator("[data-box]").fill("٨٥")
    page.locator(".sheet-foot .actions button[value='stay']").click()
    expect(page.locator("[data-box]")).to_have_value("85")
    assert mixed.points("AA-111") == {"benefit": "4", "channels": "2", "support": "85"}


@pytest.mark.parametrize(("lang", "width"), SIZES)
def test_an_organiser_gives_a_criterion_levels_and_looks_at_it_as_a_judge(
    live, browser_page, enter, assert_accessible, lang, width
):
    cycle = live.make.cycle(8)
    category = live.make.category(cycle)
    with live.db.write() as session:
        session.delete(session.get_one(Announcement, cycle.id))
    page = browser_page(lang=lang, width=width)
    enter(page, live.make.person(Role.ORGANISER))
    page.goto(f"/cycles/8/categories/{category.code}/rubric")
    expect(page.locator("#lowest-1")).to_be_hidden()
    page.locator("#scale-1").select_option("levels")
    for row, (points, ar, en) in enumerate((("0", "غائب", "Absent"), ("4", "راسخ", "Established")), start=1):
        page.locator(f"#band_points-1-{row}").fill(points)
        page.locator(f"#band_ar-1-{row}").fill(ar)
        page.locator(f"#band_en-1-{row}").fill(en)
    page.locator("#comment-1").select_option("below")
    page.locator("#comment_points-1").fill("4")
    page.locator("button[name=boxes][value='1']").locator("xpath=ancestor::details").evaluate(
        "box => box.open = true"
    )
    page.locator("button[name=boxes][value='1']").click()
    expect(page.locator("#anchor_en-1-4")).to_be_visible()
    for points in (5, 10):
        page.locator(f"#anchor_ar-1-{points}").fill("")
        page.locator(f"#anchor_en-1-{points}").fill("")
    page.locator("#scale-2").select_option("numbers")
    expect(page.locator("#lowest-2")).to_be_visible()
    page.locator("#scale-2").select_option("ten")
    expect(page.locator("[data-sum]")).to_have_text("100 / 100")
    assert_accessible(page)
    page.locator("main form .button").click()
    page.wait_for_url(f"**/categories/{category.code}")
    assert_accessible(page)
    with live.db.read() as session:
        first = rubric_of(session.connection(), category.id).criteria[0]
    assert [band.name_en for band in first.scale.bands] == ["Absent", "Established"]
    page.goto(f"/cycles/8/categories/{category.code}/preview")
    expect(page.locator(".levels")).to_contain_text("راسخ" if lang == "ar" else "Established")
    assert_accessible(page)
