"""For the people of an entry: filing its appeal, withdrawing it, reading the ruling."""

import uuid
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from awards.entries.queries import my_head
from awards.kit.db import Database
from awards.kit.errors import NotFound
from awards.kit.forms import Filled, read
from awards.kit.i18n import msg, translate
from awards.kit.pages import language_of, page, see
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenViewer
from awards.people.guards import entrants
from judging.appeals import operations
from judging.appeals.forms import AppealForm
from judging.appeals.own import own_change, own_result
from judging.appeals.queries import appeal_on, window_of
from judging.appeals.rules import MOST_WORDS
from judging.appeals.wording import GROUNDS, OUTCOMES, STATES

AnyRequest = Request[Any, Any, Any]
_AT = "/entries/{entry_id:uuid}/appeal"


@get(_AT, name="appeals.mine", guards=[entrants], sync_to_thread=True)
def mine(
    request: AnyRequest, entry_id: FromPath[uuid.UUID], viewer: GivenViewer, db: GivenDb, clock: GivenClock
) -> Response[str]:
    """The entry's appeal, or where to file it. 404 before entrants were told, and for anybody else's entry."""
    return _mine(request, db, viewer.person_id, clock, entry_id)


def _mine(
    request: AnyRequest,
    db: Database,
    viewer: uuid.UUID,
    clock: GivenClock,
    entry_id: uuid.UUID,
    filled: Filled[Any] | None = None,
) -> Response[str]:
    with db.read() as session:
        entry = my_head(session, viewer, entry_id)
        own = own_result(session, entry)
        if own is None:
            raise NotFound
        appeal = appeal_on(session, entry_id)
        change = own_change(session, appeal) if appeal else None
        owner = operations.may_file(session, entry, viewer)
    return page(
        request,
        "judging/appeals/mine.html",
        filled=filled,
        entry=entry,
        own=own,
        appeal=appeal,
        change=change,
        owner=owner,
        withdrawable=appeal is not None and owner and operations.may_withdraw(appeal),
        time=window_of(own.notice).at(clock()),
        now=clock(),
        grounds=GROUNDS,
        grounds_in_words=[
            (ground.value, translate(words, language_of(request))) for ground, words in GROUNDS.items()
        ],
        outcomes=OUTCOMES,
        states=STATES,
        most=MOST_WORDS,
    )


@post(_AT, name="appeals.file", guards=[entrants], sync_to_thread=True)
def file(
    request: AnyRequest,
    *,
    entry_id: FromPath[uuid.UUID],
    viewer: GivenViewer,
    form: GivenForm,
    db: GivenDb,
    clock: GivenClock,
) -> Response[str] | Redirect:
    """File the appeal, by the time at which the request arrived; what was typed stays on the page if it is refused."""
    filled = read(AppealForm, form)
    if filled.values is not None:
        with filled.catching_refusal():
            with db.write() as session:
                appeal = operations.file_appeal(
                    session,
                    entry_id,
                    filled.values.ground,
                    filled.values.text,
                    by=viewer.person_id,
                    at=clock(),
                )
            return see(
                f"/entries/{entry_id}/appeal",
                notice=msg("The appeal is filed under the number %(number)s.", number=appeal.number),
            )
    return _mine(request, db, viewer.person_id, clock, entry_id, filled)


@post(f"{_AT}/withdrawal", name="appeals.withdraw", guards=[entrants], sync_to_thread=True)
def withdraw(entry_id: FromPath[uuid.UUID], viewer: GivenViewer, db: GivenDb, clock: GivenClock) -> Redirect:
    with db.write() as session:
        operations.withdraw_appeal(session, entry_id, by=viewer.person_id, at=clock())
    return see(f"/entries/{entry_id}/appeal", notice=msg("The appeal is withdrawn."))


handlers = [mine, file, withdraw]
