"""The drawings of a kind of certificate as whole SVG pages."""

from xml.etree import ElementTree as ET

from awards.kit.templates import resource
from reports.certificates import artwork
from reports.certificates.geometry import number, rectangle
from reports.certificates.wording import Kind

TEMPLATES = "reports/certificates"

_LETTERING_TOP = 55.2
_LETTERING_HEIGHT: dict[Kind, float] = {
    "participation": 14.6,
    "winner": 15.4,
    "special_mention": 14.6,
}
_SVG = "http://www.w3.org/2000/svg"


def background(kind: Kind) -> str:
    """Everything that is not lettering."""
    palette = artwork.PALETTES[kind]
    return _page(
        artwork.fill(palette.paper, rectangle(0, 0, artwork.WIDTH, artwork.HEIGHT)),
        artwork.rosette(palette),
        artwork.border(palette),
        artwork.frame(palette),
        artwork.emblem(palette),
        artwork.laurel(palette) if kind == "winner" else "",
        artwork.seal(palette),
        artwork.flourish(palette),
        artwork.divider(palette),
    )


def lettering(kind: Kind) -> str:
    """The Arabic title, whose letters are drawn: no typeface at hand has their style."""
    root = ET.parse(resource("templates") / TEMPLATES / f"title-{kind}.svg").getroot()  # noqa: S314 (our own file)
    left, top, width, height = (float(v) for v in root.attrib["viewBox"].split())
    outline = root.find(f"{{{_SVG}}}path")
    if outline is None:
        raise ValueError(f"title-{kind}.svg has no outline")
    scale = _LETTERING_HEIGHT[kind] / height
    x, y = artwork.WIDTH / 2 - (left + width / 2) * scale, _LETTERING_TOP - top * scale
    letters = artwork.fill(artwork.PALETTES[kind].accent_dark, outline.attrib["d"])
    return _page(f'<g transform="translate({number(x)} {number(y)}) scale({scale:.6f})">{letters}</g>')


def _page(*parts: str) -> str:
    box = f"0 0 {number(artwork.WIDTH)} {number(artwork.HEIGHT)}"
    return f'<svg xmlns="{_SVG}" viewBox="{box}">' + "".join(parts) + "</svg>"
