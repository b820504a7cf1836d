"""The page on which an entry is translated, its original beside each box: for its people, and for organisers."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any

from litestar import Request, Response, get, post
from litestar.datastructures import FormMultiDict, UploadFile
from litestar.params import FromPath
from litestar.response import Redirect
from sqlmodel import Session

from awards.cycles.models import Cycle
from awards.cycles.queries import cycle_by_number
from awards.entries import boxes, queries
from awards.entries.content import content_of
from awards.entries.permissions import may_write
from awards.entries.sheet import Head
from awards.entries.translations.operations import reason_against, translate_own_entry, translate_submission
from awards.entries.translations.queries import last_content, translation_of
from awards.entries.translations.rules import Sheet, faults
from awards.kit.errors import NotFound, RuleBroken
from awards.kit.forms import errors_of
from awards.kit.i18n import Lang, Message, clock_time, msg, translate
from awards.kit.pages import language_of, page, see
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenViewer
from awards.people.guards import entrants, organisers, overseers

Answer = Response[Any] | Redirect
_CLASH = msg("“%(label)s” was changed elsewhere too.")


@dataclass(frozen=True, slots=True)
class _Opened:
    """What the page shows; `cycle` only to organisers, `closed` is why nothing may be changed here."""

    entry: Head
    sheet: Sheet
    closed: Message | None = None
    cycle: Cycle | None = None


@get("/entries/{entry_id:uuid}/translation", name="translations.own", guards=[entrants], sync_to_thread=True)
def own(
    request: Request[Any, Any, Any],
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
    entry_id: FromPath[uuid.UUID],
) -> Answer:
    """The draft as it stands, beside its translation; only read once the entry is closed."""
    with db.read() as session:
        opened = _own(session, viewer.person_id, entry_id, clock())
    return _page(request, opened, clock())


@post(
    "/entries/{entry_id:uuid}/translation",
    name="translations.save_own",
    guards=[entrants],
    sync_to_thread=True,
)
def save_own(
    request: Request[Any, Any, Any],
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
    form: GivenForm,
    entry_id: FromPath[uuid.UUID],
) -> Answer:
    """Keep what was typed, complete or not."""
    now, refusal, clashes = clock(), None, frozenset[str]()
    try:
        with db.write() as session:
            clashes = translate_own_entry(
                session, entry_id, _typed(form), seen=boxes.seen(form), by=viewer.person_id, at=now
            )
    except RuleBroken as refused:
        refusal = refused
    with db.read() as session:
        opened = _own(session, viewer.person_id, entry_id, now)
    return _answer(request, form, opened, now, refusal, clashes, back=f"/entries/{entry_id}")


@get(
    "/cycles/{number:int}/entries/{entry:int}/translation",
    name="translations.of_entry",
    guards=[overseers],
    sync_to_thread=True,
)
def of_entry(
    request: Request[Any, Any, Any],
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
    number: FromPath[int],
    entry: FromPath[int],
) -> Answer:
    """What was submitted, beside its translation. Auditors only read it."""
    with db.read() as session:
        opened = _any(session, number, entry, clock())
    if not viewer.organises:
        opened = _Opened(
            opened.entry, opened.sheet, opened.closed or msg("You read this page only."), opened.cycle
        )
    return _page(request, opened, clock())


@post(
    "/cycles/{number:int}/entries/{entry:int}/translation",
    name="translations.save",
    guards=[organisers],
    sync_to_thread=True,
)
def save(
    request: Request[Any, Any, Any],
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
    form: GivenForm,
    number: FromPath[int],
    entry: FromPath[int],
) -> Answer:
    """Keep what organisers translated; it is marked as theirs."""
    now, refusal, clashes = clock(), None, frozenset[str]()
    try:
        with db.write() as session:
            head = queries.any_head(session, number, entry)
            clashes = translate_submission(
                session, head.id, _typed(form), seen=boxes.seen(form), by=viewer.person_id, at=now
            )
    except RuleBroken as refused:
        refusal = refused
    with db.read() as session:
        opened = _any(session, number, entry, now)
    return _answer(
        request, form, opened, now, refusal, clashes, back=f"/cycles/{number}/entries/{entry}/translation"
    )


def _own(session: Session, viewer: uuid.UUID, entry_id: uuid.UUID, now: datetime) -> _Opened:
    sheet = queries.my_sheet(session, viewer, entry_id)
    head = sheet.head
    writable = may_write(head.state, head.timetable, now)
    # Once nothing can be changed any more, what counts is what was submitted.
    content = (None if writable else last_content(session, entry_id)) or content_of(sheet)
    closed = None if writable else msg("Entries are closed: the translation can no longer be changed here.")
    return _Opened(head, translation_of(session, entry_id, content), closed)


def _any(session: Session, number: int, entry: int, now: datetime) -> _Opened:
    head = queries.any_head(session, number, entry)
    content = last_content(session, head.id)
    if content is None:
        raise NotFound
    return _Opened(
        head,
        translation_of(session, head.id, content),
        reason_against(session, head, now),
        cycle_by_number(session, number),
    )


def _typed(form: FormMultiDict) -> dict[str, str]:
    """Everything that was typed; a name that is no text of the entry is passed over later."""
    return {name: text for name in form if not isinstance(text := form.getall(name)[-1], UploadFile)}


def _answer(
    request: Request[Any, Any, Any],
    form: FormMultiDict,
    opened: _Opened,
    now: datetime,
    refusal: RuleBroken | None,
    clashes: frozenset[str],
    *,
    back: str,
) -> Answer:
    """After a save. A page that asks for JSON saved by itself: it gets the state in words."""
    lines = {line.original.field: line for line in opened.sheet.lines}
    told = {field: msg(_CLASH.text, label=lines[field].original.label) for field in lines if field in clashes}
    if request.headers.get("accept", "").startswith("application/json"):
        if refusal:
            raise refusal
        return _told(language_of(request), told, now)
    errors = errors_of(refusal) if refusal else {**faults(opened.sheet.lines), **told}
    if not errors:
        return see(back, notice=msg("The translation is saved."))
    typed = _typed(form)
    keep = typed if refusal else {field: typed[field] for field in told}
    status = refusal.status if refusal else HTTPStatus.CONFLICT if told else HTTPStatus.UNPROCESSABLE_ENTITY
    saved = {field: (msg("Saved there meanwhile:"), lines[field].text) for field in told}
    return _page(
        request, opened, now, typed=keep, errors=errors, saved=saved, kept=refusal is None, status=status
    )


def _told(lang: Lang, clashes: Mapping[str, Message], now: datetime) -> Response[Any]:
    if not clashes:
        return Response({"state": translate(msg("Saved at %(time)s", time=clock_time(now, lang)), lang)})
    words = [*clashes.values(), msg("Press “Save the translation” to see both texts.")]
    state = " ".join(translate(one, lang) for one in words)
    return Response({"state": state, "clashes": sorted(clashes)}, status_code=HTTPStatus.CONFLICT)


def _page(
    request: Request[Any, Any, Any],
    opened: _Opened,
    now: datetime,
    *,
    typed: Mapping[str, str] | None = None,
    errors: Mapping[str, Message] | None = None,
    saved: Mapping[str, tuple[Message, str]] | None = None,
    kept: bool = False,
    status: int = HTTPStatus.OK,
) -> Response[str]:
    there = {line.original.field: line.text for line in opened.sheet.lines}
    known: Mapping[str, Sequence[str]] = boxes.known(there)
    return page(
        request,
        "awards/entries/translations/translation.html",
        status=status,
        now=now,
        entry=opened.entry,
        cycle=opened.cycle,
        sheet=opened.sheet,
        closed=opened.closed,
        typed={**there, **(typed or {})},
        known=known,
        errors=errors if errors is not None else faults(opened.sheet.lines),
        saved=saved or {},
        kept=kept,
        answered=request.method == "POST",
    )


handlers = [own, save_own, of_entry, save]
