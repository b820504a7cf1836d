"""The lists as files: what the page shows, in the reader's language, to be opened in a spreadsheet or brought in again."""

from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath

from awards.cycles.queries import cycle_by_number
from awards.directory.queries import directory
from awards.directory.routes import FilterForm as AgencyFilter
from awards.entries import oversight
from awards.entries.forms import FilterForm as EntryFilter
from awards.imports.files import MEDIA_TYPES, Wanted, table_file
from awards.imports.kinds import KINDS
from awards.imports.models import TableKind
from awards.imports.plans import Setting
from awards.imports.standing_entries import entries_standing
from awards.kit.db import Database
from awards.kit.errors import NotFound
from awards.kit.forms import read_filter
from awards.kit.pages import language_of
from awards.kit.text import fold
from awards.people.given import GivenClock, GivenDb, GivenViewer
from awards.people.guards import organisers, overseers

AnyRequest = Request[Any, Any, Any]


@get(
    "/agencies/export/{extension:str}",
    name="imports.agencies",
    guards=[overseers],
    sync_to_thread=True,
)
def agencies(
    request: AnyRequest, viewer: GivenViewer, db: GivenDb, clock: GivenClock, extension: FromPath[str]
) -> Response[bytes]:
    """The directory, narrowed as its page is."""
    asked = read_filter(AgencyFilter, request).values or AgencyFilter()
    with db.read() as session:
        found = {
            agency.code
            for agency in directory(session)
            if agency.answers_to(fold(asked.q).strip()) and asked.sector in ("", agency.sector)
        }
    setting = Setting(viewer.person_id, clock(), language_of(request))
    return _file(
        db, TableKind.AGENCIES, setting, extension, "agencies", wanted=lambda row: row["code"] in found
    )


@get(
    "/agencies/people/{extension:str}",
    name="imports.people",
    guards=[overseers],
    sync_to_thread=True,
)
def people(
    request: AnyRequest, viewer: GivenViewer, db: GivenDb, clock: GivenClock, extension: FromPath[str]
) -> Response[bytes]:
    """Who enters for which agency; `agency` in the address names one."""
    code = request.query_params.get("agency", "")
    setting = Setting(viewer.person_id, clock(), language_of(request))
    return _file(
        db, TableKind.PEOPLE, setting, extension, "people", wanted=lambda row: code in ("", row["agency"])
    )


@get("/agencies/services/{extension:str}", name="imports.services", guards=[overseers], sync_to_thread=True)
def services(
    request: AnyRequest, viewer: GivenViewer, db: GivenDb, clock: GivenClock, extension: FromPath[str]
) -> Response[bytes]:
    """The services of all agencies; `agency` in the address names one."""
    code = request.query_params.get("agency", "")
    setting = Setting(viewer.person_id, clock(), language_of(request))
    return _file(
        db, TableKind.SERVICES, setting, extension, "services", wanted=lambda row: code in ("", row["agency"])
    )


@get(
    "/cycles/{number:int}/entries/export/{extension:str}",
    name="imports.entries",
    guards=[overseers],
    sync_to_thread=True,
)
def entries(
    request: AnyRequest,
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
    number: FromPath[int],
    extension: FromPath[str],
) -> Response[bytes]:
    """The entries of a cycle with their answers, narrowed as its page is."""
    asked = read_filter(EntryFilter, request).values or EntryFilter()
    with db.read() as session:
        cycle = cycle_by_number(session, number)
        listed = oversight.filtered(
            oversight.entries_of(session, cycle.id),
            category=asked.category,
            state=asked.state,
            search=asked.q,
        )
        numbers = {entry.number for entry in listed}
        keys = {entry.key for entry in entries_standing(session, cycle.id) if entry.number in numbers}
    setting = Setting(viewer.person_id, clock(), language_of(request), cycle.id)
    return _file(
        db, TableKind.ENTRIES, setting, extension, f"entries-{number}", wanted=lambda row: row["key"] in keys
    )


@get(
    "/imports/{kind:str}/template/{extension:str}",
    name="imports.template",
    guards=[organisers],
    sync_to_thread=True,
)
def template(
    request: AnyRequest,
    *,
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
    kind: FromPath[str],
    extension: FromPath[str],
) -> Response[bytes]:
    """The columns of a list without a row; that of entries names its cycle in the address."""
    if kind not in set(KINDS):
        raise NotFound
    cycle_id = None
    if kind == TableKind.ENTRIES:
        number = request.query_params.get("cycle", "")
        if not number.isdecimal() or len(number) > 6:
            raise NotFound
        with db.read() as session:
            cycle_id = cycle_by_number(session, int(number)).id
    setting = Setting(viewer.person_id, clock(), language_of(request), cycle_id)
    return _file(db, TableKind(kind), setting, extension, f"{kind}-template", wanted=lambda _: False)


def _file(
    db: Database, kind: TableKind, setting: Setting, extension: str, name: str, *, wanted: Wanted
) -> Response[bytes]:
    if extension not in MEDIA_TYPES:
        raise NotFound
    with db.read() as session:
        content = table_file(session, KINDS[kind], setting, extension, wanted=wanted)
    return Response(
        content,
        media_type=MEDIA_TYPES[extension],
        headers={"content-disposition": f'attachment; filename="{name}.{extension}"'},
    )


handlers = [agencies, people, services, entries, template]
