"""Two organisers close a round early, open its results, decide the places, and publish."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from awards.people.models import Person
from judging.deliberations.models import Publication
from tests.contests import SETTLED, Contest, contest
from tests.journeys.conftest import SIZES, Live

WORDS = {
    "ar": {
        "close": "إغلاق جولة التحكيم",
        "sealed": "الجولة مغلقة ونتائجها مختومة",
        "open": "النتائج مفتوحة.",
        "departs": "اذكر سبب حجب هذا المركز.",
        "waits": "بانتظار شخص ثانٍ",
        "settled": "بُتَّ في جميع المراكز",
        "published": "نُشرت النتائج.",
        "whole": "سليم",
    },
    "en": {
        "close": "Close the round of judging",
        "sealed": "The round is closed, its results are sealed",
        "open": "The results are open.",
        "departs": "Give the reason for which this place is withheld.",
        "waits": "Waits for a second person",
        "settled": "Every place is decided",
        "published": "The results are published.",
        "whole": "Whole",
    },
}


@pytest.fixture
def field(live: Live) -> Contest:
    """Four entries, one sheet still missing; results may go out in two hours."""
    now = live.clock()
    return contest(
        live.make,
        {"G2C": [*SETTLED[:3], [6, 6, 6, None]]},
        judging_closes_at=now + timedelta(hours=1),
        publishes_at=now + timedelta(hours=2),
    )


def decide(page: Page, field: Contest, place: int, *, outcome: str = "awarded", reason: str = "") -> None:
    page.goto(f"{field.path}/decisions/G2C/{place}")
    page.locator(f"input[name=outcome][value={outcome}]").check()
    if outcome != "withheld":
        page.locator("#citation_ar").fill("لأثرها المقيس على المستفيدين.")
        page.locator("#citation_en").fill("For its measured effect on people.")
    page.locator("#reason").fill(reason)
    page.locator("#reason_en").fill(reason and "It did not reach the level.")
    page.locator("main form .button").click()


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_two_organisers_bring_a_round_from_scoring_to_publication(
    lang: str,
    live: Live,
    field: Contest,
    browser_page: Callable[..., Page],
    enter: Callable[[Page, Person], None],
    assert_accessible: Callable[[Page], None],
) -> None:
    words = WORDS[lang]
    first, second = browser_page(lang=lang), browser_page(lang=lang, width=820)
    enter(first, field.organisers[0])
    enter(second, field.organisers[1])

    # The first asks to close the round early, in spite of a missing sheet; the second agrees.
    assert_accessible(first)
    first.get_by_role("link", name=words["close"]).click()
    assert_accessible(first)
    first.locator(f'a[href="{field.path}/round/closing"]').click()
    assert_accessible(first)
    first.locator("main form .button-danger").click()
    expect(first.locator(".error-summary")).to_be_focused()
    first.locator("#reason").fill("تقرّر تقديم موعد الحفل.")
    first.locator("#reason_en").fill("The ceremony was moved forward.")
    first.locator("input[name=confirmed]").check()
    first.locator("main form .button-danger").click()
    expect(first.locator("#wish-title")).to_be_visible()
    expect(first.locator('form[action$="/agreement"]')).to_have_count(0)
    assert_accessible(first)
    second.goto(f"{field.path}/progress")
    assert_accessible(second)
    second.locator(f'a[href="{field.path}/round/closing"]').first.click()
    expect(second.locator("main")).to_contain_text(
        "تقرّر تقديم موعد الحفل." if lang == "ar" else "The ceremony was moved forward."
    )
    assert_accessible(second)
    second.locator('form[action$="/agreement"] button').click()
    expect(second.locator(".error-summary")).to_be_focused()
    second.locator("input[name=confirmed]").check()
    second.locator('form[action$="/agreement"] button').click()
    expect(second.locator("#stage-title")).to_have_text(words["sealed"])

    # Nobody sees a result before both have consented.
    assert first.goto(f"{field.path}/results").status == 409
    assert_accessible(first)
    first.goto(f"{field.path}/progress")
    first.locator("main form .button").click()
    assert first.goto(f"{field.path}/results/export.csv").status == 409
    second.goto(f"{field.path}/progress")
    assert_accessible(second)
    second.locator("main form .button").click()
    expect(second.locator("[role=status]").first).to_have_text(words["open"])

    # Results open down to their reasons.
    assert_accessible(second)
    second.locator(f'a[href="{field.path}/results/G2C"]').click()
    assert_accessible(second)
    second.get_by_role(
        "link", name=field.entries["G2C"][0].title_ar if lang == "ar" else field.entries["G2C"][0].title_en
    ).click()
    expect(second.locator("main")).to_contain_text("(90 + 90 + 90) ÷ 3 = 90")
    assert_accessible(second)

    # The first decides; the withheld place takes a reason and the second's approval.
    decide(first, field, 1)
    decide(first, field, 2)
    decide(first, field, 3, outcome="withheld")
    expect(first.locator(".error-summary")).to_contain_text(words["departs"])
    assert_accessible(first)
    decide(first, field, 3, outcome="withheld", reason="لم تبلغ المشاركة المستوى المطلوب.")
    expect(first.locator("#G2C")).to_contain_text(words["waits"])
    expect(first.locator(".approval")).to_have_count(0)
    assert_accessible(first)

    # The second returns it; decided anew, it is approved.
    second.goto(f"{field.path}/decisions")
    second.locator(".return summary").click()
    assert_accessible(second)
    second.locator(".return textarea").fill("اذكر ما الذي نقصها.")
    second.locator(".return button").click()
    first.goto(f"{field.path}/decisions/G2C/3")
    expect(first.locator("#stands-title")).to_be_visible()
    expect(first.locator("main")).to_contain_text("اذكر ما الذي نقصها.")
    assert_accessible(first)
    decide(first, field, 3, outcome="withheld", reason="لم يُقَس أثرها على المستفيدين.")
    second.goto(f"{field.path}/decisions")
    assert_accessible(second)
    second.locator(".approval button").click()
    expect(second.locator("#G2C")).not_to_contain_text(words["waits"])

    # They publish on the day, not before, and both.
    second.goto(f"{field.path}/publication")
    expect(second.locator("#ready-title")).to_have_text(words["settled"])
    expect(second.locator(f'a[href="{field.path}/publication/consent"]')).to_have_count(0)
    assert_accessible(second)
    live.clock.forward(hours=2)
    for page in (second, first):
        page.goto(f"{field.path}/publication")
        page.locator(f'a[href="{field.path}/publication/consent"]').click()
        assert_accessible(page)
        with live.db.read() as session:
            assert session.get(Publication, field.cycle.id) is None
        page.locator("input[name=confirmed]").check()
        page.locator("main form button").click()
    expect(first.locator("[role=status]").first).to_have_text(words["published"])
    assert_accessible(first)
    with live.db.read() as session:
        assert session.get(Publication, field.cycle.id) is not None

    # The auditor sees it all, and that the log is whole.
    auditor = browser_page(lang=lang)
    enter(auditor, field.auditor)
    expect(auditor.locator("#chain-title")).to_contain_text(words["whole"])
    assert_accessible(auditor)
    for page in ("/audit", f"{field.path}/decisions", f"{field.path}/tallies", f"{field.path}/results"):
        auditor.goto(page)
        expect(auditor.locator("main form[method=post]")).to_have_count(0)
        assert_accessible(auditor)


@pytest.mark.parametrize(("lang", "width"), SIZES)
def test_withheld_places_are_read_and_approved_on_one_page_and_whoever_was_passed_over_is_named(
    lang: str,
    width: int,
    live: Live,
    field: Contest,
    browser_page: Callable[..., Page],
    enter: Callable[[Page, Person], None],
    assert_accessible: Callable[[Page], None],
) -> None:
    passed = field.entries["G2C"][1]
    field.open_results()
    first, second = browser_page(lang=lang, width=width), browser_page(lang=lang, width=width)
    enter(first, field.organisers[0])
    enter(second, field.organisers[1])
    reason = "لم تبلغ المشاركة المستوى المطلوب."
    decide(first, field, 1, outcome="withheld", reason=reason)
    decide(first, field, 2, outcome="withheld", reason=reason)
    first.goto(f"{field.path}/decisions/G2C/3")
    expect(first.locator("#entries input:checked")).to_have_count(0)
    expect(first.locator("#entries .warning")).to_have_count(2)
    assert_accessible(first)
    first.locator("main form .button").click()
    expect(first.locator(".error-summary")).to_be_focused()
    expect(first.locator(".error-summary a[href='#entries']")).to_have_count(1)
    expect(first.locator(".error-summary a[href='#citation_ar']")).to_have_count(1)

    second.goto(f"{field.path}/decisions")
    second.locator('a[href$="/decisions/approvals"]').click()
    assert_accessible(second)
    second.locator("main form .button").click()
    expect(second.locator(".error-summary")).to_be_focused()
    for box in second.locator("input[name=decisions]").all():
        box.check()
    second.locator("main form .button").click()
    expect(second.locator("[role=status]").first).to_be_visible()
    expect(second.locator(".approval")).to_have_count(0)
    assert_accessible(second)
    second.goto(f"{field.path}/results/G2C/{passed.number}")
    expect(second.locator("#decision-title")).to_be_visible()
    assert_accessible(second)
