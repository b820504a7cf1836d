"""A table of indicators reaches judges as a table, in the words in which it was asked."""

import pytest

from awards.cycles.models import Question, QuestionKind
from awards.entries.changes import AnswerChange, EntryChanges
from awards.people.models import Role
from judging.assignments.queries import judge_view_by_code
from judging.blinding.operations import approve_plain_copies, prepare_blind_copies
from tests.awards.entries.scenes import scene
from tests.awards.entries.test_indicators import COLUMNS, FULL, ROWS


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
        session.add(
            Question(
                category_id=made.category.id,
                key="secret",
                position=21,
                kind=QuestionKind.TABLE,
                label_ar="الميزانية",
                label_en="The budget",
                table_rows=[{**ROWS[0], "en": "Zqbudgetrow"}],
                table_columns=COLUMNS,
            )
        )
    return made


def test_a_judge_reads_a_table_and_of_an_identifying_one_nothing(client, db, make, sign_in, world) -> None:
    entry = world.whole()
    secret = AnswerChange(cells={"row_1.column_1": "424242", "row_1.column_2": "515151"})
    world.save(entry, EntryChanges(answers={"kpi": AnswerChange(cells=FULL), "secret": secret}))
    world.submit(entry)
    organiser, judge = make.person(Role.ORGANISER), make.person(Role.JUDGE)
    make.clock.forward(days=45)
    with db.write() as session:
        prepare_blind_copies(session, world.cycle.id, by=organiser.id, at=make.now)
        assert approve_plain_copies(session, world.cycle.id, by=organiser.id, at=make.now) == 1
    round_ = make.round(world.cycle)
    make.assignment(round_, make.judge(world.cycle, judge), entry, organiser, code="AB-123")
    with db.read() as session:
        view = judge_view_by_code(session.connection(), judge.id, "AB-123")
    table = next(answer.table for answer in view.answers if answer.kind == "table")
    assert [row["cells"] for row in table["rows"]] == [["12", "0.5"], ["61", "94"]]
    assert "Zqbudgetrow" not in str(view)
    assert "424,242" not in str(view)
    sign_in(client, judge)
    client.cookies.set("language", "en")
    page = client.get("/scorecards/AB-123").text
    assert '<td class="num" data-label="After"><bdi>0.5</bdi></td>' in page
    assert "515151" not in page.replace(",", "")
    sign_in(client, organiser)
    desk = client.get(f"/cycles/{world.cycle.number}/blinding/{entry.number}").text
    assert "Time to finish (days): Before 12, After 0.5" in desk
    assert "Zqbudgetrow (days): Before 424,242" in desk
