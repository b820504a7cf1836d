"""When each browser was last used, so that its owner knows a session again that is none of theirs.

Uses are noted in memory and written together, at most once in `EVERY` and after an answer has gone out: no request pays
for it, and what is shown may be so much too early.
"""

import threading
from collections.abc import Mapping
from datetime import datetime, timedelta

import sqlalchemy as sa
from litestar.concurrency import sync_to_thread
from sqlalchemy.exc import SQLAlchemyError

from awards.kit.db import Database
from awards.kit.logs import log
from awards.people.models import SignInSession

EVERY = timedelta(minutes=5)
_sessions = SignInSession.__table__  # type: ignore[attr-defined]
_WRITE = (
    sa.update(_sessions)
    .where(_sessions.c.token_digest == sa.bindparam("of"), _sessions.c.ended_at.is_(None))
    .values(used_at=sa.bindparam("at"))
)


class LastUsed:
    """The uses that one process has seen since it wrote last."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._lock = threading.Lock()
        self._seen: dict[str, datetime] = {}
        self._since: datetime | None = None

    async def note(self, digest: str, at: datetime) -> None:
        """The session with this digest has just been used."""
        if uses := self._due(digest, at):
            await sync_to_thread(self._write, uses)

    def _due(self, digest: str, at: datetime) -> Mapping[str, datetime]:
        """What is to be written now, if anything."""
        with self._lock:
            self._seen[digest] = at
            self._since = min(self._since or at, at)  # a clock that was set back must not stop the writing
            if at - self._since < EVERY:
                return {}
            uses, self._seen, self._since = self._seen, {}, at
            return uses

    def _write(self, uses: Mapping[str, datetime]) -> None:
        try:
            with self._db.write() as session:
                rows = [{"of": digest, "at": at} for digest, at in uses.items()]
                session.connection().execute(_WRITE, rows)
        except SQLAlchemyError as error:
            # The answer is out already; the next uses are written with the next ones.
            log.warning("uses of sessions were not written", error=repr(error))
