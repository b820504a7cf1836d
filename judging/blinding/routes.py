"""Blind copies for organisers: the queue, one entry beside its copy."""

from http import HTTPStatus
from typing import Any

from litestar import Request, Response, Router, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from awards.cycles.models import Cycle
from awards.cycles.queries import categories_of, cycle_by_number
from awards.entries.extensions.queries import intake_ends
from awards.kit.errors import NotFound, Refusal, Stale
from awards.kit.forms import errors_of, read_filter
from awards.kit.i18n import Message, msg, nmsg
from awards.kit.jobs import open_job
from awards.kit.pages import language_of, page, see
from awards.people.given import GivenClock, GivenDb, GivenFiles, GivenForm, GivenViewer
from awards.people.guards import organisers, overseers
from judging.blinding import operations
from judging.blinding.certificate import routes as certificate_routes
from judging.blinding.changes import Change, change
from judging.blinding.content import BlindContent
from judging.blinding.desk import Desk, clean_file, desk, desk_with_names, progress_of
from judging.blinding.forms import ApprovalForm, QueueFilter
from judging.blinding.identities import Directory
from judging.blinding.judge_view import ENDINGS
from judging.blinding.pages import routes as pages_routes
from judging.blinding.pages.jobs import READ, ask_to_read
from judging.blinding.pages.operations import read_files
from judging.blinding.pages.review import FileReview, reviews
from judging.blinding.proposal import names_left, worded
from judging.blinding.queries import blinding_queue
from judging.blinding.review import LIKENESS, Passage, passages, withheld
from judging.blinding.serving import clean_file_response

STATES = {"missing": msg("No copy yet"), "waiting": msg("Waits for approval"), "approved": msg("Approved")}


@get("/cycles/{number:int}/blinding", name="blinding.queue", guards=[overseers], sync_to_thread=True)
def queue(
    request: Request[Any, Any, Any],
    number: FromPath[int],
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
) -> Response[str]:
    """Every submitted entry with how far its copy is; `category` and `state` in the address narrow it."""
    wanted = read_filter(QueueFilter, request).values or QueueFilter()
    with db.read() as session:
        cycle = cycle_by_number(session, number)
        categories = categories_of(session, cycle.id)
        rows = blinding_queue(session, cycle.id)
        over = operations.rewording_is_over(session, cycle.id)
        ends = intake_ends(session, cycle)
        reading = open_job(session, READ, cycle.id)
    shown = [row for row in rows if wanted.category in ("", row.category) and wanted.state in ("", row.state)]
    return page(
        request,
        "judging/blinding/queue.html",
        cycle=cycle,
        categories=categories,
        whole=progress_of(rows, ""),
        progress=[(each, progress_of(rows, each.code)) for each in categories],
        plain=sum(row.is_plain for row in rows),
        reading=reading,
        rows=shown,
        first=next((row.number for row in rows if row.waits), None),
        states=STATES,
        typed=wanted,
        still_open=clock() < ends,
        may_approve=viewer.organises and not over,
    )


@post(
    "/cycles/{number:int}/blinding/copies", name="blinding.prepare", guards=[organisers], sync_to_thread=True
)
def prepare(number: FromPath[int], viewer: GivenViewer, db: GivenDb, clock: GivenClock) -> Redirect:
    """Propose a copy of every submission without one. Texts are searched before the writer's lock is taken."""
    with db.read() as session:
        cycle = cycle_by_number(session, number)
        proposed = operations.propose_blind_copies(session, cycle.id)
    with db.write() as session:
        made = operations.keep_blind_copies(session, cycle.id, proposed, by=viewer.person_id, at=clock())
        ask_to_read(session, cycle.id, by=viewer.person_id, at=clock())
    return see(
        f"/cycles/{number}/blinding",
        notice=nmsg(
            "%(n)s copy is prepared and waits for approval.",
            "%(n)s copies are prepared and wait for approval.",
            made,
        ),
    )


