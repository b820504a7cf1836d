"""The directory of agencies, for organisers and auditors."""

from typing import Any

from litestar import Request, Response, Router, get

from awards.directory import routes_people
from awards.directory.queries import directory
from awards.directory.sectors import sector_name
from awards.kit.forms import Form, read_filter
from awards.kit.i18n import translate
from awards.kit.pages import language_of, page
from awards.kit.text import fold
from awards.people.given import GivenDb
from awards.people.guards import overseers


class FilterForm(Form):
    """Which agencies to show; an empty box filters nothing."""

    q: str = ""
    sector: str = ""


@get("/agencies", name="directory.list", guards=[overseers], sync_to_thread=True)
def list_agencies(request: Request[Any, Any, Any], db: GivenDb) -> Response[str]:
    wanted = read_filter(FilterForm, request).values or FilterForm()
    with db.read() as session:
        everything = directory(session)
    found = [
        agency
        for agency in everything
        if agency.answers_to(fold(wanted.q).strip()) and wanted.sector in ("", agency.sector)
    ]
    lang = language_of(request)
    if lang == "en":
        found.sort(key=lambda agency: fold(agency.name_en))
    sectors = {
        agency.sector: translate(sector_name(agency.sector), lang) for agency in everything if agency.sector
    }
    return page(
        request,
        "awards/directory/list.html",
        agencies=found,
        total=len(everything),
        sectors=sorted(sectors.items(), key=lambda sector: fold(sector[1])),
        sector_names=sectors,
        typed=wanted,
    )


router = Router("/", route_handlers=[list_agencies, *routes_people.handlers])
