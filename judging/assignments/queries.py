"""What a judge may read: statements that start from the person."""

import uuid
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from awards.cycles.models import Category, Question
from awards.entries.models import Entry, EntryState
from awards.kit.db import Row
from awards.kit.errors import NotFound
from awards.kit.recently_used import RecentlyUsed
from judging.assignments.models import Assignment
from judging.blinding.judge_view import JudgeView, ReadCopy, ServedFile, judge_view, read_copy
from judging.blinding.models import BlindCopy
from judging.blinding.queries import LAST_SUBMISSION, SAME_TRANSLATION
from judging.panels.models import Judge
from judging.panels.pledge import SIGNED
from judging.rounds.models import Round

_assignments = Assignment.__table__  # type: ignore[attr-defined]
_judges = Judge.__table__  # type: ignore[attr-defined]
_entries = Entry.__table__  # type: ignore[attr-defined]
_categories = Category.__table__  # type: ignore[attr-defined]
_rounds = Round.__table__  # type: ignore[attr-defined]
_copies = BlindCopy.__table__  # type: ignore[attr-defined]
_questions = Question.__table__  # type: ignore[attr-defined]

READABLE = (
    sa.select(
        _assignments.c.id,
        _assignments.c.code,
        _copies.c.id.label("copy_id"),
        _copies.c.version,
        _categories.c.id.label("category_id"),
        _categories.c.code.label("category_code"),
        _categories.c.questions_version,
        _categories.c.name_ar,
        _categories.c.name_en,
    )
    .join(_judges, _judges.c.id == _assignments.c.judge_id)
    .join(_rounds, _rounds.c.id == _assignments.c.round_id)
    .join(_entries, _entries.c.id == _assignments.c.entry_id)
    .join(_categories, _categories.c.id == _entries.c.category_id)
    .join(_copies, _copies.c.submission_id == LAST_SUBMISSION)
    .where(
        _judges.c.person_id == sa.bindparam("person"),
        SIGNED,
        _assignments.c.ended_at.is_(None),
        _rounds.c.opened_at.is_not(None),
        _entries.c.state == EntryState.SUBMITTED,
        _copies.c.approved_at.is_not(None),
        SAME_TRANSLATION,
    )
)
_ONE = READABLE.where(_assignments.c.code == sa.bindparam("code")).order_by(_assignments.c.made_at.desc())
_ALL_OF_ROUND = READABLE.where(_assignments.c.round_id == sa.bindparam("round")).order_by(
    _assignments.c.position
)
_CONTENTS = (
    sa.select(
        _copies.c.id,
        _copies.c.version,
        _copies.c.content,
        _entries.c.category_id,
        _categories.c.questions_version,
    )
    .join(_entries, _entries.c.id == _copies.c.entry_id)
    .join(_categories, _categories.c.id == _entries.c.category_id)
    .where(_copies.c.id.in_(sa.bindparam("copies", expanding=True)))
)
_OPEN_QUESTIONS = sa.select(_questions).where(
    _questions.c.category_id.in_(sa.bindparam("categories", expanding=True)), ~_questions.c.identifying
)

_read = RecentlyUsed[tuple[uuid.UUID, int, int], ReadCopy](512)
"""By blind copy, its version and that of the category's questions: what a copy says, and what is shown of it."""


def judge_view_by_code(connection: Connection, person_id: uuid.UUID, code: str) -> JudgeView:
    """The entry that this person calls `code`: one statement, and two more if its copy was not read lately.

    Raises NotFound alike where the code is unknown or another judge's, the assignment ended, the round is not open
    yet, the entry is out, or its copy is not approved.
    """
    row = _row(connection, person_id, code)
    return view_of(row, copies_of(connection, [row])[row.copy_id])


def judge_file_by_code(connection: Connection, person_id: uuid.UUID, code: str, number: int) -> ServedFile:
    """The `number`-th file of that entry. Raises NotFound."""
    row = _row(connection, person_id, code)
    return copies_of(connection, [row])[row.copy_id].file(number)


def judge_page_by_code(
    connection: Connection, person_id: uuid.UUID, code: str, number: int, page: int
) -> str:
    """The digest of a picture: the `page`-th page of the `number`-th file of that entry. Raises NotFound."""
    row = _row(connection, person_id, code)
    return copies_of(connection, [row])[row.copy_id].page(number, page)


def judge_views(connection: Connection, person_id: uuid.UUID, round_id: uuid.UUID) -> list[JudgeView]:
    """All that this person reads in the round, in their own order; three statements at most."""
    return [view for view, _ in judge_views_with_files(connection, person_id, round_id)]


def judge_views_with_files(
    connection: Connection, person_id: uuid.UUID, round_id: uuid.UUID
) -> list[tuple[JudgeView, tuple[ServedFile, ...]]]:
    """The same, each with its files in the order of `JudgeView.files`; as many statements."""
    rows = connection.execute(_ALL_OF_ROUND, {"person": person_id, "round": round_id}).all()
    copies = copies_of(connection, rows)
    return [(view_of(row, copies[row.copy_id]), copies[row.copy_id].served) for row in rows]


def _row(connection: Connection, person_id: uuid.UUID, code: str) -> Row:
    row = connection.execute(_ONE, {"person": person_id, "code": code}).first()
    if row is None:
        raise NotFound
    return row


def copies_of(connection: Connection, rows: Sequence[Row]) -> dict[uuid.UUID, ReadCopy]:
    """What judges read, by the copy's id, for rows of `copy_id`, `version` and `questions_version`.

    No statement for copies that this process has read before, else two, however many there are.
    """
    held = _read.find((row.copy_id, row.version, row.questions_version) for row in rows)
    copies = {key[0]: copy for key, copy in held.items()}
    missing = [row.copy_id for row in rows if row.copy_id not in copies]
    if missing:
        contents = connection.execute(_CONTENTS, {"copies": missing}).all()
        questions: dict[uuid.UUID, dict[str, Row]] = {row.category_id: {} for row in contents}
        for question in connection.execute(_OPEN_QUESTIONS, {"categories": list(questions)}):
            questions[question.category_id][question.key] = question
        read = {
            (row.id, row.version, row.questions_version): read_copy(row.content, questions[row.category_id])
            for row in contents
        }
        _read.keep(read)
        copies.update((key[0], copy) for key, copy in read.items())
    return copies


def view_of(row: Row, copy: ReadCopy) -> JudgeView:
    """All that the judge of an assignment is shown, from its row and the copy that it names."""
    return judge_view(
        copy,
        code=row.code,
        assignment_id=row.id,
        category_id=row.category_id,
        category_code=row.category_code,
        category_ar=row.name_ar,
        category_en=row.name_en,
    )
