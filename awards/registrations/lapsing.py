"""What becomes of registrations that nobody confirmed."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from awards.kit import audit
from awards.people.operations import SIGN_INS_KEPT
from awards.registrations.models import Registration


def forget_unconfirmed(session: Session, *, at: datetime) -> None:
    """Forget registrations that nobody confirmed, as long after their link expired as sign-ins are kept."""
    old = sa.delete(Registration).where(
        col(Registration.confirmed_at).is_(None),
        col(Registration.outcome).is_(None),
        col(Registration.expires_at) < at - SIGN_INS_KEPT,
    )
    if gone := session.connection().execute(old).rowcount:
        detail = {"registrations": gone}
        audit.record(session, "registrations.swept", "registrations", by=None, at=at, detail=detail)
