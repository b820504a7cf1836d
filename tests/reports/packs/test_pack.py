"""A judge's entries on paper."""

from io import BytesIO

import pikepdf
import pytest

from tests.reports.results.test_report import is_sound

ADDRESS = "/packs/mine"


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_a_pack_is_a_sound_archivable_accessible_pdf_in_its_readers_language(at_desk, jury, lang, tmp_path):
    at_desk.cookies.set("language", lang)
    answer = at_desk.get(ADDRESS)
    assert answer.headers["content-type"] == "application/pdf"
    assert f'filename="pack-{jury.cycle.number}-{lang}.pdf"' in answer.headers["content-disposition"]
    assert is_sound(answer.content, tmp_path)
    with pikepdf.open(BytesIO(answer.content)) as pdf:
        assert pdf.Root.Lang == lang
        assert pdf.Root.MarkInfo.Marked
        assert b"pdfuaid:part>1" in pdf.Root.Metadata.read_bytes()
        with pdf.open_metadata() as metadata:
            assert metadata.pdfa_status == "3A"
