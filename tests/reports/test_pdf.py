"""What a document may load, and whether its text can be read again."""

import csv
import logging
import re
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from pathlib import Path
from threading import Thread

import pikepdf
import pytest
from weasyprint.text import ffi

from reports import fonts, pdf
from reports.pdf import AssetFetcher, Metadata, lay_out, write_pdf

CSS = 'body { font-family: "Amiri" } @page { size: A4; margin: 20mm }'
METADATA = Metadata(title="وثيقة", lang="ar")
FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "assets" / "inner").mkdir(parents=True)
    (tmp_path / "assets" / "inner" / "seal.svg").write_text("<svg/>")
    (tmp_path / "assets" / "notes.html").write_text("a template")
    (tmp_path / "secret.svg").write_text("<svg/>")
    (tmp_path / "assets" / "way-out.svg").symlink_to(tmp_path / "secret.svg")
    return tmp_path / "assets"


def test_an_asset_below_the_folder_is_opened(folder: Path) -> None:
    response = AssetFetcher(folder).fetch("asset:inner/seal.svg")
    assert response.read() == b"<svg/>"
    assert response.content_type == "image/svg+xml"


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd", "http://127.0.0.1/a.svg", "https://example.org/a.svg", "ftp://127.0.0.1/a.svg",
        "data:image/svg+xml,<svg/>", "asset:../secret.svg", "asset:inner/../../secret.svg",
        "asset:%2e%2e/secret.svg", "asset:way-out.svg", "asset:notes.html", "asset:inner", "asset:",
        "asset:/etc/passwd", "asset:///etc/passwd", "asset:inner/seal.svg%00.png",
    ],
)  # fmt: skip
def test_nothing_else_is_opened(folder: Path, url: str) -> None:
    with pytest.raises(ValueError, match=r"asset|null byte"):
        AssetFetcher(folder).fetch(url)


@pytest.mark.parametrize("name", ["../../etc/passwd", "unknown.ttf", ""])
def test_only_our_typefaces_are_fonts(folder: Path, name: str) -> None:
    with pytest.raises(fonts.FontMissing):
        AssetFetcher(folder).fetch(f"asset:fonts/{name}")


@pytest.fixture
def listener() -> Iterator[tuple[int, list[str]]]:
    """A server on this machine that notes what it is asked for."""
    asked: list[str] = []

    class Note(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(404)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Note)
    Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port, asked
    server.shutdown()
    server.server_close()


def test_hostile_markup_fetches_nothing_and_attaches_nothing(
    listener: tuple[int, list[str]], tmp_path: Path
) -> None:
    port, asked = listener
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret of the house")
    web, file = f"http://127.0.0.1:{port}", secret.as_uri()
    html = f"""<html lang="en"><head><title>x</title><base href="{web}/"><link rel=stylesheet href="{web}/a.css">
        <link rel=attachment href="{file}"><link rel=attachment href="{web}/b">
        <style>@import url({web}/c.css); @font-face {{ font-family: f; src: url({web}/d.ttf) }}
        p {{ background: url({web}/e.png); list-style-image: url({file}) }}</style></head>
        <body><p>text<img alt=x src="{web}/f.png"><img alt=x src="{file}"><object data="{web}/g.svg"></object>
        <embed src="{web}/h.svg"><iframe src="{web}/i"></iframe><a rel=attachment href="{file}">y</a>
        <svg xmlns="http://www.w3.org/2000/svg"><title>s</title><image href="{web}/j.png"/><use href="{file}#a"/></svg>
        """
    made = write_pdf(lay_out(html, css=CSS), metadata=METADATA)
    assert asked == []
    with pikepdf.open(BytesIO(made)) as document:
        assert list(document.attachments) == []
        assert all(b"secret of" not in _content(thing) for thing in document.objects)


def _content(thing: object) -> bytes:
    return thing.read_bytes() if isinstance(thing, pikepdf.Stream) else b""


def test_every_agencys_name_can_be_copied_out(tmp_path: Path) -> None:
    with (FIXTURES / "lists" / "agencies.csv").open(encoding="utf-8") as lines:
        names = [row["name_ar"] for row in csv.DictReader(lines)]
    body = "".join(f"<p>{name}</p>" for name in names)
    path = tmp_path / "names.pdf"
    path.write_bytes(
        write_pdf(
            lay_out(f'<html lang="ar" dir="rtl"><title>x</title><body>{body}', css=CSS), metadata=METADATA
        )
    )
    text = subprocess.run(
        ["pdftotext", "-layout", path, "-"], capture_output=True, check=True
    ).stdout.decode()
    assert len(names) > 50
    assert [name for name in names if _joined(name) not in _joined(text)] == []


def _joined(text: str) -> str:
    """Without spaces, which pdftotext sees in wide kerning, and without marks of direction and joining."""
    return re.sub("[\\s\u200c-\u200f\u202a-\u202e]", "", text)


def test_a_missing_typeface_is_an_error_not_another_typeface(monkeypatch: pytest.MonkeyPatch) -> None:
    gone = tuple(replace(face, package="fontpkg_gone", family="Gone") for face in fonts.FACES[:1])
    monkeypatch.setattr(fonts, "FACES", gone)
    with pytest.raises(fonts.FontMissing, match="fontpkg_gone"):
        lay_out("<p>x", css='p { font-family: "Gone" }')


def test_a_missing_subsetter_is_warned_about(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(ffi, "harfbuzz_subset", None)
    with caplog.at_level(logging.WARNING):
        pdf._font_configuration.__wrapped__()
    assert "libharfbuzz-subset0" in caplog.text
    assert not pdf.subsetter_is_loaded()


def test_this_machine_has_the_subsetter() -> None:
    assert pdf.subsetter_is_loaded()
