"""Sign-in sessions: begun at sign-in, looked up on every request, ended at sign-out."""

import hashlib
import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlmodel import Session, col, select

from awards.people.models import Person, Role, RoleGrant, SignInSession
from awards.people.viewer import Viewer

_sessions = SignInSession.__table__  # type: ignore[attr-defined]
_people = Person.__table__  # type: ignore[attr-defined]
_grants = RoleGrant.__table__  # type: ignore[attr-defined]

_LOOK_UP = (
    sa.select(
        _sessions.c.person_id,
        _sessions.c.role,
        _sessions.c.agency_id,
        _people.c.name_ar,
        _people.c.name_en,
        _grants.c.role.label("held"),
    )
    .join(_people, _people.c.id == _sessions.c.person_id)
    .join(_grants, _grants.c.person_id == _people.c.id)
    .where(
        _sessions.c.token_digest == sa.bindparam("digest"),
        _sessions.c.ended_at.is_(None),
        _sessions.c.expires_at > sa.bindparam("at"),
        _people.c.disabled_at.is_(None),
    )
)


def digest_of(token: str) -> str:
    """SHA-256 in hex: the database never holds a token that would open a session."""
    return hashlib.sha256(token.encode()).hexdigest()


@dataclass(frozen=True)
class Device:
    """Where somebody signs in from, as far as the server is told."""

    address: str = ""
    browser: str = ""


def begin(
    session: Session,
    person_id: uuid.UUID,
    role: Role,
    *,
    at: datetime,
    hours: int,
    device: Device = Device(),
) -> str:
    """A new session with a new token, which is returned and stored nowhere in clear."""
    token = secrets.token_urlsafe(32)
    session.add(
        SignInSession(
            token_digest=digest_of(token),
            person_id=person_id,
            role=role,
            started_at=at,
            used_at=at,
            expires_at=at + timedelta(hours=hours),
            address=device.address,
            browser=device.browser,
        )
    )
    return token


def viewer_of(connection: Connection, token: str, at: datetime) -> Viewer | None:
    """Whose session this is; none if it is unknown, ended or expired, or the role was taken away."""
    digest = digest_of(token)
    rows = connection.execute(_LOOK_UP, {"digest": digest, "at": at}).all()
    roles = frozenset(Role(row.held) for row in rows)
    if not rows or Role(rows[0].role) not in roles:
        return None
    first = rows[0]
    return Viewer(
        first.person_id,
        first.name_ar,
        first.name_en,
        Role(first.role),
        roles,
        digest,
        agency_id=first.agency_id,
    )


def end(session: Session, digest: str, *, at: datetime) -> None:
    """A session that has ended stays as it is."""
    session.connection().execute(
        sa.update(_sessions)
        .where(_sessions.c.token_digest == digest, _sessions.c.ended_at.is_(None))
        .values(ended_at=at)
    )


def end_others(session: Session, person_id: uuid.UUID, digest: str, *, at: datetime) -> None:
    """End every session of a person but the one with this digest."""
    session.connection().execute(
        sa.update(_sessions)
        .where(
            _sessions.c.person_id == person_id,
            _sessions.c.token_digest != digest,
            _sessions.c.ended_at.is_(None),
        )
        .values(ended_at=at)
    )


def act_as(session: Session, digest: str, role: Role) -> None:
    """Switch the role that this browser acts in; `viewer_of` refuses a role that is not held."""
    session.connection().execute(
        sa.update(_sessions).where(_sessions.c.token_digest == digest).values(role=role)
    )


def act_for(session: Session, digest: str, agency_id: uuid.UUID) -> None:
    """Choose the agency for which this browser acts; `Viewer.agency` passes over one they do not enter for."""
    session.connection().execute(
        sa.update(_sessions).where(_sessions.c.token_digest == digest).values(agency_id=agency_id)
    )


def open_sessions(session: Session, person_id: uuid.UUID, at: datetime) -> Sequence[SignInSession]:
    """Where a person is signed in, the latest first."""
    mine = select(SignInSession).where(
        SignInSession.person_id == person_id,
        col(SignInSession.ended_at).is_(None),
        col(SignInSession.expires_at) > at,
    )
    return session.exec(mine.order_by(col(SignInSession.started_at).desc())).all()


_BROWSERS = ("Edg", "OPR", "SamsungBrowser", "Firefox", "Chrome", "Safari")
_NAMES = {"Edg": "Edge", "OPR": "Opera", "SamsungBrowser": "Samsung Internet"}
_SYSTEMS = ("iPhone", "iPad", "Android", "Windows", "Mac OS", "Linux")


def browser_named(user_agent: str) -> str:
    """A browser as its user knows it, "Firefox · Windows"; an empty text for what is no browser that we know.

    Order matters: most browsers name those before them too.
    """
    program = next((_NAMES.get(name, name) for name in _BROWSERS if f"{name}/" in user_agent), "")
    system = next((name for name in _SYSTEMS if name in user_agent), "")
    return " · ".join(filter(None, (program, system)))