@post(
    "/cycles/{number:int}/blinding/approvals",
    name="blinding.approve_plain",
    guards=[organisers],
    sync_to_thread=True,
)
def approve_plain(number: FromPath[int], viewer: GivenViewer, db: GivenDb, clock: GivenClock) -> Redirect:
    """Approve all waiting copies in which nothing was found and nothing is left to decide."""
    with db.write() as session:
        cycle = cycle_by_number(session, number)
        approved = operations.approve_plain_copies(session, cycle.id, by=viewer.person_id, at=clock())
    return see(
        f"/cycles/{number}/blinding",
        notice=nmsg("%(n)s copy is approved.", "%(n)s copies are approved.", approved),
    )


@get(
    "/cycles/{number:int}/blinding/{entry:int}",
    name="blinding.entry",
    guards=[overseers],
    sync_to_thread=True,
)
def entry_page(
    request: Request[Any, Any, Any],
    number: FromPath[int],
    entry: FromPath[int],
    viewer: GivenViewer,
    db: GivenDb,
) -> Response[str]:
    """One entry beside its copy. Auditors and, once the round is closed, organisers only read it."""
    with db.read() as session:
        cycle = cycle_by_number(session, number)
        found, directory = desk_with_names(session, cycle, entry)
    return _desk_page(
        request,
        cycle,
        found,
        _passages(request, found),
        _reviews(found, directory),
        may_approve=viewer.organises and not found.closed,
    )


@post(
    "/cycles/{number:int}/blinding/{entry:int}",
    name="blinding.approve_copy",
    guards=[organisers],
    sync_to_thread=True,
)
def approve(
    request: Request[Any, Any, Any],
    number: FromPath[int],
    entry: FromPath[int],
    viewer: GivenViewer,
    form: GivenForm,
    db: GivenDb,
    files: GivenFiles,
    clock: GivenClock,
) -> Response[str] | Redirect:
    """Approve the copy as it was worded on the page.

    Refused while a known name is left (unless it is said to be meant), while a page that only a person can judge was
    not looked at, without a reason once judges have begun sheets on it, and where somebody approved it meanwhile.
    """
    with db.read() as session:
        cycle = cycle_by_number(session, number)
        found, directory = desk_with_names(session, cycle, entry)
    if found.copy is None or (saved := found.content) is None:
        raise NotFound
    copy = found.copy
    texts = _passages(request, found)
    filled = ApprovalForm.of(form, texts)
    shown = [file.digest for file in saved.files if file.attachment in filled.shown]
    if read_files(db, files, shown, at=clock()):
        with db.read() as session:
            found = desk(session, cycle, entry)
    pages = _reviews(found, directory)
    content = filled.content(saved)
    errors = filled.errors()
    questions = found.questions.values()
    left = {} if errors else names_left(worded(content, questions), found.submitted, directory)
    changed = {} if errors else _changes(texts, content)
    other_numbers = {field: one for field, one in changed.items() if one.in_numbers}
    if left and not filled.names_may_stay:
        errors = {field: _still_holds(names) for field, names in left.items()}
    by_hand = content.texts() != saved.texts()
    if (by_hand or other_numbers) and filled.version == copy.version and not filled.changes_read:
        errors = {field: _numbers_differ(one) for field, one in other_numbers.items()} | errors
        errors["changes_read"] = msg("Read what the copy says otherwise than the original, then approve it.")
    doubtful = [one for one in pages if one.file.attachment in filled.shown and one.needs_a_look]
    if doubtful and filled.version == copy.version and not filled.pages_seen:
        errors["pages_seen"] = msg("Look at the pages of the files that judges get, then say that you have.")
    status: int = HTTPStatus.UNPROCESSABLE_ENTITY
    if not errors:
        try:
            with db.write() as session:
                operations.approve_blind_copy(
                    session,
                    copy.id,
                    content,
                    version=filled.version or 0,
                    names_left=sum(map(len, left.values())),
                    numbers_changed=len(other_numbers),
                    unread_pages=sum(len(one.unread) for one in doubtful),
                    reason=filled.reason,
                    by=viewer.person_id,
                    at=clock(),
                )
        except Refusal as refusal:
            errors, status = errors_of(refusal), refusal.status
            if isinstance(refusal, Stale):
                with db.read() as session:
                    found = desk(session, cycle, entry)
        else:
            return see(
                f"/cycles/{number}/blinding" + (f"/{found.next}" if found.next else ""),
                notice=msg("Entry %(n)s is approved: it can be assigned to judges.", n=entry),
            )
    return _desk_page(
        request,
        cycle,
        found,
        texts,
        pages,
        may_approve=not found.closed,
        status=status,
        errors=errors,
        filled=filled,
        names_left=bool(left),
    )


