"""An organiser ties questions to answers, and an agency meets only those that apply."""

import pytest
from playwright.sync_api import expect

from awards.cycles.models import Question, QuestionKind
from awards.people.models import Role
from tests.awards.entries.hostile_files import pdf
from tests.awards.entries.scenes import scene
from tests.journeys.conftest import SIZES

YES_NO = [{"key": "yes", "ar": "نعم", "en": "Yes"}, {"key": "no", "ar": "لا", "en": "No"}]


def conditional(category):
    """A choice, and a text that is asked after one of its answers."""
    common = {"category_id": category.id, "identifying": False}
    return [
        Question(
            **common,
            key="ai",
            position=20,
            kind=QuestionKind.CHOICE,
            label_ar="هل يُستخدم الذكاء الاصطناعي في الخدمة؟",
            label_en="Does the service use artificial intelligence?",
            options=YES_NO,
        ),
        Question(
            **common,
            key="how",
            position=21,
            kind=QuestionKind.LONG_TEXT,
            label_ar="كيف يُستخدم، ومن يراجع نتائجه؟",
            label_en="How is it used, and who looks at what it says?",
            word_limit=80,
            when_question="ai",
            when_option="yes",
        ),
    ]


@pytest.mark.parametrize(("lang", "width"), SIZES)
def test_a_question_comes_and_goes_with_the_answer_that_it_depends_on(
    live, browser_page, enter, assert_accessible, lang, width
):
    world = scene(live.make)
    with live.db.write() as session:
        session.add_all(conditional(world.category))
    entry = world.whole()
    page = browser_page(lang=lang, width=width)
    enter(page, world.member)
    page.goto(f"/entries/{entry.id}/answers")
    how = page.locator("#text_ar-how")
    expect(how).to_be_hidden()
    assert_accessible(page)
    page.locator('[name="value-ai"][value="yes"]').check()
    expect(how).to_be_visible()
    how.fill("للتنبؤ بالطلب")
    assert_accessible(page)
    page.locator('[name="value-ai"][value="no"]').check()
    expect(how).to_be_hidden()
    page.locator(".entry-bar .button").click()
    page.wait_for_url(f"**/entries/{entry.id}")
    page.goto(f"/entries/{entry.id}/check")
    expect(page.locator("#said-answers")).to_be_visible()
    assert "للتنبؤ بالطلب" not in page.locator("main").inner_text()
    page.goto(f"/entries/{entry.id}/answers")
    page.locator('[name="value-ai"][value="yes"]').check()
    expect(how).to_have_value("للتنبؤ بالطلب")


def test_without_scripts_every_question_is_there_with_a_line_when_it_applies(live, browser_page, enter):
    world = scene(live.make)
    with live.db.write() as session:
        session.add_all(conditional(world.category))
    entry = world.whole()
    page = browser_page(lang="en", javascript=False)
    enter(page, world.member)
    page.goto(f"/entries/{entry.id}/answers")
    expect(page.locator("#text_ar-how")).to_be_visible()
    expect(page.locator(".condition")).to_have_text(
        "Only if “Does the service use artificial intelligence?” is answered with “Yes”."
    )


@pytest.mark.parametrize(("lang", "width"), SIZES)
def test_the_builder_offers_the_answers_to_earlier_questions(
    live, browser_page, enter, assert_accessible, unannounced, lang, width
):
    cycle, category = unannounced
    with live.db.write() as session:
        session.add_all(conditional(category))
    page = browser_page(lang=lang, width=width)
    enter(page, live.make.person(Role.ORGANISER))
    base = f"/cycles/{cycle.number}/categories/{category.code}"
    page.goto(f"{base}/questions/how")
    expect(page.locator("#shown_if")).to_have_value("ai:yes")
    assert_accessible(page)
    page.goto(f"{base}/questions/ai")
    page.locator("details.help summary").click()
    expect(page.locator("details.help li a")).to_have_count(1)
    assert_accessible(page)
    page.goto(base)
    assert_accessible(page)
    page.goto(f"{base}/preview")
    assert_accessible(page)


def table(category):
    """Indicators before and after, as the organiser defines them."""
    return Question(
        category_id=category.id,
        key="kpi",
        position=22,
        kind=QuestionKind.TABLE,
        label_ar="مؤشرات الأداء قبل المشروع وبعده",
        label_en="Indicators before and after the project",
        help_ar="من سجلات الجهة، لآخر سنة كاملة.",
        help_en="From the agency's records, for the last whole year.",
        table_rows=[
            {
                "key": "row_1",
                "ar": "متوسط زمن الإنجاز",
                "en": "Mean time to finish",
                "unit_ar": "يوم",
                "unit_en": "days",
            },
            {
                "key": "row_2",
                "ar": "رضا المستفيدين",
                "en": "Satisfaction of users",
                "unit_ar": "%",
                "unit_en": "%",
            },
            {"key": "row_3", "ar": "الزيارات المطلوبة", "en": "Visits needed", "unit_ar": "", "unit_en": ""},
        ],
        table_columns=[
            {"key": "column_1", "ar": "قبل المشروع", "en": "Before"},
            {"key": "column_2", "ar": "بعد المشروع", "en": "After"},
        ],
        identifying=False,
    )


