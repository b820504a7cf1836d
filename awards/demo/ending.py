"""The end of a demo cycle: round closed, results opened by two, places decided, published."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from fractions import Fraction
from itertools import pairwise

from awards.cycles.models import Cycle
from awards.demo.calendar import at_work
from awards.demo.cast import Cast
from awards.demo.citations import citations
from awards.demo.deliberating import convene, deliberate
from awards.demo.reconciling import reconcile
from awards.kit.db import Database
from judging.deliberations.models import Outcome
from judging.deliberations.operations import approve_decision, decide_place, publish
from judging.deliberations.places import fingerprint
from judging.deliberations.queries import decided_places
from judging.scorecards.sheet import SheetInput
from judging.tally.document import CategoryTally
from judging.tally.operations import close_judging, consent_to_results
from judging.tally.queries import document_of, opened

WITHHELD = ("IND", 3)
"""A place that the demo's jury does not award."""


_STILL_APART = "لم يبق من المراجعة إلا ما لا رئيس لجنة له، ولا يغيّر ذلك مركزًا."
_DEPARTS = (
    "المركزان الأول والثاني متقاربان، وأثر هذه الخدمة في حياة المستفيد أعمق في رأي اللجنة.",
    "First and second lie close together, and in the committee's view this service changes more for people.",
)
"""Why a place is given to another entry than the ranking's."""
_RUNNER_UP = (
    "لخدمة غيّرت يوم المستفيد، وأثبتت أثرها بأرقام قيست قبلها وبعدها.",
    "For a service that changed its users' day and proved it with figures from before and after.",
)


def close_and_open(
    db: Database, cast: Cast, cycle: Cycle, round_id: uuid.UUID, again: Mapping[uuid.UUID, SheetInput]
) -> None:
    """Close the round, reconcile sheets that lie far apart, and let two organisers open the results.

    `again` is what `reconcile` takes.
    """
    at = at_work(cycle.judging_closes_at + timedelta(hours=1))
    first, second = cast.organisers[:2]
    with db.write() as session:
        close_judging(session, round_id, by=first, at=at)
    at = at_work(at + timedelta(days=1))
    reconcile(db, cycle, again, at)
    at = at_work(at + timedelta(days=1))
    with db.write() as session:
        consent_to_results(session, round_id, reason=_STILL_APART, by=first, at=at)
        consent_to_results(session, round_id, reason=_STILL_APART, by=second, at=at + timedelta(minutes=3))


def decide(db: Database, cast: Cast, cycle: Cycle) -> set[uuid.UUID]:
    """One panel meets; then every place is decided by the ranking, but for one that is withheld.

    Returns the entries that won a place.
    """
    at = at_work(cycle.judging_closes_at + timedelta(days=9))
    won: set[uuid.UUID] = set()
    categories = _opened(db, cycle)
    deliberate(db, cast, categories, _of_the_first(categories), at - timedelta(days=1))
    to_approve: list[uuid.UUID] = []
    for category in categories:
        said = citations(category)
        for place in range(1, category.places + 1):
            entries, withheld = _decide(db, cast, category, place, said.get(place, ("", "")), at)
            won |= entries
            to_approve += withheld
    with db.write() as session:
        for decision in to_approve:
            approve_decision(session, decision, by=cast.organisers[1], at=at + timedelta(hours=2))
    return won


def leave_undecided(db: Database, cast: Cast, cycle: Cycle) -> None:
    """The panels are at work: one has voted and its first place is decided, another is voting; in a third category a
    place that departs from the ranking waits for the second organiser.
    """
    at = at_work(cycle.judging_closes_at + timedelta(days=9))
    categories = _opened(db, cycle)
    first = _of_the_first(categories)
    began = convene(db, cast, categories, first, at - timedelta(days=1))
    for category in began[:1]:
        _decide(db, cast, category, 1, first[category.code], at)
    apart = {
        gap: (category, second)
        for category in categories
        if category not in began
        for best, second in pairwise(category.ranked(1) + category.ranked(2))
        if (gap := Fraction(best.score_exact or 0) - Fraction(second.score_exact or 0))
    }
    if not apart:
        return
    category, second = apart[min(apart)]
    with db.write() as session:
        decide_place(
            session,
            category_id=category.id,
            place=1,
            outcome=Outcome.AWARDED,
            entry_ids=[second.entry_id],
            citation_ar=_RUNNER_UP[0],
            citation_en=_RUNNER_UP[1],
            reason=_DEPARTS[0],
            reason_en=_DEPARTS[1],
            by=cast.organisers[0],
            at=at,
        )


def publish_results(db: Database, cast: Cast, cycle: Cycle) -> None:
    """Two organisers publish what is decided."""
    with db.write() as session:
        seen = fingerprint(decided_places(session, cycle.id).values())
        for minutes, organiser in enumerate(cast.organisers[:2]):
            publish(
                session, cycle.id, seen=seen, by=organiser, at=cycle.publishes_at + timedelta(minutes=minutes)
            )


def _opened(db: Database, cycle: Cycle) -> tuple[CategoryTally, ...]:
    with db.read() as session:
        return document_of(session, opened(session, cycle.number)).categories


def _of_the_first(categories: Sequence[CategoryTally]) -> dict[str, tuple[str, str]]:
    """What is said of each category's first place."""
    return {category.code: citations(category).get(1, ("", "")) for category in categories}


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
