"""In the place of results that are not open: who must do what before they are."""

from http import HTTPStatus
from typing import Any

from litestar import Request, Response
from sqlmodel import Session

from awards.kit.pages import page
from judging.rounds.queries import consents_of
from judging.rounds.state import CONSENTS
from judging.tally.queries import Head


def sealed_page(request: Request[Any, Any, Any], session: Session, head: Head, *, tab: str) -> Response[str]:
    """The page of the cycle that the reader asked for, with nothing of the results on it."""
    return page(
        request,
        "judging/tally/sealed.html",
        status=HTTPStatus.CONFLICT,
        cycle=head,
        tab=tab,
        consents=consents_of(session, head.round_id) if head.round_id else [],
        consents_needed=CONSENTS,
        may_move=request.scope["user"].organises,
    )
