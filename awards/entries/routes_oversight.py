"""The entries of a cycle, for organisers and auditors."""

import uuid
from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath

from awards.cycles.queries import categories_of, cycle_by_number
from awards.entries import oversight, queries
from awards.entries.content import content_of
from awards.entries.forms import FilterForm
from awards.entries.models import EntryState
from awards.entries.partnership.queries import partners_of
from awards.entries.permissions import ALIVE, may_disqualify
from awards.entries.routes_files import original
from awards.entries.translations.queries import kept_of
from awards.entries.translations.rules import beside, sheet_of
from awards.kit.errors import NotFound
from awards.kit.forms import read_filter
from awards.kit.pages import page
from awards.people.given import GivenDb, GivenFiles, GivenViewer
from awards.people.guards import overseers


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
    """One entry as it counts, with all its submissions. What is decided on it is decided in screening."""
    with db.read() as session:
        head = queries.any_head(session, number, entry)
        sheet = queries.sheet_of(session, head)
        submissions = queries.submissions_of(session, head.id)
        ending = None if head.state in ALIVE else queries.ending_of(session, head.id)
        cycle = cycle_by_number(session, number)
        published = queries.results_published(session, cycle.id)
        partners = partners_of(session, head.id)
        translations = kept_of(session, [head.id])[head.id]
    content = submissions[0].content if submissions else content_of(sheet)
    return page(
        request,
        "awards/entries/one.html",
        cycle=cycle,
        entry=head,
        content=beside(content, translations),
        translation=sheet_of(content, translations),
        submissions=submissions,
        has_new_changes=bool(submissions) and head.version > submissions[0].version,
        ending=ending,
        partners=partners,
        may_disqualify=viewer.organises
        and head.state is EntryState.SUBMITTED
        and may_disqualify(head.state, published=published),
    )


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


handlers = [of_cycle, one, file_of_entry]
