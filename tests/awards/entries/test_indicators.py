"""Tables of indicators: what is kept of a cell, what is missing, and what stands in a submission."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from awards.cycles.models import Question, QuestionKind
from awards.entries.changes import AnswerChange, EntryChanges
from awards.entries.indicators import (
    asked_only,
    cells_of,
    kept_figure,
    table_in_words,
    table_of,
    understood_figure,
    with_cell,
)
from awards.entries.models import Answer
from awards.entries.refusals import NotReady
from awards.kit.canonical import canonical_json
from tests.awards.entries.scenes import scene
from tests.pages import form_token

ROWS = [
    {"key": "row_1", "ar": "زمن الإنجاز", "en": "Time to finish", "unit_ar": "يوم", "unit_en": "days"},
    {"key": "row_2", "ar": "الرضا", "en": "Satisfaction", "unit_ar": "%", "unit_en": "%"},
]
COLUMNS = [
    {"key": "column_1", "ar": "قبل", "en": "Before"},
    {"key": "column_2", "ar": "بعد", "en": "After"},
]
FULL = {"row_1.column_1": "12", "row_1.column_2": "0.5", "row_2.column_1": "61", "row_2.column_2": "94"}
texts = st.text(max_size=20)


@given(st.integers(-(10**14), 10**14), st.integers(0, 4))
def test_a_number_is_understood_in_every_spelling_of_it(number, places) -> None:
    figure = f"{number}" if not places else f"{number}.{'5' * places}"
    arabic = figure.translate(str.maketrans("0123456789.", "٠١٢٣٤٥٦٧٨٩٫"))
    assert understood_figure(figure) == understood_figure(arabic) == understood_figure(f" {figure} %")
    assert float(understood_figure(figure) or "nan") == float(figure)


@given(texts)
def test_what_is_kept_of_a_cell_is_kept_the_same_again(typed) -> None:
    assert kept_figure(kept_figure(typed)) == kept_figure(typed)


@pytest.mark.parametrize("typed", ["twelve", "1,5", "1.2.3", "12 days", "1e5", "--1", "٪", "½"])
def test_what_is_no_number_is_not_taken_for_one(typed) -> None:
    assert not understood_figure(typed)
    assert kept_figure(typed) == typed


@given(st.dictionaries(st.tuples(st.sampled_from("abc"), st.sampled_from("xyz")), texts, max_size=9))
def test_cells_are_kept_as_canonical_json_and_empty_ones_not_at_all(cells) -> None:
    value = ""
    for place, text in cells.items():
        value = with_cell(value, *place, text)
    assert cells_of(value) == {place: text for place, text in cells.items() if text}
    assert value == "" or value == canonical_json(json.loads(value)).decode()


@given(
    st.dictionaries(
        st.tuples(
            st.sampled_from(["row_1", "row_2", "gone"]), st.sampled_from(["column_1", "column_2", "old"])
        ),
        st.sampled_from(["1", "2.5", "many"]),
    )
)
def test_only_cells_that_are_asked_for_are_submitted(cells) -> None:
    value = ""
    for place, text in cells.items():
        value = with_cell(value, *place, text)
    asked = asked_only(value, ROWS, COLUMNS)
    assert cells_of(asked) == {p: t for p, t in cells.items() if "gone" not in p and "old" not in p}
    assert table_of(value, ROWS, COLUMNS) == table_of(asked, ROWS, COLUMNS)


def test_a_table_reads_as_a_sentence_too() -> None:
    value = with_cell(with_cell("", "row_1", "column_1", "1200"), "row_1", "column_2", "0.5")
    table = table_of(value, ROWS, COLUMNS)
    assert table_in_words(table, "en") == "Time to finish (days): Before 1,200, After 0.5"
    assert table_in_words(table, "ar") == "زمن الإنجاز (يوم): قبل 1,200، بعد 0.5"


@pytest.fixture
def world(make, db):
    made = scene(make)
    with db.write() as session:
        session.add(
            Question(
                category_id=made.category.id,
                key="kpi",
                position=20,
                kind=QuestionKind.TABLE,
                label_ar="المؤشرات",
                label_en="The indicators",
                table_rows=ROWS,
                table_columns=COLUMNS,
                identifying=False,
            )
        )
    return made


def fill(world, entry, cells, **options):
    changes = EntryChanges(answers={"kpi": AnswerChange(cells=cells)})
    return world.save(entry, changes, **options)


def test_each_cell_is_saved_by_itself_and_two_writers_keep_each_others(db, world) -> None:
    entry = world.whole()
    fill(world, entry, {"row_1.column_1": "١٢"})
    fill(world, entry, {"row_2.column_2": "94"}, seen={"cell-kpi.row_2.column_2": [""]})
    assert fill(world, entry, {"row_1.column_1": "15"}, seen={"cell-kpi.row_1.column_1": [""]})
    fill(world, entry, {"row_9.column_1": "1", "row_1": "2"})
    with db.read() as session:
        values = session.exec(select(Answer.value).where(Answer.entry_id == entry.id)).all()
    assert '{"row_1":{"column_1":"12"},"row_2":{"column_2":"94"}}' in values


def test_a_whole_table_is_frozen_with_its_words(world) -> None:
    entry = world.whole()
    fill(world, entry, {**FULL, "row_1.column_2": ""})
    with pytest.raises(NotReady) as refused:
        world.submit(entry)
    assert [gap.field for gap in refused.value.gaps] == ["cell-kpi.row_1.column_2"]
    fill(world, entry, {"row_1.column_2": "half"})
    with pytest.raises(NotReady) as refused:
        world.submit(entry)
    assert [(gap.field, gap.todo) for gap in refused.value.gaps] == [("cell-kpi.row_1.column_2", False)]
    fill(world, entry, {"row_1.column_2": "0,5"})
    with pytest.raises(NotReady):
        world.submit(entry)
    fill(world, entry, {"row_1.column_2": "0٫5"})
    answer = next(a for a in world.submit(entry).content["answers"] if a["question"] == "kpi")
    assert [row["cells"] for row in answer["table"]["rows"]] == [["12", "0.5"], ["61", "94"]]
    assert answer["value_en"].startswith("Time to finish (days): Before 12, After 0.5")


def test_the_pages_show_a_table_and_say_beside_a_cell_what_is_wrong_with_it(client, sign_in, world) -> None:
    entry = world.whole()
    sign_in(client, world.member)
    client.cookies.set("language", "en")
    token = form_token(client, "/password")
    cells = {f"cell-kpi.{place}": text for place, text in {**FULL, "row_1.column_1": "a dozen"}.items()}
    known = {f"was-{cell}": "" for cell in cells}
    page = client.post(f"/entries/{entry.id}/answers", data={"_csrf_token": token, **cells, **known})
    assert page.status_code == 422
    words = "“Time to finish – Before” of “The indicators”: enter a number in digits"
    assert words in page.text
    assert page.text.count("Enter a number in digits; decimals come after a point.") == 1
    assert 'value="a dozen"' in page.text
    fill(world, entry, FULL)
    check = client.get(f"/entries/{entry.id}/check").text
    assert '<td class="num" data-label="After"><bdi>0.5</bdi></td>' in check
    world.submit(entry)
    frozen = client.get(f"/entries/{entry.id}/submissions/1").text
    assert '<td class="num" data-label="After"><bdi>0.5</bdi></td>' in frozen
