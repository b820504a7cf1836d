"""`/scorecards/…/recognition`: asked beside a sheet that was just lodged."""

from typing import Any

from litestar import Router, post
from litestar.params import FromPath
from litestar.response import Redirect

from awards.kit.errors import RuleBroken
from awards.kit.forms import Form, read
from awards.kit.i18n import msg
from awards.kit.pages import see
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenViewer
from awards.people.guards import judges
from judging.recognition.models import Recognised
from judging.recognition.operations import say_whether_recognised


class RecognitionForm(Form):
    """One of three answers, or none."""

    answer: Recognised


@post("/scorecards/{code:str}/recognition", name="recognition.answer", guards=[judges], sync_to_thread=True)
def answer(
    code: FromPath[str], viewer: GivenViewer, form: GivenForm, db: GivenDb, clock: GivenClock
) -> Redirect:
    filled = read(RecognitionForm, form)
    if filled.values is None:
        raise RuleBroken(msg("Choose one of the answers."))
    with db.write() as session:
        say_whether_recognised(session, code, filled.values.answer, by=viewer.person_id, at=clock())
    said: Any = msg("Thank you. Your answer is recorded; nobody reads it beside your name.")
    if filled.values.answer is Recognised.SKIPPED:
        said = msg("You are not asked about this entry again.")
    return see(f"/scorecards/{code}", notice=said)


router = Router("/", route_handlers=[answer])
