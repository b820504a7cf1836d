"""The entries of a cycle as a list to read: names instead of codes, with receipt, dates and state of screening."""

from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath

from awards.cycles.queries import cycle_by_number
from awards.entries import oversight
from awards.entries.forms import FilterForm
from awards.entries.models import EntryState
from awards.kit import csv_text, workbook
from awards.kit.clock import RIYADH
from awards.kit.errors import NotFound
from awards.kit.forms import read_filter
from awards.kit.i18n import Lang, local, msg, translate
from awards.kit.pages import language_of
from awards.people.given import GivenDb
from awards.people.guards import overseers
from awards.screening.queries import Screened, queue_of
from awards.screening.wording import STATES

HEADER = (
    msg("Number"),
    msg("Title in Arabic"),
    msg("Title in English"),
    msg("Category"),
    msg("Entrant"),
    msg("State"),
    msg("Screening"),
    msg("Receipt"),
    msg("Submitted"),
    msg("Last changed"),
)
_ENTRY = {
    EntryState.DRAFT: msg("Draft"),
    EntryState.SUBMITTED: msg("Submitted"),
    EntryState.WITHDRAWN: msg("Withdrawn"),
    EntryState.DISQUALIFIED: msg("Disqualified"),
}
_MEDIA_TYPES = {"csv": csv_text.MEDIA_TYPE, "xlsx": workbook.MEDIA_TYPE}


@get(
    "/cycles/{number:int}/entries/list/{extension:str}",
    name="screening.list",
    guards=[overseers],
    sync_to_thread=True,
)
def listed(
    request: Request[Any, Any, Any], db: GivenDb, number: FromPath[int], extension: FromPath[str]
) -> Response[bytes]:
    """Narrowed as the page of all entries is."""
    if extension not in _MEDIA_TYPES:
        raise NotFound
    asked = read_filter(FilterForm, request).values or FilterForm()
    lang = language_of(request)
    with db.read() as session:
        cycle = cycle_by_number(session, number)
        found = oversight.filtered(
            oversight.entries_of(session, cycle.id),
            category=asked.category,
            state=asked.state,
            search=asked.q,
        )
        screened = {one.row.number: one for one in queue_of(session, cycle)}
    header = [translate(text, lang) for text in HEADER]
    rows = [_row(entry, screened.get(entry.number), lang) for entry in found]
    content = (
        csv_text.csv_file(header, rows)
        if extension == "csv"
        else workbook.workbook(translate(msg("Entries"), lang), header, rows, lang)
    )
    disposition = f'attachment; filename="entries-list-{number}.{extension}"'
    return Response(content, media_type=_MEDIA_TYPES[extension], headers={"content-disposition": disposition})


def _row(entry: oversight.ListedEntry, one: Screened | None, lang: Lang) -> list[str]:
    times = [
        at.astimezone(RIYADH).strftime("%Y-%m-%d %H:%M") if at else ""
        for at in (entry.submitted_at, entry.updated_at)
    ]
    return [
        str(entry.number),
        entry.title_ar,
        entry.title_en,
        local(entry, "category", lang),
        local(entry, "entrant", lang),
        translate(_ENTRY[entry.state], lang),
        translate(STATES[one.state][0], lang) if one else "",
        entry.receipt or "",
        *times,
    ]


handlers = [listed]
