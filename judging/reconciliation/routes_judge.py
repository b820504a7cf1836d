"""For judges: answering where the sheets of an entry lie far apart, and determining as a chair."""

import uuid
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from awards.kit.db import Database
from awards.kit.errors import Invalid, NotFound
from awards.kit.forms import Filled, read
from awards.kit.i18n import msg
from awards.kit.pages import language_of, page, see
from awards.people.given import GivenClock, GivenDb, GivenFiles, GivenForm, GivenViewer
from awards.people.guards import judges
from awards.people.viewer import Viewer
from judging.blinding.serving import clean_file_response, picture_response
from judging.reconciliation import operations
from judging.reconciliation.determining import code_of, may_determine, waiting_for
from judging.reconciliation.differing import Next
from judging.reconciliation.forms import AnswerForm, DeterminationForm
from judging.reconciliation.queries import item_by_id, items_for_person, items_on_assignment
from judging.scorecards.applying import with_grants
from judging.scorecards.forms import LONGEST_REMARK, read_sheet
from judging.scorecards.fragments import criterion_parts, entry_part
from judging.scorecards.operations import CommentsMissing, SheetIncomplete
from judging.scorecards.reading import heading, reading
from judging.scorecards.sheet import SheetInput
from judging.scorecards.sheet_pages import opened
from judging.scorecards.wording import named_errors

AnyRequest = Request[Any, Any, Any]
Answer = Response[Any] | Redirect


@get(
    "/scorecards/{code:str}/reconciliation", name="reconciliation.sheet", guards=[judges], sync_to_thread=True
)
def sheet_page(
    request: AnyRequest, code: FromPath[str], viewer: GivenViewer, db: GivenDb, clock: GivenClock
) -> Answer:
    """The entry beside the form; nothing of other sheets but that they lie apart, by what, and on which criteria."""
    return _sheet_page(request, db, viewer, code, clock)


def _sheet_page(
    request: AnyRequest,
    db: Database,
    viewer: Viewer,
    code: str,
    clock: GivenClock,
    filled: Filled[Any] | None = None,
    *,
    content: SheetInput | None = None,
) -> Answer:
    one = opened(db, viewer, code, clock())
    errors = filled.errors if filled else {}
    with db.read() as session:
        item = items_on_assignment(session, one.sheet.entry.assignment_id)
        if item is None:
            raise NotFound
        pending = operations.is_pending(session, item)
    lang, assignment_id = language_of(request), one.sheet.entry.assignment_id
    part = next((each for each in item.parts if each.assignment_id == assignment_id), None)
    content = with_grants(content or one.sheet.content, one.not_applying)
    return page(
        request,
        "judging/reconciliation/sheet.html",
        filled=filled,
        view=one.sheet.entry,
        heading=heading(one.sheet.entry, lang),
        entry=entry_part(one.sheet, lang),
        item=item,
        part=part,
        open=pending and (part is None or part.answered_at is None),
        content=content,
        criteria=criterion_parts(one.rubric, content, lang, errors),
        named_errors={
            **named_errors(errors, one.rubric),
            **{k: v for k, v in errors.items() if k == "reason"},
        },
        longest_remark=LONGEST_REMARK,
    )


@post(
    "/scorecards/{code:str}/reconciliation",
    name="reconciliation.answer",
    guards=[judges],
    sync_to_thread=True,
)
def answer(
    request: AnyRequest,
    *,
    code: FromPath[str],
    viewer: GivenViewer,
    form: GivenForm,
    db: GivenDb,
    clock: GivenClock,
) -> Answer:
    """`then` is `stands`, `rescore`, or `lodge` for a judge who was brought in."""
    filled, marked = read(AnswerForm, form), read_sheet(form)
    then = filled.typed.get("then", "")
    errors = dict(marked.errors) if then != "stands" else {}
    if then != "lodge":
        errors |= filled.errors
    with filled.catching_refusal():
        if errors:
            raise Invalid(errors)
        with db.write() as session:
            if then == "lodge":
                operations.lodge_extra(session, code, marked.sheet, by=viewer.person_id, at=clock())
            else:
                sheet = marked.sheet if then == "rescore" else None
                reason = filled.values.reason if filled.values else ""
                operations.answer(session, code, reason, sheet, by=viewer.person_id, at=clock())
        return see(f"/scorecards/{code}/reconciliation", notice=msg("Thank you. What you gave is recorded."))
    if isinstance(filled.refusal, SheetIncomplete) and filled.refusal.missing:
        filled.errors = {f"points.{key}": msg("Choose points, or abstain.") for key in filled.refusal.missing}
    elif isinstance(filled.refusal, CommentsMissing):
        filled.errors = {f"comment.{key}": filled.refusal.message for key in filled.refusal.missing}
    return _sheet_page(request, db, viewer, code, clock, filled, content=marked.sheet)


