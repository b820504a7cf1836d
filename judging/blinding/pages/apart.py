"""Reads the pages of a clean file and draws them, in a process of its own that ends with the file.

What the reader of PDFs does with a file from outside, it does there: in bounded time and memory, without writing a file
or knowing a setting.
"""

import io
import json
import math
import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from awards.kit.logs import log

SECONDS = 60
"""Of work; a page takes a third of one."""
MEMORY = 1536 * 1024**2
MOST_PAGES = 60
"""That are drawn; a judge reads further ones in the file itself."""
LONGEST_TEXT = 50_000
"""Characters of a page that are kept."""
PICTURE = "image/webp"
_SLACK = 30
_SCALE = 2.1
"""A page of A4 becomes 1,250 pixels wide."""
_MOST_PIXELS = 4_000_000
_QUALITY = 80


@dataclass(frozen=True, slots=True)
class DrawnPage:
    """One page: its text, empty where it has none, and a picture of it without anything else in it."""

    text: str
    picture: bytes
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class DrawnFile:
    """The first pages of a file; none where it could not be read."""

    pages: tuple[DrawnPage, ...]
    count: int
    """How many pages the file has."""


def drawn_apart(data: bytes) -> DrawnFile:
    """The pages of a clean PDF, PNG or JPEG. A file that cannot be drawn has none, and the log says why."""
    command = [sys.executable, "-m", "judging.blinding.pages.apart"]
    environment = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PATH": os.defpath}
    try:
        done = subprocess.run(  # noqa: S603 - nothing from outside
            command,
            input=data,
            capture_output=True,
            timeout=SECONDS + _SLACK,
            check=False,
            env=environment,
        )
    except subprocess.TimeoutExpired:
        log.warning("pages took too long", size=len(data))
        return DrawnFile((), 0)
    if done.returncode:
        why = done.stderr.decode(errors="replace")[-1000:]
        log.warning("pages could not be drawn", size=len(data), code=done.returncode, why=why)
        return DrawnFile((), 0)
    return _unpacked(done.stdout)


def drawn(data: bytes) -> DrawnFile:
    """As `drawn_apart`, in this process: for files of our own making."""
    return _unpacked(packed(data))


def _unpacked(output: bytes) -> DrawnFile:
    head, _, rest = output.partition(b"\n")
    told = json.loads(head)
    pages, start = [], 0
    for page in told["pages"]:
        end = start + page["size"]
        pages.append(DrawnPage(page["text"], rest[start:end], page["width"], page["height"]))
        start = end
    return DrawnFile(tuple(pages), told["count"])


def packed(data: bytes) -> bytes:
    """A line of JSON about all pages, then their pictures one behind the other."""
    if data.startswith(b"%PDF-"):
        count, pages = _of_pdf(data)
    else:
        count, pages = 1, [_of_picture(data)]
    told = [{"text": p.text, "size": len(p.picture), "width": p.width, "height": p.height} for p in pages]
    head = json.dumps({"count": count, "pages": told}).encode()
    return b"\n".join([head, b"".join(p.picture for p in pages)])


def _of_pdf(data: bytes) -> tuple[int, list[DrawnPage]]:
    import pypdfium2 as pdfium

    with pdfium.PdfDocument(data) as pdf:
        return len(pdf), list(_pages(pdf))


def _pages(pdf: "pdfium.PdfDocument") -> Iterator[DrawnPage]:  # type: ignore[name-defined]  # noqa: F821
    for number in range(min(len(pdf), MOST_PAGES)):
        page = pdf[number]
        width, height = page.get_size()
        scale = min(_SCALE, math.sqrt(_MOST_PIXELS / max(width * height, 1)))
        picture = page.render(scale=scale, may_draw_forms=False, draw_annots=False).to_pil()
        text = page.get_textpage().get_text_bounded()[:LONGEST_TEXT]
        # What is no text at all, such as half of a character, cannot be kept.
        clean = text.replace("\r\n", "\n").replace("\x00", "").encode("utf-8", "ignore").decode()
        yield _page(picture, clean)
        page.close()


def _of_picture(data: bytes) -> DrawnPage:
    from PIL import Image

    with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as image:
        whole = image.convert("RGBA") if image.has_transparency_data else image.convert("RGB")
    share = math.sqrt(_MOST_PIXELS / (whole.width * whole.height))
    if share < 1:
        whole = whole.resize((max(1, int(whole.width * share)), max(1, int(whole.height * share))))
    if whole.mode == "RGBA":
        paper = Image.new("RGB", whole.size, "white")
        paper.paste(whole, mask=whole.getchannel("A"))
        whole = paper
    return _page(whole, "")


def _page(picture: "Image.Image", text: str) -> DrawnPage:  # type: ignore[name-defined]  # noqa: F821
    from PIL import Image

    # A new image: nothing comes along but the pixels.
    pixels = picture.convert("RGB")
    copy = Image.new("RGB", pixels.size)
    copy.paste(pixels)
    out = io.BytesIO()
    copy.save(out, "WEBP", quality=_QUALITY, method=2)
    return DrawnPage(text, out.getvalue(), *copy.size)


def _main() -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    sys.stdout.buffer.write(packed(sys.stdin.buffer.read()))


if __name__ == "__main__":
    _main()
