"""The pages on which an entry is written: its task list, title and summary, answers."""

import uuid
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any

from litestar import Request, Response, get, post
from litestar.datastructures import FormMultiDict
from litestar.params import FromPath
from litestar.response import Redirect
from sqlmodel import Session

from awards.cycles import conditions
from awards.directory.models import Agency
from awards.directory.queries import all_agencies
from awards.entries import boxes, operations, outcomes, queries
from awards.entries.changes import EntryChanges
from awards.entries.clashes import Clash, clash_words
from awards.entries.completeness import SUMMARY_WORDS, TITLE_LENGTH, Part
from awards.entries.content import answers_kept, content_of
from awards.entries.models import EntryState, Place
from awards.entries.partners import barred_agencies
from awards.entries.partnership.queries import partners_of
from awards.entries.partnership.rules import may_answer
from awards.entries.permissions import ALIVE, may_take_back, may_withdraw, may_write, told_deadline
from awards.entries.presence import beat, leave, who_is_in
from awards.entries.sheet import EntrySheet
from awards.entries.standing import all_gaps
from awards.entries.translations.queries import translation_of
from awards.kit.clock import zone_named
from awards.kit.db import Database
from awards.kit.errors import RuleBroken
from awards.kit.forms import errors_of
from awards.kit.i18n import Bilingual, Lang, Message, clock_time, msg, translate
from awards.kit.pages import language_of, page, see
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenViewer
from awards.people.guards import entrants
from awards.people.viewer import Viewer

Answer = Response[Any] | Redirect


@get("/entries/{entry_id:uuid}", name="entries.show", guards=[entrants], sync_to_thread=True)
def show(
    request: Request[Any, Any, Any],
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
    entry_id: FromPath[uuid.UUID],
) -> Response[str]:
    """The task list of an entry."""
    now = clock()
    with db.read() as session:
        sheet = queries.my_sheet(session, viewer.person_id, entry_id)
        head = sheet.head
        found = all_gaps(session, sheet, now) if may_write(head.state, head.timetable, now) else []
        submissions = queries.submissions_of(session, entry_id)
        ending = None if head.state in ALIVE else queries.ending_of(session, entry_id)
        is_open = queries.results_open(session, head.cycle_id)
        results = outcomes.results_for(session, viewer.person_id)
        here = who_is_in(session, viewer.person_id, entry_id, now)
        partners = partners_of(session, entry_id) if sheet.partners else []
        translation = translation_of(session, entry_id, content_of(sheet))
        told = request.app.state.told_of(session, viewer.person_id, entry_id)  # judging's, a layer above
    published = head.cycle_id in results.published
    return page(
        request,
        "awards/entries/entry.html",
        now=now,
        sheet=sheet,
        entry=head,
        here=here,
        partners=partners,
        translation=translation,
        partners_open=may_answer(head.state, head.timetable, now),
        writable=may_write(head.state, head.timetable, now),
        returnable=may_take_back(head.state, head.timetable, now),
        until=told_deadline(head.timetable, now),
        movable=request.app.state.asked_to_move(db, entry_id),  # by organisers: screening's, a layer above
        withdrawable=may_withdraw(head.state, head.timetable, now, results_open=is_open),
        left={part: len({gap.subject for gap in found if gap.part is part}) for part in Part},
        obstacles=[gap for gap in found if gap.part is Part.RULES or gap.field.startswith("partner")],
        last=submissions[0] if submissions else None,
        has_new_changes=bool(submissions) and head.version > submissions[0].version,
        ending=ending,
        place=results.places.get(entry_id),
        told=told,
        published=published and head.state is EntryState.SUBMITTED,
        under_way=None if published else outcomes.under_way(head, now),
        never_submitted=head.state is EntryState.DRAFT and not head.timetable.accepts_submissions(now),
    )


@get("/entries/{entry_id:uuid}/summary", name="entries.summary", guards=[entrants], sync_to_thread=True)
def summary(
    request: Request[Any, Any, Any],
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
    entry_id: FromPath[uuid.UUID],
) -> Answer:
    return _open(request, db, viewer, clock(), entry_id, Part.SUMMARY)


