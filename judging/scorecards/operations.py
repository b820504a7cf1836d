"""What is done with a sheet: save it, lodge it."""

import secrets
import uuid
from dataclasses import asdict, dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.engine import Connection
from sqlmodel import Session

from awards.cycles.models import Cycle
from awards.entries.models import Entry
from awards.kit import audit
from awards.kit.db import Row, new_id
from awards.kit.errors import Invalid, NotFound, RuleBroken, Stale
from awards.kit.i18n import msg
from judging.assignments.models import Assignment
from judging.panels.models import Judge
from judging.panels.pledge import SIGNED
from judging.rounds.models import Round
from judging.rubrics.operations import freeze_rubric
from judging.rubrics.queries import RubricSheet, rubric_sheet
from judging.scorecards import receipt
from judging.scorecards.applying import NOT_APPLYING, against_grants, not_applying, with_grants
from judging.scorecards.desk import WINDOW_COLUMNS
from judging.scorecards.lodgement import lodged_document
from judging.scorecards.models import LodgementReceipt, Score, Scorecard
from judging.scorecards.permissions import is_before_judge, may_write
from judging.scorecards.queries import NEWEST_RUBRIC, marks_of
from judging.scorecards.sheet import SheetInput, off_scale, points_of, unanswered, unexplained
from judging.scorecards.totals import LEAST_SHARE, exact_text, share_scored, weighted_total
from judging.scorecards.window import Window, window
from judging.scorecards.wording import off_scale_words

_assignments = Assignment.__table__  # type: ignore[attr-defined]
_judges = Judge.__table__  # type: ignore[attr-defined]
_entries = Entry.__table__  # type: ignore[attr-defined]
_rounds = Round.__table__  # type: ignore[attr-defined]
_cycles = Cycle.__table__  # type: ignore[attr-defined]
_cards = Scorecard.__table__  # type: ignore[attr-defined]
_scores = Score.__table__  # type: ignore[attr-defined]

_STANDING = (
    sa.select(
        _assignments.c.id,
        _assignments.c.code,
        _assignments.c.ended_at,
        _judges.c.person_id,
        _entries.c.state,
        _cards.c.id.label("card_id"),
        sa.func.coalesce(_cards.c.version, 0).label("version"),
        _cards.c.rubric_id,
        _cards.c.lodged_at,
        NEWEST_RUBRIC,
        NOT_APPLYING,
        *WINDOW_COLUMNS,
        _cycles.c.zone,
    )
    .join(_judges, _judges.c.id == _assignments.c.judge_id)
    .join(_entries, _entries.c.id == _assignments.c.entry_id)
    .join(_rounds, _rounds.c.id == _assignments.c.round_id)
    .join(_cycles, _cycles.c.id == _rounds.c.cycle_id)
    .outerjoin(_cards, _cards.c.assignment_id == _assignments.c.id)
    .where(SIGNED)
)
_BY_ASSIGNMENT = _STANDING.where(_assignments.c.id == sa.bindparam("assignment"))
_BY_CARD = _STANDING.where(_cards.c.id == sa.bindparam("card"))
_BY_CODE = _STANDING.where(
    _judges.c.person_id == sa.bindparam("person"),
    _assignments.c.code == sa.bindparam("code"),
    # A code of a round that nobody opened is none, for every page alike.
    _rounds.c.opened_at.is_not(None),
).order_by(_assignments.c.made_at.desc())
_REMARKS = sa.select(_cards.c.strengths, _cards.c.improvements, _cards.c.confidential).where(
    _cards.c.id == sa.bindparam("card")
)
# PostgreSQL's form of ON CONFLICT, which SQLite took over: it compiles for both.
_FIRST_SAVE = upsert(_cards).on_conflict_do_nothing(index_elements=["assignment_id"])
_LATER_SAVE = (
    sa.update(_cards)
    .where(
        _cards.c.id == sa.bindparam("card"),
        _cards.c.version == sa.bindparam("before"),
        _cards.c.lodged_at.is_(None),
    )
    .values(
        {
            name: sa.bindparam(name)
            for name in (
                "rubric_id",
                "version",
                "total",
                "scored",
                "strengths",
                "improvements",
                "confidential",
                "updated_at",
            )
        }
    )
)
_insert_scores = upsert(_scores)
_SCORES = _insert_scores.on_conflict_do_update(
    index_elements=["scorecard_id", "criterion_id"],
    set_={name: _insert_scores.excluded[name] for name in ("points", "not_scored", "comment")},
)
_FORGET_SCORES = sa.delete(_scores).where(_scores.c.scorecard_id == sa.bindparam("card"))
_LODGE = (
    sa.update(_cards)
    .where(
        _cards.c.id == sa.bindparam("card"),
        _cards.c.version == sa.bindparam("before"),
        _cards.c.lodged_at.is_(None),
    )
    .values(total=sa.bindparam("exact"), lodged_at=sa.bindparam("at"), lodged_by_id=sa.bindparam("by"))
)