@pytest.mark.parametrize(("lang", "width"), SIZES)
def test_a_table_is_filled_in_cell_by_cell_and_reads_as_a_table(
    live, browser_page, enter, assert_accessible, lang, width
):
    world = scene(live.make)
    with live.db.write() as session:
        session.add(table(world.category))
    entry = world.whole()
    page = browser_page(lang=lang, width=width)
    enter(page, world.member)
    page.goto(f"/entries/{entry.id}/answers")
    for n, (before, after) in enumerate([("12", "0.5"), ("61", "٩٤"), ("three", "0")], 1):
        page.locator(f'[id="cell-kpi.row_{n}.column_1"]').fill(before)
        page.locator(f'[id="cell-kpi.row_{n}.column_2"]').fill(after)
    page.locator(".entry-bar .button").click()
    wrong = page.locator('[id="cell-kpi.row_3.column_1-error"]')
    expect(wrong).to_be_visible()
    assert_accessible(page)
    page.locator('[id="cell-kpi.row_3.column_1"]').fill("3")
    page.locator(".entry-bar .button").click()
    page.wait_for_url(f"**/entries/{entry.id}")
    page.goto(f"/entries/{entry.id}/check")
    expect(page.locator("#said-answers")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert "94" in page.locator("main").inner_text()
    assert_accessible(page)


@pytest.mark.parametrize(("lang", "width"), SIZES)
def test_an_organiser_defines_a_table(live, browser_page, enter, assert_accessible, unannounced, lang, width):
    cycle, category = unannounced
    page = browser_page(lang=lang, width=width)
    enter(page, live.make.person(Role.ORGANISER))
    base = f"/cycles/{cycle.number}/categories/{category.code}"
    page.goto(f"{base}/new-question")
    expect(page.locator("#rows_ar")).to_be_hidden()
    page.locator("#kind").select_option("table")
    page.locator("#label_ar").fill("المؤشرات")
    page.locator("#label_en").fill("The indicators")
    page.locator("#rows_ar").fill("زمن الإنجاز | يوم\nالرضا | %")
    page.locator("#rows_en").fill("Time to finish | days")
    page.locator("#columns_ar").fill("قبل\nبعد")
    page.locator("#columns_en").fill("Before\nAfter")
    page.locator("main form .button").click()
    expect(page.locator("#rows_en-error")).to_be_visible()
    assert_accessible(page)
    page.locator("#rows_en").fill("Time to finish | days\nSatisfaction | %")
    page.locator("main form .button").click()
    page.wait_for_url(f"**{base}")
    page.goto(f"{base}/preview")
    expect(page.locator("input[name*=cell-]")).to_have_count(4)
    assert_accessible(page)


@pytest.mark.parametrize(("lang", "width"), SIZES)
def test_a_file_that_is_asked_for_is_attached_and_read(
    live, browser_page, enter, assert_accessible, lang, width
):
    world = scene(live.make)
    with live.db.write() as session:
        session.add(
            Question(
                category_id=world.category.id,
                key="evidence",
                position=22,
                kind=QuestionKind.FILE,
                label_ar="شهادة قياس رضا المستفيدين",
                label_en="Certificate of the satisfaction survey",
                help_ar="الصفحة الأولى تكفي.",
                help_en="Its first page is enough.",
                identifying=False,
            )
        )
    entry = world.whole()
    page = browser_page(lang=lang, width=width)
    enter(page, world.member)
    page.goto(f"/entries/{entry.id}/check")
    page.locator(".todo a").click()
    assert_accessible(page)
    page.locator(".file-answer .button-quiet").click()
    page.locator("main form .button").click()
    expect(page.locator("#file-error")).to_be_visible()
    assert_accessible(page)
    page.locator("#file").set_input_files(
        {"name": "certificate.pdf", "mimeType": "application/pdf", "buffer": pdf()}
    )
    page.locator("main form .button").click()
    expect(page.locator(".file-answer .button-danger")).to_be_visible()
    assert_accessible(page)
    page.goto(f"/entries/{entry.id}/check")
    expect(page.get_by_role("link", name="certificate", exact=True)).to_be_visible()


@pytest.fixture
def unannounced(live):
    """A cycle that nobody knows of yet, and a category of it."""
    cycle = live.make.cycle(8, announced=False)
    return cycle, live.make.category(cycle)
