"""Writing, copying, freezing and reading rubrics."""

from dataclasses import replace

import pytest
from sqlmodel import select

from awards.kit.audit import AuditEvent
from awards.kit.errors import NotFound, RuleBroken
from judging.rubrics.drafts import AnchorDraft, CriterionDraft, criteria_from_fixtures
from judging.rubrics.operations import RubricFrozen, create_rubric, drafts_of, freeze_rubric
from judging.rubrics.queries import newest_rubric, rubric_of, rubric_sheet
from tests.conftest import NOW
from tests.statements import statements

HALVES = (
    CriterionDraft("benefit", "الفائدة", "Benefit", "62.5", anchors=(AnchorDraft(0, "لا", "None"),)),
    CriterionDraft("reach", "الوصول", "Reach", "37.5"),
)


@pytest.fixture
def categories(make, db):
    """Two categories, the first with a rubric, the second (of another cycle) with one too."""
    first = make.category(make.cycle(5), "G2C")
    return first, make.category(make.cycle(6), "G2C")


@pytest.mark.parametrize("code", ["G2C", "G2G", "G2B", "MOB", "PAR", "LEA", "IND"])
def test_each_rubric_of_the_fixtures_can_be_written_and_read_back(categories, db, code) -> None:
    drafts = criteria_from_fixtures(code)
    with db.write() as session:
        rubric = create_rubric(session, categories[0].id, drafts, by=None, at=NOW)
        sheet = rubric_of(session.connection(), categories[0].id)
    assert sheet.id == rubric.id
    assert drafts_of(sheet) == drafts
    assert sum(sheet.weights.values()) == 100
    assert all([anchor.points for anchor in criterion.anchors] == [0, 5, 10] for criterion in sheet.criteria)


@pytest.mark.parametrize(
    ("weights", "says"),
    [
        (("50", "49.999999"), "They sum to %(total)s"),
        (("100", "0"), "more than zero"),
        (("a half", "50"), "not a number"),
    ],
)
def test_weights_that_are_not_exactly_a_hundred_make_no_rubric(categories, db, weights, says) -> None:
    drafts = [replace(draft, weight=weight) for draft, weight in zip(HALVES, weights, strict=True)]
    with pytest.raises(RuleBroken) as refusal, db.write() as session:
        create_rubric(session, categories[0].id, drafts, by=None, at=NOW)
    assert says in refusal.value.message.text
    assert refusal.value.message.params.get("total", "99.999999") == "99.999999"
    with db.read() as session:
        assert rubric_of(session.connection(), categories[0].id).version == 1


def test_a_repeated_criterion_and_an_anchor_off_the_scale_are_refused(categories, db) -> None:
    off = replace(HALVES[0], anchors=(AnchorDraft(11, "فوق", "Above"),))
    doubled = replace(HALVES[0], anchors=(AnchorDraft(5, "أ", "A"), AnchorDraft(5, "ب", "B")))
    for drafts in (
        (HALVES[0], replace(HALVES[1], key="benefit")),
        (off, HALVES[1]),
        (doubled, HALVES[1]),
        (),
    ):
        with pytest.raises(RuleBroken), db.write() as session:
            create_rubric(session, categories[0].id, drafts, by=None, at=NOW)


def test_a_new_version_holds_from_then_on_and_the_old_one_can_still_be_read(categories, db) -> None:
    with db.write() as session:
        old = rubric_of(session.connection(), categories[0].id)
        create_rubric(session, categories[0].id, HALVES, by=None, at=NOW)
        new = rubric_of(session.connection(), categories[0].id)
        assert (old.version, new.version) == (1, 2)
        assert list(new.by_key) == ["benefit", "reach"]
        assert rubric_sheet(session.connection(), old.id) == old


def test_a_frozen_rubric_refuses_another_version(categories, db) -> None:
    with db.write() as session:
        newest = newest_rubric(session.connection(), categories[0].id)
        assert freeze_rubric(session, newest.id, by=None, at=NOW)
        assert not freeze_rubric(session, newest.id, by=None, at=NOW)
        frozen = session.exec(select(AuditEvent).where(AuditEvent.action == "rubric.frozen")).all()
        assert len(frozen) == 1
    with pytest.raises(RubricFrozen), db.write() as session:
        create_rubric(session, categories[0].id, HALVES, by=None, at=NOW)
    with db.read() as session:
        assert newest_rubric(session.connection(), categories[0].id).version == 1
        assert newest_rubric(session.connection(), categories[0].id).frozen_at == NOW


def test_a_rubric_is_read_once_and_then_costs_one_statement(categories, db) -> None:
    with db.read() as session:
        rubric_of(session.connection(), categories[0].id)
        with statements(db.reader) as seen:
            rubric_of(session.connection(), categories[0].id)
        assert len(seen) == 1


def test_a_category_without_a_rubric_is_not_found(categories, db) -> None:
    with db.read() as session, pytest.raises(NotFound):
        rubric_of(session.connection(), categories[0].cycle_id)
