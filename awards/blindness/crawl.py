"""The crawl: every page, file, picture and waiting letter of some judges, in both languages."""

import asyncio
import hashlib
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from litestar import Litestar
from sqlmodel import Session, col, select

from awards.app import create_app
from awards.blindness.search import (
    Identity,
    found_around,
    found_in_page,
    found_in_text,
    hidden_in,
    identity_of,
    mark_of,
    printed_in,
    text_of,
)
from awards.blindness.snapshot import open_in_copy, signed_in, snapshot
from awards.blindness.visitor import Answer, Visitor, addresses_of_an_entry, plain_addresses
from awards.kit.db import Database
from awards.kit.i18n import LANGUAGES, as_lang
from awards.kit.links import Links
from awards.kit.mail.letters import in_language, kind_named
from awards.kit.mail.outbox import Mail, MailState
from awards.people.routes import session_cookie
from awards.settings import Settings
from judging.assignments.models import Assignment
from judging.blinding.identities import Directory
from judging.blinding.pages.models import FileReading
from judging.blinding.queries import directory_of_names, submitted_entries

_HTML, _PDF = "text/html", "application/pdf"
_FAILED = 500
_LONGEST = 200
"""Files of an entry, pages of a file: more are not asked for."""


@dataclass
class Crawled:
    """What was read, and what was found in it."""

    pages: int = 0
    findings: dict[str, dict[str, Any]] = field(default_factory=dict)
    """By mark, as `BlindnessCheck.findings` holds them."""

    def add(self, identity: Identity, address: str, lang: str, finding: dict[str, Any]) -> None:
        number = identity.submitted.number
        mark = mark_of(number, finding)
        place = {"mark": mark, "entry": number, "address": address, "lang": lang}
        self.findings.setdefault(mark, {**place, **finding})


def crawl(
    settings: Settings, db: Database, cycle_id: uuid.UUID, judges: Sequence[uuid.UUID], *, at: datetime
) -> Crawled:
    """Read as these judges; nothing of the data is changed. A page that fails raises: what was not read is not clean."""
    with TemporaryDirectory(prefix="tahkim-blindness-") as folder:
        copy = snapshot(db, Path(folder))
        try:
            at = open_in_copy(copy, cycle_id, at)
            return asyncio.run(_Crawl(settings, copy, cycle_id, at).of(judges))
        finally:
            copy.dispose()


