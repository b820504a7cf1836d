"""The words and the drawing that the certificates of one kind and cycle share, as a stamp."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from xml.etree import ElementTree as ET

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from reports.certificates import artwork
from reports.certificates.fit import MASTHEAD, SCALES, balanced
from reports.certificates.geometry import number
from reports.certificates.sides import (
    DEMO,
    LEAD,
    TITLE,
    VERIFY,
    Text,
    arabic_digits,
    either,
)
from reports.certificates.stamp import Stamp, Tag, compile_stamp
from reports.certificates.wording import CertificateWording, Kind, WordingRefused
from reports.pdf import Layout, Metadata, lay_out, templates_root, write_pdf

TEMPLATES = "reports/certificates"
MASTHEAD_BOTTOM = 53.5
SIGNATURE_BOTTOM = 187.0
_LETTERING_HEIGHT = {"participation": 14.6, "winner": 15.4}
_LETTERING_TOP = {"participation": 55.2, "winner": 55.2}


@dataclass(frozen=True)
class Masthead:
    lang: str
    dir: str
    award: Text
    edition: str


@dataclass(frozen=True)
class StaticWords:
    """What two certificates must have in common to share a stamp."""

    kind: Kind
    demo: bool
    cycle_number: int
    year: int
    masthead: tuple[Masthead, ...]
    signatory: tuple[Text, ...]
    post: tuple[Text, ...]
    issued: tuple[Text, ...]

    @property
    def title_ar(self) -> str:
        return TITLE[self.kind]["ar"]

    @property
    def title_en(self) -> str:
        return TITLE[self.kind]["en"]

    @property
    def leads(self) -> tuple[Text, ...]:
        return tuple(Text(text, lang) for lang, text in LEAD[self.kind].items())

    @property
    def proof(self) -> tuple[Text, ...]:
        return tuple(Text(text, lang) for lang, text in VERIFY.items())


def static_words(wording: CertificateWording) -> StaticWords:
    return StaticWords(
        kind=wording.kind,
        demo=wording.demo,
        cycle_number=wording.cycle_number,
        year=wording.year,
        masthead=(
            Masthead("ar", "rtl", either(wording, "award", "ar"), _edition(wording.cycle_ar, wording.year, "ar")),
            Masthead("en", "ltr", either(wording, "award", "en"), _edition(wording.cycle_en, wording.year, "en")),
        ),
        signatory=_both(wording, "signatory"),
        post=_both(wording, "signatory_post"),
        issued=(
            *_issued(wording.issued_hijri_ar, wording.issued_gregorian_ar, "ar"),
            *_issued(wording.issued_hijri_en, wording.issued_gregorian_en, "en"),
        ),
    )


def _edition(cycle: str, year: int, lang: str) -> str:
    text = f"{cycle} · {year}" if cycle else str(year)
    return arabic_digits(text) if lang == "ar" else text


def _both(wording: CertificateWording, field: str) -> tuple[Text, ...]:
    """The Arabic and the English text, of those that there are."""
    pair = Text(getattr(wording, f"{field}_ar"), "ar"), Text(getattr(wording, f"{field}_en"), "en")
    return tuple(text for text in pair if text.text)


def _issued(hijri: str, gregorian: str, lang: str) -> Iterator[Text]:
    if lang == "ar" and (hijri or gregorian):
        yield Text(arabic_digits(" الموافق ".join(filter(None, (hijri, gregorian)))), "ar")
    elif hijri or gregorian:
        yield Text(" · ".join(filter(None, (hijri, gregorian))), "en")


@lru_cache(maxsize=8)
def stamp_of(words: StaticWords) -> Stamp:
    """Lay out, draw and compile the shared part. Raises WordingRefused for texts that cannot be made to fit."""
    layout = _fitting(words)
    tags = [None, *_tags(words)]
    if layout.pages != len(tags):
        raise RuntimeError(f"static.html has {layout.pages} pages where {len(tags)} are expected")
    return compile_stamp(write_pdf(layout, metadata=Metadata(words.title_ar, "ar"), variant=None), tags)


def _fitting(words: StaticWords) -> Layout:
    context = {
        "words": words,
        "artwork": Markup(drawing(words.kind)),  # noqa: S704
        "lettering": Markup(lettering(words.kind)),  # noqa: S704
        "balanced": balanced,
        "masthead_width": MASTHEAD,
    }
    signature = len(_tags(words))
    for scale in SCALES:
        html = templates().get_template(f"{TEMPLATES}/static.html").render(scale=scale, **context)
        layout = lay_out(html, css=style())
        mastheads = (layout.box(f"masthead-{lang}", 1).bottom for lang in ("ar", "en"))
        if max(mastheads) <= MASTHEAD_BOTTOM and layout.box("signature", signature).bottom <= SIGNATURE_BOTTOM:
            return layout
    raise WordingRefused("the award's name or the signatory's is too long for the page")


def _tags(words: StaticWords) -> list[Tag]:
    """How the pages of static.html after the first are read, each side's lines and the code between them."""
    award = " ".join(f"{side.award.text}، {side.edition}." for side in words.masthead)
    readings: list[tuple[str, str, str] | None] = [
        ("P", award, "ar"),
        ("H1", f"{words.title_ar} — {words.title_en}", "ar"),
        *([("P", " · ".join(DEMO.values()), "ar")] if words.demo else []),
        ("P", words.leads[0].text, "ar"),
        None,
        ("P", words.leads[1].text, "en"),
        None,
        ("P", "\n".join(text.text for text in (*words.proof, *words.issued)), "ar"),
        None,
        ("P", "\n".join(text.text for text in (*words.signatory, *words.post)), "ar"),
    ]
    return [Tag(*reading, position) for position, reading in enumerate(readings) if reading]


def drawing(kind: Kind) -> str:
    """The artwork of one kind as SVG."""
    palette = artwork.PALETTES[kind]
    parts = [artwork.rosette(palette), artwork.border(palette), artwork.frame(palette), artwork.emblem(palette)]
    if kind == "winner":
        parts.append(artwork.laurel(palette))
    return _svg(
        artwork.fill(palette.paper, f"M0 0H{number(artwork.WIDTH)}V{number(artwork.HEIGHT)}H0Z"),
        *parts,
        artwork.seal(palette),
        artwork.flourish(palette),
        artwork.divider(palette),
    )


def lettering(kind: Kind) -> str:
    """The Arabic title as SVG: drawn letters, since no face at hand has its style."""
    root = ET.parse(templates_root() / TEMPLATES / f"title-{kind}.svg").getroot()  # noqa: S314
    left, top, width, height = (float(v) for v in root.attrib["viewBox"].split())
    outline = root.find("{http://www.w3.org/2000/svg}path")
    if outline is None:
        raise ValueError(f"title-{kind}.svg has no outline")
    scale = _LETTERING_HEIGHT[kind] / height
    x, y = artwork.WIDTH / 2 - (left + width / 2) * scale, _LETTERING_TOP[kind] - top * scale
    path = artwork.fill(artwork.PARTICIPATION.accent_dark, outline.attrib["d"])
    return _svg(f'<g transform="translate({number(x)} {number(y)}) scale({scale:.6f})">{path}</g>')


def _svg(*parts: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {number(artwork.WIDTH)} {number(artwork.HEIGHT)}">'
        + "".join(parts)
        + "</svg>"
    )


@cache
def templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(templates_root()),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        auto_reload=False,
    )
    environment.filters["arabic_digits"] = arabic_digits
    return environment


@cache
def style() -> str:
    return (templates_root() / TEMPLATES / "certificate.css").read_text(encoding="utf-8")
