"""Naming the chair and the deputy of a category's panel, and reading who they are."""

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlmodel import Session, col, select

from awards.cycles.models import Category
from awards.entries.queries import results_published
from awards.kit import audit
from awards.kit.db import Row
from awards.kit.errors import Invalid, NotFound, RuleBroken
from awards.kit.i18n import Bilingual, msg
from judging.panels.chairs import Officers, why_not_named
from judging.panels.models import Judge, Office, PanelOfficer

_officers = PanelOfficer.__table__  # type: ignore[attr-defined]
_categories = Category.__table__  # type: ignore[attr-defined]

# Rounds are a layer above: here only whether one was opened is asked, by the names of its columns.
_round = sa.table("round", sa.column("cycle_id", sa.Uuid), sa.column("opened_at", sa.DateTime))
_CHAIRED = (
    sa.select(_officers.c.office, _categories.c.code, _categories.c.name_ar, _categories.c.name_en)
    .join(_categories, _categories.c.id == _officers.c.category_id)
    .where(_officers.c.judge_id == sa.bindparam("judge"))
    .order_by(_categories.c.position)
)


def officers_of(session: Session, cycle_id: uuid.UUID) -> dict[uuid.UUID, Officers]:
    """By category; one without officers is left out."""
    found = select(PanelOfficer).join(Category).where(Category.cycle_id == cycle_id)
    named: dict[uuid.UUID, dict[str, uuid.UUID]] = {}
    for officer in session.exec(found):
        named.setdefault(officer.category_id, {})[officer.office.value] = officer.judge_id
    return {category_id: Officers(**held) for category_id, held in named.items()}


def offices_by_judge(session: Session, cycle_id: uuid.UUID) -> dict[uuid.UUID, list[tuple[Office, str]]]:
    """Which panels the judges of a cycle chair or are deputy of: office and the category's code."""
    found = (
        select(PanelOfficer.judge_id, PanelOfficer.office, Category.code)
        .join(Category, col(Category.id) == col(PanelOfficer.category_id))
        .where(Category.cycle_id == cycle_id)
        .order_by(col(Category.position))
    )
    offices: dict[uuid.UUID, list[tuple[Office, str]]] = {}
    for judge_id, office, code in session.exec(found):
        offices.setdefault(judge_id, []).append((Office(office), code))
    return offices


def offices_held(connection: Connection, judge_id: uuid.UUID) -> list[Row]:
    """The panels that a judge chairs or is deputy of: rows of `office`, `code`, `name_ar`, `name_en`."""
    return list(connection.execute(_CHAIRED, {"judge": judge_id}))


def judging_is_open(session: Session, cycle_id: uuid.UUID) -> bool:
    """Whether judges have begun to score in any round of the cycle."""
    opened = sa.select(_round.c.cycle_id).where(
        _round.c.cycle_id == cycle_id, _round.c.opened_at.is_not(None)
    )
    return session.connection().execute(opened).first() is not None


def name_officers(
    session: Session, category_id: uuid.UUID, wanted: Officers, *, by: uuid.UUID, at: datetime
) -> None:
    """Give a panel its chair and its deputy; whoever was it before is a judge as others are.

    Raises NotFound, Invalid by box as `why_not_named` says, RuleBroken once the results are published.
    """
    category = session.get(Category, category_id)
    if category is None:
        raise NotFound
    if results_published(session, category.cycle_id):
        raise RuleBroken(msg("The results of this cycle are published: nobody judges in it any more."))
    before = officers_of(session, category.cycle_id).get(category_id, Officers())
    if wanted == before:
        return
    serving = set(
        session.exec(
            select(Judge.id).where(Judge.cycle_id == category.cycle_id, col(Judge.dropped_out_at).is_(None))
        )
    )
    is_open = judging_is_open(session, category.cycle_id)
    if wrong := why_not_named(wanted, before, serving, judging_is_open=is_open):
        raise Invalid(wrong)
    session.connection().execute(sa.delete(_officers).where(_officers.c.category_id == category_id))
    held = ((Office.CHAIR, wanted.chair), (Office.DEPUTY, wanted.deputy))
    session.add_all(
        PanelOfficer(category_id=category_id, judge_id=judge, office=office, since=at, named_by_id=by)
        for office, judge in held
        if judge is not None
    )
    session.flush()
    detail = {
        "chair": _text(wanted.chair),
        "deputy": _text(wanted.deputy),
        "chair_before": _text(before.chair),
        "deputy_before": _text(before.deputy),
    }
    audit.record(session, "panel.officers_named", category_id, by=by, at=at, detail=detail)


def _text(judge: uuid.UUID | None) -> str | None:
    return str(judge) if judge else None


def step_down(session: Session, judge: Judge, *, by: uuid.UUID, at: datetime) -> None:
    """A judge who leaves the jury holds no office any more. Raises RuleBroken if a panel waits for a successor."""
    found = session.exec(
        select(PanelOfficer, Category)
        .join(Category, col(Category.id) == col(PanelOfficer.category_id))
        .where(PanelOfficer.judge_id == judge.id)
    ).all()
    if not found:
        return
    if judging_is_open(session, judge.cycle_id):
        category = found[0][1]
        raise RuleBroken(
            msg(
                "This judge chairs the panel of %(category)s or is its deputy: name a successor first.",
                category=Bilingual(category.name_ar, category.name_en),
            )
        )
    for officer, category in found:
        session.delete(officer)
        detail = {f"{officer.office.value}_before": str(judge.id)}
        audit.record(session, "panel.officers_named", category.id, by=by, at=at, detail=detail)
    session.flush()
