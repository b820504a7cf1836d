"""The crawl finds what is planted, whoever left it there, and changes nothing."""

import pytest
import sqlalchemy as sa
from sqlmodel import SQLModel, select

from awards.blindness import crawl as crawling
from awards.blindness.check import check_cycle
from awards.blindness.crawl import crawl
from awards.blindness.places import ANYBODYS, PLACES, place_of
from awards.blindness.reach import parametrised
from awards.blindness.search import hidden_in, printed_in, text_of
from awards.blindness.visitor import Visitor
from awards.people.models import Role
from judging.blinding.certificate.jobs import _crawled as crawled_apart
from judging.blinding.certificate.models import BlindnessCheck
from judging.blinding.certificate.queries import judges_who_read
from judging.blinding.content import BlindContent
from judging.blinding.models import BlindCopy
from judging.blinding.pages.models import FileReading
from tests.judging.blinding.canary import plant, printed_pdf, telling_drawing, telling_pdf, telling_picture


@pytest.fixture
def planted(make, settings):
    return plant(make, settings)


def everything(db) -> dict[str, list]:
    with db.rows() as connection:
        return {
            table.name: sorted(map(repr, connection.execute(sa.select(table))))
            for table in SQLModel.metadata.sorted_tables
        }


def crawled(make, settings, planted):
    with make.db.read() as session:
        judges = judges_who_read(session, planted.cycle.id)
    return crawl(settings, make.db, planted.cycle.id, judges, at=make.now)


def test_a_blind_cycle_is_clean_before_judging_opens_and_reading_it_leaves_no_trace(
    planted, make, settings
) -> None:
    before = everything(make.db)
    found = crawled(make, settings, planted)
    assert found.findings == {}
    assert found.pages > 100
    assert everything(make.db) == before
    with make.db.read() as session:
        first, *_ = judges_who_read(session, planted.cycle.id)
    apart = crawled_apart(settings, str(planted.cycle.id), [str(first)])
    assert apart["findings"] == []
    assert 0 < apart["pages"] < found.pages


def test_a_name_that_was_left_in_a_copy_or_a_file_is_found_and_filed(planted, make, settings) -> None:
    with make.db.write() as session:
        one, other, *_ = [copy for copy in session.exec(select(BlindCopy)) if len(copy.content["files"]) > 1]
        content = BlindContent.from_json(one.content)
        one.content = content.reworded({"summary_en": "By the Zqatlun Maritime Authority"}).as_json()
        one.version += 10
        session.add(one)
        printed = session.get_one(FileReading, other.content["files"][0]["digest"])
        printed.pages = [{**printed.pages[0], "text": "With the Khsanbut Centre"}]
        session.add(printed)
    record = check_cycle(settings, make.db, planted.cycle.number, at=make.now)
    found = {finding["found"].removeprefix("the ") for finding in record.findings}
    assert found == {"Zqatlun Maritime Authority", "Khsanbut Centre"}
    assert all(finding["address"].startswith("/scorecards/") for finding in record.findings)
    with make.db.read() as session:
        kept = session.get_one(BlindnessCheck, record.id)
    assert kept.finished_at == make.now
    assert kept.judges == 3
    assert kept.findings == record.findings


@pytest.mark.parametrize("assigned", [False, True])
def test_each_copy_is_read_on_a_sheet_and_as_an_anchor_before_anybody_is_given_it(
    make, settings, monkeypatch, assigned
) -> None:
    """Else calibration would open over texts that no check has read."""
    asked = []
    get = Visitor.get

    async def noted(self, path, lang="ar"):
        answer = await get(self, path, lang)
        asked.append((path, answer.status))
        return answer

    monkeypatch.setattr(Visitor, "get", noted)
    cycle, office = make.cycle(), make.person(Role.ORGANISER)
    entrant = make.person(Role.ENTRANT)
    entry = make.entry(
        make.category(cycle), make.agency(entrant, name_en="Zqatlun Maritime Authority"), entrant
    )
    copy = make.blind_copy(entry, approved_by=office)
    seat = make.judge(cycle, pledge_asked=True)
    make.judge(cycle, dropped_out_at=make.now)
    round_ = make.round(cycle, opened=False)
    if assigned:
        make.assignment(round_, seat, entry, office, code="AB-123")
    with make.db.write() as session:
        content = BlindContent.from_json(copy.content)
        copy.content = content.reworded({"summary_en": "By the Zqatlun Maritime Authority"}).as_json()
        session.add(copy)
    record = check_cycle(settings, make.db, cycle.number, at=make.now)
    own = "AB-123" if assigned else "LENT-0"
    assert {("/calibration/LENT-0", 200), (f"/scorecards/{own}", 200)} <= set(asked)
    assert [finding["address"] for finding in record.findings] == [
        "/scorecards/AB-123" if assigned else "/scorecards/…"
    ]
    assert record.readers == [str(seat.id)]


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_a_name_that_packs_alone_say_is_found_in_either_language(
    planted, make, settings, monkeypatch, lang
) -> None:
    words = "By the Zqatlun Maritime Authority"

    def said(read_in: str) -> str:
        return words if read_in == lang else "Nothing"

    monkeypatch.setattr(crawling, "pack_html", lambda _, read_in, **__: f"<p>{said(read_in)}</p>")
    monkeypatch.setattr(crawling, "pack_pdf", lambda _, __, read_in, at: printed_pdf(said(read_in)))
    found = crawled(make, settings, planted).findings.values()
    assert {(one["address"], one["lang"]) for one in found} == {("/packs/mine.pdf", lang)}


def test_whatever_a_judge_can_reach_has_samples_or_is_anybodys(app) -> None:
    """A new route of judges is added to PLACES; one that shows everybody the same, to ANYBODYS."""
    routes = parametrised(app)
    missing = {pattern for pattern, _, _ in routes if not place_of(pattern)} - ANYBODYS.keys()
    assert not missing, "add what a judge finds there to awards/blindness/places.py"
    public = {pattern for pattern, _, anybody in routes if anybody}
    assert public >= ANYBODYS.keys()
    assert {place[0] for pattern, _, _ in routes if (place := place_of(pattern))} == PLACES.keys()
    assert {"/scorecards/{code}/files/{number}/pages/{page_number}", "/rooms/{room_id}/{item}"} <= {
        pattern for pattern, _, _ in routes
    }
    assert not any(pattern.startswith(("/cycles/{number}/results", "/entries")) for pattern, _, _ in routes)


def test_what_is_hidden_in_a_file_is_read() -> None:
    assert "Zqpdfauthor" in hidden_in(telling_pdf())
    assert "Zqpdfattached" not in hidden_in(telling_pdf())
    assert "inside.txt" in hidden_in(telling_pdf())
    assert "Zqjpegcomment" in hidden_in(telling_picture())
    assert "Zqpngtext" in hidden_in(telling_drawing())


def test_a_page_is_read_with_what_its_attributes_say() -> None:
    page = '<p>One</p><script>hidden()</script><img alt="Two &amp; three"><a href="/four">five</a>'
    assert text_of(page).split() == ["One", "five", "Two", "&", "three"]


def test_what_is_printed_in_a_pdf_is_read() -> None:
    assert "Zqatlun Maritime Authority" in printed_in(printed_pdf("By the Zqatlun Maritime Authority"))
