"""Who enters a category changes as long as nobody has entered it."""

import uuid
from datetime import datetime

from sqlmodel import Session

from awards.cycles.models import Category
from awards.entries.revisions.queries import ever_entered
from awards.kit import audit
from awards.kit.errors import RuleBroken
from awards.kit.i18n import msg


def change_entrants(
    session: Session, category: Category, *, for_individuals: bool, by: uuid.UUID, at: datetime
) -> None:
    """Let agencies enter, or individuals. Raises RuleBroken once an entry was started, whatever became of it."""
    if ever_entered(session, category.id):
        raise RuleBroken(msg("An entry was started in this category: who enters it stays as it is."))
    if category.for_individuals == for_individuals:
        return
    category.for_individuals = for_individuals
    session.add(category)
    session.flush()
    detail = {"category": category.code, "for_individuals": for_individuals}
    audit.record(session, "category.entrants_changed", category.id, by=by, at=at, detail=detail)
