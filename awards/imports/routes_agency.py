"""`/agencies/new` and `/agencies/{code}/editing`: one agency in a form, by the rules of the list."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from pydantic import Field

from awards.directory.operations import import_agencies
from awards.directory.queries import directory, row_of
from awards.directory.rows import AgencyRow
from awards.directory.sectors import SECTORS
from awards.imports.agencies import COLUMNS, cells_of, of_form
from awards.kit.db import Database
from awards.kit.errors import Invalid, NotFound
from awards.kit.forms import Filled, Form, read
from awards.kit.i18n import Message, local, msg, translate
from awards.kit.pages import language_of, page, see
from awards.kit.reasons import InArabic
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenViewer
from awards.people.guards import organisers

AnyRequest = Request[Any, Any, Any]
_SEVERAL = ("aliases_ar", "aliases_en", "domain")
"""In the form one to a line, in a list parted by `|`."""
_KEYS = {column.name.text: column.key for column in COLUMNS}


class AgencyForm(Form):
    """An agency as a list names it."""

    code: str = Field("", max_length=40)
    name_ar: InArabic = Field(max_length=200)
    name_en: str = Field(max_length=200)
    acronym: str = Field("", max_length=200)
    aliases_ar: str = Field("", max_length=4000)
    aliases_en: str = Field("", max_length=4000)
    domain: str = Field("", max_length=4000)
    sector: str = Field("", max_length=40)
    parent: str = Field("", max_length=40)

    def cells(self) -> dict[str, str]:
        """As a row of a list holds them."""
        given = self.model_dump()
        return {**given, **{name: "|".join(given[name].splitlines()) for name in _SEVERAL}}


@get("/agencies/new", name="imports.agency_new", guards=[organisers], sync_to_thread=True)
def new(request: AnyRequest, db: GivenDb) -> Response[str]:
    return _form(request, db, "", Filled())


@post("/agencies/new", name="imports.agency_add", guards=[organisers], sync_to_thread=True)
def add(
    request: AnyRequest, viewer: GivenViewer, form: GivenForm, db: GivenDb, clock: GivenClock
) -> Response[str] | Redirect:
    """A code that the directory has is not taken a second time."""
    return _saved(request, viewer, form, db, clock, "")


@get("/agencies/{code:str}/editing", name="imports.agency", guards=[organisers], sync_to_thread=True)
def one(request: AnyRequest, code: FromPath[str], db: GivenDb) -> Response[str]:
    with db.read() as session:
        found = next((row_of(agency) for agency in directory(session) if agency.code == code), None)
    if found is None:
        raise NotFound
    return _form(request, db, code, Filled(typed=_typed(found)))


@post("/agencies/{code:str}/editing", name="imports.agency_change", guards=[organisers], sync_to_thread=True)
def change(
    request: AnyRequest,
    *,
    code: FromPath[str],
    viewer: GivenViewer,
    form: GivenForm,
    db: GivenDb,
    clock: GivenClock,
) -> Response[str] | Redirect:
    return _saved(request, viewer, form, db, clock, code)


def _saved(
    request: AnyRequest, viewer: GivenViewer, form: GivenForm, db: Database, clock: GivenClock, code: str
) -> Response[str] | Redirect:
    filled = read(AgencyForm, form)
    if filled.values is not None:
        cells = filled.values.cells()
        if code:
            cells["code"] = code
        with filled.catching_refusal(Invalid):
            with db.write() as session:
                known = {agency.code for agency in directory(session)}
                if code and code not in known:
                    raise NotFound
                if not cells["code"]:
                    raise Invalid({"code": msg("This cell must not be empty.")})
                if not code and cells["code"].lower() in known:
                    raise Invalid({"code": msg("The directory has an agency of this code already.")})
                plan = of_form(session, cells)
                if plan.problems:
                    raise Invalid({_key(problem.column): problem.text for problem in plan.problems})
                if plan.to_do:
                    import_agencies(
                        session, [row.todo for row in plan.to_do], by=viewer.person_id, at=clock()
                    )
            return see("/agencies", notice=msg("The agency is saved."))
    return _form(request, db, code, filled)


def _key(column: Message | str) -> str:
    return _KEYS.get(column.text, "form") if isinstance(column, Message) else column or "form"


def _typed(row: AgencyRow) -> dict[str, str]:
    cells = cells_of(row)
    return {**cells, **{name: cells[name].replace("|", "\n") for name in _SEVERAL}}


def _form(request: AnyRequest, db: Database, code: str, filled: Filled[Any]) -> Response[str]:
    lang = language_of(request)
    with db.read() as session:
        agencies = directory(session)
    return page(
        request,
        "awards/imports/agency.html",
        filled=filled,
        code=code,
        sectors=[(key, translate(name, lang)) for key, name in SECTORS.items()],
        above=[(agency.code, local(agency, "name", lang)) for agency in agencies if agency.code != code],
    )


handlers = [new, add, one, change]
