"""The page of a cycle's rounds, with the forms that plan those around scoring."""

from itertools import groupby
from typing import Any

from litestar import Request, Response

from awards.cycles.queries import categories_of, cycle_by_number
from awards.kit.clock import zone_named
from awards.kit.db import Database
from awards.kit.errors import NotFound
from awards.kit.forms import Filled
from awards.kit.pages import page
from awards.people.viewer import Viewer
from judging.rounds import final_forms, first_reading_forms
from judging.rounds.finalists import finalists_of
from judging.rounds.queries import (
    early_closing_of,
    final_plan,
    first_reading,
    has_begun,
    last_round,
    scoring_round,
)
from judging.rubrics.kinds import RoundKind
from judging.rubrics.queries import with_rubric


def rounds_view(
    request: Request[Any, Any, Any],
    db: Database,
    viewer: Viewer,
    number: int,
    *,
    sent: str = "",
    filled: Filled[Any] | None = None,
) -> Response[str]:
    """`filled` is the form that was `sent`, `final` or `first-reading`; the other starts anew. Raises NotFound."""
    with db.read() as session:
        cycle = cycle_by_number(session, number)
        scoring, last = scoring_round(session, cycle.id), last_round(session, cycle.id)
        reading, plan = first_reading(session, cycle.id), final_plan(session, cycle.id)
        final = last if last and last.kind is RoundKind.FINAL else None
        finalists = finalists_of(session, final.id) if final else []
        closings = {one.kind.value: early_closing_of(session, one.id) for one in (reading, scoring) if one}
        own = {
            kind.value: with_rubric(session.connection(), cycle.id, kind=kind)
            for kind in (RoundKind.FIRST_READING, RoundKind.FINAL)
        }
        categories = categories_of(session, cycle.id)
    if scoring is None:
        raise NotFound
    begun = has_begun(reading or scoring)
    filled = filled or Filled()
    filled.typed = {
        **first_reading_forms.suggested(cycle, scoring, reading),
        **final_forms.suggested(cycle, scoring, plan),
        **filled.typed,
    }
    return page(
        request,
        "judging/rounds/rounds.html",
        filled=filled,
        cycle=cycle,
        zone=zone_named(cycle.zone),
        reading=reading,
        scoring=scoring,
        scoring_begun=last is not None and last.kind is not RoundKind.FIRST_READING,
        closings=closings,
        plan=plan,
        final=final,
        categories=categories,
        own=own,
        finalists=[(code, list(lines)) for code, lines in groupby(finalists, key=lambda line: line.code)],
        begun=begun,
        may_plan=viewer.organises and not begun,
        sent=sent,
    )