@post("/entries/{entry_id:uuid}/summary", name="entries.save_summary", guards=[entrants], sync_to_thread=True)
def save_summary(
    request: Request[Any, Any, Any],
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
    form: GivenForm,
    entry_id: FromPath[uuid.UUID],
) -> Answer:
    return _save(request, db, viewer, clock(), form, entry_id, Part.SUMMARY)


@get("/entries/{entry_id:uuid}/answers", name="entries.answers", guards=[entrants], sync_to_thread=True)
def answers(
    request: Request[Any, Any, Any],
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
    entry_id: FromPath[uuid.UUID],
) -> Answer:
    return _open(request, db, viewer, clock(), entry_id, Part.ANSWERS)


@post("/entries/{entry_id:uuid}/answers", name="entries.save_answers", guards=[entrants], sync_to_thread=True)
def save_answers(
    request: Request[Any, Any, Any],
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
    form: GivenForm,
    entry_id: FromPath[uuid.UUID],
) -> Answer:
    return _save(request, db, viewer, clock(), form, entry_id, Part.ANSWERS)


_CHANGES: Mapping[Part, Callable[[FormMultiDict], EntryChanges]] = {
    Part.SUMMARY: boxes.summary_changes,
    Part.ANSWERS: boxes.answer_changes,
}
_BOXES: Mapping[Part, Callable[[EntrySheet], dict[str, Any]]] = {
    Part.SUMMARY: boxes.summary_boxes,
    Part.ANSWERS: boxes.answer_boxes,
}


def _open(
    request: Request[Any, Any, Any],
    db: Database,
    viewer: Viewer,
    now: datetime,
    entry_id: uuid.UUID,
    part: Part,
) -> Answer:
    with db.read() as session:
        opened = _look(session, viewer, entry_id, part, now)
    if not may_write(opened.sheet.head.state, opened.sheet.head.timetable, now):
        return see(f"/entries/{entry_id}/check")
    boxes_now = _BOXES[part](opened.sheet)
    return _form_page(
        request, part, opened, now, typed=boxes_now, known=boxes.known(boxes_now), errors=opened.faults
    )


def _save(
    request: Request[Any, Any, Any],
    db: Database,
    viewer: Viewer,
    now: datetime,
    form: FormMultiDict,
    entry_id: uuid.UUID,
    part: Part,
) -> Answer:
    """Keep what was typed. A page that asks for JSON saves by itself; it gets the state in words, and the boxes that
    were changed elsewhere: those are left to a person, who then sees both texts.
    """
    wants_json = request.headers.get("accept", "").startswith("application/json")
    place = Place(part.value)
    refusal: RuleBroken | None = None
    clashes: frozenset[str] = frozenset()
    try:
        with db.write() as session:
            clashes = operations.save_entry(
                session,
                entry_id,
                _CHANGES[part](form),
                seen=boxes.seen(form),
                by=viewer.person_id,
                at=now,
            )
            if wants_json:  # its page stays open
                beat(session, entry_id, place, unsaved=bool(clashes), by=viewer.person_id, at=now)
            else:
                leave(session, entry_id, place, by=viewer.person_id)
    except RuleBroken as refused:
        if wants_json:
            raise
        refusal = refused
    with db.read() as session:
        asks = "faults" in form  # a page that shows faults wants to know which are left
        opened = _look(session, viewer, entry_id, part, now) if clashes or asks or not wants_json else None
        told = clash_words(session, opened.sheet, clashes, viewer.person_id) if opened and clashes else {}
        zone = queries.zone_of(session, entry_id) if wants_json else ""
    if opened is None or wants_json:
        return _told(language_of(request), told, now, zone, faults=opened.faults if opened else None)
    errors = (
        errors_of(refusal)
        if refusal
        else {**{box: clash.summary for box, clash in told.items()}, **_apart(opened.faults, told)}
    )
    if not errors:
        return see(f"/entries/{entry_id}", notice=msg("Your draft is saved."))
    saved = _BOXES[part](opened.sheet)
    typed = boxes.typed_boxes(form, saved)
    return _form_page(
        request,
        part,
        opened,
        now,
        typed=typed if refusal else {**saved, **{box: typed[box] for box in told}},
        known=boxes.seen(form) if refusal else boxes.known(saved),
        errors=errors,
        meanwhile={box: (words.above, saved[box]) for box, words in told.items()},
        kept=refusal is None,
        status=refusal.status
        if refusal
        else HTTPStatus.CONFLICT
        if told
        else HTTPStatus.UNPROCESSABLE_ENTITY,
    )


