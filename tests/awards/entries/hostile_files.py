"""Small files that are not what they seem, or carry what nobody sees. Made here, so that each is explained."""

import io
import struct
import zlib
from contextlib import suppress

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from PIL import Image, PngImagePlugin

TOKEN = "CANARY-7f3a"  # stands for an agency's name
VISIBLE = "Visible-words"


def pdf(*, fill=None, **save) -> bytes:
    """One page that shows VISIBLE; `fill(pdf)` adds to it."""
    made = pikepdf.new()
    page = made.add_blank_page(page_size=(200, 100))
    page.Contents = made.make_stream(f"BT /F1 12 Tf 10 50 Td ({VISIBLE}) Tj ET".encode())
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    page.Resources = Dictionary(Font=Dictionary(F1=made.make_indirect(font)))
    if fill:
        fill(made)
    out = io.BytesIO()
    made.save(out, **save)
    return out.getvalue()


def javascript(token=TOKEN):
    return Dictionary(Type=Name.Action, S=Name.JavaScript, JS=String(f"app.alert('{token}')"))


def with_docinfo(made):
    made.docinfo["/Author"] = TOKEN


def with_xmp(made):
    with made.open_metadata() as metadata:
        metadata["dc:title"] = TOKEN


def with_annotation(made):
    note = Dictionary(
        Type=Name.Annot, Subtype=Name.Text, Rect=[0, 0, 9, 9], T=String(TOKEN), Contents=String("x")
    )
    made.pages[0].Annots = Array([made.make_indirect(note)])


def with_link(made):
    action = Dictionary(S=Name.URI, URI=String(f"https://{TOKEN}.example"))
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], A=action)
    made.pages[0].Annots = Array([link])


def with_open_action(made):
    made.Root.OpenAction = javascript()


def with_page_action(made):
    made.pages[0].AA = Dictionary(O=javascript())


def with_named_javascript(made):
    made.Root.Names = Dictionary(
        JavaScript=Dictionary(Names=Array([String("x"), made.make_indirect(javascript())]))
    )


def with_embedded_file(made):
    made.attachments["x.txt"] = TOKEN.encode()


def with_associated_file(made):
    stream = made.make_stream(TOKEN.encode(), Type=Name.EmbeddedFile)
    spec = Dictionary(Type=Name.Filespec, F=String(TOKEN), EF=Dictionary(F=stream))
    made.pages[0].AF = Array([made.make_indirect(spec)])


def with_private_data(made):
    made.pages[0].PieceInfo = Dictionary(Illustrator=Dictionary(Private=String(TOKEN)))


def with_thumbnail(made):
    thumbnail = Dictionary(Width=11, Height=1, ColorSpace=Name.DeviceGray, BitsPerComponent=8)
    made.pages[0].Thumb = made.make_stream(TOKEN.encode(), thumbnail)


def with_outline(made):
    with made.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(TOKEN, 0))


def with_structure(made):
    """Alternative text, and an annotation that hangs on the structure tree as well."""
    note = made.make_indirect(
        Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=[0, 0, 9, 9], T=String(TOKEN))
    )
    element = Dictionary(
        Type=Name.StructElem, S=Name.Figure, Alt=String(TOKEN), K=Dictionary(Type=Name.OBJR, Obj=note)
    )
    made.Root.StructTreeRoot = Dictionary(Type=Name.StructTreeRoot, K=Array([made.make_indirect(element)]))


def with_form_metadata(made):
    """Metadata, private data and dates on a form drawn on the page."""
    form = made.make_stream(b"0 0 5 5 re f", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 5, 5])
    form.Metadata = made.make_stream(f"<x>{TOKEN}</x>".encode(), Type=Name.Metadata, Subtype=Name.XML)
    form.PieceInfo = Dictionary(Tool=Dictionary(Private=String(TOKEN)))
    add_xobject(made, "/Fm0", form)


def with_metadata_on_a_property_list(made):
    stream = made.make_stream(f"<x>{TOKEN}</x>".encode(), Type=Name.Metadata, Subtype=Name.XML)
    made.pages[0].Resources.Properties = Dictionary(
        MC0=Dictionary(Metadata=stream, Next=Dictionary(JS=String(TOKEN)))
    )


