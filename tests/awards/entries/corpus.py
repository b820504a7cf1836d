"""Files that attack whoever opens them, each made here. `hostile_files` has those that only carry what nobody sees."""

import io
import struct
import zipfile
import zlib

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

from tests.awards.entries.hostile_files import TOKEN, jpeg, pdf, picture, png


def archive() -> bytes:
    """A ZIP that holds the token in a file's name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr(f"{TOKEN}.html", "<script>alert(1)</script>")
    return out.getvalue()


HTML = f"<html><script>alert('{TOKEN}')</script></html>".encode()

POLYGLOTS = {
    "pdf_then_zip": pdf() + archive(),
    "pdf_then_html": pdf() + HTML,
    "html_in_a_comment_of_a_pdf": pdf().replace(b"\n", b"\n%" + HTML + b"\n", 1),
    "jpeg_then_zip": jpeg() + archive(),
    "png_then_html": png() + HTML,
    "png_then_pdf": png() + pdf(),
    "jpeg_with_html_in_its_comment": jpeg().replace(TOKEN.encode(), HTML[: len(TOKEN)], 1) + HTML,
}
"""Two kinds of file at once; the first one is taken, of the other nothing may be left."""

NOT_TAKEN = {
    "gif_and_script": b"GIF89a/*" + b"\0" * 20 + b"*/=1;alert(1)//",
    "zip": archive(),
    "zip_then_pdf": archive() + pdf(),
    "html_then_pdf": HTML + pdf(),
    "svg": b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
    "postscript": b"%!PS-Adobe-3.0\n(x) run",
    "bmp": b"BM" + b"\0" * 60,
    "tiff": b"II*\0" + b"\0" * 60,
    "webp": b"RIFF\x24\0\0\0WEBPVP8 " + b"\0" * 30,
    "mz": b"MZ" + b"\0" * 100,
    "elf": b"\x7fELF" + b"\0" * 100,
}


def launching(made):
    action = Dictionary(S=Name.Launch, F=String(f"{TOKEN}.exe"), Win=Dictionary(F=String("cmd.exe")))
    made.Root.OpenAction = made.make_indirect(action)


def submitting(made):
    action = Dictionary(S=Name.SubmitForm, F=Dictionary(FS=Name.URL, F=String(f"https://{TOKEN}.example")))
    button = Dictionary(
        Type=Name.Annot, Subtype=Name.Widget, FT=Name.Btn, T=String("b"), Rect=[0, 0, 9, 9], F=4,
        A=action, AA=Dictionary(E=Dictionary(S=Name.JavaScript, JS=String(TOKEN))),
    )  # fmt: skip
    made.pages[0].Annots = Array([made.make_indirect(button)])
    made.Root.AcroForm = Dictionary(Fields=made.pages[0].Annots, CO=Array([]))


def with_xfa(made):
    stream = made.make_stream(f"<xdp:xdp><script>{TOKEN}</script></xdp:xdp>".encode())
    made.Root.AcroForm = Dictionary(Fields=Array([]), XFA=Array([String("template"), stream]))


def chained(made):
    """Actions that follow each other, a hundred deep."""
    action = Dictionary(S=Name.JavaScript, JS=String(TOKEN))
    for _ in range(100):
        action = made.make_indirect(Dictionary(S=Name.GoTo, D=Array([]), Next=action))
    made.Root.OpenAction = action


def with_media(made):
    file = Dictionary(
        Type=Name.Filespec,
        F=String(TOKEN),
        EF=Dictionary(F=made.make_stream(TOKEN.encode(), Type=Name.EmbeddedFile)),
    )
    note = Dictionary(
        Type=Name.Annot, Subtype=Name.RichMedia, Rect=[0, 0, 9, 9],
        RichMediaContent=Dictionary(Assets=Dictionary(Names=Array([String(TOKEN), made.make_indirect(file)]))),
    )  # fmt: skip
    made.pages[0].Annots = Array([made.make_indirect(note)])
    made.Root.Collection = Dictionary(Type=Name.Collection, D=String(TOKEN))


ACTIVE = {f.__name__: pdf(fill=f) for f in (launching, submitting, with_xfa, chained, with_media)}


def many_pages(n: int) -> bytes:
    made = pikepdf.new()
    for _ in range(n):
        made.add_blank_page(page_size=(10, 10))
    out = io.BytesIO()
    made.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def nested(depth: int, opening: bytes = b"[", closing: bytes = b"]") -> bytes:
    """An object within an object within an object."""
    return pdf().replace(b"/Type /Catalog", b"/Type /Catalog /Deep " + opening * depth + closing * depth, 1)


def page_tree_that_bites_its_tail() -> bytes:
    def fill(made):
        made.Root.Pages.Kids = Array([made.Root.Pages])

    return pdf(fill=fill)


def packed_thrice(megabytes: int) -> bytes:
    """A photo whose coding is three times a bomb: a few kilobytes that unpack to `megabytes`."""
    body = bytes(megabytes * 1024 * 1024)
    for _ in range(3):
        body = zlib.compress(body, 9)

    def fill(made):
        flate = Name.FlateDecode
        image = made.make_stream(
            body, Type=Name.XObject, Subtype=Name.Image, Width=1, Height=1, ColorSpace=Name.DeviceRGB,
            BitsPerComponent=8, Filter=Array([flate, flate, flate, Name.DCTDecode]),
        )  # fmt: skip
        made.pages[0].Resources.XObject = Dictionary(Im0=image)

    return pdf(fill=fill)


def object_stream_bomb(megabytes: int) -> bytes:
    """A stream of objects that unpacks to `megabytes` of blanks."""
    made = pdf(object_stream_mode=pikepdf.ObjectStreamMode.generate)
    at = made.index(b"/ObjStm")
    begin = made.index(b"stream", at) + 7
    end = made.index(b"\nendstream", begin)
    inner = zlib.decompress(made[begin:end])
    packed = zlib.compress(inner + b" " * (megabytes * 1024 * 1024), 9)
    head = made[made.rindex(b"<<", 0, begin) : begin]
    length = head[head.index(b"/Length") :].split(b"/")[1].split(b">")[0]
    return made.replace(head, head.replace(b"/" + length, b"/Length %d " % len(packed)), 1).replace(
        made[begin:end], packed, 1
    )


def chunk(kind: bytes, body: bytes) -> bytes:
    """A part of a PNG."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png_of(*chunks: tuple[bytes, bytes], size: tuple[int, int] = (4, 4)) -> bytes:
    header = struct.pack(">IIBBBBB", *size, 8, 2, 0, 0, 0)
    every = [(b"IHDR", header), *chunks, (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*one) for one in every)


