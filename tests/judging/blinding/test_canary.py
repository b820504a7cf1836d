"""No answer to a judge ever says whose entry it is."""

import io
import itertools
import json
import zipfile

import httpx
import pytest
import sqlalchemy as sa
from sqlmodel import SQLModel, col, select

from awards.people.models import Person, Role
from judging.assignments.models import Assignment
from judging.panels.models import Judge, PanelOfficer
from judging.reconciliation.models import Reconciliation, ReconciliationPart
from judging.rounds.operations import open_round
from judging.scorecards.models import Scorecard
from tests.judging.blinding.canary import (
    IN_THE_PDF,
    NOT_ON_PAGES,
    TOKENS,
    addresses,
    found_in,
    plant,
    printed_pdf,
    telling_drawing,
    telling_pdf,
    telling_picture,
    texts_of,
)
from tests.judging.blinding.others import after_calibration, after_scoring, during_scoring
from tests.judging.blinding.posting import BODIES, TYPED, Doors, asked, posts
from tests.pages import form_token


@pytest.fixture
def planted(make, settings):
    return plant(make, settings)


QUERIES = {
    "scorecards.list": ("state=draft&category=G2C", "state=x&category=%27&page=2"),
    "scorecards.comparison": ("sort=benefit&order=descending", "sort=agency&order=x"),
}
"""What a judge's lists can be asked for."""
NOBODY_NAMED = {
    "agency": {"sector", "sort_key"},
    "appeal_correction": None,
    "appeal_ruling": {"set_aside"},
    "assignment": {"ended_reason"},
    "attachment": {"media_type"},
    "audit_event": {"action", "subject_id", "previous", "digest", "address", "device", "salt", "origin"},
    "blindness_acceptance": {"mark"},
    "blindness_check": {"public_key", "signature", "readers"},
    "certificate": None,
    "cycle": None,
    "calibration": {"voices"},
    "calibration_entry": {"code"},
    "category": None,
    "question": None,
    "eligibility_question": None,
    "criterion": None,
    "anchor": None,
    "disqualification": {"ground"},
    "entry": {"state"},
    "event": None,
    "guide": {"kind"},
    "guide_version": {"readers"},
    "invitation": {"lang", "panel_ar", "panel_en"},
    "job": {"kind", "subject_id"},
    "judge": {"country"},
    "judge_expertise": {"category_code"},
    "lodgement_receipt": {"salt", "digest"},
    "mail": {"kind", "lang", "once"},
    "past_win": {"category_code"},
    "person": {"password_hash", "lang"},
    "publication_consent": None,
    "reconciliation": {"criteria"},
    "registration": {"lang", "password_hash"},
    "result_report": None,
    "room_item": {"code"},
    "round": {"pass_mark"},
    "round_method": {"far"},
    "score": {"points", "not_scored"},
    "scorecard": {"total"},
    "seal": {"says", "file"},
    "sign_in_session": {"token_digest"},
    "submission": {"content_hash"},
    "table_import": {"digest"},
    "tally": {"method"},
    "ticket": {"state", "asked_as", "lang", "code"},
    "translation": {"field", "language", "original_hash"},
}
"""Columns of text that name nobody, are public, or are written only once the results are; None for a whole table."""


TOLD = {
    "room.item": {
        "score.comment",
        "scorecard.strengths",
        "scorecard.improvements",
        "scorecard.confidential",
    },
    **{
        key: {f"room_motion.{name}" for name in ("citation_ar", "citation_en", "reason", "reason_en")}
        for key in ("room.votes", "room.vote", "room.close_vote")
    },
}
"""What colleagues wrote, by the routes that show it: a panel deliberates over its sheets, under pseudonyms, and votes on
motions as they are worded, the page of which is where a vote, and the end of one, leads back to."""


