"""The ranking with the places that were given, and the reasons behind each entry's."""

from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath

from awards.entries.queries import ending_of
from awards.kit.pages import language_of, page
from awards.people.given import GivenDb
from awards.people.guards import overseers
from judging.deliberations.board import held_places, place_view
from judging.deliberations.neighbours import neighbours
from judging.deliberations.pages import all_rankings
from judging.deliberations.queries import (
    decided_places,
    former_sheets,
    place_of_entry,
    who_answers,
    written_on,
)
from judging.deliberations.stopped import sheets_shown, stopped_page
from judging.recognition.queries import figures
from judging.rounds.method.rules import Method
from judging.rubrics.scale import TEN
from judging.tally.chart import bars
from judging.tally.queries import category_of, closing_of, document_of, head_of, opened, round_of
from judging.tally.reading import counted_in
from judging.tally.sealed import sealed_page
from judging.tally.shown import line, steps, sureness
from judging.tally.written import shown_mean


@get("/cycles/{number:int}/results", name="deliberations.results", guards=[overseers], sync_to_thread=True)
def results(request: Request[Any, Any, Any], number: FromPath[int], db: GivenDb) -> Response[str]:
    """The ranking of every category."""
    with db.read() as session:
        head = head_of(session, number)
        if not head.results_open:
            return sealed_page(request, session, head, tab="results")
        document = document_of(session, head)
        decided = decided_places(session, head.cycle_id)
        closing = closing_of(session, head)
        answerable = who_answers(session, head)
    held = held_places(document.categories, decided, head.tally_id)
    return page(
        request,
        "judging/deliberations/results.html",
        cycle=head,
        closing=closing,
        answerable=answerable,
        categories=document.categories,
        final=document.final,
        adjusted=document.method == Method.ADJUSTED,
        rankings=all_rankings(head, document, held, language_of(request)),
    )


@get(
    "/cycles/{number:int}/results/recognition",
    name="deliberations.recognition",
    guards=[overseers],
    sync_to_thread=True,
)
def recognition(request: Request[Any, Any, Any], number: FromPath[int], db: GivenDb) -> Response[str]:
    """How often judges could tell whose entry they judged; a page of its own, as the ranking is read far more often."""
    with db.read() as session:
        head = opened(session, number)
        found = figures(session, round_of(head))
    return page(request, "judging/recognition/figures.html", cycle=head, recognised=found)


@get(
    "/cycles/{number:int}/results/{code:str}",
    name="deliberations.category",
    guards=[overseers],
    sync_to_thread=True,
)
def category_results(
    request: Request[Any, Any, Any],
    number: FromPath[int],
    code: FromPath[str],
    db: GivenDb,
) -> Response[str]:
    """A category's ranking with the places given. Raises NotYetOpened: nobody sees a score before that."""
    with db.read() as session:
        head = opened(session, number)
        category = category_of(session, head, code)
        document = document_of(session, head)
        decided = decided_places(session, head.cycle_id)
        closing = closing_of(session, head)
        answerable = who_answers(session, head)
    return page(
        request,
        "judging/deliberations/category.html",
        cycle=head,
        closing=closing,
        answerable=answerable,
        category=category,
        categories=document.categories,
        held=held_places([category], decided, head.tally_id),
        min_sheets=document.min_sheets,
        final=document.final,
        names={criterion.key: criterion for criterion in category.criteria},
        same_scale=all(criterion.scale == TEN for criterion in category.criteria),
        bars=bars(category),
        sure=sureness(document, category),
    )


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
    """Why an entry stands where it does: every sheet, the computation, the tie-break, the decision.

    Of one that did not go past the first reading, why it did not.
    """
    with db.read() as session:
        head = opened(session, number)
        category = category_of(session, head, code)
        document = document_of(session, head)
        final, model = document.final, document.model
        entry = category.entry(entry_number)
        if entry is None:
            return stopped_page(
                request, session, head, counted_in(session, document, head.cycle_id, code, entry_number)
            )
        written = written_on(session, entry)
        places = decided_places(session, head.cycle_id)
        decided = place_of_entry(places, entry.entry_id)
        closing = closing_of(session, head)
        answerable = who_answers(session, head)
        ending = ending_of(session, entry.entry_id)
        former = former_sheets(session, head, code, entry_number)
    tied = category.same_total(entry)
    before, after = neighbours(category, entry)
    return page(
        request,
        "judging/deliberations/reasons.html",
        cycle=head,
        closing=closing,
        answerable=answerable,
        category=category,
        entry=entry,
        final=final,
        ending=ending,
        before=before,
        after=after,
        **sheets_shown(category, entry),
        ladder=category.ladder_of(entry),
        known=line(entry),
        step=next((one for one in steps(category, model.judges) if one.line.entry is entry), None)
        if model
        else None,
        tied=[(e, [shown_mean(e.means.get(key)) for key in category.ladder_of(entry)]) for e in tied]
        if len(tied) > 1
        else [],
        written=written,
        former=former,
        decided=decided,
        view=place_view(category, decided.place, places, head.tally_id) if decided else None,
        passed_by=[]
        if decided
        else [
            view
            for place in range(1, category.places + 1)
            if entry in (view := place_view(category, place, places, head.tally_id)).passed_over
        ],
    )


handlers = (results, recognition, category_results, reasons)
