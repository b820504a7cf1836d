"""Attachments: what they really are, and a copy with nothing in it but what is seen on the page.

Only the content decides what a file is; names and what a browser claims are not looked at.
"""

import io
import struct
import zlib
from enum import StrEnum

import pikepdf
import puremagic
from PIL import Image, ImageOps

from awards.entries.pdf_cleaning import strip

MAX_PIXELS = 40_000_000
"""Of an image; more would take hundreds of megabytes to open."""
MAX_OBJECTS = 200_000
"""Of a PDF."""
_HEAD = 1024
_DEEP_GREY = {"I;16", "I;16B", "I"}


class FileKind(StrEnum):
    """The kinds that are taken, by media type. What a file is, its bytes say, not its name."""

    PDF = "application/pdf"
    PNG = "image/png"
    JPEG = "image/jpeg"


class Problem(StrEnum):
    """Why a file is not taken."""

    EMPTY = "empty"
    NOT_A_KIND_WE_TAKE = "not_a_kind_we_take"
    DAMAGED = "damaged"
    LOCKED = "locked"
    """It opens with a password only."""
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_COMPLEX = "too_complex"


class NotAllowedFile(Exception):
    """The file is not taken; `reason` is worded elsewhere."""

    def __init__(self, reason: Problem) -> None:
        super().__init__(reason.value)
        self.reason = reason


_UNREADABLE = (
    OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, TypeError, OverflowError,
    struct.error, zlib.error,
)  # fmt: skip
"""What Pillow raises, by file format, for an image that is not one."""


def cleaned(data: bytes) -> tuple[FileKind, bytes]:
    """What the bytes are, and their clean copy; for untrusted ones in a process of its own, see `files_apart`.

    Raises NotAllowedFile.
    """
    kind = kind_of(data)
    return kind, clean_copy(data, kind)


def kind_of(data: bytes) -> FileKind:
    """What the bytes are, by their first ones and by opening them. Raises NotAllowedFile."""
    if not data:
        raise NotAllowedFile(Problem.EMPTY)
    kind = _claimed(data)
    if kind is FileKind.PDF:
        _open_pdf(data).close()
    else:
        _open_image(data, kind).close()
    return kind


def clean_copy(data: bytes, kind: FileKind) -> bytes:
    """The same pages or pixels without anything else: no metadata, scripts, annotations, embedded files, no bytes
    behind the end. What was filled in into a form stays, as text on the page; signatures do not. An image is
    turned upright. Raises NotAllowedFile.
    """
    return _clean_pdf(data) if kind is FileKind.PDF else _clean_image(data, kind)


def _claimed(data: bytes) -> FileKind:
    try:
        guesses = {guess.mime_type for guess in puremagic.magic_string(data[:_HEAD])}
    except (puremagic.PureError, ValueError) as error:
        raise NotAllowedFile(Problem.NOT_A_KIND_WE_TAKE) from error
    # Readers look for a PDF's header in the first kilobyte; anywhere but at the start it may be another file too.
    if data.startswith(b"%PDF-") and FileKind.PDF in guesses:
        return FileKind.PDF
    for kind in (FileKind.PNG, FileKind.JPEG):
        if kind in guesses:
            return kind
    raise NotAllowedFile(Problem.NOT_A_KIND_WE_TAKE)


def _open_pdf(data: bytes) -> pikepdf.Pdf:
    try:
        pdf = pikepdf.open(io.BytesIO(data))
        pages, objects = len(pdf.pages), len(pdf.objects)
    except pikepdf.PasswordError as error:
        raise NotAllowedFile(Problem.LOCKED) from error
    except (pikepdf.PdfError, pikepdf.PikepdfError, *_UNREADABLE, RuntimeError) as error:
        raise NotAllowedFile(Problem.DAMAGED) from error
    if not pages:
        raise NotAllowedFile(Problem.DAMAGED)
    if objects > MAX_OBJECTS:
        raise NotAllowedFile(Problem.TOO_COMPLEX)
    return pdf


def _clean_pdf(data: bytes) -> bytes:
    out = io.BytesIO()
    with _open_pdf(data) as pdf:
        try:
            strip(pdf)
            pdf.save(
                out,
                encryption=False,
                deterministic_id=True,
                fix_metadata_version=False,
                object_stream_mode=pikepdf.ObjectStreamMode.generate,
            )
        except (pikepdf.PdfError, pikepdf.PikepdfError, *_UNREADABLE, RuntimeError) as error:
            raise NotAllowedFile(Problem.DAMAGED) from error
    _open_pdf(out.getvalue()).close()  # what was mended on opening may not be readable once it is written
    return out.getvalue()


def _open_image(data: bytes, kind: FileKind) -> Image.Image:
    """Opened, its size checked before a pixel is unpacked, then read to the end."""
    try:
        image = Image.open(io.BytesIO(data), formats=(kind.name,))
        if image.width * image.height > MAX_PIXELS:
            raise NotAllowedFile(Problem.TOO_MANY_PIXELS)
        image.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise NotAllowedFile(Problem.TOO_MANY_PIXELS) from error
    except _UNREADABLE as error:
        raise NotAllowedFile(Problem.DAMAGED) from error
    return image


def _clean_image(data: bytes, kind: FileKind) -> bytes:
    with _open_image(data, kind) as image:
        try:
            upright = _upright(image)
            pixels = _in_eight_bits(upright).convert(_mode(upright, kind))
            # A new image: saving the old one would take its comments along.
            copy = Image.new(pixels.mode, pixels.size)
            copy.paste(pixels)
            out = io.BytesIO()
            copy.save(out, kind.name, **({"quality": 92} if kind is FileKind.JPEG else {}))
        except _UNREADABLE as error:
            raise NotAllowedFile(Problem.DAMAGED) from error
    return out.getvalue()


def _upright(image: Image.Image) -> Image.Image:
    try:
        return ImageOps.exif_transpose(image)
    except _UNREADABLE:
        return image  # metadata that nobody can read turns nothing


def _in_eight_bits(image: Image.Image) -> Image.Image:
    """Sixteen bits of grey scaled down; converting them would cut them off at 255."""
    return image.convert("I").point(lambda shade: shade * (1 / 256)) if image.mode in _DEEP_GREY else image


def _mode(image: Image.Image, kind: FileKind) -> str:
    if kind is FileKind.PNG and image.has_transparency_data:
        return "RGBA"
    return "L" if image.mode in {"1", "L"} | _DEEP_GREY else "RGB"
