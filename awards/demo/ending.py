"""The end of a demo cycle: round closed, results opened by two, places decided, published."""

import uuid
from datetime import datetime, timedelta

from awards.cycles.models import Cycle
from awards.demo.calendar import at_work
from awards.demo.cast import Cast
from awards.demo.citations import citations
from awards.kit.db import Database
from judging.deliberations.models import Outcome
from judging.deliberations.operations import approve_decision, decide_place, publish
from judging.deliberations.places import fingerprint
from judging.deliberations.queries import decided_places
from judging.tally.document import CategoryTally
from judging.tally.operations import close_judging, consent_to_results
from judging.tally.queries import document_of, opened

WITHHELD = ("IND", 3)
"""A place that the demo's jury does not award."""


def open_results(db: Database, cast: Cast, cycle: Cycle, round_id: uuid.UUID) -> None:
    """Close the round and let two organisers open its results."""
    at = at_work(cycle.judging_closes_at + timedelta(hours=1))
    first, second = cast.organisers[:2]
    with db.write() as session:
        close_judging(session, round_id, by=first, at=at)
        consent_to_results(session, round_id, by=first, at=at)
        consent_to_results(session, round_id, by=second, at=at + timedelta(minutes=3))


def decide_and_publish(db: Database, cast: Cast, cycle: Cycle) -> set[uuid.UUID]:
    """Decide every place of every category by the ranking, but for one that is withheld, then publish.

    Returns the entries that won a place.
    """
    at = at_work(cycle.judging_closes_at + timedelta(days=5))
    won: set[uuid.UUID] = set()
    with db.read() as session:
        document = document_of(session, opened(session, cycle.number))
    to_approve: list[uuid.UUID] = []
    for category in document.categories:
        said = citations(category)
        for place in range(1, category.places + 1):
            entries, withheld = _decide(db, cast, category, place, said.get(place, ("", "")), at)
            won |= entries
            to_approve += withheld
    with db.write() as session:
        for decision in to_approve:
            approve_decision(session, decision, by=cast.organisers[1], at=at + timedelta(hours=2))
    with db.write() as session:
        seen = fingerprint(decided_places(session, cycle.id).values())
        for minutes, organiser in enumerate(cast.organisers[:2]):
            publish(
                session, cycle.id, seen=seen, by=organiser, at=cycle.publishes_at + timedelta(minutes=minutes)
            )
    return won


def _decide(
    db: Database,
    cast: Cast,
    category: CategoryTally,
    place: int,
    citation: tuple[str, str],
    at: datetime,
) -> tuple[set[uuid.UUID], list[uuid.UUID]]:
    """The entries that have the place, and the decisions that a second organiser must approve."""
    entries = category.ranked(place)
    citation_ar, citation_en = citation
    reason, reason_en = "", ""
    outcome = Outcome.SHARED if len(entries) > 1 else Outcome.AWARDED
    if (category.code, place) == WITHHELD or not entries:
        outcome, entries, citation_ar, citation_en = Outcome.WITHHELD, (), "", ""
        reason, reason_en = _reason(category, place)
    with db.write() as session:
        decisions = decide_place(
            session,
            category_id=category.id,
            place=place,
            outcome=outcome,
            entry_ids=[entry.entry_id for entry in entries],
            citation_ar=citation_ar,
            citation_en=citation_en,
            reason=reason,
            reason_en=reason_en,
            by=cast.organisers[0],
            at=at,
        )
    return {entry.entry_id for entry in entries}, [decisions[0].id] if reason else []


def _reason(category: CategoryTally, place: int) -> tuple[str, str]:
    """Why nobody has this place, in Arabic and English."""
    if sum(1 for entry in category.entries if entry.rank is not None) < place:
        return (
            "عدد المشاركات المرتّبة في هذا الفرع أقل من عدد مراكزه.",
            "The category has fewer ranked entries than places.",
        )
    if (category.code, place) == WITHHELD:
        return (
            "ترى اللجنة أن ما بقي من المشاركات لم يبلغ المستوى الذي يُمنح له مركز.",
            "In the committee's view none of the entries that remain reaches the level of a place.",
        )
    return (
        "تقاسمت مشاركتان المركز السابق، فلا يوجد من يستحق هذا المركز بحسب الترتيب.",
        "Two entries share the place before, so that nobody has this one by the ranking.",
    )
