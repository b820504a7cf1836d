"""A finalist's scoring round in figures, for judges of the final panel where the cycle shows it."""

from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath

from awards.kit.pages import page
from awards.people.given import GivenDb, GivenViewer
from awards.people.guards import judges
from judging.assignments.queries import judge_view_by_code
from judging.scorecards.scoring import scoring_of


@get("/scorecards/{code:str}/scoring", name="scorecards.scoring", guards=[judges], sync_to_thread=True)
def scoring_page(
    request: Request[Any, Any, Any], code: FromPath[str], viewer: GivenViewer, db: GivenDb
) -> Response[str]:
    """How many sheets there were, their mean and their range. 404 unless the cycle shows it and the entry is assigned."""
    with db.rows() as connection:
        view = judge_view_by_code(connection, viewer.person_id, code)
        figures = scoring_of(connection, viewer.person_id, code)
    return page(request, "judging/scorecards/scoring.html", view=view, figures=figures)
