"""`/calibration`: the anchors of a judge's panels, scored under their shared codes and talked over."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from awards.kit.db import Database
from awards.kit.errors import Invalid
from awards.kit.forms import Filled, read
from awards.kit.i18n import msg
from awards.kit.pages import language_of, page, see
from awards.people.given import GivenClock, GivenDb, GivenFiles, GivenForm, GivenViewer
from awards.people.guards import judges
from awards.people.viewer import Viewer
from judging.blinding.serving import clean_file_response, picture_response
from judging.calibration import operations
from judging.calibration.forms import LONGEST_POST, PostForm
from judging.calibration.queries import (
    copy_of,
    mine,
    my_anchor,
    own_code,
    posts_of,
    rubric_for,
    sheets_of,
    shown_view,
)
from judging.calibration.rules import Phase
from judging.calibration.shown import criteria_of
from judging.scorecards.forms import read_sheet
from judging.scorecards.fragments import criterion_parts
from judging.scorecards.reading import heading, reading, said
from judging.scorecards.sheet import SheetInput
from judging.scorecards.wording import named_errors

AnyRequest = Request[Any, Any, Any]
Answer = Response[Any] | Redirect


@get("/calibration", name="calibration.mine", guards=[judges], sync_to_thread=True)
def mine_page(request: AnyRequest, viewer: GivenViewer, db: GivenDb, clock: GivenClock) -> Response[str]:
    """The judge's anchors. An entry with which they have a conflict is not among them, nor counted."""
    lang = language_of(request)
    with db.read() as session:
        found = mine(session, viewer.person_id)
        standing, anchors = found or (None, [])
        lines = [
            (anchor, said(view.title_ar, view.title_en, lang), said(view.category_ar, view.category_en, lang))
            for anchor, view in ((each, shown_view(session, each)) for each in anchors)
        ]
    return page(
        request,
        "judging/calibration/mine.html",
        now=clock(),
        made=standing.calibration if standing else None,
        phase=standing.phase(clock()) if standing else None,
        lines=lines,
    )


@get("/calibration/{code:str}", name="calibration.sheet", guards=[judges], sync_to_thread=True)
def sheet_page(
    request: AnyRequest, code: FromPath[str], viewer: GivenViewer, db: GivenDb, clock: GivenClock
) -> Answer:
    """The anchor beside the form; once calibration is closed, the spread and the talk. 404 for whoever has no part in it."""
    return _sheet_page(request, db, viewer, clock, code)


def _sheet_page(
    request: AnyRequest,
    db: Database,
    viewer: Viewer,
    clock: GivenClock,
    code: str,
    filled: Filled[Any] | None = None,
    *,
    content: SheetInput | None = None,
) -> Answer:
    lang, at = language_of(request), clock()
    errors = filled.errors if filled else {}
    with db.read() as session:
        standing, anchor = my_anchor(session, viewer.person_id, code)
        phase, rubric = standing.phase(at), rubric_for(session, anchor.row)
        view, code_of_mine = shown_view(session, anchor), own_code(session, anchor)
        sheets = sheets_of(session, standing.calibration.id).get(anchor.row.id, {})
        shows = phase in (Phase.TALKING, Phase.OVER) and anchor.may_see
        posts = posts_of(session, standing, anchor) if shows else []
    own = sheets.get(anchor.judge_id)
    content = content or SheetInput(own or {})
    open_ = phase is Phase.MARKING
    return page(
        request,
        "judging/calibration/sheet.html",
        filled=filled,
        now=at,
        made=standing.calibration,
        phase=phase,
        view=view,
        own_code=code_of_mine,
        heading=heading(view, lang),
        reading=reading(view, lang),
        handed_in=anchor.handed_in,
        open=open_,
        criteria=criterion_parts(rubric, content, lang, errors) if open_ else [],
        shows=shows,
        spreads=criteria_of(rubric, list(sheets.values()), own, lang) if shows else [],
        posts=posts,
        voice=standing.voice(anchor.judge_id),
        longest=LONGEST_POST,
        named_errors=named_errors(errors, rubric),
    )


@post("/calibration/{code:str}", name="calibration.hand_in", guards=[judges], sync_to_thread=True)
def hand_in(
    request: AnyRequest,
    *,
    code: FromPath[str],
    viewer: GivenViewer,
    form: GivenForm,
    db: GivenDb,
    clock: GivenClock,
) -> Answer:
    """The whole sheet at once; what is not whole comes back as it was typed."""
    marked = read_sheet(form)
    filled: Filled[Any] = Filled()
    with filled.catching_refusal():
        if marked.errors:
            raise Invalid(marked.errors)
        with db.write() as session:
            operations.hand_in(session, code, marked.sheet, by=viewer.person_id, at=clock())
        return see("/calibration", notice=msg("Handed in. You may change it until calibration ends."))
    return _sheet_page(request, db, viewer, clock, code, filled, content=marked.sheet)


@post("/calibration/{code:str}/posts", name="calibration.say", guards=[judges], sync_to_thread=True)
def say(
    request: AnyRequest,
    *,
    code: FromPath[str],
    viewer: GivenViewer,
    form: GivenForm,
    db: GivenDb,
    clock: GivenClock,
) -> Answer:
    filled = read(PostForm, form)
    if filled.values is not None:
        with filled.catching_refusal():
            with db.write() as session:
                operations.say(session, code, filled.values.text, by=viewer.person_id, at=clock())
            return see(f"/calibration/{code}#talk", notice=msg("Your word is there for the panel to read."))
    return _sheet_page(request, db, viewer, clock, code, filled)


@get(
    "/calibration/{code:str}/files/{number:int}",
    name="calibration.file",
    guards=[judges],
    sync_to_thread=True,
)
def file_of_anchor(
    code: FromPath[str], number: FromPath[int], viewer: GivenViewer, db: GivenDb, files: GivenFiles
) -> Response[bytes]:
    """The clean file, under the shared code."""
    with db.read() as session:
        _, anchor = my_anchor(session, viewer.person_id, code)
        file = copy_of(session, anchor).file(number)
    return clean_file_response(files.get(file.digest), file.media_type, f"{code}-{file.name}", opened=True)


@get(
    "/calibration/{code:str}/files/{number:int}/pages/{page_number:int}",
    name="calibration.page_of_file",
    guards=[judges],
    sync_to_thread=True,
)
def page_of_file(
    code: FromPath[str],
    number: FromPath[int],
    page_number: FromPath[int],
    *,
    viewer: GivenViewer,
    db: GivenDb,
    files: GivenFiles,
) -> Response[bytes]:
    """A page of a file as a picture."""
    with db.read() as session:
        _, anchor = my_anchor(session, viewer.person_id, code)
        picture = copy_of(session, anchor).page(number, page_number)
    return picture_response(files.get(picture))


handlers = [mine_page, sheet_page, hand_in, say, file_of_anchor, page_of_file]
