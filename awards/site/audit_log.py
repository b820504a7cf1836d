"""The audit log, for auditors and organisers."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from http import HTTPStatus
from typing import Any, NamedTuple

from litestar import Request, Response, Router, get

from awards.cycles.queries import cycles
from awards.kit import csv_text, workbook
from awards.kit.chain_state import checkpoint_now
from awards.kit.checkpoints import to_json
from awards.kit.csv_text import csv_file
from awards.kit.db import Database
from awards.kit.forms import Filled, read_filter
from awards.kit.i18n import Bilingual, Lang, Message, msg, translate
from awards.kit.pages import language_of, page
from awards.kit.signing import signer
from awards.people.given import GivenClock, GivenDb, GivenSettings
from awards.people.guards import overseers
from awards.site.audit_details import Said, ids_in, in_words
from awards.site.audit_form import FIELDS, ROLES, AuditForm, address
from awards.site.audit_form import in_words as filter_in_words
from awards.site.audit_narrowing import Filter
from awards.site.audit_pages import Page, further_page
from awards.site.audit_queries import (
    PAGE,
    Event,
    all_events,
    events,
    known_actions,
    known_actors,
    known_categories,
)
from awards.site.audit_subjects import Subject, subjects
from awards.site.audit_words import action_words
from reports.exports.routes import download

_FILE = "audit-log"
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
    msg("Network address"),
    msg("Device"),
    msg("Salt"),
    msg("Digest of address and device"),
)


class Line(NamedTuple):
    """One event as it is read."""

    event: Event
    words: Message | str
    subject: Subject | None
    """None for what is not there any more, or never had a name."""
    said: list[Said]
    recorded: str
    page: Page | None
    """Where what was done is to be seen, besides the page of the subject."""


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
        wanted = asked.wanted(session, known) if asked else Filter()
        found, total = events(session, wanted, page=asked.page) if asked else ([], 0)
        actions, actors = known_actions(session), known_actors(session)
        categories = known_categories(session, wanted.cycle)
        last = max(1, -(-total // PAGE))
        ids = {id_ for event in found for id_ in (event.subject_id, *ids_in(event.detail))}
        names = subjects(session.connection(), ids)
    people = {person.id: person for held in actors.values() for person in held}
    return page(
        request,
        "awards/site/audit_log.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if filled.errors else HTTPStatus.OK,
        events=[_line(event, names) for event in found],
        total=total,
        number=min(asked.page, last) if asked else 1,
        last=last,
        actions=[(action, action_words(action)) for action in actions],
        actors=[(role, words, actors[role]) for role, words in ROLES.items() if role in actors],
        cycles=known,
        categories=categories.values(),
        parts=filter_in_words(filled, wanted.entries, cycles=known, categories=categories, people=people),
        entries=wanted.entries,
        narrowed=address(filled.typed),
        fields=FIELDS,
        typed=filled.typed,
        errors=filled.errors,
    )


def _line(event: Event, names: Mapping[str, Subject]) -> Line:
    subject = names.get(event.subject_id) or _address(event.subject_id)
    return Line(
        event,
        action_words(event.action),
        subject,
        in_words(event.detail, names),
        json.dumps(event.detail, ensure_ascii=False),
        further_page(event.action, subject) if subject else None,
    )


def _address(subject: str) -> Subject | None:
    """What was refused or downloaded, by its address; without a link, for following it would be an event too."""
    return Subject(Bilingual(subject, subject)) if subject.startswith("/") else None


@get("/audit.csv", name="audit.export", guards=[overseers], sync_to_thread=True)
def audit_export(request: Request[Any, Any, Any], db: GivenDb) -> Response[bytes] | Response[str]:
    """What the filter leaves of the log, the oldest first: all of it is what the chain can be worked out from again.

    `docs/audit-log.md` says how.
    """
    return _export(request, db, csv_file, f"{_FILE}.csv", csv_text.MEDIA_TYPE)


@get("/audit.xlsx", name="audit.export_xlsx", guards=[overseers], sync_to_thread=True)
def audit_workbook(request: Request[Any, Any, Any], db: GivenDb) -> Response[bytes] | Response[str]:
    """The same as a workbook, in which every cell is text. Raises RuleBroken where a text is longer than a cell."""
    lang = language_of(request)

    def as_workbook(header: list[str], rows: Iterable[Sequence[str | int]]) -> bytes:
        return workbook.workbook(_FILE, header, ([str(cell) for cell in row] for row in rows), lang)

    return _export(request, db, as_workbook, f"{_FILE}.xlsx", workbook.MEDIA_TYPE)


def _export(
    request: Request[Any, Any, Any],
    db: Database,
    write: Callable[[list[str], Iterable[Sequence[str | int]]], bytes],
    name: str,
    media_type: str,
) -> Response[bytes] | Response[str]:
    filled = _asked(request)
    asked = filled.values
    if asked is None:
        return _log_page(request, db, filled)
    lang = language_of(request)
    with db.read() as session:
        rows = (_row(event, lang) for event in all_events(session, asked.wanted(session, cycles(session))))
        file = write([translate(heading, lang) for heading in _HEADER], rows)
    return download(file, name, media_type)


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
        event.address or "",
        event.device or "",
        event.salt or "",
        event.origin or "",
    )


@get("/audit/checkpoint.json", name="audit.checkpoint", guards=[overseers], sync_to_thread=True)
def audit_checkpoint(db: GivenDb, clock: GivenClock, settings: GivenSettings) -> Response[bytes]:
    """The last digest, signed: to be kept elsewhere, and compared later by `tahkim verify --checkpoint`."""
    with db.read() as session:
        made = checkpoint_now(session, signer(settings.data_dir), clock())
    return download(to_json(made).encode(), f"checkpoint-{made.sequence}.json", "application/json")


router = Router("/", route_handlers=[audit_log, audit_export, audit_workbook, audit_checkpoint])
