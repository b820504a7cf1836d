"""The part of a certificate that is the same for many, made once and stamped under each.

Every page of a static document becomes a form XObject. Painting one costs nothing, while laying out and drawing its
content again would take most of the time of a certificate. Each form is tagged as one element whose text is given in
`ActualText`, or is an artifact.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import groupby, pairwise
from typing import Any

import pikepdf
import pydyf
import segno

Fragment = bytes | int
"""Bytes of a PDF object, or the index of another copied object that is referred to."""

POINT = 72 / 25.4
"""PDF points in a millimetre."""


@dataclass(frozen=True)
class Copied:
    """A PDF object on its way from one file to others."""

    fragments: tuple[Fragment, ...]
    is_stream: bool = False


@dataclass(frozen=True)
class Tag:
    """How a form is read aloud: its role (`H1`, `P`), its words, and its place among the page's elements."""

    role: str
    text: str
    lang: str
    position: int


@dataclass(frozen=True)
class Stamp:
    """Copied objects, and which of them are the forms to paint, in order; a form without a tag is an artifact."""

    objects: tuple[Copied, ...]
    forms: tuple[tuple[int, Tag | None], ...]


@dataclass(frozen=True)
class Code:
    """A QR code: what it holds, the words for those who cannot see it, its square in mm, its colour `#rrggbb`."""

    content: str
    alternative: str
    left: float
    top: float
    size: float
    colour: str


def compile_stamp(static: bytes, tags: Sequence[Tag | None]) -> Stamp:
    """Make a stamp of a PDF that has one page for each of `tags`."""
    objects: list[Copied | None] = []
    seen: dict[tuple[int, int], int] = {}

    def copy(value: Any) -> int:
        if value.is_indirect and value.objgen in seen:
            return seen[value.objgen]
        index = len(objects)
        objects.append(None)
        if value.is_indirect:
            seen[value.objgen] = index
        objects[index] = _copied(value, copy)
        return index

    with pikepdf.open(BytesIO(static)) as pdf:
        forms = [_form(page, copy) for page in pdf.pages]
    start = len(objects)
    painted = tuple((start + i, tag) for i, tag in enumerate(tags))
    return Stamp((*(o for o in objects if o is not None), *forms), painted)


def _form(page: pikepdf.Page, copy: Callable[[Any], int]) -> Copied:
    used = {key: page.Resources[key] for key in ("/Font", "/ExtGState", "/XObject") if key in page.Resources}
    content = page.Contents.read_raw_bytes()
    box = b" ".join(str(float(edge)).encode() for edge in page.mediabox)
    fragments: list[Fragment] = [
        b"<</Type/XObject/Subtype/Form/Filter/FlateDecode/BBox["
        + box
        + b"]/Length %d/Resources" % len(content),
        *_fragments(pikepdf.Dictionary(used), copy),
        b">>\nstream\n" + content + b"\nendstream",
    ]
    return Copied(_merged(fragments), is_stream=True)


def _copied(value: Any, copy: Callable[[Any], int]) -> Copied:
    fragments = list(_fragments(value, copy, follow=False))
    if not isinstance(value, pikepdf.Stream):
        return Copied(_merged(fragments))
    return Copied(
        _merged([*fragments, b"\nstream\n" + value.read_raw_bytes() + b"\nendstream"]), is_stream=True
    )


def _merged(fragments: Iterable[Fragment]) -> tuple[Fragment, ...]:
    """The same with neighbouring bytes joined, so that pasting is quick."""
    merged: list[Fragment] = []
    for is_reference, group in groupby(fragments, key=lambda fragment: isinstance(fragment, int)):
        parts = list(group)
        merged += parts if is_reference else [b"".join(part for part in parts if isinstance(part, bytes))]
    return tuple(merged)


def _fragments(value: Any, copy: Callable[[Any], int], *, follow: bool = True) -> Iterator[Fragment]:
    if not isinstance(value, pikepdf.Object):
        yield (b"true" if value else b"false") if isinstance(value, bool) else str(value).encode()
    elif follow and value.is_indirect:
        yield copy(value)
    elif isinstance(value, pikepdf.Array):
        yield b"["
        for item in value:
            yield b" "
            yield from _fragments(item, copy)
        yield b"]"
    elif isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
        yield b"<<"
        for key, item in value.items():
            yield key.encode() + b" "
            yield from _fragments(item, copy)
        yield b">>"
    else:
        yield value.unparse()


class _Pasted(pydyf.Object):  # type: ignore[misc]
    """A copied object in its new file, where the first of its kind has the number `first`."""

    def __init__(self, copied: Copied, first: int) -> None:
        super().__init__()
        self._copied = copied
        self._first = first

    @property
    def data(self) -> bytes:
        return b"".join(
            b"%d 0 R" % (self._first + part) if isinstance(part, int) else part
            for part in self._copied.fragments
        )

    @property
    def compressible(self) -> bool:
        return not self._copied.is_stream