def with_layers(made):
    layer = made.make_indirect(Dictionary(Type=Name.OCG, Name=String(TOKEN)))
    made.pages[0].Resources.Properties = Dictionary(L0=layer)
    made.Root.OCProperties = Dictionary(
        OCGs=Array([layer]),
        D=Dictionary(ON=Array([layer]), Creator=String(TOKEN), Order=Array([String(TOKEN), layer])),
    )


def with_signature(made):
    appearance = made.make_stream(
        f"({TOKEN}) Tj".encode(), Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 50, 10]
    )
    field = Dictionary(
        Type=Name.Annot, Subtype=Name.Widget, FT=Name.Sig, T=String("s"), Rect=[0, 0, 50, 10], F=4,
        AP=Dictionary(N=appearance), V=Dictionary(Type=Name.Sig, Name=String(TOKEN)),
    )  # fmt: skip
    field = made.make_indirect(field)
    made.pages[0].Annots = Array([field])
    made.Root.AcroForm = Dictionary(Fields=Array([field]))


def with_photo(made):
    """A JPEG in the page, with Exif, a comment and bytes behind its end."""
    image = made.make_stream(
        jpeg(), Type=Name.XObject, Subtype=Name.Image, Width=20, Height=10, ColorSpace=Name.DeviceRGB,
        BitsPerComponent=8, Filter=Name.DCTDecode,
    )  # fmt: skip
    add_xobject(made, "/Im0", image)


def with_a_photo_packed_twice(made):
    image = made.make_stream(zlib.compress(jpeg()), Filter=Array([Name.FlateDecode, Name.DCTDecode]))
    image.DecodeParms = Array([None, Dictionary(ColorTransform=1)])
    add_xobject(made, "/Im1", image)


def with_an_unknown_coding(made):
    add_xobject(made, "/Im2", made.make_stream(TOKEN.encode(), Filter=Name.SecretDecode))


def with_an_unknown_catalogue_key(made):
    made.Root["/Somewhere"] = Dictionary(Deep=Array([String(TOKEN)]))


def add_xobject(made, name, item):
    resources = made.pages[0].Resources
    if "/XObject" not in resources:
        resources.XObject = Dictionary()
    resources.XObject[name] = item


CARRIERS = [function for name, function in list(globals().items()) if name.startswith("with_")]


def picture(mode="RGB", size=(20, 10)) -> Image.Image:
    """Every pixel another shade, so that a turned or shifted copy is noticed."""
    image = Image.new("RGB", size)
    image.putdata(
        [(x * 12 % 256, y * 25 % 256, (x + y) * 8 % 256) for y in range(size[1]) for x in range(size[0])]
    )
    return image.convert(mode)


def png(image=None) -> bytes:
    """With the token as text, as Exif, and behind the end."""
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", TOKEN)
    info.add_itxt("Title", TOKEN)
    exif = Image.Exif()
    exif[0x013B] = TOKEN
    out = io.BytesIO()
    (image or picture()).save(out, "PNG", pnginfo=info, exif=exif)
    return out.getvalue() + TOKEN.encode()


def jpeg(image=None, *, orientation=1) -> bytes:
    """With the token as comment, as Exif, and behind the end."""
    exif = Image.Exif()
    exif[0x013B] = TOKEN
    exif[0x0112] = orientation
    out = io.BytesIO()
    (image or picture()).save(out, "JPEG", comment=TOKEN, exif=exif, quality=95)
    return out.getvalue() + TOKEN.encode()


def png_that_claims(width: int, height: int) -> bytes:
    """A few bytes that would unpack to a huge image."""

    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def jpeg_that_claims(width: int, height: int) -> bytes:
    plain = jpeg()
    at = plain.index(b"\xff\xc0") + 5
    return plain[:at] + struct.pack(">HH", height, width) + plain[at + 4 :]


def everything_in(data: bytes) -> bytes:
    """A PDF's objects and streams, unpacked."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as opened:
        for item in opened.objects:
            if isinstance(item, pikepdf.Stream):
                with suppress(zlib.error):
                    out.write(zlib.decompress(item.read_raw_bytes()))
        opened.save(
            out,
            qdf=True,
            compress_streams=False,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            stream_decode_level=pikepdf.StreamDecodeLevel.specialized,
        )
    return data + out.getvalue()
