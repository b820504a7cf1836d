"""One appeal for the office: who rules, the ruling, the second person, the correction and its difference."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from awards.cycles.queries import cycle_by_number
from awards.kit.db import Database
from awards.kit.errors import NotFound
from awards.kit.forms import Filled, read
from awards.kit.i18n import Message, msg, translate
from awards.kit.pages import language_of, page, see
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenViewer
from awards.people.guards import organisers, overseers
from awards.people.viewer import Viewer
from judging.appeals import correcting, rulings
from judging.appeals.forms import AgreementForm, RulerForm, RulingForm
from judging.appeals.models import UPHOLDING
from judging.appeals.parts import Known, candidates_for
from judging.appeals.queries import Filed, appeal_numbered
from judging.appeals.rules import PARTS, State
from judging.appeals.wording import GROUNDS, OUTCOMES, STATES

AnyRequest = Request[Any, Any, Any]
_AT = "/cycles/{number:int}/appeals/{appeal:int}"


@get(_AT, name="appeals.one", guards=[overseers], sync_to_thread=True)
def one(
    request: AnyRequest, number: FromPath[int], appeal: FromPath[int], viewer: GivenViewer, db: GivenDb
) -> Response[str]:
    """An appeal with all that was done about it; whoever is to rule does so here."""
    return _one(request, db, viewer, number, appeal)


def _one(
    request: AnyRequest,
    db: Database,
    viewer: Viewer,
    number: int,
    appeal: int,
    filled: Filled[Any] | None = None,
) -> Response[str]:
    with db.read() as session:
        cycle = cycle_by_number(session, number)
        found = appeal_numbered(session, number, appeal)
        known = candidates_for(session, found)
        sheets = rulings.sheets_of(session, found)
        aside = rulings.set_aside_by(session, found)
    lang = language_of(request)
    filled = filled or Filled()
    filled.typed = {"ruler": str(found.ruler_id or ""), **filled.typed}
    return page(
        request,
        "judging/appeals/one.html",
        filled=filled,
        cycle=cycle,
        appeal=found,
        known=known,
        parts=PARTS,
        sheets=sheets,
        aside=aside,
        upholding=UPHOLDING,
        can=_can(viewer, found, known),
        candidates=[
            (str(person.id), getattr(person, f"name_{lang}"))
            for person in known
            if person.may_rule and person.id != viewer.person_id
        ],
        outcome_options=[(value.value, translate(words, lang)) for value, (words, _) in OUTCOMES.items()],
        sheet_options=[(str(sheet.scorecard_id), f"{sheet.judge} · {sheet.total}") for sheet in sheets],
        grounds=GROUNDS,
        outcomes=OUTCOMES,
        states=STATES,
    )


def _can(viewer: Viewer, appeal: Filed, known: list[Known]) -> frozenset[str]:
    """What the reader of the page may do now."""
    if not viewer.organises:
        return frozenset()
    me = next((person for person in known if person.id == viewer.person_id), None)
    uninvolved = me is not None and me.may_rule
    state, ruled_by = appeal.state, appeal.ruling.by_id if appeal.ruling else None
    doing = {
        "assign": state in (State.FILED, State.ASSIGNED),
        "rule": state is State.ASSIGNED and appeal.ruler_id == viewer.person_id and uninvolved,
        "agree": state is State.TO_AGREE and uninvolved and ruled_by != viewer.person_id,
        "correct": state is State.TO_CORRECT and ruled_by != viewer.person_id,
    }
    return frozenset(name for name, may in doing.items() if may)


@post(f"{_AT}/ruler", name="appeals.assign", guards=[organisers], sync_to_thread=True)
def assign(
    request: AnyRequest,
    *,
    number: FromPath[int],
    appeal: FromPath[int],
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
    form: GivenForm,
) -> Response[str] | Redirect:
    filled = read(RulerForm, form)
    if filled.values:
        with filled.catching_refusal():
            with db.write() as session:
                found = appeal_numbered(session, number, appeal)
                rulings.assign_ruler(session, found.id, filled.values.ruler, by=viewer.person_id, at=clock())
            return _back(number, appeal, msg("Asked to rule. A letter is on its way."))
    return _one(request, db, viewer, number, appeal, filled)


@post(f"{_AT}/ruling", name="appeals.rule", guards=[organisers], sync_to_thread=True)
def rule(
    request: AnyRequest,
    *,
    number: FromPath[int],
    appeal: FromPath[int],
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
    form: GivenForm,
) -> Response[str] | Redirect:
    filled = read(RulingForm, form)
    if values := filled.values:
        with filled.catching_refusal():
            with db.write() as session:
                rulings.rule_on(
                    session,
                    appeal_numbered(session, number, appeal).id,
                    values.outcome,
                    reasons_ar=values.reasons_ar,
                    reasons_en=values.reasons_en,
                    set_aside=values.sheets,
                    by=viewer.person_id,
                    at=clock(),
                )
            return _back(number, appeal, msg("The ruling is recorded."))
    return _one(request, db, viewer, number, appeal, filled)


@post(f"{_AT}/agreement", name="appeals.agree", guards=[organisers], sync_to_thread=True)
def agree(
    request: AnyRequest,
    *,
    number: FromPath[int],
    appeal: FromPath[int],
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
    form: GivenForm,
) -> Response[str] | Redirect:
    filled = read(AgreementForm, form)
    if filled.values is None:
        raise NotFound
    with filled.catching_refusal():
        with db.write() as session:
            found = appeal_numbered(session, number, appeal)
            rulings.agree_to_ruling(session, found.id, filled.values.ruling, by=viewer.person_id, at=clock())
        return _back(number, appeal, msg("The ruling stands."))
    return _one(request, db, viewer, number, appeal, filled)


@post(f"{_AT}/return", name="appeals.send_back", guards=[organisers], sync_to_thread=True)
def send_back(
    request: AnyRequest,
    *,
    number: FromPath[int],
    appeal: FromPath[int],
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
    form: GivenForm,
) -> Response[str] | Redirect:
    filled = read(AgreementForm, form)
    if values := filled.values:
        with filled.catching_refusal():
            with db.write() as session:
                found = appeal_numbered(session, number, appeal)
                rulings.send_ruling_back(
                    session, found.id, values.ruling, values.reason, by=viewer.person_id, at=clock()
                )
            return _back(number, appeal, msg("The ruling went back, with what you hold against it."))
    return _one(request, db, viewer, number, appeal, filled)


@post(f"{_AT}/correction", name="appeals.correct", guards=[organisers], sync_to_thread=True)
def correct(
    request: AnyRequest,
    *,
    number: FromPath[int],
    appeal: FromPath[int],
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
) -> Response[str] | Redirect:
    """Set aside what the ruling says and count again."""
    filled: Filled[Any] = Filled()
    with filled.catching_refusal():
        with db.write() as session:
            found = appeal_numbered(session, number, appeal)
            correcting.correct_after(session, found.id, by=viewer.person_id, at=clock())
        return _back(number, appeal, msg("The results were counted again."), to="/difference")
    return _one(request, db, viewer, number, appeal, filled)


def _back(number: int, appeal: int, notice: Message, *, to: str = "") -> Redirect:
    return see(f"/cycles/{number}/appeals/{appeal}{to}", notice=notice)


@get(f"{_AT}/difference", name="appeals.difference", guards=[overseers], sync_to_thread=True)
def difference(
    request: AnyRequest, number: FromPath[int], appeal: FromPath[int], viewer: GivenViewer, db: GivenDb
) -> Response[str]:
    """What counting again has changed; before it is done, what it would. 404 where no ruling asks for it."""
    with db.read() as session:
        cycle = cycle_by_number(session, number)
        found = appeal_numbered(session, number, appeal)
        is_made = found.after_id is not None
        if not is_made and not (found.ruling and found.ruling.outcome in UPHOLDING):
            raise NotFound
        changed = correcting.made(session, found) if is_made else correcting.preview(session, found)
        known = candidates_for(session, found)
        aside = rulings.set_aside_by(session, found)
    return page(
        request,
        "judging/appeals/difference.html",
        cycle=cycle,
        appeal=found,
        made=is_made,
        aside=aside,
        found=changed,
        can=_can(viewer, found, known),
    )


handlers = [one, assign, rule, agree, send_back, correct, difference]
