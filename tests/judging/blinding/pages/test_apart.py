"""Pages are drawn and read, whatever the file."""

import io

import pytest
from PIL import Image

from judging.blinding.pages.apart import DrawnFile, drawn, drawn_apart
from reports.pdf import Metadata, lay_out, write_pdf


def printed(html: str) -> bytes:
    layout = lay_out(html, css='body { font-family: "Amiri" } p { break-after: page }')
    return write_pdf(layout, metadata=Metadata(title="Secret title", lang="en"), variant=None)


def picture(kind: str, mode: str = "RGB") -> bytes:
    out = io.BytesIO()
    Image.new(mode, (64, 32)).save(out, kind)
    return out.getvalue()


def test_a_page_has_its_text_in_reading_order_and_a_picture_with_nothing_else_in_it() -> None:
    file = drawn(printed("<p dir=rtl lang=ar>أطلقت وزارة الصحة الخدمة.</p><p>Second page</p>"))
    assert file.count == 2
    first, second = file.pages
    assert "أطلقت وزارة الصحة الخدمة" in first.text
    assert second.text.strip() == "Second page"
    with Image.open(io.BytesIO(first.picture)) as shown:
        assert (shown.format, shown.size) == ("WEBP", (first.width, first.height))
        assert not {"exif", "xmp", "icc_profile", "comment"} & set(shown.info)
        assert shown.getextrema() != ((255, 255),) * 3
    assert b"Secret title" not in first.picture


@pytest.mark.parametrize(("kind", "mode"), [("PNG", "RGB"), ("PNG", "RGBA"), ("JPEG", "L")])
def test_a_picture_is_a_page_without_text(kind, mode) -> None:
    file = drawn(picture(kind, mode))
    assert file.count == 1
    assert [(page.text, page.width, page.height) for page in file.pages] == [("", 64, 32)]


def test_a_very_long_file_is_drawn_in_part(monkeypatch) -> None:
    monkeypatch.setattr("judging.blinding.pages.apart.MOST_PAGES", 2)
    file = drawn(printed("<p>1</p><p>2</p><p>3</p>"))
    assert (file.count, len(file.pages)) == (3, 2)


def test_the_process_apart_gives_the_same_and_survives_what_is_no_file() -> None:
    data = picture("PNG")
    assert drawn_apart(data) == drawn(data)
    assert drawn_apart(b"%PDF-broken") == drawn_apart(b"") == DrawnFile((), 0)
