"""An organiser changes a question while agencies answer it, and sees first what that means for them."""

import pytest
from playwright.sync_api import expect

from awards.cycles.models import Question, QuestionKind
from awards.entries.changes import AnswerChange, EntryChanges
from awards.people.models import Role
from tests.awards.entries.scenes import scene
from tests.journeys.conftest import SIZES


@pytest.mark.parametrize(("lang", "width"), SIZES)
def test_a_question_is_changed_after_a_look_at_what_it_means(
    live, browser_page, enter, assert_accessible, lang, width
):
    world = scene(live.make)
    with live.db.write() as session:
        session.add(
            Question(
                category_id=world.category.id,
                key="channels",
                position=20,
                kind=QuestionKind.CHOICES,
                label_ar="القنوات المتاحة",
                label_en="Channels",
                options=[
                    {"key": "web", "ar": "الموقع", "en": "Website"},
                    {"key": "sms", "ar": "الرسائل", "en": "Messages"},
                    {"key": "app", "ar": "التطبيق", "en": "App"},
                ],
                identifying=False,
            )
        )
    drafted, submitted = world.whole(), world.whole()
    for entry in (drafted, submitted):
        world.save(entry, EntryChanges(answers={"channels": AnswerChange(value="web,sms")}))
    world.submit(submitted)
    page = browser_page(lang=lang, width=width)
    enter(page, live.make.person(Role.ORGANISER))
    base = f"/cycles/{world.cycle.number}/categories/{world.category.code}"
    page.goto(base)
    assert_accessible(page)
    page.locator('a[href$="/channels/revision"]').click()
    expect(page.locator("#word_limit")).to_have_count(0)
    assert_accessible(page)
    page.locator("#options_ar").fill("الموقع\nالتطبيق")
    page.locator("#options_en").fill("Website\nApp")
    page.locator('[name="step"][value="look"]').click()
    expect(page.locator("#means-title")).to_be_visible()
    assert_accessible(page)
    page.locator('[name="step"][value="apply"]').click()
    expect(page.locator("#reason-error")).to_be_visible()
    page.locator("#reason").fill("توقفت خدمة الرسائل.")
    page.locator('[name="step"][value="apply"]').click()
    page.wait_for_url(f"**{base}")
    writer = browser_page(lang=lang, width=width)
    enter(writer, world.member)
    writer.goto(f"/entries/{drafted.id}/answers")
    expect(writer.locator("#value-channels-error, [id='value-channels'] .error").first).to_be_visible()
    assert_accessible(writer)
    writer.goto(f"/entries/{submitted.id}/submissions/1")
    expect(writer.locator("main")).to_contain_text("الرسائل" if lang == "ar" else "Messages")