class StaleSheet(Stale):
    """The sheet was saved elsewhere since this page was loaded, or its rubric was replaced."""


class SheetLocked(RuleBroken):
    """The sheet is lodged: nobody changes it."""


class NotScoringNow(RuleBroken):
    """Before the round is opened, or after it has ended."""


class SheetIncomplete(RuleBroken):
    """`missing` holds the keys of the criteria without an answer."""

    def __init__(self, missing: list[str]) -> None:
        super().__init__(msg("A sheet is lodged when every criterion has an answer."))
        self.missing = missing


class CommentsMissing(RuleBroken):
    """`missing` holds the keys of the criteria whose answer needs a comment."""

    def __init__(self, missing: list[str]) -> None:
        super().__init__(msg("A sheet is lodged when every remark that the rubric requires is written."))
        self.missing = missing


class PointsOffScale(Invalid):
    """`errors` by field: points that their criterion's scale does not have."""


class TooLittleScored(RuleBroken):
    """Less than half of the weight has points."""


@dataclass(frozen=True, slots=True)
class SavedSheet:
    """What a save left behind."""

    scorecard_id: uuid.UUID
    version: int
    total: str | None
    """Out of 100, as an exact fraction."""
    scored: int
    criteria: int
    saved_at: datetime
    zone: str
    """By whose clocks the judge reads when."""


def save_scorecard(
    session: Session,
    assignment_id: uuid.UUID,
    sheet: SheetInput,
    *,
    version: int,
    by: uuid.UUID,
    at: datetime,
) -> SavedSheet:
    """Keep what the judge `by` wrote; `version` is that of the sheet they wrote on, 0 for an empty one.

    Raises NotFound unless the entry is before this judge, NotScoringNow, SheetLocked, StaleSheet, PointsOffScale, and
    ValueError for a reason that is not the judge's to give.
    """
    found = session.connection().execute(_BY_ASSIGNMENT, {"assignment": assignment_id}).first()
    return _save(session, found, sheet, version=version, by=by, at=at)


def save_by_code(
    session: Session, code: str, sheet: SheetInput, *, version: int, by: uuid.UUID, at: datetime
) -> SavedSheet:
    """`save_scorecard` for the entry that the judge `by` calls `code`."""
    found = session.connection().execute(_BY_CODE, {"person": by, "code": code}).first()
    return _save(session, found, sheet, version=version, by=by, at=at)


def _save(
    session: Session, found: Row | None, sheet: SheetInput, *, version: int, by: uuid.UUID, at: datetime
) -> SavedSheet:
    standing = _writable(found, by=by, at=at)
    connection = session.connection()
    rubric = rubric_sheet(connection, standing.newest_rubric_id)
    if standing.version != version:
        raise stale()
    sheet = _fitted(sheet, standing, rubric)
    _check_scales(sheet, rubric)
    points = points_of(sheet.marks, rubric)
    total = weighted_total(points, rubric.weights)
    saved = SavedSheet(
        scorecard_id=standing.card_id or new_id(),
        version=version + 1,
        total=None if total is None else exact_text(total),
        scored=len(points),
        criteria=len(rubric.criteria),
        saved_at=at,
        zone=standing.zone,
    )
    _write(connection, standing, saved, sheet, rubric)
    detail = {"version": saved.version, "scored": saved.scored}
    audit.record(session, "scorecard.saved", saved.scorecard_id, by=by, at=at, detail=detail)
    return saved


