"""The published places as an appeal corrects them: one organiser writes them; who approves them is a layer above."""

import uuid
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from litestar import Request, Response, get, post
from litestar.datastructures import FormMultiDict
from litestar.params import FromPath
from litestar.response import Redirect

from awards.cycles.queries import cycle_by_number
from awards.kit.db import Database
from awards.kit.errors import NotFound
from awards.kit.forms import Filled
from awards.kit.i18n import msg
from awards.kit.pages import page, see
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenViewer
from awards.people.guards import organisers, overseers
from awards.people.viewer import Viewer
from judging.appeals import amending
from judging.appeals.amending import Corrected
from judging.appeals.models import AppealCorrection
from judging.appeals.queries import appeal_numbered
from judging.appeals.rules import State
from judging.deliberations.board import BEYOND
from judging.deliberations.queries import decided_places
from judging.tally.document import CategoryTally

AnyRequest = Request[Any, Any, Any]
_AT = "/cycles/{number:int}/appeals/{appeal:int}/places"
_TEXTS = ("citation_ar", "citation_en", "reason", "reason_en")


@get(_AT, name="appeals.places", guards=[overseers], sync_to_thread=True)
def places(
    request: AnyRequest, number: FromPath[int], appeal: FromPath[int], viewer: GivenViewer, db: GivenDb
) -> Response[str]:
    """The places that wait for a second person; before that, the form. 404 where nothing published was moved."""
    return places_page(request, db, viewer, number, appeal)


def places_page(
    request: AnyRequest,
    db: Database,
    viewer: Viewer,
    number: int,
    appeal: int,
    filled: Filled[Any] | None = None,
) -> Response[str]:
    """The page of corrected places, with what was typed and what is wrong with it."""
    with db.read() as session:
        cycle = cycle_by_number(session, number)
        found = appeal_numbered(session, number, appeal)
        row = session.get(AppealCorrection, found.id)
        if row is None or not row.after_publication:
            raise NotFound
        categories = amending.changed_categories(session, found)
        decided = decided_places(session, found.cycle_id)
    waiting = amending.proposed(row) if row.proposed_at and row.approved_at is None else []
    held = {entry_id for one in decided.values() for entry_id in one.entry_ids}
    filled = filled or Filled()
    filled.typed = filled.typed or amending.as_typed(
        categories, waiting or amending.suggested(categories, decided, found.number)
    )
    return page(
        request,
        "judging/appeals/places.html",
        filled=filled,
        cycle=cycle,
        appeal=found,
        row=row,
        open=found.state is State.TO_AMEND,
        seen=amending.seen_of(row),
        may_write=viewer.organises and found.state is State.TO_AMEND,
        may_approve=bool(waiting) and viewer.organises and row.proposed_by_id != viewer.person_id,
        before=[
            (category, decided.get((category.id, place)), place)
            for category in categories
            for place in range(1, category.places + 1)
        ],
        waiting=[(one, next(c for c in categories if c.id == one.category_id)) for one in waiting],
        entries={entry.entry_id: entry for category in categories for entry in category.entries},
        categories=categories,
        choices={
            category.id: [
                entry
                for entry in category.entries
                if entry.rank and (entry.rank <= category.places + BEYOND or entry.entry_id in held)
            ]
            for category in categories
        },
        field=amending.field_of,
    )


@post(_AT, name="appeals.propose_places", guards=[organisers], sync_to_thread=True)
def propose(
    request: AnyRequest,
    *,
    number: FromPath[int],
    appeal: FromPath[int],
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
    form: GivenForm,
) -> Response[str] | Redirect:
    """One organiser's wish; what is published stays until a second one approves it."""
    with db.read() as session:
        found = appeal_numbered(session, number, appeal)
        categories = amending.changed_categories(session, found)
    wanted = _read(form, categories)
    filled: Filled[Any] = Filled(typed=amending.as_typed(categories, wanted))
    with filled.catching_refusal():
        with db.write() as session:
            amending.propose(session, found.id, wanted, by=viewer.person_id, at=clock())
        return see(
            f"/cycles/{number}/appeals/{appeal}/places",
            notice=msg("Proposed. The public reads it once another organiser approves it."),
        )
    return places_page(request, db, viewer, number, appeal, filled)


def _read(form: FormMultiDict, categories: Sequence[CategoryTally]) -> list[Corrected]:
    """What was typed for each place; an entry that cannot be read is none."""
    found = []
    for category in categories:
        for place in range(1, category.places + 1):
            ticked = []
            for text in form.getall(amending.field_of(category, place, "entries"), []):
                with suppress(ValueError):
                    ticked.append(uuid.UUID(str(text)))
            texts = {
                name: str(form.get(amending.field_of(category, place, name), "")).strip() for name in _TEXTS
            }
            found.append(Corrected(category.id, place, tuple(ticked), **texts))
    return found


handlers = [places, propose]
