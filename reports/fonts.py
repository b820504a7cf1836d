"""The typefaces of the printed documents, from their packages.

Cormorant Garamond comes as a variable font, which a PDF cannot hold: WeasyPrint would cut an instance out of
it for every document (60 ms each). Its instances are cut at set-up instead, for the Latin script; where that was left
out, once in each process, which takes two seconds.
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

from awards.kit.files import write_durably
from reports.glyphs import characters_of, mean_advances

CUT = Path(__file__).parent / "cut_fonts"
"""Where set-up leaves the instances."""

_LATIN = (range(0x20, 0x7F), range(0xA0, 0x180), range(0x1E00, 0x1F00), range(0x2010, 0x2040))
_FEATURES = ("ccmp", "kern", "liga", "lnum", "locl", "mark", "mkmk")


@dataclass(frozen=True)
class Face:
    """One `@font-face`. With `variable`, `file` is a variable font and `weight` the instance wanted."""

    family: str
    package: str
    file: str
    weight: int
    style: str = "normal"
    variable: bool = False

    @property
    def name(self) -> str:
        return f"{self.package}-{self.weight}-{self.style}.ttf"

    @property
    def rule(self) -> str:
        return (
            f'@font-face{{font-family:"{self.family}";src:url("asset:fonts/{self.name}");'
            f"font-weight:{self.weight};font-style:{self.style}}}"
        )


_PLEX = "fontpkg_ibm_plex_sans_arabic"
_CORMORANT = "fontpkg_cormorant_garamond"

FACES = (
    Face("IBM Plex Sans Arabic", _PLEX, "IBMPlexSansArabic-Regular.ttf", 400),
    Face("IBM Plex Sans Arabic", _PLEX, "IBMPlexSansArabic-Medium.ttf", 500),
    Face("IBM Plex Sans Arabic", _PLEX, "IBMPlexSansArabic-SemiBold.ttf", 600),
    Face("IBM Plex Sans Arabic", _PLEX, "IBMPlexSansArabic-Bold.ttf", 700),
    Face("Amiri", "fontpkg_amiri", "Amiri-Regular.ttf", 400),
    Face("Amiri", "fontpkg_amiri", "Amiri-Bold.ttf", 700),
    Face("Cormorant Garamond", _CORMORANT, "CormorantGaramond[wght].ttf", 500, variable=True),
    Face("Cormorant Garamond", _CORMORANT, "CormorantGaramond[wght].ttf", 600, variable=True),
    Face(
        "Cormorant Garamond", _CORMORANT, "CormorantGaramond-Italic[wght].ttf", 500, "italic", variable=True
    ),
)


class FontMissing(RuntimeError):
    """A typeface that the documents need is not installed."""


@cache
def font_file(name: str) -> bytes:
    """The TrueType file of the face called `name`. Raises FontMissing."""
    face = next((face for face in FACES if face.name == name), None)
    if face is None:
        raise FontMissing(f"no typeface is called {name!r}")
    if not face.variable:
        return _shipped(face)
    kept = CUT / face.name
    return kept.read_bytes() if kept.exists() else _cut(face)


def cut_fonts() -> None:
    """Cut the instances of the variable fonts, whole or not at all. Raises FontMissing."""
    for face in FACES:
        if face.variable:
            write_durably(CUT / face.name, _cut(face), mode=0o644)


def faces_named_in(css: str) -> tuple[Face, ...]:
    """The faces whose family a style sheet names: others need not be loaded."""
    return tuple(face for face in FACES if face.family in css)


def face_of(family: str, weight: int, *, italic: bool) -> Face | None:
    """The face with these properties, if it is one of ours."""
    style = "italic" if italic else "normal"
    wanted = (family, weight, style)
    return next((face for face in FACES if (face.family, face.weight, face.style) == wanted), None)


@cache
def characters(face: Face) -> dict[int, str]:
    """The characters that each glyph of the face stands for, by glyph number."""
    return characters_of(font_file(face.name))


@cache
def advances_of(family: str, weight: int) -> dict[str, float]:
    """Mean width in em of the forms of each character. Raises FontMissing."""
    face = face_of(family, weight, italic=False)
    if face is None:
        raise FontMissing(f"{family} {weight} is not among the typefaces")
    return mean_advances(font_file(face.name))


def _shipped(face: Face) -> bytes:
    try:
        return files(face.package).joinpath("files", face.file).read_bytes()
    except (ModuleNotFoundError, FileNotFoundError) as error:
        raise FontMissing(f"{face.family} is not installed: package {face.package}, {face.file}") from error


def _cut(face: Face) -> bytes:
    font = TTFont(BytesIO(_latin(_shipped(face))))
    return _saved(instantiateVariableFont(font, {"wght": face.weight}, static=True))


@cache
def _latin(content: bytes) -> bytes:
    options = subset.Options(layout_features=_FEATURES, notdef_outline=True, name_IDs=["*"])
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[code for script in _LATIN for code in script])
    font = TTFont(BytesIO(content))
    subsetter.subset(font)
    return _saved(font)


def _saved(font: TTFont) -> bytes:
    output = BytesIO()
    font.save(output)
    return output.getvalue()