class _Crawl:
    def __init__(self, settings: Settings, copy: Database, cycle_id: uuid.UUID, at: datetime) -> None:
        self._settings, self._copy, self._at = settings, copy, at
        self._app: Litestar = create_app(settings, copy, clock=lambda: at)
        self._found = Crawled()
        self._hidden: dict[bytes, str] = {}
        with copy.read() as session:
            self._directory: Directory = directory_of_names(session)
            self._identities = {
                one.entry_id: identity_of(one) for one in submitted_entries(session, cycle_id)
            }
            self._printed = {
                reading.digest: "\n".join(page["text"] for page in reading.pages)
                for reading in session.exec(select(FileReading))
            }

    async def of(self, judges: Sequence[uuid.UUID]) -> Crawled:
        anybody = Visitor(self._app, self._settings.base_url, {})
        # What anybody may read names past winners, and whether the server is well; it is no judge's alone.
        private = [
            path
            for path in plain_addresses(self._app)
            if not (answer := await anybody.get(path)).shown and answer.status < _FAILED
        ]
        for judge, (person, token) in signed_in(self._copy, judges, self._at).items():
            visitor = Visitor(self._app, self._settings.base_url, {session_cookie(self._settings): token})
            codes = self._codes(judge)
            mine = [self._identities[entry] for entry in codes.values() if entry in self._identities]
            for path in private:
                for lang in LANGUAGES:
                    if await self._page_around(visitor, path, lang, mine) != _HTML:
                        break  # a file has the same texts in every language
            for code, entry in codes.items():
                if entry in self._identities:
                    await self._entry(visitor, code, self._identities[entry])
            self._letters(person, mine)
        return self._found

    def _codes(self, judge: uuid.UUID) -> dict[str, uuid.UUID]:
        with self._copy.read() as session:
            standing = select(Assignment.code, Assignment.entry_id).where(
                Assignment.judge_id == judge, col(Assignment.ended_at).is_(None)
            )
            return dict(session.exec(standing).all())

    async def _page_around(self, visitor: Visitor, path: str, lang: str, mine: Sequence[Identity]) -> str:
        """Search what stands under an address without a code; its media type."""
        answer = await self._asked(visitor, path, lang)
        if answer.shown:
            if answer.media_type == _PDF:
                text = raw = f"{printed_in(answer.body)}\n{hidden_in(answer.body)}"
            else:
                raw = answer.body.decode("utf-8", "replace")
                text = text_of(raw) if answer.media_type == _HTML else raw
            for identity, finding in found_around(text, f"{raw}\n{answer.headers}", mine, self._directory):
                self._found.add(identity, path, lang, finding)
        return answer.media_type

    async def _entry(self, visitor: Visitor, code: str, identity: Identity) -> None:
        for pattern, names in addresses_of_an_entry(self._app):
            async for path in self._paths(visitor, pattern, names, code):
                for lang in LANGUAGES:
                    answer = await self._asked(visitor, path, lang)
                    if answer.shown:
                        self._search(answer, path, lang, identity)
                    if answer.media_type != _HTML:
                        break  # a file is the same in every language

    async def _paths(self, visitor: Visitor, pattern: str, names: Sequence[str], code: str) -> Any:
        """Every address under the pattern that is there, counting its numbers up."""
        if not names:
            yield pattern.format(code=code)
            return
        first, *others = names
        for number in count(1):
            rest = {name: f"{{{name}}}" for name in (*others, "code")}
            here = pattern.format(**{first: number, **rest})
            found = [path async for path in self._paths(visitor, here, others, code)]
            if number > _LONGEST or not found or (not others and not (await visitor.get(found[0])).shown):
                return
            for path in found:
                yield path

    def _search(self, answer: Answer, path: str, lang: str, identity: Identity) -> None:
        if answer.media_type == _HTML:
            page = answer.body.decode("utf-8", "replace")
            found = found_in_page(page, answer.headers, identity, self._directory)
        else:
            found = found_in_text(
                f"{self._of_file(answer.body)}\n{answer.headers}", identity, self._directory
            )
        for finding in found:
            self._found.add(identity, path, lang, finding)

    def _of_file(self, data: bytes) -> str:
        """What is printed in it, if it was read, and what is hidden in it."""
        digest = hashlib.sha256(data).hexdigest()
        key = bytes.fromhex(digest)
        if key not in self._hidden:
            self._hidden[key] = f"{self._printed.get(digest, '')}\n{hidden_in(data)}"
        return self._hidden[key]

    async def _asked(self, visitor: Visitor, path: str, lang: str = "ar") -> Answer:
        answer = await visitor.get(path, lang)
        if answer.status >= _FAILED:
            raise RuntimeError(f"{path} failed while it was read")
        self._found.pages += answer.shown
        return answer

    def _letters(self, person: uuid.UUID, mine: Sequence[Identity]) -> None:
        """Those to this judge that have not gone out yet."""
        links = Links(self._settings.base_url, None)
        with self._copy.read() as session:
            waiting = list(_waiting(session, person))
        for mail in waiting:
            kind = kind_named(mail.kind)
            if kind is None:
                continue
            letter = kind.write(mail.params, links)
            for lang in LANGUAGES:
                part = in_language(letter, as_lang(lang))
                text = "\n".join([part.subject, *part.paragraphs, *part.notes, *(part.action or ())])
                self._found.pages += 1
                for identity, finding in found_around(text, text, mine, self._directory):
                    self._found.add(identity, f"mail {mail.kind}", lang, finding)


def _waiting(session: Session, person: uuid.UUID) -> Iterator[Mail]:
    yield from session.exec(
        select(Mail)
        .where(Mail.person_id == person, Mail.state == MailState.WAITING)
        .order_by(col(Mail.queued_at))
    )
