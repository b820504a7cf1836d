"""Reasons and decisions, to read."""

from typing import Any

from litestar import Request, Response, Router, get
from litestar.params import FromPath

from awards.kit.errors import NotFound
from awards.kit.pages import page
from awards.people.given import GivenDb, GivenViewer
from awards.people.guards import overseers
from judging.deliberations import routes_places, routes_publication
from judging.deliberations.board import board, place_view
from judging.deliberations.permissions import may_approve, may_decide
from judging.deliberations.queries import decided_places, place_of_entry, publication_of, written_on
from judging.tally.queries import category_of, document_of, opened
from judging.tally.written import entry_sum, sheet_sum, shown_mean


@get(
    "/cycles/{number:int}/results/{code:str}/{entry_number:int}",
    name="deliberations.reasons",
    guards=[overseers],
    sync_to_thread=True,
)
def reasons(
    request: Request[Any, Any, Any],
    number: FromPath[int],
    code: FromPath[str],
    entry_number: FromPath[int],
    db: GivenDb,
) -> Response[str]:
    """Why an entry stands where it does: every sheet, the computation, the tie-break, the decision."""
    with db.read() as session:
        head = opened(session, number)
        category = category_of(session, head, code)
        entry = category.entry(entry_number)
        if entry is None:
            raise NotFound
        written = written_on(session, entry)
        decided = place_of_entry(decided_places(session, head.cycle_id), entry.entry_id)
    tied = category.same_total(entry)
    return page(
        request,
        "judging/deliberations/reasons.html",
        cycle=head,
        category=category,
        entry=entry,
        names={criterion.key: criterion for criterion in category.criteria},
        scores={sheet.sheet: {s.criterion: s for s in sheet.scores} for sheet in entry.sheets},
        sums={sheet.sheet: sheet_sum(category, sheet) for sheet in entry.sheets},
        total_sum=entry_sum(entry),
        means={key: shown_mean(mean) for key, mean in entry.means.items()},
        tied=[(e, [shown_mean(e.means.get(key)) for key in category.ladder]) for e in tied]
        if len(tied) > 1
        else [],
        written=written,
        decided=decided,
        view=place_view(category, decided.place, decided, head.tally_id) if decided else None,
    )


@get("/cycles/{number:int}/decisions", name="deliberations.board", guards=[overseers], sync_to_thread=True)
def decisions(
    request: Request[Any, Any, Any], number: FromPath[int], viewer: GivenViewer, db: GivenDb
) -> Response[str]:
    with db.read() as session:
        head = opened(session, number)
        categories = document_of(session, head).categories
        decided = decided_places(session, head.cycle_id)
        publication = publication_of(session, head.cycle_id)
    return page(
        request,
        "judging/deliberations/decisions.html",
        cycle=head,
        views=board(categories, decided, head.tally_id),
        publication=publication,
        may_decide=may_decide(viewer) and publication is None,
        may_approve={key for key, place in decided.items() if may_approve(viewer, place)},
    )


router = Router(
    "/", route_handlers=[reasons, decisions, *routes_places.handlers, *routes_publication.handlers]
)