def _write(
    connection: Connection, standing: Row, saved: SavedSheet, sheet: SheetInput, rubric: RubricSheet
) -> None:
    values = {
        "rubric_id": rubric.id,
        "version": saved.version,
        "total": saved.total,
        "scored": saved.scored,
        "strengths": sheet.strengths,
        "improvements": sheet.improvements,
        "confidential": sheet.confidential,
        "updated_at": saved.saved_at,
    }
    if standing.card_id is None:
        first = {**values, "id": saved.scorecard_id, "assignment_id": standing.id}
        written = connection.execute(_FIRST_SAVE, first).rowcount
    else:
        later = {**values, "card": standing.card_id, "before": standing.version}
        written = connection.execute(_LATER_SAVE, later).rowcount
        if standing.rubric_id != rubric.id:
            connection.execute(_FORGET_SCORES, {"card": standing.card_id})
    if not written:
        raise stale()
    scores = [
        {
            "scorecard_id": saved.scorecard_id,
            "criterion_id": criterion.id,
            **asdict(sheet.mark(criterion.key)),
        }
        for criterion in rubric.criteria
    ]
    connection.execute(_SCORES, scores)


def lodge_scorecard(
    session: Session,
    scorecard_id: uuid.UUID,
    *,
    version: int | None = None,
    by: uuid.UUID,
    at: datetime,
) -> LodgementReceipt:
    """Lock the sheet and hand out its receipt; the first one of a rubric freezes the rubric.

    `version` is that of the sheet the judge confirmed, where they saw one. Raises SheetIncomplete, CommentsMissing, TooLittleScored,
    and what `save_scorecard` raises.
    """
    connection = session.connection()
    found = connection.execute(_BY_CARD, {"card": scorecard_id}).first()
    standing = _writable(found, by=by, at=at)
    if standing.rubric_id != standing.newest_rubric_id or version not in (None, standing.version):
        raise stale()
    rubric = rubric_sheet(connection, standing.rubric_id)
    remarks = connection.execute(_REMARKS, {"card": scorecard_id}).one()
    sheet = _fitted(SheetInput(marks_of(connection, scorecard_id), *remarks), standing, rubric)
    total = _lodgeable_total(sheet, rubric)
    changed = connection.execute(
        _LODGE, {"card": scorecard_id, "before": standing.version, "exact": total, "at": at, "by": by}
    )
    if not changed.rowcount:
        raise stale()
    freeze_rubric(session, rubric.id, by=by, at=at)
    return _receipt(
        session, scorecard_id, standing.code, sheet, rubric, total, version=standing.version, by=by, at=at
    )


def lodge_at_once(
    session: Session, assignment_id: uuid.UUID, sheet: SheetInput, *, by: uuid.UUID, at: datetime
) -> LodgementReceipt:
    """Save and lodge in one step, also when the time for scoring is over: for a reconciliation, which says when.

    A sheet that is lodged is replaced, and its receipt kept. Raises NotFound unless the entry is before this judge,
    StaleSheet for another rubric's criteria, SheetIncomplete, CommentsMissing, TooLittleScored, PointsOffScale.
    """
    connection = session.connection()
    standing = connection.execute(_BY_ASSIGNMENT, {"assignment": assignment_id}).first()
    if standing is None or not may_write(by, standing.person_id):
        raise NotFound
    if not is_before_judge(ended=standing.ended_at is not None, entry_state=standing.state):
        raise NotFound
    rubric = rubric_sheet(connection, standing.newest_rubric_id)
    sheet = _fitted(sheet, standing, rubric)
    total, version = _lodgeable_total(sheet, rubric), standing.version + 1
    card_id = standing.card_id or new_id()
    if standing.card_id is not None:
        unlocked = sa.update(_cards).where(_cards.c.id == card_id).values(lodged_at=None, lodged_by_id=None)
        connection.execute(unlocked)
    answered = len(rubric.criteria)
    saved = SavedSheet(
        card_id, version, total, scored=answered, criteria=answered, saved_at=at, zone=standing.zone
    )
    _write(connection, standing, saved, sheet, rubric)
    connection.execute(_LODGE, {"card": card_id, "before": version, "exact": total, "at": at, "by": by})
    freeze_rubric(session, rubric.id, by=by, at=at)
    return _receipt(session, card_id, standing.code, sheet, rubric, total, version=version, by=by, at=at)