@dataclass(frozen=True)
class Spoken:
    """What is read aloud in place of an element's content."""

    text: str
    lang: str


def stamping(stamp: Stamp, code: Code, spoken: Sequence[Spoken] = ()) -> Callable[[Any, pydyf.PDF], None]:
    """A finisher that paints `stamp` and `code` below what the page has, and tags them.

    The first elements of the page are read as `spoken` says: Arabic lies in a PDF in the order in which it is
    drawn, from left to right, and few readers turn it round.
    """

    def finish(_document: Any, pdf: pydyf.PDF) -> None:
        first = len(pdf.objects)
        for copied in stamp.objects:
            pdf.add_object(_Pasted(copied, first))
        page = pdf.objects[pdf.pages["Kids"][0]]
        drawings = _referred(pdf, page["Resources"])["XObject"]
        structure = _Structure(pdf)
        structure.speak(spoken)
        painting = []
        for index, tag in stamp.forms:
            drawings[f"Stamp{index}"] = b"%d 0 R" % (first + index)
            opening = b"/Artifact BMC" if tag is None else structure.open(tag)
            painting.append(b"%s /Stamp%d Do EMC" % (opening, index))
        height = page["MediaBox"][3]
        painting.append(structure.open_figure(code, height) + b" " + _painted(code, height) + b"EMC")
        layer = pydyf.Stream(painting, compress=True)
        pdf.add_object(layer)
        page["Contents"] = pydyf.Array([layer.reference, page["Contents"]])

    return finish


def _referred(pdf: pydyf.PDF, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]


class _Structure:
    """The tags of the only page of a PDF."""

    def __init__(self, pdf: pydyf.PDF) -> None:
        root = _referred(pdf, pdf.catalog["StructTreeRoot"])
        self._pdf = pdf
        self._document = _referred(pdf, root["K"][0])
        self._owners = _referred(pdf, root["ParentTree"])["Nums"][1]

    def speak(self, spoken: Sequence[Spoken]) -> None:
        for reference, words in zip(self._document["K"], spoken, strict=False):
            element = _referred(self._pdf, reference)
            element["ActualText"] = pydyf.String(words.text)
            element["Lang"] = pydyf.String(words.lang)

    def open(self, tag: Tag) -> bytes:
        words = {"ActualText": pydyf.String(tag.text), "Lang": pydyf.String(tag.lang)}
        return self._element(tag.role, words, tag.position)

    def open_figure(self, code: Code, height: float) -> bytes:
        layout = pydyf.Dictionary(
            {"O": "/Layout", "BBox": pydyf.Array(_square(code, height)), "Placement": "/Block"}
        )
        return self._element("Figure", {"Alt": pydyf.String(code.alternative), "A": layout}, None)

    def _element(self, role: str, properties: dict[str, Any], position: int | None) -> bytes:
        number = len(self._owners)
        element = pydyf.Dictionary(
            {
                "Type": "/StructElem",
                "S": f"/{role}",
                "P": self._document.reference,
                "Pg": self._pdf.page_references[0],
                "K": pydyf.Array([number]),
                **properties,
            }
        )
        self._pdf.add_object(element)
        self._owners.append(element.reference)
        children = self._document["K"]
        children.insert(len(children) if position is None else position, element.reference)
        return b"/%s <</MCID %d>> BDC" % (role.encode(), number)


def _square(code: Code, height: float) -> tuple[float, float, float, float]:
    left, top = code.left * POINT, height - code.top * POINT
    return left, top - code.size * POINT, left + code.size * POINT, top


def _painted(code: Code, height: float) -> bytes:
    """Dark modules as rectangles, one for each run of a row, a hair taller than a module so that no seam shows."""
    matrix = segno.make(code.content, error="m", micro=False).matrix
    left, _, _, top = _square(code, height)
    module = code.size * POINT / len(matrix)
    red, green, blue = (int(code.colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    painting = [f"q {red:.3f} {green:.3f} {blue:.3f} rg"]
    for row, modules in enumerate(matrix):
        changes = [i for i, (a, b) in enumerate(pairwise((0, *modules, 0))) if a != b]
        for start, end in zip(changes[::2], changes[1::2], strict=True):
            x, y = left + start * module, top - (row + 1) * module
            painting.append(f"{x:.2f} {y:.2f} {(end - start) * module:.2f} {module * 1.02:.2f} re")
    return ("\n".join([*painting, "f Q"]) + "\n").encode()
