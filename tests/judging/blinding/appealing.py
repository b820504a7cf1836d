"""An appeal that is filed and ruled on, each text with its word in it."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import select

from awards.entries.models import Entry
from judging.appeals.models import Appeal, AppealNotice, AppealRuling, Ground, Outcome
from judging.tally.models import Tally
from tests.judging.blinding.canary import TOKENS, Planted


def appeal(session: Any, planted: Planted, entry_id: uuid.UUID, ruler: uuid.UUID, at: datetime) -> None:
    """The people of an entry that the judge reads appeal, and are answered; each text names them."""
    entry = session.get_one(Entry, entry_id)
    notice = {"opens_at": at, "ends_at": at + timedelta(days=9), "told": 1, "proposed_at": at, "told_at": at}
    tally = session.exec(select(Tally.id).order_by(Tally.version)).first()
    session.add(
        AppealNotice(
            cycle_id=entry.cycle_id,
            tally_id=tally,
            proposed_by_id=planted.organiser.id,
            told_by_id=ruler,
            **notice,
        )
    )
    filed = Appeal(
        cycle_id=entry.cycle_id,
        entry_id=entry_id,
        number=1,
        ground=Ground.OTHER,
        text=TOKENS["appeal.text"],
        sent_back=TOKENS["appeal.sent_back"],
        filed_at=at,
        filed_by_id=entry.started_by_id,
        ruler_id=ruler,
        assigned_at=at,
        assigned_by_id=planted.organiser.id,
    )
    session.add(filed)
    session.flush()
    reasons = {name: TOKENS[f"appeal_ruling.{name}"] for name in ("reasons_ar", "reasons_en")}
    ruling = {"outcome": Outcome.UPHELD, "changes_place": True, "ruled_at": at, "ruled_by_id": ruler}
    session.add(AppealRuling(appeal_id=filed.id, **reasons, **ruling))
    session.flush()
    planted.parameters["appeal"] = [1]
