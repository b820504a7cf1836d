"""What stands behind the figures of the progress page."""

import uuid
from http import HTTPStatus
from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath
from pydantic import Field

from awards.cycles.queries import categories_of
from awards.kit.errors import RuleBroken
from awards.kit.forms import Form, read_filter
from awards.kit.i18n import Message, msg
from awards.kit.pages import page
from awards.people.given import GivenDb, GivenViewer
from awards.people.guards import overseers
from judging.rounds.state import RoundState
from judging.tally.behind import SheetState, Wanted, entries_behind, sheets_behind
from judging.tally.progress import progress_of
from judging.tally.queries import head_of

STATES: dict[SheetState, tuple[Message, str]] = {
    SheetState.LODGED: (msg("Lodged"), "good"),
    SheetState.DRAFT: (msg("In draft"), "wait"),
    SheetState.NOT_BEGUN: (msg("Not begun"), ""),
}
"""What a state is called, and the tone of its badge."""


class SheetsForm(Form):
    """Which sheets to show; nothing given: all of the round."""

    judge: uuid.UUID | None = None
    category: str = Field("", max_length=20)
    state: SheetState | None = None

    def wanted(self) -> Wanted:
        return Wanted(self.judge, self.category, self.state)


class EntriesForm(Form):
    """Which entries to show: those with fewer lodged sheets than `below`."""

    below: int | None = Field(None, ge=0, le=100)


@get("/cycles/{number:int}/progress/sheets", name="tally.sheets", guards=[overseers], sync_to_thread=True)
def sheets(
    request: Request[Any, Any, Any], number: FromPath[int], viewer: GivenViewer, db: GivenDb
) -> Response[str]:
    """The sheets behind a figure: whose, on what, how far; never what they say."""
    filled = read_filter(SheetsForm, request)
    with db.read() as session:
        head = head_of(session, number)
        if head.round_id is None:
            raise RuleBroken(msg("This cycle has no round of judging yet."))
        found = sheets_behind(session, head.round_id, (filled.values or SheetsForm()).wanted())
        judges = progress_of(session, head.round_id).judges
        categories = categories_of(session, head.cycle_id)
    return page(
        request,
        "judging/tally/sheets.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if filled.errors else HTTPStatus.OK,
        cycle=head,
        sheets=found,
        judges=judges,
        categories=categories,
        states=STATES,
        may_change=viewer.organises and head.state is RoundState.OPEN,
        typed=filled.typed,
        errors=filled.errors,
    )


@get(
    "/cycles/{number:int}/progress/entries",
    name="tally.entries_behind",
    guards=[overseers],
    sync_to_thread=True,
)
def entries(request: Request[Any, Any, Any], number: FromPath[int], db: GivenDb) -> Response[str]:
    """The entries behind a figure, with how many readers and lodged sheets they have."""
    wanted = read_filter(EntriesForm, request).values or EntriesForm()
    with db.read() as session:
        head = head_of(session, number)
        if head.round_id is None:
            raise RuleBroken(msg("This cycle has no round of judging yet."))
        found = entries_behind(session, head.cycle_id, head.round_id, below=wanted.below)
    return page(request, "judging/tally/entries.html", cycle=head, entries=found, below=wanted.below)


handlers = [sheets, entries]
