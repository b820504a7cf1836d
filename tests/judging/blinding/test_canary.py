"""No answer to a judge ever says whose entry it is."""

import io
import zipfile

import httpx
import pytest
from sqlmodel import select

from awards.people.models import Role
from judging.rounds.models import Round
from tests.judging.blinding.canary import (
    NOT_ON_PAGES,
    TOKENS,
    addresses,
    found_in,
    plant,
    telling_pdf,
    telling_picture,
    texts_of,
)


@pytest.fixture
def planted(make, settings):
    return plant(make, settings)


def crawl(client, app, planted, lang):
    """(address, status, tokens found), over every GET route."""
    client.cookies.set("language", lang)
    for address in addresses(app, planted):
        if not address.startswith("/language/"):
            answer = client.get(address, follow_redirects=False)
            yield address, answer.status_code, found_in(answer, planted.hidden)


def test_no_route_names_an_entrant_to_a_judge_in_any_phase(planted, make, app, client, sign_in) -> None:
    sign_in(client, planted.judge, Role.JUDGE)
    reached = set()
    for phase, lang in (("assigned", "ar"), ("open", "ar"), ("open", "en"), ("closed", "en")):
        with make.db.write() as session:
            round_ = session.exec(select(Round)).one()
            round_.opened_at = None if phase == "assigned" else make.now
            round_.closed_at = make.now if phase == "closed" else None
            round_.closed_by_id = planted.organiser.id if phase == "closed" else None
        for address, status, found in crawl(client, app, planted, lang):
            assert not found, f"{phase}: {address} gives away {found}"
            assert status < 500, f"{phase}: {address} fails"
            if status == 200:
                reached.add((phase, address))
    code = planted.codes[0]
    for page in ("", "/recusal", "/files/1", "/files/2"):
        assert ("open", f"/scorecards/{code}{page}") in reached


def test_organisers_see_what_judges_do_not(planted, app, client, sign_in) -> None:
    """Else the crawl could pass because nothing was planted."""
    sign_in(client, planted.organiser)
    missing = TOKENS.keys() - NOT_ON_PAGES
    for lang in ("ar", "en"):
        for _, _, found in crawl(client, app, planted, lang):
            missing -= found
            if not missing:
                return
    assert not missing


def test_the_stored_files_hold_what_the_crawl_looks_for() -> None:
    answer = httpx.Response(200, content=telling_pdf())
    assert found_in(answer, TOKENS) >= {"pdf_author", "pdf_xmp", "pdf_note", "pdf_attached"}
    assert found_in(httpx.Response(200, content=telling_picture()), TOKENS) == {"picture_comment"}


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
