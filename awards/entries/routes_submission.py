"""Checking an entry, submitting it, its receipt, withdrawing it."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from http import HTTPStatus
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from awards.entries import operations, queries
from awards.entries.clashes import changed_words
from awards.entries.completeness import Gap
from awards.entries.content import check_path, content_hash, content_of
from awards.entries.forms import SubmitForm, WithdrawForm
from awards.entries.models import EntryState
from awards.entries.partnership.queries import declined_of
from awards.entries.permissions import ALIVE, may_withdraw, may_write
from awards.entries.presence import Present, TextElsewhere, who_is_in, words_of
from awards.entries.refusals import NotReady, TermsNotAccepted
from awards.entries.standing import all_gaps
from awards.entries.taking_back import take_back_entry
from awards.kit.canonical import canonical_json
from awards.kit.db import Database
from awards.kit.errors import NotFound, Stale
from awards.kit.forms import errors_of, read
from awards.kit.i18n import Message, msg
from awards.kit.pages import page, see
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenViewer
from awards.people.guards import entrants
from awards.people.viewer import Viewer


@get("/entries/{entry_id:uuid}/check", name="entries.check", guards=[entrants], sync_to_thread=True)
def check(
    request: Request[Any, Any, Any],
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
    entry_id: FromPath[uuid.UUID],
) -> Response[str]:
    """The entry as it would be submitted, and everything that it lacks."""
    return _check_page(request, db, viewer, clock(), entry_id)


@post("/entries/{entry_id:uuid}/submissions", name="entries.submit", guards=[entrants], sync_to_thread=True)
def submit(
    request: Request[Any, Any, Any],
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
    form: GivenForm,
    entry_id: FromPath[uuid.UUID],
) -> Response[str] | Redirect:
    """Submit what was checked: if it was changed meanwhile, both are shown and nothing is submitted."""
    now = clock()
    filled = read(SubmitForm, form)
    values = filled.values or SubmitForm()
    try:
        with db.write() as session:
            operations.submit_entry(
                session,
                entry_id,
                terms_accepted=values.terms,
                checked=values.checked,
                despite_others=values.anyway,
                by=viewer.person_id,
                at=now,
            )
    except NotReady as refusal:
        return _check_page(request, db, viewer, now, entry_id, gaps=refusal.gaps, status=refusal.status)
    except TermsNotAccepted as refusal:
        return _check_page(
            request, db, viewer, now, entry_id, errors=errors_of(refusal), status=refusal.status
        )
    except TextElsewhere as refusal:
        return _check_page(request, db, viewer, now, entry_id, writing=refusal.present, status=refusal.status)
    except Stale as refusal:
        with db.read() as session:
            changed = changed_words(session, entry_id, values.version)
        errors = {**errors_of(refusal), **changed}
        return _check_page(request, db, viewer, now, entry_id, errors=errors, status=refusal.status)
    return see(f"/entries/{entry_id}/receipt", notice=msg("Your entry is submitted."))


def _check_page(
    request: Request[Any, Any, Any],
    db: Database,
    viewer: Viewer,
    now: datetime,
    entry_id: uuid.UUID,
    *,
    gaps: Sequence[Gap] | None = None,
    errors: Mapping[str, Message] | None = None,
    writing: Sequence[Present] = (),
    status: int = HTTPStatus.OK,
) -> Response[str]:
    """`writing` are those for whose unsaved text a submission was not made."""
    with db.read() as session:
        sheet = queries.my_sheet(session, viewer.person_id, entry_id)
        here = who_is_in(session, viewer.person_id, entry_id, now)
        writable = may_write(sheet.head.state, sheet.head.timetable, now)
        found = gaps if gaps is not None else all_gaps(session, sheet, now) if writable else []
        submissions = queries.submissions_of(session, entry_id)
        declined = declined_of(session, entry_id) if sheet.partners else set()
        # What is searched for is judging's, a layer above: the application hands it down.
        naming = request.app.state.texts_that_name(session, sheet, viewer) if writable else 0
    content = content_of(sheet)
    return page(
        request,
        "awards/entries/check.html",
        status=status,
        now=now,
        entry=sheet.head,
        content=content,
        declined=declined,
        naming=naming,
        checked=content_hash(content),
        gaps=found,
        refused=gaps is not None,
        writable=writable,
        last=submissions[0] if submissions else None,
        unchanged=bool(submissions)
        and sheet.head.state is EntryState.SUBMITTED
        and submissions[0].content == content,
        errors=errors or {},
        here=here,
        writing=[words_of(one) for one in writing],
    )


@get("/entries/{entry_id:uuid}/receipt", name="entries.receipt", guards=[entrants], sync_to_thread=True)
def receipt(
    request: Request[Any, Any, Any],
    viewer: GivenViewer,
    db: GivenDb,
    entry_id: FromPath[uuid.UUID],
) -> Response[str]:
    """Of the last submission, the one that counts."""
    return _receipt_page(request, db, viewer, entry_id, None)


@get(
    "/entries/{entry_id:uuid}/submissions/{sequence:int}",
    name="entries.submission",
    guards=[entrants],
    sync_to_thread=True,
)
def submission(
    request: Request[Any, Any, Any],
    viewer: GivenViewer,
    db: GivenDb,
    entry_id: FromPath[uuid.UUID],
    sequence: FromPath[int],
) -> Response[str]:
    """What was submitted then, with its receipt."""
    return _receipt_page(request, db, viewer, entry_id, sequence)


@get(
    "/entries/{entry_id:uuid}/submissions/{sequence:int}/content",
    name="entries.submission_content",
    guards=[entrants],
    sync_to_thread=True,
)
def submission_content(
    viewer: GivenViewer, db: GivenDb, entry_id: FromPath[uuid.UUID], sequence: FromPath[int]
) -> Response[bytes]:
    """The very bytes whose SHA-256 the receipt gives."""
    with db.read() as session:
        head = queries.my_head(session, viewer.person_id, entry_id)
        shown = _submitted(queries.submissions_of(session, head.id), sequence)
    return Response(
        canonical_json(shown.content),
        media_type="application/json",
        headers={"content-disposition": f'attachment; filename="{shown.receipt}.json"'},
    )


def _receipt_page(
    request: Request[Any, Any, Any], db: Database, viewer: Viewer, entry_id: uuid.UUID, sequence: int | None
) -> Response[str]:
    """With a `sequence`, everything that was said then is shown below the receipt."""
    with db.read() as session:
        head = queries.my_head(session, viewer.person_id, entry_id)
        submissions = queries.submissions_of(session, entry_id)
        ending = None if head.state in ALIVE else queries.ending_of(session, entry_id)
        declined = declined_of(session, entry_id)
    shown = _submitted(submissions, sequence)
    return page(
        request,
        "awards/entries/receipt.html",
        entry=head,
        shown=shown,
        check=check_path(shown.id, shown.receipt, shown.content_hash),
        submissions=submissions,
        ending=ending,
        declined=declined,
        whole=sequence is not None,
    )


def _submitted(submissions: Sequence[Any], sequence: int | None) -> Any:
    """The submission of that number, or the last one. Raises NotFound."""
    shown = next((one for one in submissions if sequence in (None, one.sequence)), None)
    if shown is None:
        raise NotFound
    return shown


@get("/entries/{entry_id:uuid}/withdrawal", name="entries.withdrawal", guards=[entrants], sync_to_thread=True)
def withdrawal(
    request: Request[Any, Any, Any],
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
    entry_id: FromPath[uuid.UUID],
) -> Response[str] | Redirect:
    """Ask first. What can no longer be withdrawn leads back to the entry."""
    now = clock()
    with db.read() as session:
        head = queries.my_head(session, viewer.person_id, entry_id)
        is_open = queries.results_open(session, head.cycle_id)
    if not may_withdraw(head.state, head.timetable, now, results_open=is_open):
        return see(f"/entries/{entry_id}")
    return page(request, "awards/entries/withdrawal.html", now=now, entry=head, typed={}, errors={})


@post("/entries/{entry_id:uuid}/withdrawal", name="entries.withdraw", guards=[entrants], sync_to_thread=True)
def withdraw(
    request: Request[Any, Any, Any],
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
    form: GivenForm,
    entry_id: FromPath[uuid.UUID],
) -> Response[str] | Redirect:
    now = clock()
    filled = read(WithdrawForm, form)
    errors = dict(filled.errors)
    if filled.values and not filled.values.sure:
        errors["sure"] = msg("Confirm that the entry shall be withdrawn.")
    if filled.values and not filled.values.reason.strip():
        errors["reason"] = msg("Say why the entry is withdrawn.")
    if errors or filled.values is None:
        with db.read() as session:
            head = queries.my_head(session, viewer.person_id, entry_id)
        return page(
            request,
            "awards/entries/withdrawal.html",
            status=HTTPStatus.UNPROCESSABLE_ENTITY,
            now=now,
            entry=head,
            typed=filled.typed,
            errors=errors,
        )
    with db.write() as session:
        operations.withdraw_entry(session, entry_id, filled.values.reason, by=viewer.person_id, at=now)
    return see(f"/entries/{entry_id}", notice=msg("The entry is withdrawn."))


@post("/entries/{entry_id:uuid}/return", name="entries.take_back", guards=[entrants], sync_to_thread=True)
def take_back(viewer: GivenViewer, db: GivenDb, clock: GivenClock, entry_id: FromPath[uuid.UUID]) -> Redirect:
    """A withdrawn entry is a draft again; nothing of it is lost."""
    with db.write() as session:
        take_back_entry(session, entry_id, by=viewer.person_id, at=clock())
    return see(
        f"/entries/{entry_id}", notice=msg("The entry is a draft again. Submit it for it to take part.")
    )


handlers = [check, submit, receipt, submission, submission_content, withdrawal, withdraw, take_back]
