import io
import random
import warnings

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, String
from PIL import Image, ImageChops

from awards.entries import files
from awards.entries.files import FileKind, NotAllowedFile, Problem, clean_copy, kind_of
from tests.awards.entries import hostile_files as hostile

TOKEN = hostile.TOKEN
WRITTEN = [TOKEN.encode(encoding) for encoding in ("utf-8", "utf-16-be", "utf-16-le")]
SPELLINGS = [*WRITTEN, *(plain.hex().encode() for plain in WRITTEN)]


def holds_token(data: bytes) -> bool:
    return any(spelling in data for spelling in SPELLINGS)


def refusal(data: bytes) -> Problem:
    with pytest.raises(NotAllowedFile) as refused:
        kind_of(data)
    return refused.value.reason


def opened(data: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(data))


@pytest.mark.parametrize(
    ("data", "kind"),
    [(hostile.pdf(), FileKind.PDF), (hostile.png(), FileKind.PNG), (hostile.jpeg(), FileKind.JPEG)],
    ids=["pdf", "png", "jpeg"],
)
def test_the_three_kinds_are_known_by_their_content(data, kind):
    assert kind_of(data) is kind
    assert kind_of(clean_copy(data, kind)) is kind


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", Problem.EMPTY),
        (b"just text", Problem.NOT_A_KIND_WE_TAKE),
        (b"<html><script>alert(1)</script>", Problem.NOT_A_KIND_WE_TAKE),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", Problem.NOT_A_KIND_WE_TAKE),
        (b"MZ\x90\0" + b"\0" * 60, Problem.NOT_A_KIND_WE_TAKE),
        (b"PK\x03\x04" + b"\0" * 60 + hostile.pdf(), Problem.NOT_A_KIND_WE_TAKE),
        (b"GIF89a\x01\0\x01\0" + hostile.pdf(), Problem.NOT_A_KIND_WE_TAKE),
        (b"\n" + hostile.pdf(), Problem.NOT_A_KIND_WE_TAKE),
        (b"<html>" + hostile.pdf(), Problem.NOT_A_KIND_WE_TAKE),
        (b"%PDF-1.7\n" + b"garbage " * 99, Problem.DAMAGED),
        (b"%PDF-", Problem.DAMAGED),
        (b"\x89PNG\r\n\x1a\n" + hostile.pdf(), Problem.DAMAGED),
        (hostile.png()[:60], Problem.DAMAGED),
        (hostile.jpeg()[:200], Problem.DAMAGED),
        (b"\xff\xd8\xff\xe0" + b"<script>alert(1)</script>" * 9, Problem.DAMAGED),
        (hostile.pdf(encryption=pikepdf.Encryption(owner="o", user="u")), Problem.LOCKED),
        (hostile.png_that_claims(60_000, 60_000), Problem.TOO_MANY_PIXELS),
        (hostile.png_that_claims(10_000, 10_000), Problem.TOO_MANY_PIXELS),
        (hostile.png_that_claims(8_000, 5_001), Problem.TOO_MANY_PIXELS),
        (hostile.jpeg_that_claims(65_000, 65_000), Problem.TOO_MANY_PIXELS),
    ],
)
def test_what_is_none_of_them_is_refused_with_its_reason(data, problem):
    assert refusal(data) is problem


def test_a_pdf_without_a_page_is_refused():
    out = io.BytesIO()
    pikepdf.new().save(out)
    assert refusal(out.getvalue()) is Problem.DAMAGED


def test_a_pdf_of_too_many_objects_is_refused(monkeypatch):
    monkeypatch.setattr(files, "MAX_OBJECTS", 3)
    assert refusal(hostile.pdf()) is Problem.TOO_COMPLEX


def test_a_pdf_that_only_forbids_printing_is_taken_and_freed():
    data = hostile.pdf(encryption=pikepdf.Encryption(owner="o", user=""))
    assert kind_of(data) is FileKind.PDF
    assert not opened(clean_copy(data, FileKind.PDF)).is_encrypted


@pytest.mark.parametrize("carrier", hostile.CARRIERS, ids=[carrier.__name__ for carrier in hostile.CARRIERS])
def test_nothing_that_is_not_seen_stays_in_a_pdf(carrier):
    data = hostile.pdf(fill=carrier)
    assert holds_token(hostile.everything_in(data)), "the test would pass on nothing"
    cleaned = hostile.everything_in(clean_copy(data, FileKind.PDF))
    assert not holds_token(cleaned)
    assert hostile.VISIBLE.encode() in cleaned


def test_all_carriers_at_once_and_bytes_behind_the_end():
    def fill(made):
        for carrier in hostile.CARRIERS:
            carrier(made)

    data = hostile.pdf(fill=fill) + b"\nPK\x03\x04" + TOKEN.encode()
    cleaned = clean_copy(data, FileKind.PDF)
    assert not holds_token(hostile.everything_in(cleaned))
    assert b"PK\x03\x04" not in cleaned
    with opened(cleaned) as pdf:
        assert set(pdf.Root.keys()) <= {"/Type", "/Pages", "/OCProperties"}
        assert not pdf.attachments
        assert set(pdf.pages[0].obj.keys()) <= {"/Type", "/Parent", "/Resources", "/Contents", "/MediaBox"}


@pytest.mark.parametrize(
    "word", [b"/JavaScript", b"/JS", b"/OpenAction", b"/AA", b"/EmbeddedFile", b"/Launch", b"/URI"]
)
def test_no_action_survives_cleaning(word):
    def fill(made):
        for carrier in hostile.CARRIERS:
            carrier(made)
        made.Root.OpenAction = Dictionary(S=Name.Launch, F=String("calc.exe"))
        made.Root.AA = Dictionary(WC=hostile.javascript())

    assert word not in hostile.everything_in(clean_copy(hostile.pdf(fill=fill), FileKind.PDF)).replace(
        b"/Annot ", b""
    )