def crawl(client, app, planted, lang):
    """(route's name, address, status, tokens found), over every GET route."""
    client.cookies.set("language", lang)
    doors = Doors()
    for name, address in addresses(app, planted):
        if name == "people.language" or doors.shut(name):
            continue
        for asked_for in (address, *(f"{address}?{query}" for query in QUERIES.get(name, ()))):
            answer = client.get(asked_for, follow_redirects=False)
            doors.answered(name, answer.status_code)
            found = found_in(answer, planted.hidden, asked=address) - TOLD.get(name, set())
            yield name, asked_for, answer.status_code, found


def post_all(client, app, planted, lang, *, over=False):
    """(route's name, address, status, as JSON, tokens found), over every POST route and all that may be sent to it."""
    client.cookies.set("language", lang)
    token = form_token(client, "/sign-in")
    for n, (name, address, body) in enumerate(posts(app, planted, over=over)):
        for script in (n % 2 == 0, n % 2 == 1):
            for answer in asked(client, address, body, token=token, script=script):
                yield (
                    name,
                    address,
                    answer.status_code,
                    script,
                    found_in(answer, planted.hidden, asked=address) - TOLD.get(name, set()),
                )


def move_to(phase, planted, make) -> None:
    if phase == "open":
        after_calibration(make, planted)
        with make.db.write() as session:
            open_round(session, planted.round.id, by=planted.organiser.id, at=make.now)
        during_scoring(make, planted)
    elif phase == "decided":
        after_scoring(make, planted)


def test_no_page_or_refusal_names_an_entrant_or_a_colleague_to_a_judge_in_any_phase(
    planted, make, app, client, sign_in
) -> None:
    sign_in(client, planted.judge, Role.JUDGE)
    shown, answered = set(), set()
    for phase, langs in (("assigned", ["ar"]), ("open", ["en", "ar"]), ("decided", ["ar", "en"])):
        move_to(phase, planted, make)
        for lang in langs:
            for _, address, status, found in crawl(client, app, planted, lang):
                assert not found, f"{phase}: {address} gives away {found}"
                assert status < 500, f"{phase}: {address} fails"
                if status == 200:
                    shown.add((phase, address))
            if lang != langs[0]:  # answers to what is sent differ in their words alone
                continue
            for name, address, status, script, found in post_all(
                client, app, planted, lang, over=phase == "decided"
            ):
                assert not found, f"{phase}: posting to {address} gives away {found}"
                assert status < 500, f"{phase}: posting to {address} fails"
                answered.add((phase, name, status, script))
    lodged, draft, _ = planted.codes
    pages = [f"/files/{n}/pages/1" for n in (1, 2, 3)]
    for page in ("", "/recusal", "/lodgement", "/files/1", "/files/2", "/files/3", *pages):
        assert ("open", f"/scorecards/{draft}{page}") in shown
    assert ("open", f"/scorecards/{draft}/files/4") not in shown
    assert ("open", f"/scorecards/{draft}/files/4/pages/1") not in shown
    assert ("decided", f"/scorecards/{lodged}") in shown
    own, theirs = planted.parameters["code"][-2:]  # of an entry that did not move on from the first reading
    assert ("open", f"/scorecards/{own}") in shown
    assert ("open", f"/scorecards/{theirs}") not in shown
    assert ("open", "/scorecards/comparison") in shown
    assert ("open", "/packs/mine") in shown
    assert ("assigned", "/packs/mine") not in shown
    [room_id] = planted.parameters["room_id"]
    assert ("decided", f"/rooms/{room_id}") in shown
    assert ("decided", f"/rooms/{room_id}/votes") in shown
    assert {("decided", "room.vote", 303, script) for script in (False, True)} <= answered
    items = planted.parameters["item"]
    assert any(("decided", f"/rooms/{room_id}/{item}") in shown for item in items)
    assert ("assigned", f"/calibration/{planted.anchor}") in shown
    assert ("open", f"/calibration/{planted.anchor}") in shown
    assert ("open", f"/calibration/{planted.anchor}/files/1") in shown
    assert answered >= {
        *(("open", "scorecards.save", status, script) for status in (404, 409, 422) for script in (0, 1)),
        ("open", "scorecards.save", 303, False),
        ("open", "scorecards.save", 200, True),
        ("decided", "scorecards.save", 409, True),
        ("decided", "scorecards.save", 409, False),
    }
    assert {told[:3] for told in answered} >= {
        ("assigned", "scorecards.save", 404),
        ("open", "scorecards.lodge", 303),
        ("open", "scorecards.lodge", 422),
        ("open", "assignments.stand_back", 303),
        ("open", "assignments.stand_back", 422),
        ("open", "assignments.stand_back", 404),
        ("open", "people.change_password", 422),
        ("open", "entries.start", 403),
        ("decided", "assignments.stand_back", 409),
    }
    welcome = {name for _, name, status, _ in answered if status != 403}
    assert welcome <= BODIES.keys(), "add what a judge may post there to BODIES"


