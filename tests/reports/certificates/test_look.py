"""What the eye sees: the code scans, nothing leaves its place, winners and demonstrations are told apart."""

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
import segno
from PIL import Image, ImageChops, ImageDraw

Make = Callable[..., Path]
Print = Callable[..., Image.Image]
Region = tuple[float, float, float, float]

SIDES: tuple[Region, ...] = ((28.5, 94.5, 142.5, 151.5), (154.5, 94.5, 268.5, 151.5))
SQUARE: Region = (34, 153.5, 55, 174.5)
DEMO: Region = (30, 53, 82, 78)

LONG_TITLE_AR = (
    "منصة وطنية موحدة لحصر تركة المتوفى وقسمتها على الورثة في طلب واحد يشمل الحسابات البنكية والعقارات والأسهم "
    "والمركبات والحقوق التقاعدية مع إشعار جميع الجهات ذات العلاقة ومتابعة الإجراءات"
)
LONG_TITLE_EN = (
    "One national request to list a deceased person’s estate and share it out among all the heirs, covering bank "
    "accounts, real property, shares, vehicles and pension rights, with notice to every agency concerned"
)
PRINCE_AR = "صاحب السمو الملكي الأمير الدكتور عبدالرحمن بن عبدالعزيز بن محمد بن عبدالله بن فيصل آل عبدالرحمن"
PRINCE_EN = "His Royal Highness Prince Dr. Abdulrahman bin Abdulaziz bin Mohammed bin Abdullah Al Abdulrahman"
AGENCIES_AR = ("وزارة الموارد البشرية والتنمية الاجتماعية", "الهيئة السعودية للبيانات والذكاء الاصطناعي") * 3
AGENCIES_EN = ("Ministry of Human Resources and Social Development", "Saudi Data and AI Authority") * 3
WON = {"kind": "winner", "place_ar": "المركز الأول", "place_en": "First place"}

CASES = {
    "one_word": {"title_ar": "أبشر", "title_en": "Absher"},
    "three_lines": {"title_ar": LONG_TITLE_AR, "title_en": LONG_TITLE_EN},
    "four_agencies": {"recipients_ar": AGENCIES_AR[:4], "recipients_en": AGENCIES_EN[:4]},
    "only_arabic_title": {"title_en": ""},
    "only_english_title": {"title_ar": "", "title_en": LONG_TITLE_EN},
    "long_personal_name": {
        "recipients_ar": (PRINCE_AR,),
        "recipients_en": (PRINCE_EN,),
    },
    "no_place_to_break": {"title_ar": "خ" * 200, "title_en": "W" * 200, "recipients_en": ("M" * 95,)},
    "everything_at_once": {
        **WON,
        "recipients_ar": tuple((name * 3)[:120] for name in AGENCIES_AR),
        "recipients_en": tuple((name * 3)[:120] for name in AGENCIES_EN),
        "title_ar": (LONG_TITLE_AR * 2)[:240],
        "title_en": (LONG_TITLE_EN * 2)[:240],
        "category_ar": LONG_TITLE_AR[:120],
        "category_en": LONG_TITLE_EN[:120],
    },
}


def _pixels(region: Region, per_mm: int = 5) -> tuple[int, int, int, int]:
    left, top, right, bottom = (round(edge * per_mm) for edge in region)
    return left, top, right, bottom


def _without(picture: Image.Image, regions: Iterable[Region]) -> Image.Image:
    covered = picture.copy()
    for region in regions:
        ImageDraw.Draw(covered).rectangle(_pixels(region), fill="white")
    return covered


@pytest.mark.parametrize("case", CASES)
def test_no_text_leaves_its_column(pdf_of: Make, picture_of: Print, case: str) -> None:
    base = pdf_of(**(WON if "kind" in CASES[case] else {}))
    usual, unusual = picture_of(base), picture_of(pdf_of(**CASES[case]))
    assert ImageChops.difference(usual, unusual).getbbox() is not None
    outside = ImageChops.difference(_without(usual, SIDES), _without(unusual, SIDES))
    assert outside.getbbox() is None


