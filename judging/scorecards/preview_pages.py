"""An entry as judges would read it, for its own people while they write it: what is hidden, and what names them."""

import uuid
from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath
from sqlmodel import Session

from awards.cycles.models import Question
from awards.cycles.queries import questions_of
from awards.entries import queries
from awards.entries.content import content_of
from awards.entries.sheet import EntrySheet
from awards.entries.translations.queries import with_translation
from awards.kit.pages import language_of, page
from awards.people.given import GivenClock, GivenDb, GivenViewer
from awards.people.guards import entrants
from awards.people.viewer import Viewer
from judging.blinding.identities import person_names
from judging.blinding.judge_view import JudgeView, judge_view, read_copy
from judging.blinding.proposal import ProposedCopy, Submitted, propose_copy, readable_content
from judging.blinding.queries import directory_of_names
from judging.blinding.review import passages, withheld
from judging.scorecards.reading import heading, reading

CODE = "AA-000"
"""Stands for the code that each judge has of their own: no entry is given this one."""
_NOBODY = uuid.UUID(int=0)


@get("/entries/{entry_id:uuid}/preview", name="scorecards.preview", guards=[entrants], sync_to_thread=True)
def preview(
    request: Request[Any, Any, Any],
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
    entry_id: FromPath[uuid.UUID],
) -> Response[str]:
    """The draft as it is saved now, searched as a submission is; nothing is kept."""
    lang = language_of(request)
    with db.read() as session:
        sheet = queries.my_sheet(session, viewer.person_id, entry_id)
        questions = questions_of(session, sheet.head.category_id)
        content = with_translation(session, entry_id, content_of(sheet))
        proposed = _proposed(session, sheet, content, questions, viewer)
    by_key = {question.key: question for question in questions}
    view = _view(sheet, proposed, by_key)
    whole = readable_content(content, questions)
    found = [one for one in passages(content, whole, proposed.findings, by_key, lang) if one.found]
    return page(
        request,
        "judging/scorecards/preview.html",
        now=clock(),
        entry=sheet.head,
        view=view,
        heading=heading(view, lang),
        reading=reading(view, lang),
        found=found,
        hidden=withheld(content, whole, by_key, lang),
        content=content,
        preview=True,
    )


def texts_that_name(session: Session, sheet: EntrySheet, viewer: Viewer) -> int:
    """How many texts of the draft hold a name, an address or a number that would be taken out for judges."""
    questions = questions_of(session, sheet.head.category_id)
    content = content_of(sheet)
    proposed = _proposed(session, sheet, content, questions, viewer)
    whole = readable_content(content, questions)
    by_key = {question.key: question for question in questions}
    return sum(1 for one in passages(content, whole, proposed.findings, by_key, "ar") if one.found)


def _proposed(
    session: Session,
    sheet: EntrySheet,
    content: dict[str, Any],
    questions: list[Question],
    viewer: Viewer,
) -> ProposedCopy:
    head = sheet.head
    submitted = Submitted(
        entry_id=head.id,
        number=head.number,
        category_id=head.category_id,
        submission_id=_NOBODY,
        content=content,
        agency_id=head.agency_id,
        partners=tuple(partner.id for partner in sheet.partners),
        persons=person_names(head.starter_ar, head.starter_en, viewer.name_ar, viewer.name_en),
    )
    return propose_copy(submitted, questions, directory_of_names(session))


def _view(sheet: EntrySheet, proposed: ProposedCopy, questions: dict[str, Any]) -> JudgeView:
    """Made by the one function that makes it for judges."""
    head = sheet.head
    return judge_view(
        read_copy(proposed.content.as_json(), questions),
        code=CODE,
        assignment_id=_NOBODY,
        category_id=head.category_id,
        category_code=head.category_code,
        category_ar=head.category_ar,
        category_en=head.category_en,
    )