def test_a_form_without_its_token_or_without_anybody_signed_in_gives_back_only_what_was_typed(
    planted, make, app, client, sign_in
) -> None:
    move_to("open", planted, make)
    sheet = {"version": "0", "strengths": TYPED}
    sign_in(client, planted.judge, Role.JUDGE)
    for signed_in in (True, False):
        if not signed_in:
            client.cookies.delete("session")
        for lang in ("ar", "en"):
            client.cookies.set("language", lang)
            tokens = (form_token(client, "/sign-in"), "stale")
            sent = sorted({(name, address) for name, address, _ in posts(app, planted)})
            ways = itertools.product(sent, tokens[signed_in:], (False, True))
            for (name, address), token, script in ways:
                if script != (lang == "ar") and name != "scorecards.save":
                    continue  # what is refused at the door is refused in each language once
                answer, *_ = asked(client, address, sheet, token=token, script=script)
                found = found_in(answer, planted.hidden, asked=address)
                assert not found, f"{address} gives away {found}"
                if name == "scorecards.save":
                    assert answer.status_code == 403
                    assert script or TYPED in answer.text
        if not signed_in:
            for _, address, status, found in crawl(client, app, planted, "en"):
                assert not found, f"{address} gives away {found} to anybody"
                assert status < 500


def test_the_entry_on_which_a_chair_determines_gives_nothing_away(planted, make, client, sign_in) -> None:
    """Of the crawl's judge, who reads every entry, that does not ask: here they chair, and another reads this one."""
    move_to("open", planted, make)
    move_to("decided", planted, make)
    [id_] = planted.parameters["reconciliation_id"]
    with make.db.write() as session:
        seat = session.exec(select(Judge.id).where(Judge.person_id == planted.judge.id)).one()
        found = session.get_one(Reconciliation, id_)
        found.settled_at = found.settlement = None
        [part] = session.exec(
            select(ReconciliationPart).where(ReconciliationPart.reconciliation_id == id_)
        ).all()
        part.answered_at, part.reason = make.now, "They differ."
        on_entry = (Assignment.entry_id == found.entry_id) & (Assignment.round_id == found.round_id)
        [more] = session.exec(
            select(Assignment).where(
                on_entry, col(Assignment.judge_id).not_in([seat, planted.colleagues[0].id])
            )
        ).all()
        more.ended_at = None
        theirs = session.exec(select(Scorecard).where(Scorecard.assignment_id == part.assignment_id)).one()
        kept = {"rubric_id": theirs.rubric_id, "total": "10", "updated_at": make.now}
        lodged = {"lodged_at": make.now, "lodged_by_id": planted.organiser.id}
        session.add(Scorecard(assignment_id=more.id, **kept, **lodged))
        asked = {
            "reconciliation_id": id_,
            "receipt_id": part.receipt_id,
            "answered_at": make.now,
            "reason": "So.",
        }
        session.add(ReconciliationPart(assignment_id=more.id, **asked))
        own = (Assignment.judge_id == seat) & (Assignment.entry_id == found.entry_id)
        session.connection().execute(sa.update(Assignment).where(own).values(ended_at=make.now))
        session.connection().execute(sa.update(PanelOfficer).values(judge_id=seat))
    sign_in(client, planted.judge, Role.JUDGE)
    shown = 0
    for lang in ("ar", "en"):
        client.cookies.set("language", lang)
        for rest in ("", "/files/1", "/files/2", "/files/3", *(f"/files/{n}/pages/1" for n in (1, 2, 3))):
            answer = client.get(f"/reconciliations/{id_}{rest}")
            assert not found_in(answer, planted.hidden)
            shown += answer.status_code == 200
    assert shown > 8