PIXELS = zlib.compress(b"\0" + b"\x80" * 12, 9)
_ROWS = zlib.compress((b"\0" + b"\x80" * 12) * 4, 9)


def png_of_many_parts(n: int) -> bytes:
    """As many empty IDAT as there may be, around the pixels."""
    return png_of(*([(b"IDAT", b"")] * n), (b"IDAT", _ROWS), *([(b"IDAT", b"")] * n))


def png_with_a_packed_text(megabytes: int) -> bytes:
    """A comment of a few kilobytes that unpacks to `megabytes`."""
    text = zlib.compress(b"a" * (megabytes * 1024 * 1024), 9)
    return png_of((b"zTXt", b"Comment\0\0" + text), (b"IDAT", _ROWS))


def png_with_more_pixels_than_it_says(megabytes: int) -> bytes:
    return png_of((b"IDAT", zlib.compress((b"\0" + b"\x80" * 12) * 4 + bytes(megabytes * 1024 * 1024), 9)))


def animated_png() -> bytes:
    """Three frames, the second of which says what the first does not show."""
    frames = [picture(), Image.new("RGB", (20, 10), "red"), Image.new("RGB", (20, 10), "blue")]
    out = io.BytesIO()
    frames[0].save(out, "PNG", save_all=True, append_images=frames[1:], duration=100)
    return out.getvalue()


def jpeg_with_gps() -> bytes:
    exif = Image.Exif()
    exif.get_ifd(0x8825)[29] = TOKEN
    exif.get_ifd(0x8769)[0x9286] = TOKEN
    out = io.BytesIO()
    picture().save(out, "JPEG", exif=exif, icc_profile=b"\0" * 128 + TOKEN.encode() * 9, comment=TOKEN)
    return out.getvalue()


def png_with_a_profile() -> bytes:
    out = io.BytesIO()
    picture().save(out, "PNG", icc_profile=b"\0" * 128 + TOKEN.encode() * 9)
    return out.getvalue()
