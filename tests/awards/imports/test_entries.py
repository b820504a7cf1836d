"""Entries come in as a list, through the rules that hold in the browser, and in the name of their entrants."""

from datetime import timedelta

import pytest
from sqlmodel import select

from awards.cycles.models import Question, QuestionKind
from awards.cycles.queries import categories_of
from awards.directory.models import Membership, MembershipKind
from awards.entries.models import Answer, Entry, EntryState, Submission
from awards.imports import operations
from awards.imports.models import TableKind
from awards.imports.previews import shown
from awards.kit.audit import AuditEvent
from awards.kit.errors import Stale
from awards.people.models import Role

ENTRIES = TableKind.ENTRIES
WHOLE = {
    "key": "A-1",
    "category": "g2c",
    "agency": "maps",
    "person": "noura@maps.example",
    "state": "submitted",
    "language": "ar",
    "title_ar": "خدمة الخرائط",
    "title_en": "",
    "summary_ar": "ملخص",
    "partners": "",
    "operator_ar": "إدارة",
    "launched_on": "2024-01-15",
    "challenge_ar": "مشكلة",
    "solution_ar": "حل",
    "channels": "",
}


@pytest.fixture
def cycle(make, db):
    cycle = make.cycle(7)
    category = make.category(cycle)
    make.category(cycle, "G2B")
    channels = [{"key": key, "ar": f"{key} ع", "en": key} for key in ("web", "mobile")]
    question = {"category_id": category.id, "key": "channels", "position": 9, "kind": QuestionKind.CHOICES}
    make._save(
        Question(**question, label_ar="القنوات", label_en="Channels", required=False, options=channels)
    )
    noura = make.person(Role.ENTRANT, email="noura@maps.example")
    make.agency(noura, code="maps")
    return cycle


def entries(db):
    with db.read() as session:
        return session.exec(select(Entry).order_by(Entry.number)).all()


def test_a_draft_and_a_submitted_entry_come_in_and_the_same_list_again_changes_nothing(
    desk, table, db, cycle
):
    rows = table(
        WHOLE, {**WHOLE, "key": "A-2", "state": "", "category": "G2B", "solution_ar": "", "channels": ""}
    )
    assert desk.bring_in(ENTRIES, rows, cycle) == (2, 0, 0)
    assert [(e.number, e.state, e.title_ar) for e in entries(db)] == [
        (1, EntryState.SUBMITTED, "خدمة الخرائط"),
        (2, EntryState.DRAFT, "خدمة الخرائط"),
    ]
    assert desk.bring_in(ENTRIES, rows, cycle) == (0, 0, 2)
    with db.read() as session:
        events = session.exec(select(AuditEvent).where(AuditEvent.action.startswith("entry."))).all()
    assert {event.actor_id for event in events} == {desk.organiser.id}
    assert all(event.detail["for"] for event in events)


def test_a_changed_cell_changes_its_entry_and_a_submitted_one_is_submitted_again(desk, table, db, cycle):
    desk.bring_in(ENTRIES, table(WHOLE), cycle)
    changed = {**WHOLE, "solution_ar": "حل آخر", "channels": "mobile|web"}
    seen = desk.preview(ENTRIES, table(changed), cycle)
    assert seen.rows[0]["changes"] == [["solution_ar", "حل", "حل آخر"], ["channels", "", "web,mobile"]]
    assert desk.bring_in(ENTRIES, table(changed), cycle) == (0, 1, 0)
    with db.read() as session:
        assert [s.sequence for s in session.exec(select(Submission))] == [1, 2]
        assert set(session.exec(select(Answer.value))) == {"", "2024-01-15", "web,mobile"}
    assert desk.bring_in(
        ENTRIES,
        table({"key": "A-1", **{k: WHOLE[k] for k in ("category", "agency", "person", "language")}}),
        cycle,
    ) == (0, 0, 1)


def test_a_draft_that_is_there_already_is_named_by_its_number_and_submitted(desk, table, db, make, cycle):
    desk.bring_in(ENTRIES, table({**WHOLE, "state": "draft"}), cycle)
    with db.write() as session:
        session.execute(operations.sa.text("DELETE FROM imported_entry"))
    assert desk.bring_in(ENTRIES, table({**WHOLE, "key": "7-0001"}), cycle) == (0, 1, 0)
    assert [entry.state for entry in entries(db)] == [EntryState.SUBMITTED]