def _apart(faults: Mapping[str, Message], told: Collection[str]) -> dict[str, Message]:
    return {box: fault for box, fault in faults.items() if box not in told}


def _told(
    lang: Lang,
    clashes: Mapping[str, Clash],
    now: datetime,
    zone: str,
    *,
    faults: Mapping[str, Message] | None,
) -> Response[Any]:
    """What a page that saves by itself gets to know; `faults` are the boxes in which something is wrong still."""
    if not clashes:
        state = translate(msg("Saved at %(time)s", time=clock_time(now, lang, zone_named(zone))), lang)
        left = {} if faults is None else {"faults": sorted(faults)}
        return Response({"state": state, **left}, status_code=HTTPStatus.OK)
    sentences = " ".join(translate(clash.summary, lang) for clash in clashes.values())
    more = translate(msg("Press “Save and continue” to see both texts."), lang)
    return Response(
        {"state": f"{sentences} {more}", "clashes": sorted(clashes)}, status_code=HTTPStatus.CONFLICT
    )


@dataclass(frozen=True, slots=True)
class _Opened:
    """What a page on which an entry is written shows."""

    sheet: EntrySheet
    faults: Mapping[str, Message]
    agencies: Sequence[Agency]
    barred: Mapping[uuid.UUID, Message]
    """Agencies that may not be partners, and why."""
    here: Sequence[Message]
    """Who else is in the entry."""


def _look(session: Session, viewer: Viewer, entry_id: uuid.UUID, part: Part, now: datetime) -> _Opened:
    sheet = queries.my_sheet(session, viewer.person_id, entry_id)
    faults = {
        gap.field: gap.message for gap in all_gaps(session, sheet, now) if gap.part is part and not gap.todo
    }
    joint = part is Part.SUMMARY and sheet.head.agency_id is not None
    agencies = all_agencies(session) if joint else []
    named = {agency.id: Bilingual(agency.name_ar, agency.name_en) for agency in agencies}
    barred = barred_agencies(session, sheet.head) if joint else {}
    return _Opened(
        sheet,
        faults,
        agencies,
        {one: msg(why.text, agency=named[one]) for one, why in barred.items() if one in named},
        who_is_in(session, viewer.person_id, entry_id, now),
    )


def _form_page(
    request: Request[Any, Any, Any],
    part: Part,
    opened: _Opened,
    now: datetime,
    *,
    typed: Mapping[str, Any],
    known: Mapping[str, Sequence[str]],
    errors: Mapping[str, Message],
    meanwhile: Mapping[str, tuple[Message, Any]] | None = None,
    kept: bool = False,
    status: int = HTTPStatus.OK,
) -> Response[str]:
    """`meanwhile` is what was saved elsewhere, by box, with who did it; `kept` says that all the rest is saved."""
    return page(
        request,
        f"awards/entries/{part.value}.html",
        status=status,
        now=now,
        entry=opened.sheet.head,
        groups=boxes.grouped(opened.sheet.asked),
        retired=answers_kept(opened.sheet),
        files={str(file.id): file for file in opened.sheet.files},
        conditions=conditions.in_words(opened.sheet.asked),
        agencies=opened.agencies,
        barred=opened.barred,
        here=opened.here,
        place=part.value,
        typed=typed,
        known=known,
        errors=errors,
        saved=meanwhile or {},
        kept=kept,
        answered=request.method == "POST",
        title_length=TITLE_LENGTH,
        summary_words=SUMMARY_WORDS,
    )


handlers = [show, summary, save_summary, answers, save_answers]