@get("/reconciliations", name="reconciliation.mine", guards=[judges], sync_to_thread=True)
def mine(request: AnyRequest, viewer: GivenViewer, db: GivenDb) -> Response[str]:
    """What waits for this judge: entries on which they are asked, and panels for which they determine."""
    with db.read() as session:
        found = items_for_person(session, viewer.person_id)
    me = viewer.person_id
    asked = [
        (item, part)
        for item in found
        for part in (*item.parts, *((item.extra,) if item.extra else ()))
        if part.person_id == me
    ]
    return page(
        request,
        "judging/reconciliation/mine.html",
        asked=asked,
        chaired=[(item, code_of(item.id)) for item in found if may_determine(item, me)],
        waiting=sum(item.chair == me and item.next is Next.JUDGES for item in found),
    )


@get(
    "/reconciliations/{reconciliation_id:uuid}",
    name="reconciliation.determine_page",
    guards=[judges],
    sync_to_thread=True,
)
def determine_page(
    request: AnyRequest, reconciliation_id: FromPath[uuid.UUID], viewer: GivenViewer, db: GivenDb
) -> Response[str]:
    """For whoever acts as chair: the blind copy, and what its judges say; no points of theirs."""
    return _determine_page(request, db, viewer, reconciliation_id)


def _determine_page(
    request: AnyRequest,
    db: Database,
    viewer: Viewer,
    reconciliation_id: uuid.UUID,
    filled: Filled[Any] | None = None,
) -> Response[str]:
    lang = language_of(request)
    with db.read() as session:
        found = waiting_for(session, reconciliation_id, viewer.person_id)
    return page(
        request,
        "judging/reconciliation/determine.html",
        filled=filled,
        item=found.item,
        view=found.view,
        heading=heading(found.view, lang),
        reading=reading(found.view, lang),
    )


@get(
    "/reconciliations/{reconciliation_id:uuid}/files/{number:int}",
    name="reconciliation.file",
    guards=[judges],
    sync_to_thread=True,
)
def file_of_item(
    reconciliation_id: FromPath[uuid.UUID],
    number: FromPath[int],
    *,
    viewer: GivenViewer,
    db: GivenDb,
    files: GivenFiles,
) -> Response[bytes]:
    """The clean file, under the code that the entry has here."""
    with db.read() as session:
        found = waiting_for(session, reconciliation_id, viewer.person_id)
    served = found.copy.file(number)
    name = f"{found.view.code}-{served.name}"
    return clean_file_response(files.get(served.digest), served.media_type, name, opened=True)


@get(
    "/reconciliations/{reconciliation_id:uuid}/files/{number:int}/pages/{page_number:int}",
    name="reconciliation.page_of_file",
    guards=[judges],
    sync_to_thread=True,
)
def page_of_file(
    reconciliation_id: FromPath[uuid.UUID],
    number: FromPath[int],
    page_number: FromPath[int],
    *,
    viewer: GivenViewer,
    db: GivenDb,
    files: GivenFiles,
) -> Response[bytes]:
    """A page of a file as a picture."""
    with db.read() as session:
        found = waiting_for(session, reconciliation_id, viewer.person_id)
    return picture_response(files.get(found.copy.page(number, page_number)))


@post(
    "/reconciliations/{reconciliation_id:uuid}/determination",
    name="reconciliation.determine",
    guards=[judges],
    sync_to_thread=True,
)
def determine(
    request: AnyRequest,
    *,
    reconciliation_id: FromPath[uuid.UUID],
    viewer: GivenViewer,
    form: GivenForm,
    db: GivenDb,
    clock: GivenClock,
) -> Response[str] | Redirect:
    with db.read() as session:
        item = item_by_id(session, reconciliation_id, officer=viewer.person_id)
    if item is None or item.chair != viewer.person_id:
        raise NotFound
    filled = read(DeterminationForm, form)
    if filled.values is None:
        return _determine_page(request, db, viewer, reconciliation_id, filled)
    with db.write() as session:
        operations.determine(
            session, reconciliation_id, filled.values.reason, by=viewer.person_id, at=clock()
        )
    return see("/reconciliations", notice=msg("Your determination is recorded: the sheets stand."))


handlers = [sheet_page, answer, mine, determine_page, file_of_item, page_of_file, determine]