def test_organisers_see_what_judges_do_not(planted, make, app, client, sign_in) -> None:
    """Else the crawl could pass because nothing was planted. A sheet of the first reading is seen by who wrote it."""
    move_to("open", planted, make)
    with make.db.read() as session:
        colleague = session.get_one(Person, planted.colleagues[0].person_id)
    sign_in(client, colleague, Role.JUDGE)
    sheet = client.get(f"/scorecards/{planted.parameters['code'][-1]}")
    client.cookies.delete("session")
    sign_in(client, planted.organiser)
    missing = TOKENS.keys() - NOT_ON_PAGES - found_in(sheet, TOKENS)
    for phase, langs in (("open", ["ar"]), ("decided", ["en", "ar"])):
        if phase == "decided":
            move_to(phase, planted, make)
        for lang in langs:
            for _, address, status, found in crawl(client, app, planted, lang):
                assert status < 500, address
                missing -= found
                if not missing:
                    return
    assert not missing


def test_whatever_text_can_name_somebody_is_planted(planted, make) -> None:
    """A new column of text is planted in `canary.py` or `others.py`, or listed as one that names nobody."""
    for phase in ("open", "decided"):
        move_to(phase, planted, make)
    bare = set()
    with make.db.rows() as connection:
        for table in SQLModel.metadata.sorted_tables:
            allowed = NOBODY_NAMED.get(table.name, set())
            for column in table.columns:
                if allowed is None or column.name in allowed or not holds_text(column):
                    continue
                values = connection.execute(sa.select(column)).scalars()
                texts = [json.dumps(value, ensure_ascii=False) for value in values]
                if not any(token in text for token in planted.hidden.values() for text in texts):
                    bare.add(f"{table.name}.{column.name}")
    assert not bare


def holds_text(column: sa.Column) -> bool:
    kind = column.type.impl if isinstance(column.type, sa.types.TypeDecorator) else column.type
    return isinstance(kind, sa.String | sa.JSON) and not isinstance(kind, sa.Enum)


def test_the_stored_files_hold_what_the_crawl_looks_for() -> None:
    answer = httpx.Response(200, content=telling_pdf())
    assert found_in(answer, TOKENS) >= IN_THE_PDF
    assert found_in(httpx.Response(200, content=telling_picture()), TOKENS) == {"picture_comment"}
    assert found_in(httpx.Response(200, content=telling_drawing()), TOKENS) == {"picture_text"}
    printed = printed_pdf(TOKENS["withheld_text"])
    assert found_in(httpx.Response(200, content=printed), TOKENS) == {"withheld_text"}


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(
            200,
            headers={"content-disposition": "attachment; filename*=UTF-8''Zqatlun%20Maritime%20Authority"},
        ),
        httpx.Response(200, text="<p>Zqatlun&#32;Maritime Authority</p>"),
        httpx.Response(200, json={"by": "هيئة زقطلون البحرية"}),
        httpx.Response(200, text='{"by": "\\u0647\\u064a\\u0626\\u0629 زقطلون البحرية"}'),
    ],
)
def test_a_token_is_found_however_it_is_written(answer) -> None:
    assert found_in(answer, TOKENS) & {"agency_en", "agency_ar"}


def test_a_token_is_found_inside_an_archive() -> None:
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.pdf", telling_pdf())
    assert any(TOKENS["pdf_attached"] in text for text in texts_of(stored.getvalue()))
