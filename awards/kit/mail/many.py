"""The same letter to many: one statement, however many they are."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col, select

from awards.kit.db import new_id
from awards.kit.i18n import Lang
from awards.kit.mail.letters import kind_named
from awards.kit.mail.outbox import Mail, MailState


class Addressed(NamedTuple):
    """One letter of many: to whom, and what it says to them."""

    person_id: uuid.UUID
    email: str
    lang: Lang
    params: Mapping[str, Any]
    once: str | None = None
    """A name that only one mail may have, as for `queue_mail`."""


def queue_mails(
    session: Session,
    kind: str,
    letters: Iterable[Addressed],
    *,
    about: uuid.UUID | str,
    at: datetime,
    by: uuid.UUID | None = None,
) -> int:
    """Put these letters into the outbox, in the caller's transaction; how many are new.

    A letter whose `once` is taken is left out.
    """
    if kind_named(kind) is None:
        raise LookupError(f"no kind of letter is called {kind!r}")
    wanted = {letter.once or str(letter.person_id): letter for letter in letters}
    names = [letter.once for letter in wanted.values() if letter.once]
    there = set(session.exec(select(Mail.once).where(col(Mail.once).in_(names))).all()) if names else set()
    rows = [
        {
            "id": new_id(),
            "kind": kind,
            "params": dict(letter.params),
            "address": letter.email,
            "person_id": letter.person_id,
            "lang": letter.lang,
            "about": str(about),
            "once": letter.once,
            "state": MailState.WAITING,
            "queued_at": at,
            "queued_by_id": by,
            "due_at": at,
            "tries": 0,
        }
        for letter in wanted.values()
        if letter.once not in there or letter.once is None
    ]
    if rows:
        session.connection().execute(sa.insert(Mail), rows)
    return len(rows)