def test_the_printed_code_holds_the_address_of_the_verifying_page(pdf_of: Make, picture_of: Print) -> None:
    expected = segno.make("https://award.example.gov.sa/certificates/TK-2026-7F3A-91", error="m", micro=False)
    square = picture_of(pdf_of(), 10).crop(_pixels(SQUARE, 10)).convert("L")
    module = square.width / len(expected.matrix)
    middle = [int((i + 0.5) * module) for i in range(len(expected.matrix))]
    printed = [[int(square.getpixel((x, y)) < 128) for x in middle] for y in middle]
    assert printed == [list(row) for row in expected.matrix]


def test_the_code_has_four_modules_of_paper_around_it(pdf_of: Make, picture_of: Print) -> None:
    left, top, right, bottom = SQUARE
    quiet = 4 * (right - left) / 37
    edge = picture_of(pdf_of(), 10)
    for strip in (
        (left - quiet, top - quiet, left - 0.2, bottom + quiet),
        (left - quiet, bottom + 0.2, right + quiet, bottom + quiet),
        (right + 0.2, top - quiet, right + quiet, bottom + quiet),
    ):
        darkest, _ = edge.crop(_pixels(strip, 10)).convert("L").getextrema()
        assert darkest > 200


def test_a_winners_certificate_looks_different_at_a_glance(pdf_of: Make, picture_of: Print) -> None:
    band = (20, 10, 280, 16)
    colours = []
    for changes in ({}, WON):
        strip = picture_of(pdf_of(**changes)).crop(_pixels(band)).resize((1, 1), Image.Resampling.BOX)
        colours.append(strip.getpixel((0, 0)))
    (_, green, _), (_, other_green, _) = colours
    assert green - other_green > 15


def test_a_special_mention_says_so_and_looks_unlike_both_others(pdf_of: Make, picture_of: Print) -> None:
    mention = {"kind": "special_mention", "place_ar": "تنويه خاص", "place_en": "Special mention"}
    band, colours = (20, 10, 280, 16), []
    for changes in ({}, WON, mention):
        strip = picture_of(pdf_of(**changes)).crop(_pixels(band)).resize((1, 1), Image.Resampling.BOX)
        colours.append(strip.getpixel((0, 0)))
    assert len({(r // 12, g // 12, b // 12) for r, g, b in colours}) == 3


SIGNATURE: Region = (200.5, 151.5, 263.5, 180.5)
"""Above and beside the ornament of the corner."""


@pytest.mark.parametrize(
    ("post", "name"),
    [
        ("Chair of the Supreme Committee of the Award", "Dr. Sulaiman Abdulaziz Al-Rashoudi"),
        ("Chair of the Supreme Committee of the e-Government Achievement Award of the Kingdom", PRINCE_EN),
    ],
)
def test_the_signatory_keeps_clear_of_the_corners_ornament(
    pdf_of: Make, picture_of: Print, post: str, name: str
) -> None:
    short = pdf_of(signatory_en="A", signatory_post_en="B")
    long = pdf_of(signatory_en=name, signatory_post_en=post)
    # Long names make the type of the masthead smaller as well: only what is below the sides is looked at.
    below = _pixels((0, 140, 297, 210))
    one, other = (picture_of(pdf).crop(below) for pdf in (short, long))
    difference = ImageChops.difference(one, other).getbbox()
    left, top, right, bottom = _pixels(SIGNATURE)
    assert difference is not None
    assert left <= difference[0] < difference[2] <= right
    assert top <= difference[1] + below[1] < difference[3] + below[1] <= bottom


def test_a_winners_place_is_printed_on_both_sides(pdf_of: Make, text_of: Callable[[Path], str]) -> None:
    text = text_of(pdf_of(**WON))
    assert "بالمركز الأول" in text
    assert "First place" in text


def test_demonstration_data_is_marked_for_the_eye_and_in_the_text(
    pdf_of: Make, picture_of: Print, text_of: Callable[[Path], str]
) -> None:
    real, demo = pdf_of(), pdf_of(demo=True)
    assert "بيانات تجريبية" not in text_of(real)
    difference = ImageChops.difference(picture_of(real), picture_of(demo)).getbbox()
    left, top, right, bottom = _pixels(DEMO)
    assert difference is not None
    assert left <= difference[0] < difference[2] <= right
    assert top <= difference[1] < difference[3] <= bottom
    assert difference[2] - difference[0] > 200
