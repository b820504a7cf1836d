"""One appeal in a published demo cycle: filed by an agency without a place, upheld in part, and carried out."""

from datetime import timedelta

from awards.cycles.models import Cycle
from awards.demo.calendar import at_work
from awards.demo.cast import Cast
from awards.entries.models import Entry
from awards.kit.db import Database
from judging.appeals.correcting import correct_after
from judging.appeals.models import Ground, Outcome
from judging.appeals.operations import file_appeal
from judging.appeals.queries import appeal_by_id
from judging.appeals.rulings import assign_ruler, rule_on, sheets_of
from judging.appeals.telling import propose_telling, seen_of, tell_entrants
from judging.deliberations.queries import decided_places
from judging.tally.document import Document, EntryLine
from judging.tally.queries import document_of, opened

_FAR_FROM_A_PLACE = 5
"""Ranks below the last place, so that no place moves with one sheet."""
_TEXT = (
    "تقول إحدى الملاحظات إن النص لا يبيّن كيف تُحدَّث الخدمة بعد السنة الأولى. وهذا مذكور في جواب «كيف حللتموها؟» "
    "بخطته ومواعيده. نطلب إعادة النظر في البطاقة التي بُنيت على ذلك."
)
_REASONS_AR = (
    "قرأنا الملاحظة مع النسخة التي قرأها المحكّم، فوجدنا ما تنفيه مذكورًا فيها. تُستبعد تلك البطاقة من الحساب. "
    "أما سائر البطاقات فبُنيت على ما في النص، فتبقى."
)
_REASONS_EN = (
    "We read the remark beside the copy that the judge had. What it misses is there, so that sheet is set aside. "
    "The other sheets rest on what the text says, and stand."
)


def appeal(db: Database, cast: Cast, cycle: Cycle) -> None:
    """Tell entrants how they did; where somebody ranks far from every place, they appeal, and one sheet falls."""
    first, second, third = cast.organisers[:3]
    told = at_work(cycle.publishes_at + timedelta(hours=1))
    ends = told + timedelta(days=14)
    with db.write() as session:
        opens = told + timedelta(days=1)
        notice = propose_telling(session, cycle.id, opens=opens, ends=ends, by=first, at=told)
        seen = seen_of(notice, decided_places(session, cycle.id))
        tell_entrants(session, cycle.id, seen, by=second, at=told + timedelta(minutes=20))
        entry = _far_from_a_place(document_of(session, opened(session, cycle.number)))
    if entry is None:
        return
    at = at_work(told + timedelta(days=6))
    with db.write() as session:
        entrant = session.get_one(Entry, entry.entry_id).started_by_id
        filed = file_appeal(session, entry.entry_id, Ground.MISREAD, _TEXT, by=entrant, at=at)
        assign_ruler(session, filed.id, third, by=first, at=at_work(at + timedelta(days=1)))
    at = at_work(ends + timedelta(days=1))
    with db.write() as session:
        lowest = min(sheets_of(session, appeal_by_id(session, filed.id)), key=lambda one: float(one.total))
        rule_on(
            session,
            filed.id,
            Outcome.PARTLY_UPHELD,
            reasons_ar=_REASONS_AR,
            reasons_en=_REASONS_EN,
            set_aside=[lowest.scorecard_id],
            by=third,
            at=at,
        )
        correct_after(session, filed.id, by=second, at=at + timedelta(hours=1))


def _far_from_a_place(document: Document) -> EntryLine | None:
    """The last one of a category, if it has sheets enough to lose one."""
    for category in document.categories:
        ranked = [entry for entry in category.entries if entry.rank is not None]
        last = max(ranked, key=lambda entry: entry.rank or 0, default=None)
        if (
            last
            and (last.rank or 0) > category.places + _FAR_FROM_A_PLACE
            and len(last.sheets) > document.min_sheets
        ):
            return last
    return None
