"""What one certificate is as a file: readable, accessible, archivable, the same each time."""

import json
import logging
import subprocess
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from reports.certificates.render import render_certificate
from reports.certificates.wording import CertificateWording

Make = Callable[..., Path]

WON = {"kind": "winner", "place_ar": "المركز الأول", "place_en": "First place"}
JOINT = {
    "recipients_ar": ("وزارة الداخلية", "وزارة العدل", "هيئة الحكومة الرقمية", "البنك المركزي السعودي"),
    "recipients_en": (
        "Ministry of Interior",
        "Ministry of Justice",
        "Digital Government Authority",
        "Saudi Central Bank",
    ),
}


@pytest.mark.parametrize("changes", [{}, WON, JOINT, {"demo": True}], ids=["plain", "won", "joint", "demo"])
def test_a_certificate_is_one_sound_page(pdf_of: Make, changes: dict) -> None:
    path = pdf_of(**changes)
    check = subprocess.run(["qpdf", "--check", path], check=False, capture_output=True, text=True)
    assert check.returncode == 0, check.stdout + check.stderr
    with pikepdf.open(path) as pdf:
        assert len(pdf.pages) == 1
        assert [round(float(edge)) for edge in pdf.pages[0].mediabox] == [0, 0, 842, 595]


def test_names_title_and_code_can_be_copied_out(pdf_of: Make, text_of: Callable[[Path], str]) -> None:
    text = text_of(pdf_of(**JOINT))
    for name in (*JOINT["recipients_ar"], *JOINT["recipients_en"]):
        assert name in text
    assert "موعد العيادة التخصصية بإحالة واحدة" in text
    assert "Specialist clinic appointments with one referral" in text
    assert "TK-2026-7F3A-91" in text
    assert "184" in text


def test_it_says_that_it_is_archivable_and_accessible(pdf_of: Make) -> None:
    with pikepdf.open(pdf_of()) as pdf:
        metadata = pdf.open_metadata()
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")
        assert metadata["pdfuaid:part"] == "1"
        assert "وزارة الصحة" in metadata["dc:title"]
        assert pdf.Root.Lang == "ar"
        assert pdf.Root.MarkInfo.Marked
        assert "/OutputIntents" in pdf.Root


def _elements(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    return list(pdf.Root.StructTreeRoot.K[0].K)


def test_it_is_read_aloud_in_order_and_without_turned_letters(pdf_of: Make) -> None:
    with pikepdf.open(pdf_of(**WON, demo=True)) as pdf:
        elements = _elements(pdf)
        read = [str(element.get("/ActualText", element.get("/Alt", ""))) for element in elements]
        roles = [str(element.S) for element in elements]
    starts = [
        "جائزة الإنجاز", "شهادة فوز وتكريم", "بيانات تجريبية", "تشهد اللجنة", "وزارة الصحة\nبالمركز الأول\n",
        "The Supreme", "Ministry of Health\nwon First place\n", "للتحقق", "", "سعاد", "رمز",
    ]  # fmt: skip
    assert len(read) == len(starts)
    for words, start in zip(read, starts, strict=True):
        assert words.startswith(start)
    assert roles.count("/H1") == 1
    assert roles[-1] == "/Figure"


def test_everything_drawn_is_tagged_or_an_artifact(pdf_of: Make) -> None:
    with pikepdf.open(pdf_of()) as pdf:
        depth, loose = 0, []
        for operands, operator in pikepdf.parse_content_stream(pdf.pages[0]):
            depth += {"BMC": 1, "BDC": 1, "EMC": -1}.get(str(operator), 0)
            if str(operator) in {"Tj", "TJ", "Do", "f", "S", "B", "f*"} and depth == 0:
                loose.append((operator, operands))
    assert depth == 0
    assert loose == []


def test_its_wording_lies_inside_for_machines(
    pdf_of: Make, wording: Callable[..., CertificateWording]
) -> None:
    with pikepdf.open(pdf_of(**JOINT)) as pdf:
        (name,) = pdf.attachments
        content = pdf.attachments[name].get_file().read_bytes()
        assert str(pdf.Root.AF[0].AFRelationship) == "/Data"
    assert name == "certificate.json"
    assert CertificateWording.from_json(json.loads(content)) == wording(**JOINT)


def test_the_same_wording_gives_the_same_bytes(wording: Callable[..., CertificateWording]) -> None:
    once, other, again = (render_certificate(wording(code=code)) for code in ("TK-1", "TK-2", "TK-1"))
    assert once == again
    assert once != other


def test_its_code_is_a_link_to_the_verifying_page(pdf_of: Make) -> None:
    with pikepdf.open(pdf_of()) as pdf:
        (link,) = pdf.pages[0].Annots
        assert str(link.A.URI) == "https://award.example.gov.sa/certificates/TK-2026-7F3A-91"


def test_making_one_raises_no_complaint(
    wording: Callable[..., CertificateWording], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        render_certificate(wording(cycle_en="A cycle that no other test has", **WON, demo=True))
    assert caplog.messages == []
