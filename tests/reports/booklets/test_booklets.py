"""The booklet of criteria, as PDF."""

from io import BytesIO

import pikepdf
import pytest

from judging.rubrics.operations import create_rubric
from reports.booklets import routes
from tests.judging.scorecards.test_scales import DRAFTS
from tests.reports.results.test_report import is_sound, text_of


@pytest.fixture
def category(make):
    return make.category(
        make.cycle(4, is_demo=True), "G2C", name_en="Serving people", description_en="What it is for"
    )


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_a_booklet_is_a_sound_archivable_accessible_pdf_in_its_language(client, category, tmp_path, lang):
    answer = client.get(f"/booklets/4/G2C/{lang}")
    assert answer.headers["content-type"] == "application/pdf"
    assert is_sound(answer.content, tmp_path)
    with pikepdf.open(BytesIO(answer.content)) as pdf:
        assert pdf.Root.Lang == lang
        assert pdf.Root.MarkInfo.Marked
        with pdf.open_metadata() as metadata:
            assert metadata.pdfa_status == "3A"


def test_a_booklet_holds_every_criterion_its_weight_and_what_the_points_mean(client, category, tmp_path):
    text = text_of(client.get("/booklets/4/G2C/en").content, tmp_path)
    for told in (
        "Serving people",
        "What it is for",
        "Criterion benefit",
        "50%",
        "30%",
        "20%",
        "Level 0",
        "Level 5",
        "Level 10",
        "Demo data",
    ):
        assert told in text


def test_a_booklet_says_each_scale_its_levels_and_when_a_remark_is_required(
    client, db, category, make, tmp_path
):
    with db.write() as session:
        create_rubric(session, category.id, DRAFTS, by=None, at=make.now)
    text = " ".join(text_of(client.get("/booklets/4/G2C/en").content, tmp_path).split())
    for told in (
        "Each criterion has a scale of its own",
        "0 to 5 points",
        "3 levels, 0 to 3 points",
        "Emerging: Some channels",
        "where they give less than “Emerging”",
        "0 to 100 points",
    ):
        assert told in text, told
    client.cookies.set("language", "en")
    page = client.get("/categories/G2C").text
    assert "Established" in page
    assert "0 to 100 points" in page


def test_a_booklet_is_made_once_for_all_of_its_readers(client, category, monkeypatch):
    made = []
    monkeypatch.setattr(routes, "booklet_pdf", lambda *_, **__: made.append(1) or b"%PDF-1.7")
    monkeypatch.setattr(routes, "_made", type(routes._made)(4))
    for _ in range(3):
        client.get("/booklets/4/G2C/en")
    assert made == [1]


def test_there_is_no_booklet_of_what_is_not_announced_or_does_not_exist(client, make, category):
    make.category(make.cycle(5, announced=False), "G2B")
    for address in ("5/G2B/en", "4/NONE/en", "4/G2C/fr", "9/G2C/en"):
        assert client.get(f"/booklets/{address}").status_code == 404, address
