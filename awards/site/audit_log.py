"""The audit log, for auditors and organisers."""

import json
import uuid
from collections.abc import Sequence
from datetime import date
from http import HTTPStatus
from typing import Any, NamedTuple
from urllib.parse import urlencode

from litestar import Request, Response, Router, get
from pydantic import Field

from awards.cycles.models import Cycle
from awards.cycles.queries import cycles
from awards.kit.db import Database
from awards.kit.forms import Filled, Form, read_filter
from awards.kit.i18n import Bilingual, Lang, Message, msg, translate
from awards.kit.pages import language_of, page
from awards.people.given import GivenDb
from awards.people.guards import overseers
from awards.people.models import Role
from awards.site.audit_details import Said, ids_in, in_words
from awards.site.audit_queries import PAGE, Event, Filter, all_events, events, known_actions, known_actors
from awards.site.audit_subjects import Subject, subjects
from awards.site.audit_words import action_words
from reports.exports.csv_text import MEDIA_TYPE, csv_file
from reports.exports.routes import download

_HEADER = (
    msg("Number"),
    msg("Time (UTC)"),
    msg("Event"),
    msg("Event in words"),
    msg("Person"),
    msg("Person in Arabic"),
    msg("Person in English"),
    msg("Subject"),
    msg("Detail"),
    msg("Digest before"),
    msg("Digest"),
)


_FILTERS = ("action", "role", "person", "cycle", "since", "until")
_ROLES: dict[Role, Message] = {
    Role.ORGANISER: msg("Organisers"),
    Role.JUDGE: msg("Judges"),
    Role.ENTRANT: msg("Entrants"),
    Role.AUDITOR: msg("Auditors"),
}


class Line(NamedTuple):
    """One event as it is read."""

    event: Event
    words: Message | str
    subject: Subject | None
    """None for what is not there any more, or never had a name."""
    said: list[Said]
    recorded: str


class AuditForm(Form):
    action: str = Field("", max_length=100)
    role: Role | None = None
    person: uuid.UUID | None = None
    cycle: int | None = Field(None, ge=0, le=999_999)
    since: date | None = None
    until: date | None = None
    page: int = Field(1, ge=1, le=1_000_000)

    def wanted(self, known: Sequence[Cycle]) -> Filter:
        """A cycle that does not exist leaves nothing."""
        ids = {cycle.number: cycle.id for cycle in known}
        cycle = None if self.cycle is None else ids.get(self.cycle, uuid.UUID(int=0))
        return Filter(self.action, self.person, self.role, cycle, self.since, self.until)


def _asked(request: Request[Any, Any, Any]) -> Filled[AuditForm]:
    return read_filter(AuditForm, request)


@get("/audit", name="audit.log", guards=[overseers], sync_to_thread=True)
def audit_log(request: Request[Any, Any, Any], db: GivenDb) -> Response[str]:
    return _log_page(request, db, _asked(request))


def _log_page(request: Request[Any, Any, Any], db: Database, filled: Filled[AuditForm]) -> Response[str]:
    """A filter that cannot be read leaves nothing: everything would be taken for its answer."""
    asked = filled.values
    with db.read() as session:
        known = cycles(session)
        found, total = events(session, asked.wanted(known), page=asked.page) if asked else ([], 0)
        actions, actors = known_actions(session), known_actors(session)
        last = max(1, -(-total // PAGE))
        ids = {id_ for event in found for id_ in (event.subject_id, *ids_in(event.detail))}
        names = subjects(session.connection(), ids)
    narrowed = {name: filled.typed[name] for name in _FILTERS if filled.typed.get(name)}
    return page(
        request,
        "awards/site/audit_log.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if filled.errors else HTTPStatus.OK,
        events=[
            Line(
                event,
                action_words(event.action),
                names.get(event.subject_id) or _address(event.subject_id),
                in_words(event.detail, names),
                json.dumps(event.detail, ensure_ascii=False),
            )
            for event in found
        ],
        total=total,
        number=min(asked.page, last) if asked else 1,
        last=last,
        actions=[(action, action_words(action)) for action in actions],
        actors=[(role, words, actors[role]) for role, words in _ROLES.items() if role in actors],
        cycles=known,
        narrowed=urlencode(narrowed),
        typed=filled.typed,
        errors=filled.errors,
    )


def _address(subject: str) -> Subject | None:
    """What was refused or downloaded, by its address; without a link, for following it would be an event too."""
    return Subject(Bilingual(subject, subject)) if subject.startswith("/") else None


@get("/audit.csv", name="audit.export", guards=[overseers], sync_to_thread=True)
def audit_export(request: Request[Any, Any, Any], db: GivenDb) -> Response[bytes] | Response[str]:
    """What the filter leaves of the log, the oldest first: all of it is what the chain can be worked out from again.

    `docs/audit-log.md` says how.
    """
    filled = _asked(request)
    asked = filled.values
    if asked is None:
        return _log_page(request, db, filled)
    lang = language_of(request)
    with db.read() as session:
        file = csv_file(
            [translate(name, lang) for name in _HEADER],
            (_row(event, lang) for event in all_events(session, asked.wanted(cycles(session)))),
        )
    return download(file, "audit-log.csv", MEDIA_TYPE)


def _row(event: Event, lang: Lang) -> tuple[str | int, ...]:
    return (
        event.sequence,
        event.at.isoformat(timespec="microseconds"),
        event.action,
        translate(action_words(event.action), lang),
        str(event.actor_id or ""),
        event.name_ar or "",
        event.name_en or "",
        event.subject_id,
        json.dumps(event.detail, ensure_ascii=False),
        event.previous,
        event.digest,
    )


router = Router("/", route_handlers=[audit_log, audit_export])
