"""What an agency is asked before it starts an entry."""

import uuid

from sqlmodel import select

from awards.cycles.models import Cycle, EligibilityQuestion
from awards.kit.db import Database


def ask_first(
    db: Database,
    *,
    key: str = "open",
    ar: str = "هل الخدمة متاحة للمستفيدين اليوم؟",
    en: str = "Is the service open to its users today?",
    category_id: uuid.UUID | None = None,
) -> None:
    """A question in the only cycle, of every category or of one: `may_1` lets whoever answers start, `may_not_1` bars."""
    with db.write() as session:
        session.add(
            EligibilityQuestion(
                cycle_id=session.exec(select(Cycle.id)).one(),
                category_id=category_id,
                key=key,
                position=0 if category_id is None else 1,
                label_ar=ar,
                label_en=en,
                options=[
                    {"key": "may_1", "ar": "نعم", "en": "Yes"},
                    {"key": "may_not_1", "ar": "لا", "en": "No"},
                ],
                barring=["may_not_1"],
                why_ar="لا تُقبل إلا خدمة متاحة للمستفيدين.",
                why_en="Only a service that is open to its users is taken.",
            )
        )
