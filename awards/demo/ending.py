"""The end of a demo cycle: round closed, results opened by two, places decided, published."""

import uuid
from datetime import datetime, timedelta

from awards.cycles.models import Cycle
from awards.demo.cast import Cast
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

_CITATIONS = {
    "G2C": (
        "لأن المستفيد ينجز خدمته كاملة من مكانه، ولأن الأثر في وقته وتكلفته مقيس وموثّق.",
        "Because people complete the service where they are, and its effect on their time and cost is measured.",
    ),
    "G2G": (
        "لأن التكامل بين الجهات رفع عن المستفيد عبء الوثائق، وقام على اتفاق واضح لتبادل البيانات.",
        "Because agencies working as one took the burden of papers from people, under a clear agreement on data.",
    ),
    "G2B": (
        "لما وفّرته على المنشآت من وقت وتكلفة، ولأثرها الظاهر في بيئة الأعمال.",
        "For the time and cost that it saved businesses, and its visible effect on doing business.",
    ),
    "MOB": (
        "لأنها أحسنت استخدام إمكانات الأجهزة الذكية في خدمة يحتاج إليها الناس كل يوم.",
        "For putting what smart devices can do to good use in a service that people need every day.",
    ),
    "PAR": (
        "لأن صوت المشاركين غيّر قرارًا، وعُرف ما أُخذ به وما لم يؤخذ ولماذا.",
        "Because the participants' voice changed a decision, and it is known what was taken up, what not, and why.",
    ),
    "LEA": (
        "لقيادة واضحة الأهداف، بنت المهارات والحوكمة قبل الأنظمة، وأظهرت نتائجها بالأرقام.",
        "For leadership with clear aims, which built skills and governance before systems and showed its results.",
    ),
    "IND": (
        "لمبادرة فردية أصيلة وجدت حاجة حقيقية وخدمتها بإتقان.",
        "For an original effort by one person, who found a real need and served it with care.",
    ),
}


def open_results(db: Database, cast: Cast, cycle: Cycle, round_id: uuid.UUID) -> None:
    """Close the round and let two organisers open its results."""
    at = cycle.judging_closes_at + timedelta(hours=1)
    first, second = cast.organisers[:2]
    with db.write() as session:
        close_judging(session, round_id, by=first, at=at)
        consent_to_results(session, round_id, by=first, at=at)
        consent_to_results(session, round_id, by=second, at=at + timedelta(minutes=3))


def decide_and_publish(db: Database, cast: Cast, cycle: Cycle) -> None:
    """Decide every place of every category by the ranking, but for one that is withheld, then publish."""
    at = cycle.judging_closes_at + timedelta(days=5)
    with db.read() as session:
        document = document_of(session, opened(session, cycle.number))
    for category in document.categories:
        for place in range(1, category.places + 1):
            _decide(db, cast, category, place, at)
    with db.write() as session:
        seen = fingerprint(decided_places(session, cycle.id).values())
        for minutes, organiser in enumerate(cast.organisers[:2]):
            publish(
                session, cycle.id, seen=seen, by=organiser, at=cycle.publishes_at + timedelta(minutes=minutes)
            )


def _decide(db: Database, cast: Cast, category: CategoryTally, place: int, at: datetime) -> None:
    first, second = cast.organisers[:2]
    entries = category.ranked(place)
    citation_ar, citation_en = _CITATIONS[category.code]
    reason, reason_en = "", ""
    outcome = Outcome.SHARED if len(entries) > 1 else Outcome.AWARDED
    if (category.code, place) == WITHHELD or not entries:
        outcome, entries, citation_ar, citation_en = Outcome.WITHHELD, (), "", ""
        reason = (
            "ترى اللجنة أن ما بقي من المشاركات لم يبلغ المستوى الذي يُمنح له مركز."
            if (category.code, place) == WITHHELD
            else "تقاسمت مشاركتان المركز السابق، فلا يوجد من يستحق هذا المركز بحسب الترتيب."
        )
        reason_en = (
            "In the committee's view none of the entries that remain reaches the level of a place."
            if (category.code, place) == WITHHELD
            else "Two entries share the place before, so that nobody has this one by the ranking."
        )
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
            by=first,
            at=at,
        )
        if reason:
            approve_decision(session, decisions[0].id, by=second, at=at + timedelta(hours=2))