def test_every_row_says_what_is_wrong_in_it(desk, table, make, db, cycle):
    make.person(Role.ENTRANT, email="other@maps.example")
    desk.bring_in(ENTRIES, table(WHOLE), cycle)
    found = desk.problems(
        ENTRIES,
        table(
            {**WHOLE, "state": "draft"},
            {**WHOLE, "key": "B", "category": "X"},
            {**WHOLE, "key": "B", "agency": "none"},
            {**WHOLE, "key": "C", "person": "nobody@maps.example", "language": "fr"},
            {**WHOLE, "key": "D", "person": "other@maps.example", "state": "done"},
            {**WHOLE, "key": "E", "category": "G2B", "channels": "web"},
            {**WHOLE, "key": "F", "launched_on": "yesterday", "channels": "paper", "partners": "none"},
            {**WHOLE, "key": "7-0099", "category": "G2B"},
        ),
        cycle,
    )
    assert [(row, text[:18]) for row, text in found] == [
        (2, "This entry is subm"),
        (3, "The cycle has no c"),
        (4, "This stands in row"),
        (4, "No agency of the d"),
        (5, "Nobody has this e-"),
        (5, "“fr” is not possib"),
        (6, "This person does n"),
        (6, "“done” is not poss"),
        (7, "The category G2B d"),
        (8, "Enter a date as ye"),
        (8, "Choose among: web "),
        (8, "No agency of the d"),
        (9, "No entry of this c"),
    ]


def test_what_the_rules_of_the_award_refuse_is_said_in_the_preview_and_leaves_nothing(desk, table, db, cycle):
    lacking = {**WHOLE, "solution_ar": "", "launched_on": "2026-10-01"}
    seen = desk.preview(ENTRIES, table(lacking), cycle)
    assert [(row, column["en"]) for row, column, _ in seen.problems] == [
        (2, "Question solution (in Arabic)"),
        (2, "Answer: Question launched_on"),
    ]
    assert entries(db) == []
    with db.read() as session:
        assert session.exec(select(AuditEvent).where(AuditEvent.action == "entry.started")).all() == []


def test_the_limit_of_an_agency_counts_the_rows_of_the_same_list(desk, table, make, db):
    cycle = make.cycle(8, entries_per_agency=1)
    make.category(cycle)
    make.agency(make.person(Role.ENTRANT, email=WHOLE["person"]), code="maps")
    rows = [{k: v for k, v in WHOLE.items() if k != "channels"} | {"key": key} for key in ("1", "2")]
    assert [row for row, _ in desk.problems(ENTRIES, table(*rows), cycle)] == [3]


def test_after_the_deadline_nothing_comes_in(desk, table, db, make, cycle):
    found = desk.read(ENTRIES, table(WHOLE), cycle)
    late = desk.setting(cycle)
    late = type(late)(late.by, cycle.closes_at + timedelta(hours=1), late.lang, cycle.id)
    with db.write() as session:
        operations.import_of(session, found.id).expires_at = late.at + timedelta(hours=1)
    with pytest.raises(Stale):
        operations.confirm(db, found.id, shown(found.preview).digest, late)
    assert entries(db) == []
    with db.read() as session:
        assert shown(operations.import_of(session, found.id).preview).problem_count == 1


def test_an_entry_stays_in_its_category_and_with_its_entrant(desk, table, db, make, cycle):
    other = make.person(Role.ENTRANT, email="x@other.example")
    agency = make.agency(code="other")
    make._save(Membership(agency_id=agency.id, person_id=other.id, kind=MembershipKind.OWNER, since=make.now))
    desk.bring_in(ENTRIES, table(WHOLE), cycle)
    moved = {**WHOLE, "category": "G2B", "agency": "other", "person": other.email}
    assert [text[:22] for _, text in desk.problems(ENTRIES, table(moved), cycle)] == [
        "This entry is another ",
        "This entry is in the c",
    ]


def test_a_table_of_indicators_is_filled_in_on_the_page_and_its_column_says_so(desk, table, db, make, cycle):
    category = next(c for c in make_categories(db, cycle) if c.code == "G2C")
    lines = [{"key": "one", "ar": "أ", "en": "a", "unit_ar": "", "unit_en": ""}]
    make._save(
        Question(
            category_id=category.id,
            key="growth",
            position=10,
            kind=QuestionKind.TABLE,
            label_ar="النمو",
            label_en="Growth",
            table_rows=lines,
            table_columns=lines,
            required=False,
        )
    )
    told = desk.problems(ENTRIES, table({**WHOLE, "growth": "12"}), cycle)
    assert [text for _, text in told] == ["Tables and files are filled in on the entry's pages only."]
    assert desk.bring_in(ENTRIES, table({**WHOLE, "growth": ""}), cycle) == (1, 0, 0)


def make_categories(db, cycle):
    with db.read() as session:
        return categories_of(session, cycle.id)
