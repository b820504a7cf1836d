"""What leaves no other trace in the audit log: refused requests, and files that organisers and auditors took.

It sits at the rim, where every answer passes, so that no route can forget it. An answer that is neither costs a few
comparisons; one that is waits until its event is written, so that nothing is handed out that was not recorded.
"""

import uuid
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import NamedTuple
from urllib.parse import quote

from litestar.concurrency import sync_to_thread
from litestar.types import HTTPResponseStartEvent, Message, Scope

from awards.kit import audit
from awards.kit.clock import Clock
from awards.kit.db import Database
from awards.kit.links import without_secret
from awards.kit.logs import log
from awards.kit.recently_used import RecentlyUsed
from awards.people.viewer import Viewer

REFUSED, DOWNLOADED = "access.refused", "access.downloaded"
_REFUSALS = {HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND}
"""Hidden and missing answer alike, so both are recorded."""
AGAIN = timedelta(minutes=1)
"""The same request of the same person within this time is the same event."""
MOST = 20
"""So many refusals of one person are recorded one by one within that time; then one event stands for the rest."""
_KEPT = 4096
_LONGEST = 300


class _Asked(NamedTuple):
    person: uuid.UUID
    action: str
    subject: str
    """The path; empty for all that came too fast."""
    method: str = ""
    query: str = ""


class Repeats:
    """Which requests are events of their own. Kept per process: several may each record the same one once."""

    def __init__(self) -> None:
        self._seen = RecentlyUsed[_Asked, datetime](_KEPT)
        self._refusals = RecentlyUsed[uuid.UUID, list[datetime]](_KEPT)

    def new(self, asked: _Asked, at: datetime) -> _Asked | None:
        """What is to be recorded now of this request, if anything."""
        if self._fresh(asked, at):
            return None
        if asked.action == REFUSED:
            before = self._refusals.find([asked.person]).get(asked.person, [])
            times = [time for time in before if at - time < AGAIN]
            if len(times) >= MOST:
                asked = _Asked(asked.person, REFUSED, "")
                if self._fresh(asked, at):
                    return None
            self._refusals.keep({asked.person: [*times, at]})
        self._seen.keep({asked: at})
        return asked

    def forget(self, asked: _Asked) -> None:
        """It could not be recorded: the next one is tried again."""
        self._seen.forget(asked)

    def _fresh(self, asked: _Asked, at: datetime) -> bool:
        seen = self._seen.find([asked]).get(asked)
        return seen is not None and at - seen < AGAIN


class AccessLog:
    """`note` is a `before_send` hook: it sees the head of every answer."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db, self._clock = db, clock
        self._repeats = Repeats()

    async def note(self, message: Message, scope: Scope) -> None:
        if message["type"] != "http.response.start":
            return
        viewer = scope.get("user")
        if viewer is None:
            return
        status = message["status"]
        if status in _REFUSALS:
            # An address without a route hides nothing, and anybody can make up as many as they like.
            if "route_handler" not in scope or scope["path"].startswith("/static/"):
                return
            action = REFUSED
        elif status == HTTPStatus.OK and viewer.oversees and _is_file(message):
            action = DOWNLOADED
        else:
            return
        await self._record(scope, viewer, action, status)

    async def _record(self, scope: Scope, viewer: Viewer, action: str, status: int) -> None:
        at = self._clock()
        asked = self._repeats.new(
            _Asked(
                viewer.person_id,
                action,
                quote(without_secret(scope["path"]), safe="/")[:_LONGEST],
                str(scope.get("method", "")),
                quote(scope.get("query_string", b""), safe="=&%+")[:_LONGEST],
            ),
            at,
        )
        if asked is None:
            return
        detail: dict[str, object] = {"role": viewer.role.value}
        if asked.subject:
            detail |= {"status": status, "method": asked.method, "query": asked.query}
        else:
            detail["more"] = True
        if action == DOWNLOADED:
            detail["what"] = scope["route_handler"].name
        try:
            await sync_to_thread(self._write, asked, at, {k: v for k, v in detail.items() if v})
        except Exception:
            self._repeats.forget(asked)
            if action == DOWNLOADED:
                raise  # what cannot be recorded is not handed out
            log.exception("a refusal was not recorded", path=asked.subject)

    def _write(self, asked: _Asked, at: datetime, detail: dict[str, object]) -> None:
        with self._db.write() as session:
            audit.record(session, asked.action, asked.subject, by=asked.person, at=at, detail=detail)


def _is_file(message: HTTPResponseStartEvent) -> bool:
    return any(name.lower() == b"content-disposition" for name, _ in message.get("headers", ()))
