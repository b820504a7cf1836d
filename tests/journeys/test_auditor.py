"""An auditor follows one entry and one decision through the log, works results out again, and can change nothing."""

import json
from collections.abc import Callable
from fractions import Fraction
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from awards.people.models import Person
from tests.contests import SETTLED, Contest, contest
from tests.journeys.conftest import SIZES, Live
from tests.judging.deliberations.test_deciding import decide

WORDS = {
    "ar": {
        "whole": "سليم",
        "log": "إلى سجل التدقيق",
        "of_entry": "أحداث هذه المشاركة",
        "of_category": "أحداث هذا الفرع",
        "of_place": "أحداث هذا المركز",
        "again": "إعادة احتساب النتائج من جميع البطاقات",
        "none": "لا حدث يطابق هذه التصفية.",
        "no_entry": "لا توجد مشاركة بهذا الرقم أو الإيصال أو الرمز.",
        "new": "حدثان منذ دخولك السابق",
    },
    "en": {
        "whole": "Whole",
        "log": "To the audit log",
        "of_entry": "Events of this entry",
        "of_category": "Events of this category",
        "of_place": "Events of this place",
        "again": "Work the results out again from all sheets",
        "none": "No event fits this filter.",
        "no_entry": "There is no entry with this number, receipt or code.",
        "new": "2 events since you signed in before this",
    },
}


@pytest.fixture
def field(live: Live) -> Contest:
    """Results are open; two places are decided, one against the ranking."""
    c = contest(live.make, {"G2C": SETTLED})
    live.make.blind_copy(c.entries["G2C"][0], approved_by=c.organisers[0])
    c.open_results()
    decide(c, 1, c.entries["G2C"][0])
    decide(c, 2, c.entries["G2C"][2], reason="أثر أوسع على المستفيدين في المناطق البعيدة.")
    return c


@pytest.mark.parametrize(("lang", "width"), SIZES)
def test_an_auditor_follows_an_entry_and_a_decision_to_their_events_and_changes_nothing(
    lang: str,
    width: int,
    live: Live,
    field: Contest,
    browser_page: Callable[..., Page],
    enter: Callable[[Page, Person], None],
    assert_accessible: Callable[[Page], None],
) -> None:
    words = WORDS[lang]
    first, _, third = field.entries["G2C"][:3]
    earlier = browser_page(lang=lang, width=width)
    enter(earlier, field.auditor)
    live.clock.forward(hours=20)
    decide(field, 3, field.entries["G2C"][1], reason="يحلّ بعد المشاركة الأخرى.")
    page = browser_page(lang=lang, width=width)
    enter(page, field.auditor)

    def read() -> None:
        """The page is for all, and has nothing that changes anything."""
        assert_accessible(page)
        expect(page.locator("main form[method=post]")).to_have_count(0)
        for button in page.locator("main button").all():
            assert button.evaluate("button => button.form.method") == "get"

    # The desk: the log is whole, what is new, and what there is to check.
    expect(page).to_have_url(f"{live.base_url}/desk/auditor")
    expect(page.locator(".chain")).to_contain_text(words["whole"])
    expect(page.get_by_role("link", name=words["new"])).to_be_visible()
    read()

    # From the desk to the log; by entry, then by words, kept in the address.
    page.get_by_role("link", name=words["log"]).click()
    read()
    page.locator("#entry").fill(str(third.number))
    page.locator("#cycle").select_option(str(field.cycle.number))
    page.locator(".filter > .actions button").click()
    asked = parse_qs(urlsplit(page.url).query)
    assert (asked["entry"], asked["cycle"]) == ([str(third.number)], [str(field.cycle.number)])
    expect(page.locator(".audit tbody tr")).to_have_count(1)
    expect(page.locator(".parts")).to_contain_text(third.title_ar if lang == "ar" else third.title_en)
    read()
    page.goto("/audit")
    page.locator("#text").fill("المناطق البعيده")
    page.locator("#text").press("Enter")
    expect(page.locator(".audit tbody tr")).to_have_count(1)
    read()

    # What is not there is named as it was asked for, and can be taken away.
    page.locator("#entry").fill("99999")
    page.locator("#entry").press("Enter")
    empty = page.locator(".empty")
    expect(empty).to_contain_text(words["none"])
    expect(empty).to_contain_text(words["no_entry"])
    expect(empty).to_contain_text("99999")
    expect(empty).to_contain_text("المناطق البعيده")
    read()
    empty.locator(".parts li").filter(has_text="99999").locator("a").click()
    expect(page.locator(".audit tbody tr")).to_have_count(1)

    # From the event to the decision, and from the decision back to its events.
    page.locator('.audit a[href$="/decisions#G2C"]').click()
    read()
    second_place = page.locator("#G2C .place-list > li").nth(1)
    second_place.locator("summary").click()
    second_place.get_by_role("link", name=words["of_place"]).click()
    expect(page.locator(".audit tbody tr")).to_have_count(1)
    expect(page.locator(".audit")).to_contain_text("المناطق البعيدة")
    read()

    # From the blind copy, the entry and its results to the events of the entry.
    of_entry = f"{live.base_url}/audit?cycle={field.cycle.number}&entry={first.number}"
    for path in (f"entries/{first.number}", f"blinding/{first.number}", f"results/G2C/{first.number}"):
        page.goto(f"{field.path}/{path}")
        read()
        page.get_by_role("link", name=words["of_entry"]).click()
        expect(page).to_have_url(of_entry)
        expect(page.locator(".audit")).to_be_visible()

    # From the desk to the results, and their sheets as a file.
    page.goto("/desk/auditor")
    page.get_by_role("link", name=words["again"]).click()
    read()
    with page.expect_download() as download:
        page.locator('a[href$="/results/export.json"]').click()
    for entry in json.loads(download.value.path().read_bytes())["results"]["categories"][0]["entries"]:
        totals = [Fraction(sheet["total_exact"]) for sheet in entry["sheets"]]
        assert sum(totals) / len(totals) == Fraction(entry["total_exact"])
    page.goto(f"{field.path}/results/G2C")
    read()
    page.get_by_role("link", name=words["of_category"]).click()
    expect(page.locator(".audit tbody tr")).to_have_count(3)
    read()
    with page.expect_download() as download:
        page.locator('a[href^="/audit.csv?"]').click()
    assert download.value.path().read_text(encoding="utf-8-sig").count("place.decided") == 3
    for path in (
        "publication",
        "tallies",
        "reports",
        "progress",
        "assignments",
        "jury",
        "blinding",
        "entries",
    ):
        page.goto(f"{field.path}/{path}")
        read()

    # Whatever is posted is refused, though the form token is good; and the refusal is read on the desk.
    refused = post(page, f"{field.path}/screening/{first.number}/disqualification", {"reason": "x"})
    assert refused == 403
    page.goto("/desk/auditor")
    page.locator('main a[href="/audit?action=access.refused"]').click()
    expect(page.locator(".audit tbody tr")).to_have_count(1)
    read()


def post(page: Page, path: str, fields: dict[str, str]) -> int:
    token = page.locator("input[name=_csrf_token]").first.input_value()
    return page.request.post(path, form={"_csrf_token": token, **fields}, max_redirects=0).status
