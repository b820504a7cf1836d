"""HTML to PDF: the only module that knows WeasyPrint.

What a document may load is named by `asset:` addresses and lies below one folder, or is one of the typefaces of
`reports.fonts`; nothing else is ever fetched, whatever stands in the markup. Fonts and style sheets are parsed
once per process. Threads gain nothing and must not share Pango, so documents are made one after another.
"""

import atexit
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from threading import RLock
from typing import Any, Literal
from urllib.parse import unquote

import pydyf
from weasyprint import CSS, HTML, Attachment
from weasyprint.css import ColorProfile
from weasyprint.pdf.metadata import DocumentMetadata
from weasyprint.text import ffi
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from awards.kit.templates import resource
from reports.fonts import Face, characters, face_of, faces_named_in, font_file
from reports.glyphs import corrected

logger = logging.getLogger(__name__)

Variant = Literal["pdf/a-3a", "pdf/a-3b", "pdf/ua-1"]
Finisher = Callable[[Any, pydyf.PDF], None]
"""Called with WeasyPrint's document and the PDF, just before the PDF is written."""

_SRGB = "--srgb"

MM = 96 / 25.4
"""CSS pixels in a millimetre."""

_ASSET_TYPES = {".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".css": "text/css"}
_one_at_a_time = RLock()


class AssetFetcher(URLFetcher):  # type: ignore[misc]
    """Opens `asset:path` below `root`, of the types above, `asset:fonts/name`, and `asset:pictures/name` among the JPEG
    pictures that were handed over; refuses everything else.
    """

    def __init__(self, root: Path, pictures: Mapping[str, bytes] | None = None) -> None:
        super().__init__(allowed_protocols=("asset",), allow_redirects=False)
        self._root = root.resolve()
        self._pictures = pictures or {}

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:  # noqa: ARG002
        """Raises ValueError for an address that is not allowed, FileNotFoundError for one that leads nowhere."""
        scheme, _, name = url.partition(":")
        if scheme.lower() != "asset":
            raise ValueError(f"only asset: may be loaded, not {scheme[:20]!r}:")
        name = unquote(name)
        if name.startswith("fonts/"):
            return URLFetcherResponse(
                url, font_file(name.removeprefix("fonts/")), {"Content-Type": "font/ttf"}
            )
        if name.startswith("pictures/") and (picture := self._pictures.get(name.removeprefix("pictures/"))):
            return URLFetcherResponse(url, picture, {"Content-Type": "image/jpeg"})
        path = (self._root / name).resolve()
        if path.suffix not in _ASSET_TYPES or not path.is_relative_to(self._root):
            raise ValueError(f"not an asset: {name[:200]!r}")
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": _ASSET_TYPES[path.suffix]})


@dataclass(frozen=True)
class Metadata:
    """What a reader or an archive asks of a document. `lang` is a BCP 47 tag."""

    title: str
    lang: str
    author: str = ""
    subject: str = ""
    created: datetime | None = None


@dataclass(frozen=True)
class Attached:
    """A file inside the PDF; its type is told by the end of `name`."""

    name: str
    content: str
    description: str
    modified: datetime


@dataclass(frozen=True)
class Box:
    """Where an element lies on its page, in millimetres from the top left."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Layout:
    """A document laid out on pages and not yet written."""

    document: Any

    @property
    def pages(self) -> int:
        return len(self.document.pages)

    def box(self, element_id: str, page: int = 0) -> Box:
        """The border box of the element with this id. Raises KeyError if it is not on the page."""
        return Box(*(v / MM for v in self.document.pages[page].anchors[element_id]))


def lay_out(html: str, *, css: str, pictures: Mapping[str, bytes] | None = None) -> Layout:
    """Break `html` into pages; `pictures` are JPEG files by the name under which it shows them. Raises FontMissing."""
    with _one_at_a_time:
        source = HTML(string=html, url_fetcher=_fetcher(pictures))
        return Layout(source.render(stylesheets=[_style_sheet(css)], font_config=_font_configuration()))


def write_pdf(
    layout: Layout,
    *,
    metadata: Metadata,
    variant: Variant | None = "pdf/a-3a",
    attached: Iterable[Attached] = (),
    finishers: Sequence[Finisher] = (),
) -> bytes:
    """The PDF of `layout`; without a variant it is untagged, for use as a drawing in another."""

    def finish(document: Any, pdf: pydyf.PDF) -> None:
        for finisher in (_legible, *finishers):
            finisher(document, pdf)

    document = layout.document
    document.metadata = _metadata(metadata)
    intent = None
    if variant:
        intent = document.output_intent = _SRGB
        document.color_profiles = {_SRGB: _srgb()}
    attachments = [
        Attachment(
            string=file.content,
            name=file.name,
            description=file.description,
            created=file.modified,
            modified=file.modified,
            relationship="Data",
        )
        for file in attached
    ]
    with _one_at_a_time:
        pdf: bytes = document.write_pdf(
            pdf_variant=variant, output_intent=intent, attachments=attachments, finisher=finish
        )
    return pdf


def subsetter_is_loaded() -> bool:
    """Whether libharfbuzz-subset is there; without it documents take six times as long."""
    return ffi.harfbuzz_subset is not None


def _legible(document: Any, pdf: pydyf.PDF) -> None:
    """Give every glyph the characters it stands for (see `reports.glyphs`)."""
    faces = {
        font.name: face_of(font.family, font.weight, italic=bool(font.style))
        for font in document.fonts.values()
    }
    for font in pdf.objects:
        if isinstance(font, dict) and "ToUnicode" in font and (face := faces.get(font["BaseFont"])):
            cmap = pdf.objects[int(font["ToUnicode"].split()[0])]
            cmap.stream = corrected(cmap.stream, characters(face))


@cache
def _font_configuration() -> FontConfiguration:
    if not subsetter_is_loaded():
        logger.warning(
            "libharfbuzz-subset is missing (Debian: libharfbuzz-subset0): PDFs take six times as long"
        )
    atexit.register(_font_configuration.cache_clear)  # its folder of fonts goes with it
    return FontConfiguration()


class _Srgb(ColorProfile):  # type: ignore[misc]
    """The colours that an archived document is in. As the file has it: each new serialisation differs."""

    def __init__(self) -> None:
        self._content = (files("weasyprint.pdf") / "sRGB2014.icc").read_bytes()
        super().__init__(
            BytesIO(self._content), "sRGB2014.icc", "relative-colorimetric", (["r"], ["g"], ["b"])
        )

    @property
    def content(self) -> bytes:
        return self._content


_srgb = cache(_Srgb)


def _fetcher(pictures: Mapping[str, bytes] | None = None) -> AssetFetcher:
    return AssetFetcher(resource("templates") / "reports", pictures)


@lru_cache(maxsize=32)
def _style_sheet(css: str) -> CSS:
    for face in faces_named_in(css):
        _load(face)
    return CSS(string=css, font_config=_font_configuration(), url_fetcher=_fetcher())


@cache
def _load(face: Face) -> None:
    """Make a face known to the shared font configuration; it stays known to all later documents."""
    font_file(face.name)
    CSS(string=face.rule, font_config=_font_configuration(), url_fetcher=_fetcher())


_UNIVERSAL_ACCESS = b"""
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""


class _ArchivedAndAccessible(DocumentMetadata):  # type: ignore[misc]
    """PDF/A part 3 level A that says it is PDF/UA-1 as well, with the extension schema PDF/A asks for that."""

    def generate_rdf_metadata(self, variant: str, version: int, conformance: str | None) -> bytes:
        rdf: bytes = super().generate_rdf_metadata(variant, version, conformance)
        if variant != "a" or conformance != "A":
            return rdf
        return rdf.replace(b"</rdf:RDF>", _UNIVERSAL_ACCESS + b"</rdf:RDF>")


def _metadata(metadata: Metadata) -> DocumentMetadata:
    return _ArchivedAndAccessible(
        title=metadata.title,
        authors=[metadata.author] if metadata.author else None,
        description=metadata.subject or None,
        generator="Tahkim",
        created=metadata.created.isoformat(timespec="seconds") if metadata.created else None,
        lang=metadata.lang,
    )
