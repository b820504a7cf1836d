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
from awards.blindness.lending import LENT
from awards.blindness.places import PLACES, Place, Seat, names_in, place_of, places_of
from awards.blindness.reach import parametrised, plain_addresses
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
from awards.blindness.snapshot import Opened, open_in_copy, signed_in, snapshot
from awards.blindness.visitor import Answer, Visitor
from awards.kit.db import Database
from awards.kit.files import FileStore
from awards.kit.i18n import LANGUAGES, as_lang
from awards.kit.links import Links
from awards.kit.mail.letters import in_language, kind_named
from awards.kit.mail.outbox import Mail, MailState
from awards.people.routes import session_cookie
from awards.settings import Settings
from judging.blinding.identities import Directory
from judging.blinding.pages.models import FileReading
from judging.blinding.queries import directory_of_names, submitted_entries
from reports.packs.queries import pack_of_seat
from reports.packs.render import pack_html, pack_pdf

_HTML, _PDF = "text/html", "application/pdf"
_FAILED = 500
_ORDER = list(PLACES)
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
        place = {"mark": mark, "entry": number, "address": LENT.sub("…", address), "lang": lang}
        self.findings.setdefault(mark, {**place, **finding})


def crawl(
    settings: Settings, db: Database, cycle_id: uuid.UUID, judges: Sequence[uuid.UUID], *, at: datetime
) -> Crawled:
    """Read as these judges; nothing of the data is changed. A page that fails raises: what was not read is not clean."""
    with TemporaryDirectory(prefix="tahkim-blindness-") as folder:
        copy = snapshot(db, Path(folder))
        try:
            opened = open_in_copy(copy, cycle_id, at)
            return asyncio.run(_Crawl(settings, copy, cycle_id, opened).of(judges))
        finally:
            copy.dispose()


class _Crawl:
    def __init__(self, settings: Settings, copy: Database, cycle_id: uuid.UUID, opened: Opened) -> None:
        self._settings, self._copy, self._at, self._lent = settings, copy, opened.at, opened.lent
        self._app: Litestar = create_app(settings, copy, clock=lambda: opened.at)
        places = [place_of(pattern) for pattern, _, _ in parametrised(self._app)]
        self._rests = sorted((place for place in places if place), key=lambda place: _ORDER.index(place[0]))
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
            places = self._places(Seat(judge, person))
            mine = [self._identities[entry] for entry in _entries(places) if entry in self._identities]
            for path in private:
                await self._around(visitor, path, mine)
            for start, rest in self._rests:
                for place in places[start]:
                    identity = self._identities.get(place.entry_id) if place.entry_id else None
                    if identity:
                        await self._entry(visitor, place.path + rest, identity)
                    elif not place.entry_id and not (await anybody.get(place.path + rest)).shown:
                        await self._around(visitor, place.path + rest, mine)
            self._paper(judge, mine)
            self._letters(person, mine)
        return self._found

    def _places(self, seat: Seat) -> dict[str, list[Place]]:
        with self._copy.read() as session:
            found = places_of(session, seat)
        return {
            start: [one for one in places if self._lent.get(one.path, seat.judge_id) == seat.judge_id]
            for start, places in found.items()
        }

    async def _around(self, visitor: Visitor, path: str, mine: Sequence[Identity]) -> None:
        for lang in LANGUAGES:
            if await self._page_around(visitor, path, lang, mine) != _HTML:
                return  # a file has the same texts in every language

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

    async def _entry(self, visitor: Visitor, pattern: str, identity: Identity) -> None:
        async for path in self._paths(visitor, pattern):
            for lang in LANGUAGES:
                answer = await self._asked(visitor, path, lang)
                if answer.shown:
                    self._search(answer, path, lang, identity)
                if answer.media_type != _HTML:
                    break  # a file is the same in every language

    async def _paths(self, visitor: Visitor, pattern: str) -> Any:
        """Every address under the pattern that is there, counting its numbers up."""
        names = names_in(pattern)
        if not names:
            yield pattern
            return
        first = min(names, key=pattern.index)
        for number in count(1):
            here = pattern.replace(f"{{{first}}}", str(number))
            found = [path async for path in self._paths(visitor, here)]
            if number > _LONGEST or not found:
                return
            if len(names) == 1 and not (await visitor.get(found[0])).shown:
                return
            for path in found:
                yield path

    def _search(self, answer: Answer, path: str, lang: str, identity: Identity) -> None:
        if answer.media_type == _HTML:
            page = answer.body.decode("utf-8", "replace")
            found = found_in_page(page, answer.headers, identity, self._directory)
        else:
            found = found_in_text(self._of_file(answer.body), answer.headers, identity, self._directory)
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

    def _paper(self, judge: uuid.UUID, mine: Sequence[Identity]) -> None:
        """Their pack, which is made in the background, as it would be now: drawn in one language, its words in both."""
        with self._copy.rows() as connection:
            found = pack_of_seat(connection, judge, at=self._at)
        if found is None:
            return
        pack, drawn = found
        # It is made of what the pages show: what they said already is not to be accepted once more for its place on paper.
        told = [one["found"] for one in self._found.findings.values()]
        for lang in LANGUAGES:
            if lang == drawn:
                pdf = pack_pdf(pack, FileStore(self._settings.files_dir), lang, at=self._at)
                text = raw = f"{printed_in(pdf)}\n{hidden_in(pdf)}"
            else:
                raw = pack_html(pack, lang, at=self._at, pages={})
                text = text_of(raw)
            self._found.pages += 1
            for identity, finding in found_around(text, raw, mine, self._directory):
                words = finding["found"]
                if not any(words in said or said in words for said in told):
                    self._found.add(identity, "/packs/mine.pdf", lang, finding)

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


def _entries(places: dict[str, list[Place]]) -> list[uuid.UUID]:
    """What this judge reads, each entry once."""
    return list(dict.fromkeys(one.entry_id for found in places.values() for one in found if one.entry_id))
