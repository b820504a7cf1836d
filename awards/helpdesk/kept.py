"""Answers kept ready, and the questions that everybody may read: written and changed by organisers."""

import uuid
from datetime import datetime

from sqlmodel import Session

from awards.helpdesk.forms import CannedForm, FaqForm
from awards.helpdesk.models import CannedAnswer, FaqItem
from awards.kit import audit
from awards.kit.errors import NotFound


def save_canned(
    session: Session, answer_id: uuid.UUID | None, form: CannedForm, *, by: uuid.UUID, at: datetime
) -> None:
    """Keep an answer ready, or change one."""
    words = form.model_dump()
    answer = canned_answer(session, answer_id) if answer_id else None
    if answer is None:
        answer = CannedAnswer(**words, changed_at=at, changed_by_id=by)
    answer.sqlmodel_update({**words, "changed_at": at, "changed_by_id": by})
    session.add(answer)
    session.flush()
    audit.record(session, "canned_answer.saved", answer.id, by=by, at=at)


def remove_canned(session: Session, answer_id: uuid.UUID, *, by: uuid.UUID, at: datetime) -> None:
    """Answers that were made of it stay as they are."""
    session.delete(canned_answer(session, answer_id))
    audit.record(session, "canned_answer.removed", answer_id, by=by, at=at)


def canned_answer(session: Session, answer_id: uuid.UUID) -> CannedAnswer:
    """Raises NotFound."""
    answer = session.get(CannedAnswer, answer_id)
    if answer is None:
        raise NotFound
    return answer


def save_faq(
    session: Session,
    item_id: uuid.UUID | None,
    form: FaqForm,
    *,
    ticket_id: uuid.UUID | None = None,
    by: uuid.UUID,
    at: datetime,
) -> None:
    """Write a question for everybody, or change it; whether it is on the page from now on, the form says."""
    words = form.model_dump(exclude={"published"})
    item = faq_item(session, item_id) if item_id else None
    if item is None:
        item = FaqItem(**words, ticket_id=ticket_id, changed_at=at, changed_by_id=by)
    published_at = (item.published_at or at) if form.published else None
    item.sqlmodel_update({**words, "published_at": published_at, "changed_at": at, "changed_by_id": by})
    session.add(item)
    session.flush()
    audit.record(session, "faq_item.published" if form.published else "faq_item.saved", item.id, by=by, at=at)


def faq_item(session: Session, item_id: uuid.UUID) -> FaqItem:
    """Raises NotFound."""
    item = session.get(FaqItem, item_id)
    if item is None:
        raise NotFound
    return item
