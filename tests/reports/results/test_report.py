"""The result report and the page of a category, as PDF."""

import hashlib
import json
import re
import shutil
import subprocess
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from sqlmodel import select

from awards.kit.audit import AuditEvent
from awards.kit.db import Database
from awards.kit.files import FileStore
from awards.kit.job_kinds import Work
from awards.kit.job_runs import run_job
from awards.kit.jobs import JobState
from awards.settings import Settings
from judging.rounds.models import EarlyClosing, Round
from reports.results import render
from reports.results.jobs import ask_for_reports
from reports.results.models import ResultReport
from reports.results.operations import make_report
from reports.results.queries import results_of
from reports.results.render import category_page_pdf
from tests.contests import contest
from tests.reports.published import REASON, REASON_EN, Published

AT = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)


def text_of(pdf: bytes, tmp_path: Path) -> str:
    path = tmp_path / "some.pdf"
    path.write_bytes(pdf)
    out = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True).stdout.decode()
    return re.sub(r"\s+", " ", re.sub("[\u200c-\u200f\u202a-\u202e\u2066-\u2069]", "", out))


def is_sound(pdf: bytes, tmp_path: Path) -> bool:
    path = tmp_path / "sound.pdf"
    path.write_bytes(pdf)
    return subprocess.run(["qpdf", "--check", path], capture_output=True, check=False).returncode == 0


@pytest.fixture(scope="module")
def english(tmp_path_factory, published_template) -> bytes:
    """The English report, made once."""
    path, found = published_template
    copy = tmp_path_factory.mktemp("english") / path.name
    shutil.copy(path, copy)
    db = Database(f"sqlite:///{copy}")
    files = FileStore(tmp_path_factory.mktemp("files"))
    report = make_report(db, files, found.cycle_id, "en", by=found.organisers[0].id, at=AT)
    db.dispose()
    return files.get(report.digest)


def test_the_report_is_a_sound_archivable_accessible_pdf(english: bytes, tmp_path: Path) -> None:
    assert is_sound(english, tmp_path)
    with pikepdf.open(BytesIO(english)) as pdf:
        assert pdf.Root.Lang == "en"
        assert pdf.Root.MarkInfo.Marked
        with pdf.open_metadata() as metadata:
            assert metadata.pdfa_status == "3A"
        assert list(pdf.attachments) == ["results.json"]
        inside = pdf.attachments["results.json"].get_file().read_bytes()
    assert json.loads(inside)["format"] == "tahkim/results/1"
    assert hashlib.sha256(inside).hexdigest() in re.sub(r"\s", "", text_of(english, tmp_path))


def test_the_contents_name_the_page_on_which_each_chapter_begins(english: bytes, tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(english)
    pages = (
        subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True)
        .stdout.decode()
        .split("\f")
    )
    contents = next(page for page in pages if "Contents" in page)
    chapters = dict(re.findall(r"^\s*(\w[^.\n]*?)[ .]*\s(\d+)$", contents, re.MULTILINE))
    for name in (
        "All places",
        "Serving people better",
        "Individual e-contribution",
        "Annex: every sheet",
        "Annex: the record",
    ):
        page = pages[int(chapters[name]) - 1]
        assert name in page, name
        assert f"{chapters[name]} / {len(pages) - 1}" in page


def test_the_report_holds_places_citations_totals_and_the_reason_for_a_departure(
    english: bytes, tmp_path: Path, published: Published, db: Database
) -> None:
    text = text_of(english, tmp_path)
    assert "For a documented effect on the people it serves" in text
    assert "approved by Yasser Ali Al-Asmari" in text
    assert "Demo data" in text
    with db.read() as session:
        results = results_of(session, published.cycle_id)
    for category in results.categories:
        for entry in category.tally.entries:
            assert entry.total in text
            for sheet in entry.sheets:
                assert sheet.sheet in text


def test_a_report_before_publication_says_that_it_is_confidential(
    db: Database, decided: Published, tmp_path: Path
) -> None:
    with db.read() as session:
        results = results_of(session, decided.cycle_id)
    assert results.published_at is None
    pdf = category_page_pdf(results, results.categories[0], "en", at=AT)
    assert "Confidential until the results are published" in text_of(pdf, tmp_path)


