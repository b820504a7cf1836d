"""Recognise the signed-in person on each request."""

import uuid
from collections.abc import Callable
from dataclasses import replace

from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Receive, Scope, Send
from sqlalchemy.engine import Connection

from awards.kit.clock import Clock
from awards.kit.db import Database
from awards.kit.reading import reading
from awards.people.last_used import LastUsed
from awards.people.models import Role
from awards.people.sessions import viewer_of
from awards.people.viewer import ForAgency, Viewer

Agencies = Callable[[Connection, uuid.UUID], tuple[ForAgency, ...]]
"""For whom a person enters: agencies are a layer above."""


class Recognition(ASGIMiddleware):
    """Set `scope["user"]` to the Viewer behind the session cookie, or to None."""

    scopes = (ScopeType.HTTP,)

    def __init__(self, db: Database, clock: Clock, cookie: str, agencies: Agencies) -> None:
        self._db, self._clock, self._cookie, self._agencies = db, clock, cookie, agencies
        self._last_used = LastUsed(db)
        self.should_bypass_for_scope = _is_for_anybody

    def viewer(self, scope: Scope) -> Viewer | None:
        """Whose browser this is, for an answer that no route gives."""
        token = _cookie(scope, self._cookie)
        return self._look_up(token) if token else None

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        token = _cookie(scope, self._cookie)
        viewer = await reading(self._db, lambda: self._look_up(token)) if token else None
        scope["user"] = viewer
        await next_app(scope, receive, send)
        if viewer:
            await self._last_used.note(viewer.token_digest, self._clock())

    def _look_up(self, token: str) -> Viewer | None:
        with self._db.rows() as connection:
            viewer = viewer_of(connection, token, self._clock())
            if viewer and viewer.role is Role.ENTRANT:
                viewer = replace(viewer, agencies=self._agencies(connection, viewer.person_id))
            return viewer


def _is_for_anybody(scope: Scope) -> bool:
    return scope["path"].startswith("/static/") or scope["path"] == "/healthz"


def _cookie(scope: Scope, name: str) -> str | None:
    wanted = f"{name}=".encode()
    for key, value in scope["headers"]:
        if key == b"cookie":
            for part in value.split(b";"):
                if part.strip().startswith(wanted):
                    return part.strip()[len(wanted) :].decode("latin-1")
    return None
