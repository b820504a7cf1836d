"""An auditor follows a complaint: who left an entry, who approved its copy, who answers for the results, who J01 is."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import select

from awards.kit.audit import AuditEvent
from awards.people.models import Person, Role
from judging.assignments.operations import excuse_from_entry, release_judge, stand_back
from judging.blinding.content import BlindContent
from judging.blinding.operations import approve_blind_copy, prepare_blind_copies
from judging.blinding.queries import copy_of, last_submission
from judging.panels.models import Judge
from judging.recusals.conflicts import ConflictKind
from tests.contests import Contest, contest
from tests.journeys.conftest import SIZES, Live
from tests.judging.deliberations.test_deciding import decide

APPEAL = "التظلّم رقم 12 المقدّم من هيئة الموانئ"
WORDS = {
    "ar": {
        "recusals": "التنحّي والإعفاء",
        "recused": "تنحّى",
        "excused": "أُعفي",
        "jury": "أُعفي من اللجنة",
        "conflict": "هي مشاركة الجهة التي يعمل فيها المحكّم.",
        "instead": "أُسندت بدلًا منه إلى:",
        "nobody": "لم تُسند إلى غيره لإغلاق الجولة.",
        "kept": "البطاقة المعتمدة محفوظة ولا تُحتسب.",
        "approved": "معتمد النسخة",
        "published": "نشرها منظّمان",
        "names": "أسماء المحكّمين",
        "needed": "اكتب سبب الحاجة إلى الأسماء، في 12 حرفًا على الأقل.",
        "recorded": "دُوِّن في سجل التدقيق:",
        "logged": "الاطلاع على أسماء المحكّمين خلف الأسماء الرمزية",
    },
    "en": {
        "recusals": "Recusals",
        "recused": "Recused",
        "excused": "Excused",
        "jury": "Excused from the jury",
        "conflict": "It is the entry of the judge's own agency.",
        "instead": "Given instead to:",
        "nobody": "Given to nobody else: the round was closed.",
        "kept": "The lodged sheet is kept and does not count.",
        "approved": "Copy approved by",
        "published": "Published by",
        "names": "Names of the judges",
        "needed": "Write what the names are needed for, in at least 12 characters.",
        "recorded": "Recorded in the audit log:",
        "logged": "Names behind the judges' pseudonyms read",
    },
}


@pytest.fixture
def field(live: Live) -> Contest:
    """Of four judges of an entry the first was recused and replaced, the second excused, the fourth left the jury."""
    make, clock = live.make, live.clock
    whole = [(9, 9, 9)] * 3
    c = contest(
        make,
        {"G2C": [[*whole, None], [8, 8, 8], [7, 7, 7], [6, 6, 6]]},
        publishes_at=clock() + timedelta(days=1),
        judging_closes_at=clock() + timedelta(hours=6),
    )
    first, second, _, fourth = c.assignments[:4]
    organiser = c.organisers[0].id
    with live.db.write() as session:
        prepare_blind_copies(session, c.cycle.id, by=organiser, at=clock())
        copy = copy_of(session, last_submission(session, c.entries["G2C"][0].id).id)
        assert copy is not None
        content = BlindContent.from_json(copy.content)
        approve_blind_copy(
            session, copy.id, content, version=1, by=organiser, at=clock(), reason="بقي فيها اسم."
        )
    clock.forward(hours=1)
    with live.db.write() as session:
        judge = session.get_one(Judge, first.judge_id).person_id
        stand_back(session, first.id, "قدّمت لهم مشورة.", by=judge, at=clock())
    clock.forward(hours=1)
    new = make.judge(c.cycle, make.person(Role.JUDGE, name_ar="بديل الحكم", name_en="Replacing Judge"))
    make.scorecard(
        make.assignment(c.round, new, c.entries["G2C"][0], c.organisers[0]),
        dict.fromkeys(("benefit", "channels", "support"), 9),
    )
    clock.forward(hours=1)
    with live.db.write() as session:
        excuse_from_entry(session, second.id, ConflictKind.OWN_AGENCY, by=organiser, at=clock())
        release_judge(session, fourth.judge_id, "ظرف صحي.", by=organiser, at=clock())
    c.open_results()
    entries = c.entries["G2C"]
    for place, entry in enumerate(entries[1:], 1):
        decide(c, place, entry, reason="سبب")
    return c


@pytest.mark.parametrize(("lang", "width"), SIZES)
def test_an_auditor_finds_every_name_that_a_complaint_asks_for(
    lang: str,
    width: int,
    live: Live,
    field: Contest,
    browser_page: Callable[..., Page],
    enter: Callable[[Page, Person], None],
    assert_accessible: Callable[[Page], None],
) -> None:
    words, entry = WORDS[lang], field.entries["G2C"][0]
    page = browser_page(lang=lang, width=width)
    enter(page, field.auditor)

    # From the round's page to those who left an entry, and what followed.
    page.goto(f"{field.path}/progress")
    assert_accessible(page)
    page.get_by_role("link", name=words["recusals"]).click()
    expect(page.locator("h1")).to_have_text(words["recusals"])
    left = page.locator(".departures > li")
    expect(left).to_have_count(2)
    excused, recused = left.nth(0), left.nth(1)
    expect(recused.locator(".badge").first).to_have_text(words["recused"])
    expect(recused).to_contain_text("قدّمت لهم مشورة.")
    expect(recused).to_contain_text(words["kept"])
    expect(recused).to_contain_text(words["instead"])
    expect(recused).to_contain_text("بديل الحكم" if lang == "ar" else "Replacing Judge")
    expect(excused.locator(".badge").first).to_have_text(words["excused"])
    expect(excused).to_contain_text(words["conflict"])
    expect(excused).to_contain_text(words["nobody"])
    jury = page.locator("section[aria-labelledby=jury-title]")
    expect(jury).to_contain_text(words["jury"])
    expect(jury).to_contain_text("ظرف صحي.")
    expect(jury.locator("tbody tr")).to_have_count(1)
    assert_accessible(page)

    # Who approved the copy that judges read.
    page.goto(f"{field.path}/blinding/{entry.number}")
    expect(page.locator("main")).to_contain_text(words["approved"])
    expect(page.locator(".facts").first).to_contain_text(
        field.organisers[0].name_ar if lang == "ar" else field.organisers[0].name_en
    )
    assert_accessible(page)

    # Who answers for the results.
    for address in ("publication", "results", "results/G2C", f"results/G2C/{entry.number}"):
        page.goto(f"{field.path}/{address}")
        expect(page.locator("section[aria-labelledby=answers-title]")).to_contain_text(words["published"])
        assert_accessible(page)

    # Who a pseudonym is: asked first what for, and recorded.
    page.get_by_role("link", name=words["names"]).click()
    assert_accessible(page)
    page.locator("#reason").fill("تظلّم")
    page.locator("main form .button").click()
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.locator("#reason-error")).to_have_text(words["needed"])
    expect(page.locator("#reason")).to_have_value("تظلّم")
    expect(page.locator("main table")).to_have_count(0)
    assert_accessible(page)
    page.locator("#reason").fill(APPEAL)
    page.locator("main form .button").click()
    expect(page.locator("main")).to_contain_text(words["recorded"])
    expect(page.locator("main table tbody tr")).to_have_count(len(field.judges) + 1)
    expect(page.locator("main table")).to_contain_text("بديل الحكم" if lang == "ar" else "Replacing Judge")
    assert_accessible(page)
    with live.db.read() as session:
        event = session.exec(select(AuditEvent).where(AuditEvent.action == "judges.named")).one()
    assert (event.actor_id, event.detail["reason"]) == (field.auditor.id, APPEAL)

    # All of it stands in the log, in words.
    page.goto("/audit")
    for told in (words["logged"], APPEAL, words["conflict"], "قدّمت لهم مشورة."):
        expect(page.locator("main")).to_contain_text(told)
    assert_accessible(page)


@pytest.mark.parametrize("role", [Role.JUDGE, Role.ENTRANT])
def test_a_judge_and_an_entrant_find_none_of_it(
    role: Role,
    live: Live,
    field: Contest,
    browser_page: Callable[..., Page],
    enter: Callable[[Page, Person], None],
) -> None:
    page = browser_page(lang="en")
    enter(page, live.make.person(role))
    for address in ("recusals", "results/judges"):
        answer = page.goto(f"{field.path}/{address}")
        assert answer is not None
        assert answer.status == 403
        expect(page.locator("main")).not_to_contain_text("Replacing Judge")
