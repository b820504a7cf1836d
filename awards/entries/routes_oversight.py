"""The entries of a cycle, for organisers and auditors."""

import uuid
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from awards.cycles.queries import categories_of, cycle_by_number
from awards.entries import operations, oversight, queries
from awards.entries.content import content_of
from awards.entries.forms import DisqualifyForm, FilterForm
from awards.entries.models import EntryState
from awards.entries.partnership.queries import partners_of
from awards.entries.permissions import ALIVE, may_disqualify
from awards.entries.routes_files import original
from awards.kit.db import Database
from awards.kit.errors import NotFound
from awards.kit.forms import read, read_filter
from awards.kit.i18n import Message, msg
from awards.kit.pages import page, see
from awards.people.given import GivenClock, GivenDb, GivenFiles, GivenForm, GivenViewer
from awards.people.guards import organisers, overseers
from awards.people.models import Role
from awards.people.viewer import Viewer


@get("/cycles/{number:int}/entries", name="entries.of_cycle", guards=[overseers], sync_to_thread=True)
def of_cycle(request: Request[Any, Any, Any], db: GivenDb, number: FromPath[int]) -> Response[str]:
    """All entries of a cycle, drafts too, by what the filter lets through."""
    filled = read_filter(FilterForm, request)
    wanted = filled.values or FilterForm()
    with db.read() as session:
        cycle = cycle_by_number(session, number)
        categories = categories_of(session, cycle.id)
        entries = oversight.entries_of(session, cycle.id)
    return page(
        request,
        "awards/entries/all.html",
        cycle=cycle,
        categories=categories,
        counts=oversight.counts(entries),
        total=len(entries),
        entries=oversight.filtered(entries, category=wanted.category, state=wanted.state, search=wanted.q),
        states=list(EntryState),
        typed=filled.typed,
    )


@get("/cycles/{number:int}/entries/{entry:int}", name="entries.one", guards=[overseers], sync_to_thread=True)
def one(
    request: Request[Any, Any, Any],
    viewer: GivenViewer,
    db: GivenDb,
    number: FromPath[int],
    entry: FromPath[int],
) -> Response[str]:
    return _entry_page(request, db, viewer, number, entry, typed={}, errors={})


@post(
    "/cycles/{number:int}/entries/{entry:int}/disqualification",
    name="entries.disqualify",
    guards=[organisers],
    sync_to_thread=True,
)
def disqualify(
    request: Request[Any, Any, Any],
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
    form: GivenForm,
    number: FromPath[int],
    entry: FromPath[int],
) -> Response[str] | Redirect:
    """Take an entry out of the contest, with a reason. It is no longer judged, ranked or certified."""
    now = clock()
    filled = read(DisqualifyForm, form)
    if filled.values is None:
        return _entry_page(request, db, viewer, number, entry, typed=filled.typed, errors=filled.errors)
    with db.read() as session:
        head = queries.any_head(session, number, entry)
    with db.write() as session:
        operations.disqualify_entry(session, head.id, filled.values.reason, by=viewer.person_id, at=now)
    return see(f"/cycles/{number}/entries/{entry}", notice=msg("The entry is disqualified."))


@get(
    "/cycles/{number:int}/entries/{entry:int}/files/{attachment_id:uuid}",
    name="entries.original",
    guards=[overseers],
    sync_to_thread=True,
)
def file_of_entry(
    db: GivenDb,
    files: GivenFiles,
    number: FromPath[int],
    entry: FromPath[int],
    attachment_id: FromPath[uuid.UUID],
) -> Response[bytes]:
    """Removed files too: an earlier submission may hold them."""
    with db.read() as session:
        head = queries.any_head(session, number, entry)
        found = oversight.original_of(session, head.id, attachment_id)
    if found is None:
        raise NotFound
    return original(files, *found)


def _entry_page(
    request: Request[Any, Any, Any],
    db: Database,
    viewer: Viewer,
    cycle_number: int,
    entry_number: int,
    *,
    typed: Mapping[str, Any],
    errors: Mapping[str, Message],
) -> Response[str]:
    with db.read() as session:
        head = queries.any_head(session, cycle_number, entry_number)
        sheet = queries.sheet_of(session, head)
        submissions = queries.submissions_of(session, head.id)
        ending = None if head.state in ALIVE else queries.ending_of(session, head.id)
        cycle = cycle_by_number(session, cycle_number)
        published = queries.results_published(session, cycle.id)
        partners = partners_of(session, head.id)
    content = submissions[0].content if submissions else content_of(sheet)
    return page(
        request,
        "awards/entries/one.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if errors else HTTPStatus.OK,
        cycle=cycle,
        entry=head,
        content=content,
        submissions=submissions,
        has_new_changes=bool(submissions) and head.version > submissions[0].version,
        ending=ending,
        partners=partners,
        may_disqualify=viewer.role is Role.ORGANISER and may_disqualify(head.state, published=published),
        typed=typed,
        errors=errors,
    )


handlers = [of_cycle, one, disqualify, file_of_entry]
