"""Until a cycle is announced its rules, categories and questions are worked on; then they stand."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from awards.cycles.draft_forms import options_in
from awards.cycles.drafting import question_errors
from awards.cycles.models import Announcement, Cycle, Indicator, Question, QuestionKind
from awards.cycles.plans import QuestionPlan
from awards.cycles.queries import questions_of
from awards.kit.audit import AuditEvent
from awards.people.models import Role
from tests.pages import form_token

LINE = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=8)


@pytest.fixture
def draft(make, db):
    cycle = make.cycle(8)
    category = make.category(cycle)
    with db.write() as session:
        session.delete(session.get_one(Announcement, cycle.id))
    return cycle, category


@pytest.fixture
def organiser(make, client, sign_in):
    person = make.person(Role.ORGANISER)
    sign_in(client, person)
    client.cookies.set("language", "en")
    return person


@pytest.fixture
def post(client, organiser):
    def send(path, **data):
        token = form_token(client, "/password")
        return client.post(path, data={"_csrf_token": token, **data}, follow_redirects=False)

    return send


QUESTION = {
    "kind": "long_text",
    "label_ar": "ما الأثر؟",
    "label_en": "What is the effect?",
    "word_limit": "150",
}


def asked(db, category):
    with db.read() as session:
        return questions_of(session, category.id)


def test_a_question_is_added_changed_moved_and_removed(db, draft, post) -> None:
    _, category = draft
    base = f"/cycles/8/categories/{category.code}"
    before = [q.key for q in asked(db, category)]
    assert post(f"{base}/new-question", **QUESTION, required="true").status_code == 303
    added = asked(db, category)[-1]
    assert added.key not in before
    assert (added.word_limit, added.required, added.identifying) == (150, True, True)
    choice = {
        **QUESTION,
        "kind": "choice",
        "options_ar": "نعم\nلا",
        "options_en": "Yes\nNo",
        "shown_to_judges": "true",
    }
    assert post(f"{base}/questions/{added.key}", **choice).status_code == 303
    changed = asked(db, category)[-1]
    assert [option["en"] for option in changed.options] == ["Yes", "No"]
    assert (changed.word_limit, changed.required, changed.identifying) == (None, False, False)
    post(f"{base}/questions/{added.key}/moving", direction="up")
    keys = [q.key for q in asked(db, category)]
    assert keys == ([*before[:-1], added.key, before[-1]] if before else [added.key])
    post(f"{base}/questions/{added.key}/removal")
    assert [q.key for q in asked(db, category)] == before
    with db.read() as session:
        actions = session.exec(select(AuditEvent.action).order_by(AuditEvent.sequence)).all()  # type: ignore[arg-type]
    wanted = ["question.added", "question.changed", "question.moved", "question.removed"]
    assert [action for action in actions if action.startswith("question.")] == wanted


def test_a_question_is_marked_as_an_indicator_that_only_one_may_be(db, draft, post, client) -> None:
    _, category = draft
    base = f"/cycles/8/categories/{category.code}"
    number = {**QUESTION, "kind": "number", "indicator": "beneficiaries"}
    assert post(f"{base}/new-question", **number).status_code == 303
    added = asked(db, category)[-1]
    assert added.indicator is Indicator.BENEFICIARIES
    client.cookies.set("language", "en")
    assert 'value="beneficiaries" selected' in client.get(f"{base}/questions/{added.key}").text
    assert "Indicator: Beneficiaries in twelve months" in " ".join(client.get(base).text.split())
    again = post(f"{base}/new-question", **{**number, "label_en": "Another"})
    assert again.status_code == 422
    assert "is this indicator already" in again.text
    unlike = post(f"{base}/new-question", **{**number, "kind": "long_text", "indicator": "time_saved"})
    assert unlike.status_code == 422
    assert "is answered by “Number”" in unlike.text
    assert post(f"{base}/questions/{added.key}", **{**number, "indicator": ""}).status_code == 303
    assert asked(db, category)[-1].indicator is None


def test_one_date_of_a_category_is_marked_as_that_from_which_months_are_counted(
    db, draft, post, client
) -> None:
    _, category = draft
    base = f"/cycles/8/categories/{category.code}"
    date = {**QUESTION, "kind": "date", "in_operation_since": "true"}
    second = post(f"{base}/new-question", **date)
    assert second.status_code == 422
    assert "are counted from “Question launched_on” already" in second.text
    assert post(f"{base}/questions/launched_on", **{**date, "in_operation_since": ""}).status_code == 303
    assert "the months in operation are not counted" in client.get("/cycles/8/announcement").text
    assert "the months in operation are not counted" in client.get("/cycles/8/rules").text
    assert "the months in operation are not counted" in client.get(base).text
    assert post(f"{base}/new-question", **date).status_code == 303
    assert [q.key for q in asked(db, category) if q.in_operation_since] == [asked(db, category)[-1].key]
    assert "are counted from this date" in client.get(base).text
    assert "the months in operation are not counted" not in client.get("/cycles/8").text
    assert (
        post(f"{base}/questions/{asked(db, category)[-1].key}", **{**date, "kind": "number"}).status_code
        == 303
    )
    assert not any(q.in_operation_since for q in asked(db, category))


def test_what_is_wrong_with_a_question_is_said_beside_its_box_and_nothing_typed_is_lost(draft, post) -> None:
    _, category = draft
    answer = post(
        f"/cycles/8/categories/{category.code}/new-question",
        kind="choice",
        label_ar="أين؟",
        options_ar="هنا",
        options_en="Here",
        shown_to_judges="true",
    )
    assert answer.status_code == 422
    for words in ("Write the question in English.", "at least two options", ">هنا<", "أين؟"):
        assert words in answer.text
    assert 'name="shown_to_judges" value="true" checked' in answer.text
    assert 'name="required" value="true" checked' not in answer.text


def test_rules_and_category_change_and_other_terms_are_another_version(db, draft, post) -> None:
    cycle, category = draft
    rules = {
        "name_ar": "الدورة الثامنة",
        "name_en": "Eighth cycle",
        "award_ar": "الجائزة",
        "award_en": "The award",
        "months_in_operation": "3",
        "barred_cycles": "0",
        "entries_per_agency": "",
        "terms_ar": "أول\n\n  ثان  ",
        "terms_en": "First\nSecond",
    }
    assert post("/cycles/8/rules", **rules).status_code == 303
    with db.read() as session:
        found = session.get_one(Cycle, cycle.id)
    assert (found.name_en, found.months_in_operation, found.entries_per_agency) == ("Eighth cycle", 3, None)
    assert found.terms_ar == "أول\nثان"
    assert found.terms_version == cycle.terms_version + 1
    post("/cycles/8/rules", **{**rules, "months_in_operation": "4"})
    with db.read() as session:
        assert session.get_one(Cycle, cycle.id).terms_version == found.terms_version
    text = {"name_ar": "فرع", "name_en": "Category", "places": "0"}
    refused = post(f"/cycles/8/categories/{category.code}/text", **text)
    assert refused.status_code == 422
    assert post(f"/cycles/8/categories/{category.code}/text", **{**text, "places": "2"}).status_code == 303


def test_once_announced_nothing_changes_but_who_signs(db, make, post) -> None:
    cycle = make.cycle(8)
    category = make.category(cycle)
    base = f"/cycles/8/categories/{category.code}"
    key = make_question(db, category)
    for path, data in (
        (f"{base}/new-question", QUESTION),
        (f"{base}/questions/{key}", QUESTION),
        (f"{base}/questions/{key}/removal", {}),
        (f"{base}/questions/{key}/moving", {"direction": "up"}),
        (f"{base}/text", {"name_ar": "أ", "name_en": "b", "places": "1"}),
        (f"{base}/rubric", {"name_ar-1": "أ", "name_en-1": "b", "weight-1": "100"}),
        (
            "/cycles/8/rules",
            {
                "name_ar": "أ",
                "name_en": "b",
                "award_ar": "أ",
                "award_en": "b",
                "months_in_operation": "1",
                "barred_cycles": "1",
            },
        ),
    ):
        assert post(path, **data).status_code == 409, path
    names = {"signatory_ar": "رئيس", "signatory_en": "Chair"}
    posts = {"signatory_post_ar": "رئيس اللجنة", "signatory_post_en": "Chair of the committee"}
    assert post("/cycles/8/signatory", **names, **posts).status_code == 303
    with db.read() as session:
        assert session.get_one(Cycle, cycle.id).signatory_en == "Chair"


def make_question(db, category):
    with db.write() as session:
        found = questions_of(session, category.id)
        if found:
            return found[0].key
        session.add(
            Question(
                category_id=category.id,
                key="q",
                position=1,
                kind=QuestionKind.NUMBER,
                label_ar="كم",
                label_en="How many",
            )
        )
        return "q"


@pytest.mark.parametrize("role", [Role.ENTRANT, Role.JUDGE, Role.AUDITOR])
def test_only_organisers_work_on_a_cycle(client, make, draft, sign_in, role) -> None:
    _, category = draft
    sign_in(client, make.person(role))
    for path in ("/cycles/8/rules", f"/cycles/8/categories/{category.code}/new-question"):
        assert client.get(path).status_code == 403


def test_the_preview_shows_the_form_and_what_of_it_judges_read(client, db, draft, post) -> None:
    _, category = draft
    base = f"/cycles/8/categories/{category.code}"
    post(f"{base}/new-question", **{**QUESTION, "label_en": "For judges", "shown_to_judges": "true"})
    post(f"{base}/new-question", **{**QUESTION, "label_en": "For the office"})
    text = client.get(f"{base}/preview").text
    entrant, judge = text.split('id="judge-title"')
    assert "For judges" in entrant
    assert "For the office" in entrant
    assert "For judges" in judge
    assert "For the office" not in judge


@given(st.lists(st.tuples(LINE, LINE), min_size=1, max_size=6, unique=True))
def test_an_option_whose_words_stay_keeps_its_key(pairs) -> None:
    before = options_in("\n".join(ar for ar, _ in pairs), "\n".join(en for _, en in pairs))
    keys = {(option["ar"], option["en"]): option["key"] for option in before}
    more = [("جديد", "brand new"), *reversed(pairs)]
    after = options_in("\n".join(ar for ar, _ in more), "\n".join(en for _, en in more), before)
    assert len({option["key"] for option in after}) == len(after)
    for option in after:
        pair = (option["ar"], option["en"])
        assert keys.get(pair, option["key"]) == option["key"]


@given(st.sampled_from(QuestionKind), LINE, LINE)
def test_a_question_with_all_that_its_kind_needs_has_no_fault(kind, ar, en) -> None:
    question = QuestionPlan(
        "q",
        kind,
        ar,
        en,
        word_limit=50,
        options=({"key": "a", "ar": "نعم", "en": "Yes"}, {"key": "b", "ar": "لا", "en": "No"}),
        table_rows=({"key": "a", "ar": "زمن", "en": "Time", "unit_ar": "", "unit_en": ""},),
        table_columns=({"key": "b", "ar": "قبل", "en": "Before"},),
    )
    assert question_errors(question) == {}
    assert question_errors(replace(question, label_ar="")).keys() == {"label_ar"}
