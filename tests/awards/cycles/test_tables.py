"""An organiser defines a table of indicators: a line for each row, its unit after a bar."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awards.cycles.draft_forms import rows_in, typed_question
from awards.cycles.drafting import question_errors
from awards.cycles.models import Announcement, Question, QuestionKind
from awards.cycles.plans import QuestionPlan
from awards.cycles.queries import questions_of
from awards.people.models import Role
from tests.pages import form_token

WORD = st.text(st.characters(exclude_categories=("C", "Z"), exclude_characters="|"), min_size=1, max_size=8)


@given(
    st.lists(
        st.tuples(WORD, WORD, st.one_of(st.just(""), WORD)), min_size=1, max_size=5, unique_by=lambda r: r[0]
    )
)
def test_rows_are_read_as_they_are_shown_again(lines) -> None:
    arabic = "\n".join(f"{ar} | {unit}" if unit else ar for ar, _, unit in lines)
    english = "\n".join(f"{en} | {unit}" if unit else en for _, en, unit in lines)
    rows = rows_in(arabic, english)
    assert [(r["ar"], r["en"], r["unit_ar"], r["unit_en"]) for r in rows] == [
        (a, e, u, u) for a, e, u in lines
    ]
    question = Question(
        category_id=None, key="q", position=1, kind=QuestionKind.TABLE, label_ar="", label_en="",
        table_rows=list(rows), table_columns=[],
    )  # fmt: skip
    typed = typed_question(question)
    assert rows_in(typed["rows_ar"], typed["rows_en"], rows) == rows


def test_a_row_keeps_its_key_when_its_unit_changes_and_no_other_row_gets_it() -> None:
    before = rows_in("زمن | يوم\nرضا | %", "Time | days\nSatisfaction | %")
    after = rows_in("جديد\nزمن | ساعة", "New\nTime | hours", before)
    assert [(r["key"], r["unit_en"]) for r in after] == [("row_3", ""), (before[0]["key"], "hours")]


def test_a_table_needs_rows_and_one_to_four_columns_in_both_languages() -> None:
    def errors(rows, columns):
        lines = [{"key": str(n), "ar": ar, "en": en} for n, (ar, en) in enumerate(rows)]
        across = [{"key": str(n), "ar": ar, "en": en} for n, (ar, en) in enumerate(columns)]
        plan = QuestionPlan(
            "q", QuestionKind.TABLE, "س", "Q", table_rows=tuple(lines), table_columns=tuple(across)
        )
        return question_errors(plan).keys()

    assert errors([], []) == {"rows_ar", "columns_ar"}
    assert errors([("أ", "a")], [("ب", "b")]) == set()
    assert errors([("أ", "")], [("ب", "b"), ("ب", "c")]) == {"rows_en", "columns_ar"}
    assert errors([("أ", "a")], [(str(n), str(n)) for n in range(5)]) == {"columns_ar"}


@pytest.fixture
def category(make, db):
    cycle = make.cycle(8)
    made = make.category(cycle)
    with db.write() as session:
        session.delete(session.get_one(Announcement, cycle.id))
    return made


def test_the_builder_makes_a_table_and_shows_it_again(client, db, make, sign_in, category) -> None:
    sign_in(client, make.person(Role.ORGANISER))
    client.cookies.set("language", "en")
    base = f"/cycles/8/categories/{category.code}"
    sent = {
        "kind": "table",
        "label_ar": "المؤشرات",
        "label_en": "Indicators of the project",
        "rows_ar": "زمن الإنجاز | يوم\nالرضا | %",
        "rows_en": "Time to finish | days\nSatisfaction | %",
        "columns_ar": "قبل\nبعد",
        "columns_en": "Before\nAfter",
        "shown_to_judges": "true",
    }
    token = form_token(client, "/password")
    data = {"_csrf_token": token, **sent}
    assert client.post(f"{base}/new-question", data={**data, "columns_en": "Before"}).status_code == 422
    assert client.post(f"{base}/new-question", data=data, follow_redirects=False).status_code == 303
    with db.read() as session:
        made = questions_of(session, category.id)[-1]
    assert [row["unit_en"] for row in made.table_rows] == ["days", "%"]
    assert [column["en"] for column in made.table_columns] == ["Before", "After"]
    assert (
        ">Time to finish | days\nSatisfaction | %</textarea>"
        in client.get(f"{base}/questions/{made.key}").text
    )
    preview = client.get(f"{base}/preview").text
    assert f'name="cell-{made.key}.row_1.column_2"' in preview
    assert "2 indicators" in client.get(base).text
