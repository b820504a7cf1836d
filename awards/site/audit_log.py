"""The audit log, for auditors and organisers."""

import json
import uuid
from datetime import date
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from litestar import Request, Response, Router, get
from litestar.datastructures import FormMultiDict
from pydantic import Field

from awards.kit.forms import Filled, Form, read
from awards.kit.i18n import Lang, msg, translate
from awards.kit.pages import language_of, page
from awards.people.given import GivenDb
from awards.people.guards import overseers
from awards.site.audit_queries import PAGE, Event, Filter, all_events, events, known_actions, known_actors
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
    msg("Digest"),
)


_FILTERS = ("action", "person", "since", "until")


class AuditForm(Form):
    action: str = Field("", max_length=100)
    person: uuid.UUID | None = None
    since: date | None = None
    until: date | None = None
    page: int = Field(1, ge=1, le=1_000_000)

    def wanted(self) -> Filter:
        return Filter(self.action, self.person, self.since, self.until)


def _asked(request: Request[Any, Any, Any]) -> Filled[AuditForm]:
    return read(AuditForm, FormMultiDict(request.query_params.multi_items()))


@get("/audit", name="audit.log", guards=[overseers], sync_to_thread=True)
def audit_log(request: Request[Any, Any, Any], db: GivenDb) -> Response[str]:
    filled = _asked(request)
    asked = filled.values or AuditForm()
    with db.read() as session:
        found, total = events(session, asked.wanted(), page=asked.page)
        actions, actors = known_actions(session), known_actors(session)
    narrowed = {name: filled.typed[name] for name in _FILTERS if filled.typed.get(name)}
    return page(
        request,
        "awards/site/audit_log.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if filled.errors else HTTPStatus.OK,
        events=[(event, action_words(event.action), _detail(event)) for event in found],
        total=total,
        number=asked.page,
        last=max(1, -(-total // PAGE)),
        actions=[(action, action_words(action)) for action in actions],
        actors=actors,
        narrowed=urlencode(narrowed),
        typed=filled.typed,
        errors=filled.errors,
    )


@get("/audit.csv", name="audit.export", guards=[overseers], sync_to_thread=True)
def audit_export(request: Request[Any, Any, Any], db: GivenDb) -> Response[bytes]:
    """What the filter leaves of the log, the oldest first, with the digests that chain it."""
    asked = _asked(request).values or AuditForm()
    lang = language_of(request)
    with db.read() as session:
        file = csv_file(
            [translate(name, lang) for name in _HEADER],
            (_row(event, lang) for event in all_events(session, asked.wanted())),
        )
    return download(file, "audit-log.csv", MEDIA_TYPE)


def _detail(event: Event) -> list[tuple[str, str]]:
    """The detail in pairs, as text."""
    return [
        (key, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
        for key, value in event.detail.items()
    ]


def _row(event: Event, lang: Lang) -> tuple[str | int, ...]:
    return (
        event.sequence,
        event.at.isoformat(timespec="seconds"),
        event.action,
        translate(action_words(event.action), lang),
        str(event.actor_id or ""),
        event.name_ar or "",
        event.name_en or "",
        event.subject_id,
        json.dumps(event.detail, ensure_ascii=False) if event.detail else "",
        event.digest,
    )


router = Router("/", route_handlers=[audit_log, audit_export])