def _still_holds(names: list[str]) -> Message:
    # Each name keeps its own direction, whatever the sentence's is.
    quoted = " ".join(
        f"«\N{FIRST STRONG ISOLATE}{name}\N{POP DIRECTIONAL ISOLATE}»" for name in dict.fromkeys(names)
    )
    return msg("This still holds %(names)s.", names=quoted)


def _numbers_differ(found: Change) -> Message:
    gone, new = (" ".join(dict.fromkeys(numbers)) for numbers in (found.numbers_gone, found.numbers_new))
    if gone and new:
        return msg(
            "The numbers are not those of the original: %(gone)s is gone, %(new)s is new.", gone=gone, new=new
        )
    if gone:
        return msg("The numbers are not those of the original: %(gone)s is gone.", gone=gone)
    return msg("The numbers are not those of the original: %(new)s is new.", new=new)


def _changes(texts: list[Passage], content: BlindContent) -> dict[str, Change]:
    """By field, what each text says otherwise than the original."""
    wording = content.texts()
    return {
        passage.field: found
        for passage in texts
        if passage.editable and (found := change(passage.original, wording.get(passage.field, "")))
    }


def _passages(request: Request[Any, Any, Any], found: Desk) -> list[Passage]:
    if found.copy is None or found.content is None:
        return []
    return passages(
        found.submitted.content, found.content, found.copy.findings, found.questions, language_of(request)
    )


def _reviews(found: Desk, directory: Directory) -> list[FileReview]:
    return reviews(found.content, found.readings, found.submitted, directory) if found.content else []


def _desk_page(
    request: Request[Any, Any, Any],
    cycle: Cycle,
    found: Desk,
    texts: list[Passage],
    files: list[FileReview],
    *,
    may_approve: bool,
    status: int = HTTPStatus.OK,
    errors: dict[str, Message] | None = None,
    filled: ApprovalForm | None = None,
    names_left: bool = False,
) -> Response[str]:
    saved = found.content.texts() if found.content else {}
    wording = found.content.reworded(filled.texts) if found.content and filled else found.content
    names = {str(file["id"]): file["name"] for file in found.submitted.content["attachments"]}
    return page(
        request,
        "judging/blinding/entry.html",
        status=status,
        cycle=cycle,
        desk=found,
        passages=texts,
        saved=saved,
        typed={**saved, **(filled.typed if filled else {})},
        errors=errors or {},
        stale=status == HTTPStatus.CONFLICT and filled is not None,
        names_left=names_left,
        changes=_changes(texts, wording) if wording else {},
        look_twice=bool(errors and "changes_read" in errors) or bool(filled and filled.changes_read),
        changes_read=bool(filled and filled.changes_read),
        names_may_stay=bool(filled and filled.names_may_stay),
        withheld=withheld(found.submitted.content, found.content, found.questions, language_of(request))
        if found.content
        else [],
        files=[
            (
                one,
                "" if one.file.replaced else names.get(one.file.attachment, ""),
                one.file.attachment in filled.shown if filled else one.file.shown,
            )
            for one in files
        ],
        pages_seen=bool(filled and filled.pages_seen),
        likeness=LIKENESS,
        may_approve=may_approve,
    )


@get(
    "/cycles/{number:int}/blinding/{entry:int}/files/{file:int}",
    name="blinding.file",
    guards=[overseers],
    sync_to_thread=True,
)
def file_of_entry(
    number: FromPath[int], entry: FromPath[int], file: FromPath[int], db: GivenDb, files: GivenFiles
) -> Response[bytes]:
    """The clean copy, as judges would get it."""
    with db.read() as session:
        digest, media_type = clean_file(session, cycle_by_number(session, number), entry, file)
    return clean_file_response(files.get(digest), media_type, f"{entry}-{file}.{ENDINGS[media_type]}")


router = Router(
    "/",
    route_handlers=[
        queue,
        prepare,
        approve_plain,
        entry_page,
        approve,
        file_of_entry,
        *pages_routes.handlers,
        *certificate_routes.handlers,
    ],
)
