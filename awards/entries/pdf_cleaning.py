"""Takes everything out of a PDF that is not seen on its pages.

By allow-lists where the document's structure is known (catalogue, pages, layers), and by a sweep over all objects
for what can hang on anything: metadata, private data of programs, files, actions.
"""

from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from awards.entries.jpeg_segments import without_metadata

_CATALOGUE = {"/Type", "/Pages", "/Lang", "/Version", "/OCProperties"}
"""Not the structure tree: its alternative texts and titles are prose that no reader of the pages sees."""
_NODE = {"/Type", "/Parent", "/Kids", "/Count", "/Resources", "/MediaBox", "/CropBox", "/Rotate"}
_PAGE = {
    "/Type", "/Parent", "/Resources", "/Contents", "/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox",
    "/Rotate", "/Group", "/UserUnit",
}  # fmt: skip
_CODED = {"/Length", "/Filter", "/DecodeParms"}
_DRAWN = {
    "/Form": {*_CODED, "/Type", "/Subtype", "/FormType", "/BBox", "/Matrix", "/Resources", "/Group", "/OC"},
    "/Image": {
        *_CODED, "/Type", "/Subtype", "/Width", "/Height", "/ColorSpace", "/BitsPerComponent", "/Intent", "/ImageMask",
        "/Mask", "/Decode", "/Interpolate", "/SMask", "/SMaskInData", "/Matte", "/OC",
    },
}  # fmt: skip
_LAYERS = {"/OCGs", "/D"}
_LAYER_DEFAULTS = {"/BaseState", "/ON", "/OFF", "/Intent"}
_LAYER = {"/Type", "/Intent"}
_HANGS_ON_ANYTHING = {
    "/Metadata",
    "/PieceInfo",
    "/AF",
    "/OPI",
    "/LastModified",
    "/StructParent",
    "/StructParents",
}
_EMPTIED_STREAMS = {"/Metadata", "/EmbeddedFile"}
_EMPTIED = {"/Annot", "/Action", "/Filespec", "/F", "/Sig"}
_ACTIONS = {
    "/JavaScript", "/Launch", "/URI", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/Rendition", "/Movie",
    "/Sound", "/RichMediaExecute", "/SetOCGState", "/Named", "/Hide",
}  # fmt: skip
_FILTERS = {
    "/FlateDecode", "/LZWDecode", "/ASCII85Decode", "/ASCIIHexDecode", "/RunLengthDecode", "/CCITTFaxDecode",
    "/JBIG2Decode", "/DCTDecode", "/JPXDecode", "/Crypt",
}  # fmt: skip


def strip(pdf: Pdf) -> None:
    """In place. What is then no longer reachable is left out when the file is saved."""
    _flatten_forms(pdf)
    _keep(pdf.Root, _CATALOGUE)
    _strip_layers(pdf.Root)
    for page in pdf.pages:
        _keep(page.obj, _PAGE)
    for key in {"/Info", "/Metadata"} & set(pdf.trailer.keys()):
        del pdf.trailer[key]
    for top in pdf.objects:
        for item in _with_direct_children(top):
            _sweep(pdf, item)


def _keep(item: Object, allowed: set[str]) -> None:
    for key in set(item.keys()) - allowed:
        del item[key]


def _empty(item: Object) -> None:
    _keep(item, set())


def _flatten_forms(pdf: Pdf) -> None:
    """What was filled in becomes part of the page; all other annotations, and signatures, go."""
    filled = False
    for page in pdf.pages:
        annotations = page.obj.get("/Annots")
        if not isinstance(annotations, Array):
            continue
        fields = [a for a in annotations if isinstance(a, Dictionary) and _is_visible_field(a)]
        page.obj["/Annots"] = Array(fields)
        filled = filled or bool(fields)
    if filled and "/AcroForm" in pdf.Root:
        pdf.generate_appearance_streams()
        pdf.flatten_annotations("screen")


def _is_visible_field(annotation: Dictionary) -> bool:
    if annotation.get("/Subtype") != Name.Widget:
        return False
    field: Any = annotation
    for _ in range(32):
        if not isinstance(field, Dictionary):
            return True
        if "/FT" in field:
            return bool(field["/FT"] != Name.Sig)
        field = field.get("/Parent")
    return False


def _strip_layers(root: Object) -> None:
    """Which layers are shown stays; what they are called, and by whom, does not."""
    layers = root.get("/OCProperties")
    if not isinstance(layers, Dictionary):
        return
    _keep(layers, _LAYERS)
    if isinstance(layers.get("/D"), Dictionary):
        _keep(layers["/D"], _LAYER_DEFAULTS)
    groups = layers.get("/OCGs")
    for number, layer in enumerate(groups if isinstance(groups, Array) else [], start=1):
        if isinstance(layer, Dictionary):
            _keep(layer, _LAYER)
            layer["/Name"] = pikepdf.String(f"Layer {number}")


def _with_direct_children(top: Object) -> Iterator[Object]:
    """The object and all dictionaries, arrays and streams that stand in it without a number of their own."""
    waiting = [top]
    while waiting:
        item = waiting.pop()
        if isinstance(item, Dictionary | Stream):
            yield item
            children = [item[key] for key in item.keys()]  # noqa: SIM118 - a stream is not a mapping
        elif isinstance(item, Array):
            children = list(item)
        else:
            continue
        waiting += [c for c in children if isinstance(c, Dictionary | Array) and not c.is_indirect]


def _sweep(pdf: Pdf, item: Object) -> None:
    kind = str(item.get("/Type", ""))
    if isinstance(item, Stream):
        drawn = _DRAWN.get(str(item.get("/Subtype", "")))
        if drawn is None:
            _keep_out(item)
        else:
            _keep(item, drawn)
        if kind in _EMPTIED_STREAMS:
            item.write(b"")
        else:
            _strip_coded(pdf, item)
    elif kind in _EMPTIED or str(item.get("/S", "")) in _ACTIONS or "/JS" in item:
        _empty(item)
    elif kind == "/Pages":
        _keep(item, _NODE)
    elif kind:
        _keep_out(item)


def _keep_out(item: Object) -> None:
    for key in _HANGS_ON_ANYTHING & set(item.keys()):
        del item[key]


def _strip_coded(pdf: Pdf, stream: Stream) -> None:
    """A JPEG within the PDF carries its own metadata; a coding that no reader knows may carry anything."""
    coded = stream.get("/Filter")
    named = list(coded) if isinstance(coded, Array) else [] if coded is None else [coded]
    filters = [str(name) for name in named]
    if not set(filters) <= _FILTERS:
        stream.write(b"")
    elif filters[-1:] == ["/DCTDecode"]:
        outer = Stream(pdf, stream.read_raw_bytes())
        outer.Filter = Array([Name(name) for name in filters[:-1]])
        decoding = stream.get("/DecodeParms")
        last = decoding[-1] if isinstance(decoding, Array) and len(decoding) else decoding
        stream.write(
            without_metadata(outer.read_bytes()),
            filter=Name.DCTDecode,
            decode_parms=last if isinstance(last, Dictionary) else None,
        )
