"""Correcting what a seat says of its judge: post, languages, categories known, capacity. Ties are corrected apart."""

import uuid
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from awards.cycles.models import Category
from awards.entries.queries import results_published
from awards.kit import audit
from awards.kit.errors import NotFound, RuleBroken
from awards.kit.i18n import msg
from judging.panels.models import Judge, JudgeExpertise, Origin


@dataclass(frozen=True, slots=True)
class SeatWords:
    """What may be corrected of a seat."""

    origin: Origin
    reads: tuple[str, ...]
    """Of "ar" and "en", in this order."""
    capacity: int
    expertise: tuple[str, ...]
    """Category codes, in order."""
    country: str
    title_ar: str
    title_en: str


def words_of(session: Session, judge: Judge) -> SeatWords:
    """The seat as it is."""
    known = select(JudgeExpertise.category_code).where(JudgeExpertise.judge_id == judge.id)
    return SeatWords(
        judge.origin,
        tuple(lang for lang, reads in (("ar", judge.reads_ar), ("en", judge.reads_en)) if reads),
        judge.capacity,
        tuple(sorted(session.exec(known))),
        judge.country,
        judge.title_ar,
        judge.title_en,
    )


def seat_in(session: Session, cycle_id: uuid.UUID, judge_id: uuid.UUID) -> Judge:
    """Raises NotFound for a seat of another cycle."""
    judge = session.get(Judge, judge_id)
    if judge is None or judge.cycle_id != cycle_id:
        raise NotFound
    return judge


def correct_seat(
    session: Session, judge_id: uuid.UUID, words: SeatWords, *, by: uuid.UUID, at: datetime
) -> None:
    """Write a seat anew; what is assigned already stays with its judge. The audit log keeps what changed.

    Raises NotFound, and RuleBroken for a judge who reads neither language, a category that the cycle does not have, or
    once the results are published.
    """
    judge = session.get(Judge, judge_id)
    if judge is None:
        raise NotFound
    if results_published(session, judge.cycle_id):
        raise RuleBroken(msg("The results of this cycle are published: nobody judges in it any more."))
    if not words.reads:
        raise RuleBroken(msg("A judge must read Arabic, English or both."))
    there = set(session.exec(select(Category.code).where(Category.cycle_id == judge.cycle_id)))
    if unknown := sorted(set(words.expertise) - there):
        raise RuleBroken(msg("This cycle has no category with the code %(code)s.", code=unknown[0]))
    old, new = (_plain(one) for one in (words_of(session, judge), words))
    changed = [name for name in new if old[name] != new[name]]
    if not changed:
        return
    judge.origin, judge.capacity, judge.country = words.origin, words.capacity, words.country
    judge.reads_ar, judge.reads_en = "ar" in words.reads, "en" in words.reads
    judge.title_ar, judge.title_en = words.title_ar, words.title_en
    session.add(judge)
    session.connection().execute(sa.delete(JudgeExpertise).where(col(JudgeExpertise.judge_id) == judge_id))
    session.add_all(JudgeExpertise(judge_id=judge_id, category_code=code) for code in words.expertise)
    session.flush()
    detail = {"old": {name: old[name] for name in changed}, "new": {name: new[name] for name in changed}}
    audit.record(session, "judge.seat_corrected", judge_id, by=by, at=at, detail=detail)


def _plain(words: SeatWords) -> dict[str, object]:
    return {
        "origin": words.origin.value,
        "reads": list(words.reads),
        "capacity": words.capacity,
        "expertise": sorted(words.expertise),
        "country": words.country,
        "title_ar": words.title_ar,
        "title_en": words.title_en,
    }