def test_cleaning_twice_gives_the_same_bytes():
    cleaned = clean_copy(hostile.pdf(fill=hostile.with_docinfo), FileKind.PDF)
    assert clean_copy(cleaned, FileKind.PDF) == cleaned


def test_what_was_filled_in_into_a_form_stays_on_the_page():
    def fill(made):
        field = Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String(TOKEN), V=String("Filled in"),
            Rect=[10, 10, 150, 30], F=4, DA=String("/Helv 10 Tf 0 g"),
        )  # fmt: skip
        field = made.make_indirect(field)
        font = made.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
        made.pages[0].Annots = Array([field])
        made.Root.AcroForm = Dictionary(
            Fields=Array([field]), NeedAppearances=True, DR=Dictionary(Font=Dictionary(Helv=font))
        )

    cleaned = hostile.everything_in(clean_copy(hostile.pdf(fill=fill), FileKind.PDF))
    assert b"Filled in" in cleaned
    assert b"AcroForm" not in cleaned
    assert not holds_token(cleaned)


def test_a_hidden_layer_stays_hidden():
    def fill(made):
        hostile.with_layers(made)
        made.Root.OCProperties.D.OFF = made.Root.OCProperties.D.ON
        del made.Root.OCProperties.D["/ON"]

    with opened(clean_copy(hostile.pdf(fill=fill), FileKind.PDF)) as pdf:
        layer = pdf.Root.OCProperties.OCGs[0]
        assert pdf.Root.OCProperties.D.OFF[0] == layer
        assert layer["/Name"] == "Layer 1"


def test_a_photo_in_a_pdf_keeps_its_pixels():
    data = hostile.pdf(fill=hostile.with_photo)
    with opened(data) as made, opened(clean_copy(data, FileKind.PDF)) as cleaned:
        before, after = (
            Image.open(io.BytesIO(pdf.pages[0].Resources.XObject.Im0.read_raw_bytes()))
            for pdf in (made, cleaned)
        )
    assert before.tobytes() == after.tobytes()
    assert not after.info.get("comment")


def test_pages_keep_their_size_and_turn():
    def fill(made):
        made.pages[0].Rotate = 90
        made.pages[0].CropBox = [5, 5, 100, 50]

    with opened(clean_copy(hostile.pdf(fill=fill), FileKind.PDF)) as pdf:
        page = pdf.pages[0]
        assert (page.Rotate, list(page.CropBox), list(page.MediaBox)) == (
            90,
            [5, 5, 100, 50],
            [0, 0, 200, 100],
        )


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA"])
def test_a_clean_png_has_the_same_pixels_and_nothing_else(mode):
    image = hostile.picture(mode)
    data = hostile.png(image)
    assert holds_token(data)
    cleaned = clean_copy(data, FileKind.PNG)
    assert not holds_token(cleaned)
    copy = Image.open(io.BytesIO(cleaned))
    assert copy.info == {}
    assert copy.convert("RGBA").tobytes() == image.convert("RGBA").tobytes()


def test_transparency_of_a_palette_stays():
    image = hostile.picture("P")
    image.info["transparency"] = image.getpixel((3, 3))
    copy = Image.open(io.BytesIO(clean_copy(hostile.png(image), FileKind.PNG)))
    assert copy.getpixel((3, 3))[3] == 0
    assert copy.getpixel((12, 7))[3] == 255


def test_sixteen_bits_of_grey_become_eight_without_being_cut_off():
    image = Image.new("I;16", (4, 1))
    for x, shade in enumerate([0, 0x4000, 0x8000, 0xFFFF]):
        image.putpixel((x, 0), shade)
    copy = Image.open(io.BytesIO(clean_copy(hostile.png(image), FileKind.PNG)))
    assert [copy.getpixel((x, 0)) for x in range(4)] == [0, 0x40, 0x80, 0xFF]


@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK"])
def test_a_clean_jpeg_looks_the_same_and_holds_nothing_else(mode):
    image = hostile.picture(mode)
    data = hostile.jpeg(image)
    assert holds_token(data)
    cleaned = clean_copy(data, FileKind.JPEG)
    assert not holds_token(cleaned)
    copy = Image.open(io.BytesIO(cleaned))
    assert not copy.getexif()
    assert "comment" not in copy.info
    difference = ImageChops.difference(copy.convert("L"), Image.open(io.BytesIO(data)).convert("L"))
    assert difference.getextrema()[1] < 25


def test_a_photo_taken_sideways_is_turned_upright():
    cleaned = clean_copy(hostile.jpeg(orientation=6), FileKind.JPEG)
    assert Image.open(io.BytesIO(cleaned)).size == (10, 20)


SAMPLES = [hostile.pdf(fill=fill) for fill in (hostile.with_signature, hostile.with_embedded_file)]
SAMPLES += [hostile.png(), hostile.jpeg()]


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(SAMPLES), st.integers(0, 2**32), st.integers(1, 12))
def test_damage_anywhere_is_survived_or_refused(sample, seed, wounds):
    chance = random.Random(seed)
    data = bytearray(sample)
    for _ in range(wounds):
        at = chance.randrange(len(data))
        if chance.random() < 0.2:
            del data[at : at + chance.randrange(1, 40)]
        else:
            data[at] = chance.randrange(256)
        if not data:
            break
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            kind = kind_of(bytes(data))
            cleaned = clean_copy(bytes(data), kind)
        except NotAllowedFile:
            return
        assert kind_of(cleaned) is kind