def test_a_report_before_publication_prints_no_digest_of_a_file_that_nobody_can_fetch(
    db: Database, settings: Settings, decided: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = {}

    def keep(html: str, _styles: object, **options: object) -> bytes:
        made.update(options, html=html)
        return b"%PDF-1.7"

    monkeypatch.setattr(render, "make_pdf", keep)
    files = FileStore(settings.files_dir)
    report = make_report(db, files, decided.cycle_id, "en", by=decided.organisers[0].id, at=AT)
    assert report.document_digest is None
    assert made["attachments"] == []
    assert "SHA-256" not in made["html"]
    assert "results.json" not in made["html"]


def unranked(category) -> str:
    count = len(category.tally.entries) - category.ranked
    return "1 entry" if count == 1 else f"{count} entries"


def test_the_page_says_how_many_were_ranked_and_that_the_round_was_closed_early(
    db: Database, decided: Published, tmp_path: Path
) -> None:
    first, second = decided.organisers
    with db.write() as session:
        round_ = session.exec(select(Round)).one()
        session.add(
            EarlyClosing(
                round_id=round_.id,
                reason="الوزير مسافر في موعد الحفل",
                reason_en="The minister travels.",
                missing=480,
                unranked=135,
                asked_at=AT,
                asked_by_id=first.id,
                agreed_at=AT,
                agreed_by_id=second.id,
            )
        )
    with db.read() as session:
        results = results_of(session, decided.cycle_id)
    category = next(c for c in results.categories if c.ranked < len(c.tally.entries))
    text = text_of(category_page_pdf(results, category, "en", missing=4, at=AT), tmp_path)
    assert f"rank 1 of {category.ranked} ranked entries (submitted: {len(category.tally.entries)})" in text
    assert "The round was closed before its time" in text
    assert f"In this category: 4 sheets were missing, {unranked(category)} stayed unranked" in text
    assert "480" not in text
    assert "The minister travels." in text
    assert f"asked by {first.name_en}, agreed by {second.name_en}" in text
    assert "tie" not in text.lower()


def test_the_page_of_a_category_in_which_nobody_is_ranked_shows_no_empty_table(
    db: Database, make, tmp_path: Path
) -> None:
    c = contest(make, {"MOB": [[9, 9], []]})
    c.open_results()
    with db.read() as session:
        results = results_of(session, c.cycle.id)
    text = text_of(category_page_pdf(results, results.categories[0], "en", at=AT), tmp_path)
    assert "No entry is ranked in this category." in text
    assert "Entered by" not in text


def test_a_reason_is_printed_in_the_language_of_the_page_and_never_for_the_public(
    db: Database, published: Published, tmp_path: Path, client
) -> None:
    with db.read() as session:
        results = results_of(session, published.cycle_id)
    english = text_of(category_page_pdf(results, results.categories[0], "en", at=AT), tmp_path)
    arabic = text_of(category_page_pdf(results, results.categories[0], "ar", at=AT), tmp_path)
    assert REASON_EN in english
    assert REASON_EN not in arabic
    assert "not for the public" in english
    winners = client.get("/winners/3").text
    assert REASON_EN not in winners
    assert REASON not in winners


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_the_page_of_a_category_is_one_sound_page(
    db: Database, published: Published, tmp_path: Path, lang
) -> None:
    with db.read() as session:
        results = results_of(session, published.cycle_id)
    pdf = category_page_pdf(results, results.categories[0], lang, at=AT)
    assert is_sound(pdf, tmp_path)
    with pikepdf.open(BytesIO(pdf)) as opened:
        assert len(opened.pages) == 1
        assert opened.Root.Lang == lang
    text = text_of(pdf, tmp_path)
    for place in results.categories[0].places:
        for entry in place.entries:
            assert entry.total in text
    if lang == "en" and results.categories[0].tally.figures:
        assert "How sure the places are:" in text
        assert re.search(
            r"(?:Clear|Leading|Too close to call)\. .*\d+ of 100|cannot be said",
            " ".join(text.split()),
        )


def test_the_job_makes_the_report_once_in_each_language(
    db: Database, settings, clock, published: Published, monkeypatch
) -> None:
    made: list[str] = []
    monkeypatch.setattr(
        "reports.results.operations.report_pdf",
        lambda results, lang, *, document, at: made.append(lang) or b"%PDF " + lang.encode(),
    )
    work = Work(db, FileStore(settings.files_dir), settings, clock)
    organiser = published.organisers[0]
    with db.write() as session:
        job = ask_for_reports(session, published.cycle_id, 3, by=organiser.id, at=clock())
        assert ask_for_reports(session, published.cycle_id, 3, by=organiser.id, at=clock()).id == job.id
    assert run_job(work, job.id) is JobState.DONE
    assert made == ["ar", "en"]
    with db.read() as session:
        reports = session.exec(select(ResultReport)).all()
        events = session.exec(select(AuditEvent.action).where(AuditEvent.action == "report.made")).all()
    assert sorted(r.language for r in reports) == ["ar", "en"]
    assert len(events) == 2
    assert work.files.get(reports[0].digest).startswith(b"%PDF")


def test_what_is_written_into_a_report_cannot_load_anything(
    db: Database, published: Published, tmp_path: Path
) -> None:
    from reports.apart import make_pdf

    secret = tmp_path / "secret.txt"
    secret.write_text("TOP SECRET")
    html = (
        f'<html lang="en"><title>x</title><body><p>plain words</p><img src="file://{secret}" alt="x">'
        f'<link rel="attachment" href="file://{secret}">'
    )
    pdf = make_pdf(
        html, ['body{font-family:"IBM Plex Sans Arabic"}'], title="x", lang="en", author="x", created=AT
    )
    with pikepdf.open(BytesIO(pdf)) as opened:
        assert not list(opened.attachments)
    assert b"TOP SECRET" not in pdf
    assert "plain words" in text_of(pdf, tmp_path)
