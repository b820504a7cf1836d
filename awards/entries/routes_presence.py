"""Who is in an entry, for the pages on which it is written: they tell that they are open, and ask who else is."""

import uuid
from http import HTTPStatus
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath

from awards.entries.models import Place
from awards.entries.presence import beat, is_news, leave, others, present_in, words_of
from awards.kit.errors import NotFound
from awards.kit.i18n import translate
from awards.kit.pages import language_of
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenViewer
from awards.people.guards import entrants


@get("/entries/{entry_id:uuid}/presence", name="entries.presence", guards=[entrants], sync_to_thread=True)
def who_is_here(
    request: Request[Any, Any, Any],
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
    entry_id: FromPath[uuid.UUID],
) -> Response[Any]:
    """The others who are in the entry, in words."""
    with db.rows() as connection:
        present = present_in(connection, viewer.person_id, entry_id, clock())
    lang = language_of(request)
    return Response({"here": [translate(words_of(one), lang) for one in others(present, viewer.person_id)]})


@post(
    "/entries/{entry_id:uuid}/presence",
    name="entries.be_present",
    guards=[entrants],
    status_code=HTTPStatus.OK,
    sync_to_thread=True,
)
def be_present(
    request: Request[Any, Any, Any],
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
    form: GivenForm,
    entry_id: FromPath[uuid.UUID],
) -> Response[Any]:
    """One beat: `place`, `unsaved` where something is, `gone` as the page is closed. Answers as asking does."""
    now = clock()
    if (typed := str(form.get("place", ""))) not in set(Place):
        raise NotFound
    place, unsaved = Place(typed), bool(form.get("unsaved"))
    with db.rows() as connection:
        present = present_in(connection, viewer.person_id, entry_id, now)
    if form.get("gone") and not unsaved:
        with db.write() as session:
            leave(session, entry_id, place, by=viewer.person_id)
    elif is_news(present, viewer.person_id, place, now, unsaved=unsaved):
        with db.write() as session:
            beat(session, entry_id, place, unsaved=unsaved, by=viewer.person_id, at=now)
    lang = language_of(request)
    return Response({"here": [translate(words_of(one), lang) for one in others(present, viewer.person_id)]})


handlers = [who_is_here, be_present]
