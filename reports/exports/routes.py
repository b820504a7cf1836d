"""Exports of sheets and results, once the results are open."""

from typing import Any

from litestar import Request, Response, Router, get
from litestar.params import FromPath

from awards.cycles.queries import cycle_by_number
from awards.kit.csv_text import MEDIA_TYPE
from awards.kit.db import Database
from awards.kit.pages import language_of
from awards.people.given import GivenDb
from awards.people.guards import overseers
from judging.tally.queries import document_of, opened
from reports.exports.ranking import places_csv, ranking_csv
from reports.exports.sheets import results_json, sheets_csv
from reports.results.queries import Results, results_of


@get(
    "/cycles/{number:int}/results/export.csv", name="exports.sheets", guards=[overseers], sync_to_thread=True
)
def sheets(request: Request[Any, Any, Any], number: FromPath[int], db: GivenDb) -> Response[bytes]:
    """Every lodged sheet under pseudonyms, as CSV in the reader's language. Raises NotYetOpened."""
    with db.read() as session:
        head = opened(session, number)
        document = document_of(session, head)
    return download(
        sheets_csv(head, document, language_of(request)), f"sheets-{number}-v{head.version}.csv", MEDIA_TYPE
    )


@get(
    "/cycles/{number:int}/results/export.json",
    name="exports.results",
    guards=[overseers],
    sync_to_thread=True,
)
def results(number: FromPath[int], db: GivenDb) -> Response[bytes]:
    """The whole tally, as JSON from which every total can be worked out again. Raises NotYetOpened."""
    with db.read() as session:
        head = opened(session, number)
        document = document_of(session, head)
    return download(
        results_json(head, document), f"results-{number}-v{head.version}.json", "application/json"
    )


@get(
    "/cycles/{number:int}/results/ranking.csv",
    name="exports.ranking",
    guards=[overseers],
    sync_to_thread=True,
)
def ranking(request: Request[Any, Any, Any], number: FromPath[int], db: GivenDb) -> Response[bytes]:
    """One line for each entry, by category and rank, as CSV."""
    found = _results(db, number)
    return download(
        ranking_csv(found, language_of(request)), f"ranking-{number}-v{found.version}.csv", MEDIA_TYPE
    )


@get(
    "/cycles/{number:int}/results/winners.csv",
    name="exports.places",
    guards=[overseers],
    sync_to_thread=True,
)
def places(request: Request[Any, Any, Any], number: FromPath[int], db: GivenDb) -> Response[bytes]:
    """One line for each entry that holds a place, as CSV."""
    found = _results(db, number)
    return download(
        places_csv(found, language_of(request)), f"winners-{number}-v{found.version}.csv", MEDIA_TYPE
    )


def _results(db: Database, number: int) -> Results:
    with db.read() as session:
        return results_of(session, cycle_by_number(session, number).id)


def download(content: bytes, name: str, media_type: str) -> Response[bytes]:
    """Always a file to keep, never shown in the page's place."""
    return Response(
        content, media_type=media_type, headers={"content-disposition": f'attachment; filename="{name}"'}
    )


router = Router("/", route_handlers=[sheets, results, ranking, places])
