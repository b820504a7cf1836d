import re
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from reports.certificates.render import render_certificate
from reports.certificates.wording import CertificateWording

PLAIN = CertificateWording(
    kind="participation",
    code="TK-2026-7F3A-91",
    verify_url="https://award.example.gov.sa/certificates/TK-2026-7F3A-91",
    recipients_ar=("وزارة الصحة",),
    recipients_en=("Ministry of Health",),
    title_ar="موعد العيادة التخصصية بإحالة واحدة",
    title_en="Specialist clinic appointments with one referral",
    category_ar="أفضل خدمة حكومية إلكترونية",
    category_en="Best government e-service",
    award_ar="جائزة الإنجاز للتعاملات الإلكترونية",
    award_en="The e-Government Achievement Award",
    cycle_ar="الدورة الثامنة",
    cycle_en="Eighth cycle",
    cycle_number=8,
    year=2026,
    entries=184,
    categories=7,
    signatory_ar="سعاد بنت راشد الحمدان",
    signatory_en="Suad Al Hamdan",
    signatory_post_ar="رئيسة اللجنة العليا",
    signatory_post_en="Chair of the Supreme Committee",
    issued_on=date(2026, 12, 3),
    issued_gregorian_ar="3 ديسمبر 2026م",
    issued_gregorian_en="3 December 2026",
    issued_hijri_ar="23 جمادى الآخرة 1448هـ",
    issued_hijri_en="23 Jumada al-Akhirah 1448 AH",
)
WON = {"kind": "winner", "place_ar": "المركز الأول", "place_en": "First place"}


@pytest.fixture
def wording() -> Callable[..., CertificateWording]:
    return lambda **changes: replace(PLAIN, **changes)


@pytest.fixture
def won() -> CertificateWording:
    return replace(PLAIN, **WON)


@pytest.fixture(scope="session")
def pdf_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """A certificate in a file, made once for each wording."""
    made: dict[CertificateWording, Path] = {}

    def make(**changes: Any) -> Path:
        wording = replace(PLAIN, **changes)
        if wording not in made:
            made[wording] = tmp_path_factory.mktemp("pdf") / "certificate.pdf"
            made[wording].write_bytes(render_certificate(wording))
        return made[wording]

    return make


@pytest.fixture
def text_of() -> Callable[[Path], str]:
    """What a reader copies out of a PDF: words apart by one space, without marks of direction and joining."""

    def read(pdf: Path) -> str:
        text = subprocess.run(
            ["pdftotext", "-layout", pdf, "-"], capture_output=True, check=True
        ).stdout.decode()
        return re.sub(r"\s+", " ", re.sub("[\u200c-\u200f\u202a-\u202e\u2066-\u2069]", "", text))

    return read


@pytest.fixture(scope="session")
def picture_of() -> Callable[..., Image.Image]:
    """The page as printed, five pixels to the millimetre or as many as asked for."""

    def print_page(pdf: Path, per_mm: int = 5) -> Image.Image:
        picture = pdf.with_name(f"{per_mm}.png")
        if not picture.exists():
            density = f"{per_mm * 25.4:.0f}"
            subprocess.run(
                ["pdftoppm", "-r", density, "-png", "-singlefile", pdf, picture.with_suffix("")], check=True
            )
        with Image.open(picture) as image:
            return image.convert("RGB")

    return print_page
