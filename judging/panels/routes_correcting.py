"""`/cycles/{number}/jury/{judge}/seat`: correcting what a seat says."""

import uuid
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from awards.cycles.queries import categories_of, cycle_by_number
from awards.kit.db import Database
from awards.kit.forms import Filled, read
from awards.kit.i18n import local, msg, translate
from awards.kit.pages import language_of, page, see
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenViewer
from awards.people.guards import organisers
from awards.people.models import Person
from judging.panels.correcting import correct_seat, seat_in, words_of
from judging.panels.countries import country_names
from judging.panels.forms import ORIGINS, SeatWordsForm

_AT = "/cycles/{number:int}/jury/{judge_id:uuid}/seat"
AnyRequest = Request[Any, Any, Any]


@get(_AT, name="panels.seat_words", guards=[organisers], sync_to_thread=True)
def show(
    request: AnyRequest, number: FromPath[int], judge_id: FromPath[uuid.UUID], db: GivenDb
) -> Response[str]:
    """The seat as it is."""
    with db.read() as session:
        words = words_of(session, seat_in(session, cycle_by_number(session, number).id, judge_id))
    typed = {
        "origin": words.origin.value,
        "reads": list(words.reads),
        "capacity": str(words.capacity),
        "expertise": list(words.expertise),
        "country": words.country,
        "title_ar": words.title_ar,
        "title_en": words.title_en,
    }
    return _form(request, db, number, judge_id, Filled(typed=typed))


@post(_AT, name="panels.correct_seat", guards=[organisers], sync_to_thread=True)
def correct(
    request: AnyRequest,
    *,
    number: FromPath[int],
    judge_id: FromPath[uuid.UUID],
    viewer: GivenViewer,
    form: GivenForm,
    db: GivenDb,
    clock: GivenClock,
) -> Response[str] | Redirect:
    filled = read(SeatWordsForm, form)
    if filled.values is not None:
        with filled.catching_refusal():
            with db.write() as session:
                seat_in(session, cycle_by_number(session, number).id, judge_id)
                correct_seat(session, judge_id, filled.values.words(), by=viewer.person_id, at=clock())
            return see(f"/cycles/{number}/jury", notice=msg("The seat is corrected."))
    return _form(request, db, number, judge_id, filled)


def _form(
    request: AnyRequest,
    db: Database,
    number: int,
    judge_id: uuid.UUID,
    filled: Filled[Any],
) -> Response[str]:
    lang = language_of(request)
    with db.read() as session:
        cycle = cycle_by_number(session, number)
        person = session.get_one(Person, seat_in(session, cycle.id, judge_id).person_id)
        categories = categories_of(session, cycle.id)
    return page(
        request,
        "judging/panels/correct_seat.html",
        filled=filled,
        cycle=cycle,
        judge_id=judge_id,
        person=person,
        origin_options=[(origin.value, translate(name, lang)) for origin, name in ORIGINS.items()],
        expertise_options=[(category.code, local(category, "name", lang)) for category in categories],
        country_options=country_names(lang).items(),
    )


handlers = [show, correct]
