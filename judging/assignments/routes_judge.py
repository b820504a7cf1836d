"""For judges: the files of an entry, and standing back from it."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from awards.kit.forms import read
from awards.kit.i18n import msg
from awards.kit.pages import page, see
from awards.people.given import GivenClock, GivenDb, GivenFiles, GivenForm, GivenViewer
from awards.people.guards import judges
from judging.assignments.forms import ReasonForm
from judging.assignments.operations import stand_back
from judging.assignments.queries import judge_file_by_code, judge_page_by_code, judge_view_by_code
from judging.blinding.serving import clean_file_response, picture_response


@get(
    "/scorecards/{code:str}/files/{number:int}",
    name="assignments.file",
    guards=[judges],
    sync_to_thread=True,
)
def file_of_entry(
    code: FromPath[str], number: FromPath[int], viewer: GivenViewer, db: GivenDb, files: GivenFiles
) -> Response[bytes]:
    """A file's clean copy, to be opened in the browser, called after the entry's code. 404 unless it is assigned."""
    with db.rows() as connection:
        file = judge_file_by_code(connection, viewer.person_id, code, number)
    name = f"{code}-{file.name}"
    return clean_file_response(files.get(file.digest), file.media_type, name, opened=True)


@get(
    "/scorecards/{code:str}/files/{number:int}/pages/{page_number:int}",
    name="assignments.file_page",
    guards=[judges],
    sync_to_thread=True,
)
def page_of_file(
    code: FromPath[str],
    number: FromPath[int],
    page_number: FromPath[int],
    viewer: GivenViewer,
    db: GivenDb,
    files: GivenFiles,
) -> Response[bytes]:
    """A page of a file as a picture: no text lies under it, and nothing else in it. 404 unless it is assigned."""
    with db.rows() as connection:
        digest = judge_page_by_code(connection, viewer.person_id, code, number, page_number)
    return picture_response(files.get(digest))


@get("/scorecards/{code:str}/recusal", name="assignments.recusal", guards=[judges], sync_to_thread=True)
def recusal_page(
    request: Request[Any, Any, Any], code: FromPath[str], viewer: GivenViewer, db: GivenDb
) -> Response[str]:
    """Ask for the reason first: an entry from which a judge stood back does not return to them."""
    with db.rows() as connection:
        view = judge_view_by_code(connection, viewer.person_id, code)
    return page(request, "judging/assignments/recusal.html", view=view)


@post("/scorecards/{code:str}/recusal", name="assignments.stand_back", guards=[judges], sync_to_thread=True)
def declare(
    request: Request[Any, Any, Any],
    code: FromPath[str],
    viewer: GivenViewer,
    form: GivenForm,
    db: GivenDb,
    clock: GivenClock,
) -> Response[str] | Redirect:
    """Stand back from an entry: it leaves the judge's list at once, and its sheet is not counted."""
    with db.rows() as connection:
        view = judge_view_by_code(connection, viewer.person_id, code)
    filled = read(ReasonForm, form)
    if not filled.typed.get("reason", "").strip():
        filled.errors = {"reason": msg("Say why you recuse yourself.")}
    if filled.values and form.get("confirmed") != "yes":
        return page(
            request, "judging/assignments/recusal_confirmation.html", view=view, reason=filled.values.reason
        )
    if filled.values:
        with filled.catching_refusal():
            with db.write() as session:
                stand_back(session, view.assignment_id, filled.values.reason, by=viewer.person_id, at=clock())
            return see(
                "/scorecards",
                notice=msg(
                    "You have recused yourself from entry %(code)s. Your list keeps its code and the date.",
                    code=code,
                ),
            )
    return page(request, "judging/assignments/recusal.html", filled=filled, view=view)


handlers = [file_of_entry, page_of_file, recusal_page, declare]