def _receipt(
    session: Session,
    scorecard_id: uuid.UUID,
    code: str,
    sheet: SheetInput,
    rubric: RubricSheet,
    total: str,
    *,
    version: int,
    by: uuid.UUID,
    at: datetime,
) -> LodgementReceipt:
    document = lodged_document(scorecard_id, code, sheet, rubric, total=total, at=at)
    salt = secrets.token_bytes(receipt.SALT_BYTES)
    kept = LodgementReceipt(
        scorecard_id=scorecard_id,
        salt=salt.hex(),
        digest=receipt.receipt(document, salt),
        sheet=document,
        at=at,
    )
    session.add(kept)
    session.flush()
    detail = {"version": version, "receipt": kept.digest}
    audit.record(session, "scorecard.lodged", scorecard_id, by=by, at=at, detail=detail)
    return kept


def _fitted(sheet: SheetInput, standing: Row, rubric: RubricSheet) -> SheetInput:
    """What the judge wrote, without what does not apply. Raises StaleSheet for criteria that they do not score now."""
    keys = not_applying(standing.not_applying, rubric)
    if not rubric.by_key.keys() >= sheet.marks.keys() or against_grants(sheet, keys):
        raise stale()
    return with_grants(sheet, keys)


def _check_scales(sheet: SheetInput, rubric: RubricSheet) -> None:
    if wrong := off_scale(sheet.marks, rubric):
        raise PointsOffScale({f"points.{key}": off_scale_words(rubric.by_key[key].scale) for key in wrong})


def _lodgeable_total(sheet: SheetInput, rubric: RubricSheet) -> str:
    """The exact total. Raises PointsOffScale, SheetIncomplete, CommentsMissing or TooLittleScored."""
    _check_scales(sheet, rubric)
    missing = unanswered(sheet, rubric)
    if missing:
        raise SheetIncomplete(missing)
    if silent := unexplained(sheet, rubric):
        raise CommentsMissing(silent)
    points = points_of(sheet.marks, rubric)
    total = weighted_total(points, rubric.weights)
    if total is None or share_scored(points, rubric.weights) < LEAST_SHARE:
        raise TooLittleScored(
            msg("Points are needed for at least half of the weight before a sheet is lodged.")
        )
    return exact_text(total)


def _writable(standing: Row | None, *, by: uuid.UUID, at: datetime) -> Row:
    """The sheet's standing, if `by` may change it now."""
    if standing is None or not may_write(by, standing.person_id):
        raise NotFound
    if not is_before_judge(ended=standing.ended_at is not None, entry_state=standing.state):
        raise NotFound
    if standing.lodged_at is not None:
        raise SheetLocked(msg("This sheet is lodged: it can no longer be changed."))
    now = window(
        at,
        opened_at=standing.opened_at,
        closed_at=standing.closed_at,
        opens=standing.judging_opens_at,
        closes=standing.judging_closes_at,
    )
    if now is Window.NOT_YET:
        raise NotScoringNow(msg("The round has not begun yet."))
    if now is Window.OVER:
        raise NotScoringNow(msg("The time of the round is over: this sheet can no longer be changed."))
    return standing


def stale() -> StaleSheet:
    """The refusal of a save on an older version."""
    return StaleSheet(msg("This sheet was saved elsewhere since you opened this page."))
