"""Entries that wait for screening, and an organiser who looks at them."""

import re
from html import unescape
from typing import Any

from sqlmodel import Session

from awards.cycles.models import Cycle
from awards.screening import operations, queries
from awards.screening.queries import Screened
from tests.awards.entries.scenes import Scene
from tests.pages import form_token


def text_of(answer: Any) -> str:
    """What a reader of the page reads."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", answer.text)))


def queue(s: Scene) -> list[Screened]:
    with s.make.db.read() as session:
        return queries.queue_of(session, s.cycle)


def one(s: Scene, number: int) -> Screened:
    found = queries.one_of(queue(s), number)
    assert found is not None
    return found


def admit_all(session: Session, cycle: Cycle, by: Any, at: Any) -> None:
    """Every entry that waits is let through, whatever the rules say."""
    waiting = [
        q.row.receipt for q in queries.queue_of(session, cycle) if q.state in operations.MAY_BE_ADMITTED
    ]
    operations.admit(session, cycle, waiting, by=by, at=at)


def post(page: Any, path: str, **data: Any) -> Any:
    """What a form on some page of the cycle sends."""
    token = form_token(page, "/cycles/5/screening")
    return page.post(path, data={"_csrf_token": token, **data}, follow_redirects=False)
